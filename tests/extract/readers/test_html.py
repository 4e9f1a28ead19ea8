"""Web pages: their own text and tables in order, nothing of what stands around them."""

import pytest

from archive.errors import DocumentUnreadable
from archive.records import Part
from extract.document import OBJECT, Document, Grid, Heading
from extract.readers import html

REPORT = """<p>本报告由某镇编制，统计期限自2023年1月1日起至2023年12月31日止，内容共六个部分，请各方监督。</p><h3>一、总体情况</h3>
<p>全年按时公开各类信息，<b>渠道</b>
稳定。<br/>栏目齐全。</p><p>二、主动公开政府信息情况</p>
<table><tr><td>信息内容</td><td>本年制发件数</td></tr><tr><td>规章</td><td><p>&nbsp;</p></td></tr><tr><td>合计</td><td>1<sup>2</sup></td></tr></table>
<p>五、存在的主要问题及改进情况</p><p>更新不够均衡，下一年将逐项补齐，增加查阅点的开放时间，并加强培训。</p>"""


def part(page: str | bytes, charset: str | None = None) -> Part:
    body = page.encode() if isinstance(page, str) else page
    return Part(
        role="page", url="https://a.gov.cn/x.html", name="", media_type="text/html", charset=charset, sha256="0",
        capture="0", captured_at="2024-02-01T00:00:00.000000Z", body=body,
    )  # fmt: skip


