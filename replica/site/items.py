"""What lists hold: columns and items."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, overload

from replica.documents.names import Organ

ColumnKind = Literal["news", "reports", "guide", "affairs", "topic"]
ItemKind = Literal["report", "negative", "news", "guide"]
Borne = Literal["page", "file", "both"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A list of items under one name."""

    no: int
    key: str
    """How addresses name it; opaque for organs' columns."""
    name: str
    kind: ColumnKind
    organ: Organ | None = None
    count: int = 0
    """Items of a column of news."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One page that a list points to."""

    number: int
    column: Column
    kind: ItemKind
    title: str
    date: str
    organ: Organ | None = None
    year: int | None = None
    sort: str = ""
    """For a negative, which one."""

    @property
    def report(self) -> str | None:
        """The id of the report that this page holds; null for all other pages."""
        return f"{self.organ.key}-{self.year}" if self.kind == "report" and self.organ else None


class NewsItems(Sequence[Item]):
    """The items of a column of news, newest first, made when looked at."""

    def __init__(self, count: int, make: Callable[[int], Item]) -> None:
        self._count = count
        self._make = make

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> list[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | list[Item]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._make(self._count - 1 - index)
