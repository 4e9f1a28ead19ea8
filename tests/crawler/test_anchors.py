"""Links, whatever carries them: elements, choices, handlers, data attributes, scripts."""

import pytest

from crawler.families import family_of
from crawler.pages.anchors import anchors
from crawler.pages.page import page

HOME = "http://qs.example.gov.cn/gk/"
NB = "http://qs.example.gov.cn/gk/nb.html"
CARRIERS = [
    "<a href='nb.html'>公开年报</a>",
    "<area href='nb.html' alt='公开年报'>",
    "<select><option value='/gk/nb.html'>公开年报</option><option value='3'>公开年报</option></select>",
    "<li onclick=\"goUrl('/gk/nb.html')\">公开年报</li>",
    "<li onclick=\"show(this, 3, '/gk/nb.html')\">公开年报</li>",
    "<li data-url='/gk/nb.html'>公开年报</li>",
    "<li data-src='/gk/nb.html'>公开年报</li>",
    "<LI DATA-HREF='/gk/nb.html'>公开年报</LI>",
    "<a href='javascript:;' lay-href='/gk/nb.html'>公开年报</a>",
    "<div ng-click=\"go('/gk/nb.html')\">公开年报</div>",
    "<a href=\"javascript:jump('/gk/nb.html')\">公开年报</a>",
    "<script>d.add(12,3,'公开年报','nb.html','','main');</script>",
    "<script>tree.nodes['3_12'] = 'text:公开年报;url:nb.html;target:main;';</script>",
    "<script>var tabs=[['/gk/nb.html','公开年报']]</script>",
    r"<script>var menu=[{'name':'\u516c\u5f00\u5e74\u62a5','url':'/gk/nb.html'}]</script>",
    "<script>document.write(\"<a href='/gk/nb.html' target=_blank><b>公开年报</b></a>\")</script>",
    "<script>document.write('<a href=\\\"/gk/nb.html\\\">公开年报<\\/a>')</script>",
    "<script>var t = '公开年报', u = 'nb.html'; document.write('<a href=\"' + u + '\" target=_blank>' + t + '</a>')</script>",
    "<script>document.write(unescape('%3Ca%20href%3D%22nb.html%22%3E%u516C%u5F00%u5E74%u62A5%3C/a%3E'))</script>",
    "<script>document.write(decodeURIComponent('%3Ca%20href%3D%22nb.html%22%3E%E5%85%AC%E5%BC%80%E5%B9%B4%E6%8A%A5%3C/a%3E'))</script>",
    "<script>document.write(Base64.decode('PGEgaHJlZj0ibmIuaHRtbCI+5YWs5byA5bm05oqlPC9hPg=='))</script>",
    "<script>var zNodes=[{id:3,pId:1,name:'公开年报',url:'/gk/nb.html'}]</script>",
    "<a href='nb.html'><i>01-20</i><h4>公开年报</h4><p>现将有关情况公布如下</p></a>",
    "<a href='nb.html'><h4> </h4>公开年报</a>",
    "<script>var list=[{c:'公开年报',n:3,d:'nb.html'}]</script>",
    "<table><tr><td>1<td>公开年报<td>2024-01-20<td><a href='nb.html'>查看</a></table>",
    "<li>公开年报 2024年1月20日<a href='nb.html'>下载</a></li>",
    r'<script>var state=JSON.parse("{\"docTitle\":\"\u516c\u5f00\u5e74\u62a5\",\"docUrl\":\"nb.html\"}")</script>',
    '<script>var menu={"link":"\\/gk\\/nb.html","icon":"x","title":"公开年报"}</script>',
]


@pytest.mark.parametrize("markup", CARRIERS)
def test_a_link_is_found_whatever_carries_it(markup: str) -> None:
    given = page(HOME, f"<html><body>{markup}</body></html>")
    assert [(anchor.url, anchor.text) for anchor in anchors(given)] == [(NB, "公开年报")]


@pytest.mark.parametrize(
    "markup",
    [
        "<option value='2023'>2023年</option>",
        "<b onclick=\"setTab('news', 2)\">新闻</b>",
        "<script>var a={name:'公开年报',code:'12'}, b={url:'/api/x'}</script>",
        "<script>var a={name:'login',url:'/api/x'}</script>",
        "<a>公开年报</a>",
        "<img data-src='/show?id=3' alt='公开年报'>",
        "<script>var s='<a href=\"/api/x\"></a>，公开年报</a>'</script>",
        "<script type='text/xml'><recordset><record><![CDATA[<a href='/gk/nb.html'>公开年报</a>]]></record></recordset></script>",
    ],
)
def test_what_names_no_address_is_no_link(markup: str) -> None:
    assert list(anchors(page(HOME, f"<html><body>{markup}</body></html>"))) == []


