"""The heatmap: organs by years, and what each square says."""

import asyncio
from collections import Counter
from pathlib import Path

from archive.browse import coverage
from archive.browse.server import datasette
from archive.store import Archive


def row(organ: str, year: int, state: str = "found", **more: object) -> dict[str, object]:
    """A row of the view `coverage`."""
    there = {"report": None if state == "missing" else f"{organ}{year}", "withdrawn": None, "findings": 0}
    return {"organ": organ, "organ_key": organ, "year": year, "state": state, **there, **more}


def test_every_square_says_what_matters_most() -> None:
    grid = coverage.arrange(
        "p",
        [
            row("丙", 2020, "missing"),
            row("乙", 2020, "unreadable", findings=1),
            row("乙", 2022, "late", findings=2),
            row("甲", 2020),
            row("甲", 2022, "late", withdrawn="2024-05-01"),
        ],
    )
    assert grid.years == (2020, 2021, 2022), "a year in which the whole portal has nothing is missing too"
    assert [(name, key, [square.state for square in squares]) for name, key, squares in grid.organs] == [
        ("乙", "乙", ["unreadable", "missing", "findings"]),
        ("甲", "甲", ["found", "missing", "withdrawn"]),
        ("丙", None, ["missing", "missing", "missing"]),
    ]
    assert grid.counts == Counter(unreadable=1, findings=1, found=1, withdrawn=1, missing=5)


def test_imported_files_have_their_place_though_no_portal_was_crawled(path: Path, tmp_path: Path) -> None:
    with Archive.open(path) as archive:
        archive.backup(tmp_path / "local.db")
    with Archive.open(tmp_path / "local.db") as archive, archive.transaction():
        archive.db.execute("DELETE FROM portals")
        archive.db.execute("UPDATE current SET portal = 'local'")

    async def ask(address: str) -> str:
        ds = datasette(tmp_path / "local.db")
        await ds.invoke_startup()
        answer = await ds.client.get(address)
        assert answer.status_code == 200
        return str(answer.text)

    for address in (
        "/",
        "/?portal=local",
        "/-/coverage",
        "/-/coverage?portal=local",
        "/-/search?q=公开&portal=local",
    ):
        assert ">导入的文件 imported files</option>" in asyncio.run(ask(address))
