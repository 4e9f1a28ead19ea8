"""Statutory tables that were printed as running text, and digits that ran together in it."""
