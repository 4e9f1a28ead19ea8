"""Every kind of damage is found and named; a whole archive has none."""

from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest

from archive.errors import GongkaiError
from archive.keeping.verify import verify
from archive.records import Outcome
from archive.rows import bodies
from archive.store import Archive
from tests.archive.made import PAGE, PORTAL, Ticking, fetch, figure, read_all, varied, visit

FILE = "http://www.example.gov.cn/files/2023.doc"


def found(archive: Archive, *, full: bool = True) -> list[str]:
    return [f"{damage.check}: {damage.what}" for damage in verify(archive.db.conn, full=full)]


@pytest.fixture
def filled(archive: Archive) -> Archive:
    """Two versions with a file, the second stored against the first, read by two extractors."""
    for text in ("甲", "乙"):
        visit(archive, (PAGE, varied(text)), (FILE, text.encode()))
        read_all(archive)
    read_all(archive, "2")
    assert archive.db.execute("SELECT count(*) FROM bodies WHERE base IS NOT NULL").fetchone() == (1,)
    return archive


@pytest.mark.parametrize(
    "value",
    ["12.0", "0.00", "-0.0", "12.5", "9007199254740993.5", "9223372036854775807.5", "1E+30", "1E+400"],
)
def test_a_figure_is_whole_whatever_a_column_makes_of_its_number(archive: Archive, value: str) -> None:
    """SQLite keeps 12.0 as 12: a reading is sealed with what its rows will hold."""
    visit(archive, (PAGE, b"x"))
    read_all(archive, figures=(figure("proactive", "administrative_fees", "amount", Decimal(value)),))
    assert found(archive) == []


def test_a_whole_archive_has_no_damage(filled: Archive) -> None:
    assert found(filled) == found(filled, full=False) == []
    assert not filled.db.conn.in_transaction
    run = filled.start_run("crawl")
    filled.save([fetch(filled, run, None, outcome=Outcome.GONE, status=404)])
    assert found(filled) == []


QUICK = {
    "an index dropped": ("DROP INDEX captures_url", "captures_url: is not there"),
    "a view altered": ("DROP VIEW coverage", "coverage: is not there"),
    "a body deleted": ("DELETE FROM body_rows WHERE base IS NOT NULL", "captured bodies: capture"),
    "a base deleted": (
        "DELETE FROM body_rows WHERE body IN (SELECT base FROM body_rows)",
        "references: body_rows",
    ),
    "a capture deleted": (
        "DELETE FROM capture_rows WHERE capture = (SELECT min(capture) FROM captures)",
        "references: ",
    ),
    "an address deleted": ("DELETE FROM strings WHERE text LIKE '%.doc'", "references: capture_rows"),
    "a run deleted": ("DELETE FROM runs WHERE run = (SELECT max(run) FROM captures)", "runs known: run"),
    "a part deleted": ("DELETE FROM parts WHERE position = 2", "sources: source"),
    "a part pointed elsewhere": (
        "UPDATE parts SET url = 'http://x/' WHERE position = 1",
        "is not what its capture brought",
    ),
    "a showing deleted": ("DELETE FROM showings", "no moment"),
    "a showing elsewhere": (
        "UPDATE showings SET url = 'http://x/'",
        "its address http://x/ is not its page's",
    ),
    "a source elsewhere": ("UPDATE sources SET url = 'http://x/'", "its address"),
    "a source known from another moment": ("UPDATE sources SET captured_at = '2020'", "no moment"),
    "a reading of another body": (
        "UPDATE readings SET sha256 = 'x' WHERE extractor = '2'",
        "captured bodies: reading",
    ),
    "a reading deleted": ("DELETE FROM readings WHERE extractor = '2'", "references: figures"),
    "a full-text entry deleted": ("DELETE FROM texts WHERE entry = 2", "full text entries: reading"),
    "a full-text document of nothing": (
        "INSERT INTO texts_fts (rowid, title, organ, body) VALUES (99, '甲', '乙', '丙')",
        "full-text entry 99",
    ),
    "a full-text document deleted": ("DELETE FROM texts_fts_docsize WHERE id = 2", "full-text entry 2"),
    "a version deleted": (
        "DELETE FROM versions WHERE captured_at = (SELECT max(captured_at) FROM versions)",
        "references: appearances",
    ),
}
FULL = {
    "a body's byte flipped": (
        "UPDATE body_rows SET data = CAST('x' AS BLOB) || substr(data, 2)",
        "bodies: body",
    ),
    "a raw body altered": ("UPDATE body_rows SET data = x'414243' WHERE encoding = 'raw'", "another digest"),
    "a body's size altered": ("UPDATE body_rows SET size = size + 1 WHERE encoding = 'zstd'", "bodies: body"),
    "a dictionary altered": ("UPDATE dictionaries SET data = x'00'", "dictionaries: dictionary"),
    "a header altered": (
        "UPDATE headers SET fields = replace(fields, 'nginx', 'apache')",
        "headers: headers",
    ),
    "a list's capture deleted": (
        "DELETE FROM capture_rows WHERE capture NOT IN (SELECT capture FROM parts UNION SELECT capture FROM links)",
        "runs: run",
    ),
    "a capture altered": ("UPDATE capture_rows SET received = received - 1000000", "runs: run"),
    "a link deleted": ("DELETE FROM link_rows", "runs: run"),
    "a link altered": ("UPDATE link_rows SET kind = 'off_host'", "link sets: list of links"),
    "an address altered": ("UPDATE strings SET text = text || 'x' WHERE text LIKE 'http%'", "runs: run"),
    "a digest altered": ("UPDATE capture_rows SET wire_sha256 = zeroblob(32)", "runs: run"),
    "a run's counts altered": ("UPDATE runs SET counts = '{}'", "runs: run"),
    "a run's end altered": ("UPDATE runs SET reason = 'stopped'", "runs: run"),
    "a figure deleted": ("DELETE FROM figures", "readings: reading"),
    "a figure altered": ("UPDATE figures SET value = 4", "readings: reading"),
    "a sentence altered": ("UPDATE sections SET text = text || '。' WHERE rowid = 1", "readings: reading"),
    "a finding added": (
        "INSERT INTO findings SELECT reading, 9, 'late', 'notice', '', '' FROM readings",
        "readings: reading",
    ),
    "a version invented": (
        "INSERT INTO versions SELECT 'v', report, source, 'c', captured_at, run FROM versions LIMIT 1",
        "versions: report",
    ),
    "a version's content altered": ("UPDATE versions SET content = 'c'", "versions: report"),
    "a report invented": (
        "INSERT INTO reports SELECT 'r', portal, 'x', year, url FROM reports LIMIT 1",
        "versions: report r:",
    ),
    "an appearance elsewhere": ("UPDATE appearances SET url = 'http://x/'", "versions: report"),
    "an appearance deleted": (
        "DELETE FROM appearances WHERE captured_at = (SELECT min(captured_at) FROM appearances)",
        "versions: report",
    ),
    "a current total altered": ("UPDATE current SET received = 4", "current: report"),
    "a finding between two years that no figure bears out": (
        "INSERT INTO year_findings SELECT report, portal, organ_key, year, version, 'carry-over', 'warning', '', '' FROM current",
        "current: report",
    ),
    "a current row lost": ("DELETE FROM current", "current: report"),
    "an index entry lost": ("DELETE FROM texts_fts_data WHERE id > 10", "full text: "),
    "an index emptied": ("INSERT INTO texts_fts (texts_fts) VALUES ('delete-all')", "full text: "),
}