def test_a_heading_that_only_names_a_year_does_not_name_a_link() -> None:
    markup = "<a href='nb.html'><h3>2023年</h3><p>青石县政府信息公开年报</p></a>"
    assert [one.text for one in anchors(page(HOME, markup))] == ["2023年青石县政府信息公开年报"]


def test_a_link_in_a_column_of_a_year_is_called_by_its_row_and_that_year() -> None:
    markup = "<table><tr><th>单位<th>2022年<th>2023年</tr><tr><td>财政局<td><a href='a'>查看</a><td><a href='b'>查看</a></table>"
    assert [anchor.text for anchor in anchors(page(HOME, markup))] == ["财政局 2022年", "财政局 2023年"]


@pytest.mark.parametrize("words", ["WORD版", "PDF版下载", "下载DOCX格式", "文字版"])
def test_a_link_that_only_names_a_format_is_called_by_its_row(words: str) -> None:
    markup = f"<table><tr><td>2022年政府信息公开年报<td><a href='a'>{words}</a></table>"
    assert [anchor.text for anchor in anchors(page(HOME, markup))] == ["2022年政府信息公开年报"]


def test_a_row_tells_the_organ_and_the_year_that_its_title_leaves_out() -> None:
    markup = (
        "<table><tr><td>财政局<td>2022年度<td>政府信息公开年度报告<td>已发布<td><a href='a'>下载</a></table>"
    )
    assert [anchor.text for anchor in anchors(page(HOME, markup))] == ["财政局 2022年度 政府信息公开年度报告"]


def test_a_viewer_in_a_viewer_shows_the_document_and_many_are_given_up() -> None:
    nested = "v.html?file=" * 3 + "/up/7.pdf"
    assert page(HOME, "").join(nested) == "http://qs.example.gov.cn/up/7.pdf"
    assert page(HOME, "").join("v.html?file=" * 5000 + "/up/7.pdf") != ""


def test_a_page_without_a_signal_of_its_own_is_read_as_its_portals() -> None:
    plain = page(HOME, "<html><body><a href='nb.html'>公开年报</a></body></html>")
    assert family_of(plain)[0].name == "generic"
    family, signal = family_of(plain, known="vsb")
    assert (family.name, signal) == ("vsb", None)
    article = page(HOME, "<html><body><a href='../info/1169/87.htm'>公开年报</a></body></html>")
    assert family_of(article)[0].name == "vsb"


@pytest.mark.parametrize(
    ("before", "between", "behind"),
    [
        ("<div><h3>青石县财政局</h3>", "<a href='{0}'>{0}年年报</a>", "</div>"),
        ("<div><p><b>青石县财政局</b></p>", "<p><a href='{0}'>{0}年年报</a></p>", "</div>"),
        ("<dl><dt>青石县财政局</dt>", "<dd><a href='{0}'>{0}年年报</a></dd>", "</dl>"),
    ],
    ids=["links", "lines", "terms"],
)
def test_a_link_stands_under_the_heading_over_its_row_of_links(
    before: str, between: str, behind: str
) -> None:
    years = "".join(between.format(year) for year in range(2014, 2025))
    others = (before + between.format(2013) + behind).replace("财政", "水利")
    told = {one.text: one.context for one in anchors(page(HOME, others + before + years + behind))}
    assert told.pop("2013年年报") == "青石县水利局"
    assert len(told) == 11
    assert set(told.values()) == {"青石县财政局"}


def test_cells_without_a_row_have_no_head() -> None:
    (link,) = anchors(page(HOME, "<table><td><a href='nb.html'>公开年报</a></td></table>"))
    assert (link.text, link.context) == ("公开年报", "")


def test_a_row_of_many_cells_is_not_gone_through_for_each_of_its_links() -> None:
    row = "<td><a href='nb.html'>2023年年报</a></td>" + "<td>·</td>" * 200 + "<td>财政局</td>"
    (link,) = anchors(page(HOME, f"<table><tr>{row}</tr></table>"))
    assert link.beside == ""


@pytest.mark.parametrize(
    "written",
    [
        "{0}：<a href=1>2023年</a> <a href=2>2022年</a><br>",
        "【{0}】<a href=1>2023年</a>、<a href=2>2022年</a><br>",
    ],
)
def test_words_before_links_name_their_organ(written: str) -> None:
    rows = written.format("水利局") + written.format("财政局").replace("=1", "=3").replace("=2", "=4")
    told = [anchor.beside for anchor in anchors(page(HOME, f"<div>{rows}</div>"))]
    assert told == ["水利局", "水利局", "财政局", "财政局"]


def test_words_that_are_no_label_name_no_organ() -> None:
    (link,) = anchors(page(HOME, "<div>来源：财政局 <a href=1>2023年</a></div>"))
    assert link.beside == ""
