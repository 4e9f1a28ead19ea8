"""What is exported as a web archive is replayed by pywb: every page and file, by address and date, byte for byte."""

import hashlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from archive import exports
from archive.exports.rows import Chosen
from archive.records import Outcome
from archive.store import Archive
from tests.archive.made import PAGE, fetch, varied, visit

pytest.importorskip("pywb", reason="pywb is installed with the development tools")
FILE = "http://www.example.gov.cn/files/2023.doc"
TOOLS = Path(sys.executable).parent


@contextmanager
def replayed(folder: Path, export: Path) -> Iterator[str]:
    """The address of a pywb that has the export as its collection."""

    def manage(*words: str) -> None:
        subprocess.run(
            [TOOLS / "wb-manager", *words], cwd=folder, check=True, capture_output=True, timeout=120
        )

    manage("init", "there")
    manage("add", *(["--unpack-wacz"] if export.suffix == ".wacz" else []), "there", str(export))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(
        [TOOLS / "wayback", "-b", "127.0.0.1", "-p", str(port)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait(port)
            yield f"http://127.0.0.1:{port}/there"
        finally:
            server.terminate()
            server.wait(20)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError("pywb does not answer")


def replay(there: str, url: str, at: str) -> str:
    """Digest of what pywb gives for an address at a time; `id_` asks for the bytes as archived."""
    digits = "".join(filter(str.isdigit, at))[:14]
    with urlopen(f"{there}/{digits}id_/{url}", timeout=20) as answer:
        return hashlib.sha256(answer.read()).hexdigest()


@pytest.mark.parametrize("form", ["warc", "wacz"])
def test_every_capture_is_replayed_as_archived(archive: Archive, tmp_path: Path, form: str) -> None:
    for text in ("甲", "乙", "甲"):
        visit(archive, (PAGE, varied(text)), (FILE, b"\xd0\xcf\x11\xe0 file " + text.encode()))
    run = archive.start_run("crawl")
    archive.save([fetch(archive, run, None, url=f"{PAGE}?gone", outcome=Outcome.GONE, status=404)])
    archive.end_run(run, reason="finished")
    export = tmp_path / ("out.warc.gz" if form == "warc" else "out.wacz")
    exports.write(archive.db.conn, export, form=form, chosen=Chosen())
    captured = archive.db.execute(
        "SELECT url, received_at, sha256 FROM captures WHERE outcome = 'ok'"
    ).fetchall()
    assert len(captured) == 6
    with replayed(tmp_path, export) as there:
        for url, at, sha256 in captured:
            assert replay(there, url, at) == sha256, (url, at)
        with pytest.raises(HTTPError, match="404"):
            replay(there, f"{PAGE}?gone", "2025-01-20")
