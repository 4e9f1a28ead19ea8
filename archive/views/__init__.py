"""Every question about the archive's current state, as views under the names that everybody asks for, and their place in a file."""
