"""Columns that a call fills, learned and used: fewer requests, the same reports, and the column's page where its call brings nothing."""

import json
from urllib.parse import quote

from archive.store import Archive
from crawler.discovery.frames import Frames
from crawler.pages.page import Ask
from tests.crawler.conftest import Crawl
from tests.crawler.pages import html, report
from tests.crawler.server import Pages, Reply, site

HOME = "http://a.gov.cn"


def filled(frames: Frames, column: str, call: str, body: str = "") -> None:
    """The page of a column named this call."""
    asked = f"{HOME}{column}"
    method = "POST" if body else "GET"
    frames.learn(asked, Ask(url=f"{HOME}{call}", method=method, body=body, family="hanweb_jpaas", base=asked))


def foreseen(frames: Frames, column: str) -> tuple[str, str] | None:
    call = frames.call(f"{HOME}{column}")
    return (call.url.removeprefix(HOME), call.body) if call else None


def test_what_three_columns_called_alike_is_foreseen_for_the_next() -> None:
    frames = Frames()
    for number in (701, 702):
        filled(frames, f"/col/col{number}/index.html", f"/unit?web=17&page={number}&no=1")
    assert foreseen(frames, "/col/col703/index.html") is None, "two may agree by chance"
    filled(frames, "/col/col711/index.html", "/unit?web=17&page=711&no=1")
    assert foreseen(frames, "/col/col704/index.html") == ("/unit?web=17&page=704&no=1", "")
    assert foreseen(frames, "/col/704.html") is None, "another kind of address"
    call = frames.call(f"{HOME}/col/col704/index.html")
    assert call is not None
    assert (call.family, call.base) == ("hanweb_jpaas", f"{HOME}/col/col704/index.html")


def test_the_body_of_a_call_takes_its_numbers_from_the_address_too() -> None:
    frames = Frames()
    for ident in ("0c5d1f7a9b3e4482", "7e5d1f7a9b3e4401", "ffe01f7a9b3e0013"):
        filled(frames, f"/xxgk/{ident}/1/", "/api/list", f'{{"cat":"{ident}","size":20,"p":1}}')
    assert foreseen(frames, "/xxgk/aaaabbbbccccdddd/1/") == (
        "/api/list",
        '{"cat":"aaaabbbbccccdddd","size":20,"p":1}',
    )
    assert foreseen(frames, "/xxgk/aaaabbbbccccdddd/2/") is None, "which of the two ones it was is not known"


def test_columns_that_do_not_call_alike_are_asked_for() -> None:
    other, changing, more = Frames(), Frames(), Frames()
    for number in (1, 2, 3):
        for frames in (other, changing, more):
            filled(frames, f"/nb/{number}/", f"/list?c={number}&site=4")
    filled(other, "/nb/8/", "/table?c=8&site=4")
    filled(changing, "/nb/8/", "/list?c=8&site=5")
    more.learn(f"{HOME}/nb/8/", None)
    for frames in (other, changing, more):
        assert foreseen(frames, "/nb/9/") is None


ORGANS = ("财政局", "水利局", "教育局", "民政局", "司法局", "审计局")


def title(number: int, year: int) -> str:
    return f"青石县{ORGANS[number - 1]}{year}年政府信息公开工作年度报告"


def frame(number: int, beside: str = "") -> str:
    return html(
        f"<div id=list></div>{beside}<script>$.post('/api/list', {{cid: {number}, page: 1}})</script>"
    )


def rows(number: int) -> Reply:
    listed = [
        {"title": title(number, year), "url": f"/art/{number}{year}.html", "date": f"{year + 1}-01-20"}
        for year in (2022, 2023)
    ]
    return Reply(body=json.dumps({"data": {"total": 2, "list": listed}}))


