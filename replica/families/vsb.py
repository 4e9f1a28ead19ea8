"""博达 VSB (PORTALS §2.5): lists whose older pages are numbered downwards, downloads that may ask for a code.

Seen in reality [P][C]: `<list>.htm`, `<list>/<n>.htm` with 1 the oldest, 下页, `info/<tree>/<id>.htm`, DownloadAttachUrl, a code asked
for where no Referer came, servers that repeat the last page beyond the end, columns that are one article, hidden pagers.
Assumed [A]: the share of portals that do each; that the code page comes whenever the Referer is missing.
"""

import base64
import re
from collections.abc import Sequence
from random import Random
from urllib.parse import parse_qs, quote

from replica.documents.names import Organ
from replica.families.pages import Answer, Pages
from replica.server.faults import REPLIES
from replica.server.http import Reply, Request
from replica.site.items import Column, Item
from replica.site.model import Site


class Vsb(Pages):
    """A portal on VSB."""

    name = "vsb"
    oldest = 2016
    extension = ".htm"
    denied = ("/search/", "/system/resource/")

    def __init__(self, site: Site) -> None:
        random = Random(f"vsb/{site.seed}")
        self._folder = random.choice(("zfxxgk", "xxgk", "zwgk"))
        self._needs_referer = random.random() < 0.5
        self._repeats = random.random() < 0.5
        self._hidden = random.random() < 0.2
        self._owner = random.randrange(10**9, 2 * 10**9)
        super().__init__(site)

    def paths(self) -> dict[str, str]:
        """Pages at the top."""
        names = {
            "disclosure": "index1",
            "departments": "bmxxgk",
            "towns": "xzxxgk",
            "map": "wzdt",
            "calendar": "rili",
        }
        return {name: f"/{self._folder}/{path}.htm" for name, path in names.items()}

    def organ_address(self, organ: Organ) -> str:
        """A page of the organ's own."""
        return f"/{self._folder}/{organ.key}.htm"

    def list_address(self, column: Column, page: int = 1) -> str:
        """The newest page has the column's name; older ones count down to 1."""
        owner = f"{column.organ.key}/" if column.organ else ""
        stem = f"/{self._folder}/{owner}{column.key}"
        return f"{stem}.htm" if page == 1 else f"{stem}/{self.total(column) - page + 1}.htm"

    def address(self, item: Item) -> str:
        """By the tree's number and the item's."""
        if item.kind == "guide":
            return self.list_address(item.column)
        return f"/info/{1000 + item.column.no * 13}/{self.ident(item)}.htm"

    def file_address(self, item: Item, kind: str) -> str:
        """A call; the name is in the anchor."""
        file = f"{self.ident(item)}{'0123456789'[['doc', 'docx', 'pdf'].index(kind)]}"
        return f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner={self._owner}&wbfileid={file}"

    def own_routes(self) -> Sequence[tuple[str, Answer]]:
        """Articles, downloads, lists, organs."""
        return (
            (r"/info/\d+/(\d+)\.htm", self._article),
            (r"/system/_content/download\.jsp", self._download),
            (rf"/{self._folder}/(?:(\w+)/)?(\w+?)(?:/(\d+))?\.htm", self._column),
            (rf"/{self._folder}/(\w+)\.htm", self._organ),
        )

    def _article(self, match: re.Match[str], _: Request) -> str | None:
        item = self.at(self.by_ident(match[1]), match[0])
        return self._page_of(item) if item else None

    def _page_of(self, item: Item) -> str:
        content = f'<div id="vsb_content"><div class="v_news_content">{self.body(item)}</div></div>'
        return self.article(item, content=content)

    def appendix(self, item: Item) -> str:
        """Files in brackets."""
        files = "".join(
            f'<li>附件【<a href="{address}" target="_blank">{name}</a>】</li>'
            for address, name in self.attachments(item)
        )
        return f"<ul>{files}</ul>" if files else ""

    def _download(self, _: re.Match[str], request: Request) -> Reply | None:
        file = parse_qs(request.url.query).get("wbfileid", [""])[0]
        if not file.isdigit():
            return None
        kind = ("doc", "docx", "pdf")[int(file[-1])] if int(file[-1]) < 3 else "none"
        reply = self.file_at(self.by_ident(file[:-1]), request.target, kind)
        if reply is not None and self._needs_referer and "referer" not in request.headers:
            return REPLIES["captcha"]
        return reply

    def _column(self, match: re.Match[str], _: Request) -> str | None:
        column = self.site.by_key(match[2])
        if column is None or (column.organ.key if column.organ else None) != match[1]:
            return None
        if column.kind == "guide":
            return self._page_of(self.site.items(column)[0])
        total = self.total(column)
        number = int(match[3]) if match[3] else total
        if number > total or number < 1:
            return self.listing(column, total) if self._repeats and number > 0 else None
        return self.listing(column, total - number + 1)

    def _organ(self, match: re.Match[str], _: Request) -> str | None:
        organ = self.organ(match[1])
        return self.organ_page(organ) if organ else None

    def pager(self, column: Column, page: int) -> str:
        """下页 leads to the older page; some portals hide the whole pager in a script."""
        total = self.total(column)
        numbers = "".join(
            f'<span class="p_no"><a href="{self.list_address(column, n)}">{n}</a></span>'
            for n in range(1, total + 1)
            if n in (1, page, total)
        )
        following = (
            f'<span class="p_next"><a href="{self.list_address(column, page + 1)}">下页</a></span>'
            if page < total
            else ""
        )
        html = f'<span class="p_pages">共{len(self.site.items(column))}条 {numbers}{following}</span>'
        if not self._hidden:
            return html
        packed = base64.b64encode(quote(html).encode()).decode()
        return f"<script>document.write(decodeURIComponent(atob('{packed}')))</script>"
