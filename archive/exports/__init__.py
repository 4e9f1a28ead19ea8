"""Ways out of the archive: one format, one file."""
