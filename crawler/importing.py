"""Portals from a table: a CSV file with a home address a line, checked whole before any of it is taken."""

import csv
from collections.abc import Iterator
from pathlib import Path

from archive.errors import UsageInvalid
from archive.records import Portal
from crawler.address import canonical, netloc, portal_key
from crawler.families import families

COLUMNS = ("home", "name", "family", "hosts", "site_code")
"""`home` is needed; `hosts` is separated by spaces."""


def portals_in(path: Path) -> list[Portal]:
    """The portals of a CSV file with a heading line. Raises UsageInvalid with file, line and what is wrong, a line each."""
    reader = _table(path)
    found_at: dict[str, int] = {}
    portals: list[Portal] = []
    wrong: list[str] = []
    for row in reader:
        told = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if not any(told.values()):
            continue
        key = portal_key(told["home"])
        problems = list(_wrong(told, row))
        if not problems and key in found_at:
            problems = [f"{key} stands in line {found_at[key]} already"]
        wrong += [f"{path}:{reader.line_num}: {problem}" for problem in problems]
        if not problems:
            found_at[key] = reader.line_num
            portals.append(_portal(told, key))
    if wrong:
        raise UsageInvalid("\n".join(wrong))
    return portals


def _table(path: Path) -> "csv.DictReader[str]":
    """The file's lines behind its heading, which names known columns."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageInvalid(f"{path}: no UTF-8 (save the table as CSV UTF-8)") from None
    except OSError as error:
        raise UsageInvalid(f"{path}: {error.strerror}") from error
    reader = csv.DictReader(text.splitlines(), skipinitialspace=True)
    names = reader.fieldnames or ()
    if "home" not in names or not set(names) <= set(COLUMNS):
        found = ", ".join(names) or "nothing"
        raise UsageInvalid(
            f"{path}:1: the columns are {', '.join(COLUMNS)}, of which home is needed; found {found}"
        )
    return reader


def _wrong(told: dict[str, str], row: dict[str, str | None]) -> Iterator[str]:
    if None in row:
        yield "more values than columns"
    if not told["home"].startswith(("http://", "https://")) or not netloc(told["home"]):
        yield f"home: {told['home'] or 'nothing'} is no web address (http://… or https://…)"
    if told["family"] and told["family"] not in families():
        yield f"family: unknown {told['family']!r} (known: {', '.join(families())})"
    if told["site_code"] and not (told["site_code"].isdigit() and len(told["site_code"]) == 10):
        yield f"site_code: {told['site_code']!r} is not ten digits"
    for host in told["hosts"].split():
        if not netloc(f"http://{host}") or "/" in host:
            yield f"hosts: {host!r} is no host"


def _portal(told: dict[str, str], key: str) -> Portal:
    return Portal(
        key=key,
        name=told["name"] or key,
        home=canonical(told["home"]),
        family=told["family"] or None,
        site_code=told["site_code"] or None,
        hosts=tuple(told["hosts"].split()),
    )
