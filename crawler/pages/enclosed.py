"""Files of an article that a script opens where they are clicked: known by their words, since their addresses need not say so."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.documents import is_file
from crawler.pages.anchors import destination
from crawler.pages.captions import link_text
from crawler.pages.clicked import running
from crawler.pages.page import File, Page, words_of
from crawler.pages.wording import folded

_ENCLOSES = re.compile(r"(?:相关)?附件\d{0,2}[:：]?")
"""What stands before a file in its line, whatever it is called itself (附件：点击下载)."""
_MOST = 200


def enclosed(page: Page) -> Iterator[HtmlElement]:
    """The elements that run something where they are clicked and are called like a file."""
    return (one for one in islice(running(page), _MOST) if one.tag != "option" and _is_called_so(one))


def files(page: Page) -> Iterator[File]:
    """The files that such elements open, as far as the page tells what their scripts do."""
    for element in enclosed(page):
        if (target := destination(page, element)) and (url := page.join(target)):
            yield File(url=url, name=link_text(element)[:200])


def _is_called_so(element: HtmlElement) -> bool:
    words, line = folded(link_text(element)), element.getparent()
    if "附件" in words or is_file(words):
        return True
    beside = folded(words_of(line)).removesuffix(words) if words and line is not None else ""
    return _ENCLOSES.fullmatch(beside) is not None
