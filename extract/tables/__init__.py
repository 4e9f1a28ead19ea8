"""Grids → figures of the statutory tables: heads, rows, labels and what their cells print."""
