"""大汉 Hanweb xxgk module (PORTALS §2.2): a report for each organ's credit code and year at xxgkAnnualReport.jsp.

Seen in reality [P][C]: the endpoint with `area` and `fbtime` in either order, the area tree, search.jsp answering for the whole
area. Assumed [A]: that a year without a report answers 200 with an empty body; how organs' pages link their years, those without a
report among them.
"""

import re
from collections.abc import Iterator, Sequence
from random import Random
from urllib.parse import parse_qs

from replica.documents.names import Organ
from replica.families.pages import Answer, Pages
from replica.server.http import Reply, Request
from replica.site.cipher import seal, unseal
from replica.site.items import Column, Item
from replica.site.model import Site

_ANNUAL = "/module/xxgk/xxgkAnnualReport.jsp"


class HanwebXxgk(Pages):
    """A portal whose reports live in the xxgk module."""

    name = "hanweb_xxgk"
    denied = ("/search/", "/jsearchfront/")
    keeps_links = True

    def __init__(self, site: Site) -> None:
        random = Random(f"xxgk/{site.seed}")
        self._swapped = random.random() < 0.5
        self._tabs = random.random() < 0.6
        super().__init__(site)

    def organ_address(self, organ: Organ) -> str:
        """The module's page for an area."""
        return f"/module/xxgk/xxgk_index.jsp?area={organ.code}"

    def list_address(self, column: Column, page: int = 1) -> str:
        """Columns of news and affairs; reports have no list."""
        if column.kind == "topic":
            return "/module/xxgk/tree.jsp?area="
        if column.kind == "reports" and column.organ:
            return f"{_ANNUAL}?area={column.organ.code}"
        return f"/col/col{self.column_ident(column)}/index{f'_{page}' if page > 1 else ''}.html"

    def address(self, item: Item) -> str:
        """A report by area and year; all else by date and number."""
        if item.report and item.organ:
            return self._annual(item.organ, item.year or 0, swapped=self._swapped)
        year, month, day = (int(part) for part in item.date.split("-"))
        return f"/art/{year}/{month}/{day}/art_{self.column_ident(item.column)}_{self.ident(item)}.html"

    def aliases(self, item: Item) -> list[str]:
        """The same with its parameters the other way round."""
        return (
            [self._annual(item.organ, item.year, swapped=not self._swapped)]
            if item.organ and item.year
            else []
        )

    def _annual(self, organ: Organ, year: int, *, swapped: bool) -> str:
        area, when = f"area={organ.code}", f"fbtime={year}"
        return f"{_ANNUAL}?{when}&{area}" if swapped else f"{_ANNUAL}?{area}&{when}"

    def file_address(self, item: Item, kind: str) -> str:
        """A call with the file's name."""
        return f"/module/download/downfile.jsp?classid=0&filename={seal(self.site.key, item.number)}.{kind}"

    def sightings(self) -> Iterator[Item]:
        """One place for a report."""
        return (item for item in super().sightings() if item.column.kind == "reports")

    def own_routes(self) -> Sequence[tuple[str, Answer]]:
        """The module, articles, files, columns."""
        return (
            (re.escape(_ANNUAL), self._report),
            (r"/module/xxgk/xxgk_index\.jsp", self._organ),
            (r"/module/xxgk/tree\.jsp", self._tree),
            (r"/module/download/downfile\.jsp", self._download),
            (r"/art/\d+/\d+/\d+/art_\d+_(\d+)\.html", self._article),
            (r"/col/col(\d+)/index(?:_(\d+))?\.html", self._column),
        )

    def _area(self, request: Request) -> Organ | None:
        code = parse_qs(request.url.query).get("area", [""])[0]
        return next((o for o in self.site.organs if o.code == code), None)

    def _organ(self, _: re.Match[str], request: Request) -> str | None:
        organ = self._area(request)
        return self.organ_page(organ) if organ else None

    def organ_page(self, organ: Organ) -> str:
        """The organ's columns; the newest report behind 年度报告, or a link for each year."""
        links = [(self.list_address(c), c.name) for c in self.columns_of(organ) if c.kind != "reports"]
        years = self._years(organ)
        shown = years[:1] if self._tabs else years
        links += [
            (
                self._annual(organ, year, swapped=self._swapped),
                "政府信息公开年度报告" if self._tabs else f"{year}年度报告",
            )
            for year in shown
        ]
        return self.page(
            f"{organ.short}信息公开",
            f"{self.crumb_of(organ)}<h2>{organ.short}</h2>{self.theme.links(links, 'list')}",
        )

    def _years(self, organ: Organ) -> list[int]:
        """Years that the module offers, newest first, gaps included."""
        years = self.site.years(organ)
        return list(range(max(years), min(years) - 1, -1)) if years else []

    def _tree(self, _: re.Match[str], __: Request) -> str:
        links = [(self.organ_address(o), o.name) for o in self.site.organs]
        return self.page("信息公开目录", self.theme.links(links, "list"))

    def _report(self, _: re.Match[str], request: Request) -> Reply | str | None:
        organ = self._area(request)
        year = parse_qs(request.url.query).get("fbtime", [""])[0]
        if organ is None:
            return None
        items = [
            i
            for i in self.site.items(self.site.column("reports", organ))
            if i.report and str(i.year) == (year or str(i.year))
        ]
        if not items:
            return Reply(body=b"")
        tabs = [(self._annual(organ, y, swapped=not self._swapped), f"{y}年") for y in self._years(organ)]
        content = f'<div class="year-tabs">{self.theme.links(tabs, "item")}</div><div id="zoom">{self.body(items[0])}</div>'
        return self.article(items[0], content=content)

    def _article(self, match: re.Match[str], _: Request) -> str | None:
        item = self.at(self.by_ident(match[1]), match[0])
        return self.article(item, content=f'<div id="zoom">{self.body(item)}</div>') if item else None

    def _download(self, _: re.Match[str], request: Request) -> Reply | None:
        name, kind = parse_qs(request.url.query).get("filename", ["."])[0].rsplit(".", 1)
        number = unseal(self.site.key, name)
        return self.file_at(self.site.item(number) if number is not None else None, request.target, kind)

    def _column(self, match: re.Match[str], _: Request) -> str | None:
        column = self.by_column_ident(match[1])
        return self.listing(column, int(match[2] or 1)) if column else None

    def pager(self, column: Column, page: int) -> str:
        """Numbered links."""
        links = [(self.list_address(column, n), str(n)) for n in range(1, self.total(column) + 1)]
        return self.theme.links(links, "pager")
