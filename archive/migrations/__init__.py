"""How an older archive becomes one of today: the first steps, what steps do to rows, and who applies them (archive.schema lists them all)."""
