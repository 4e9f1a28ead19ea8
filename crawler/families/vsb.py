"""VSB (博达): `info/<tree>/<id>.htm`; older pages of a list are numbered downwards, so only the next-page link is followed."""

import base64
import binascii
import re
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from crawler.families.base import Family
from crawler.pages import pagers
from crawler.pages.page import Ask, File, Listing, Page
from crawler.pages.wording import folded, spaced

_ARTICLE = re.compile(r"/info/\d+/\d+\.htm|/content\.jsp$")
_HIDDEN = re.compile(r"['\"]([A-Za-z0-9+/]{60,}={0,2})['\"]")
_NEXT = re.compile(r"^(?:下页|下一页|后页|next)[>»]*$", re.IGNORECASE)
_DOWNLOADS = "//a[contains(@href, 'download.jsp') or contains(@href, 'DownloadAttachUrl') or contains(@href, '/__local/')]"


class Vsb(Family):
    """Files are told by the text of their link; a download page that asks for a code is for the verdict to tell."""

    name = "vsb"
    body_signals = (
        ("v_news_content", r"v_news_content\b"),
        ("vsb_content", r"vsb_content"),
        ("DownloadAttachUrl", r"DownloadAttachUrl"),
        ("/system/_content/download.jsp", r"/system/_content/download\.jsp"),
        ("p_pages", r"class=['\"]?(?:p_pages|pb_sys_common)\b"),
        ("/system/resource/js/", r"/system/resource/(?:js|code)/"),
        ("_vsb_", r"_vsb_"),
        ("vsbscreen", r"vsbscreen"),
        ("/info/<tree>/<id>.htm", r"info/(?<=['\"/]info/)\d{3,5}/\d+\.htm['\"]"),
    )
    address_signals = (("/info/<tree>/<id>.htm", r"/info/\d+/\d+\.htm(?:[?#]|$)"),)

    def listing(self, page: Page) -> Listing | None:
        """Entries with the one page after this. Beyond its end a server may repeat the last page, which links no next one."""
        if _ARTICLE.search(urlsplit(page.url).path) or _is_article(page):
            return None
        page = _shown(page)
        items = tuple(self.items(page))
        url = _next(page)
        total = pagers.declared(page)
        return (
            Listing(items=items, more=(Ask(url=url),) if url else (), total=total) if items or url else None
        )

    def attachments(self, page: Page) -> tuple[File, ...]:
        """Files under the name that their link prints; the address holds none."""
        named = {
            url: File(url=url, name=spaced(str(link.text_content())) or link.get("title", ""))
            for link in page.tree.xpath(_DOWNLOADS)
            if (url := page.join(link.get("href", "")))
        }
        return tuple({**{file.url: file for file in super().attachments(page)}, **named}.values())


def _is_article(page: Page) -> bool:
    """Whether a column shows its one article in place of a list."""
    return bool(page.tree.xpath("//*[contains(@class, 'v_news_content') or starts-with(@id, 'vsb_content')]"))


def _shown(page: Page) -> Page:
    """The page with the markup that its script would decode (base64 of percent-encoded text, around the pager) in place."""
    hidden = [markup for code in _HIDDEN.findall(page.text)[:50] if (markup := _decoded(code))]
    if not hidden:
        return page
    return replace(
        page, text=re.sub(r"(?i)(</body>|$)", lambda end: "".join(hidden) + end[0], page.text, count=1)
    )


def _decoded(code: str) -> str:
    try:
        text = unquote(base64.b64decode(code, validate=True).decode("utf-8"))
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
    return text if re.search(r"<(?:a|span|div|ul|li)\b", text) else ""


def _next(page: Page) -> str:
    """The address behind 下页; '' on the last page, where the words are no link."""
    for link in page.hyperlinks:
        if _NEXT.match(folded(str(link.text_content()))):
            url = page.join(link.get("href", ""))
            return "" if url.split("#")[0] == page.url.split("#")[0] else url
    return ""


FAMILY = Vsb()
