"""What one fetched page says: its links, its lists, its files, its words. Pure; nothing here asks for anything."""
