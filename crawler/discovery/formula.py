"""An address as a formula of numbers that are known beforehand: what a few were seen to agree on tells the next."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

ENOUGH = 3
"""Cases of a kind that have to agree: two may by chance."""
_NUMBER = re.compile(r"(?=(?:\d*[a-f]){3})[0-9a-f]{16,}|\d+")
"""A hexadecimal one is long and has several letters: `c120046a1705300` are two decimal ones."""

Told = Mapping[str, str]
"""Name → a number that is known beforehand."""


def kind_of(text: str) -> str:
    """What texts share that are alike but for their numbers: `#` stands for each."""
    return _NUMBER.sub("#", text)


def numbers(text: str) -> list[str]:
    """The numbers of a text, long hexadecimal ones among them."""
    return _NUMBER.findall(text)


def places(text: str) -> dict[str, str]:
    """The numbers of a text, each told by its place."""
    return {str(place): number for place, number in enumerate(numbers(text))}


@dataclass(frozen=True, slots=True)
class Formula:
    """What stands around the numbers of a text, and where each of them may come from."""

    pieces: tuple[str, ...]
    sources: tuple[frozenset[str], ...]
    """For each number the names of what is told that it may be; none for one that nothing told."""

    @classmethod
    def of(cls, text: str, told: Told) -> Self:
        """All that may explain one text."""
        sources = (
            frozenset(name for name, value in told.items() if value == number) for number in numbers(text)
        )
        return cls(tuple(_NUMBER.split(text)), tuple(sources))

    def both(self, other: "Formula") -> "Formula | None":
        """The formula that holds for two cases; null where none does."""
        if other.pieces != self.pieces:
            return None
        shared = tuple(one & two for one, two in zip(self.sources, other.sources, strict=True))
        return Formula(self.pieces, shared) if all(shared) else None

    def filled(self, told: Told) -> str | None:
        """The text that follows; null where a number is not told, or may still be one or another."""
        text, *pieces = self.pieces
        for names, piece in zip(self.sources, pieces, strict=True):
            values = {told.get(name) for name in names}
            value = values.pop() if len(values) == 1 else None
            if value is None:
                return None
            text += value + piece
        return text
