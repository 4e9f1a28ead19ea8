"""One row for each version of each report, with the codebook's names: what every tabular export is made of, streamed."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archive.derived import sources
from archive.rows import readings

Row = dict[str, Any]
"""A row whose values are what JSON knows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """Which reports are wanted; an empty filter lets all through."""

    portals: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    organs: tuple[str, ...] = ()
    """Parts of the organ's name."""

    def where(self) -> tuple[str, list[object]]:
        """A condition on `reports` as r and `current_readings` as c, and its parameters."""
        parts = []
        if self.portals:
            parts.append(f"r.portal IN ({_marks(self.portals)})")
        if self.years:
            parts.append(f"r.year IN ({_marks(self.years)})")
        if self.organs:
            either = " OR ".join("instr(c.organ, ?) > 0 OR instr(c.organ_key, ?) > 0" for _ in self.organs)
            parts.append(f"({either})")
        doubled = [organ for organ in self.organs for _ in range(2)]
        return " AND ".join(parts) or "1", [*self.portals, *self.years, *doubled]


def _marks(values: tuple[object, ...]) -> str:
    return ", ".join("?" * len(values))


def reports(db: sqlite3.Connection, chosen: Chosen) -> Iterator[str]:
    """Keys of the reports wanted, by portal, organ and year."""
    condition, parameters = chosen.where()
    rows = db.execute(
        "SELECT r.report FROM reports AS r JOIN current_readings AS c ON c.report = r.report"
        f" WHERE {condition} ORDER BY r.portal, r.organ_key, r.year, r.report",
        parameters,
    ).fetchall()
    yield from (report for (report,) in rows)


def rows(db: sqlite3.Connection, chosen: Chosen) -> Iterator[Row]:
    """Every version of the reports wanted."""
    for report in reports(db, chosen):
        versions = db.execute(
            "SELECT v.number, r.reading, v.captured_at, r.portal FROM report_versions AS v"
            " JOIN (SELECT reports.portal, version_readings.* FROM version_readings JOIN reports USING (report)) AS r"
            " ON r.version = v.version WHERE v.report = ? ORDER BY v.number",
            (report,),
        ).fetchall()
        for number, reading, captured_at, portal in versions:
            row = {"report_id": report, "portal": portal, "version": number, "captured_at": captured_at}
            yield _row(db, reading, row, newest=number == len(versions))


def _row(db: sqlite3.Connection, name: str, told: Row, *, newest: bool) -> Row:
    reading = readings.load(db, name)
    report = told["report_id"]
    (url,) = db.execute("SELECT url FROM sources WHERE source = ?", (reading.source,)).fetchone()
    attachments = db.execute(
        "SELECT url FROM parts WHERE source = ? AND role = 'attachment' ORDER BY position", (reading.source,)
    )
    withdrawn = db.execute(
        "SELECT substr(withdrawn, 1, 10) FROM withdrawn WHERE report = ?", (report,)
    ).fetchone()
    return {
        "report_id": report,
        "portal": told["portal"],
        "organ": reading.organ,
        "division_code": reading.division_code,
        "year": reading.year,
        "form": reading.form,
        "title": reading.title,
        "published": reading.published,
        "url": url,
        "attachments": [file for (file,) in attachments],
        "sightings": list(sources.sightings_elsewhere(db, report, url)),
        "withdrawn": withdrawn[0] if withdrawn else None,
        "captured_at": told["captured_at"],
        "sha256": reading.sha256,
        "media_type": reading.media_type,
        "version": told["version"],
        "extractor": reading.extractor,
        "status": reading.status,
        "figures": _figures(db, name),
        "sections": [{"number": s.number, "heading": s.heading, "text": s.text} for s in reading.sections],
        "findings": [
            {"code": f.code, "level": f.level, "where": f.where, "message": f.message}
            for f in reading.findings
        ]
        + (_across_years(db, report) if newest else []),
    }


def _figures(db: sqlite3.Connection, reading: str) -> list[Row]:
    """The figures of a reading, each with its place as JSON."""
    names = ("table", "row", "column", "value", "raw", "state", "place")
    found = db.execute(
        'SELECT "table", "row", "column", value, raw, state, place FROM figures WHERE reading = ?', (reading,)
    )
    return [dict(zip(names, row, strict=True)) for row in found]


def _across_years(db: sqlite3.Connection, report: str) -> list[Row]:
    names = ("code", "level", "where", "message")
    found = db.execute('SELECT code, level, "where", message FROM year_findings WHERE report = ?', (report,))
    return [dict(zip(names, row, strict=True)) for row in found]
