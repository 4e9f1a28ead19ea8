"""The archive's verbs, as they are typed."""

import gzip
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.records import Outcome
from archive.store import Archive
from gongkai.cli import main
from tests.archive.made import PAGE, PORTAL, Ticking, fetch, read_all, visit

VERBS = (
    "status",
    "coverage",
    "history",
    "diff",
    "show",
    "search",
    "export",
    "merge",
    "verify",
    "backup",
    "compact",
)


def run(path: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--db", str(path), *words])


@pytest.fixture
def filled(path: Path) -> Path:
    with Archive.open(path, clock=Ticking()) as archive:
        for text in ("本年新收申请三件。其余无。", "本年新收申请四件。其余无。"):
            visit(archive, (PAGE, text.encode()))
            read_all(archive)
    return path


@pytest.mark.parametrize("verb", VERBS)
def test_help_ends_in_an_example(path: Path, verb: str) -> None:
    result = run(path, verb, "--help")
    assert result.exit_code == 0
    assert re.search(rf"Example:\n +gongkai (--db \S+ )?{verb}", result.stdout)


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("coverage",),
        ("search", "镇"),
        ("export", "--format", "jsonl"),
        ("verify",),
        ("backup", "copy.db"),
        ("compact",),
        ("extract",),
        ("serve",),
    ],
)
def test_without_an_archive_one_line_and_status_2(path: Path, words: tuple[str, ...]) -> None:
    result = run(path, *words)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert not path.exists()


def test_status_tells_reports_runs_and_years(filled: Path) -> None:
    assert PORTAL in run(filled, "status").stdout
    told = json.loads(run(filled, "status", "--json").stdout)
    assert [(row["year"], row["reports"]) for row in told["years"]] == [(2023, 1)]
    assert len(told["runs"]) == 2


def test_coverage_is_organ_by_year(filled: Path) -> None:
    assert "示例镇人民政府" in run(filled, "coverage").stdout
    (row,) = json.loads(run(filled, "coverage", PORTAL, "--json").stdout)
    assert (row["year"], row["state"]) == (2023, "found")
    assert run(filled, "coverage", "nowhere").exit_code == 2


@pytest.mark.parametrize("short", [4, 32, None])
def test_a_report_is_named_by_id_by_prefix_or_by_address(filled: Path, short: int | None) -> None:
    (hit,) = json.loads(run(filled, "search", "镇", "--json").stdout)
    name = hit["report"][:short] if short else PAGE
    told = json.loads(run(filled, "history", name, "--json").stdout)
    assert told["report"] == hit["report"]
    assert [(line["number"], line["changes"]) for line in told["versions"]] == [(1, 0), (2, 1)]
    assert told["withdrawn"] == told["returned"] == []


def test_history_tells_a_withdrawal_that_ended(filled: Path) -> None:
    with Archive.open(filled) as archive:
        run_id = archive.start_run("crawl")
        gone = fetch(archive, run_id, None, outcome=Outcome.GONE, status=404)
        archive.save([gone, fetch(archive, run_id, b"back")])
    shown = run(filled, "history", PAGE).stdout
    assert "withdrawn for a time" in shown
    (told,) = json.loads(run(filled, "history", PAGE, "--json").stdout)["returned"]
    assert (told["withdrawn"], told["status"]) == (gone.capture.received_at, 404)


