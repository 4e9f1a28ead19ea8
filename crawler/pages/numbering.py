"""Pagers whose form is not known beforehand: by links where there are any, else by counts in the page's scripts or words."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.pages import pagers, queries, scripts
from crawler.pages.entries import MOST_PAGES, following
from crawler.pages.page import Ask, Page
from crawler.pages.wording import folded

_PAGES = (
    "pageCount",
    "totalPage",
    "totalPages",
    "countPage",
    "pagecount",
    "totalpage",
    "page_count",
    "allPage",
)
_TOTALS = ("totalCount", "totalRecord", "totalRecords", "recordCount", "totalRows", "totalNum")
_SIZES = ("pageSize", "pagesize", "perPage", "page_size")
_IN_CALL = {"pages": _PAGES, "total": _TOTALS, "count": _TOTALS, "limit": _SIZES, "rows": _SIZES}
"""Names too common to mean anything but in the options of a pager's own call."""
_PAGER_CALL = re.compile(r"\b\w*(?:[pP]ag(?:e|er|ing|ination))[\w.]*\(\s*(?:['\"][^'\"]*['\"]\s*,\s*)?(?=\{)")
_WORDS = re.compile(r"共(\d{1,4})页|(?:第)?\d{1,4}/(\d{1,4})页")
_FILE_NUMBER = re.compile(r"^(?P<stem>.*?)(?P<mark>[_-])(?P<number>\d{1,4})(?P<extension>\.\w+)$")
_GO = re.compile(r"(?:location(?:\.href)?\s*=|open\(|load\(|\.get\()\s*['\"]([^'\"]*[?&](\w+)=)['\"]\s*\+")


def numbered(
    page: Page, *, keys: tuple[str, ...] = ("page", "pageNum", "pageNo")
) -> tuple[tuple[Ask, ...], int | None]:
    """The pages after this one and the declared total; where no link leads on, by the number of pages that the page tells.

    A page is then numbered as the page's own address is (`page_1.html`, `?pageNum=1`), as its script builds addresses
    (`location.href = "…?pageNum=" + n`), else by the first of `keys`.
    """
    more, total = pagers.pages(page)
    if total is None:
        total = _count(page, _TOTALS)
    pages = _pages(page, total)
    linked = [ask for ask in more if pages is None or _number(ask.url, keys) <= pages]
    if linked and _by_link(page):
        return tuple(linked), total
    if pages is None:
        return tuple(linked), total
    current = max(_number(page.url, keys), 1)
    numbers = range(current + 1, min(pages, current + MOST_PAGES) + 1)
    return tuple(Ask(url=_addressed(page, number, keys)) for number in numbers), total


def _by_link(page: Page) -> bool:
    """Whether the page links a numbered or next page, and does not only count them in a script."""
    words = (folded(str(link.text_content())) for link in page.hyperlinks)
    return any(re.fullmatch(r"\d{1,3}|下一?页>*|尾页|末页", word) for word in words)


def _pages(page: Page, total: int | None) -> int | None:
    if (told := _count(page, _PAGES)) is not None:
        return told
    if found := _WORDS.search(folded(str(page.tree.text_content()))):
        return int(found.group(1) or found.group(2))
    size = _count(page, _SIZES)
    return following(0, total=total, size=size).stop - 1 if total and size else None


def _count(page: Page, names: tuple[str, ...]) -> int | None:
    for name in names:
        told = scripts.scalar(page.text, name)
        if told is not None and told.isdigit() and len(told) < 7:
            return int(told)
    for options in _pager_options(page):
        for name, meant in _IN_CALL.items():
            if meant is names and str(options.get(name, "")).isdigit():
                return int(str(options[name]))
    for name in names:
        for told in page.tree.xpath("//input[@id=$name or @name=$name]/@value", name=name):
            if str(told).isdigit() and len(str(told)) < 7:
                return int(str(told))
    return None


def _pager_options(page: Page) -> Iterator[dict[str, object]]:
    for call in _PAGER_CALL.finditer(page.text):
        if isinstance(options := scripts.value(page.text[call.end() :]), dict):
            yield options


def _number(url: str, keys: tuple[str, ...]) -> int:
    """The number of the page that `url` names; 1 where it names none."""
    parts = urlsplit(url)
    for key in keys:
        if queries.field(parts.query, key) is not None:
            return queries.number(parts.query, key)
    found = _FILE_NUMBER.match(parts.path)
    return int(found["number"]) if found else 1


def _addressed(page: Page, number: int, keys: tuple[str, ...]) -> str:
    parts = urlsplit(page.url)
    for key in keys:
        if queries.field(parts.query, key) is not None:
            return queries.requeried(page.url, {key: str(number)})
    if found := _FILE_NUMBER.match(parts.path):
        path = f"{found['stem']}{found['mark']}{number}{found['extension']}"
        return parts._replace(path=path, fragment="").geturl()
    if built := _GO.search(page.text):
        return (
            page.join(f"{built.group(1)}{number}")
            if "/" in built.group(1) or built.group(1)[0] == "?"
            else (queries.requeried(page.url, {built.group(2): str(number)}))
        )
    return queries.requeried(page.url, {keys[0]: str(number)})
