"""A report's page: its tables as the official form, findings at their cells, sections, versions, sightings, downloads."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from archive.browse import ask, layout, raw, sandbox, words
from archive.browse.ask import Row

READINGS = """
SELECT versions.version, versions.captured_at AS version_at, versions.content,
  dense_rank() OVER (ORDER BY versions.captured_at, versions.version) AS number,
  readings.*, sources.url, sources.captured_at AS source_at,
  readings.reading = (SELECT reading FROM current WHERE report = :report) AS current
FROM versions JOIN appearances USING (version) JOIN readings ON readings.source = appearances.source
JOIN sources ON sources.source = readings.source
WHERE versions.report = :report
ORDER BY current DESC, number DESC, sources.captured_at DESC, readings.read_at DESC
"""

SIGHTINGS = """
SELECT url, min(at) AS first_seen, max(at) AS last_seen, count(*) AS times, max(title) AS title, max(found_on) AS found_on
FROM sightings WHERE url IN (SELECT url FROM appearances WHERE report = :report) GROUP BY url ORDER BY first_seen
"""

ADDRESSES = "SELECT * FROM addresses WHERE report = :report ORDER BY first_seen, url"

WITHDRAWN = "SELECT * FROM withdrawn WHERE report = :report"

UNLISTED = "SELECT url, last_listed, unlisted FROM unlisted WHERE report = :report"

PARTS = """
SELECT parts.*, captures.received_at, captures.media_type, captures.final_url
FROM parts JOIN captures USING (capture)
WHERE parts.source = :source ORDER BY parts.position
"""

FIGURES = """
SELECT reading, "table", "row", "column", value, raw, state, place FROM figures WHERE reading = :reading
ORDER BY place ->> '$.part', place ->> '$.table', place ->> '$.row', place ->> '$.line', place ->> '$.column'
"""


FINDINGS = """
SELECT code, level, "where", message FROM (
  SELECT code, level, "where", message FROM findings WHERE reading = :reading ORDER BY position)
UNION ALL
SELECT code, level, "where", message FROM year_findings WHERE report = :report AND :current
"""
"""What the reading found, then, for the reading that stands for the report, what its neighbour years say."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A cell as the page prints it."""

    text: str
    state: str
    href: str
    marks: tuple[int, ...]
    """Numbers of the findings that concern it."""
    level: str
    """The worst of their levels, or ''."""


async def page(request: Request, datasette: Datasette) -> Response:
    """One report; `?reading=` chooses an older version or another reading."""
    report, readings = await known(datasette, request.url_vars["report"])
    chosen = choose(readings, request.args.get("reading"))
    about = await _parts_of(datasette, report, chosen)
    figures, findings = about["figures"], about["findings"]
    context = {
        **about,
        "report": report,
        "readings": readings,
        "reading": chosen,
        "sizes": await raw.sizes(datasette, [part["sha256"] for part in about["parts"]]),
        "current": chosen["current"],
        "contact": json.loads(chosen["contact"]),
        "sheets": layout.sheets([(f["table"], f["row"], f["column"]) for f in figures]),
        "cells": cells(figures, findings, base=datasette.urls.path(f"-/place/{chosen['reading']}")),
        "marks": by_place(findings),
        "versions": listed(readings, chosen),
    }
    return await ask.page(datasette, request, "report.html", context)


