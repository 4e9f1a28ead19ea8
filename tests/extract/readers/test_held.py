"""An article held in a script is read as if the script had printed it; one that is printed is not read twice."""

import html
import json

import pytest

from archive.records import Part
from extract.document import Grid, Heading, Paragraph
from extract.readers.html import read

ARTICLE = (
    "<h2>一、总体情况</h2><p>全年主动公开信息三百零二条，均在规定期限内发布，无一延误，其中网站发布二百九十条，公报发布十二条。</p>"
    "<table><tr><td>规章</td><td>1</td></tr></table>"
)


def part(body: str) -> Part:
    return Part(
        role="page",
        url="http://a.gov.cn/gkmlpt/content/0/1/post_1.html",
        name="",
        media_type="text/html",
        charset=None,
        sha256="0" * 64,
        capture="c",
        captured_at="2025-01-20T00:00:00.000000Z",
        body=body.encode(),
    )


def shown(body: str) -> tuple[str, int]:
    """(the words of the page, how many tables it has)."""
    blocks = read(part(body)).blocks
    words = "".join(block.text for block in blocks if isinstance(block, Heading | Paragraph))
    return words, sum(isinstance(block, Grid) for block in blocks)


@pytest.mark.parametrize("content", [ARTICLE, html.escape(ARTICLE)])
def test_an_article_in_a_script_is_read(content: str) -> None:
    packed = json.dumps({"DETAIL": {"title": "x", "content": content}}).replace("</", "<\\/")
    page = f"<html><body><div>首页 通知公告</div><div id='app'></div><script>window._CONFIG = {packed};</script></body></html>"
    words, tables = shown(page)
    assert "三百零二条" in words
    assert tables == 1


def test_an_article_that_is_printed_too_is_read_once() -> None:
    packed = json.dumps({"content": ARTICLE}).replace("</", "<\\/")
    words, tables = shown(
        f"<html><body><div id='zoom'>{ARTICLE}</div><script>x = {packed}</script></body></html>"
    )
    assert (words.count("三百零二条"), tables) == (1, 1)


@pytest.mark.parametrize(
    "script", ['x = {"content": "<p>', '{"content": "\\uZZ<p>"}', 'a = {"html": "<b>短</b>"}']
)
def test_other_scripts_are_let_be(script: str) -> None:
    page = f"<html><body><p>全年主动公开信息三百零二条，均在规定期限内发布。</p><script>{script}</script></body></html>"
    assert shown(page)[0] == "全年主动公开信息三百零二条，均在规定期限内发布。"
