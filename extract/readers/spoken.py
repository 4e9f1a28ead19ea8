"""Rows of a sheet that hold a line of the report's text and no cells of a table."""

from collections.abc import Mapping

from extract.chapters import headings

Spoken = tuple[dict[int, str], dict[int, str]]
"""The lines above a sheet's table, and those between its rows or below it, by the numbers of their rows."""


def spoken(rows: Mapping[int, list[str]]) -> Spoken:
    """The lines of text among a sheet's rows, each row with the texts that it prints.

    A row of one text is a line above and below the rows of several; between them where it is a sentence or a chapter's heading,
    since a label whose figures are blank is a row too.
    """
    wide = [number for number, texts in rows.items() if len(texts) > 1]
    first, last = (min(wide), max(wide)) if wide else (max(rows, default=0) + 1, 0)
    alone = {
        number: texts[0]
        for number, texts in rows.items()
        if len(texts) == 1 and not headings.TABLE_ROW.search(texts[0])
    }
    above = {number: text for number, text in alone.items() if number < first}
    below = {number: text for number, text in alone.items() if number not in above}
    others = {number: text for number, text in below.items() if number > last or _speaks(text)}
    return above, others


def _speaks(text: str) -> bool:
    return "。" in text or is_chapter(text)


def is_chapter(text: str) -> bool:
    """Whether a line is the heading of a chapter of a report."""
    opening = headings.opening(text.strip())
    return opening is not None and opening.style == "han" and opening.number is not None
