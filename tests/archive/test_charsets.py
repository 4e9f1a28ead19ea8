"""The characters of a page, told by what fits."""

import pytest

from archive.files import charsets

PAGE = "<html><head><meta http-equiv=Content-Type content='text/html; charset={name}'></head><body><p>某镇工作年度报告㙍</p></body></html>"


@pytest.mark.parametrize(
    ("declared", "encoded", "header", "overridden"),
    [
        ("utf-8", "utf-8", None, None),
        ("gb2312", "gb18030", None, None),
        ("gb2312", "gb18030", "utf-8", "utf-8"),
        ("utf-8", "gb18030", None, "utf-8"),
        ("gbk", "utf-8", "gb2312", "gb18030"),
        ("nonsense", "gb18030", "also-nonsense", None),
        ("utf-8", "utf-8-sig", "gbk", None),
        ("gb2312", "utf-16", None, None),
        ("gb2312", "gb18030", "ISO-8859-1", None),
        ("iso-8859-1", "gb18030", None, None),
    ],
)
def test_the_charset_is_told_by_what_fits(
    declared: str, encoded: str, header: str | None, overridden: str | None
) -> None:
    decoded = charsets.decode(PAGE.format(name=declared).encode(encoded), header)
    assert "某镇工作年度报告㙍" in decoded.text
    assert decoded.overridden == overridden


def test_a_truncated_page_keeps_its_charset() -> None:
    whole = PAGE.format(name="utf-8").encode()
    cut = whole[: whole.index("㙍".encode()) + 1]
    assert "某镇工作年度报告" in charsets.decode(cut, None).text


def test_a_page_that_shows_nothing_of_its_charset_is_in_the_one_that_it_declares() -> None:
    plain = b"<meta charset=gbk><a href='/?q=&#26579;'>1</a>"
    assert charsets.decode(plain, None).charset == "gb18030"
    assert charsets.decode(plain, "utf-8") == (plain.decode(), "utf-8", None)


@pytest.mark.parametrize(
    ("declared", "encoded", "overridden"),
    [("utf-8", "utf-8", None), ("gb2312", "utf-8", "gb18030"), ("gb2312", "gb18030", None)],
)
def test_a_page_with_a_broken_byte_is_in_the_charset_that_loses_least(
    declared: str, encoded: str, overridden: str | None
) -> None:
    body = PAGE.format(name=declared).encode(encoded).replace(b"</p>", b"\xff\xff</p>")
    decoded = charsets.decode(body, None)
    assert "某镇工作年度报告㙍" in decoded.text
    assert decoded.overridden == overridden
