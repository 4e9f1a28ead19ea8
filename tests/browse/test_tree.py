"""Archived pages as trees: read by the characters that they are in, whatever was said of them."""

import pytest

from archive.browse import raw, tree

SAID = "text/html; charset={}"


def page(text: str, *, encoding: str, said: str | None) -> raw.Body:
    return raw.Body(data=text.encode(encoding), content_type=said, media_type="text/html", url="")


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", SAID.format("gb2312")),
        ("utf-8", SAID.format("iso-8859-1")),
        ("gb18030", SAID.format("gb2312")),
        ("gb18030", SAID.format("utf-8")),
        ("gb18030", None),
        ("utf-16", None),
    ],
)
def test_a_page_is_read_as_it_was_meant(encoding: str, said: str | None) -> None:
    body = page("<p>镕基镇人民政府工作年度报告</p>", encoding=encoding, said=said)
    assert tree.parse(body).text_content() == "镕基镇人民政府工作年度报告"
    assert "镕基镇" in tree.text_of(body)
    assert "镕基镇" in tree.dump(tree.parse(body), {}).decode()


def test_a_declaration_of_characters_does_not_stop_a_page() -> None:
    body = page('<?xml version="1.0" encoding="gbk"?><p>年报</p>', encoding="gbk", said=None)
    assert tree.parse(body).text_content() == "年报"


@pytest.mark.parametrize(
    "text", ["", "<!-- -->", "\0", "<svg onload=go()><use href='http://a/#b'/><a href='#b'>c</a></svg>"]
)
def test_what_is_hardly_a_page_leads_nowhere_either(text: str) -> None:
    shown = tree.dump(tree.parse(page(text, encoding="utf-8", said=None)), {}).decode()
    assert "http:" not in shown
    assert "go()" not in shown
