"""Hanweb JPaaS: units by single-quoted query data, pages by `paramJson` alone."""

import json

import pytest

from crawler.families import families, family_of
from crawler.families.base import ListingUnreadable
from crawler.pages import queries
from crawler.pages.page import Ask, Listing, page

HOME = "https://qs.example.gov.cn"
COLUMN = f"{HOME}/col/col5501/index.html"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
DATA = "{'parseType':'bulidstatic','webId':'812','tplSetId':'kQ2','pageType':'column','tagId':'信息列表','editType':'null','pageId':'5501'}"
JPAAS = families()["hanweb_jpaas"]


def row(number: int) -> str:
    return (
        f'<li class="cf"><a class="fl" href="/art/2024/art_{number:032x}.html">【文字版】清水镇{1990 + number}年政府信息公开工作年度报告</a>'
        f'<span class="fr">2024-01-{number % 28 + 1:02d}</span></li>'
    )


def rows(count: int, *, total: int, size: int, number: int = 1) -> str:
    return f'<ul class="ajax-ul">{"".join(map(row, range(count)))}</ul><div class="pg" rows="{size}" count="{total}" pageNo="{number}"></div>'


def listed(text: str) -> Listing:
    listing = JPAAS.listing(page(COLUMN, text))
    assert listing is not None
    return listing


def parameters(ask: Ask) -> dict[str, object]:
    told = json.loads(queries.field(ask.url.partition("?")[2], "paramJson") or "")
    assert isinstance(told, dict)
    return told


def test_shell_becomes_the_call_for_page_one() -> None:
    text = f'<html><body><div url="{UNIT}" queryData="{DATA}"></div></body></html>'
    family, signal = family_of(page(COLUMN, text))
    assert signal is not None
    assert (family.name, signal.where) == ("hanweb_jpaas", "body")
    listing = listed(text)
    (call,) = listing.more
    assert (listing.items, call.method, call.base) == ((), "GET", COLUMN)
    assert call.url.startswith(f"{HOME}{UNIT}?parseType=bulidstatic&")
    assert "tagId=%E4%BF%A1%E6%81%AF%E5%88%97%E8%A1%A8" in call.url
    assert parameters(call)["pageNo"] == 1
    assert queries.field(call.url.partition("?")[2], "pageNo") is None


@pytest.mark.parametrize(
    "text",
    [
        f"<script>var unit = {{url: '{UNIT}', queryData: {DATA}}};</script>",
        f'<script>load("{UNIT}", queryData = "{DATA}")</script>',
        f"<script>get('{UNIT}?webId=812&pageId=5501&parseType=buildstatic&tagId=x')</script>",
        f"<div url='{UNIT}' querydata='{DATA.replace(chr(39), '&quot;')}'></div>",
        f'<div url="{UNIT}" queryData="{DATA.replace("信息列表", "导航")}"></div><div url="{UNIT}" queryData="{DATA}"></div>',
    ],
)
def test_query_data_is_found_wherever_it_stands(text: str) -> None:
    (call,) = listed(text).more
    assert "pageId=5501" in call.url


def test_a_printed_first_page_is_taken_and_the_second_asked_for() -> None:
    listing = listed(f'<div url="{UNIT}" queryData="{DATA}">{rows(15, total=31, size=15)}</div>')
    assert (len(listing.items), listing.total) == (15, 31)
    assert [parameters(ask) for ask in listing.more] == [
        {"pageNo": 2, "pageSize": 15},
        {"pageNo": 3, "pageSize": 15},
    ]


def test_a_pager_beside_a_printed_unit_is_its_own() -> None:
    printed, pager = rows(15, total=31, size=15).split("</ul>")
    listing = listed(f'<div><div url="{UNIT}" queryData="{DATA}">{printed}</ul></div>{pager}</div>')
    assert (len(listing.items), listing.total) == (15, 31)
    assert [parameters(ask)["pageNo"] for ask in listing.more] == [2, 3]


