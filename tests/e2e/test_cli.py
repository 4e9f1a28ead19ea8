"""The command line as INTERFACE promises it: every verb's help, every exit status, one clear line for each mistake."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from archive.store import Archive
from gongkai.cli import VERBS, main
from tests.e2e.command import ROOT, gongkai


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb: str) -> None:
    result = CliRunner().invoke(main, [verb, "--help"])
    assert result.exit_code == 0, result.output
    assert "Example" in result.output


def one_line(stderr: str) -> str:
    """The message of a failed command, which is a single line."""
    (line,) = [line for line in stderr.splitlines() if line.strip()]
    return line


def test_help_needs_no_verbs_imports(tmp_path: Path) -> None:
    assert gongkai("--help", db=tmp_path / "none.db").returncode == 0
    assert not (tmp_path / "none.db").exists()


def test_a_missing_archive_is_named(tmp_path: Path) -> None:
    run = gongkai("status", db=tmp_path / "none.db")
    assert run.returncode == 2
    assert "none.db" in one_line(run.stderr)
    assert not (tmp_path / "none.db").exists()


def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    db = tmp_path / "newer.db"
    with Archive.open(db):
        pass
    with sqlite3.connect(db) as connection:
        connection.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('gongkai', 'm999_later', '2099')"
        )
    connection.close()
    before = db.read_bytes()
    run = gongkai("status", db=db)
    assert run.returncode == 2
    assert "newer" in one_line(run.stderr)
    assert db.read_bytes() == before


def test_something_that_is_no_archive_is_named(tmp_path: Path) -> None:
    db = tmp_path / "text.db"
    db.write_text("not a database\n" * 400)
    run = gongkai("verify", db=db)
    assert run.returncode == 1
    assert "text.db" in one_line(run.stderr)


def test_a_second_run_is_told_that_one_holds_the_archive(tmp_path: Path) -> None:
    db = tmp_path / "held.db"
    document = tmp_path / "note.txt"
    document.write_text("樟木县青溪镇", "utf-8")
    with Archive.open(db) as archive, archive.hold():
        run = gongkai("add", document, db=db)
    assert run.returncode == 3
    assert "held.db" in one_line(run.stderr)


def test_standard_output_that_takes_no_more_is_one_line(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    Archive.open(db).close()
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "gongkai", "--db", db, "status"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            check=False,
        )
    assert (run.returncode, one_line(run.stderr)) == (1, "gongkai: standard output: No space left on device")


@pytest.mark.parametrize("words", [("status",), ("verify",), ("crawl", "http://127.0.0.1:9/"), ("serve",)])
def test_a_path_that_the_system_does_not_follow_is_one_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    path = tmp_path / ("a" * 300)
    run = CliRunner().invoke(main, ["--db", str(path), *words])
    assert (run.exit_code, one_line(run.stderr)) == (2, f"gongkai: {path}: File name too long")


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_what_is_written_is_utf_8_whatever_the_terminals_characters(tmp_path: Path, encoding: str) -> None:
    db, document = tmp_path / "a.db", tmp_path / "2023.txt"
    document.write_text("青溪镇人民政府2023年政府信息公开工作年度报告\n一、总体情况\n办理四件。", "utf-8")
    assert gongkai("add", document, db=db).returncode == 0
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    for words in (
        ("search", "青溪镇"),
        ("search", "青溪镇", "--json"),
        ("export", "--format", "jsonl"),
        ("forms",),
    ):
        run = gongkai(*words, db=db, env=env)
        assert run.returncode == 0, run.stderr
        assert "公开" in run.stdout


def test_who_ends_the_server_by_the_keyboard_ends_it_well(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    Archive.open(db).close()
    command = [sys.executable, "-m", "gongkai", "--db", db, "serve", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as server:
        assert server.stdout is not None
        httpx.get(server.stdout.readline().strip()).raise_for_status()
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=60)
    assert (server.returncode, said) == (0, "")


def test_adding_what_does_not_exist(tmp_path: Path) -> None:
    run = gongkai("add", tmp_path / "absent.docx", db=tmp_path / "a.db")
    assert run.returncode == 2
    assert "absent.docx" in run.stderr


def test_a_damaged_document_is_recorded_and_named(tmp_path: Path) -> None:
    document = tmp_path / "damaged.doc"
    document.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00garbage" * 500)
    db = tmp_path / "a.db"
    run = gongkai("add", document, db=db)
    assert run.returncode == 1
    assert "damaged.doc" in run.stderr
    assert gongkai("verify", db=db).returncode == 0


@pytest.mark.parametrize(
    "home",
    ["http://no-such-host.invalid/", "ftp://example.invalid/", "not an address", "http://127.0.0.1:9/"],
)
def test_an_address_that_cannot_be_crawled_is_one_line_and_leaves_no_archive(
    tmp_path: Path, home: str
) -> None:
    run = gongkai("crawl", home, db=tmp_path / "a.db")
    assert run.returncode == 2
    assert list(tmp_path.iterdir()) == []
    assert len([line for line in run.stderr.splitlines() if "Traceback" in line]) == 0
    assert home.split("/")[2 if "//" in home else 0].split(":")[0] in run.stderr
