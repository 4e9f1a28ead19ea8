"""Pages of unknown make whose body no element holds alone: trafilatura tells where the narrative begins and ends."""

from collections.abc import Sequence
from copy import deepcopy

import trafilatura
from lxml.html import HtmlElement as Element

from extract.document import Block, Grid
from extract.words.labels import fold, sign

_LONG_ENOUGH = 15
"""Folded characters of a paragraph that cannot be in the narrative by chance."""


def narrowed(blocks: Sequence[Block], root: Element) -> tuple[Block, ...]:
    """The blocks from the first to the last that trafilatura takes for the page's main text, or that are tables or
    stand in them.

    `root` is the page without its tables of data, so that this costs a tenth of extracting with them. Within that range
    nothing is left out: trafilatura drops short paragraphs, and a chapter may consist of one word.
    """
    text = trafilatura.extract(deepcopy(root), include_tables=False, include_comments=False, fast=True)
    if not text:
        return tuple(blocks)
    main = fold(text)
    kept = [index for index, block in enumerate(blocks) if _is_main(block, main)]
    if not kept:
        return tuple(blocks)
    return tuple(blocks[_first_heading(blocks, kept[0]) : kept[-1] + 1])


def _is_main(block: Block, main: str) -> bool:
    if isinstance(block, Grid) or block.place.table is not None:
        return True
    text = fold(block.text)
    return len(text) >= _LONG_ENOUGH and text in main


def _first_heading(blocks: Sequence[Block], first: int) -> int:
    """The headings right above the first paragraph belong to it."""
    while first and not isinstance(above := blocks[first - 1], Grid) and sign(above.text) is not None:
        first -= 1
    return first
