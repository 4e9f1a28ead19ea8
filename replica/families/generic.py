"""Any other portal (PORTALS §2.10, §2.11): plain links, one of several pagers, some columns behind a frame, some leaking others' items.

Seen in reality [P][C]: the address shapes, query pagers, the shell with a same-host iframe, lists that leak other columns' items,
GBK pages, mixed-case ids. Assumed [A]: how they come together on one portal.
"""

import re
from collections.abc import Sequence
from random import Random
from urllib.parse import parse_qs

from replica.documents.names import Organ
from replica.families.pages import Answer, Pages
from replica.server.http import Reply, Request
from replica.site.cipher import mixed, unmixed
from replica.site.items import Column, Item
from replica.site.model import Site


class Generic(Pages):
    """A portal of no known system."""

    name = "generic"
    kinds = ("docx", "pdf", "doc", "zip", "ofd", "xlsx")
    oldest = 2012

    def __init__(self, site: Site) -> None:
        random = Random(f"generic/{site.seed}")
        self._pager = random.choice(("query", "path", "next", "variables"))
        self._parameter = random.choice(("page", "pageNo", "pageNum", "currPage", "pageIndex", "pn", "p"))
        self._folder = random.choice(("zwgk", "gk", "xxgk", "zfxxgk"))
        self._article_form = random.choice(
            (
                "/{folder}/{column}/content_{id}",
                "/gongkai/show/{id}.html",
                "/{folder}/{column}/{day}/{id}.shtml",
            )
        )
        self._framed = random.random() < 0.3
        self._leaks = random.random() < 0.3
        super().__init__(site)
        self.charset = random.choice(("utf-8", "utf-8", "gb18030"))

    def sent(self, text: str) -> Reply:
        """A page that says its charset in a meta; in the header only where it is UTF-8."""
        if self.charset == "utf-8":
            return super().sent(text)
        page = text.replace(
            '<meta charset="utf-8">', '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        )
        return Reply(body=page.encode("gb18030"), media_type="text/html")

    def organ_address(self, organ: Organ) -> str:
        """An organ's folder."""
        return f"/{self._folder}/{organ.key}/index.html"

    def list_address(self, column: Column, page: int = 1) -> str:
        """In one of the ways in which pagers number."""
        owner = f"{column.organ.key}/" if column.organ else ""
        stem = f"/{self._folder}/{owner}{column.key}"
        if self._pager == "path":
            return f"{stem}/list_{page}.html" if page > 1 else f"{stem}/list.html"
        return f"{stem}/list.html" + (f"?{self._parameter}={page}" if page > 1 else "")

    def _mixed(self, item: Item) -> str:
        """An identifier in upper and lower case."""
        return mixed(self.site.key, item.number)

    def _unmixed(self, text: str) -> Item | None:
        known = unmixed(self.site.key, text)
        return self.site.item(known) if known is not None else None

    def address(self, item: Item) -> str:
        """In the portal's form."""
        owner = f"{item.column.organ.key}/" if item.column.organ else ""
        day = f"{item.date[:4]}-{int(item.date[5:7])}"
        return self._article_form.format(
            folder=self._folder, column=owner + item.column.key, id=self._mixed(item), day=day
        )

    def file_address(self, item: Item, kind: str) -> str:
        """In an upload folder."""
        return f"/upload/{item.date[:4]}/{self._mixed(item)}.{kind}"

    def own_routes(self) -> Sequence[tuple[str, Answer]]:
        """Files, lists, frames, organs, articles."""
        return (
            (r"/upload/\d{4}/(\w+)\.(\w+)", lambda m, _: self.file_at(self._unmixed(m[1]), m[0], m[2])),
            (rf"/{self._folder}/(?:\w+/)?(\w+)/(list|frame)(?:_(\d+))?\.html", self._list),
            (rf"/{self._folder}/(\w+)/index\.html", self._organ),
            (r"/.+?(?:content_)?([0-9A-Za-z]{18,22})(?:\.s?html)?", self._article),
        )

    def _list(self, match: re.Match[str], request: Request) -> str | None:
        column = self.site.by_key(match[1])
        if column is None:
            return None
        query = parse_qs(request.url.query)
        page = int(match[3] or query.get(self._parameter, ["1"])[0])
        framed = self._framed and column.kind == "reports"
        if framed and match[2] == "list" and page == 1:
            return self._shell(column)
        return self.listing(column, page)

    def _shell(self, column: Column) -> str:
        frame = self.list_address(column).replace("/list.html", "/frame.html")
        main = f'{self.crumb_of(column.organ, column)}<iframe src="/u/visitcount.html"></iframe><iframe src="{frame}" width="100%"></iframe>'
        return self.page(column.name, main)

    def list_lines(self, items: Sequence[Item]) -> list[str]:
        """Some lists show other columns' items among their own."""
        lines = self.lines(items)
        if self._leaks and items and items[0].organ:
            lines += self.lines(self.site.items(self.news_columns()[0])[:2])
        return lines

    def _organ(self, match: re.Match[str], _: Request) -> str | None:
        organ = self.organ(match[1])
        return self.organ_page(organ) if organ else None

    def _article(self, match: re.Match[str], _: Request) -> str | None:
        item = self.at(self._unmixed(match[1]), match[0])
        return (
            self.article(item, content=f'<div class="{self.theme.name("text")}">{self.body(item)}</div>')
            if item
            else None
        )

    def pager(self, column: Column, page: int) -> str:
        """Numbers, next and last, next alone, or variables of a script."""
        total = self.total(column)
        if total == 1:
            return ""
        following = [(self.list_address(column, page + 1), "下一页")] if page < total else []
        match self._pager:
            case "next":
                return self.theme.links(following, "pager")
            case "variables":
                script = f"<script>var currentPage={page};var countPage={total};var countRow={len(self.site.items(column))};</script>"
                return script + self.theme.links(
                    [*following, (self.list_address(column, total), "尾页")], "pager"
                )
            case _:
                numbers = [(self.list_address(column, n), str(n)) for n in range(1, total + 1)]
                return self.theme.links([*numbers, *following], "pager")
