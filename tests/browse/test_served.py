"""Which archives `gongkai serve` shows, and what it refuses."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from click.testing import CliRunner

from archive.store import Archive
from benchmarks.serving import serving
from gongkai.cli import main


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where an archive without a report is served."""
    path = tmp_path_factory.mktemp("nothing") / "empty.db"
    Archive.open(path).close()
    with serving(path) as address:
        yield address


def test_an_archive_of_any_name_is_the_one_served(tmp_path: Path) -> None:
    path = tmp_path / "100%20 #1?mode=rwc.db"
    Archive.open(path).close()
    with serving(path) as address:
        assert httpx.get(address).status_code == 200
        assert httpx.get(f"{address}/gongkai/current_reports").status_code == 200
    assert {file.name.partition(".db")[0] for file in tmp_path.iterdir()} == {path.stem}


def test_no_archive_is_one_line_and_status_2(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--db", str(tmp_path / "none.db"), "serve"])
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert "none.db" in result.output


def test_another_database_is_refused(tmp_path: Path) -> None:
    import sqlite3

    other = tmp_path / "other.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE a (b)")
    db.close()
    result = CliRunner().invoke(main, ["--db", str(other), "serve"])
    assert result.exit_code == 2


def test_a_taken_port_is_one_line_and_status_2(path: Path, url: str) -> None:
    port = url.rpartition(":")[2]
    result = CliRunner().invoke(main, ["--db", str(path), "serve", "--port", port])
    assert result.exit_code == 2
    assert port in result.output


NO_OVERRIDE = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
"""Makes root subject to permissions like anybody else."""


@pytest.mark.skipif(
    os.geteuid() == 0 and not shutil.which("setpriv"), reason="root writes anywhere, and there is no setpriv"
)
def test_a_read_only_folder_is_served(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "still"
    folder.mkdir()
    shutil.copy(path, folder / "a.db")
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with serving(folder / "a.db", through=NO_OVERRIDE if os.geteuid() == 0 else ()) as address:
        assert httpx.get(address + "/").status_code == 200
    assert [file.name for file in folder.iterdir()] == ["a.db"]
    folder.chmod(stat.S_IRWXU)


def test_a_running_crawl_does_not_stop_readers(path: Path, web: httpx.Client) -> None:
    with Archive.open(path) as writer, writer.transaction():
        writer.db.execute("UPDATE portals SET name = name")
        assert web.get("/gongkai/portals").status_code == 200
        assert web.get("/-/search", params={"q": quote("河")}).status_code == 200


@pytest.mark.parametrize(
    "page", ["/", "/-/coverage", "/-/search?q=a", "/gongkai/news.atom", "/-/dashboards/archive"]
)
def test_an_empty_archive_is_served(nothing: str, page: str) -> None:
    assert httpx.get(nothing + page).status_code == 200


def test_an_archive_whose_bodies_stand_apart_is_served(path: Path, tmp_path: Path, edited: str) -> None:
    with Archive.open(path) as archive:
        archive.backup(tmp_path / "apart.db")
    with Archive.open(tmp_path / "apart.db") as archive:
        archive.set_bodies_apart()
        digest = archive.db.execute(
            "SELECT p.sha256 FROM current AS c JOIN parts AS p ON p.source = c.source WHERE c.report = ?",
            (edited,),
        ).fetchone()[0]
    with serving(tmp_path / "apart.db") as address:
        page = httpx.get(f"{address}/-/report/{edited}")
        body = httpx.get(f"{address}/-/raw/{digest}")
    assert page.status_code == body.status_code == 200
    assert f"{len(body.content):,} B" in page.text