def test_a_whole_page_may_say_that_it_is_a_unit() -> None:
    listing = listed(f'<html url="{UNIT}" queryData="{DATA}"><body><ul>{row(1)}{row(2)}</ul></body></html>')
    assert (len(listing.items), listing.more) == (2, ())


def test_of_several_units_the_one_named_a_list_is_first_and_the_others_are_links() -> None:
    units = "".join(
        f'<div url="{UNIT}" queryData="{DATA.replace("信息列表", name).replace("5501", number)}"></div>'
        for name, number in (("推荐", "1"), ("当前位置", "2"), ("分页列表", "3"))
    )
    assert "pageId=3&" in listed(units).more[0].url
    calls = [anchor.ask for anchor in JPAAS.links(page(COLUMN, units)) if anchor.ask.family]
    assert ["pageId=1&" in ask.url for ask in calls] == [True]


def test_a_page_with_units_of_navigation_alone_is_read_as_it_is_printed() -> None:
    text = f'<div url="{UNIT}" queryData="{DATA.replace("信息列表", "导航")}"></div><a href="/a/1.html">清水镇2023年政府信息公开年报</a>'
    assert [item.title for item in listed(text).items] == ["清水镇2023年政府信息公开年报"]


def test_a_search_told_in_the_query_data_is_kept() -> None:
    data = DATA[:-1] + ',\'paramJson\':\'{"pageNo":1,"pageSize":15,"search":"{}"}\'}'
    (call,) = listed(f"<script>queryData = {data}</script>").more
    assert parameters(call)["search"] == "{}"


def replied(text: str, *, number: int = 1, size: int = 50) -> Listing:
    told = json.dumps({"pageNo": number, "pageSize": size})
    url = queries.requeried(f"{HOME}{UNIT}?pageId=5501", {"paramJson": told})
    ask = Ask(url=url, family="hanweb_jpaas", base=COLUMN)
    listing = JPAAS.listing(page(url, text, ask))
    assert listing is not None
    return listing


def wrapped(markup: str) -> str:
    return json.dumps({"success": True, "data": {"html": markup}})


def test_reply_keeps_to_the_rows_that_the_server_says() -> None:
    listing = replied(wrapped(rows(15, total=59, size=15)))
    assert listing.items[0].url == f"{HOME}/art/2024/art_{0:032x}.html"
    assert listing.items[4].published == "2024-01-05"
    assert listing.total == 59
    assert parameters(listing.more[0]) == {"pageNo": 2, "pageSize": 15}
    whole = replied(wrapped(rows(30, total=30, size=50)))
    assert (whole.more, whole.restarts) == ((), True)
    assert replied(wrapped(rows(9, total=59, size=15, number=4)), number=4, size=15).more == ()


def test_without_a_count_a_full_page_leads_on_and_an_empty_one_ends() -> None:
    full = replied(wrapped(f"<ul>{''.join(map(row, range(15)))}</ul>"), number=2, size=15)
    assert parameters(full.more[0]) == {"pageNo": 3, "pageSize": 15}
    assert replied(wrapped(f"<ul>{row(1)}</ul>")).more == ()
    assert replied(wrapped("<ul></ul>"), number=3).more == ()


@pytest.mark.parametrize(
    "text",
    [
        "<html>403</html>",
        '{"success":false,"data":null}',
        '{"success":true,"data":{"html":"<ul></ul><div rows=\\"15\\" count=\\"59\\"></div>"}}',
    ],
)
def test_an_unreadable_reply_raises(text: str) -> None:
    with pytest.raises(ListingUnreadable):
        replied(text)


def test_a_unit_without_readable_data_raises() -> None:
    with pytest.raises(ListingUnreadable):
        JPAAS.listing(page(COLUMN, f"<div url='{UNIT}' querydata='{{broken'></div>"))
