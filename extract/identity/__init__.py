"""Whose report it is, on which year, and when it came out."""
