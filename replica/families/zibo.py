"""The "gongkai" platform of Zibo and Jinan districts (PORTALS §0.4, §2.6): site, channel, doc.

Seen in reality [P][C]: site_<pinyin>, the channel forms (one holds a dot), doc_<24hex> whose first eight digits are a time, organ home
and single-item channels that show an article, the header table with placeholders, 解读 beside the report, #details-content.
Assumed [A]: paging, not evidenced at all; here `index_2.html` on some portals and `?page=2` on others, with plain links.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random
from urllib.parse import parse_qs

from replica.documents.names import Organ
from replica.families.pages import Answer, Pages
from replica.server.http import Reply, Request
from replica.site.cipher import seal, unseal
from replica.site.items import Column, Item
from replica.site.model import Site


class Zibo(Pages):
    """A district on the platform."""

    name = "zibo"
    kinds = ("pdf", "docx", "ofd")
    oldest = 2008
    denied = ("/search/", "/admin/")

    def __init__(self, site: Site) -> None:
        random = Random(f"zibo/{site.seed}")
        self._by_query = random.random() < 0.4
        self._form = random.choice(("c_{a}_{b}", "c_{a}_n_{epoch}", "{a}", "x_{n}_{m}"))
        super().__init__(site)

    def paths(self) -> dict[str, str]:
        """Under /gongkai/."""
        names = {
            "disclosure": "",
            "departments": "bumen/",
            "towns": "zhenban/",
            "map": "map/",
            "calendar": "rili/",
        }
        return {name: f"/gongkai/{path}" for name, path in names.items()}

    def organ_address(self, organ: Organ) -> str:
        """The organ's own site, which shows its guide at once."""
        return f"/gongkai/site_{organ.key}/"

    def _channel(self, column: Column) -> str:
        random = Random(f"channel/{self.site.seed}/{column.no}")
        return "channel_" + self._form.format(
            a=f"5f9f6c{random.randrange(16**18):018x}",
            b=f"5fb3c1{random.randrange(16**18):018x}",
            epoch=f"{1605000000 + random.randrange(10**6)}.{random.randrange(1, 9999)}",
            n=random.randrange(1000, 9999),
            m=column.no,
        )

    def list_address(self, column: Column, page: int = 1) -> str:
        """A channel's folder."""
        owner = f"site_{column.organ.key}/" if column.organ else ""
        folder = f"/gongkai/{owner}{self._channel(column)}/"
        if page == 1:
            return folder
        return f"{folder}?page={page}" if self._by_query else f"{folder}index_{page}.html"

    def address(self, item: Item) -> str:
        """A document: eight digits of time, sixteen of its own."""
        moment = int(datetime.fromisoformat(item.date).replace(tzinfo=UTC).timestamp())
        return f"{self.list_address(item.column)}doc_{moment:08x}{self._tail(item)}.html"

    def _tail(self, item: Item) -> str:
        return f"{self.ident(item):016x}"

    def file_address(self, item: Item, kind: str) -> str:
        """In the file store."""
        return f"/gongkai/file/{seal(self.site.key, item.number)}.{kind}"

    def own_routes(self) -> Sequence[tuple[str, Answer]]:
        """Documents, files, channels, organs."""
        return (
            (r"/gongkai/.*doc_[0-9a-f]{8}([0-9a-f]{16})\.html", self._article),
            (r"/gongkai/file/([0-9a-f]{32})\.(\w+)", self._file),
            (r"(/gongkai/(?:site_\w+/)?channel_[\w.]+/)(?:index_(\d+)\.html)?", self._list),
            (r"/gongkai/site_(\w+)/", self._organ),
        )

    def _article(self, match: re.Match[str], _: Request) -> str | None:
        item = self.at(self.by_ident(int(match[1], 16)), match[0])
        return self._page_of(item) if item else None

    def _page_of(self, item: Item) -> str:
        organ = item.organ or self.site.organs[0]
        index = f"{organ.code}/{item.date[:4]}-{'None' if item.number % 9 == 0 else self.ident(item) % 10**7}"
        number = ("〔〕号", "无文号")[item.number % 2]
        table = (
            f"<table><tr><td>标题</td><td colspan=3>{item.title}</td></tr>"
            f"<tr><td>索引号</td><td>{index}</td><td>文号</td><td>{number}</td></tr>"
            f"<tr><td>发文日期</td><td>{item.date}</td><td>发布机构</td><td>{self.publisher(item)}</td></tr></table>"
        )
        tools = '<div class="tab"><a>标题</a><a>正文</a><a>手机</a></div><div>字号：大 中 小 打印</div>'
        content = f'{tools}{table}<div id="details-content">{self.body(item)}</div>'
        return self.article(item, content=content)

    def _file(self, match: re.Match[str], _: Request) -> Reply | None:
        number = unseal(self.site.key, match[1])
        return self.file_at(self.site.item(number) if number is not None else None, match[0], match[2])

    def _list(self, match: re.Match[str], request: Request) -> str | None:
        column = next((c for c in self.site.columns if self.list_address(c) == match[1]), None)
        if column is None:
            return None
        items = self.site.items(column)
        if column.kind == "guide":
            return self._page_of(items[0])
        page = int(match[2] or parse_qs(request.url.query).get("page", ["1"])[0])
        return self.listing(column, page)

    def _organ(self, match: re.Match[str], _: Request) -> str | None:
        organ = self.organ(match[1])
        return self.organ_page(organ) if organ else None

    def organ_page(self, organ: Organ) -> str:
        """The organ's channels around its guide."""
        guide = self.site.items(self.site.column("guide", organ))[0]
        links = self.theme.links([(self.list_address(c), c.name) for c in self.columns_of(organ)])
        main = f"{self.crumb_of(organ)}{links}<h2>{guide.title}</h2><div id='details-content'>{self.body(guide)}</div>"
        return self.page(f"{organ.short}信息公开", main)

    def pager(self, column: Column, page: int) -> str:
        """Next and last."""
        total = self.total(column)
        if total == 1:
            return ""
        following = [(self.list_address(column, page + 1), "下一页")] if page < total else []
        return self.theme.links([*following, (self.list_address(column, total), "尾页")], "pager")