def read(body: str, head: str = "") -> Document:
    return html.read(part(f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"))


def texts(document: Document) -> list[str]:
    return ["GRID" if isinstance(block, Grid) else block.text for block in document.blocks]


EXPECTED = [
    "本报告由某镇编制，统计期限自2023年1月1日起至2023年12月31日止，内容共六个部分，请各方监督。",
    "一、总体情况",
    "全年按时公开各类信息，渠道 稳定。\n栏目齐全。",
    "二、主动公开政府信息情况",
    "GRID",
    "五、存在的主要问题及改进情况",
    "更新不够均衡，下一年将逐项补齐，增加查阅点的开放时间，并加强培训。",
]


def test_paragraphs_headings_and_tables_in_reading_order() -> None:
    document = read(REPORT)
    assert texts(document) == EXPECTED
    assert isinstance(document.blocks[1], Heading)
    grid = document.blocks[4]
    assert isinstance(grid, Grid)
    assert [[cell.text if cell else None for cell in row] for row in grid.rows] == [
        ["信息内容", "本年制发件数"], ["规章", "\u00a0"], ["合计", "1²"],
    ]  # fmt: skip


FURNITURE = """<div class="top"><a href="/">首页</a> <a href="/a">政务公开</a> 今天是2024年5月6日</div>
<div class="crumb">当前位置：<a>首页</a> &gt; <a>政府信息公开</a> &gt; <a>云岭镇</a> &gt; <a>政府信息公开年报</a></div>
<h1>云岭镇2023年政府信息公开工作年度报告</h1>
<div class="attr">发布日期：2024-01-18 来源：云岭镇人民政府 浏览次数：{count} 字体：<a>大</a> <a>中</a> <a>小</a> 打印本页</div>
<div id="{body}">{report}</div>
<div class="next"><p>上一篇：关于放假的通知</p><p>下一篇：会议消息</p></div><div class="share">分享到：微信</div>
<div class="related"><ul><li><a href="1">相关文档：解读材料一</a></li><li><a href="2">二〇二二年报告</a></li></ul></div>
<div class="foot"><p>主办单位：某市人民政府办公室</p><p>版权所有 备案号12345 网站标识码3600000000</p></div><script>document.write(1)</script>"""


@pytest.mark.parametrize("body", ["zoom", "UCAP-CONTENT", "vsb_content_2", "details-content", "aeq71", "nr"])
@pytest.mark.parametrize("count", ["7", "4096"])
def test_what_stands_around_the_report_is_no_part_of_it(body: str, count: str) -> None:
    document = read(FURNITURE.format(count=count, body=body, report=REPORT))
    assert texts(document) == EXPECTED
    assert document.title == "云岭镇2023年政府信息公开工作年度报告"
    assert document.meta["发布日期"] == "2024-01-18"
    assert document.meta["来源"] == "云岭镇人民政府"
    assert document.meta["breadcrumb"] == "首页>政府信息公开>云岭镇>政府信息公开年报"


def test_standard_metas_whatever_their_case_and_order() -> None:
    head = "<META content='2024/01/18 09:30' NAME='pubdate'><meta name='articletitle' content='某局2023年年报'><meta name=x>"
    document = read(REPORT, head)
    assert document.meta["PubDate"] == "2024/01/18 09:30"
    assert document.title == "某局2023年年报"


@pytest.mark.parametrize(
    "header",
    [
        "<table><tr><td>索 引 号：</td><td>1136/2024-01</td><td>发布机构</td><td>云岭镇</td></tr>"
        "<tr><td>公开日期</td><td>2024-01-18</td><td>文号</td><td></td></tr></table>",
        "<ul><li>索引号：1136/2024-01</li><li>发布机构：云岭镇</li><li>公开日期： 2024-01-18</li></ul>",
        "<p><span>索引号</span>：1136/2024-01 &nbsp; 发布机构：云岭镇　公开日期：2024-01-18</p>",
    ],
)
def test_the_header_of_labels_becomes_meta_and_no_block(header: str) -> None:
    document = read(f"{header}<div id='con'>{REPORT}</div>")
    assert texts(document) == EXPECTED
    assert document.meta["索引号"] == "1136/2024-01"
    assert document.meta["发布机构"] == "云岭镇"
    assert document.meta["公开日期"] == "2024-01-18"
    assert texts(read(f"<div>{header}{REPORT}</div>")) == EXPECTED


def test_layout_tables_are_no_tables() -> None:
    inner = f"<table width=100%><tr><td>{REPORT}</td></tr></table>"
    document = read(f"<table><tr><td><a>首页</a></td><td>{inner}</td></tr></table>")
    assert texts(document) == EXPECTED


def test_hidden_parts_are_not_printed() -> None:
    hidden = "<div style='DISPLAY: none'>不可见</div><p hidden>不可见</p><select><option>不可见</option></select><style>p{}</style>"
    cell = REPORT.replace("<td>规章</td>", "<td>规章<span style='display:none'>隐</span></td>")
    document = read(hidden + cell + "<!-- 注释 -->")
    assert texts(document) == EXPECTED
    grid = document.blocks[4]
    assert isinstance(grid, Grid)
    assert grid.rows[1][0] is not None
    assert grid.rows[1][0].text == "规章"


@pytest.mark.parametrize(
    "wrapper",
    [
        "<dialog>{}</dialog>",
        "<div style='height:0;overflow:hidden'>{}</div>",
        "<div style='font-size:0'>{}</div>",
        "<div style='position:absolute;left:-9999px'>{}</div>",
    ],
    ids=["dialog", "height", "size", "position"],
)
def test_a_hidden_copy_of_a_table_is_not_printed(wrapper: str) -> None:
    table = REPORT[REPORT.index("<table") : REPORT.index("</table>") + len("</table>")]
    copy = wrapper.format(table.replace("<p>&nbsp;</p>", "99"))
    assert read(copy + REPORT).blocks == read(REPORT).blocks


def test_the_only_table_is_printed_however_it_is_hidden() -> None:
    document = read(f"<div style='visibility:hidden'>{REPORT}</div>")
    assert texts(document) == EXPECTED


def test_broken_spans_and_nesting_do_no_harm() -> None:
    document = read(
        "<table><tr><td rowspan='x' colspan='-3'>甲</td><td colspan=99999>乙<tr><td>丙</table>"
        + "<div>" * 3000
        + "丁"
    )
    assert isinstance(document.blocks[0], Grid)


def test_the_foot_of_a_table_shows_below_its_body() -> None:
    rows = "<thead><tr><td>甲<td>乙<tfoot><tr><td>丁<td>2<tbody><tr><td>丙<td>1"
    (grid,) = [
        block for block in read(f"<p>某局年报。</p><table>{rows}</table>").blocks if isinstance(block, Grid)
    ]
    assert [[cell and cell.text for cell in row] for row in grid.rows] == [
        ["甲", "乙"],
        ["丙", "1"],
        ["丁", "2"],
    ]


@pytest.mark.parametrize(
    "page", [b"", b"<html></html>", b"<html><body><script>x</script></body></html>", b"\x00"]
)
def test_a_page_that_prints_nothing_is_unreadable(page: bytes) -> None:
    with pytest.raises(DocumentUnreadable):
        html.read(part(page))


MISDECLARED = "<html><head><meta charset='utf-8'></head><body><p>某镇工作年度报告㙍</p></body></html>"


def test_an_overridden_charset_is_recorded() -> None:
    document = html.read(part(MISDECLARED.encode("gb18030"), "utf-8"))
    assert document.meta["charset_override"] == "gb18030"


SCATTERED = """<div><a href=/>首页</a> <a href=/x>要闻</a>，欢迎访问本网站，祝您生活愉快，工作顺利，万事如意，身体健康。</div>
{report}
<p>本网站由某单位主办，所载内容仅供参考，如有错漏，请以正式文本为准，并及时与管理员联系，谢谢合作。</p><div>上一篇：通知</div>"""


def test_a_body_without_an_element_of_its_own_is_narrowed_to_the_narrative() -> None:
    long = REPORT.replace(
        "请各方监督。", "请各方监督。" + "内容包括机构职能、财政信息与办事指南，均按时公开。" * 12
    )
    printed = texts(read(SCATTERED.format(report=long)))
    assert "GRID" in printed
    assert printed[0].startswith("本报告由某镇编制")
    assert "一、总体情况" in printed
    assert not any("祝您生活愉快" in text for text in printed)


LONG = "<p>各项工作按月推进，栏目逐条核对，来访时当面说明进度，文书由专人审核后寄出。</p>" * 40
FOOT = "<div>主办：某县人民政府办公室，备案号一二三。</div>"


def test_chapters_in_elements_of_their_own_are_one_report_however_long_one_is() -> None:
    short = "<div><h2>六、其他需要报告的事项</h2><p>无，全年没有收取费用。</p></div>"
    found = texts(read(f"<div><div><h2>一、总体情况</h2>{LONG}</div>{short}</div>{FOOT}"))
    assert found[0] == "一、总体情况"
    assert found[-2:] == ["六、其他需要报告的事项", "无，全年没有收取费用。"]


def test_a_large_table_beside_the_text_is_the_reports() -> None:
    table = f"<div><table>{'<tr><td>规章</td><td>1</td></tr>' * 12}</table></div>"
    found = texts(read(f"<div><div>{LONG}</div>{table}</div>{FOOT}"))
    assert found[-1] == "GRID"
    assert FOOT not in found


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        ('<img src="seven.gif" alt="">', OBJECT),
        ("<p><svg><path d='M0 0'/></svg></p>", OBJECT),
        ("<select><option selected>7</option></select>", OBJECT),
        ("<button>7</button>", OBJECT),
        ('<iframe src="seven.html"></iframe>', OBJECT),
        ("<meter value=7></meter>", OBJECT),
        ('<img src="dot.gif">7', "7"),
        ("<p><span></span></p>", ""),
    ],
)
def test_a_cell_that_shows_something_else_than_text_is_no_blank(cell: str, printed: str) -> None:
    rows = "".join(f"<tr><td>{label}</td><td>{cell}</td></tr>" for label in "甲乙丙丁戊己庚辛壬癸")
    (grid,) = [each for each in read(f"{REPORT}<table>{rows}</table>").blocks[6:] if isinstance(each, Grid)]
    assert {row[1].text for row in grid.rows if row[1]} == {printed}


