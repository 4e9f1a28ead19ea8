"""Whether readings of two formats print one text, as far as both could be read.

A PDF gives less away than the Word document that it was made of, where lines of its tables are not drawn: cells run together, rows are
lost, and what is lost stands in the text. That is no edit by the organ. Two formats side by side are two texts where a figure that was
read in both, or a sentence, is another.
"""

import sqlite3
from collections.abc import Iterable

from archive.records import Figure, Reading, Section, State
from archive.rows import readings


def alike(db: sqlite3.Connection, one: str, other: str) -> bool:
    """Whether two readings, by their keys, agree."""
    told = "SELECT count(DISTINCT media_type), sum(status = 'partial') FROM readings WHERE reading IN (?, ?)"
    formats, partial = db.execute(told, (one, other)).fetchone()
    return formats == 2 and bool(partial) and agree(readings.load(db, one), readings.load(db, other))


def agree(one: Reading, other: Reading) -> bool:
    """Whether two readings, of which one says that it lacks something, differ in nothing that both have."""
    said = _sentences(one.sections)
    if said != _sentences(other.sections):
        return False
    was, now = ({figure.address: figure for figure in each.figures} for each in (one, other))
    lacking = (was.keys() - now.keys() and other.status != "partial") or (
        now.keys() - was.keys() and one.status != "partial"
    )
    both = [(was[address], now[address]) for address in was.keys() & now.keys()]
    return not lacking and all(_same(*pair) for pair in both) and bool(said or both)


def _same(one: Figure, other: Figure) -> bool:
    return State.UNREADABLE in (one.state, other.state) or _printed(one) == _printed(other)


def _printed(figure: Figure) -> object:
    return _squeezed(figure.raw) if figure.value is None else figure.value


def _sentences(sections: Iterable[Section]) -> list[str]:
    """The sentences of each section that has any, without white space; what follows the last may be left of a table."""
    whole = (_squeezed(section.text).rpartition("。")[0] for section in sections)
    return [text for text in whole if text]


def _squeezed(text: str) -> str:
    return "".join(text.split())
