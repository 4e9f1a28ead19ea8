"""What all families share: routing, furniture, the visit counter, robots.txt, attachments, and the truth of where things are."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from html import escape
from random import Random

from replica.documents import files, html
from replica.documents.names import Organ
from replica.documents.report import Report
from replica.server.http import Reply, Request
from replica.site import news
from replica.site.items import Item
from replica.site.life import BEIJING
from replica.site.model import Site
from replica.site.theme import Theme

Route = tuple[re.Pattern[str], Callable[[re.Match[str], Request], "Reply | str | None"]]


class Family:
    """A portal played in one system. Subclasses give addresses and pages; everything else is here."""

    name = "none"
    denied: tuple[str, ...] = ("/search/", "/u/")
    oldest = 2019
    """The first year that an organ of such a portal reports on."""
    kinds: tuple[str, ...] = ("docx", "pdf", "doc", "docx", "pdf")
    """Of the files that carry reports."""
    charset = "utf-8"
    """Of pages, as declared and as sent."""
    keeps_links = False
    """Whether the links to a report stay when it is taken down, so that only asking for it tells."""

    def __init__(self, site: Site) -> None:
        self.site = site
        site.oldest, site.kinds = self.oldest, self.kinds
        self.random = Random(f"{self.name}/{site.seed}")
        self.store = ""
        """Origin of another host that keeps the files, as a cloud store does; '' where they lie on the portal."""
        self.words = news.words(site.seed)
        """How this portal calls its entrances."""
        self._file_of = lru_cache(maxsize=512)(self._render)
        """The bytes of a report by organ, year, number of corrections and kind: a server has its files, it does not make them."""
        self._visits = 10_000 + self.random.randrange(90_000)
        self._theme = Theme(site)
        self._look = site.life.look
        self._routes = [(re.compile(pattern), answer) for pattern, answer in self.routes()]

    # --- what a family says ------------------------------------------------------------------------

    def routes(self) -> Sequence[tuple[str, Callable[[re.Match[str], Request], "Reply | str | None"]]]:
        """Patterns of the path, tried in order with `fullmatch`, and who answers."""
        raise NotImplementedError

    def address(self, item: Item) -> str:
        """Path of an item's page."""
        raise NotImplementedError

    def file_address(self, item: Item, kind: str) -> str:
        """Path of a report's file."""
        raise NotImplementedError

    # --- answering ---------------------------------------------------------------------------------

    def respond(self, request: Request) -> Reply:
        """The portal's answer."""
        self._visits += 1
        path = request.url.path or "/"
        if path == "/robots.txt":
            return self.robots()
        for pattern, answer in self._routes:
            match = pattern.fullmatch(path)
            found = answer(match, request) if match else None
            if found is not None:
                return self.sent(found) if isinstance(found, str) else found
        return self.missing()

    def sent(self, text: str) -> Reply:
        """A page as a reply."""
        return Reply(
            body=text.encode(self.charset, "xmlcharrefreplace"),
            media_type=f"text/html; charset={self.charset}",
        )

    def robots(self) -> Reply:
        """robots.txt with this family's denied paths."""
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in self.denied), ""]
        return Reply(body="\n".join(lines).encode(), media_type="text/plain")

    def missing(self) -> Reply:
        """A page that is not there."""
        page = self.theme.page(title="404", main="<p>您访问的页面不存在</p>", nav=[("/", "首页")])
        return Reply(status=404, body=page.encode())

    # --- furniture ---------------------------------------------------------------------------------

    @property
    def theme(self) -> Theme:
        """The look in force; a redesign brings another."""
        if self._look != self.site.life.look:
            self._theme, self._look = Theme(self.site), self.site.life.look
        return self._theme

    def nav(self) -> list[tuple[str, str]]:
        """The bar on top of every page."""
        return [("/", "首页")]

    def counter(self) -> str:
        """The visit counter: another number on every request."""
        return f'<span class="visits">您是第<b>{self._visits}</b>位访问者</span>'

    def page(self, title: str, main: str, *, metas: str = "", side: str = "") -> str:
        """A whole page with furniture, counter and today's date."""
        furniture = f"{side}{self.counter()} <span>今天是{self.site.life.today}</span>"
        return self.theme.page(title=escape(title), main=main, nav=self.nav(), metas=metas, side=furniture)

    def metas(self, item: Item, source: str | None = None) -> str:
        """The standard metas of an article."""
        organ = source if source is not None else self.publisher(item)
        hour = 8 + item.number % 9
        return (
            f'<meta name="ColumnName" content="{escape(item.column.name)}">\n'
            f'<meta name="ArticleTitle" content="{escape(item.title)}">\n'
            f'<meta name="PubDate" content="{item.date} {hour:02d}:{item.number % 60:02d}">\n'
            f'<meta name="ContentSource" content="{escape(organ)}">\n'
        )

    def publisher(self, item: Item) -> str:
        """Who published an item, as the portal prints it."""
        return self.owner(item)

    def owner(self, item: Item) -> str:
        """Whose item it is."""
        return item.organ.name if item.organ else f"{self.site.place.name}人民政府办公室"

    def lines(self, items: Sequence[Item]) -> list[str]:
        """Items as lines of a list."""
        return [self.theme.entry(item, self.address(item)) for item in items]

    def latest(self, count: int = 6) -> str:
        """Boxes of the newest items of the columns of news."""
        columns = [column for column in self.site.columns if column.kind == "news"]
        boxes = (self.theme.listing(self.lines(self.site.items(column)[:count])) for column in columns)
        return "\n".join(f"<h2>{column.name}</h2>{box}" for column, box in zip(columns, boxes, strict=True))

    # --- articles ----------------------------------------------------------------------------------

    def report(self, item: Item) -> Report:
        """The report that an item holds."""
        assert item.organ is not None
        assert item.year is not None
        return self.site.report(item.organ, item.year)

    def attachments(self, item: Item) -> list[tuple[str, str]]:
        """Addresses and names of an item's files."""
        if item.report is None or item.organ is None or item.year is None:
            return []
        borne, kind = self.site.borne(item.organ, item.year)
        if borne == "page":
            return []
        return [(self.store + self.file_address(item, kind), f"{item.title}.{kind}")]

    def holds(self, item: Item, path: str) -> bool:
        """Whether an item has a file at this path."""
        return self.store + path in [address for address, _ in self.attachments(item)]

    def body(self, item: Item) -> str:
        """An item's text as a fragment."""
        random = Random(f"body/{self.site.seed}/{item.number}")
        organ = self.owner(item)
        match item.kind:
            case "report":
                return self._report_body(item)
            case "negative":
                return news.negative(random, kind=item.sort, organ=organ, year=item.year or 0)
            case "guide":
                return news.guide(organ)
            case "news":
                return news.story(random, item.title)

    def _report_body(self, item: Item) -> str:
        assert item.organ is not None
        assert item.year is not None
        borne, _ = self.site.borne(item.organ, item.year)
        key = f"{self.site.seed}/{item.report}"
        if borne == "file":
            return Random(key).choice(("<p>全文详见附件。</p>", "<p>详见附件</p>", "<p>&nbsp;</p>"))
        return html.body(self.report(item), self.style(key), titled=self.titled(key))

    def style(self, key: str) -> html.Style:
        """In whose hand a report's text is marked up."""
        return html.style_of(key)

    def titled(self, key: str) -> bool:
        """Whether the text repeats the title."""
        return Random(key).random() < 0.3

    def file(self, item: Item, kind: str) -> Reply | None:
        """A report's file."""
        if item.organ is None or item.year is None or not self.attachments(item):
            return None
        revision = self.site.life.revision(item.report or "")
        return Reply(
            body=self._file_of(item.organ, item.year, revision, kind),
            media_type=files.MEDIA_TYPES[kind],
            modified=self._modified(item),
        )

    def _render(self, organ: Organ, year: int, revision: int, kind: str) -> bytes:
        return files.render(self.site.report(organ, year, revision=revision), kind)

    def _modified(self, item: Item) -> float:
        moments = self.site.life.corrected.get(item.report or "", [])
        last = moments[-1] if moments else f"{item.date}T10:00:00+08:00"
        return datetime.fromisoformat(last).astimezone(BEIJING).timestamp()

    # --- truth -------------------------------------------------------------------------------------

    def sightings(self) -> Iterator[Item]:
        """Every item that holds a report, organs' own columns first."""
        columns = sorted(
            (c for c in self.site.columns if c.kind in ("reports", "topic")), key=lambda c: c.kind
        )
        return (item for column in columns for item in self.site.items(column) if item.kind == "report")

    def aliases(self, item: Item) -> list[str]:
        """Further addresses at which the same page is seen (renditions, older generations)."""
        return []


def disposition(name: str, *, encoding: str = "utf-8") -> str:
    """A Content-Disposition as servers send it: raw bytes in some encoding, read as Latin-1."""
    raw = name.encode(encoding, "replace").decode("latin-1")
    return f'attachment; filename="{raw}"'
