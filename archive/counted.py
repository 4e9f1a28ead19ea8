"""Counts as people read them."""


def counted(count: int, one: str, many: str = "") -> str:
    """`1 file`, `2 files`: a count and what is counted. `many` is what none and several are called, where that is not `one` with an s."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"
