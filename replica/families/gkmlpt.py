"""Guangdong's directory platform (PORTALS §2.8): window._CONFIG with the tree, a JSON list, bodies as escaped JSON.

Seen in reality [P][C]: `/[site/]gkmlpt/index`, TREE, `/gkmlpt/annualreport#<catId>`, `/gkmlpt/api/all/<catId>?page=&sid=`, posts by groups of
their id, bodies only in _CONFIG.DETAIL, `?jump=true`, 404 as the end or everything on page 1. Assumed [A]: that each organ has a
site of its own on the same host; how the front pages of the sites link them.
"""

import json
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


class Gkmlpt(Pages):
    """A county on the platform."""

    name = "gkmlpt"
    denied = ("/search/",)

    def __init__(self, site: Site) -> None:
        random = Random(f"gkmlpt/{site.seed}")
        self._all_at_once = random.random() < 0.3
        self._only_json = random.random() < 0.6
        self._size = random.choice((10, 15, 20))
        super().__init__(site)

    def organ_address(self, organ: Organ) -> str:
        """The organ's own directory."""
        return f"/{organ.key}/gkmlpt/index"

    def _sid(self, organ: Organ) -> int:
        return 660000 + self.site.organs.index(organ) * 7

    def list_address(self, column: Column, page: int = 1) -> str:
        """Organs' columns live behind a fragment; news on ordinary pages."""
        if column.organ is not None:
            entry = "annualreport" if column.kind == "reports" else "index"
            return f"/{column.organ.key}/gkmlpt/{entry}#{self.column_ident(column)}"
        return f"/{column.key}/index{f'_{page}' if page > 1 else ''}.html"

    def address(self, item: Item) -> str:
        """A post under groups of its id."""
        ident = self.ident(item)
        if item.organ is not None and item.column.organ is not None:
            return f"/{item.organ.key}/gkmlpt/content/{ident // 1_000_000}/{ident // 1000}/post_{ident}.html"
        return f"/{item.column.key}/content/post_{ident}.html"

    def aliases(self, item: Item) -> list[str]:
        """A double that jumps."""
        return (
            [f"{self.address(item)}?jump=true"]
            if item.number % 4 == 0 and "/gkmlpt/" in self.address(item)
            else []
        )

    def file_address(self, item: Item, kind: str) -> str:
        """In the attachment store."""
        return f"/attachment/0/{self.ident(item) % 1000}/{seal(self.site.key, item.number)}.{kind}"

    def own_routes(self) -> Sequence[tuple[str, Answer]]:
        """Directories, the interface, posts, files, lists of news."""
        return (
            (r"/(\w+)/gkmlpt/(index|annualreport)", self._directory_of),
            (r"/(\w+)/gkmlpt/api/all/(\d+)", self._api),
            (r"/.+/post_(\d+)\.html", self._article),
            (r"/attachment/0/\d+/([0-9a-f]{32})\.(\w+)", self._file),
            (r"/(\w+)/index(?:_(\d+))?\.html", self._news),
        )

    def _directory_of(self, match: re.Match[str], request: Request) -> str | None:
        organ = self.organ(match[1])
        if organ is None:
            return None
        nodes = [
            {
                "id": self.column_ident(column),
                "name": column.name,
                "jump_url": "",
                "children": [],
                "post_count": len(self.site.items(column)),
            }
            for column in self.columns_of(organ)
        ]
        tree = [{"id": 1, "name": "政府信息公开", "jump_url": "", "children": nodes, "post_count": 0}]
        base = f"http://{request.headers.get('host', '')}/{organ.key}/gkmlpt"
        config = {"SID": self._sid(organ), "BASE_URL": base, "NAME": organ.name, "TREE": tree}
        script = f"<script>window._CONFIG = {json.dumps(config, ensure_ascii=False)};</script>"
        main = f'{self.crumb_of(organ)}<h2>{organ.name}政府信息公开平台</h2><div id="app"></div>{script}'
        return self.page(f"{organ.short}信息公开", main)

    def _api(self, match: re.Match[str], request: Request) -> Reply | None:
        organ, column = self.organ(match[1]), self.by_column_ident(match[2])
        query = parse_qs(request.url.query)
        if (
            organ is None
            or column is None
            or column.organ != organ
            or query.get("sid", [""])[0] != str(self._sid(organ))
        ):
            return None
        items = self.site.items(column)
        size = len(items) if self._all_at_once else self._size
        page = int(query.get("page", ["1"])[0])
        shown = items[(page - 1) * size : page * size]
        if not shown and page > 1:
            return None
        host = request.headers.get("host", "")
        articles = [self._entry(item, host) for item in shown]
        body = {"classify": {"post_count": len(items), "name": column.name}, "articles": articles}
        return Reply(body=json.dumps(body, ensure_ascii=False).encode(), media_type="application/json")

    def _entry(self, item: Item, host: str) -> dict[str, object]:
        jump = "?jump=true" if self.aliases(item) else ""
        return {
            "id": self.ident(item),
            "title": item.title,
            "url": f"http://{host}{self.address(item)}{jump}",
            "created_at": f"{item.date} 10:00:00",
            "date": 1_600_000_000 + item.number % 10**8,
            "publisher": self.publisher(item),
            "identifier": f"006939748/{item.date[:4]}-{item.number % 10**5:05d}",
            "document_number": "",
            "attachment": [],
        }

    def _article(self, match: re.Match[str], _: Request) -> str | None:
        item = self.at(self.by_ident(match[1]), match[0])
        if item is None:
            return None
        body = self.body(item)
        if not self._only_json or item.column.organ is None:
            return self.article(item, content=f'<div class="article-content">{body}</div>')
        detail = {
            "id": self.ident(item),
            "title": item.title,
            "content": body,
            "publisher": self.publisher(item),
            "created_at": item.date,
        }
        packed = json.dumps(detail, ensure_ascii=True).replace("</", "<\\/")
        return self.article(
            item, content=f'<div id="app"></div><script>window._CONFIG = {{"DETAIL": {packed}}};</script>'
        )

    def _file(self, match: re.Match[str], _: Request) -> Reply | None:
        number = unseal(self.site.key, match[1])
        return self.file_at(self.site.item(number) if number is not None else None, match[0], match[2])

    def _news(self, match: re.Match[str], _: Request) -> str | None:
        column = self.site.by_key(match[1])
        return self.listing(column, int(match[2] or 1)) if column and column.organ is None else None

    def pager(self, column: Column, page: int) -> str:
        """Numbered links."""
        links = [(self.list_address(column, n), str(n)) for n in range(1, self.total(column) + 1)]
        return self.theme.links(links, "pager")