def test_diff_shows_the_sentence_that_changed(filled: Path) -> None:
    (change,) = json.loads(run(filled, "diff", PAGE, "--json").stdout)
    assert (change["before"], change["after"]) == ("本年新收申请三件。", "本年新收申请四件。")
    assert (
        json.loads(run(filled, "diff", PAGE, "2", "1", "--json").stdout)[0]["after"] == "本年新收申请三件。"
    )
    assert run(filled, "diff", PAGE, "1", "7").exit_code == 2
    with Archive.open(filled, "read") as archive:
        (first,) = archive.db.execute("SELECT min(captured_at) FROM versions").fetchone()
    by_date = run(filled, "diff", PAGE, first, "2025-01-20", "--json")
    assert json.loads(by_date.stdout) == [change]
    assert json.loads(run(filled, "diff", PAGE, "2025-01-20", "2025-02", "--json").stdout) == []
    assert "三件" in run(filled, "diff", PAGE, "1", "2").stdout


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("2024-12-31", "no version was known on 2024-12-31"),
        ("2024-02-30", "wanted is a number or a date"),
        ("yesterday", "wanted is a number or a date"),
        ("0", "no version 0 (there are 1 to 2)"),
        ("3", "no version 3 (there are 1 to 2)"),
        ("2", "version 2 is the last"),
    ],
)
def test_a_version_that_is_none_is_told(filled: Path, named: str, says: str) -> None:
    result = run(filled, "diff", PAGE, named)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert says in result.stderr


def test_where_nothing_differs_diff_says_so(filled: Path) -> None:
    assert "no two readings of version 2 differ" in run(filled, "diff", PAGE, "--readings").stderr
    assert "nothing changed from version 1 to 1" in run(filled, "diff", PAGE, "1", "1").stderr


def test_show_gives_the_archived_bytes(filled: Path) -> None:
    assert run(filled, "show", "--raw", PAGE).stdout == "本年新收申请四件。其余无。"
    told = json.loads(run(filled, "show", PAGE).stdout)
    assert told["outcome"] == "ok"
    assert run(filled, "show", told["id"][:20], "--raw").exit_code == 0
    assert run(filled, "show", "http://nowhere/").exit_code == 2


def test_search_prints_hits(filled: Path) -> None:
    assert "四件" in run(filled, "search", "四件").stdout
    assert run(filled, "search", "九件").stdout == ""


