"""One small made-up archive, served by a real `gongkai serve` in its own process."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from archive.clock import stamp
from archive.records import Capture, Fetched, Outcome
from archive.store import Archive
from benchmarks import synthetic
from benchmarks.serving import serving
from tests.browse import hostile

REPORTS = 90
MOVED, CIRCLE = "http://www.memento.example/old.html", "http://www.memento.example/circle"
MEMENTO = "http://www.memento.example/zwgk/a.html?id=1&y=年"
MOMENTS = (
    datetime(2024, 1, 20, 9, 30, 15, 250_000, tzinfo=UTC),
    datetime(2024, 1, 20, 9, 30, 15, 750_000, tzinfo=UTC),
    datetime(2025, 6, 1, 0, 0, 0, tzinfo=UTC),
)
LIST = "http://www.memento.example/zwgk/list/index.html"
LIST_PAGE = """<!DOCTYPE html><meta charset=utf-8><base href="../"><h1 id=here>目录</h1>
<a id=held href="a.html?id=1&amp;y=年#part" target=_top>有</a> <a id=out href="none.html" onclick="go()">无</a> <a id=in href="#here">内</a>
<a id=js href="javascript:go()">脚本</a> <a id=mail href="mailto:a@b">信</a> <form action="http://live.example/"><button id=send>发送</button></form>
<svg><a xlink:href="http://live.example/svg"><text y=20>图</text></a></svg>
<a id=odd href="http://[">坏</a> <a id=wide href="//live.example/">外</a>
<script>go()</script><script src="http://live.example/a.js"></script><link rel=stylesheet href="http://live.example/a.css">
<style>@import "http://live.example/b.css"; p { background: url(http://live.example/b.png) }</style><iframe src="http://live.example/"></iframe>
<p style="background: url('http://live.example/c.png')" onclick="go()">段</p>
<img id=shown src="a/table.png" alt="表"><img id=lost src="http://live.example/d.png" srcset="http://live.example/e.png 2x" alt="失">""".encode()
"""A page with every kind of link: to what is held, to what is not, and to what must lead nowhere; and with all that a browser would ask for."""
PICTURE = "http://www.memento.example/zwgk/a/table.png"
VERSIONS = (b"<p>one</p>", b"<p>two</p>", b"<p>three</p>")


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive's file."""
    path = tmp_path_factory.mktemp("browse") / "样例 archive.db"
    synthetic.make(path, reports=REPORTS, edited_every=9, gone_every=40)
    with Archive.open(path) as archive:
        run = archive.start_run("crawl", arguments={"proxy": "http://user:secret-cookie@proxy"})
        at = datetime(2026, 3, 1, tzinfo=UTC)
        archive.save(
            [hostile.fetched(name, run=run, at=at, number=n) for n, name in enumerate(hostile.BODIES)]
        )
        archive.save([*(_memento(n, run) for n in range(3)), _not_modified(run), _list(run), _picture(run)])
        archive.save([_redirect(run, MOVED, MEMENTO), _redirect(run, CIRCLE, CIRCLE)])
        archive.end_run(run, reason="finished")
    return path


def _memento(n: int, run: str) -> Fetched:
    at = MOMENTS[n]
    capture = Capture(
        id=f"{int(at.timestamp() * 1_000_000):014x}{n:012x}",
        run=run,
        portal="www.memento.example",
        url=MEMENTO,
        final_url=MEMENTO,
        status=200,
        outcome=Outcome.OK,
        requested_at=stamp(at),
        received_at=stamp(at),
        response_headers=(("Content-Type", "text/html; charset=utf-8"),),
        sha256=sha256(VERSIONS[n]).hexdigest(),
        media_type="text/html",
        role="report",
    )
    return Fetched(capture=capture, body=VERSIONS[n])


def _list(run: str) -> Fetched:
    """Captured between the second and the third copy of what it links to, nearer to the second."""
    like = _memento(1, run).capture
    at = MOMENTS[1] + timedelta(days=3)
    capture = replace(
        like,
        id=f"{int(at.timestamp() * 1_000_000):014x}{20:012x}",
        url=LIST,
        final_url=LIST,
        requested_at=stamp(at),
        received_at=stamp(at),
        sha256=sha256(LIST_PAGE).hexdigest(),
        role="list",
    )
    return Fetched(capture=capture, body=LIST_PAGE)


def _picture(run: str) -> Fetched:
    body = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    like = _list(run).capture
    return Fetched(
        capture=replace(
            like,
            id=f"{like.id[:14]}{21:012x}",
            url=PICTURE,
            final_url=PICTURE,
            response_headers=(("Content-Type", "image/png"),),
            sha256=sha256(body).hexdigest(),
            media_type="image/png",
            role="attachment",
        ),
        body=body,
    )


def _redirect(run: str, url: str, target: str) -> Fetched:
    """An address that only ever led to another, seen with the second copy of that."""
    like = _memento(1, run).capture
    capture = replace(
        like,
        id=f"{like.id[:14]}{30 + len(url):012x}",
        url=url,
        final_url=target,
        status=301,
        outcome=Outcome.REDIRECT,
        response_headers=(("Location", target.removeprefix("http://www.memento.example")),),
        sha256=None,
        media_type=None,
    )
    return Fetched(capture=capture, body=None)


def _not_modified(run: str) -> Fetched:
    third = _memento(2, run).capture
    at = MOMENTS[2] + timedelta(days=30)
    capture = replace(
        third,
        id=f"{int(at.timestamp() * 1_000_000):014x}{9:012x}",
        status=304,
        outcome=Outcome.NOT_MODIFIED,
        requested_at=stamp(at),
        received_at=stamp(at),
    )
    return Fetched(capture=capture, body=None)


@pytest.fixture(scope="session")
def url(path: Path) -> Iterator[str]:
    """Where the archive is served."""
    with serving(path) as address:
        yield address


@pytest.fixture(scope="session")
def web(url: str) -> Iterator[httpx.Client]:
    """A client for that server, which follows nothing on its own."""
    with httpx.Client(base_url=url, timeout=30) as client:
        yield client


@pytest.fixture(scope="session")
def archive(path: Path) -> Iterator[Archive]:
    """The same archive, read directly."""
    with Archive.open(path, mode="read") as opened:
        yield opened


@pytest.fixture(scope="session")
def edited(archive: Archive) -> str:
    """A report that was changed after publication."""
    sql = "SELECT report FROM versions GROUP BY report HAVING count(*) > 1 ORDER BY report LIMIT 1"
    return str(archive.db.execute(sql).fetchone()[0])
