"""The pages that every portal has in some form: home, disclosure, directories, organs' pages, lists, articles, a calendar.

A family that derives from this gives addresses and, where its system differs, its own list or article.
"""

import re
from collections.abc import Callable, Sequence
from random import Random
from urllib.parse import parse_qs

from replica.documents.names import Organ
from replica.families.base import Family
from replica.server.http import Reply, Request
from replica.site.items import Column, Item
from replica.site.model import Site

Answer = Callable[[re.Match[str], Request], "Reply | str | None"]
_PRIME = 999_999_937
_FACTOR = 123_456_791


class Pages(Family):
    """A portal of ordinary pages."""

    extension = ".html"

    def __init__(self, site: Site) -> None:
        random = Random(f"rows/{self.name}/{site.seed}")
        self.rows = random.choice((8, 10, 12, 15))
        self._shift = random.randrange(_PRIME)
        self._column_shift = random.randrange(1_000_000)
        super().__init__(site)

    # --- addresses that a family gives ---------------------------------------------------------------

    def paths(self) -> dict[str, str]:
        """Where the standing pages are: disclosure, departments, towns, map, calendar."""
        return {
            "disclosure": "/zwgk/xxgk" + self.extension,
            "departments": "/zwgk/bmml" + self.extension,
            "towns": "/zwgk/xzml" + self.extension,
            "map": "/wzdt" + self.extension,
            "calendar": "/rili" + self.extension,
        }

    def list_address(self, column: Column, page: int = 1) -> str:
        """A page of a list."""
        raise NotImplementedError

    def organ_address(self, organ: Organ) -> str:
        """An organ's own page."""
        raise NotImplementedError

    def own_routes(self) -> Sequence[tuple[str, Answer]]:
        """The family's routes, tried before the standing pages."""
        raise NotImplementedError

    def routes(self) -> Sequence[tuple[str, Answer]]:
        """The family's own, then the standing pages."""
        answers: dict[str, Answer] = {
            "disclosure": self.disclosure,
            "departments": self.departments,
            "towns": self.towns,
            "map": self.map,
            "calendar": self.calendar,
        }
        standing = [(re.escape(path), answers[name]) for name, path in self.paths().items()]
        return (*self.own_routes(), (r"/(index\.s?html?)?", self.home), *standing)

    # --- identifiers -----------------------------------------------------------------------------------

    def ident(self, item: Item) -> int:
        """A decimal identifier of up to nine digits in no visible order."""
        return (item.number * _FACTOR + self._shift) % _PRIME

    def by_ident(self, ident: int | str) -> Item | None:
        """The item of an identifier, where it is on the portal now."""
        return self.site.item((int(ident) - self._shift) * pow(_FACTOR, -1, _PRIME) % _PRIME)

    def column_ident(self, column: Column) -> int:
        """A column's number as addresses name it."""
        return 1_000_000 + (column.no * 7919 + self._column_shift) % 1_000_000

    def by_column_ident(self, ident: int | str) -> Column | None:
        """The column of such a number."""
        return next((c for c in self.site.columns if self.column_ident(c) == int(ident)), None)

    def organ(self, key: str) -> Organ | None:
        """The organ of a key."""
        return next((o for o in self.site.organs if o.key == key), None)

    def columns_of(self, organ: Organ) -> list[Column]:
        """The organ's columns."""
        return [c for c in self.site.columns if c.organ == organ]

    def news_columns(self) -> list[Column]:
        """The portal's columns of news."""
        return [c for c in self.site.columns if c.kind == "news"]

    def topic(self) -> Column:
        """The portal's own column of reports."""
        return next(c for c in self.site.columns if c.kind == "topic")

    # --- standing pages --------------------------------------------------------------------------------

    def nav(self) -> list[tuple[str, str]]:
        """The bar on top of every page."""
        paths = self.paths()
        news = [(self.list_address(c), c.name) for c in self.news_columns()[:4]]
        return [
            ("/", "首页"),
            (paths["disclosure"], "政务公开"),
            *news,
            (paths["map"], "网站地图"),
            ("/search/", "搜索"),
        ]

    def home(self, _: re.Match[str], __: Request) -> str:
        """The home page: news, a calendar, friends."""
        calendar = f'<a href="{self.paths()["calendar"]}?y=2026&m=4">日历</a>'
        friends = self.theme.links(
            [("https://mp.weixin.qq.com/s/abc", "微信公众号"), ("http://www.example.gov.cn/", "友情链接")]
        )
        return self.page(f"{self.site.place.name}人民政府", self.latest() + calendar, side=friends)

    def map(self, _: re.Match[str], __: Request) -> str:
        """The page 网站地图: columns of news."""
        entries = [(self.list_address(c), c.name) for c in self.news_columns()]
        return self.page("网站地图", self.theme.links([*entries, *self.nav()], "list"))

    def disclosure(self, _: re.Match[str], __: Request) -> str:
        """The entrance to disclosure: guide, directories, the portal's own column of reports."""
        paths, government = self.paths(), self.site.organs[0]
        entries = [
            (self.list_address(self.site.column("guide", government)), "政府信息公开指南"),
            (paths["departments"], self.words["departments"]),
            (paths["towns"], self.words["towns"]),
            (self.list_address(self.topic()), self.words["topic"]),
        ]
        return self.page(
            self.words["disclosure"],
            f"<h2>{self.words['disclosure']}</h2>" + self.theme.links(entries, "list"),
        )

    def departments(self, _: re.Match[str], __: Request) -> str:
        """The directory of departments."""
        return self._directory(self.words["departments"], [o for o in self.site.organs if o.kind != "town"])

    def towns(self, _: re.Match[str], __: Request) -> str:
        """The directory of towns."""
        return self._directory(self.words["towns"], [o for o in self.site.organs if o.kind == "town"])

    def _directory(self, name: str, organs: list[Organ]) -> str:
        links = self.theme.links([(self.organ_address(o), o.short) for o in organs], "list")
        return self.page(name, f"{self.theme.crumb([('/', '首页'), ('', name)])}<h2>{name}</h2>{links}")

    def organ_page(self, organ: Organ) -> str:
        """An organ's page: links to its columns."""
        links = self.theme.links([(self.list_address(c), c.name) for c in self.columns_of(organ)], "list")
        return self.page(f"{organ.short}信息公开", f"{self.crumb_of(organ)}<h2>{organ.short}</h2>{links}")

    def calendar(self, match: re.Match[str], request: Request) -> str:
        """A trap: months without end in both directions."""
        query = parse_qs(request.url.query)
        year, month = (int(query.get(key, [default])[0]) for key, default in (("y", "2026"), ("m", "4")))
        months = [divmod(year * 12 + month + step, 12) for step in (-2, 0)]
        links = [
            (f"{match[0]}?y={y}&m={m + 1}", name)
            for (y, m), name in zip(months, ("上月", "下月"), strict=True)
        ]
        days = [(f"{match[0]}?y={year}&m={month}&d={day}", str(day)) for day in range(1, 29)]
        return self.page("日历", self.theme.links([*links, *days], "list"))

    # --- lists and articles ----------------------------------------------------------------------------

    def crumb_of(self, organ: Organ | None, column: Column | None = None) -> str:
        """The way down to an organ's column."""
        paths = self.paths()
        steps = [("/", "首页"), (paths["disclosure"], self.words["disclosure"])] if organ else [("/", "首页")]
        if organ is not None:
            towns = organ.kind == "town"
            name = self.words["towns" if towns else "departments"]
            steps += [
                (paths["towns" if towns else "departments"], name),
                (self.organ_address(organ), organ.short),
            ]
        if column is not None:
            steps.append((self.list_address(column), column.name))
        return self.theme.crumb(steps)

    def total(self, column: Column) -> int:
        """How many pages a list has."""
        return max(1, -(-len(self.site.items(column)) // self.rows))

    def shown(self, column: Column, page: int) -> Sequence[Item]:
        """The items on a page of a list."""
        return self.site.items(column)[(page - 1) * self.rows : page * self.rows]

    def pager(self, column: Column, page: int) -> str:
        """What stands under a list to reach its other pages."""
        raise NotImplementedError

    def extra_lines(self, column: Column) -> list[str]:
        """Lines of a list that lead off the portal."""
        if column.kind not in ("news", "topic"):
            return []
        clone = f"http://www.{self.site.place.pinyin}.qqwwx.cn/"
        return [
            '<li><a href="https://mp.weixin.qq.com/s/Zx9">官方微信推送</a></li>',
            f'<li><a href="{clone}">更多</a></li>',
        ]

    def list_lines(self, items: Sequence[Item]) -> list[str]:
        """Items as lines of their own list."""
        return self.lines(items)

    def listing(self, column: Column, page: int = 1) -> str | None:
        """A page of a list; null beyond its end."""
        if not 1 <= page <= self.total(column):
            return None
        lines = self.list_lines(self.shown(column, page))
        lines += self.extra_lines(column) if page == 1 else []
        main = f"{self.crumb_of(column.organ, column)}<h2>{column.name}</h2>{self.theme.listing(lines)}{self.pager(column, page)}"
        return self.page(column.name, main)

    def appendix(self, item: Item) -> str:
        """Links to an item's files."""
        files = "".join(
            f'<p>附件：<a href="{address}">{name}</a></p>' for address, name in self.attachments(item)
        )
        return f'<div class="fj">{files}</div>' if files else ""

    def article(self, item: Item, *, content: str, head: str | None = None) -> str:
        """A page of an item around its marked-up content."""
        title = f"<h1>{item.title}</h1>" if head is None else head
        near = self.lines(self.site.items(self.news_columns()[item.number % len(self.news_columns())])[:4])
        side = f"<h3>相关阅读</h3>{self.theme.listing(near)}"
        info = (
            f'<div class="{self.theme.name("date")}">发布日期：{item.date} 来源：{self.publisher(item)}</div>'
        )
        main = f"{self.crumb_of(item.organ, item.column)}{title}{info}\n{content}\n{self.appendix(item)}"
        return self.page(
            f"{item.title}_{self.site.place.name}人民政府", main, metas=self.metas(item), side=side
        )

    def at(self, item: Item | None, path: str) -> Item | None:
        """The item, where this is its address."""
        return item if item is not None and path in (self.address(item), *self.aliases(item)) else None

    def file_at(self, item: Item | None, address: str, kind: str) -> Reply | None:
        """The item's file, where this is its address."""
        return self.file(item, kind) if item is not None and self.holds(item, address) else None
