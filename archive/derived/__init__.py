"""What follows from captures and readings alone, and can be made again from them: sources, versions, what is current."""
