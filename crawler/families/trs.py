"""TRS WCM (拓尔思): directories of `tYYYYMMDD_<n>.html`, paged by `createPageHTML(pages, current, "index", "html")`, counted from 0."""

import re
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from crawler.families.base import Family, ListingUnreadable
from crawler.pages import pagers
from crawler.pages.entries import MOST_PAGES
from crawler.pages.page import Article, Ask, Listing, Page

_CALL = re.compile(
    r"createPageHTML\(\s*(?P<pages>\d+|[A-Za-z_]\w*)\s*,\s*(?P<current>\d+|[A-Za-z_]\w*)\s*,"
    r"\s*['\"](?P<stem>[^'\"]+)['\"]\s*,\s*['\"]\.?(?P<extension>\w+)['\"]\s*(?:,\s*['\"]?(?P<total>\d+))?"
)
_RENDITION = re.compile(r"/(t(?:\d{8})?_?\d+)_(?:wap|app|mobile)(\.s?html?)$")
_ARTICLE = re.compile(r"/t(?:\d{8})?_?\d+(?:_\w+)?\.[js]?html?$")
_DIRECTORY = re.compile(r"/[^/.]+$")


class Trs(Family):
    """Lists print their entries; links are relative to the directory, whose closing slash a list's address may lack."""

    name = "trs"
    order = 70
    body_signals = (
        (
            "createPageHTML(<pages>,",
            r"createPageHTML\(\s*(?:\d+|\w*[pP]age\w*)\s*,\s*(?:\d+|\w+)\s*,\s*['\"]\w+['\"]\s*,",
        ),
        (".TRS_Editor", r"_(?<=TRS_|trs_)(?:Editor|UEDITOR|PreAppend|editor_view|web)\b"),
        ("./P0…, ./W0…", r"\./(?<=['\"]\./)[PW]0\d{17,}[^'\"<]*['\"]"),
        ("./<yyyymm>/t<date>_<id>", r"\./(?<=['\"]\./)(?:\d{6}/)?t\d{8}_\d+\.[js]?html?['\"]"),
    )
    address_signals = (
        ("/t<date>_<id>.html", r"/t20\d{6}_\d+(?:_\w+)?\.[js]?html?(?:[?#]|$)"),
        ("/t<id>.html", r"/t_?\d{5,}(?:_\w+)?\.[js]?html?(?:[?#]|$)"),
    )

    def listing(self, page: Page) -> Listing | None:
        if _ARTICLE.search(urlsplit(page.url).path):
            return None
        page = _directory(page)
        called = next(
            (found for found in _CALL.finditer(page.text) if _count(page, found["pages"]) is not None), None
        )
        if called is None:
            return super().listing(page)
        items = tuple(self.items(page))
        pages = _count(page, called["pages"]) or 0
        total = int(called["total"]) if called["total"] else pagers.declared(page)
        if not items and (pages > 1 or total):
            raise ListingUnreadable(
                page.url, self.name, f"declares page {pages} to be its last and shows no entry"
            )
        return Listing(items=items, more=_paged(page, called, pages), total=total)

    def article(self, page: Page) -> Article:
        """The title without the site's name; many of these pages print it outside the text."""
        return super().article(_directory(page))

    def real(self, url: str) -> str:
        """The plain page of a `_wap` or `_app` rendition."""
        parts = urlsplit(url)
        return urlunsplit((*parts[:2], _RENDITION.sub(r"/\1\2", parts.path), *parts[3:]))


def _directory(page: Page) -> Page:
    """The page of a directory asked for without its closing slash, as if it had been: its links count on it."""
    parts = urlsplit(page.url)
    if page.ask.base or not _DIRECTORY.search(parts.path) or not re.search(r"=\s*['\"]\./", page.once):
        return page
    return replace(page, url=urlunsplit((*parts[:2], parts.path + "/", *parts[3:])))


def _count(page: Page, written: str) -> int | None:
    """A number in the call, or the variable's that stands for it."""
    if written.isdigit():
        return int(written)
    found = re.search(rf"(?:var|let|const)?\s*\b{written}\s*=\s*['\"]?(\d{{1,5}})\b", page.text)
    return int(found.group(1)) if found else None


def _paged(page: Page, called: re.Match[str], pages: int) -> tuple[Ask, ...]:
    """Pages after the current one, which is counted from 0: `index.html`, `index_1.html`, …, `index_<pages - 1>.html`."""
    current = _count(page, called["current"]) or 0
    numbers = range(current + 1, min(pages, current + MOST_PAGES))
    addresses = (page.join(f"./{called['stem']}_{number}.{called['extension']}") for number in numbers)
    return tuple(Ask(url=url) for url in addresses if url)


FAMILY = Trs()
