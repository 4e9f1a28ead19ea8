"""The annual-report model of Anhui portals (PORTALS §2.9): the path itself says that a page is a report.

Seen in reality [P]: `/XxgkAnnualReport/show/<id>.html`, `/openness/OpennessAnnualReport/show|download/<id>.html`,
`/openness/detail/annual_report/<24hex>.html`, `/XxgkContent/showList/<organ>/<category>/page_1.html`.
Assumed [A]: how the lists look, that titles there are cut at 50 characters, what `download` answers.
"""

import re
from collections.abc import Sequence
from random import Random

from replica.documents.names import Organ
from replica.families.pages import Answer, Pages
from replica.server.http import Request
from replica.site.items import Column, Item
from replica.site.model import Site


class Anhui(Pages):
    """A county on the annual-report model."""

    name = "anhui"
    denied = ("/search/", "/login/")

    def __init__(self, site: Site) -> None:
        random = Random(f"anhui/{site.seed}")
        self._model = random.choice(
            ("/XxgkAnnualReport", "/openness/OpennessAnnualReport", "/xxgk/openness/detail/annual_report")
        )
        super().__init__(site)

    def organ_address(self, organ: Organ) -> str:
        """The organ's front page."""
        return f"/XxgkContent/index/{self.site.organs.index(organ) + 900}.html"

    def list_address(self, column: Column, page: int = 1) -> str:
        """By organ and category; category 0 holds the reports."""
        organ = self.site.organs.index(column.organ) + 900 if column.organ else 0
        category = 0 if column.kind == "reports" else column.no
        return f"/XxgkContent/showList/{organ}/{category}/page_{page}.html"

    def address(self, item: Item) -> str:
        """Reports in the model's own path, all else in the common one."""
        if not item.report or item.column.kind == "topic":
            return f"/XxgkContent/show/{self.ident(item)}.html"
        if self._model.endswith("annual_report"):
            return f"{self._model}/63c89f4a{self.ident(item):016x}.html"
        return f"{self._model}/show/{self.ident(item)}.html"

    def file_address(self, item: Item, kind: str) -> str:
        """The model's download."""
        return f"{self._model}/download/{self.ident(item)}.{kind}"

    def own_routes(self) -> Sequence[tuple[str, Answer]]:
        """Reports, articles, files, lists, organs."""
        return (
            (rf"{self._model}/(?:show/)?(?:63c89f4a(?=[0-9a-f]{{16}}))?([0-9a-f]+)\.html", self._report),
            (
                rf"{self._model}/download/(\d+)\.(\w+)",
                lambda m, _: self.file_at(self.by_ident(m[1]), m[0], m[2]),
            ),
            (r"/XxgkContent/show/(\d+)\.html", self._article),
            (r"/XxgkContent/showList/\d+/\d+/page_(\d+)\.html", self._list),
            (r"/XxgkContent/index/(\d+)\.html", self._organ),
        )

    def _report(self, match: re.Match[str], request: Request) -> str | None:
        base = 16 if "63c89f4a" in match[0] else 10
        if base == 10 and not match[1].isdigit():
            return None
        return self._page_of(self.at(self.by_ident(int(match[1], base)), match[0]))

    def _article(self, match: re.Match[str], _: Request) -> str | None:
        return self._page_of(self.at(self.by_ident(match[1]), match[0]))

    def _page_of(self, item: Item | None) -> str | None:
        return self.article(item, content=f'<div class="wzcon">{self.body(item)}</div>') if item else None

    def _list(self, match: re.Match[str], _: Request) -> str | None:
        page = int(match[1])
        column = next((c for c in self.site.columns if self.list_address(c, page) == match[0]), None)
        return self.listing(column, page) if column else None

    def list_lines(self, items: Sequence[Item]) -> list[str]:
        """Titles cut at 50 bytes of GBK, without the whole title anywhere."""
        lines = []
        for item in items:
            short = item.title if len(item.title) <= 25 else item.title[:25] + "..."
            lines.append(f'<li><a href="{self.address(item)}">{short}</a><span>{item.date}</span></li>')
        return lines

    def _organ(self, match: re.Match[str], _: Request) -> str | None:
        index = int(match[1]) - 900
        return self.organ_page(self.site.organs[index]) if 0 <= index < len(self.site.organs) else None

    def pager(self, column: Column, page: int) -> str:
        """Numbered links and how many there are."""
        total = self.total(column)
        links = [(self.list_address(column, n), str(n)) for n in range(1, total + 1)]
        return f"{self.theme.links(links, 'pager')}<span>共{total}页</span>"
