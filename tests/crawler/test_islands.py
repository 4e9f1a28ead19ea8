"""Lists that a page keeps as text are read as what it shows of them."""

from html import escape

import pytest

from crawler.pages.anchors import items
from crawler.pages.page import page

HOME = "http://qs.example.gov.cn/gk/nb/"
TITLE = "青石县财政局2023年政府信息公开工作年度报告"
ENTRY = f"<li><a href='7.html'>{TITLE}</a><span>2024-01-20</span></li>"
ROW = f"<item><title>{TITLE}</title><link>7.html</link><time>2024-01-20</time></item>"
OBJECT = f'[{{"id":7,"title":"{TITLE}","url":"7.html","time":"2024-01-20"}}]'


def listed(markup: str) -> list[tuple[str, str, str | None]]:
    told = items(page(HOME, f"<html><body><h2>公开年报</h2>{markup}</body></html>"))
    return [(one.url.removeprefix(HOME), one.title, one.published) for one in told]


@pytest.mark.parametrize(
    "markup",
    [
        f"<textarea>{ENTRY}</textarea>",
        f"<table><tr><td><script>var t = '{TITLE}'; var u = '7.html'; if (t.length > 40) t = t.substring(0, 40);"
        "document.write('<a class=x href=\"' + u + '\">' + t + '</a>')</script></td><td>2024-01-20</td></tr></table>",
        f"<textarea>{escape(ENTRY)}</textarea>",
        f"<textarea>{OBJECT}</textarea>",
        f"<script type='text/template'>{ENTRY}</script>",
        f"<li><script type='text/template'>{ENTRY}</script></li>",
        f"<script type='text/x-handlebars'><!-- 列表 -->{ENTRY}</script>",
        f"<script type='text/xml'><list>{ROW}</list></script>",
        f"<script type='text/xml'><list><item title='{TITLE}' href='7.html' time='2024/1/20'/></list></script>",
        f"<script type='application/json'>{{'data':{{'rows':{OBJECT}}}}}</script>",
        f"<xml id=x><list>{ROW}</list></xml>",
        f"<ul><![CDATA[{ENTRY}]]></ul>",
        f"<xmp>{ENTRY}</xmp>",
        f"<div style='display:none'> {escape(ENTRY)}</div>",
        f"<input type=hidden value='{OBJECT}'>",
        f'<input type=hidden value="{escape(ENTRY)}">',
        f"<div data-list='{OBJECT}'></div>",
        f'<iframe srcdoc="{escape(ENTRY)}"></iframe>',
    ],
)
def test_a_list_that_is_kept_as_text_is_read(markup: str) -> None:
    assert listed(markup) == [("7.html", TITLE, "2024-01-20")]


@pytest.mark.parametrize(
    "markup",
    [
        "<script type='text/html'>{{each list}}<li><a href='/show?id={{id}}'>青石县{{title}}年度报告</a></li>{{/each}}</script>",
        "<textarea><a href='<%=url%>'>青石县财政局2023年政府信息公开工作年度报告</a></textarea>",
        "<script type='text/template'><li><a href='/show/{id}.html'>青石县财政局年度报告 2024-01-20</a></li></script>",
        f"<!--{ENTRY}-->",
        f"<textarea>{TITLE}</textarea>",
        f"<p>用 {escape(ENTRY)} 表示</p>",
        "<textarea><xml><o:p>年度报告</o:p></xml></textarea>",
        "<textarea></textarea><script type='text/html'></script><input type=hidden value=''><xml></xml>",
        "<textarea>[{</textarea><textarea>[1, [2, {</textarea>",
        f"<textarea>{'[' * 5000}</textarea>",
        f"<textarea><p {'href=' * 50_000}</textarea>",
    ],
)
def test_what_is_a_pattern_or_no_list_is_none(markup: str) -> None:
    assert listed(markup) == []
