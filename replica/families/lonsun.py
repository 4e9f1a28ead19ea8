"""龙讯 Lonsun of Anhui (PORTALS §2.9): organs' columns by number, items from a label fragment with titles cut at a length.

Seen in reality [C]: `/public/column/<organ>?type=4&catId=&action=list`, `/site/label/8888?…labelName=publicInfoList…`, pageCount, the
cache-buster `_`, `length=50`, `/public/<organ>/<id>.html`, files under /group6/M00/. Assumed [A]: that the column's page itself holds
no item on some portals and the first page of them on others.
"""

import re
from collections.abc import Sequence
from random import Random
from urllib.parse import parse_qs

from replica.documents.names import Organ
from replica.families.pages import Answer, Pages
from replica.server.http import Reply, Request
from replica.site.cipher import seal, unseal
from replica.site.items import Column, Item
from replica.site.model import Site


class Lonsun(Pages):
    """A county on Lonsun."""

    name = "lonsun"
    denied = ("/search/", "/site/search/")

    def __init__(self, site: Site) -> None:
        self._inline = Random(f"lonsun/{site.seed}").random() < 0.4
        super().__init__(site)

    def _number(self, organ: Organ | None) -> int:
        return 6590000 + (self.site.organs.index(organ) if organ else 900) * 31

    def _by_number(self, number: str) -> Organ | None:
        return next((o for o in self.site.organs if str(self._number(o)) == number), None)

    def organ_address(self, organ: Organ) -> str:
        """The organ's page without a category."""
        return f"/public/column/{self._number(organ)}?type=4&action=list"

    def list_address(self, column: Column, page: int = 1) -> str:
        """A category of an organ; news by number."""
        if column.organ is None:
            return f"/content/column/{self.column_ident(column)}?pageIndex={page}"
        return f"/public/column/{self._number(column.organ)}?type=4&catId={self.column_ident(column)}&action=list"

    def address(self, item: Item) -> str:
        """Under the organ's number."""
        if item.column.organ is None:
            return f"/content/detail/{self.ident(item)}.html"
        return f"/public/{self._number(item.column.organ)}/{self.ident(item)}.html"

    def file_address(self, item: Item, kind: str) -> str:
        """In the file store."""
        digits = seal(self.site.key, item.number)
        return f"/group6/M00/{digits[:2].upper()}/{digits[2:4].upper()}/{digits}.{kind}"

    def own_routes(self) -> Sequence[tuple[str, Answer]]:
        """Categories, the label, articles, files, news."""
        return (
            (r"/public/column/(\d+)", self._category),
            (r"/site/label/8888", self._label),
            (r"/(?:public/\d+|content/detail)/(\d+)\.html", self._article),
            (r"/group6/M00/\w\w/\w\w/([0-9a-f]{32})\.(\w+)", self._file),
            (r"/content/column/(\d+)", self._news),
        )

    def _category(self, match: re.Match[str], request: Request) -> str | None:
        organ = self._by_number(match[1])
        ident = parse_qs(request.url.query).get("catId", [""])[0]
        if organ is None:
            return None
        column = self.by_column_ident(ident) if ident.isdigit() else None
        return self.listing(column) if column and column.organ == organ else self.organ_page(organ)

    def listing(self, column: Column, page: int = 1) -> str | None:
        """News as elsewhere; an organ's category as a frame for the label, with or without its first page."""
        if column.organ is None:
            return super().listing(column, page)
        query = (
            f"IsAjax=1&dataType=html&labelName=publicInfoList&organId={self._number(column.organ)}&catId={self.column_ident(column)}"
            f"&type=4&pageIndex=1&pageSize={self.rows}&length=50&action=list&_=0.{column.no}"
        )
        first = self._fragment(column, 1) if self._inline else ""
        script = f"<script>Ls.ajax({{url:'/site/label/8888?{query}',target:'#list',pageCount:{self.total(column)}}});</script>"
        main = f'{self.crumb_of(column.organ, column)}<h2>{column.name}</h2><div id="list" class="xxgk_nav_con">{first}</div>{script}'
        return self.page(column.name, main)

    def _fragment(self, column: Column, page: int) -> str:
        lines = []
        for item in self.shown(column, page):
            title = item.title if len(item.title) <= 25 else item.title[:24] + "…"
            link = f'<a href="{self.address(item)}" title="{item.title}">{title}</a>'
            lines.append(f'<ul><li class="xxgk_navli">{link}<span class="date">{item.date}</span></li></ul>')
        pager = f"<script>$('#page').Page({{pageIndex:{page},pageCount:{self.total(column)}}});</script>"
        return f'<div class="xxgk_navli">{"".join(lines)}</div>{pager}'

    def _label(self, _: re.Match[str], request: Request) -> Reply | None:
        query = parse_qs(request.url.query)
        ident = query.get("catId", [""])[0]
        column = self.by_column_ident(ident) if ident.isdigit() else None
        if column is None or query.get("labelName") != ["publicInfoList"]:
            return None
        page = int(query.get("pageIndex", ["1"])[0])
        return self.sent(self._fragment(column, page))

    def _article(self, match: re.Match[str], _: Request) -> str | None:
        item = self.at(self.by_ident(match[1]), match[0])
        return (
            self.article(item, content=f'<div class="j-fontContent">{self.body(item)}</div>')
            if item
            else None
        )

    def _file(self, match: re.Match[str], _: Request) -> Reply | None:
        number = unseal(self.site.key, match[1])
        return self.file_at(self.site.item(number) if number is not None else None, match[0], match[2])

    def _news(self, match: re.Match[str], request: Request) -> str | None:
        column = self.by_column_ident(match[1])
        page = int(parse_qs(request.url.query).get("pageIndex", ["1"])[0])
        return self.listing(column, page) if column else None

    def pager(self, column: Column, page: int) -> str:
        """Next and last."""
        total = self.total(column)
        following = [(self.list_address(column, page + 1), "下一页")] if page < total else []
        return self.theme.links([*following, (self.list_address(column, total), "尾页")], "pager")
