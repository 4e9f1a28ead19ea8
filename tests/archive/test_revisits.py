"""Revisit records that others wrote: told what they repeat by address and time or by a digest, in the same file or another."""

import base64
import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.keeping.verify import verify
from archive.store import Archive
from tests.archive.made import PAGE
from tests.archive.test_exchange import take

BODY = b"<p>report</p>"


def written(path: Path, *, revisit: dict[str, str] | None = None) -> Path:
    """A WARC with one response, or with one revisit of it."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        date = "2024-03-01T00:00:00Z" if revisit else "2024-02-01T00:00:00Z"
        made = writer.create_warc_record(
            PAGE,
            "revisit" if revisit else "response",
            payload=BytesIO(b"" if revisit else BODY),
            length=0 if revisit else len(BODY),
            http_headers=http,
            warc_headers_dict={"WARC-Date": date, **(revisit or {})},
        )
        writer.write_record(made)
        made.raw_stream.close()
    return path


PAYLOAD = f"sha1:{base64.b32encode(hashlib.sha1(BODY).digest()).decode()}"
REFERS = {"WARC-Refers-To-Target-URI": PAGE, "WARC-Refers-To-Date": "2024-02-01T00:00:00Z"}
REVISITS = {
    "by address and time": {**REFERS, "WARC-Payload-Digest": "sha1:AAAA"},
    "by a digest in base 32": {
        "WARC-Payload-Digest": f"sha256:{base64.b32encode(hashlib.sha256(BODY).digest()).decode()}"
    },
    "by a digest in hexadecimal": {"WARC-Payload-Digest": f"SHA-256:{hashlib.sha256(BODY).hexdigest()}"},
}


@pytest.mark.parametrize("told", REVISITS)
def test_a_revisit_of_what_another_file_brought_is_resolved_in_the_archive(
    archive: Archive, tmp_path: Path, told: str
) -> None:
    take(written(tmp_path / "first.warc.gz"), archive)
    take(written(tmp_path / "second.warc.gz", revisit=REVISITS[told]), archive)
    rows = archive.db.execute("SELECT outcome, sha256 FROM captures ORDER BY capture").fetchall()
    assert rows == [("ok", hashlib.sha256(BODY).hexdigest())] * 2
    assert list(verify(archive.db.conn, full=True)) == []


def test_a_revisit_in_the_same_file_is_told_by_its_payload(archive: Archive, tmp_path: Path) -> None:
    first, second = (
        written(tmp_path / "1.warc.gz"),
        written(tmp_path / "2.warc.gz", revisit={"WARC-Payload-Digest": PAYLOAD}),
    )
    both = tmp_path / "both.warc.gz"
    both.write_bytes(first.read_bytes() + second.read_bytes())
    assert take(both, archive) == 2
    assert archive.db.execute("SELECT count(DISTINCT sha256), count(sha256) FROM captures").fetchone() == (
        1,
        2,
    )


def test_a_revisit_of_what_nobody_brought_says_so(archive: Archive, tmp_path: Path) -> None:
    take(
        written(tmp_path / "only.warc.gz", revisit={**REFERS, "WARC-Payload-Digest": "sha256:short"}), archive
    )
    ((outcome, sha256, evidence),) = archive.db.execute(
        "SELECT outcome, sha256, evidence FROM captures"
    ).fetchall()
    assert (outcome, sha256) == ("connection", None)
    assert evidence == f"repeats {PAGE} 2024-02-01T00:00:00.000000Z, which is not here"
