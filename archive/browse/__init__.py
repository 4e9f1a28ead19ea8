"""The Datasette side: a plugin, metadata, templates and static files. Reads only."""
