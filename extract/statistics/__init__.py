"""Statistics tables of the years before 2019: lists of indicators, in grids and in running text."""
