"""The site behind a real nginx with the shipped configuration: pages, downloads, prefix, headers, cache."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from archive.store import Archive
from benchmarks import synthetic
from tests.browse import hostile
from tests.deploy.installed import here, me

pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx on this machine")

AROUND = """daemon off; user {1}; pid {0}/pid; error_log {0}/error.log; worker_processes 1;
events {{}}
http {{
  include /etc/nginx/mime.types; access_log off;
  client_body_temp_path {0}/body; proxy_temp_path {0}/proxy; fastcgi_temp_path {0}/f; uwsgi_temp_path {0}/u; scgi_temp_path {0}/s;
  include {0}/site.conf;
}}
"""
PREFIX = "/reports/"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive with a page that would harm whoever shows it."""
    path = tmp_path_factory.mktemp("behind") / "gongkai.db"
    synthetic.make(path, reports=30, edited_every=9)
    with Archive.open(path) as archive:
        run = archive.start_run("crawl")
        at = datetime(2026, 3, 1, tzinfo=UTC)
        archive.save(
            [hostile.fetched(name, run=run, at=at, number=n) for n, name in enumerate(hostile.BODIES)]
        )
        archive.end_run(run, reason="finished")
    return path


@pytest.fixture(scope="module")
def datasette(db: Path) -> Iterator[int]:
    """The port of the archive's server, run as its unit runs it."""
    port = free_port()
    text = here("gongkai-serve.service", db.parent, {"--port 8001": f"--port {port}"})
    found = re.search(r"^ExecStart=(.+)$", text, re.MULTILINE)
    assert found
    env = {"GONGKAI_DB": str(db), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    with subprocess.Popen(found[1].split(), env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == f"http://127.0.0.1:{port}{PREFIX}"
        yield port
        process.terminate()


@pytest.fixture(scope="module")
def web(datasette: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of the site behind nginx."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    site = here(
        "nginx.conf",
        folder,
        {
            "127.0.0.1:8001": f"127.0.0.1:{datasette}",
            "listen 80;": f"listen 127.0.0.1:{port};",
            "/var/cache/nginx/gongkai": str(folder / "cache"),
        },
    )
    (folder / "site.conf").write_text(site)
    (folder / "nginx.conf").write_text(AROUND.format(folder, me()))
    command = ["nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    subprocess.run([*command, "-t", "-q"], check=True)
    with subprocess.Popen(command) as nginx:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, follow_redirects=True) as client:
            _answers(client)
            yield client
        nginx.terminate()


def _answers(client: httpx.Client) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            client.get(PREFIX)
            return
        except httpx.ConnectError:
            time.sleep(0.05)
    pytest.fail("nginx does not answer")


class Addresses(HTMLParser):
    """Every address that a page leads to or loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.found |= {value for name in ("href", "src", "action") if (value := told.get(name))}


def addresses(answer: httpx.Response) -> set[str]:
    """Absolute addresses on a page, without what stands behind `#`."""
    parser = Addresses()
    parser.feed(answer.text)
    return {urljoin(str(answer.url), found).partition("#")[0] for found in parser.found}


def test_the_root_leads_to_the_site(web: httpx.Client) -> None:
    answer = web.get("/")
    assert answer.url.path == PREFIX
    assert answer.status_code == 200
    assert "公开" in answer.text


def test_every_address_of_every_kind_of_page_stays_below_the_prefix_and_answers(web: httpx.Client) -> None:
    seen: set[str] = set()
    kinds: set[str] = set()
    waiting = [("", str(web.base_url.join(PREFIX)))]
    while waiting:
        origin, url = waiting.pop()
        answer = web.get(url)
        assert answer.status_code == 200, f"{origin} leads to {url}"
        if not answer.headers["Content-Type"].startswith("text/html") or re.search(
            "/-/(raw|web|marked)/", str(answer.url)
        ):
            continue
        for found in sorted(addresses(answer) - seen):
            parts = urlsplit(found)
            if parts.netloc != web.base_url.netloc.decode() or parts.scheme == "data":
                continue
            seen.add(found)
            assert parts.path.startswith(PREFIX), f"{url} leads to {found}"
            kind = re.sub(r"[0-9a-f]{16,}|\d+", "*", parts.path).split(PREFIX, 1)[1][:14]
            if kind not in kinds:
                kinds.add(kind)
                waiting.append((url, found))
    assert len(kinds) > 15, kinds


def test_archived_bytes_keep_their_sandbox_and_are_cached(web: httpx.Client, db: Path) -> None:
    with Archive.open(db, "read") as archive:
        (sha256,) = archive.db.execute(
            "SELECT sha256 FROM captures WHERE media_type = 'text/html' ORDER BY capture DESC LIMIT 1"
        ).fetchone()
        body = archive.body(sha256)
    first, second = (web.get(f"{PREFIX}-/raw/{sha256}") for _ in range(2))
    assert first.content == second.content == body
    for answer in (first, second):
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in answer.headers["Cache-Control"]
        assert "filename=" in answer.headers["Content-Disposition"]
    assert web.get(f"{PREFIX}-/raw/{'0' * 64}").status_code == 404


def test_what_never_changes_is_asked_for_once_whoever_asks(web: httpx.Client, db: Path) -> None:
    with Archive.open(db, "read") as archive:
        (sha256,) = archive.db.execute("SELECT max(sha256) FROM captures WHERE sha256 IS NOT NULL").fetchone()
    style = next(found for found in addresses(web.get(PREFIX)) if "/-/look/" in found and ".css" in found)
    for address in (f"{PREFIX}-/raw/{sha256}", style):
        web.get(address)
        again = web.get(address, headers={"Cookie": "ds_csrftoken=other"})
        assert (again.status_code, again.headers["X-Cache"]) == (200, "HIT"), address
    assert "X-Cache" not in web.get(PREFIX).headers


def test_pages_keep_their_policy_and_are_not_cached(web: httpx.Client) -> None:
    answer = web.get(PREFIX, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "max-age" not in answer.headers.get("Cache-Control", "")


def test_absolute_addresses_name_the_outer_host(web: httpx.Client, db: Path) -> None:
    """Feeds and Memento links are followed from elsewhere: they have the host that the reader asked for."""
    outside = {"Host": "reports.example.org"}
    feed = web.get(f"{PREFIX}gongkai/news.atom", headers=outside)
    assert feed.status_code == 200
    assert "127.0.0.1" not in feed.text
    assert f'<link href="http://reports.example.org{PREFIX}gongkai/news.atom" rel="self"/>' in feed.text
    entry = re.search(r'<link href="(\.\./[^"]+)"', feed.text)
    assert entry
    assert web.get(urljoin(f"{PREFIX}gongkai/news.atom", entry[1])).status_code == 200
    with Archive.open(db, "read") as archive:
        (url,) = archive.db.execute(
            "SELECT url FROM captures WHERE outcome = 'ok' AND role = 'report' LIMIT 1"
        ).fetchone()
    gate = web.get(f"{PREFIX}-/timegate/{url}", headers=outside, follow_redirects=False)
    assert gate.status_code == 302
    assert gate.headers["Location"].startswith(f"http://reports.example.org{PREFIX}-/web/")
    assert gate.headers["Location"].endswith(url), "`//` in an archived address passes nginx"
    assert web.get(urlsplit(gate.headers["Location"]).path).status_code == 200


def test_a_download_comes_whole(web: httpx.Client) -> None:
    rows = web.get(f"{PREFIX}gongkai/current_reports.csv?_stream=1", headers={"Accept-Encoding": "identity"})
    assert rows.status_code == 200
    assert len(rows.text.splitlines()) == 31
    packed = web.get(f"{PREFIX}gongkai/current_reports.json?_size=max", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.json()["rows"]) == 30
