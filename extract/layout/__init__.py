"""Characters with positions → grids: drawn tables, tables that only stand in line, tables that pages cut."""