async def as_json(request: Request, datasette: Datasette) -> Response:
    """The same report for machines, in the codebook's names."""
    report, readings = await known(datasette, request.url_vars["report"])
    chosen = choose(readings, request.args.get("reading"))
    about = await _parts_of(datasette, report, chosen)
    told = {
        "report_id": report["report"],
        **{name: report[name] for name in ("portal", "organ_key", "year")},
        **{
            name: chosen[name]
            for name in (
                "organ",
                "form",
                "title",
                "published",
                "url",
                "sha256",
                "media_type",
                "extractor",
                "status",
                "why",
            )
        },
        "division_code": chosen["division_code"],
        "captured_at": chosen["source_at"],
        "version": chosen["number"],
        "attachments": [part["url"] for part in about["parts"] if part["role"] == "attachment"],
        "sightings": [seen["url"] for seen in about["addresses"] if seen["url"] != chosen["url"]],
        "withdrawn": next((gone["withdrawn"][:10] for gone in about["withdrawn"]), None),
        "figures": {
            f"{f['table']}/{f['row']}/{f['column']}": {name: f[name] for name in ("value", "raw", "state")}
            for f in about["figures"]
        },
        "sections": [{name: s[name] for name in ("number", "heading", "text")} for s in about["sections"]],
        "findings": [
            {name: f[name] for name in ("code", "level", "where", "message")} for f in about["findings"]
        ],
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    return Response(
        text, content_type="application/json; charset=utf-8", headers=_download(report, chosen, ".json")
    )


async def as_csv(request: Request, datasette: Datasette) -> Response:
    """Its figures, one a line, with the official labels."""
    report, readings = await known(datasette, request.url_vars["report"])
    chosen = choose(readings, request.args.get("reading"))
    out = io.StringIO()
    # The mark tells spreadsheet programs that the text is UTF-8.
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(["table", "row", "column", "row_label", "column_label", "value", "raw", "state"])
    for figure in await ask.rows(datasette, FIGURES, {"reading": chosen["reading"]}):
        rows, columns = layout.labels(figure["table"])
        names = [str(figure[name]) for name in ("row", "column")]
        printed = [rows.get(names[0], names[0]), columns.get(names[1], names[1])]
        safe = [_harmless(text) for text in (*names, *printed)]
        writer.writerow([figure["table"], *safe, figure["value"], _harmless(figure["raw"]), figure["state"]])
    return Response(
        out.getvalue(), content_type="text/csv; charset=utf-8", headers=_download(report, chosen, ".csv")
    )


async def known(datasette: Datasette, report: str) -> tuple[Row, list[Row]]:
    """A report and its readings, the current one first. Raises NotFound."""
    row = await ask.first(datasette, "SELECT * FROM reports WHERE report = :report", {"report": report})
    readings = await ask.rows(datasette, READINGS, {"report": report})
    if row is None or not readings:
        raise NotFound(f"没有这份报告 No such report: {report}")
    return row, readings


def choose(readings: list[Row], asked: str | None) -> Row:
    """The reading asked for, else the newest extractor's of the newest version. Raises NotFound."""
    for row in readings:
        if asked in (None, "", row["reading"]):
            return row
    raise NotFound(f"没有这次读取 No such reading: {asked}")


def listed(readings: Iterable[Row], *shown: Row) -> list[Row]:
    """What a reader chooses among: of the copies of a version at one address that one extractor read alike, the newest or those that are
    shown, with how many there are. Each visit may have brought a copy."""
    asked = {row["reading"] for row in shown}
    copies: dict[tuple[object, ...], dict[str, Row]] = defaultdict(dict)
    for row in readings:
        copies[row["number"], row["url"], row["extractor"], row["status"]][row["reading"]] = row
    return [
        {**rows[reading], "copies": len(rows)}
        for rows in copies.values()
        for reading in [one for one in rows if one in asked] or list(rows)[:1]
    ]


def cells(figures: list[Row], findings: list[Row], *, base: str) -> dict[str, Shown]:
    """Address → cell as shown."""
    marks = by_place(findings)
    levels = [f["level"] for f in findings]
    out = {}
    for figure in figures:
        address = f"{figure['table']}/{figure['row']}/{figure['column']}"
        numbers = tuple(marks.get(address, ()))
        worst = next((level for level in words.LEVELS if level in {levels[n - 1] for n in numbers}), "")
        out[address] = Shown(
            text=words.printed(figure),
            state=figure["state"],
            href=f"{base}?cell={words.FILTERS['segment'](address)}",
            marks=numbers,
            level=worst,
        )
    return out


def by_place(findings: list[Row]) -> dict[str, list[int]]:
    """Where (an address, a row, a table, a section) → the numbers of the findings there, counted from 1."""
    out: dict[str, list[int]] = defaultdict(list)
    for number, finding in enumerate(findings, 1):
        out[finding["where"]].append(number)
    return out


async def _parts_of(datasette: Datasette, report: Row, chosen: Row) -> dict[str, list[Row]]:
    of = {"reading": chosen["reading"], "source": chosen["source"], "report": report["report"]}
    return {
        "figures": await ask.rows(datasette, FIGURES, of),
        "findings": await ask.rows(datasette, FINDINGS, {**of, "current": chosen["current"]}),
        "sections": await ask.rows(
            datasette, "SELECT * FROM sections WHERE reading = :reading ORDER BY position", of
        ),
        "parts": await ask.rows(datasette, PARTS, of),
        "sightings": await ask.rows(datasette, SIGHTINGS, of),
        "addresses": await ask.rows(datasette, ADDRESSES, of),
        "withdrawn": await ask.rows(datasette, WITHDRAWN, of),
        "unlisted": await ask.rows(datasette, UNLISTED, of),
    }


def _harmless(text: str) -> str:
    """Text from a document that a spreadsheet would run as a formula is marked as text; numbers stay numbers."""
    if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not text.lstrip("+-").replace(".", "", 1).isdigit():
        return "'" + text
    return text


def _download(report: Row, chosen: Row, suffix: str) -> dict[str, str]:
    name = f"{chosen['organ'] or report['organ_key']}-{report['year'] or ''}-v{chosen['number']}"
    return {"Content-Disposition": sandbox.disposition(sandbox.safe_name(name + suffix, media_type=None))}
