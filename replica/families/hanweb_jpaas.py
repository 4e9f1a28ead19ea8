"""大汉 Hanweb JPaaS (PORTALS §0.3, §2.3): columns without items, filled by the unit call of the API gateway.

Seen in reality [P][C]: the unit address and queryData with single quotes, `paramJson` as the only way to page, a bare `pageNo`
that repeats page 1, `pageSize` beside it, the reply's markup, year archives, off-site links in lists. Assumed [A]: that organs' columns
and news behave alike on one portal, and that a page has at most a hundred entries whatever is asked for.
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

_MOST_ROWS = 100
_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


class HanwebJpaas(Pages):
    """A portal on JPaaS."""

    name = "hanweb_jpaas"
    denied = ("/search/", "/api-gateway/jpaas-jsearch-web-server/")

    def __init__(self, site: Site) -> None:
        random = Random(f"jpaas/{site.seed}")
        self._web = random.randrange(1000, 9999)
        self._template = "".join(random.choices("ABCDEFabcdefghij0123456789", k=21))
        self._folder = random.choice(("zfxxgk", "xxgk", "zwgk"))
        self._classic = random.random() < 0.5
        super().__init__(site)

    def paths(self) -> dict[str, str]:
        """Directories with an index."""
        names = {"disclosure": "", "departments": "bm/", "towns": "xz/", "map": "wzdt/", "calendar": "rili/"}
        return {name: f"/{self._folder}/{path}index.html" for name, path in names.items()}

    def organ_address(self, organ: Organ) -> str:
        """A directory of the organ's own."""
        return f"/{self._folder}/{organ.key}/index.html"

    def list_address(self, column: Column, page: int = 1) -> str:
        """By number on older portals, by name on newer ones."""
        if self._classic:
            return f"/col/col{self.column_ident(column)}/index.html"
        owner = column.organ.key if column.organ else "xw"
        return f"/{self._folder}/{owner}/{column.key}/index.html"

    def address(self, item: Item) -> str:
        """Under the column, by year and 32 digits."""
        folder = self.list_address(item.column).rpartition("/")[0]
        return f"{folder}/art/{item.date[:4]}/art_{seal(self.site.key, item.number)}.html"

    def file_address(self, item: Item, kind: str) -> str:
        """In a store of its own."""
        return f"/attach/{item.date[:4]}/{seal(self.site.key, item.number)}.{kind}"

    def own_routes(self) -> Sequence[tuple[str, Answer]]:
        """Articles, files, the unit, organs, columns."""
        return (
            (r"/.+/art/\d{4}/art_([0-9a-f]{32})\.html", self._article),
            (
                r"/attach/\d{4}/([0-9a-f]{32})\.(\w+)",
                lambda m, _: self.file_at(self._sealed(m[1]), m[0], m[2]),
            ),
            (re.escape(_UNIT), self._unit),
            (rf"/{self._folder}/(\w+)/index\.html", self._organ),
            (r"/.+/index\.html", self._column),
        )

    def _sealed(self, digits: str) -> Item | None:
        number = unseal(self.site.key, digits)
        return self.site.item(number) if number is not None else None

    def _article(self, match: re.Match[str], _: Request) -> str | None:
        item = self.at(self._sealed(match[1]), match[0])
        return (
            self.article(item, content=f'<div class="wzzw-article">{self.body(item)}</div>') if item else None
        )

    def _organ(self, match: re.Match[str], _: Request) -> str | None:
        organ = self.organ(match[1])
        return self.organ_page(organ) if organ else None

    def _column(self, match: re.Match[str], _: Request) -> str | None:
        column = next((c for c in self.site.columns if self.list_address(c) == match[0]), None)
        return self.listing(column) if column else None

    def listing(self, column: Column, page: int = 1) -> str | None:
        """A frame that a script fills: the column's page has no item."""
        data = (
            f"{{'parseType':'bulidstatic','webId':'{self._web}','tplSetId':'{self._template}','pageType':'column',"
            f"'tagId':'信息列表','editType':'null','pageId':'{self.column_ident(column)}'}}"
        )
        frame = f'<div class="ajax-list" url="{_UNIT}" queryData="{data}"><ul class="ajax-ul"></ul></div>'
        return self.page(column.name, f"{self.crumb_of(column.organ, column)}<h2>{column.name}</h2>{frame}")

    def _pager(self, column: Column, page: int, rows: int) -> str:
        """In the unit's reply."""
        return f'<div class="pagination" rows="{rows}" count="{len(self.site.items(column))}" pageNo="{page if page > 1 else ""}"></div>'

    def _unit(self, _: re.Match[str], request: Request) -> Reply | None:
        query = parse_qs(request.url.query)
        ident = query.get("pageId", ["0"])[0]
        column = self.by_column_ident(ident) if ident.isdigit() else None
        if column is None or "parseType" not in query:
            return Reply(body=b'{"success":false,"code":"500","data":null}', media_type="application/json")
        # A bare pageNo is ignored: only paramJson turns the page.
        asked = json.loads(query.get("paramJson", ["{}"])[0] or "{}")
        page, rows = int(asked.get("pageNo", 1)), min(int(asked.get("pageSize", self.rows)), _MOST_ROWS)
        lines = [
            f'<li class="cf border-line"><a class="fl" href="{self.address(i)}" title="{i.title}">{i.title}</a><span class="fr">{i.date}</span></li>'
            for i in self.site.items(column)[(page - 1) * rows : page * rows]
        ]
        if page == 1 and column.kind in ("news", "topic"):
            lines.insert(
                1,
                '<li class="cf border-line"><a class="fl" href="https://mp.weixin.qq.com/s/Jp">微信解读</a></li>',
            )
        html = f'<ul class="ajax-ul">{"".join(lines)}</ul>{self._pager(column, page, rows)}'
        body = json.dumps({"success": True, "code": "200", "data": {"html": html}}, ensure_ascii=False)
        return Reply(body=body.encode(), media_type="application/json;charset=UTF-8")
