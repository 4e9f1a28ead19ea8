"""Counts as people read them."""

import pytest

from archive.counted import counted


@pytest.mark.parametrize(
    ("count", "words", "read"),
    [
        (0, ("file",), "0 files"),
        (1, ("file",), "1 file"),
        (2, ("file",), "2 files"),
        (0, ("body", "bodies"), "0 bodies"),
        (1, ("body", "bodies"), "1 body"),
        (2, ("body", "bodies"), "2 bodies"),
    ],
)
def test_one_is_told_as_one(count: int, words: tuple[str, ...], read: str) -> None:
    assert counted(count, *words) == read
