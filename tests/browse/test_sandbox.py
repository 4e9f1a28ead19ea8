"""What a portal's bytes are handed out with."""

import gzip
import hashlib
from urllib.parse import unquote

import httpx
import pytest

from archive.browse import sandbox
from tests.browse import hostile


@pytest.mark.parametrize("name", hostile.BODIES)
def test_bytes_come_back_as_they_were_in_a_sandbox(web: httpx.Client, name: str) -> None:
    answer = web.get("/-/raw/" + hostile.digest(name))
    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest() in (
        hostile.digest(name),
        hashlib.sha256(hostile.PAGE).hexdigest(),
    )
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox;")
    assert "allow-" not in policy
    assert "default-src 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("name", "content_type", "kind"),
    [
        ("drawing.svg", "image/svg+xml", "inline"),
        ("gbk.html", "text/html; charset=gbk", "inline"),
        ("code.js", "text/plain; charset=utf-8", "inline"),
        ("..%2f..%2fetc%2fpasswd.sh", "application/octet-stream", "attachment"),
        ("unlabelled", "text/plain", "inline"),
    ],
)
def test_original_content_type(web: httpx.Client, name: str, content_type: str, kind: str) -> None:
    answer = web.get("/-/raw/" + hostile.digest(name))
    assert answer.headers["content-type"] == content_type
    assert answer.headers["content-disposition"].startswith(kind)


def test_a_page_named_doc_is_downloaded_and_not_shown() -> None:
    told = sandbox.headers(
        "0" * 64, content_type="application/msword", media_type="text/html", url="http://a.example/报告.doc"
    )
    assert told["Content-Type"] == "application/msword"
    assert told["Content-Disposition"].startswith("attachment")


def test_unchanged_bodies_are_not_sent_again(web: httpx.Client) -> None:
    first = web.get("/-/raw/" + hostile.digest("page.html"))
    again = web.get("/-/raw/" + hostile.digest("page.html"), headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert "immutable" in first.headers["cache-control"]


@pytest.mark.parametrize(
    ("url", "media_type", "name"),
    [
        ("http://a.example/x/报告.doc", "application/msword", "报告.doc"),
        ("http://a.example/%E6%8A%A5%E5%91%8A.pdf?x=1", "application/pdf", "报告.pdf"),
        ("http://a.example/..%2f..%2fetc%2fpasswd", "text/plain", "passwd.txt"),
        ("http://a.example/run.exe", "application/pdf", "run.exe.pdf"),
        ("http://a.example/a%0d%0aX: y.doc", "application/msword", "aX_y.doc"),
        ("http://a.example/\u202ecod.exe", "application/octet-stream", "cod.exe.bin"),
        ("http://a.example/", "text/html", "document.html"),
        ("http://a.example/.htaccess", None, "htaccess.bin"),
        ("file:///C:/x/年报.docx", None, "年报.docx"),
        ("http://a.example/" + "长" * 300 + ".doc", None, "长" * 100 + ".doc"),
        ('http://a.example/a"b;c.doc', None, "a_b_c.doc"),
    ],
)
def test_safe_names(url: str, media_type: str | None, name: str) -> None:
    assert sandbox.safe_name(url, media_type=media_type) == name


@pytest.mark.parametrize("name", ["报告.doc", 'a"b.doc', "a\r\nb.doc", "é.pdf", "plain.txt"])
def test_disposition_is_one_ascii_line_that_gives_the_name_back(name: str) -> None:
    told = sandbox.disposition(name)
    assert told.isascii()
    assert "\n" not in told
    assert "\r" not in told
    assert told.count('"') == 2
    assert unquote(told.partition("UTF-8''")[2]) == name


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("text/html; charset=gb2312", "text/html; charset=gb2312"),
        ("TEXT/HTML", "text/html"),
        ("text/javascript", "text/plain; charset=utf-8"),
        ("text/css", "text/plain; charset=utf-8"),
        ("text/html; charset=utf-8\r\nX-A: b", "application/octet-stream"),
        ("nonsense", "application/octet-stream"),
        ("", "application/octet-stream"),
        (None, "application/octet-stream"),
        ("application/pdf;charset=utf-8", "application/pdf"),
    ],
)
def test_safe_types(given: str | None, safe: str) -> None:
    assert sandbox.safe_type(given) == safe


def test_hostile_content_types_cost_no_time() -> None:
    assert sandbox.safe_type("text/html;" + " charset" * 20_000)


def test_the_archive_stores_compressed_and_serves_plain(web: httpx.Client) -> None:
    answer = web.get("/-/raw/" + hostile.digest("unlabelled"), headers={"Accept-Encoding": "identity"})
    assert answer.text.startswith("没有类型的文本")
    assert gzip.compress(answer.content) != answer.content
