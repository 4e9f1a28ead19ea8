"""Guangdong's platform: columns from the tree in a script, lists in JSON, an article in escaped JSON alone."""

import json

import pytest

from crawler.families import families, family_of
from crawler.families.base import ListingUnreadable
from crawler.pages.page import Ask, Listing, page

HOME = "http://www.hd.example.gov.cn/hdlyj"
GKMLPT = families()["gkmlpt"]
TREE = [
    {"id": 310, "name": "机构职能", "jump_url": "", "children": [], "post_count": 3},
    {
        "id": 320,
        "name": "政府信息公开",
        "post_count": 0,
        "children": [
            {"id": 2629, "name": "政府信息公开年报", "jump_url": "", "post_count": 34},
            {"id": 2630, "name": "指南", "jump_url": "/hdlyj/zn/index.html", "post_count": 0},
            {"id": 2631, "name": "空栏目", "jump_url": "", "post_count": 0},
        ],
    },
]


def shell(**more: object) -> str:
    config = json.dumps({"SID": 175, "TREE": TREE, **more}, ensure_ascii=False)
    return f"<html><body><div id='app'></div><script>window._CONFIG = {config};</script></body></html>"


def test_columns_are_named_links_to_their_calls() -> None:
    given = page(f"{HOME}/gkmlpt/index", shell())
    assert family_of(given)[0].name == "gkmlpt"
    found = {anchor.text: anchor for anchor in GKMLPT.links(given)}
    assert found["政府信息公开年报"].url == f"{HOME}/gkmlpt/api/all/2629?page=1&sid=175"
    assert found["政府信息公开年报"].ask.family == "gkmlpt"
    assert found["政府信息公开年报"].context == "政府信息公开"
    assert found["指南"].url == f"{HOME}/zn/index.html"
    assert set(found) == {"机构职能", "政府信息公开年报", "指南"}
    assert GKMLPT.listing(given) is None


def test_a_node_that_jumps_to_another_column_or_site_leads_there() -> None:
    tree = [
        {"id": 1, "name": "年报", "jump_url": "/hdlyj/gkmlpt/annualreport#77"},
        {
            "id": 2,
            "name": "他局年报",
            "jump_url": "http://www.hd.example.gov.cn/hdczj/gkmlpt/annualreport#88",
        },
    ]
    text = f"<script>window._CONFIG = {json.dumps({'SID': 5, 'TREE': tree})}</script>"
    urls = [anchor.url for anchor in GKMLPT.links(page(f"{HOME}/gkmlpt/index", text))]
    assert urls == [f"{HOME}/gkmlpt/api/all/77?page=1&sid=5", tree[1]["jump_url"]]


@pytest.mark.parametrize(
    "config",
    [
        "window._CONFIG={SID:'175',TREE:[{id:2629,name:'公开年报',children:[],},]}",
        'window._CONFIG = JSON.parse("{\\"SID\\":175,\\"TREE\\":[{\\"id\\":2629,\\"name\\":\\"\\\\u516c\\\\u5f00\\\\u5e74\\\\u62a5\\"}]}");',
    ],
)
def test_the_configuration_may_be_a_literal_or_a_string(config: str) -> None:
    found = list(GKMLPT.links(page(f"{HOME}/gkmlpt/index", f"<script>{config}</script>")))
    assert [(anchor.text, anchor.url) for anchor in found] == [
        ("公开年报", f"{HOME}/gkmlpt/api/all/2629?page=1&sid=175")
    ]


def test_the_fragment_names_the_column() -> None:
    asked = Ask(url=f"{HOME}/gkmlpt/annualreport#2629")
    listing = GKMLPT.listing(page(f"{HOME}/gkmlpt/annualreport", shell(), asked))
    assert listing is not None
    assert [ask.url for ask in listing.more] == [f"{HOME}/gkmlpt/api/all/2629?page=1&sid=175"]
    with pytest.raises(ListingUnreadable):
        GKMLPT.listing(page(asked.url, "<html><body>升级中</body></html>", asked))


def test_a_link_with_a_fragment_becomes_the_call() -> None:
    text = shell().replace("<div", '<a href="/hdlyj/gkmlpt/annualreport#2629">年报</a><div')
    assert next(GKMLPT.links(page(f"{HOME}/gkmlpt/index", text))).url.endswith("/api/all/2629?page=1&sid=175")


