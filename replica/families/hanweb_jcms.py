"""大汉 Hanweb JCMS with jpage (PORTALS §2.2): the first group of a list inside a <datastore>, later groups from dataproxy.jsp.

Seen in reality [P][C]: addresses with unpadded months and days, datastore and dataproxy, servers that honour only `page` or only
`startrecord`, WeChat links in lists, 【文字版】 titles, markers around the body, downfile.jsp. Assumed [A]: which of both a
server honours is a property of the portal.
"""

import re
from collections.abc import Sequence
from random import Random
from urllib.parse import parse_qs

from replica.documents.names import Organ
from replica.families.base import disposition
from replica.families.pages import Answer, Pages
from replica.server.http import Reply, Request
from replica.site.cipher import seal, unseal
from replica.site.items import Column, Item
from replica.site.model import Site

_PROXY = "/module/web/jpage/dataproxy.jsp"


class HanwebJcms(Pages):
    """A portal on JCMS."""

    name = "hanweb_jcms"
    kinds = ("doc", "docx", "pdf", "zip")
    oldest = 2014
    denied = ("/search/", "/jsearchfront/", "/module/visitcount/")

    def __init__(self, site: Site) -> None:
        random = Random(f"jcms/{site.seed}")
        self._web = random.randrange(10, 3000)
        self._unit = random.randrange(100, 99999)
        self._by_record = random.random() < 0.3
        self._bracket = random.choice(("【文字版】", "", "【文字版】"))
        super().__init__(site)

    def paths(self) -> dict[str, str]:
        """Columns like all others."""
        names = ("disclosure", "departments", "towns", "map", "calendar")
        return {name: f"/col/col{1229000000 + place}/index.html" for place, name in enumerate(names)}

    def organ_address(self, organ: Organ) -> str:
        """A column without a list."""
        return f"/col/col{1228000000 + self.site.organs.index(organ)}/index.html"

    def list_address(self, column: Column, page: int = 1) -> str:
        """One address a column; further groups are calls."""
        return f"/col/col{self.column_ident(column)}/index.html"

    def address(self, item: Item) -> str:
        """Month and day without leading zeros."""
        year, month, day = (int(part) for part in item.date.split("-"))
        return f"/art/{year}/{month}/{day}/art_{self.column_ident(item.column)}_{self.ident(item)}.html"

    def file_address(self, item: Item, kind: str) -> str:
        """A call with the file's name."""
        return f"/module/download/downfile.jsp?classid=0&filename={seal(self.site.key, item.number)}.{kind}"

    def own_routes(self) -> Sequence[tuple[str, Answer]]:
        """Articles, files, groups, organs, columns."""
        return (
            (r"/art/\d+/\d+/\d+/art_\d+_(\d+)\.html", self._article),
            (r"/module/download/downfile\.jsp", self._download),
            (re.escape(_PROXY), self._group),
            (r"/col/col12280*(\d+)/index\.html", self._organ),
            (r"/col/col(\d+)/index\.html", self._column),
        )

    def _column(self, match: re.Match[str], _: Request) -> str | None:
        column = self.by_column_ident(match[1])
        return self.listing(column) if column else None

    def _organ(self, match: re.Match[str], _: Request) -> str | None:
        index = int(match[1] or 0)
        return self.organ_page(self.site.organs[index]) if index < len(self.site.organs) else None

    def _article(self, match: re.Match[str], _: Request) -> str | None:
        item = self.at(self.by_ident(match[1]), match[0])
        return self._shown(item) if item else None

    def _shown(self, item: Item) -> str:
        content = (
            '<!-- 信息内容 begin --><div id="zoom"><meta name="ContentStart">\n'
            f'{self.body(item)}\n<meta name="ContentEnd"></div><!-- 信息内容 end -->'
        )
        title = f"{self._bracket}{item.title}" if item.report and item.number % 5 == 0 else item.title
        return self.article(item, content=content, head=f'<h1 class="bt">{title}</h1>')

    def metas(self, item: Item, source: str | None = None) -> str:
        """The system's own identifiers beside the standard ones."""
        own = f'<meta name="i_columnid" content="{self.column_ident(item.column)}"><meta name="i_articleid" content="{self.ident(item)}">'
        return super().metas(item, source) + own

    def _download(self, _: re.Match[str], request: Request) -> Reply | None:
        name, kind = parse_qs(request.url.query).get("filename", ["."])[0].rsplit(".", 1)
        number = unseal(self.site.key, name)
        item = self.site.item(number) if number is not None else None
        reply = self.file_at(item, request.target, kind)
        if reply is None or item is None:
            return None
        named = disposition(f"{item.title}.{kind}", encoding="gbk")
        return Reply(
            body=reply.body,
            media_type="application/octet-stream",
            headers={"Content-Disposition": named},
            modified=reply.modified,
        )

    # --- lists -----------------------------------------------------------------------------------------

    def _record(self, item: Item) -> str:
        title = f"{self._bracket}{item.title}" if item.report and item.number % 5 == 0 else item.title
        cut = title if len(title) < 26 else title[:24] + "…"
        line = f'<li><a href="{self.address(item)}" title="{title}" target="_blank">{cut}</a><span>{item.date}</span></li>'
        return f"<record><![CDATA[{line}]]></record>"

    def _records(self, items: Sequence[Item], column: Column, *, first: bool) -> str:
        off = '<record><![CDATA[<li><a href="https://mp.weixin.qq.com/s/Qk">微信推送</a><span>2024-05-01</span></li>]]></record>'
        extra = off if first and column.kind == "news" else ""
        return "<recordset>" + "".join(map(self._record, items)) + extra + "</recordset>"

    def listing(self, column: Column, page: int = 1) -> str | None:
        """The first group inside a script, and the address of the next."""
        items = self.site.items(column)
        query = (
            f"page=1&appid=1&webid={self._web}&path=/&columnid={self.column_ident(column)}&unitid={self._unit}"
            "&webname=%E6%94%BF%E5%BA%9C&permissiontype=0"
        )
        following = (
            f'<nextgroup><![CDATA[<a href="{_PROXY}?{query}"></a>]]></nextgroup>'
            if len(items) > self.rows
            else ""
        )
        store = (
            f'<div id="{self._unit}"></div><script type="text/xml"><datastore>{following}'
            f"{self._records(items[: self.rows], column, first=True)}</datastore></script>"
            f"<script>var jpage={{perPage:{self.rows},totalRecord:{len(items)},proxyUrl:'{_PROXY}',columnId:{self.column_ident(column)}}}</script>"
        )
        return self.page(column.name, f"{self.crumb_of(column.organ, column)}<h2>{column.name}</h2>{store}")

    def pager(self, column: Column, page: int) -> str:
        """None: the script of the list draws it."""
        return ""

    def _group(self, _: re.Match[str], request: Request) -> Reply | None:
        query = parse_qs(request.url.query)
        form = parse_qs(request.body.decode("ascii", "replace"))
        ident = (query.get("columnid") or form.get("columnid") or ["0"])[0]
        column = self.by_column_ident(ident) if ident.isdigit() else None
        if column is None:
            return None
        items = self.site.items(column)
        start, end = self._range(query, len(items))
        body = (
            f"<datastore><totalrecord>{len(items)}</totalrecord><totalpage>{self.total(column)}</totalpage>"
            f"{self._records(items[start:end], column, first=False)}</datastore>"
        )
        return Reply(body=body.encode(), media_type="text/xml;charset=utf-8")

    def _range(self, query: dict[str, list[str]], count: int) -> tuple[int, int]:
        """What the server makes of a call: some read only the page, some only the records asked for."""
        if self._by_record and "startrecord" in query:
            start = int(query["startrecord"][0])
            end = int(query.get("endrecord", [str(count)])[0])
            return start - 1, min(end, start + 299)
        if self._by_record and "page" not in query:
            return 0, self.rows
        page = int(query.get("page", ["1"])[0])
        return (page - 1) * self.rows, page * self.rows