def framed() -> Pages:
    """A portal whose columns, one an organ, are filled by a call."""
    names = [
        f'<li><a href="/nb/{n}.html">{name}政府信息公开年报</a></li>' for n, name in enumerate(ORGANS, 1)
    ]
    pages: Pages = {"/": html(f"<ul>{''.join(names)}</ul>")}
    for number in range(1, len(ORGANS) + 1):
        pages[f"/nb/{number}.html"] = frame(number)
        pages[f"POST /api/list cid={number}&page=1"] = rows(number)
        for year in (2022, 2023):
            pages[f"/art/{number}{year}.html"] = report(title(number, year), ORGANS[number - 1])
    return pages


def columns(paths: list[str]) -> list[str]:
    return sorted(path for path in paths if path.startswith("/nb/"))


def test_columns_whose_calls_are_known_are_not_asked_for(archive: Archive, crawled: Crawl) -> None:
    with site(framed()) as served:
        assert crawled(served.url).reports == 2 * len(ORGANS)
        learned = columns(served.paths)
        assert len(learned) == 3
        assert len([path for path in served.paths if path.startswith("POST")]) == len(ORGANS)
        before = len(served.asked)
        assert crawled(served.url).failures == ()
        again = served.paths[before:]
    assert set(columns(again)) <= set(learned), "of the others the calls are the lists that are looked at"
    assert len([path for path in again if path.startswith("POST")]) == len(ORGANS)
    found = archive.db.execute("SELECT count(DISTINCT organ) FROM sightings").fetchone()
    assert found == (len(ORGANS),)


def test_a_column_whose_call_fails_or_is_empty_is_asked_for_itself(archive: Archive, crawled: Crawl) -> None:
    pages = framed()
    lists = f'<a href="/art/52022.html">{title(5, 2022)}</a>'
    pages["/nb/5.html"] = html(lists)
    pages["POST /api/list cid=5&page=1"] = Reply(body='{"data": {"total": 0, "list": []}}')
    pages["/nb/6.html"] = html(lists.replace("/art/5", "/art/6").replace(ORGANS[4], ORGANS[5]))
    del pages["POST /api/list cid=6&page=1"]
    with site(pages) as served:
        assert crawled(served.url).reports == 2 * len(ORGANS) - 2
        assert {"/nb/5.html", "/nb/6.html"} <= set(served.paths)


UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def unit(number: int) -> tuple[str, Reply]:
    """The mark-up that names a unit, and the unit's reply."""
    named = f"{{'parseType':'bulidstatic','webId':'9','tagId':'信息列表','pageId':'{number}'}}"
    items = "".join(
        f'<li><a href="/art/{number}{year}.html">{title(number, year)}</a><span>{year + 1}-01-20</span></li>'
        for year in (2022, 2023)
    )
    reply = json.dumps({"success": True, "data": {"html": f"<ul>{items}</ul>"}})
    return f'<div class="ajax-list" url="{UNIT}" queryData="{named}"></div>', Reply(body=reply)


def test_columns_that_show_more_than_their_call_are_all_asked_for(archive: Archive, crawled: Crawl) -> None:
    pages = framed()
    for number, organ in enumerate(ORGANS, 1):
        named, reply = unit(number)
        beside = f'<p><a href="/earlier/{number}.html">{organ}历年政府信息公开年报</a></p>'
        pages[f"/nb/{number}.html"] = html(named + beside)
        asked = quote('{"pageNo":1,"pageSize":50}', safe="")
        pages[
            f"{UNIT}?parseType=bulidstatic&webId=9&tagId={quote('信息列表')}&pageId={number}&paramJson={asked}"
        ] = reply
        pages[f"/earlier/{number}.html"] = html(f'<a href="/art/{number}2021.html">{title(number, 2021)}</a>')
        pages[f"/art/{number}2021.html"] = report(title(number, 2021), organ)
    with site(pages) as served:
        assert crawled(served.url).reports == 3 * len(ORGANS), served.paths
        assert len(columns(served.paths)) == len(ORGANS)