def replied(told: object, *, number: int = 1) -> Listing:
    ask = Ask(
        url=f"{HOME}/gkmlpt/api/all/2629?page={number}&sid=175", family="gkmlpt", base=f"{HOME}/gkmlpt/index"
    )
    listing = GKMLPT.listing(page(ask.url, json.dumps(told), ask))
    assert listing is not None
    return listing


def articles(count: int) -> list[dict[str, object]]:
    return [
        {
            "id": 4688000 + number,
            "title": f"海东县<em>林业局</em>{2000 + number}年政府信息公开工作年度报告",
            "url": f"{HOME}/gkmlpt/content/4/4688/post_{4688000 + number}.html?jump=true",
            "date": 1705629600,
            "publisher": "海东县林业局",
        }
        for number in range(count)
    ]


def test_reply_lists_titles_dates_and_organs_without_the_duplicate_mark() -> None:
    listing = replied({"classify": {"post_count": 34}, "articles": articles(20)})
    assert listing.items[0].url == f"{HOME}/gkmlpt/content/4/4688/post_4688000.html"
    assert listing.items[0].title == "海东县林业局2000年政府信息公开工作年度报告"
    assert (listing.items[0].published, listing.items[0].organ) == ("2024-01-19", "海东县林业局")
    assert [ask.url for ask in listing.more] == [f"{HOME}/gkmlpt/api/all/2629?page=2&sid=175"]
    assert listing.total == 34


def test_a_whole_list_on_page_one_asks_for_no_second() -> None:
    assert replied({"classify": {"post_count": 5}, "articles": articles(5)}).more == ()
    assert replied({"classify": {"post_count": 0}, "articles": []}).items == ()


def test_without_a_count_a_full_page_leads_on() -> None:
    assert len(replied({"articles": articles(20)}).more) == 1
    assert replied({"articles": articles(3)}).more == ()


def test_an_article_without_address_is_where_its_number_says() -> None:
    listing = replied({"articles": [{"id": 638777, "title": "海东县2023年年报"}]})
    assert listing.items[0].url == f"{HOME}/gkmlpt/content/0/638/post_638777.html"


@pytest.mark.parametrize("told", [None, {"message": "x"}, {"articles": [{"name": "无题"}]}, [1]])
def test_an_unreadable_reply_raises(told: object) -> None:
    with pytest.raises(ListingUnreadable):
        replied(told)


def test_an_article_held_in_escaped_json_is_read() -> None:
    content = "&lt;p&gt;一、总体情况&lt;/p&gt;&lt;a href=&quot;/hdlyj/att/7.pdf&quot;&gt;年报.pdf&lt;/a&gt;"
    detail = {"title": "海东县林业局2023年政府信息公开工作年度报告", "content": content, "publisher": "海东县林业局",
              "date": 1705629600, "attachment": [{"name": "附表.xlsx", "url": "/hdlyj/att/8.xlsx"}]}  # fmt: skip
    given = page(f"{HOME}/gkmlpt/content/4/4688/post_4688000.html", shell(DETAIL=detail))
    article = GKMLPT.article(given)
    assert article.title == "海东县林业局2023年政府信息公开工作年度报告"
    assert (article.organ, article.published) == ("海东县林业局", "2024-01-19")
    assert article.text == "一、总体情况年报.pdf"
    assert [file.name for file in GKMLPT.attachments(given)] == ["年报.pdf", "附表.xlsx"]
    assert GKMLPT.listing(given) is None


def test_hostile_trees_end() -> None:
    deep: list[object] = []
    for number in range(200):
        deep = [{"id": number, "name": "层", "children": deep}]
    assert len(list(GKMLPT.links(page(f"{HOME}/gkmlpt/index", f"<script>window._CONFIG={json.dumps({'TREE': deep})}</script>")))) < 20  # fmt: skip
    for broken in ("window._CONFIG = {", "window._CONFIG = {TREE: 7}", "window._CONFIG = " + "[" * 5000):
        assert list(GKMLPT.links(page(f"{HOME}/gkmlpt/index", f"<script>{broken}</script>"))) == []
