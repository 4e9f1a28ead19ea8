"""Datasette's own search box: ranked where matches are few; where they are many, the newest first, page after page, uncounted."""

import asyncio
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


@pytest.mark.parametrize("ranked", [10, 400])
@pytest.mark.parametrize("filters", ["year=2020", "year__gt=2019&organ__contains=局", "versions__gt=1"])
def test_filters_leave_the_order_as_it_is(
    path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch, ranked: int, filters: str
) -> None:
    monkeypatch.setattr(reader, "RANKED", ranked)
    every, filtered = asked(path, f"{BOX}&_size=max", f"{BOX}&_size=max&{filters}")
    left = {
        "year=2020": lambda row: row["year"] == 2020,
        "year__gt=2019&organ__contains=局": lambda row: row["year"] > 2019 and "局" in row["organ"],
        "versions__gt=1": lambda row: row["versions"] > 1,
    }[filters]
    assert [row["entry"] for row in filtered["rows"]] == [row["entry"] for row in every["rows"] if left(row)]
    assert len(filtered["rows"]) > 1
    assert filtered["filtered_table_rows_count"] == (len(filtered["rows"]) if ranked == 400 else None)


def test_what_filters_leave_of_many_is_looked_for_among_all(
    path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "RANKED", 10)
    monkeypatch.setattr(reader, "NEWEST", reader.NEWEST.replace("4000", "30"))
    newest = entries(archive, order="t.rowid DESC")
    first, second = asked(path, BOX, f"{BOX}&_next=20")
    assert [row["entry"] for row in (*first["rows"], *second["rows"])] == newest[:40]


def test_a_reader_may_sort(path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "RANKED", 10)
    (told,) = asked(path, f"{BOX}&_sort_desc=year&_size=max")
    years = [row["year"] for row in told["rows"]]
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
    assert reader.PAGE.fullmatch(told["query"]["sql"])
