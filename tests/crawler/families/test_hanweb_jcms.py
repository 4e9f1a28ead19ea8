"""Hanweb JCMS: the list in a script's CDATA, the rest behind the proxy in all its dialects."""

from dataclasses import replace

import pytest

from crawler.families import families, family_of
from crawler.families.base import ListingUnreadable
from crawler.pages import queries
from crawler.pages.page import Ask, Listing, page

HOME = "http://lh.example.gov.cn"
COLUMN = f"{HOME}/col/col73301/index.html"
JCMS = families()["hanweb_jcms"]


def record(number: int) -> str:
    return (
        f"<record><![CDATA[<li><a href='/art/2024/1/{number}/art_73301_{900 + number}.html' "
        f'title="柳河县第{number}局2023年政府信息公开工作年度报告">柳河县第{number}局2023年政…</a><span>2024-01-{number:02d}</span></li>]]></record>'
    )


def store(count: int, *, first: int = 1, extra: str = "") -> str:
    records = "".join(record(number) for number in range(first, first + count))
    return f"<datastore>{extra}<recordset>{records}</recordset></datastore>"


GROUP = (
    '<nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&amp;appid=1&amp;webid=7&amp;path=/'
    '&amp;columnid=73301&amp;unitid=5511&amp;webname=%C1%F8%BA%D3&amp;permissiontype=0"></a>]]></nextgroup>'
)


def shell(inner: str) -> str:
    return f'<html><body><h2>年报</h2><div id="5511"><script type="text/xml">{inner}</script></div></body></html>'


def listed(text: str, url: str = COLUMN) -> Listing:
    listing = JCMS.listing(page(url, text))
    assert listing is not None
    return listing


def test_first_group_is_read_from_the_script_and_the_rest_is_asked_in_every_dialect() -> None:
    given = page(COLUMN, shell(store(15, extra=GROUP)))
    family, signal = family_of(given)
    assert signal is not None
    assert (family.name, signal.where) == ("hanweb_jcms", "body")
    listing = listed(given.text)
    assert len(listing.items) == 15
    assert listing.items[2].title == "柳河县第3局2023年政府信息公开工作年度报告"
    assert listing.items[2].url == f"{HOME}/art/2024/1/3/art_73301_903.html"
    assert listing.items[2].published == "2024-01-03"
    (call,) = listing.more
    assert call.url.startswith(f"{HOME}/module/web/jpage/dataproxy.jsp?page=1&")
    for piece in ("webname=%C1%F8%BA%D3", "columnid=73301", "startrecord=1", "endrecord=100", "perpage=100"):
        assert piece in call.url
    assert ("X-Requested-With", "XMLHttpRequest") in call.headers


@pytest.mark.parametrize(
    "text",
    [
        shell(store(3, extra=GROUP + "<totalrecord>3</totalrecord>")),
        shell(store(3, extra=GROUP))
        + "<script>$('#5511').jpage({perPage:15,proxyUrl:'/x/dataproxy.jsp'})</script>",
        shell(store(2)) + "<script>totalRecord:2</script>",
    ],
)
def test_a_whole_list_in_the_page_asks_for_nothing(text: str) -> None:
    assert listed(text).more == ()


def test_a_proxy_address_in_the_script_replaces_the_groups_path() -> None:
    text = (
        shell(store(15, extra=GROUP))
        + "<script>x.jpage({proxyUrl:'/module/jpage/morecolumndataproxy.jsp'})</script>"
    )
    (call,) = listed(text).more
    assert call.url.startswith(f"{HOME}/module/jpage/morecolumndataproxy.jsp?page=1&")
    assert "columnid=73301" in call.url


def test_of_several_groups_the_columns_own_is_asked_for() -> None:
    other = GROUP.replace("73301", "88").replace("5511", "12")
    (call,) = listed(shell(store(15, extra=other)) + shell(store(15, first=16, extra=GROUP))).more
    assert "columnid=73301&unitid=5511" in call.url


def test_a_column_rendered_by_script_alone_is_asked_for_with_a_form() -> None:
    text = """<html><body><div id="88"></div><script>$("#88").jpage({ajaxParam: {col:1, appid:'1', webid: 7, path: '/',
      columnid: 73301, sourceContentType: 1, unitid: '88', webname: '柳河', permissiontype: 0},
      proxyUrl:'/module/jpage/dataproxy.jsp', totalRecord: 4});</script></body></html>"""
    (call,) = listed(text).more
    assert call.method == "POST"
    assert call.url.startswith(f"{HOME}/module/jpage/dataproxy.jsp?")
    assert queries.field(call.body, "unitid") == "88"
    assert queries.field(call.body, "path") == "/"
    assert queries.field(call.body, "webname") == "柳河"


def replied(text: str, *, number: int = 1, size: int = 100) -> Listing:
    url = f"{HOME}/module/web/jpage/dataproxy.jsp?columnid=73301&page={number}&startrecord={(number - 1) * size + 1}"
    ask = Ask(url=f"{url}&endrecord={number * size}&perpage={size}", family="hanweb_jcms", base=COLUMN)
    listing = JCMS.listing(page(ask.url, text, ask))
    assert listing is not None
    return listing


