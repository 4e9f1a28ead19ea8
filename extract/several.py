"""Several reports in one document: the one that its page or its list names comes first, since the first is read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.records import Source
from extract.document import Document, Grid
from extract.identity import titles
from extract.identity.titles import Title


def meant_first(document: Document, source: Source) -> Document:
    """The document with the report that is meant before the others; as it is where that is not told."""
    begins = list(_begins(document))
    if len({(title.organ, title.year) for _, title in begins}) < 2:
        return document
    for name in _names(document, source):
        meant = [at for at, (_, title) in enumerate(begins) if _is_meant(title, name)]
        if meant:
            return _moved(document, begins, meant[0])
    return document


def _begins(document: Document) -> Iterator[tuple[int, Title]]:
    """The titles that have a table below them, up to the next title, with the numbers of their blocks."""
    last: tuple[int, Title] | None = None
    for index, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            if last is not None:
                yield last
            last = None
        elif titles.is_title(block.text) and (title := titles.parse(block.text)).organ:
            last = index, title


def _names(document: Document, source: Source) -> Iterator[Title]:
    """What the list's title and the page's say of the report that is meant."""
    page = titles.without_site(document.title) if document.title else ""
    for text in (source.sighting.title if source.sighting else "", page):
        if text and (title := titles.given(text)) and title.organ:
            yield title


def _is_meant(title: Title, name: Title) -> bool:
    same_year = None in (title.year, name.year) or title.year == name.year
    return same_year and (title.organ.endswith(name.organ) or name.organ.endswith(title.organ))


def _moved(document: Document, begins: Sequence[tuple[int, Title]], at: int) -> Document:
    """The document with that report, and its title, before all that stands before it."""
    start, title = begins[at]
    others = (index for index, other in begins[at:] if (other.organ, other.year) != (title.organ, title.year))
    end = next(others, len(document.blocks))
    blocks = document.blocks
    if not start:
        return document
    return replace(document, title=title.text, blocks=(*blocks[start:end], *blocks[:start], *blocks[end:]))
