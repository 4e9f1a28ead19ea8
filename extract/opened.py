"""The documents of a source, each with its tables and chapters, and the figures that they give together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.errors import DocumentUnreadable
from archive.records import Figure, Part, Place, Source, State
from extract import match
from extract.chapters import sections
from extract.document import Document
from extract.parts import joined, together
from extract.readers import document as documents_of
from extract.readers import is_picture
from extract.several import meant_first
from extract.words import script


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """One document of a source with its tables and chapters."""

    part: Part
    """The first of its parts: pictures that follow one another are one document."""
    several: bool
    position: int
    document: Document
    match: match.Match
    outline: sections.Outline
    printed: Document | None
    """As it is printed, where `document` has its text in simplified characters."""

    @property
    def readable(self) -> int:
        """How many of its figures could be read."""
        return sum(figure.state is not State.UNREADABLE for figure in self.match.figures)

    @property
    def told(self) -> tuple[int, int]:
        """How much narrative it has: statutory chapters with text, characters."""
        chapters = {
            section.number for section in self.outline.sections if section.number and section.text.strip()
        }
        return len(chapters), sum(len(section.text) for section in self.outline.sections)


def every(source: Source) -> tuple[list[Opened], list[DocumentUnreadable]]:
    """Every document of every part, and why parts could not be read."""
    opened: list[Opened] = []
    failures: list[DocumentUnreadable] = []
    for position, parts in together(source.parts):
        try:
            documents = documents_of(parts[0]) if len(parts) == 1 else [joined(parts)]
            opened += [_opened(parts, position, meant_first(each, source)) for each in documents]
            failures += [
                DocumentUnreadable(each.media_type, each.unread) for each in documents if each.unread
            ]
        except DocumentUnreadable as failure:
            failures.append(failure)
    return opened, failures


def _opened(parts: Sequence[Part], position: int, document: Document) -> Opened:
    printed = document if script.is_traditional(document) else None
    document = script.simplified(document) if printed else document
    found = match.tables(document)
    return Opened(
        part=parts[0],
        several=len(parts) > 1,
        position=position,
        document=document,
        match=found,
        outline=sections.split(document, found.consumed),
        printed=printed,
    )


def giving(best: Opened, opened: Sequence[Opened]) -> Sequence[Opened]:
    """The documents that give figures: the most complete one, and those that have tables which none before has."""
    found = [best]
    tables = {figure.table for figure in best.match.figures}
    for each in opened:
        if {figure.table for figure in each.match.figures} - tables:
            found.append(each)
            tables |= {figure.table for figure in each.match.figures}
    return found


def figures_of(documents: Iterable[Opened]) -> tuple[Figure, ...]:
    """The figures of each table from the first document that has it."""
    found: list[Figure] = []
    for each in documents:
        tables = {figure.table for figure in found}
        found += [figure for figure in placed(each.match.figures, each) if figure.table not in tables]
    return tuple(found)


def placed(figures: Sequence[Figure], opened: Opened) -> Iterable[Figure]:
    """A document's figures with the number of the part that they stand in; what is a page of several pictures is a part of its own."""
    if opened.position == 1 and not opened.several:
        return figures
    return (replace(figure, place=figure.place and _in_source(figure.place, opened)) for figure in figures)


def _in_source(place: Place, opened: Opened) -> Place:
    if opened.several and place.page is not None:
        page = 1 if is_picture(opened.part) else None
        return replace(place, part=opened.position + place.page - 1, page=page)
    return replace(place, part=opened.position)
