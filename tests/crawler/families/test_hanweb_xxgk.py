"""Hanweb's disclosure module: the search by form, other columns' entries left out, one report an organ and year."""

import pytest

from crawler.families import families, family_of
from crawler.families.base import ListingUnreadable
from crawler.pages import queries
from crawler.pages.page import Ask, Listing, page

HOME = "http://tc.example.gov.cn"
COLUMN = f"{HOME}/col/col4471/index.html"
XXGK = families()["hanweb_xxgk"]
SHELLS = [
    """<script>$.post("/module/xxgk/search.jsp",
       "infotypeId=B01&jdid=9&area=11370999004100000X&divid=div4471&vc_title=&currpage=1")</script>""",
    """<script>$.ajax({type:'POST', url:'/module/xxgk/search.jsp', data:{infotypeId:'B01', divid:'div4471', area:'11370999004100000X',
       jdid:9, vc_title:'', currpage:1}})</script>""",
    """<form action="/module/xxgk/search.jsp"><input name="infotypeId" value="B01"><input name="area" value="11370999004100000X">
       <input name="divid" value="div4471"><input name="jdid" value="9"></form>""",
    """<iframe src="/module/xxgk/tree.jsp?area=11370999004100000X"></iframe>
       <script>search("/module/xxgk/search.jsp?infotypeId=B01&jdid=9")</script>""",
]


@pytest.mark.parametrize("text", SHELLS)
def test_shell_becomes_a_form_for_the_first_page(text: str) -> None:
    given = page(COLUMN, f"<html><body>{text}</body></html>")
    assert family_of(given)[0].name == "hanweb_xxgk"
    listing = XXGK.listing(given)
    assert listing is not None
    (call,) = listing.more
    assert (call.method, call.url, call.base) == ("POST", f"{HOME}/module/xxgk/search.jsp", COLUMN)
    told = {
        name: queries.field(call.body, name) for name in ("infotypeId", "area", "divid", "jdid", "currpage")
    }
    assert told == {
        "infotypeId": "B01",
        "area": "11370999004100000X",
        "divid": "div4471",
        "jdid": "9",
        "currpage": "1",
    }


def replied(text: str, *, body: str = "infotypeId=&area=X1&currpage=1") -> Listing:
    ask = Ask(
        url=f"{HOME}/module/xxgk/search.jsp", method="POST", body=body, family="hanweb_xxgk", base=COLUMN
    )
    listing = XXGK.listing(page(ask.url, text, ask))
    assert listing is not None
    return listing


FRAGMENT = """<table><tr class="tr_main_value_odd"><td>
<a href="/art/2024/1/9/art_4471_88.html" title="柏树镇2023年政府信息公开工作年度报告">柏树镇2023…</a></td>
<td>2024-01-09</td></tr><tr><td><a href="/art/2024/1/9/art_5210_89.html">关于道路施工的公告栏目信息</a></td><td>2024-01-09</td></tr></table>
<div>&nbsp;共&nbsp;3&nbsp;页&nbsp;<a href="javascript:go(2)">下一页</a></div>"""


def test_entries_of_other_columns_are_left_out_and_the_next_page_asked_for() -> None:
    listing = replied(FRAGMENT)
    assert [item.title for item in listing.items] == ["柏树镇2023年政府信息公开工作年度报告"]
    assert listing.items[0].published == "2024-01-09"
    assert [queries.field(ask.body, "currpage") for ask in listing.more] == ["2", "3"]
    assert replied(FRAGMENT, body="infotypeId=&currpage=3").more == ()


def test_an_answer_limited_to_a_class_keeps_entries_filed_under_other_columns() -> None:
    text = FRAGMENT.replace("art_4471_", "art_9999_")
    assert len(replied(text, body="infotypeId=B01&currpage=1").items) == 2
    assert replied(text).items == ()


def test_offered_organs_and_years_are_asked_for_at_the_report_endpoint() -> None:
    text = """<body><select id="area"><option value="11370999004100000X">财政局</option><option value="11370999004100001Q">青檀镇</option></select>
      <select id="y"><option value="2023">2023年</option><option value="2022">2022年</option></select>
      <script>var u = "/module/xxgk/xxgkAnnualReport.jsp";</script></body>"""
    found = {anchor.url: anchor.text for anchor in XXGK.links(page(f"{HOME}/col/col1/index.html", text))}
    assert found[f"{HOME}/module/xxgk/xxgkAnnualReport.jsp?area=11370999004100001Q&fbtime=2022"] == (
        "青檀镇2022年政府信息公开工作年度报告"
    )
    assert len(found) == 4


def test_report_address_has_one_spelling_and_is_no_list() -> None:
    swapped = f"{HOME}/module/xxgk/xxgkAnnualReport.jsp?fbtime=2023&area=11370999004100000X"
    assert (
        XXGK.real(swapped) == f"{HOME}/module/xxgk/xxgkAnnualReport.jsp?area=11370999004100000X&fbtime=2023"
    )
    assert (
        XXGK.real(f"{HOME}/module/xxgk/xxgkAnnualReport.jsp?area=1")
        == f"{HOME}/module/xxgk/xxgkAnnualReport.jsp?area=1"
    )
    assert XXGK.listing(page(swapped, "<html><body></body></html>")) is None


def test_an_address_without_a_year_is_no_reports_own_where_years_are_offered() -> None:
    url = f"{HOME}/module/xxgk/xxgkAnnualReport.jsp?area=11370999004100000X"
    report = "<h1>柏树镇2023年政府信息公开工作年度报告</h1>"
    tabs = f'<a href="{url}&fbtime=2023">2023年</a><a href="{url}&fbtime=2022">2022年</a>'
    assert XXGK.article(page(url, report + tabs)).title == ""
    assert XXGK.article(page(url, report)).title == "柏树镇2023年政府信息公开工作年度报告"
    assert (
        XXGK.article(page(f"{url}&fbtime=2023", report + tabs)).title
        == "柏树镇2023年政府信息公开工作年度报告"
    )


def test_an_address_without_a_year_is_not_followed_where_its_years_are_linked() -> None:
    url = f"{HOME}/module/xxgk/xxgkAnnualReport.jsp?area=11370999004100000X"
    crumb = f'<div class="crumb"><a href="{url}">政府信息公开年报</a></div>'
    tab = f'<a href="{url}&fbtime=2022">2022年</a>'
    assert [anchor.url for anchor in XXGK.links(page(f"{url}&fbtime=2023", crumb + tab))] == [
        f"{url}&fbtime=2022"
    ]
    assert [anchor.url for anchor in XXGK.links(page(f"{HOME}/zwgk/", crumb))] == [url]


def test_the_modules_pages_are_its_own_although_files_are_served_by_the_plain_system() -> None:
    url = f"{HOME}/module/xxgk/xxgkAnnualReport.jsp?area=11370999004100000X&fbtime=2023"
    file = (
        '<meta name="ContentStart"><a href="/module/download/downfile.jsp?classid=0&filename=a.pdf">附件</a>'
    )
    assert family_of(page(url, file))[0].name == "hanweb_xxgk"


def test_a_call_without_parameters_raises() -> None:
    with pytest.raises(ListingUnreadable):
        XXGK.listing(page(f"{HOME}/zwgk/", "<script>post('/module/xxgk/search.jsp', q)</script>"))


def test_a_reply_that_declares_entries_and_shows_none_raises() -> None:
    with pytest.raises(ListingUnreadable):
        replied("<div>共 12 条 共 1 页</div>")
