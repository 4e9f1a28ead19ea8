"""拓尔思 TRS WCM (PORTALS §2.4): directory lists with a 0-based createPageHTML, relative links, `_wap` doubles, GBK pages.

Seen in reality [P][C]: addresses, pager, suffixes shared by all towns, year sub-columns with names that change, attachments
beside the page, titles outside the body, pages that declare gb2312 and use more. Assumed [A]: that a portal files either by
organ or by year, and that a redesign renames the sub-columns.
"""

import re
from collections.abc import Iterator, Sequence
from random import Random

from replica.documents import html
from replica.documents.names import Organ
from replica.families.pages import Answer, Pages
from replica.server.http import Reply, Request
from replica.site.items import Column, Item
from replica.site.model import Site

_YEAR_NAMES = ("{y}n", "gb{y}", "{y}nb", "{y}nbxknb", "zfxxgknb_{y}", "nb{y}")


class Trs(Pages):
    """A portal on TRS."""

    name = "trs"
    kinds = ("docx", "pdf", "doc", "zip")
    oldest = 2014
    charset = "gb18030"
    denied = ("/search/", "/was5/")

    def __init__(self, site: Site) -> None:
        random = Random(f"trs/{site.seed}")
        self.extension = random.choice((".html", ".shtml", ".htm"))
        self._by_year = random.random() < 0.4
        self._suffix = random.randrange(1000, 180000)
        self._stem = random.choice(("zfxxgknb", "xxgknb", "zfxxgkndbg", "ndbg"))
        self._folder = random.choice(("zwgk", "xxgk", "zw", "zfxxgk"))
        self._form = random.choice(("t{date}_{ident}", "t{date}_{ident}", "t_{ident}", "t{ident}"))
        self._declared = random.choice(("gb2312", "gb2312", "GBK"))
        super().__init__(site)

    def sent(self, text: str) -> Reply:
        """A page in GB 18030 whose header leaves the charset to the meta, which claims less."""
        page = text.replace(
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Type" content="text/html; charset={self._declared}">',
        )
        return Reply(body=page.encode("gb18030"), media_type="text/html")

    def paths(self) -> dict[str, str]:
        """Directories."""
        names = {
            "disclosure": "",
            "departments": "bmml/",
            "towns": "xzml/",
            "map": "wzdt/",
            "calendar": "rl/",
        }
        return {name: f"/{self._folder}/{path}" for name, path in names.items()}

    def organ_address(self, organ: Organ) -> str:
        """A directory of the organ's own."""
        return f"/{self._folder}/{organ.key}/"

    def list_address(self, column: Column, page: int = 1) -> str:
        """A directory; further pages by number from 1."""
        if column.organ is None or (self._by_year and column.kind == "reports"):
            folder = f"/{self._folder}/{column.key if column.kind == 'news' else self._stem}/"
        elif column.kind == "reports":
            suffix = f"_{self._suffix + (0 if column.organ.kind == 'town' else column.no)}"
            folder = f"/{self._folder}/{column.organ.key}/{self._stem}{suffix}/"
        else:
            folder = f"/{self._folder}/{column.organ.key}/{column.key}/"
        return folder + (f"index_{page - 1}{self.extension}" if page > 1 else "")

    def _year_folder(self, year: int, towns: bool) -> str:
        generation = self.site.life.generation
        names = Random(f"years/{self.site.seed}/{year}/{generation}")
        outer = names.choice(_YEAR_NAMES).format(y=year)
        inner = f"{'xz' if towns else 'bm'}{names.choice(('', year))}{names.choice(('gb', 'nb', 'c'))}"
        return f"/{self._folder}/{self._stem}/{outer}/{inner}/"

    def address(self, item: Item) -> str:
        """In the month's folder of its column."""
        return f"{self._folder_of(item)}{self._file_stem(item)}{self.extension}"

    def _folder_of(self, item: Item) -> str:
        if self._by_year and item.column.kind == "reports" and item.year and item.organ:
            folder = self._year_folder(item.year, item.organ.kind == "town")
        else:
            folder = self.list_address(item.column)
        return f"{folder}{item.date[:4]}{item.date[5:7]}/"

    def _file_stem(self, item: Item) -> str:
        return self._form.format(date=item.date.replace("-", ""), ident=self.ident(item))

    def aliases(self, item: Item) -> list[str]:
        """Some pages have a double for mobile devices."""
        return (
            [f"{self._folder_of(item)}{self._file_stem(item)}_wap{self.extension}"]
            if item.number % 7 == 0
            else []
        )

    def file_address(self, item: Item, kind: str) -> str:
        """Beside the page: P for what is printed, W for what is written."""
        letter = "P" if kind == "pdf" else "W"
        return f"{self._folder_of(item)}{letter}0{item.date.replace('-', '')}{self.ident(item):012d}.{kind}"

    def own_routes(self) -> Sequence[tuple[str, Answer]]:
        """Files, articles, year folders, organs, lists; a folder without its slash is sent to itself with one."""
        extension = re.escape(self.extension)
        return (
            (r"/.+/[PW]0\d{8}(\d{12})\.(\w+)", lambda m, _: self.file_at(self.by_ident(m[1]), m[0], m[2])),
            (rf"/.+/t(?:\d{{8}}_|_)?(\d+)(?:_wap)?{extension}", self._article),
            (rf"/{self._folder}/{self._stem}/", self._parent),
            (rf"/{self._folder}/{self._stem}/\w+/\w+/", self._year_list),
            (rf"/{self._folder}/(\w+)/", self._organ),
            (rf"(/.+/)(?:index(?:_(\d+))?{extension})?", self._list),
            (r"/(?:\w+/)*\w+", lambda m, _: Reply(status=301, headers={"Location": m[0] + "/"})),
        )

    def _article(self, match: re.Match[str], _: Request) -> str | None:
        item = self.at(self.by_ident(match[1]), match[0])
        if item is None:
            return None
        content = f'<div class="view TRS_UEDITOR trs_paper_default" id="zoom">{self.body(item)}</div>'
        mobile = "".join(f'<a href="{alias}">手机版</a>' for alias in self.aliases(item))
        editor = '<div class="editor">责任编辑：王䶮</div>'
        return self.article(item, content=content + mobile + editor, head="")

    def style(self, key: str) -> html.Style:
        """The system's own editor."""
        return "trs"

    def titled(self, key: str) -> bool:
        """Never: the title stands in the metas and in <title> only."""
        return False

    def _organ(self, match: re.Match[str], _: Request) -> str | None:
        organ = self.organ(match[1])
        return self.organ_page(organ) if organ else None

    def columns_of(self, organ: Organ) -> list[Column]:
        """Filed by year, an organ has no column of reports of its own."""
        return [c for c in super().columns_of(organ) if not (self._by_year and c.kind == "reports")]

    def _parent(self, _: re.Match[str], __: Request) -> str | None:
        topic = self.topic()
        if not self._by_year:
            return self.listing(topic)
        years = sorted({item.year for item in self.sightings() if item.year}, reverse=True)
        entries = [
            (self._year_folder(year, towns), f"{year}年{'乡镇街道' if towns else '部门'}年报")
            for year in years
            for towns in (False, True)
        ]
        return self.page("政府信息公开年报", f"<h2>政府信息公开年报</h2>{self.theme.links(entries, 'list')}")

    def _year_list(self, match: re.Match[str], _: Request) -> str | None:
        if not self._by_year:
            return None
        for year in sorted({item.year for item in self.sightings() if item.year}):
            for towns in (False, True):
                if match[0] == self._year_folder(year, towns):
                    return self._of_year(year, towns)
        return None

    def _of_year(self, year: int, towns: bool) -> str:
        columns = [
            c
            for c in self.site.columns
            if c.kind == "reports" and c.organ and (c.organ.kind == "town") == towns
        ]
        items = [item for c in columns for item in self.site.items(c) if item.year == year]
        items.sort(key=lambda item: item.date, reverse=True)
        return self.page(
            f"{year}年", f"<h2>{year}年</h2>{self.theme.listing(self.list_lines(items))}{self._pages(1, 1)}"
        )

    def sightings(self) -> Iterator[Item]:
        """Filed by year, the portal has no column of its own beside."""
        found = super().sightings()
        return (item for item in found if not (self._by_year and item.column.kind == "topic"))

    def _pages(self, total: int, page: int) -> str:
        return f'<div class="page"><script>createPageHTML({total}, {page - 1}, "index", "{self.extension[1:]}");</script></div>'

    def pager(self, column: Column, page: int) -> str:
        """The call that draws the pager; pages count from 0."""
        return self._pages(self.total(column), page)

    def _list(self, match: re.Match[str], _: Request) -> str | None:
        column = next((c for c in self.site.columns if self.list_address(c) == match[1]), None)
        if column is None or (self._by_year and column.kind in ("reports", "topic")) or match[2] == "0":
            return None
        return self.listing(column, int(match[2] or 0) + 1)

    def list_lines(self, items: Sequence[Item]) -> list[str]:
        """Addresses relative to the list."""
        return [self.theme.entry(item, "./" + "/".join(self.address(item).split("/")[-2:])) for item in items]
