"""The traps of PORTALS that each family sets, and the misbehaviours of hosts."""

import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from io import BytesIO
from urllib.error import HTTPError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import urlopen

import pytest

import replica
from replica.families.pages import Pages
from replica.families.registry import FAMILIES
from replica.server import truth
from replica.server.client import Portal
from replica.site.model import Site
from tests.replica.listers import LISTERS
from tests.replica.walker import fetch, inside, walk


def _page(url: str) -> str:
    body = fetch(url)[1]
    return body.decode("gb18030" if b"charset=gb" in body[:400] else "utf-8")


def _first_file(portal: Portal) -> str:
    return next(str(url) for entry in portal.truth() for url in entry["attachments"])


def test_jpaas_ignores_a_bare_page_number() -> None:
    with replica.serve(family="hanweb_jpaas", size="small", seed=_short_lists("hanweb_jpaas")) as portal:
        seen = walk(portal.url, also=LISTERS["hanweb_jpaas"])
        call = next(url for url in seen if "paramJson" in url)
        first = call.partition("&paramJson")[0]
        html = [json.loads(fetch(url)[1])["data"]["html"] for url in (first, f"{first}&pageNo=2", call)]
        assert html[0] == html[1]
        assert html[0] != html[2]
        beyond = json.loads(fetch(f"{first}&paramJson={quote(json.dumps({'pageNo': 99}))}")[1])
        assert "<li" not in beyond["data"]["html"]


def _short_lists(family: str) -> int:
    """A seed whose lists take few items, so that they have pages."""
    made = (FAMILIES[family](Site(seed=seed, size="small")) for seed in range(1, 20))
    return next(n for n, each in enumerate(made, start=1) if isinstance(each, Pages) and each.rows == 8)


def test_xxgk_answers_a_year_without_report_with_nothing() -> None:
    with replica.serve(family="hanweb_xxgk", size="demo", seed=1) as portal:
        url = portal.truth()[0]["url"]
        assert fetch(re.sub(r"fbtime=\d+", "fbtime=2001", url))[:2] == (200, b"")
        swapped = portal.truth()[0]["sightings"][0]
        assert swapped != url
        title = re.compile(r"<title>.*?</title>")
        assert title.findall(_page(swapped)) == title.findall(_page(url))


def test_jcms_names_downloads_in_gbk() -> None:
    with replica.serve(family="hanweb_jcms", size="demo", seed=1) as portal:
        name = fetch(_first_file(portal))[2]["content-disposition"]
        assert "年" in name.encode("latin-1").decode("gbk")


def test_trs_pages_need_more_than_gb2312() -> None:
    with replica.serve(family="trs", size="demo", seed=1) as portal:
        _, body, headers = fetch(portal.truth()[0]["url"])
        assert "charset" not in headers["content-type"]
        assert re.search(rb"charset=(gb2312|GBK)", body)
        assert "䶮" in body.decode("gb18030")
        with pytest.raises(UnicodeDecodeError):
            body.decode("gbk")


def test_trs_renames_its_year_columns() -> None:
    for seed in range(1, 9):
        with replica.serve(family="trs", size="demo", seed=seed) as portal:
            before = portal.truth()[0]
            portal.redesign(generation=2)
            after = portal.truth()[0]
            if before["url"] != after["url"]:
                assert fetch(before["url"])[0] == 404
                assert fetch(after["url"])[0] == 200
                return
    pytest.fail("no portal of eight files by year")


def test_vsb_asks_for_a_code_where_no_referer_came() -> None:
    asked = 0
    for seed in range(1, 7):
        portal, client = inside("vsb", seed=seed)
        url = next(u for entry in truth.reports(portal.family, portal.origin) for u in entry["attachments"])
        assert b"codeValue" not in client.fetch(url, headers={"Referer": portal.origin})[1]
        asked += b"codeValue" in client.fetch(url)[1]
    assert 0 < asked < 6


def test_vsb_counts_down_and_moves_when_a_report_appears() -> None:
    with replica.serve(family="vsb", size="demo", seed=_short_lists("vsb")) as portal:
        seen = walk(portal.url, also=LISTERS["vsb"])
        older = sorted(url for url in seen if re.search(r"/\w+bg\w*/1\.htm$|nb\w*/1\.htm$", url))
        assert older
        portal.misbehave("publish", path=re.escape(older[0].removeprefix(portal.url[:-1])), times=1)
        known = len(portal.truth())
        fetch(older[0])
        assert len(portal.truth()) == known + 1


def test_gkmlpt_ends_with_404_and_keeps_bodies_in_json() -> None:
    with replica.serve(family="gkmlpt", size="demo", seed=1) as portal:
        seen = walk(portal.url, also=LISTERS["gkmlpt"])
        ends = [url for url, status in seen.items() if "/api/all/" in url and status == 404]
        assert ends
        assert any("?jump=true" in url for url in seen)
        pages = [_page(entry["url"]) for entry in portal.truth()[:5]]
        assert all("_CONFIG" in page or "article-content" in page for page in pages)


def test_zibo_shows_an_article_at_a_list_address() -> None:
    with replica.serve(family="zibo", size="demo", seed=1) as portal:
        key = portal.organs()[2]["key"]
        assert "id='details-content'" in _page(urljoin(portal.url, f"/gongkai/site_{key}/"))
        page = _page(portal.truth()[0]["url"])
        assert "索引号" in page
        assert "无文号" in page or "〔〕号" in page


