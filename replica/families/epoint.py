"""新点 Epoint (PORTALS §2.10): lists by POST of a JSON body to lightfrontaction.

Seen in reality [C]: `<project>/rest/lightfrontaction/getgovinfolist`, its body, `custom.data` with infourl, title, realtitle (title may
hold markup), webBuilderCommon.js. Assumed [A]: the body's names of a total, addresses of columns and articles.
"""

import json
import re
from collections.abc import Sequence
from random import Random

from replica.documents.names import Organ
from replica.families.pages import Answer, Pages
from replica.server.http import Reply, Request
from replica.site.cipher import seal, unseal
from replica.site.items import Column, Item
from replica.site.model import Site


class Epoint(Pages):
    """A county on Epoint."""

    name = "epoint"
    denied = ("/search/",)

    def __init__(self, site: Site) -> None:
        random = Random(f"epoint/{site.seed}")
        self._project = random.choice(("/inteligentsearch", "/EpointWebBuilder", "/govweb"))
        self._guid = f"7eb5f7f1-9041-43ad-8e13-8fcb{random.randrange(16**8):08x}"
        super().__init__(site)

    def organ_address(self, organ: Organ) -> str:
        """The organ's page."""
        return f"/xxgk/{organ.key}/organ.html"

    def _category(self, column: Column) -> str:
        return f"{column.no:03d}{'001' if column.kind == 'reports' else '002'}"

    def list_address(self, column: Column, page: int = 1) -> str:
        """By category number."""
        if column.organ is None:
            return f"/{column.key}/{page if page > 1 else 'moreinfo'}.html"
        return f"/xxgk/{column.organ.key}/{self._category(column)}/subpage.html"

    def address(self, item: Item) -> str:
        """By category, day and a GUID."""
        digits = seal(self.site.key, item.number)
        guid = f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
        return f"/{self._category(item.column)}/{item.date.replace('-', '')}/{guid}.html"

    def file_address(self, item: Item, kind: str) -> str:
        """In the attachment folder."""
        return f"/BigFileUpLoadStorage/temp/{item.date[:7]}/{seal(self.site.key, item.number)}.{kind}"

    def own_routes(self) -> Sequence[tuple[str, Answer]]:
        """The action, articles, files, lists, organs."""
        return (
            (rf"{self._project}/rest/lightfrontaction/getgovinfolist", self._action),
            (r"/\d{6}/\d{8}/([0-9a-f-]{36})\.html", self._article),
            (
                r"/BigFileUpLoadStorage/temp/[\d-]+/([0-9a-f]{32})\.(\w+)",
                lambda m, _: self.file_at(self._sealed(m[1]), m[0], m[2]),
            ),
            (r"/xxgk/(\w+)/organ\.html", self._organ),
            (r"/xxgk/(\w+)/(\d{6})/subpage\.html", self._subpage),
            (r"/(\w+)/(?:(\d+)|moreinfo)\.html", self._news),
        )

    def _sealed(self, digits: str) -> Item | None:
        number = unseal(self.site.key, digits)
        return self.site.item(number) if number is not None else None

    def _article(self, match: re.Match[str], _: Request) -> str | None:
        item = self.at(self._sealed(match[1].replace("-", "")), match[0])
        return (
            self.article(item, content=f'<div class="ewb-article-info">{self.body(item)}</div>')
            if item
            else None
        )

    def _organ(self, match: re.Match[str], _: Request) -> str | None:
        organ = self.organ(match[1])
        return self.organ_page(organ) if organ else None

    def _subpage(self, match: re.Match[str], _: Request) -> str | None:
        column = next(
            (
                c
                for c in self.site.columns
                if c.organ and c.organ.key == match[1] and self._category(c) == match[2]
            ),
            None,
        )
        return self.listing(column) if column else None

    def listing(self, column: Column, page: int = 1) -> str | None:
        """News as plain lists; an organ's category as a frame for the action's reply."""
        if column.organ is None:
            return super().listing(column, page)
        body = {
            "deptcode": column.organ.code[:9],
            "categorynum": self._category(column),
            "siteGuid": self._guid,
            "pageIndex": 0,
            "pageSize": self.rows,
        }
        script = (
            '<script src="/js/webBuilderCommon.js"></script>'
            f"<script>var projectName='{self._project}';var govParams={json.dumps(body)};"
            "Util.ajax({type:'POST',url:projectName+'/rest/lightfrontaction/getgovinfolist',data:govParams});</script>"
        )
        main = (
            f'{self.crumb_of(column.organ, column)}<h2>{column.name}</h2><ul id="govinfolist"></ul>{script}'
        )
        return self.page(column.name, main)

    def _action(self, _: re.Match[str], request: Request) -> Reply | None:
        if request.method != "POST":
            return Reply(status=405, body=b"")
        try:
            asked = json.loads(request.body)
        except ValueError:
            return Reply(status=400, body=b"")
        asked = json.loads(asked["params"]) if "params" in asked else asked
        column = next((c for c in self.site.columns if self._category(c) == asked.get("categorynum")), None)
        items = self.site.items(column) if column and asked.get("siteGuid") == self._guid else []
        size, page = int(asked.get("pageSize", self.rows)), int(asked.get("pageIndex", 0))
        data = [
            {
                "infourl": self.address(i),
                "title": f"<font color='#333'>{i.title}</font>",
                "realtitle": i.title,
                "infodate": i.date,
            }
            for i in items[page * size : (page + 1) * size]
        ]
        body = {"custom": {"count": len(items), "data": data}, "status": {"code": 200, "text": ""}}
        return Reply(
            body=json.dumps(body, ensure_ascii=False).encode(), media_type="application/json;charset=UTF-8"
        )

    def _news(self, match: re.Match[str], _: Request) -> str | None:
        column = self.site.by_key(match[1])
        return self.listing(column, int(match[2] or 1)) if column and column.organ is None else None

    def pager(self, column: Column, page: int) -> str:
        """Numbered links."""
        links = [(self.list_address(column, n), str(n)) for n in range(1, self.total(column) + 1)]
        return self.theme.links(links, "pager")
