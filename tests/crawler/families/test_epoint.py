"""Epoint: shells by category, the site told by a common script, lists by JSON posted."""

import json
from dataclasses import replace

import pytest

from crawler.families import families, family_of
from crawler.families.base import ListingUnreadable
from crawler.pages.page import Ask, Listing, page

HOME = "http://www.sq.example.gov.cn"
COLUMN = f"{HOME}/dynamic/zwgk/govInfoPub.html?categorynum=002005&deptcode=SQ07"
COMMON = '<script src="/js/webBuilderCommon.js"></script>'
SITE = 'var siteInfo = {"siteGuid":"0a1b2c3d-1111-4222-8333-444455556666","projectName":"/EWB-FRONT","xx":function(){}};'
EPOINT = families()["epoint"]
KNOWN = {"epoint.site": "0a1b2c3d-1111-4222-8333-444455556666", "epoint.project": "EWB-FRONT"}


def body(ask: Ask) -> dict[str, object]:
    told = json.loads(ask.body)
    assert isinstance(told, dict)
    return told


def test_a_shell_asks_for_the_sites_script_and_that_for_the_list() -> None:
    given = page(COLUMN, f"<html><head>{COMMON}</head><body><div id='list'></div></body></html>")
    assert family_of(given)[0].name == "epoint"
    listing = EPOINT.listing(given)
    assert listing is not None
    (common,) = listing.more
    assert common.url.partition("#")[0] == f"{HOME}/js/webBuilderCommon.js"
    assert EPOINT.first(given) == common
    described = page(common.url.partition("#")[0], SITE, common)
    assert EPOINT.notes(described) == KNOWN
    following = EPOINT.listing(described)
    assert following is not None
    (call,) = following.more
    assert (call.method, call.url) == ("POST", f"{HOME}/EWB-FRONT/rest/lightfrontaction/getgovinfolist")
    assert call.base == COLUMN
    assert body(call) == {"deptcode": "SQ07", "categorynum": "002005", "siteGuid": KNOWN["epoint.site"], "pageIndex": 0, "pageSize": 50}  # fmt: skip


def test_a_known_site_is_not_asked_for_again() -> None:
    given = replace(page(COLUMN, f"<html>{COMMON}</html>"), notes=KNOWN)
    listing = EPOINT.listing(given)
    assert listing is not None
    assert listing.more[0].method == "POST"
    assert EPOINT.first(given) is None


def test_links_to_shells_become_their_calls_once_the_site_is_known() -> None:
    text = f'{COMMON}<a href="govInfoPub.html?categorynum=002005&deptcode=SQ08">年度报告</a><a href="/zwgk/index.html">公开</a>'
    given = page(COLUMN, text)
    assert [anchor.ask.method for anchor in EPOINT.links(given)] == ["GET", "GET"]
    first, second = EPOINT.links(replace(given, notes=KNOWN))
    assert (first.text, body(first.ask)["deptcode"], second.ask.method) == ("年度报告", "SQ08", "GET")


@pytest.mark.parametrize(
    "script",
    [
        """post('/EWB-FRONT/rest/lightfrontaction/getgovinfolist', {deptcode:'SQ07',categorynum:'002005',siteGuid:'aa-1',pageIndex:1})""",
        """var siteInfo={siteGuid:'aa-1',projectName:'/EWB-FRONT'}; var url = siteInfo.projectName + '/rest/lightfrontaction/getgovinfolist';
           var categorynum = "002005"; var pageIndex = 1;""",
    ],
)
def test_a_page_that_tells_all_is_enough(script: str) -> None:
    listing = EPOINT.listing(page(f"{HOME}/zwgk/list.html", f"<html><script>{script}</script></html>"))
    assert listing is not None
    (call,) = listing.more
    assert call.url == f"{HOME}/EWB-FRONT/rest/lightfrontaction/getgovinfolist"
    assert (body(call)["categorynum"], body(call)["siteGuid"], body(call)["pageIndex"]) == (
        "002005",
        "aa-1",
        1,
    )


def replied(custom: object, *, number: int = 0, wrapped: bool = False) -> Listing:
    told = {"categorynum": "002005", "siteGuid": "aa-1", "pageIndex": number, "pageSize": 50}
    sent = json.dumps({"params": told} if wrapped else told)
    url = f"{HOME}/EWB-FRONT/rest/lightfrontaction/getgovinfolist"
    ask = Ask(url=url, method="POST", body=sent, family="epoint", base=COLUMN)
    listing = EPOINT.listing(page(url, json.dumps({"custom": custom}), ask))
    assert listing is not None
    return listing


def rows(count: int) -> list[dict[str, object]]:
    return [
        {
            "infourl": f"/zwgk/002005/20240119/{number:08x}-0000-4000-8000-000000000000.html",
            "title": "<font color='red'>石桥县…</font>",
            "realtitle": f"石桥县第{number}局2023年政府信息公开工作年度报告",
            "infodate": "2024-01-19",
        }
        for number in range(count)
    ]


def test_reply_lists_real_titles_and_the_next_page() -> None:
    listing = replied({"data": rows(50), "total": "120"})
    assert listing.items[1].title == "石桥县第1局2023年政府信息公开工作年度报告"
    assert listing.items[1].url.startswith(f"{HOME}/zwgk/002005/20240119/")
    assert (listing.items[1].published, listing.total) == ("2024-01-19", 120)
    assert body(listing.more[0])["pageIndex"] == 1
    assert replied({"data": rows(3), "total": 3}).more == ()


def test_a_server_with_its_own_page_size_or_counting_from_one_is_followed() -> None:
    assert body(replied({"data": rows(15), "total": 40}).more[0])["pageSize"] == 15
    assert body(replied({"data": [], "total": 40}).more[0])["pageIndex"] == 1
    assert replied({"data": [], "total": 0}).more == ()
    assert "params" in body(replied({"data": [], "total": 40}, wrapped=True).more[0])


def test_without_a_total_a_full_page_leads_on() -> None:
    assert body(replied({"data": rows(15)}).more[0])["pageIndex"] == 1
    assert replied({"data": rows(3)}).more == ()


def test_a_custom_that_is_itself_text_is_read() -> None:
    assert len(replied(json.dumps({"data": rows(2), "total": 2})).items) == 2


@pytest.mark.parametrize("custom", [None, "系统异常", [], {"data": [{"name": "x"}]}])
def test_an_unreadable_reply_raises(custom: object) -> None:
    with pytest.raises(ListingUnreadable):
        replied(custom)


def test_a_common_script_without_a_site_raises() -> None:
    ask = Ask(url=f"{HOME}/js/webBuilderCommon.js#categorynum=1", family="epoint", base=COLUMN)
    with pytest.raises(ListingUnreadable):
        EPOINT.listing(page(f"{HOME}/js/webBuilderCommon.js", "var a = 1;", ask))