def test_export_writes_lines_to_a_file(filled: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run(filled, "export", "--format", "jsonl", "-o", str(out)).exit_code == 0
    assert out.read_text() == run(filled, "export", "--format", "jsonl").stdout
    assert [json.loads(line)["version"] for line in out.read_text().splitlines()] == [1, 2]
    assert "no version" in run(filled, "export", "--format", "jsonl", "--year", "1999").stderr
    assert run(filled, "export", "--format", "punchcards").exit_code == 2


def test_a_stroke_is_standard_output(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert (
        run(filled, "export", "--format", "jsonl", "-o", "-").stdout
        == run(filled, "export", "--format", "jsonl").stdout
    )
    file = tmp_path / "all.warc.gz"
    assert run(filled, "export", "--format", "warc", "-o", str(file)).exit_code == 0
    written, streamed = file.read_bytes(), run(filled, "export", "--format", "warc", "-o", "-").stdout_bytes
    assert (
        gzip.decompress(streamed).count(b"WARC/1.1\r\n")
        == gzip.decompress(written).count(b"WARC/1.1\r\n")
        > 1
    )
    for form in ("csv", "parquet", "sqlite", "wacz"):
        result = run(filled, "export", "--format", form, "-o", "-")
        assert (result.exit_code, result.output) == (2, f"gongkai: --format {form} needs -o PATH\n")
    assert not Path("-").exists()
    run(filled, "export", "--format", "jsonl", "-o", "./-")
    assert Path("-").is_file()


def test_verify_passes_then_names_the_damage(filled: Path) -> None:
    assert run(filled, "verify").exit_code == run(filled, "verify", "--quick").exit_code == 0
    with Archive.open(filled) as archive:
        archive.db.execute("UPDATE sections SET text = 'x' WHERE rowid = 1")
    result = run(filled, "verify")
    assert result.exit_code == 1
    assert "readings: reading" in result.stdout
    assert "damages" in result.stderr


MENDED = {
    "DELETE FROM texts_fts_docsize": "full text entries: derived anew",
    "DELETE FROM current": "current: derived anew",
    "DROP INDEX captures_url": "schema: derived anew",
    "DELETE FROM appearances": "versions: derived anew",
}


@pytest.mark.parametrize("sql", MENDED)
def test_what_is_derived_is_mended_as_verify_says(filled: Path, tmp_path: Path, sql: str) -> None:
    before = run(filled, "export", "--format", "jsonl").stdout
    with Archive.open(filled) as archive:
        archive.db.execute(sql)
    told = run(filled, "verify").stderr
    assert MENDED[sql] in told
    new = tmp_path / "NEW.db"
    assert f"gongkai --db NEW.db merge {filled}" in told
    assert run(new, "merge", str(filled)).exit_code == 0
    assert run(new, "verify").exit_code == 0
    assert run(new, "export", "--format", "jsonl").stdout == before


def test_a_lost_body_is_told_to_be_kept_nowhere_else(filled: Path) -> None:
    with Archive.open(filled) as archive:
        archive.db.execute("UPDATE body_rows SET data = x'00' WHERE base IS NULL")
    assert "bodies: kept nowhere else" in run(filled, "verify").stderr


@pytest.mark.parametrize("verb", ["verify", "status"])
def test_a_file_that_nothing_can_open_asks_for_a_backup_not_for_verify(filled: Path, verb: str) -> None:
    filled.write_bytes(filled.read_bytes()[:20_000])
    result = run(filled, verb)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"gongkai: {filled}: damaged (database disk image is malformed); it cannot be opened, not by gongkai verify either:"
        " restore a backup\n"
    )


def test_a_missing_table_is_one_line(filled: Path) -> None:
    with Archive.open(filled) as archive:
        archive.db.execute("DROP TABLE current")
    result = run(filled, "status")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "damaged (no such table: current)" in result.stderr


def test_a_damaged_page_names_its_archive_and_what_to_do(filled: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    run(filled, "backup", str(damaged))
    with closing(sqlite3.connect(damaged)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'readings'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    with damaged.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    for path, words in ((damaged, ["export", "--format", "jsonl"]), (filled, ["merge", str(damaged)])):
        said = run(path, *words).stderr
        assert said.startswith(f"gongkai: {damaged}: damaged (")
        assert said.endswith("gongkai verify names what is lost\n")
        assert str(filled) not in said


def test_what_cannot_be_kept_names_its_place_and_leaves_nothing(filled: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "no folder" / "copy.db"
    assert run(filled, "backup", str(nowhere)).stderr == (
        f"gongkai: {nowhere}: the folder {nowhere.parent} does not exist\n"
    )
    joined, missing = tmp_path / "joined.db", tmp_path / "missing.db"
    result = run(joined, "merge", str(filled), str(missing))
    assert result.stderr.startswith(f"gongkai: {missing}: no archive here")
    assert not joined.exists()


def test_an_archive_of_nothing_is_compacted(path: Path) -> None:
    Archive.open(path).close()
    assert run(path, "compact").exit_code == 0


def test_backup_merge_and_compact(filled: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert run(filled, "backup", str(copy)).exit_code == 0
    assert run(filled, "backup", str(copy)).exit_code == 2
    assert run(copy, "verify").exit_code == 0
    joined = tmp_path / "joined.db"
    assert run(joined, "merge", str(filled), str(copy)).exit_code == 0
    assert (
        run(joined, "export", "--format", "jsonl").stdout == run(filled, "export", "--format", "jsonl").stdout
    )
    assert run(joined, "merge", str(joined)).exit_code == 2
    assert run(joined, "compact", "--bodies-apart").exit_code == 0
    assert joined.with_suffix(".bodies.db").exists()
    assert run(joined, "verify").exit_code == 0
    assert run(joined, "compact", "--bodies-within").exit_code == 0
    assert not joined.with_suffix(".bodies.db").exists()
    assert run(joined, "show", "--raw", PAGE).stdout.startswith("本年新收申请四件")