HIGHER = '<i style="position: relative; top: -4px">{}</i>'


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        (f"15{HIGHER.format(2)}{HIGHER.format(3)}", "15²3"),
        (f"<b>15</b><u></u>\n<b>{HIGHER.format(2)}</b>", "15 ²"),
        (f"注{HIGHER.format(2)}", "注2"),
        (f"{HIGHER.format(1)}{HIGHER.format(5)}", "15"),
        (f"<b>{HIGHER.format(1)}</b>{HIGHER.format(5)}", "15"),
        (f"15<br>{HIGHER.format(2)}", "15\n2"),
        (f"<p>15</p>{HIGHER.format(2)}", "15\n2"),
        (f"15{HIGHER.format('件')}", "15件"),
    ],
)
def test_digits_that_stand_higher_are_a_mark_only_behind_a_number_that_does_not(
    cell: str, printed: str
) -> None:
    rows = "".join(f"<tr><td>{label}</td><td>{cell}</td></tr>" for label in "甲乙丙丁戊己庚辛壬癸")
    (grid,) = [each for each in read(f"{REPORT}<table>{rows}</table>").blocks[6:] if isinstance(each, Grid)]
    assert {row[1].text for row in grid.rows if row[1]} == {printed}


def test_a_page_with_sheets_made_to_be_slow_is_unreadable() -> None:
    rules = [f".a{number}, .a {{ display: none }} .a {{ margin: {number}px }}" for number in range(400)]
    page = f"<i class=a></i>{REPORT}"
    assert texts(read(page, f"<style>{''.join(rules)}</style>")) == EXPECTED
    with pytest.raises(DocumentUnreadable, match="more than 2000 selectors"):
        read(page, f"<style>{''.join(rules * 6)}</style>")
