"""What stands between a crawl and its reports: certificates, private names, unreadable and scripted lists, oversize, redirects."""

import gzip
import shutil
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from twisted.internet.error import ConnectionDone, DNSLookupError
from twisted.python.failure import Failure
from twisted.web.client import ResponseNeverReceived

from archive.errors import UsageInvalid
from archive.records import Outcome
from archive.rows import captures
from archive.store import Archive
from crawler.crawl import crawl, portal_at
from crawler.middlewares.refused import Refused
from crawler.middlewares.resolver import GuardedResolver
from crawler.options import Options
from crawler.running.record import outcome_of
from tests.crawler.conftest import Crawl
from tests.crawler.pages import html, portal, report
from tests.crawler.server import Reply, site


def test_a_name_that_resolves_to_a_private_address_is_refused(archive: Archive) -> None:
    with site(portal()) as served, pytest.raises(UsageInvalid, match="private address"):
        crawl(archive, [portal_at(served.url.replace("127.0.0.1", "localhost"))], Options(), lambda _: None)
    assert served.asked == []


def test_the_resolver_checks_what_it_resolves() -> None:
    guarded, open_ = (GuardedResolver(None, allow_private=allowed, timeout=1.0) for allowed in (False, True))  # type: ignore[arg-type]
    assert open_._checked("10.0.0.1", "a.gov.cn") == "10.0.0.1"
    assert guarded._checked("8.8.8.8", "a.gov.cn") == "8.8.8.8"
    with pytest.raises(Refused) as raised:
        guarded._checked("169.254.169.254", "a.gov.cn")
    assert raised.value.outcome is Outcome.PRIVATE_ADDRESS


def caused(error: BaseException, cause: BaseException) -> BaseException:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (DNSLookupError("no such host"), Outcome.DNS),
        (caused(RuntimeError("x"), Refused(Outcome.PRIVATE_ADDRESS, "y")), Outcome.PRIVATE_ADDRESS),
        (RuntimeError("[('SSL routines', '', 'unsafe legacy renegotiation disabled')]"), Outcome.TLS_LEGACY),
        (RuntimeError("certificate verify failed"), Outcome.TLS_CERT),
        (RuntimeError("connection lost"), Outcome.CONNECTION),
    ],
)
def test_each_failure_has_its_state(error: BaseException, outcome: Outcome) -> None:
    assert outcome_of(error)[0] is outcome


def test_a_failure_says_what_happened_and_not_what_wrapped_it() -> None:
    lost = ResponseNeverReceived([Failure(ConnectionDone())])
    assert outcome_of(caused(RuntimeError(str(lost)), lost)) == (
        Outcome.CONNECTION,
        "Connection was closed cleanly.",
    )
    assert outcome_of(RuntimeError()) == (Outcome.CONNECTION, "RuntimeError")


def test_the_state_of_a_certificate_is_recorded(tmp_path: Path, archive: Archive, crawled: Crawl) -> None:
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "cert.pem")
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    made = subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=127.0.0.1",
            "-keyout",
            key,
            "-out",
            certificate,
        ],
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = html("<p>欢迎</p>").encode()
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        crawled(f"https://127.0.0.1:{server.server_port}/", max_pages=2)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    states = [tls for (tls,) in archive.db.execute("SELECT tls FROM captures")]
    assert len(states) == 2, "robots.txt and the home page"
    assert all(tls.startswith("invalid: ") for tls in states)


def test_a_list_that_cannot_be_read_is_a_failure_and_an_event(archive: Archive, crawled: Crawl) -> None:
    pages = portal()
    pages["/gk/nb/"] = html(
        "<div id='page_div'></div><script>createPageHTML('page_div', 3, 1, 'list', 'shtml', 45)</script>"
    )
    with site(pages) as served:
        summary = crawled(served.url)
    codes = [code for (code,) in archive.db.execute("SELECT code FROM events")]
    assert "listing_unreadable" in codes
    assert summary.exit_status == 1


def test_a_column_that_only_a_script_lists_is_recorded(archive: Archive, crawled: Crawl) -> None:
    pages = portal()
    own = "<h2><a href='/gk/nb/'>政府信息公开年报</a></h2>"
    pages["/gk/nb/"] = html(f"{own}<div id='app'></div><script src='/app.js'></script>")
    with site(pages) as served:
        crawled(served.url)
    outcomes = {
        url.removeprefix(served.url): outcome
        for url, outcome in archive.db.execute("SELECT url, outcome FROM captures")
    }
    assert outcomes["gk/nb/"] == Outcome.JS_LIST