def test_a_server_with_its_own_page_size_is_followed_at_that_size() -> None:
    listing = replied(store(15, extra="<totalrecord>40</totalrecord><totalpage>3</totalpage>"))
    assert (len(listing.items), listing.total, listing.restarts) == (15, 40, True)
    assert "page=2&startrecord=16&endrecord=30&perpage=15" in listing.more[0].url
    last = replied(store(10, first=1, extra="<totalrecord>40</totalrecord>"), number=3, size=15)
    assert (last.more, last.restarts) == ((), False)


SHORT = store(15, extra="<totalrecord>40</totalrecord>")
STATED = "<script>jpage({perPage:15,totalRecord:40})</script>"


def onward(text: str, notes: dict[str, str]) -> str:
    listing = JCMS.listing(replace(page(COLUMN, text), notes=notes))
    assert listing is not None
    return listing.more[0].url


def test_where_the_server_keeps_to_its_own_size_other_columns_go_on_behind_what_they_show() -> None:
    ask = Ask(
        url=f"{HOME}/module/web/jpage/dataproxy.jsp?page=1&perpage=100", family="hanweb_jcms", base=COLUMN
    )
    notes = dict(JCMS.notes(page(ask.url, SHORT, ask)))
    assert "page=1&" in onward(shell(store(15, extra=GROUP)) + STATED, {})
    for shown, number in ((15, 2), (30, 3)):
        for stated in (STATED, ""):
            told = onward(shell(store(shown, extra=GROUP)) + stated, notes)
            assert f"page={number}&" in told
            assert told.endswith(f"startrecord={shown + 1}&endrecord={shown + 15}&perpage=15")


@pytest.mark.parametrize(
    "text",
    [
        shell(store(14, extra=GROUP)) + STATED,
        shell(store(15, extra=GROUP)) + STATED.replace("15", "5"),
        shell("<datastore>" + GROUP + "</datastore>"),
    ],
    ids=["rows_short", "other_size", "no_rows"],
)
def test_a_column_of_another_size_is_asked_for_anew(text: str) -> None:
    assert "page=1&" in onward(text, {"hanweb_jcms.rows": "15"})


@pytest.mark.parametrize(
    ("number", "size", "text"),
    [(1, 100, store(15)), (2, 15, SHORT), (1, 100, store(0, extra="<totalrecord>40</totalrecord>"))],
    ids=["no_total", "no_first_page", "empty"],
)
def test_only_a_first_page_that_is_too_short_tells_the_servers_size(
    number: int, size: int, text: str
) -> None:
    url = f"{HOME}/module/web/jpage/dataproxy.jsp?page={number}&perpage={size}"
    ask = Ask(url=url, family="hanweb_jcms", base=COLUMN)
    assert JCMS.notes(page(url, text, ask)) == {}
    assert JCMS.notes(page(COLUMN, text)) == {}


def test_the_last_page_alone_is_asked_for_where_one_is_left() -> None:
    text = shell(store(15, extra=GROUP)) + STATED.replace("40", "30")
    assert "page=2&" in onward(text, {})
    assert "page=1&" in onward(text.replace("30", "31"), {})


def test_a_second_page_that_is_empty_though_rows_are_left_is_followed_by_the_whole_list() -> None:
    (again,) = replied(store(0, extra="<totalrecord>30</totalrecord>"), number=2, size=15).more
    assert "page=1&startrecord=1&endrecord=100&perpage=100" in again.url


def test_rows_as_strings_in_a_script_are_records_too() -> None:
    text = """<script>jpage({totalRecord: 1, dataStore: ['<li><a href="/art/2023/2/1/art_1_2.html">某局2022年年报</a></li>',]})</script>"""
    assert [item.title for item in listed(text).items] == ["某局2022年年报"]


@pytest.mark.parametrize(
    "text",
    [
        shell("<datastore><recordset><record><![CDATA[<li>无链接</li>]]></record></recordset></datastore>"),
        shell("<datastore><recordset><record><![CDATA[<li><a href='/art/x"),
        "<html><body><script>load('/module/jpage/dataproxy.jsp')</script></body></html>",
    ],
)
def test_an_unreadable_list_raises(text: str) -> None:
    with pytest.raises(ListingUnreadable):
        JCMS.listing(page(f"{HOME}/zwgk/index.html", text))


@pytest.mark.parametrize("text", ["", "<html>系统繁忙</html>", '{"code": 500}'])
def test_an_unreadable_reply_raises(text: str) -> None:
    with pytest.raises(ListingUnreadable):
        replied(text)


def test_an_empty_reply_is_an_empty_list() -> None:
    assert replied("<datastore><totalrecord>0</totalrecord><recordset></recordset></datastore>").items == ()


def test_files_behind_the_download_page_belong_to_the_article() -> None:
    text = """<html><body><!--信息内容 begin--><p>详见附件</p><a href="/module/download/downfile.jsp?classid=0&filename=ab12.doc">年度报告.doc</a>
      <a href="https://bucket.oss.example.cn/jcms/2.pdf">扫描件</a><!--信息内容 end--></body></html>"""
    files = JCMS.attachments(page(f"{HOME}/art/2024/1/3/art_73301_903.html", text))
    assert [file.name for file in files] == ["年度报告.doc", "扫描件"]
