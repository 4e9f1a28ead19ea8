"""An archive leaves as WARC and WACZ and comes back; a WARC that another crawler made builds an archive of its own."""

import os
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import replica
from archive.store import Archive
from gongkai.score import score
from tests.e2e.command import exported, gongkai


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("exchange") / "crawled.db"
    with replica.serve(family="ucap", size="demo", seed=3) as portal:
        assert gongkai("crawl", portal.url, "--allow-private-addresses", db=db).returncode == 0
    return db


def told(rows: list[dict[str, Any]]) -> dict[tuple[str, int], Any]:
    """What must survive an exchange: everything but when it was read."""
    return {(row["report_id"], row["version"]): {**row, "extractor": None} for row in rows}


@pytest.mark.parametrize("name", ["all.warc.gz", "all.wacz"])
def test_export_then_add_gives_the_same_reports(crawled: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    format_ = name.rpartition(".")[2] if name.endswith("wacz") else "warc"
    run = gongkai("export", "--format", format_, "-o", file, db=crawled)
    assert run.returncode == 0, run.stderr
    back = tmp_path / "back.db"
    run = gongkai("add", file, db=back)
    assert run.returncode == 0, run.stderr
    assert told(exported(back)) == told(exported(crawled))


def warc_of(portal: replica.Portal, path: Path) -> None:
    """A WARC as a crawler that knows nothing of reports writes it: responses and no more."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for row in portal.truth():
            for url in (row["url"], *row["attachments"]):
                with urlopen(url) as answer:
                    headers = StatusAndHeaders("200 OK", list(answer.headers.items()), protocol="HTTP/1.1")
                    body = answer.read()
                # With its length given, warcio needs no temporary file that it would leave open.
                record = writer.create_warc_record(
                    url, "response", payload=BytesIO(body), length=len(body), http_headers=headers
                )
                writer.write_record(record)


def test_a_foreign_warc_is_read_like_a_crawl(tmp_path: Path) -> None:
    file, db = tmp_path / "foreign.warc.gz", tmp_path / "foreign.db"
    with replica.serve(family="ucap", size="demo", seed=4) as portal:
        warc_of(portal, file)
        truth = portal.truth()
    run = gongkai("add", file, db=db)
    assert run.returncode == 0, run.stderr
    result = score(exported(db), truth)
    assert (result.missing, result.invented) == ((), ())
    # Where only a list prints the date, a WARC without the lists does not know it.
    assert [line for line in result.wrong if " published: None" not in line] == []


def test_what_cannot_be_read_of_several_files_is_named_and_stops_no_other(tmp_path: Path) -> None:
    url, gone = (
        "http://www.example.gov.cn/2023.html",
        "<title>提示</title><p>您访问的页面不存在或已被删除</p>",
    )
    good, bad, db = tmp_path / "good.warc.gz", tmp_path / "bad.warc", tmp_path / "a.db"
    bad.write_text("no record")
    with good.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for day, text in enumerate(("<title>示例镇2023年政府信息公开工作年度报告</title>", gone), 1):
            record = writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(text.encode()),
                length=len(text.encode()),
                http_headers=StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": f"2024-02-0{day}T00:00:00Z"},
            )
            writer.write_record(record)
    run = gongkai("add", bad, good, "--no-extract", db=db)
    assert run.returncode == 1
    assert str(bad) in run.stderr
    assert run.stderr.splitlines()[-1] == "2 captures added from 1 file"
    again = gongkai("add", good, "--no-extract", db=db)
    assert again.stderr.splitlines() == ["0 captures added from 1 file"]
    with Archive.open(db, "read") as archive:
        rows = archive.db.execute("SELECT outcome, role FROM captures ORDER BY received_at").fetchall()
        (failures,) = archive.db.execute("SELECT json_extract(counts, '$.failures[0]') FROM runs").fetchone()
    assert rows == [("ok", "report"), ("soft_404", "other")]
    assert str(bad) in failures
    assert gongkai("add", bad, db=tmp_path / "none.db").returncode == 2


def test_a_web_archive_of_a_crawler_s_own_notes_adds_nothing(tmp_path: Path) -> None:
    notes = tmp_path / "notes.warc"
    with notes.open("wb") as out:
        writer = WARCWriter(out, gzip=False)
        told = {"warc_content_type": "application/json", "payload": BytesIO(b"{}"), "length": 2}
        writer.write_record(writer.create_warc_record("urn:pageinfo:1", "resource", **told))
    run = gongkai("add", notes, db=tmp_path / "a.db")
    assert run.returncode == 0
    assert run.stderr.splitlines() == ["0 captures added from 1 file; read: 0 ok, 0 partial, 0 unreadable"]


def test_a_folder_is_added_whatever_stands_in_it(tmp_path: Path) -> None:
    folder, db = tmp_path / "reports", tmp_path / "a.db"
    (folder / "inner").mkdir(parents=True)
    for file in (folder / "a.txt", folder / "inner" / "b.txt"):
        file.write_text(file.name)
    (folder / "inner" / "back").symlink_to(folder)
    (folder / "dangling").symlink_to("nowhere")
    # A file that nobody can read, whoever asks.
    (folder / "memory").symlink_to("/proc/self/mem")
    os.mkfifo(folder / "pipe")
    run = gongkai("add", folder, db=db)
    failed, added = run.stderr.splitlines()
    assert (run.returncode, failed) == (1, f"gongkai: {folder}/memory: Input/output error")
    assert added.startswith("2 captures added from 2 files; ")
    with Archive.open(db, "read") as archive:
        urls = archive.db.execute("SELECT url FROM captures ORDER BY url").fetchall()
    assert urls == [((folder / name).as_uri(),) for name in ("a.txt", "inner/b.txt")]
