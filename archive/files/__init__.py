"""What a file is, told by its bytes and its name: its type, its characters, what it is called."""
