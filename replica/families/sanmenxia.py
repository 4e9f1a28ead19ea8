"""The "pageView" platform of Sanmenxia (PORTALS §0.2, §2.7): one tree page for all lists, articles by year and unpadded month.

Seen in reality [P][C]: zhengfuxinxi.html with rlmid and lmid in either order, `/<lmid>/<yyyy>/<m>/<id>.html` and the older
`/<lmid>/<9 digits>/<id>.html`, the header "来源：01 发布时间：…", titles and headings doubled in the text.
Assumed [A]: paging of the tree page by `pageNum`.
"""

import re
from collections.abc import Sequence
from urllib.parse import parse_qs

from replica.documents.names import Organ
from replica.families.pages import Answer, Pages
from replica.server.http import Reply, Request
from replica.site.cipher import seal, unseal
from replica.site.items import Column, Item

_TREE = "/pageView/zhengfuxinxi.html"


class Sanmenxia(Pages):
    """A district on the platform."""

    name = "sanmenxia"
    denied = ("/search/", "/pageView/classifiedSearch.html")

    def paths(self) -> dict[str, str]:
        """Under /pageView/."""
        names = {
            "disclosure": "xxgk",
            "departments": "bumen",
            "towns": "xiangzhen",
            "map": "map",
            "calendar": "rili",
        }
        return {name: f"/pageView/{path}.html" for name, path in names.items()}

    def _root(self, organ: Organ | None) -> int:
        return 4000 + (self.site.organs.index(organ) if organ else 999)

    def organ_address(self, organ: Organ) -> str:
        """The tree page at the organ's root."""
        return f"{_TREE}?rlmid={self._root(organ)}"

    def list_address(self, column: Column, page: int = 1) -> str:
        """The tree page; which of its two parameters comes first is a matter of luck."""
        root, leaf = f"rlmid={self._root(column.organ)}", f"lmid={self.column_ident(column)}"
        first, second = (root, leaf) if (column.no + page) % 2 else (leaf, root)
        return f"{_TREE}?{first}&{second}" + (f"&pageNum={page}" if page > 1 else "")

    def address(self, item: Item) -> str:
        """Newer articles by year and month, those before 2021 by a nine-digit folder."""
        year, month = item.date[:4], int(item.date[5:7])
        if item.date < "2021":
            return f"/{self.column_ident(item.column)}/{616_000_000 + item.column.no}/{self.ident(item)}.html"
        return f"/{self.column_ident(item.column)}/{year}/{month}/{self.ident(item)}.html"

    def file_address(self, item: Item, kind: str) -> str:
        """In the upload folder."""
        return f"/uploadfile/{item.date[:4]}/{seal(self.site.key, item.number)}.{kind}"

    def own_routes(self) -> Sequence[tuple[str, Answer]]:
        """The tree, articles, files."""
        return (
            (re.escape(_TREE), self._tree),
            (r"/\d+/(?:\d{4}/\d{1,2}|\d{9})/(\d+)\.html", self._article),
            (r"/uploadfile/\d{4}/([0-9a-f]{32})\.(\w+)", self._file),
        )

    def _tree(self, _: re.Match[str], request: Request) -> str | None:
        query = parse_qs(request.url.query)
        leaf = query.get("lmid", [""])[0]
        root = query.get("rlmid", [""])[0]
        if not leaf:
            organ = next((o for o in self.site.organs if str(self._root(o)) == root), None)
            return self.organ_page(organ) if organ else None
        column = self.by_column_ident(leaf) if leaf.isdigit() else None
        return self.listing(column, int(query.get("pageNum", ["1"])[0])) if column else None

    def listing(self, column: Column, page: int = 1) -> str | None:
        """The list beside the organ's tree of columns."""
        text = super().listing(column, page)
        if text is None or column.organ is None:
            return text
        tree = self.theme.links([(self.list_address(c, 1), c.name) for c in self.columns_of(column.organ)])
        return text.replace("<h2>", f'<div class="ztree">{tree}</div><h2>', 1)

    def _article(self, match: re.Match[str], _: Request) -> str | None:
        item = self.at(self.by_ident(match[1]), match[0])
        if item is None:
            return None
        source = "01" if item.number % 3 else "1"
        head = f"<h1>{item.title}</h1><p>来源：{source} 发布时间：{item.date} 10:21</p>"
        doubled = f"<p>{item.title}</p>" if item.report else ""
        return self.article(
            item, content=f'<div class="article-content">{doubled}{self.body(item)}</div>', head=head
        )

    def publisher(self, item: Item) -> str:
        """The platform prints a number for a source."""
        return "01"

    def _file(self, match: re.Match[str], _: Request) -> Reply | None:
        number = unseal(self.site.key, match[1])
        return self.file_at(self.site.item(number) if number is not None else None, match[0], match[2])

    def pager(self, column: Column, page: int) -> str:
        """Next and last."""
        total = self.total(column)
        following = [(self.list_address(column, page + 1), "下一页")] if page < total else []
        last = [(self.list_address(column, total), "末页")] if total > 1 else []
        return self.theme.links([*following, *last], "pager") if last else ""
