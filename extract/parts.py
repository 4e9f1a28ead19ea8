"""Parts of a source that are read as one document: pictures that follow one another, and a report set on several pages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from archive.files import sniff
from archive.files.naming import is_further_page
from archive.records import Part
from extract.document import Block, Document, Grid
from extract.readers import document as documents_of
from extract.readers import is_picture, pictures


def together(parts: Sequence[Part]) -> Iterator[tuple[int, Sequence[Part]]]:
    """What is read as one, with the position of its first part: a part, pictures that follow one another, a page with its further pages."""
    position = 1
    group: tuple[Part, ...] = ()
    for part in parts:
        if group and not _goes_on(group[-1], part):
            yield position, group
            position, group = position + len(group), ()
        group = (*group, part)
    if group:
        yield position, group


def _goes_on(part: Part, following: Part) -> bool:
    """Whether the part after a part goes on with it: a picture after a picture, the page after a page that the crawler named so."""
    if is_further_page(following.name):
        return sniff.media_type(part.body) == sniff.media_type(following.body) == sniff.HTML
    return is_picture(part) and is_picture(following)


def joined(parts: Sequence[Part]) -> Document:
    """Parts that are read as one. A place's `page` counts them."""
    if is_picture(parts[0]):
        return pictures(parts)
    pages = [documents_of(part)[0] for part in parts]
    blocks = chain.from_iterable(_on_page(each, number) for number, each in enumerate(pages, 1))
    return replace(pages[0], blocks=tuple(blocks))


def _on_page(document: Document, number: int) -> Iterator[Block]:
    """A document's blocks as they stand on page `number` of a longer one."""
    for block in document.blocks:
        place = replace(block.place, page=number)
        if not isinstance(block, Grid):
            yield replace(block, place=place)
            continue
        # A cell that spans stays one object at every position that it covers.
        cells = {id(cell): cell for row in block.rows for cell in row if cell is not None}
        moved = {key: replace(cell, place=replace(cell.place, page=number)) for key, cell in cells.items()}
        rows = tuple(tuple(cell and moved[id(cell)] for cell in row) for row in block.rows)
        yield replace(block, rows=rows, place=place)
