"""Reads documents: bytes in, figures, sections and findings out, each with where it came from."""

EXTRACTOR = "12"
"""The version of reading as a whole: a change that can alter any reading raises it."""
