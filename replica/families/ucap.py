"""UCAP 开普 (PORTALS §0.1, §2.1): lists `list.shtml`, `list_2.shtml` under createPageHTML('page_div', …), organs behind an iframe hub.

Seen in reality [P][C]: address forms, pager call, hub links `?code=&temp=`, custom tags, `#PAGE_BREAK#`, related box, crumb.
Assumed [A]: where attachments live (`<column>/<month>/files/…`), that the hub answers the same page whatever its query on some
portals and fills the frame by the query on others, the calendar.
"""

import json
import re
from collections.abc import Callable, Sequence
from random import Random
from urllib.parse import parse_qs

from replica.families.base import Family
from replica.server.http import Reply, Request
from replica.site.cipher import seal, unseal
from replica.site.items import Column, Item
from replica.site.model import Site

_SNOWFLAKE = 2_000_000_000_000_000_000
_STEP = 48_271_000


class Ucap(Family):
    """A county portal on UCAP."""

    name = "ucap"
    denied = ("/u/", "/search/", "/common/admin/")

    def __init__(self, site: Site) -> None:
        random = Random(f"ucap/{site.seed}")
        self._code = site.place.pinyin[:4] + "rmzf"
        self._rows = random.choice((7, 8, 10, 12))
        self._template = random.choice(("list", "list", "common_list", "xxgk_list"))
        self._query_frame = random.random() < 0.5
        self._upper = random.random() < 0.5
        self._json_topic = random.random() < 0.35
        self._hub = random.choice(("nav", "bmnav", "xxgk_nav"))
        self._folder = random.choice(("zwgk", "xxgk", "zfxxgk"))
        self._mixed = random.random() < 0.3
        super().__init__(site)

    def routes(self) -> Sequence[tuple[str, Callable[[re.Match[str], Request], Reply | str | None]]]:
        """Patterns and answers."""
        code = re.escape(self._code)
        return (
            (r"/(index\.shtml)?", self._home),
            (rf"/{code}/{self._folder}/index\.shtml", self._disclosure),
            (rf"/{code}/(bmml|xzml)/nav_list\.shtml", self._directory),
            (rf"/{code}/(\w+?)ml/{self._hub}\.shtml", self._hub_page),
            (rf"/{code}/(\w+)/(list|common_list|xxgk_list)(?:_(\d+))?\.shtml", self._list),
            (rf"/{code}/(\w+)/(\d{{6}})/([0-9a-f]{{32}})\.shtml", self._detail),
            (rf"/{code}/(\w+)/(\d{{6}})/files/([0-9a-f]{{32}})\.(\w+)", self._file),
            (rf"/{code}/(\w+)/pc/content/(\d+)/content_(\d+)\.html", self._snowflake),
            (rf"/{code}/rl/index\.shtml", self._calendar),
            (rf"/{code}/wzdt/index\.shtml", self._map),
            (r"/common/search/([0-9a-f]{32})", self._search),
        )

    # --- addresses ---------------------------------------------------------------------------------

    def address(self, item: Item) -> str:
        """The page of the generation in force."""
        if self._newest(item):
            number = _SNOWFLAKE + item.number * _STEP
            return f"/{self._code}/{item.column.key}/pc/content/{number}/content_{number}.html"
        return f"{self._stem(item)}/{seal(self.site.key, item.number)}.shtml"

    def _newest(self, item: Item) -> bool:
        """Whether an item has the address form of 2026: all after the redesign, new ones before it on some portals."""
        return self.site.life.generation >= 3 or (self._mixed and item.date >= "2026")

    def file_address(self, item: Item, kind: str) -> str:
        """Beside the page."""
        return f"{self._stem(item)}/files/{seal(self.site.key, item.number)}.{kind}"

    def _stem(self, item: Item) -> str:
        return f"/{self._code}/{item.column.key}/{item.date[:4]}{item.date[5:7]}"

    def _list_address(self, column: Column, page: int = 1) -> str:
        number = f"_{page}" if page > 1 else ""
        return f"/{self._code}/{column.key}/{self._stem_of(column)}{number}.shtml"

    def _stem_of(self, column: Column) -> str:
        return self._template if column.kind in ("reports", "affairs", "guide") else "list"

    def _hub_address(self, organ_key: str) -> str:
        return f"/{self._code}/{organ_key}ml/{self._hub}.shtml"

    def nav(self) -> list[tuple[str, str]]:
        """The bar on top."""
        news = [(self._list_address(c), c.name) for c in self.site.columns if c.kind == "news"]
        return [
            ("/", "首页"),
            (f"/{self._code}/{self._folder}/index.shtml", self.words["disclosure"]),
            *news[:5],
            (f"/{self._code}/wzdt/index.shtml", "网站地图"),
            ("/search/index.shtml", "站内搜索"),
        ]

    # --- pages -------------------------------------------------------------------------------------

    def _home(self, _: re.Match[str], __: Request) -> str:
        main = f'{self.latest()}\n<a href="/{self._code}/rl/index.shtml?y=2026&m=4">办事日历</a>'
        friends = self.theme.links(
            [("http://www.zrzy.example.gov.cn/", "友情链接"), ("https://mp.weixin.qq.com/s/abc", "微信")]
        )
        return self.page(f"{self.site.place.name}人民政府", main, side=friends)

    def _map(self, _: re.Match[str], __: Request) -> str:
        entries = [(self._list_address(c), c.name) for c in self.site.columns if c.kind == "news"]
        return self.page("网站地图", self.theme.links([*entries, *self.nav()], "list"))

    def _disclosure(self, _: re.Match[str], __: Request) -> str:
        topic = next(c for c in self.site.columns if c.kind == "topic")
        government = self.site.organs[0]
        entries = [
            (self._list_address(self.site.column("guide", government)), "政府信息公开指南"),
            (f"/{self._code}/bmml/nav_list.shtml", self.words["departments"]),
            (f"/{self._code}/xzml/nav_list.shtml", self.words["towns"]),
            (self._list_address(topic), self.words["topic"]),
            ("/search/index.shtml", "依申请公开"),
        ]
        return self.page(
            self.words["disclosure"], "<h2>政府信息公开</h2>" + self.theme.links(entries, "list")
        )

    def _directory(self, match: re.Match[str], _: Request) -> str:
        towns = match[1] == "xzml"
        name = self.words["towns"] if towns else self.words["departments"]
        organs = [o for o in self.site.organs if (o.kind == "town") == towns]
        crumb = self.theme.crumb([("/", "首页"), ("", self.words["disclosure"]), ("", name)])
        links = self.theme.links([(self._hub_address(o.key), o.short) for o in organs], "list")
        return self.page(name, crumb + links)

    def _hub_page(self, match: re.Match[str], request: Request) -> str | None:
        organ = next((o for o in self.site.organs if o.key == match[1]), None)
        if organ is None:
            return None
        columns = [c for c in self.site.columns if c.organ == organ]
        asked = parse_qs(request.url.query).get("code", [""])[0]
        shown = next((c for c in columns if c.kind == "guide"), columns[0])
        if self._query_frame:
            shown = next((c for c in columns if c.key == asked), shown)
        hub = self._hub_address(organ.key)
        links = [(f"{hub}?code={c.key}&temp={self._stem_of(c)}", c.name) for c in columns]
        script = (
            "<script>var q=location.search.match(/code=(\\w+)&temp=(\\w+)/);"
            f"if(q)document.getElementById('fr').src='/{self._code}/'+q[1]+'/'+q[2]+'.shtml';</script>"
        )
        frame = f'<iframe id="fr" name="fr" src="{self._list_address(shown)}" width="100%" frameborder="0"></iframe>'
        counter = '<iframe src="/u/hit/visitcount.shtml" style="display:none"></iframe>'
        return self.page(
            f"{organ.short}信息公开",
            f"<h2>{organ.short}</h2>{self.theme.links(links)}{frame}{script}{counter}",
        )

    def _list(self, match: re.Match[str], _: Request) -> str | None:
        column = self.site.by_key(match[1])
        if column is None or match[2] != self._stem_of(column):
            return None
        items, page = self.site.items(column), int(match[3] or 1)
        if column.kind == "topic" and self._json_topic:
            return self._script_list(column)
        total = max(1, -(-len(items) // self._rows))
        if page > total or match[3] == "1":
            return None
        lines = self.lines(items[(page - 1) * self._rows : page * self._rows])
        if column.kind == "news" and page == 1:
            lines.append('<li><a href="https://mp.weixin.qq.com/s/Zx9">官方微信：一周要闻</a></li>')
            lines.append(
                f'<li><a href="http://www.{self.site.place.pinyin}.qqwwx.cn{self._list_address(column)}">更多</a></li>'
            )
        pager = (
            f"<div id=\"page_div\"></div><script>createPageHTML('page_div', {total}, {page}, "
            f"'{self._stem_of(column)}', 'shtml', {len(items)});</script>"
        )
        main = f"{self._crumb(column)}<h2>{column.name}</h2>{self.theme.listing(lines)}{pager}"
        return self.page(column.name, main)

    def _script_list(self, column: Column) -> str:
        channel = seal(self.site.key, column.no)
        script = (
            f'<div id="listBox"></div><script>var channelId="{channel}";'
            "$.getJSON('/common/search/'+channelId+'?_isAgg=true&_isJson=true&_pageSize=20&_template=index&page=1',draw);</script>"
        )
        return self.page(column.name, f"{self._crumb(column)}<h2>{column.name}</h2>{script}")

    def _search(self, match: re.Match[str], request: Request) -> Reply | None:
        number = unseal(self.site.key, match[1])
        if number is None or not 1 <= number <= len(self.site.columns):
            return None
        items = self.site.items(self.site.columns[number - 1])
        page = int(parse_qs(request.url.query).get("page", ["1"])[0])
        host = request.headers.get("host", "")
        results = [
            {
                "title": item.title,
                "url": f"//{host}{self.address(item)}",
                "publishedTimeStr": f"{item.date} 09:30:00",
                "memo": "",
                "contentHtml": "",
            }
            for item in items[(page - 1) * 20 : page * 20]
        ]
        data = {"page": page, "rows": 20, "total": len(items), "results": results}
        return Reply(
            body=json.dumps({"data": data}, ensure_ascii=False).encode(),
            media_type="application/json;charset=UTF-8",
        )

    def _crumb(self, column: Column) -> str:
        steps = [("/", "首页"), (f"/{self._code}/{self._folder}/index.shtml", self.words["disclosure"])]
        if column.organ is not None:
            group = self.words["towns"] if column.organ.kind == "town" else self.words["departments"]
            steps += [("", "政府部门信息公开"), ("", group), ("", column.organ.short)]
        return self.theme.crumb([*steps, (self._list_address(column), column.name)], "xxgk-crumb")

    def _found(self, digits: str, column: str, month: str) -> Item | None:
        number = unseal(self.site.key, digits)
        item = self.site.item(number) if number is not None else None
        if item is None or item.column.key != column or item.date[:7].replace("-", "") != month:
            return None
        return item

    def _detail(self, match: re.Match[str], _: Request) -> str | None:
        item = self._found(match[3], match[1], match[2])
        return self._article(item) if item is not None and not self._newest(item) else None

    def _snowflake(self, match: re.Match[str], _: Request) -> str | None:
        number, rest = divmod(int(match[2]) - _SNOWFLAKE, _STEP)
        item = self.site.item(number) if rest == 0 and number > 0 else None
        return self._article(item) if item is not None and match[0] == self.address(item) else None

    def _article(self, item: Item) -> str:
        tag = "UCAPTITLE" if self._upper else "ucaptitle"
        content = "UCAPCONTENT" if self._upper else "ucapcontent"
        body = self.body(item)
        if item.report and item.number % 3 == 0:
            body = body.replace("</table>", "</table>\n#PAGE_BREAK#\n", 1)
        files = "".join(
            f'<li><a href="{address}">{name}</a></li>' for address, name in self.attachments(item)
        )
        appendix = (
            f'<div id="cmspro_appendixs"><ul>{files}</ul></div>'
            if files
            else '<div id="cmspro_appendixs"></div>'
        )
        main = (
            f"{self._crumb(item.column)}<h1><{tag}>{item.title}</{tag}></h1>\n"
            f'<div class="article-attr"><div class="display-block">发布机构：{self.publisher(item)}</div>'
            f'<div class="display-block">发布日期：{item.date}</div>{self.counter()}'
            '<a href="javascript:window.print()">打印</a></div>\n'
            f'<div id="zoomcon"><{content}>{body}</{content}></div>\n{appendix}\n{self._related(item)}'
        )
        return self.page(f"{item.title}-{self.site.place.name}人民政府", main, metas=self.metas(item))

    def _related(self, item: Item) -> str:
        """Other documents, one of which belongs to another site of the platform under a path that looks like ours."""
        column = self.site.columns[item.number % self.size_of_news()]
        near = list(self.site.items(column)[:3])
        lines = self.lines(near)
        if item.number % 4 == 0:
            lines.append(
                f'<li><a href="/qtxrmzf/tzgg0a/{item.date[:4]}01/{seal(self.site.key, 7)}.shtml">相邻县市有关文件</a></li>'
            )
        return f'<div id="cmspro_reldocuments">{self.theme.listing(lines)}</div>'

    def size_of_news(self) -> int:
        """How many columns of news there are; they come first."""
        return sum(1 for c in self.site.columns if c.kind == "news")

    def _file(self, match: re.Match[str], _: Request) -> Reply | None:
        item = self._found(match[3], match[1], match[2])
        return self.file(item, match[4]) if item is not None and self.holds(item, match[0]) else None

    def _calendar(self, _: re.Match[str], request: Request) -> str:
        """A trap: months without end in both directions."""
        query = parse_qs(request.url.query)
        year, month = (int(query.get(key, [default])[0]) for key, default in (("y", "2026"), ("m", "4")))
        before, after = divmod(year * 12 + month - 2, 12), divmod(year * 12 + month, 12)
        links = [
            (f"/{self._code}/rl/index.shtml?y={y}&m={m + 1}", name)
            for (y, m), name in ((before, "上月"), (after, "下月"))
        ]
        days = [
            (f"/{self._code}/rl/index.shtml?y={year}&m={month}&d={day}", str(day)) for day in range(1, 29)
        ]
        return self.page("办事日历", self.theme.links([*links, *days], "list"))
