"""Datasette's own search box: ranked where matches are few; where they are many, the newest first, page after page, uncounted."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from archive import search
from archive.browse import reader
from archive.browse.server import datasette
from archive.store import Archive


def asked(path: Path, *addresses: str) -> list[dict[str, Any]]:
    """What a Datasette over the archive answers."""

    async def ask() -> list[dict[str, Any]]:
        ds = datasette(path)
        await ds.invoke_startup()
        return [(await ds.client.get(address)).json() for address in addresses]

    return asyncio.run(ask())


BOX = "/gongkai/current_reports.json?_search=公开&_shape=objects"


def entries(archive: Archive, *, order: str) -> list[int]:
    sql = f"SELECT t.rowid FROM texts_fts AS t JOIN current AS c ON c.entry = t.rowid WHERE texts_fts MATCH ? ORDER BY {order}"
    return [entry for (entry,) in archive.db.execute(sql, (search.match("公开"),))]


def test_few_matches_stand_by_relevance_and_are_counted(path: Path, archive: Archive) -> None:
    (told,) = asked(path, BOX)
    best = entries(archive, order=search.RELEVANCE)
    assert len(best) > 20
    assert [row["entry"] for row in told["rows"]] == best[:20]
    assert told["filtered_table_rows_count"] == len(best)
    assert sum(one["count"] for one in told["facet_results"]["year"]["results"]) == len(best)


def test_many_matches_come_newest_first_and_page_by_page(
    path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "RANKED", 10)
    newest = entries(archive, order="t.rowid DESC")
    first, third, last = asked(path, BOX, f"{BOX}&_next=40", f"{BOX}&_next={len(newest) - 5}")
    assert [row["entry"] for row in first["rows"]] == newest[:20]
    assert [row["entry"] for row in third["rows"]] == newest[40:60]
    assert [row["entry"] for row in last["rows"]] == newest[-5:]
    assert last["next"] is None
    assert first["filtered_table_rows_count"] is None
    assert first["facet_results"] == {}


def test_filters_and_sorting_are_datasettes_own(
    path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "RANKED", 10)
    filtered, sorted_ = asked(path, f"{BOX}&year=2020&_size=max", f"{BOX}&_sort_desc=year&_size=max")
    assert {row["year"] for row in filtered["rows"]} == {2020}
    assert filtered["filtered_table_rows_count"] == len(filtered["rows"]) > 1
    years = [row["year"] for row in sorted_["rows"]]
    assert years == sorted(years, reverse=True)
    assert len(years) == len(entries(archive, order="1"))


def test_people_may_count_what_the_box_would_not(
    path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "RANKED", 10)
    sql = f"select count(*) from current_reports where {reader.BOX} "
    (told,) = asked(path, f"/gongkai.json?sql={sql}&search=公开&_shape=arrays")
    assert told["rows"] == [[len(entries(archive, order="1"))]]


def test_the_boxs_question_is_still_worded_as_we_know_it(path: Path) -> None:
    (told,) = asked(path, BOX)
    assert re.search(reader.PAGE, told["query"]["sql"])