def test_a_report_behind_a_redirect_is_known_by_where_it_stands(archive: Archive, crawled: Crawl) -> None:
    pages = portal()
    pages["/r/77.html"] = report("青石县青山镇2022年政府信息公开工作年度报告", "青山镇")
    pages["/gk/nb/b.html"] = Reply(status=302, headers={"Location": "/r/77.html"})
    with site(pages) as served:
        crawled(served.url)
        before = len(served.asked)
        crawled(served.url)
        again = served.paths[before:]
    sighted = {url.removeprefix(served.url) for (url,) in archive.db.execute("SELECT url FROM sightings")}
    assert sighted == {"r/77.html", "gk/nb/a.html", "gk/nb/c.html"}
    hops = archive.db.execute(
        "SELECT url, final_url, status FROM captures WHERE outcome = 'redirect'"
    ).fetchall()
    assert hops == [(f"{served.url}gk/nb/b.html", f"{served.url}r/77.html", 302)]
    assert not {"/gk/nb/b.html", "/r/77.html"} & set(again), "known by either address"


def test_every_redirect_of_a_chain_is_kept_as_it_was_answered(archive: Archive, crawled: Crawl) -> None:
    pages = portal()
    pages["/r/77.html"] = report("青石县青山镇2022年政府信息公开工作年度报告", "青山镇")
    pages["/gk/nb/b.html"] = Reply(status=301, headers={"Location": "moved/b.html"})
    pages["/gk/nb/moved/b.html"] = Reply(status=302, headers={"Location": "/r/77.html"})
    with site(pages) as served:
        told = crawled(served.url)
    hops = list(captures.select(archive.db.conn, "outcome = 'redirect' ORDER BY capture", ()))
    assert [
        (hop.url.removeprefix(served.url), hop.status, dict(hop.response_headers)["Location"]) for hop in hops
    ] == [
        ("gk/nb/b.html", 301, "moved/b.html"),
        ("gk/nb/moved/b.html", 302, "/r/77.html"),
    ]
    assert {hop.final_url for hop in hops} == {f"{served.url}r/77.html"}
    there = archive.latest(f"{served.url}r/77.html")
    assert there is not None
    assert hops[0].received_at < hops[1].received_at < there.received_at
    (stored,) = archive.db.execute("SELECT sum(requests) FROM runs").fetchone()
    assert told.requests == stored


def test_a_packed_page_that_ends_early_is_no_answer(archive: Archive, crawled: Crawl) -> None:
    pages = portal()
    whole = gzip.compress(report("青石县青山镇2022年政府信息公开工作年度报告", "青山镇").encode())
    cut = {"gk/nb/a.html": whole[: len(whole) // 2], "gk/nb/b.html": whole[:-8], "gk/nb/c.html": whole}
    for path, body in cut.items():
        pages[f"/{path}"] = Reply(body=body, headers={"Content-Encoding": "gzip"})
    with site(pages) as served:
        crawled(served.url)
    found = {path: archive.latest(f"{served.url}{path}") for path in cut}
    assert found["gk/nb/a.html"] is None
    assert found["gk/nb/b.html"], "only its checksum is lacking, which some servers leave out"
    assert found["gk/nb/c.html"]
    ((outcome, evidence),) = archive.db.execute(
        "SELECT outcome, evidence FROM captures WHERE url LIKE '%/a.html'"
    ).fetchall()
    assert outcome == "connection"
    assert "not the whole body" in evidence


def test_a_page_that_only_sends_back_to_itself_is_asked_for_once_and_told_with_its_cookie(
    archive: Archive, crawled: Crawl
) -> None:
    circle = Reply(status=302, headers={"Location": "/", "Set-Cookie": "sid=7; path=/"})
    with site({"/": circle}) as served:
        crawled(served.url)
    assert served.paths == ["/robots.txt", "/"]
    told = archive.db.execute("SELECT outcome, evidence FROM captures WHERE role <> 'other'").fetchall()
    assert [outcome for outcome, _ in told] == ["redirect"]
    assert "asks for a cookie, of which a crawl keeps none; status 302; cookies sid" in told[0][1]


def test_a_file_that_answers_a_missing_page_is_no_file(archive: Archive, crawled: Crawl) -> None:
    pages = portal()
    pages["/files/c.pdf"] = "<html><body>您访问的文件不存在</body></html>"
    with site(pages) as served:
        crawled(served.url)
    (outcome,) = archive.db.execute("SELECT outcome FROM captures WHERE url LIKE '%c.pdf'").fetchone()
    assert outcome == Outcome.SOFT_404


def test_a_report_that_is_a_file_is_a_report(archive: Archive, crawled: Crawl) -> None:
    pages = portal()
    listed = pages["/gk/nb/index_2.html"]
    assert isinstance(listed, str)
    pages["/gk/nb/index_2.html"] = listed.replace("/gk/nb/b.html", "/files/b.pdf")
    pages["/files/b.pdf"] = Reply(body=b"%PDF-1.4 x")
    with site(pages) as served:
        crawled(served.url)
    row = archive.db.execute(
        "SELECT title, organ, year, published FROM sightings WHERE url LIKE '%b.pdf'"
    ).fetchone()
    assert row == ("青石县青山镇2022年政府信息公开工作年度报告", "青石县青山镇", 2022, "2023-01-20")
