"""What changed between two readings, cell by cell and sentence by sentence, and the versions of a report."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from archive.derived import contents
from archive.errors import UsageInvalid
from archive.records import Figure, Reading, Section
from archive.rows import readings

SENTENCE = re.compile(r"[^。！？；\n]*[。！？；]+[”’」』）)]*|[^。！？；\n]+")

SHORT = 12
"""Digits of a digest that are shown."""

Kind = Literal["field", "figure", "sentence", "file"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One thing that is not the same in both."""

    kind: Kind
    where: str
    """The field's name, the figure's address, the section, or the address of a file."""
    before: str | None
    """Null where the older one has nothing there."""
    after: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionLine:
    """A version in its report's history."""

    number: int
    version: str
    captured_at: str
    url: str
    title: str
    status: str
    extractor: str
    reading: str
    changes: int
    """How many things differ from the version before; 0 for the first."""


def sentences(text: str) -> list[str]:
    """A text's sentences without blanks at their ends; a line break ends one."""
    return [found.strip() for found in SENTENCE.findall(text) if found.strip()]


Told = Callable[[Figure], tuple[object, ...]]
"""What of a figure makes a difference."""


def printed(figure: Figure) -> tuple[object, ...]:
    """What a document says in a cell."""
    return figure.raw, figure.value


def read(figure: Figure) -> tuple[object, ...]:
    """What an extractor made of a cell: blank and unread differ, though neither has a number."""
    return figure.raw, figure.value, figure.state


def differences(old: Reading, new: Reading, told: Told = printed) -> list[Change]:
    """Fields, then figures by address, then sentences by section, then files that print the report too."""
    return [*_fields(old, new), *_figures(old, new, told), *_sentences(old, new), *_files(old, new)]


def _fields(old: Reading, new: Reading) -> Iterator[Change]:
    for name in ("title", "organ", "year", "published", "form", "status"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(kind="field", where=name, before=_shown(before), after=_shown(after))


def _shown(value: object) -> str | None:
    return None if value is None else str(value)


def _figures(old: Reading, new: Reading, told: Told) -> Iterator[Change]:
    was = {figure.address: figure for figure in old.figures}
    now = {figure.address: figure for figure in new.figures}
    for address in dict.fromkeys([*was, *now]):
        before, after = was.get(address), now.get(address)
        if before is None or after is None or told(before) != told(after):
            yield Change(
                kind="figure", where=address, before=_cell(before, after), after=_cell(after, before)
            )


def _cell(figure: Figure | None, other: Figure | None) -> str | None:
    """A cell as it is printed; where that is the same in both, with what was made of it."""
    if figure is None or other is None or figure.raw != other.raw:
        return figure.raw if figure else None
    if figure.state is not other.state:
        return f"{figure.raw} ({figure.state.value})"
    return f"{figure.raw} = {'' if figure.value is None else figure.value}"


def _files(old: Reading, new: Reading) -> Iterator[Change]:
    """Files whose own text or figures are others, by the digests of them."""
    was, now = contents.told(old.content), contents.told(new.content)
    for url in sorted((was.keys() & now.keys()) - {""}):
        if was[url] != now[url]:
            yield Change(kind="file", where=url, before=was[url][:SHORT], after=now[url][:SHORT])


def _sentences(old: Reading, new: Reading) -> Iterator[Change]:
    was, now = _by_name(old.sections), _by_name(new.sections)
    for name in dict.fromkeys([*was, *now]):
        before, after = was.get(name, []), now.get(name, [])
        for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if tag != "equal":
                yield Change(
                    kind="sentence",
                    where=name,
                    before="".join(before[i:j]) or None,
                    after="".join(after[k:m]) or None,
                )


def _by_name(sections: tuple[Section, ...]) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for section in sections:
        name = f"section {section.number}" if section.number else section.heading or "preamble"
        named.setdefault(name, []).extend(sentences(section.text))
    return named


def versions(db: sqlite3.Connection, report: str) -> list[VersionLine]:
    """A report's versions, oldest first."""
    rows = db.execute(
        "SELECT v.number, v.version, v.captured_at, s.url, r.title, r.status, r.extractor, r.reading"
        " FROM report_versions AS v JOIN version_readings AS r ON r.version = v.version"
        " JOIN sources AS s ON s.source = v.source WHERE v.report = ? ORDER BY v.number",
        (report,),
    ).fetchall()
    names = ("number", "version", "captured_at", "url", "title", "status", "extractor", "reading")
    counts = {
        number: len(_changes(db, report, number - 1, number) or ()) for number, *_ in rows if number > 1
    }
    return [VersionLine(**dict(zip(names, row, strict=True)), changes=counts.get(row[0], 0)) for row in rows]


def changes(db: sqlite3.Connection, report: str, old: int, new: int) -> list[Change]:
    """What the organ changed from one version (by number) to another, as the newest extractor that read both saw it.

    Raises UsageInvalid where there are no such versions, or none has read both.
    """
    found = _changes(db, report, old, new)
    if found is None:
        raise UsageInvalid(f"report {report[:12]}: no versions {old} and {new} that one extractor has read")
    return found


def _changes(db: sqlite3.Connection, report: str, old: int, new: int) -> list[Change] | None:
    pair = db.execute(COMMON, {"report": report, "old": old, "new": new}).fetchone()
    return pair and differences(readings.load(db, pair[0]), readings.load(db, pair[1]))


COMMON = """
SELECT o.reading, n.reading
FROM report_versions AS ov JOIN appearances AS oa ON oa.version = ov.version JOIN readings AS o ON o.source = oa.source,
  report_versions AS nv JOIN appearances AS na ON na.version = nv.version JOIN readings AS n ON n.source = na.source
WHERE ov.report = :report AND nv.report = :report AND ov.number = :old AND nv.number = :new AND o.extractor = n.extractor
ORDER BY (o.status = 'unreadable') + (n.status = 'unreadable'), CAST(n.extractor AS INTEGER) DESC, n.extractor DESC,
  o.media_type <> n.media_type, (o.status = 'partial') + (n.status = 'partial'), oa.captured_at DESC, na.captured_at DESC LIMIT 1
"""


def by_us(db: sqlite3.Connection, report: str, number: int) -> list[tuple[str, str, list[Change]]]:
    """How our readings of one version differ: (older extractor, newer extractor, what changed), in order."""
    rows = db.execute(
        "SELECT r.extractor, r.reading FROM report_versions AS v JOIN readings AS r ON r.source = v.source"
        " WHERE v.report = ? AND v.number = ? ORDER BY CAST(r.extractor AS INTEGER), r.extractor",
        (report, number),
    ).fetchall()
    return [
        (was, now, differences(readings.load(db, old), readings.load(db, new), read))
        for (was, old), (now, new) in pairwise(rows)
    ]