@pytest.mark.parametrize("kind", QUICK)
def test_quick_names(filled: Archive, kind: str) -> None:
    sql, named = QUICK[kind]
    filled.db.execute("PRAGMA foreign_keys = OFF")
    assert filled.db.execute(sql).rowcount != 0
    assert any(named in line for line in found(filled, full=False)), found(filled, full=False)


@pytest.mark.parametrize("kind", FULL)
def test_full_names(filled: Archive, kind: str) -> None:
    sql, named = FULL[kind]
    run = filled.start_run("crawl")
    filled.save([fetch(filled, run, b"list", url="http://www.example.gov.cn/list/", role="list")])
    filled.end_run(run, reason="finished")
    bodies.keep(filled.db.conn, (PORTAL, "text/html"), b"dictionary", samples=1, at="2025-01-20")
    filled.db.execute("PRAGMA foreign_keys = OFF")
    filled.db.execute(sql)
    assert any(named in line for line in found(filled)), found(filled)


def test_a_report_that_was_forgotten_is_named(filled: Archive) -> None:
    for table in ("year_findings", "current", "appearances", "versions", "reports"):
        filled.db.execute(f"DELETE FROM {table}")
    assert any("versions: report" in line for line in found(filled)), found(filled)


def test_a_byte_flipped_anywhere_in_the_file_is_found(path: Path) -> None:
    """One flip in every ninth page: in a table, an index, the full text or a body; free and unused bytes apart, each shows."""
    with Archive.open(path, clock=Ticking()) as archive:
        for text in "甲乙丙丁":
            visit(archive, (PAGE, varied(text)))
            read_all(archive)
        archive.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    missed = []
    for offset in range(4096, len(whole), 4096 * 9):
        # The byte after a b-tree page's type: the first free block's offset, its count of cells, or content behind them.
        spot = offset + 4
        path.write_bytes(whole[:spot] + bytes([whole[spot] ^ 0x41]) + whole[spot + 1 :])
        with suppress(GongkaiError), Archive.open(path, "read") as archive:
            if not found(archive):
                missed.append(offset)
    assert missed == []
