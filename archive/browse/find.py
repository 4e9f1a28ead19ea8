"""The search page: any Chinese string of one character or more, by organ, year and portal, ranked, with highlighted snippets."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response
from markupsafe import Markup, escape

from archive import search
from archive.browse import ask, coverage
from archive.browse.ask import Row
from archive.browse.reader import RANKED

PAGE = 20
SNIPPET = 90
"""Characters shown around a match."""
SNIPPETS = 3

JOINED = f"""
FROM hits CROSS {ask.BY_ENTRY}
WHERE (:year IS NULL OR n.year = :year) AND (:portal IS NULL OR n.portal = :portal)
"""
SHOWN = "SELECT n.report, n.reading, n.portal, r.organ, n.year, r.title, r.form, r.published, r.status, n.withdrawn"

RANKED_SQL = f"""
WITH hits AS MATERIALIZED (
  SELECT rowid, {search.RELEVANCE} AS rank FROM texts_fts WHERE texts_fts MATCH :match ORDER BY rank LIMIT {RANKED})
{SHOWN} {JOINED} ORDER BY hits.rank LIMIT {PAGE + 1} OFFSET :offset
"""
NEWEST_SQL = f"""
WITH hits AS (SELECT rowid FROM texts_fts WHERE texts_fts MATCH :match ORDER BY rowid DESC LIMIT :scan)
{SHOWN} {JOINED} LIMIT {PAGE + 1} OFFSET :offset
"""
COUNT_SQL = (
    f"SELECT count(*) AS n FROM (SELECT 1 FROM texts_fts WHERE texts_fts MATCH :match LIMIT {RANKED + 1})"
)
SCAN = 20_000
"""How many of the newest matches are looked through for the ones that the filters leave."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A search as the page's address says it."""

    words: str
    organ: str
    year: int | None
    portal: str | None
    page: int

    @property
    def match(self) -> str:
        """The FTS5 query; '' where there is nothing to search for."""
        organ = search.match(self.organ)
        words = search.match(self.words)
        return " AND ".join(
            filter(None, (f"({words})" if words else "", f"organ : ({organ})" if organ else ""))
        )


def asked(request: Request) -> Asked:
    """The search that a request asks for; what makes no sense is left out."""

    def number(name: str) -> int | None:
        text = request.args.get(name) or ""
        return int(text) if re.fullmatch(r"\d{1,4}", text) else None

    return Asked(
        words=(request.args.get("q") or "").strip()[:200],
        organ=(request.args.get("organ") or "").strip()[:100],
        year=number("year"),
        portal=(request.args.get("portal") or "").strip() or None,
        page=min(max(number("page") or 1, 1), 50),
    )


async def page(request: Request, datasette: Datasette) -> Response:
    """The form, and the results where something was asked."""
    wanted = asked(request)
    results, more, ranked = await hits(datasette, wanted) if wanted.match else ([], False, True)
    sought = search.sought(f"{wanted.words} {wanted.organ}")
    found = await excerpts(datasette, [result["reading"] for result in results], wanted.words)
    for result in results:
        result["snippets"] = found[result["reading"]]
        result["marked"] = mark(result["title"], sought)
    context = {
        "asked": wanted,
        "results": results,
        "more": more,
        "next": _turned(wanted, 1),
        "previous": _turned(wanted, -1),
        "ranked": ranked,
        "portals": await choices(datasette, "portal"),
        "years": await choices(datasette, "year"),
    }
    return await ask.page(datasette, request, "search.html", context)


YEARS = """
WITH RECURSIVE known(year) AS (
  SELECT max(year) FROM reports UNION ALL SELECT (SELECT max(year) FROM reports WHERE year < known.year) FROM known WHERE year IS NOT NULL)
SELECT year FROM known WHERE year IS NOT NULL
"""
"""Each year once, by hops in the index rather than over every report."""


CHOICES = {"portal": coverage.PORTALS, "year": YEARS}


async def choices(datasette: Datasette, name: str) -> list[Row]:
    """What a portal or a year may be chosen from."""
    return await ask.rows(datasette, CHOICES[name])


async def hits(datasette: Datasette, wanted: Asked) -> tuple[list[Row], bool, bool]:
    """One page of reports, whether there are more, and whether they stand by relevance."""
    parameters = {
        "match": wanted.match,
        "year": wanted.year,
        "portal": wanted.portal,
        "offset": (wanted.page - 1) * PAGE,
        "scan": SCAN if wanted.year or wanted.portal else wanted.page * PAGE * 3 + RANKED,
    }
    found = await ask.first(datasette, COUNT_SQL, parameters)
    ranked = bool(found and found["n"] <= RANKED)
    rows = await ask.rows(datasette, RANKED_SQL if ranked else NEWEST_SQL, parameters)
    return rows[:PAGE], len(rows) > PAGE, ranked


TEXTS = """
SELECT s.reading, s.heading, s.text FROM json_each(:readings) AS wanted CROSS JOIN sections AS s ON s.reading = wanted.value
ORDER BY wanted.key, s.position
"""


async def excerpts(
    datasette: Datasette, readings: Sequence[str], words: str
) -> dict[str, list[tuple[Markup, Markup]]]:
    """For each reading the places in its text where the words stand, marked."""
    sought = search.sought(words)
    texts: dict[str, list[Row]] = {reading: [] for reading in readings}
    for row in await ask.rows(datasette, TEXTS, {"readings": json.dumps(list(texts))}):
        texts[row["reading"]].append(row)
    return {reading: snippets(sections, sought) for reading, sections in texts.items()}


def _turned(wanted: Asked, by: int) -> str:
    """The same search, pages on."""
    told = {"q": wanted.words, "organ": wanted.organ, "year": wanted.year, "portal": wanted.portal}
    return "?" + urlencode(
        {name: value for name, value in told.items() if value} | {"page": wanted.page + by}
    )


def snippets(sections: list[Row], wanted: re.Pattern[str]) -> list[tuple[Markup, Markup]]:
    """Up to three places in the text, each with its section's heading; the beginning where a heading alone, or none, has the words."""
    out: list[tuple[Markup, Markup]] = []
    for section in sections:
        heading, text = section["heading"], section["text"]
        match = wanted.search(text)
        if match or wanted.search(heading):
            out.append((mark(heading, wanted), mark(_about(text, match), wanted)))
        if len(out) == SNIPPETS:
            return out
    return out or [(escape(one["heading"]), escape(_about(one["text"], None))) for one in sections[:1]]


def _about(text: str, match: re.Match[str] | None) -> str:
    """The text around a match; its beginning without one."""
    start, end = (max(0, match.start() - SNIPPET // 3), match.end() + SNIPPET) if match else (0, SNIPPET)
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


def mark(text: str, wanted: re.Pattern[str]) -> Markup:
    """Text made safe, with every match between <mark> and </mark>."""
    pieces: list[str] = []
    at = 0
    for match in wanted.finditer(text):
        pieces += [str(escape(text[at : match.start()])), f"<mark>{escape(match[0])}</mark>"]
        at = match.end()
    return Markup("".join([*pieces, str(escape(text[at:]))]))  # every piece is escaped above
