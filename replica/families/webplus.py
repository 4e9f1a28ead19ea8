"""苏迪 WebPlus (PORTALS §2.5): `/<column>/list.htm`, `list2.htm`, articles at `/<year>/<month><day>/c<column>a<id>/page.htm`.

Seen in reality [C]: the address forms, `/_upload/article/files/`, `_redirect` doubles. Assumed [A]: that `_redirect` answers 302.
"""

import re
from collections.abc import Sequence
from urllib.parse import parse_qs

from replica.documents.names import Organ
from replica.families.pages import Answer, Pages
from replica.server.http import Reply, Request
from replica.site.cipher import seal, unseal
from replica.site.items import Column, Item


class WebPlus(Pages):
    """A portal on WebPlus."""

    name = "webplus"
    denied = ("/search/", "/_web/")

    def paths(self) -> dict[str, str]:
        """Pages that are columns."""
        names = {
            "disclosure": "xxgk",
            "departments": "bmxxgk",
            "towns": "xzxxgk",
            "map": "wzdt",
            "calendar": "rili",
        }
        return {name: f"/{path}/main.htm" for name, path in names.items()}

    def organ_address(self, organ: Organ) -> str:
        """A column's front page."""
        return f"/{organ.key}/main.htm"

    def list_address(self, column: Column, page: int = 1) -> str:
        """Numbered from the second page on."""
        return f"/{self.column_ident(column)}/list{page if page > 1 else ''}.htm"

    def address(self, item: Item) -> str:
        """Year, month and day, column and id."""
        year, rest = item.date[:4], item.date[5:].replace("-", "")
        return f"/{year}/{rest}/c{self.column_ident(item.column)}a{self.ident(item)}/page.htm"

    def file_address(self, item: Item, kind: str) -> str:
        """In the upload folder."""
        digits = seal(self.site.key, item.number)
        return f"/_upload/article/files/{digits[:2]}/{digits[2:4]}/{digits}.{kind}"

    def aliases(self, item: Item) -> list[str]:
        """A redirecting double for one in three."""
        return [self._redirect_address(item)] if self._doubled(item) else []

    def _doubled(self, item: Item) -> bool:
        return self.ident(item) % 3 == 0

    def _redirect_address(self, item: Item) -> str:
        return f"/_redirect?siteId=9&columnId={self.column_ident(item.column)}&articleId={self.ident(item)}"

    def own_routes(self) -> Sequence[tuple[str, Answer]]:
        """Articles, files, redirects, lists, organs."""
        return (
            (r"/\d{4}/\d{4}/c\d+a(\d+)/page\.htm", self._article),
            (r"/_upload/article/files/\w\w/\w\w/([0-9a-f]{32})\.(\w+)", self._file),
            (r"/_redirect", self._redirect),
            (r"/(\d+)/list(\d+)?\.htm", self._list),
            (r"/(\w+)/main\.htm", self._organ),
        )

    def _article(self, match: re.Match[str], _: Request) -> str | None:
        item = self.at(self.by_ident(match[1]), match[0])
        return (
            self.article(item, content=f'<div class="wp_articlecontent">{self.body(item)}</div>')
            if item
            else None
        )

    def _file(self, match: re.Match[str], _: Request) -> Reply | None:
        number = unseal(self.site.key, match[1])
        return self.file_at(self.site.item(number) if number is not None else None, match[0], match[2])

    def _redirect(self, _: re.Match[str], request: Request) -> Reply | None:
        ident = parse_qs(request.url.query).get("articleId", [""])[0]
        item = self.by_ident(ident) if ident.isdigit() else None
        return Reply(status=302, headers={"Location": self.address(item)}) if item else None

    def _list(self, match: re.Match[str], _: Request) -> str | None:
        column = self.by_column_ident(match[1])
        return self.listing(column, int(match[2] or 1)) if column else None

    def list_lines(self, items: Sequence[Item]) -> list[str]:
        """Some items by their redirecting double."""
        return [
            self.theme.entry(i, self._redirect_address(i) if self._doubled(i) else self.address(i))
            for i in items
        ]

    def _organ(self, match: re.Match[str], _: Request) -> str | None:
        organ = self.organ(match[1])
        return self.organ_page(organ) if organ else None

    def pager(self, column: Column, page: int) -> str:
        """First, next, last and how many."""
        total = self.total(column)
        following = (
            f'<a class="next" href="{self.list_address(column, page + 1)}">下一页&gt;&gt;</a>'
            if page < total
            else ""
        )
        return (
            f'<div class="wp_paging"><em class="all_count">{len(self.site.items(column))}</em> <em class="all_pages">{total}</em>{following}'
            f'<a class="last" href="{self.list_address(column, total)}">尾页</a></div>'
        )
