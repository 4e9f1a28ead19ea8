"""The call that brought a rendered page's list is told from its others, with how its entries' addresses are put together."""

import json

import pytest

from crawler.families.generic import FAMILY
from crawler.pages.page import Ask, Heard, Listing, Page

BASE = "http://q.example/nb/"
TITLES = ("白河县财政局2023年政府信息公开工作年度报告", "白河县青山镇2023年政府信息公开工作年度报告")
NAMES = [f"白河县第{number}街道办事处及其所属单位" for number in range(9)]
MENU = Heard(ask=Ask(url=f"{BASE}menu"), text=json.dumps([{"name": name, "url": "/gk/"} for name in NAMES]))


def row(number: int, href: str) -> str:
    return f"<li>{href and f'<a href={href!r}>'}{TITLES[number]}</li>"


def listed(entries: str, *heard: Heard, script: str = "") -> Listing | None:
    """What a rendered page lists whose scripts were heard to ask."""
    page = Page(
        url=BASE,
        text=f"<nav>{' '.join(NAMES)}</nav><ul>{entries}</ul><script>{script}</script>",
        ask=Ask(url=BASE),
        heard=heard,
    )
    return FAMILY.listing(page)


def rows(url: str, told: object, *, body: str = "") -> Heard:
    return Heard(ask=Ask(url=url, method="POST" if body else "GET", body=body), text=json.dumps(told))


def test_addresses_are_put_together_as_the_page_did() -> None:
    told = [{"gid": f"{at}77", "col": "4421", "t": title, "no": at} for at, title in enumerate(TITLES)]
    entries = "".join(row(at, f"/show/4421/{at}77.html") for at in range(2))
    found = listed(entries, MENU, rows(f"{BASE}rows?cur=1&page=1", {"d": told}))
    assert found is not None
    (ask,) = found.more
    assert (ask.url, ask.entry, ask.base) == (f"{BASE}rows?cur=1&page=1", "/show/${col}/${gid}.html", BASE)
    assert not found.items, "they come with the call"


def test_addresses_that_the_links_do_not_agree_on_are_not_put_together() -> None:
    told = [{"gid": f"{at}77", "t": title} for at, title in enumerate(TITLES)]
    entries = row(0, "/show/077.html") + row(1, "/other/177.htm")
    found = listed(entries, rows(f"{BASE}rows?page=1", told))
    assert found is not None
    assert found.more[0].entry == ""


@pytest.mark.parametrize(
    ("told", "body"),
    [
        ([[f"<a href='/{at}.html'>{title}</a>", "2024-01-20"] for at, title in enumerate(TITLES)], "start=0"),
        ([{"t": title, "url": f"/{at}.html"} for at, title in enumerate(TITLES)], '{"pageNo": 1}'),
    ],
    ids=["markup in columns", "rows"],
)
def test_lists_that_are_posted_for_are_told_too(told: object, body: str) -> None:
    found = listed(row(0, "/0.html") + row(1, "/1.html"), MENU, rows(f"{BASE}rows", {"d": told}, body=body))
    assert found is not None
    assert [(ask.method, ask.body) for ask in found.more] == [("POST", body)]


def test_a_list_that_is_printed_whole_is_not_asked_for_again() -> None:
    told = rows(f"{BASE}rows", [{"t": title, "gid": "31"} for title in TITLES])
    found = listed(row(0, "/0.html") + row(1, "/1.html"), told)
    assert found is not None
    assert (len(found.items), found.more) == (2, ())


def test_a_list_whose_entries_have_no_links_is_asked_for_as_it_was() -> None:
    told = rows(f"{BASE}rows", [{"t": title, "url": f"/{at}.html"} for at, title in enumerate(TITLES)])
    found = listed(row(0, "") + row(1, ""), MENU, told)
    assert found is not None
    assert found.more[0].url == f"{BASE}rows"


def test_what_the_page_does_not_show_is_none_of_its_lists() -> None:
    told = rows(f"{BASE}rows?page=1", [{"t": "白河县水务局2023年政府信息公开工作年度报告", "url": "/9.html"}])
    found = listed(row(0, "/0.html") + row(1, "/1.html"), told)
    assert found is not None
    assert (len(found.items), found.more) == (2, ())


@pytest.mark.parametrize(
    ("url", "body", "script"),
    [
        ("rows?size=2&after=", "", "q.set('after', after); told = await j(); after = told.upTo;"),
        (
            "rows",
            '{"size": 2, "after": ""}',
            "ask({size: 2, after: last}).then(r => { last = r.data.upTo; });",
        ),
    ],
    ids=["in the address", "in what is sent"],
)
def test_a_list_is_gone_on_with_by_the_cursor_that_its_script_takes_from_the_reply(
    url: str, body: str, script: str
) -> None:
    told = [{"t": title, "url": f"/{at}.html"} for at, title in enumerate(TITLES)]
    reply = {"upTo": "k31", "rows": told}
    found = listed(row(0, "/0.html") + row(1, "/1.html"), rows(BASE + url, reply, body=body), script=script)
    assert found is not None
    (ask,) = found.more
    assert ask.cursor == "upTo"
    again = FAMILY.listing(Page(url=ask.url, text=json.dumps(reply), ask=ask))
    assert again is not None
    assert "k31" in again.more[0].url + again.more[0].body


def test_what_only_looks_like_an_object_is_sent_as_it_was() -> None:
    told = [{"t": title, "url": f"/{at}.html"} for at, title in enumerate(TITLES)]
    found = listed(row(0, ""), rows(f"{BASE}rows", {"d": told}, body="{page:1}"))
    assert found is not None
    assert found.more[0].body == "{page:1}"
