"""The files and the pictures that belong to an article."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qs, unquote, urlsplit

from lxml.html import HtmlElement

from crawler.documents import is_file, quotes_file
from crawler.pages.anchors import destination
from crawler.pages.articles import bodies
from crawler.pages.page import File, Page, marks, words_of
from crawler.pages.scripted import DATA_ADDRESSES
from crawler.pages.wording import spaced
from crawler.remembered import remembered

_FILE_ADDRESS = re.compile(
    r"download\.jsp|downfile\.jsp|DownloadAttachUrl|annualreport/download|/download/|downloadfile|filedown|/group\d+/M\d\d/"
    r"|/attach(?:ment)?s?[/?.]|[?&](?:attach(?:ment)?|file)_?id=",
    re.IGNORECASE,
)
_PICTURE_PATH = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|tiff?)$", re.IGNORECASE)
_SIGN = re.compile(
    r"icon|filetype|logo|qr_?code|erweima|ewm|/(?:template|skin|style|css|static)s?/", re.IGNORECASE
)
_OPENED = re.compile(r"['\"]([^'\"]+)['\"]")
_RELATED = re.compile(r"reldoc|related|xgwj|xgwd|xgxx|recommend|footer|sidebar|hot", re.IGNORECASE)
_MOST_FILES = 60
_MOST_SCRIPT = 100_000
_MOST_PICTURES = 30
_LEAST_SIDE = 100
"""Pixels: what is declared smaller holds no table."""
_LEAST_CELLS = 12
"""Cells with words from which a table is no mere frame."""


def files(page: Page) -> tuple[File, ...]:
    """Links, frames and objects that are files by their address; those in boxes of related documents are left out."""
    found: dict[str, File] = {}
    for element, href in _file_links(page):
        url = page.join(href)
        if not url or url in found or _related(element):
            continue
        words = "" if element.tag == "script" else spaced(words_of(element))[:200]
        found[url] = File(url=url, name=words or spaced(element.get("title", "")) or _file_name(url))
        if len(found) >= _MOST_FILES:
            break
    return tuple(found.values())


def pictures(page: Page) -> tuple[File, ...]:
    """The pictures in an article that prints no table itself: its tables may stand in them (DEFECTS 19)."""
    places = list(bodies(page)) or page.tree.xpath("//p")
    cells = (cell for place in places for cell in place.iter("td", "th"))
    worded = (cell for cell in cells if words_of(cell).strip())
    if sum(1 for _ in islice(worded, _LEAST_CELLS)) == _LEAST_CELLS:
        return ()
    found: dict[str, File] = {}
    for image in (image for place in places for image in place.iter("img")):
        source = str(image.get("src") or "")
        if _is_picture(image, source) and (url := page.join(source)):
            found.setdefault(url, File(url=url, name=spaced(image.get("alt", ""))[:200] or _file_name(url)))
    return tuple(found.values())[:_MOST_PICTURES]


def _file_links(page: Page) -> Iterator[tuple[HtmlElement, str]]:
    for element in page.tree.iter("a", "iframe", "embed", "object"):
        for href in (
            element.get("href"),
            element.get("src"),
            element.get("data"),
            *(element.get(name) for name in DATA_ADDRESSES),
            *_OPENED.findall(element.get("onclick") or ""),
        ):
            if href and (inner := _file_address(str(href))):
                yield element, inner
        if is_file(spaced(words_of(element))) and (url := destination(page, element)):
            yield element, url
    for script in page.tree.iter("script"):
        text = (script.text or "")[:_MOST_SCRIPT]
        for written in _OPENED.findall(text) if quotes_file(text) else ():
            if is_file(written):
                yield script, written


@remembered
def _file_address(href: str) -> str:
    """The file that `href` names, also inside a viewer's query; '' where it names none."""
    parts = urlsplit(href.strip())
    if is_file(unquote(parts.path)) or _FILE_ADDRESS.search(href):
        return href
    inner = parse_qs(parts.query)
    for key in ("file", "filename", "pathfile", "url", "src"):
        if key in inner and is_file(inner[key][0]):
            return inner[key][0] if key in ("file", "url", "src") else href
    return ""


def _file_name(url: str) -> str:
    return unquote(urlsplit(url).path.rpartition("/")[2])


def _is_picture(image: HtmlElement, source: str) -> bool:
    """Whether an image may be a page or a table: no sign, no sliver, none of the page's furniture."""
    sides = [re.match(r"\d+", image.get(side, "")) for side in ("width", "height")]
    small = any(side is not None and int(side[0]) < _LEAST_SIDE for side in sides)
    path = unquote(urlsplit(source.strip()).path)
    return bool(_PICTURE_PATH.search(path)) and not (small or _SIGN.search(path) or _related(image))


def _related(element: HtmlElement) -> bool:
    return any(
        _RELATED.search(marks(node)) or node.tag in ("footer", "nav")
        for node in element.iterancestors()
        if isinstance(node.tag, str)
    )
