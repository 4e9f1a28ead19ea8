"""The tables as they are written and read: who packs what into which row."""
