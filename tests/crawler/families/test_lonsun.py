"""Lonsun: a shell whose list is a label's fragment; cut titles, cache-busters, page counts in the fragment's script."""

from collections.abc import Mapping

import pytest

from crawler.families import families, family_of
from crawler.families.base import ListingUnreadable
from crawler.pages import queries
from crawler.pages.page import Ask, Listing, Page, page

HOME = "https://www.qy.example.gov.cn"
COLUMN = f"{HOME}/public/column/6604?type=4&catId=55120&action=list"
LONSUN = families()["lonsun"]
LABEL = "/site/label/8888?IsAjax=1&dataType=html&_=0.51&labelName=publicInfoList&siteId=41&pageSize=15&pageIndex=1&length=50&file=%2Fxxgk%2Flist"
SHELLS = [
    f'<script>$("#list").load("{LABEL}&organId=6604&catId=55120&type=4")</script>',
    """<meta name="SiteId" content="41"><script>Ls.page({labelName:'publicInfoList', siteId:'41', pageSize:15, length:50, organId:'6604',
       catId:'55120', type:4, file:'/xxgk/list'})</script>""",
    '<div id="list"></div><script src="/assets/public.js"></script>',
]


@pytest.mark.parametrize("text", SHELLS)
def test_shell_becomes_the_label_call(text: str) -> None:
    given = page(COLUMN, f"<html><body>{text}</body></html>")
    assert family_of(given)[0].name == "lonsun"
    listing = LONSUN.listing(given)
    assert listing is not None
    (call,) = listing.more
    query = call.url.partition("?")[2]
    told = {
        name: queries.field(query, name)
        for name in ("labelName", "organId", "catId", "type", "pageIndex", "_")
    }
    assert call.url.startswith(f"{HOME}/site/label/8888?")
    assert told == {
        "labelName": "publicInfoList",
        "organId": "6604",
        "catId": "55120",
        "type": "4",
        "pageIndex": "1",
        "_": None,
    }


def noted(shell: str) -> Mapping[str, str]:
    """What the reply to a column's first call tells the portal's other pages."""
    listing = LONSUN.listing(page(COLUMN, f"<html><body>{shell}</body></html>"))
    assert listing is not None
    call = listing.more[0]
    return LONSUN.notes(page(call.url, row(1), call))


def test_a_link_to_a_shell_is_its_call_once_an_empty_one_was_met() -> None:
    organ = '<html><a href="/public/column/6610?type=4&catId=55999&action=list">政府信息公开年报</a><a href="/public/column/6610">目录</a></html>'
    url = f"{HOME}/public/column/6610?type=4"
    before = [anchor.url for anchor in LONSUN.links(page(url, organ))]
    assert before == [
        f"{HOME}/public/column/6610?type=4&catId=55999&action=list",
        f"{HOME}/public/column/6610",
    ]
    known = Page(url=url, text=organ, ask=Ask(url=url), notes=noted(SHELLS[0]))
    call, directory = LONSUN.links(known)
    assert (call.text, call.ask.family, call.ask.base) == ("政府信息公开年报", "lonsun", before[0])
    query = call.url.partition("?")[2]
    told = [queries.field(query, name) for name in ("organId", "catId", "siteId", "pageIndex")]
    assert told == ["6610", "55999", "41", "1"]
    assert directory.url == before[1]


def test_a_shell_that_shows_its_first_page_or_asks_for_another_list_teaches_nothing() -> None:
    assert noted(f"{row(1)}<script>var pageCount = 3;</script>{SHELLS[0]}") == {}
    assert noted(SHELLS[0].replace("catId=55120", "catId=1")) == {}


def test_a_site_in_a_directory_of_its_own_asks_there() -> None:
    listing = LONSUN.listing(page(f"{HOME}/zwgk/public/column/6604?type=4&catId=9", "<html></html>"))
    assert listing is not None
    assert listing.more[0].url.startswith(f"{HOME}/zwgk/site/label/8888?")


def row(number: int) -> str:
    return (
        f'<div class="xxgk_navli"><ul><li><a href="/public/6604/{9100 + number}.html" title="青峪县{number}局2023年政府信息公开工作年度报告">'
        f'青峪县{number}局2023…</a></li><li><span class="date">2024-01-{number:02d}</span></li></ul></div>'
    )


def replied(text: str, *, number: int = 1) -> Listing:
    url = f"{HOME}/site/label/8888?labelName=publicInfoList&organId=6604&pageIndex={number}&pageSize=15"
    ask = Ask(url=url, family="lonsun", base=COLUMN)
    listing = LONSUN.listing(page(url, text, ask))
    assert listing is not None
    return listing


ROWS = "".join(map(row, range(1, 16)))


def test_fragment_gives_full_titles_and_the_next_page() -> None:
    listing = replied(ROWS + "<script>Ls.pagination({pageCount:3,pageIndex:1})</script>")
    assert listing.items[0].title == "青峪县1局2023年政府信息公开工作年度报告"
    assert listing.items[0].url == f"{HOME}/public/6604/9101.html"
    assert listing.items[0].published == "2024-01-01"
    assert ["pageIndex=2" in listing.more[0].url, "pageIndex=3" in listing.more[1].url] == [True, True]
    assert replied(ROWS + "<script>x({pageCount:3})</script>", number=3).more == ()


def test_without_a_count_a_full_page_leads_on_and_a_short_one_ends() -> None:
    assert len(replied(ROWS).more) == 1
    assert replied(row(1)).more == ()


def test_a_list_printed_in_the_shell_is_taken() -> None:
    text = f"<html><body><div>{ROWS}</div><script>var u='{LABEL}&organId=6604&catId=55120'; p({{pageCount:2}})</script></body></html>"
    listing = LONSUN.listing(page(COLUMN, text))
    assert listing is not None
    assert len(listing.items) == 15
    assert "pageIndex=2" in listing.more[0].url


def test_an_empty_list_says_so_and_an_unreadable_one_raises() -> None:
    assert replied("<div>暂无相关信息</div>").items == ()
    for text in ("", "<script>p({pageCount:4})</script>"):
        with pytest.raises(ListingUnreadable):
            replied(text)