def test_sanmenxia_takes_its_query_in_either_order() -> None:
    with replica.serve(family="sanmenxia", size="demo", seed=1) as portal:
        seen = walk(portal.url, also=[])
        orders = {bool(re.search(r"\?rlmid=\d+&lmid", url)) for url in seen if "&" in url and "lmid" in url}
        assert orders == {True, False}
        page = _page(portal.truth()[0]["url"])
        assert re.search("来源：0?1 发布时间", page)
        assert page.count(portal.truth()[0]["title"]) >= 4


def test_anhui_cuts_titles_in_lists() -> None:
    with replica.serve(family="anhui", size="demo", seed=1) as portal:
        seen = walk(portal.url, also=[])
        lists = [url for url in seen if "/showList/" in url]
        assert any("...</a>" in _page(url) for url in lists)


def test_a_zip_holds_a_document_under_a_gbk_name() -> None:
    for seed in range(1, 9):
        with replica.serve(family="trs", size="demo", seed=seed) as portal:
            zips = [url for entry in portal.truth() for url in entry["attachments"] if url.endswith(".zip")]
            for url in zips[:1]:
                (name,) = zipfile.ZipFile(BytesIO(fetch(url)[1])).namelist()
                assert name.encode("cp437").decode("gbk").endswith("年报.docx")
                return
    pytest.fail("no zip on eight portals")


def test_the_calendar_has_no_end() -> None:
    with replica.serve(family="generic", size="demo", seed=1) as portal:
        url = urljoin(portal.url, "/rili.html?y=2026&m=4")
        for _ in range(30):
            step = re.search(r'href="([^"]+)">下月', _page(url))
            assert step
            url = urljoin(url, step[1])
        assert url.endswith("y=2028&m=10")


def test_lists_lead_off_the_portal_and_to_a_clone() -> None:
    with replica.serve(family="webplus", size="demo", seed=1) as portal:
        pages = "".join(_page(url) for url in walk(portal.url, also=[]) if "/list.htm" in url)
        assert "mp.weixin.qq.com" in pages
        assert "qqwwx.cn" in pages


@pytest.fixture(scope="module")
def ucap() -> Iterator[Portal]:
    with replica.serve(family="ucap", size="demo", seed=1) as running:
        yield running


@contextmanager
def _behaving(portal: Portal) -> Iterator[Portal]:
    """The portal, behaving again afterwards."""
    try:
        yield portal
    finally:
        portal.behave()


@pytest.mark.parametrize(
    ("kind", "how", "status", "start"),
    [
        ("html_as_file", {}, 200, b"<html>"),
        ("captcha", {}, 200, b"<html>"),
        ("scan", {}, 200, b"%PDF"),
        ("oversize", {"seconds": 3.0}, 200, b"%PDF"),
        ("unavailable", {}, 503, b"busy"),
        ("gone", {}, 410, b"gone"),
        ("redirect_private", {}, 302, b""),
    ],
)
def test_files_go_wrong(ucap: Portal, kind: str, how: dict[str, float], status: int, start: bytes) -> None:
    with _behaving(ucap) as portal:
        url = _first_file(portal)
        portal.misbehave(kind, path=r"/files/", **how)
        got, body, _ = fetch(url)
        assert got == status
        assert body.startswith(start)
        assert kind != "oversize" or len(body) > 3_000_000


def test_files_may_lie_on_another_host(ucap: Portal) -> None:
    origin = ucap.store_files_on("localhost")
    url = _first_file(ucap)
    ucap.store_files_on("")
    assert url.startswith(origin + "/")
    assert fetch(url.replace("localhost", "127.0.0.1"))[0] == 200


def test_what_is_missing_may_answer_softly(ucap: Portal) -> None:
    with _behaving(ucap) as portal:
        portal.misbehave("soft_missing")
        status, body, _ = fetch(portal.url + "nothing")
        assert status == 200
        assert "不存在" in body.decode()
        assert fetch(portal.url)[0] == 200


@pytest.mark.parametrize(("kind", "status"), [("robots_html", 200), ("robots_521", 521)])
def test_robots_goes_wrong_alone(ucap: Portal, kind: str, status: int) -> None:
    with _behaving(ucap) as portal:
        portal.misbehave(kind)
        got, body, _ = fetch(portal.url + "robots.txt")
        assert got == status
        assert b"Disallow" not in body
        assert fetch(portal.url)[0] == 200


@pytest.mark.parametrize("kind", ["reset", "truncate"])
def test_the_wire_breaks(ucap: Portal, kind: str) -> None:
    with _behaving(ucap) as portal:
        portal.misbehave(kind, path="^/$", times=1)
        with pytest.raises((ConnectionError, HTTPException)):
            fetch(portal.url)
        assert fetch(portal.url)[0] == 200


def test_a_rule_begins_after_so_many_requests(ucap: Portal) -> None:
    with _behaving(ucap) as portal:
        portal.misbehave("rate_limited", after=2, times=1)
        assert [fetch(portal.url)[0] for _ in range(4)] == [200, 200, 429, 200]


def test_another_host_remembers_who_came() -> None:
    with replica.serve(family="webplus", size="demo", seed=1) as portal:
        assert portal.strays() == []
        origin = portal.tempt()
        assert urlsplit(origin).hostname != urlsplit(portal.url).hostname
        assert f'<a href="{origin}/zfxxgknb/">政府信息公开年报</a>' in _page(portal.url)
        with pytest.raises(HTTPError):
            urlopen(f"{origin}/zfxxgknb/")
        assert portal.strays() == ["/zfxxgknb/"]
