"""Ways into the archive other than crawling: one kind of source, one file; each yields `Fetched`."""
