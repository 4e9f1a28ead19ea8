"""Portals of no known system, each with habits that no family describes, written from what portals do and not from the reader."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.crawler.pages import HEADINGS, WORDS
from tests.crawler.server import Pages, Reply

PLACE = "清河县"
ORGANS = (
    "财政局",
    "水利局",
    "民政局",
    "教育局",
    "卫生健康局",
    "应急管理局",
    "柳林镇",
    "石桥镇",
    "东关街道",
    "马家乡",
)
YEARS = (2019, 2020, 2021, 2022, 2023, 2024)
Body = Callable[[str], "Reply | str"]


@dataclass(frozen=True, kw_only=True)
class Outside:
    """A portal and what is to be found on it."""

    pages: Pages
    reports: frozenset[str]
    """Paths of the reports' pages."""


def every() -> Iterator[tuple[int, str, int]]:
    """(number, organ, year) of all reports."""
    pairs = ((organ, year) for organ in ORGANS for year in YEARS)
    return ((number, organ, year) for number, (organ, year) in enumerate(pairs, 101))


def title(organ: str, year: int) -> str:
    return f"{PLACE}{organ}{year}年政府信息公开工作年度报告"


def story(name: str, body: str = WORDS) -> str:
    return f"<h3 class='arc-tit'>{name}</h3><div class='arc-info'>时间：2024-03-02 点击：31</div><div class='arc-con'>{body}</div>"


def news(path: str, wrap: Body, count: int = 30) -> Pages:
    """A column of news and its pages."""
    names = [
        f"{PLACE}{what}工作推进会召开（{number}）"
        for number, what in enumerate(("春耕", "防汛", "旅游") * 10)
    ][:count]
    rows = "".join(
        f"<li><a href='{path}n{number}.html'>{name}</a><i>2024-03-02</i></li>"
        for number, name in enumerate(names)
    )
    return {
        path: wrap(f"<ul class='news-ul'>{rows}</ul>"),
        **{f"{path}n{number}.html": wrap(story(name)) for number, name in enumerate(names)},
    }


# --- frames, tables, a select of organs, a select of pages, GBK ------------------------------------------


def frames() -> Outside:
    """A frameset; organs in a select; lists as tables whose dates have no year; pages chosen in a select; GBK undeclared by header."""

    def wrap(main: str) -> Reply:
        page = f"<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'></head><body>{main}</body></html>"
        return Reply(body=page.encode("gb18030"), headers={"Content-Type": "text/html"})

    menu = "<table><tr><td><a href='/xwzx/' target='main'>新闻中心</a></td><td><a href='/zwgk.asp' target='main'>政务公开</a></td></tr></table>"
    options = "".join(
        f"<option value='/dept.asp?id={number}'>{organ}</option>" for number, organ in enumerate(ORGANS)
    )
    pages: Pages = {
        "/": Reply(
            body="<html><frameset rows='90,*'><frame src='/top.asp' name='top'><frame src='/main.asp' name='main'></frameset></html>",
            headers={"Content-Type": "text/html"},
        ),
        "/top.asp": wrap(menu),
        "/main.asp": wrap("<p>欢迎访问</p><a href='/xwzx/'>更多新闻</a>"),
        "/zwgk.asp": wrap(
            f"<a href='/zhinan.asp'>公开指南</a><select onchange=\"location.href=this.value\"><option>请选择单位</option>{options}</select>"
        ),
        "/zhinan.asp": wrap(story("政府信息公开指南")),
        **news("/xwzx/", wrap),
    }
    reports = set()
    for number, organ in enumerate(ORGANS):
        pages[f"/dept.asp?id={number}"] = wrap(
            f"<a href='/list.asp?c={number}1'>机构职能</a><a href='/list.asp?c={number}2'>信息公开年报</a>"
        )
        pages[f"/list.asp?c={number}1"] = wrap(story("机构职能"))
        rows = [(key, year) for key, of, year in every() if of == organ][::-1]
        for page in (1, 2):
            shown = "".join(
                f"<tr><td width=20>·</td><td><a href='/show.asp?id={key}'>{year}年度政府信息公开工作报告</a></td>"
                f"<td>[01-{key % 28 + 1:02d}]</td></tr>"
                for key, year in rows[3 * page - 3 : 3 * page]
            )
            chosen = "".join(
                f"<option value='/list.asp?c={number}2&page={n}'>第{n}页</option>" for n in (1, 2)
            )
            address = f"/list.asp?c={number}2" + ("&page=2" if page == 2 else "")
            pages[address] = wrap(
                f'<table class=tb1>{shown}</table>转到<select onchange="window.location=this.value">{chosen}</select>'
            )
        pages[f"/list.asp?c={number}2&page=1"] = pages[f"/list.asp?c={number}2"]
    for key, organ, year in every():
        reports.add(f"/show.asp?id={key}")
        pages[f"/show.asp?id={key}"] = wrap(story(title(organ, year), HEADINGS + WORDS))
    return Outside(pages=pages, reports=frozenset(reports))


# --- menus and trees in scripts --------------------------------------------------------------------------


def scripted() -> Outside:
    """The menu is written by a script, organs are nodes of a tree in a script, entries lie in data attributes and handlers."""

    def wrap(main: str) -> str:
        menu = "document.write(\"<a href='/html/xinwen/'>新闻</a><a href='/html/open/'>信息公开</a>\");"
        return f"<html><body><div id=menu><script>{menu}</script></div>{main}</body></html>"

    nodes = [{"id": 1, "pId": 0, "name": "部门"}]
    nodes += [
        {"id": 10 + number, "pId": 1, "name": organ, "url": f"/html/open/d{number}/"}
        for number, organ in enumerate(ORGANS)
    ]
    tree = f"<div id='tree' class='ztree'></div><script>var zNodes = {json.dumps(nodes, ensure_ascii=False)};</script>"
    pages: Pages = {
        "/": wrap("<p>首页</p>"),
        "/html/open/": wrap(f"<h2>政府信息公开</h2>{tree}"),
        **news("/html/xinwen/", wrap),
    }
    reports = set()
    for number, organ in enumerate(ORGANS):
        tabs = f"""<div class="tab" onclick="goUrl('/html/open/d{number}/zn.html')">指南</div>
          <div class="tab" onclick="goUrl('/html/open/d{number}/nb.html')">年度报告</div>"""
        pages[f"/html/open/d{number}/"] = wrap(f"<h2>{organ}</h2>{tabs}")
        pages[f"/html/open/d{number}/zn.html"] = wrap(story("公开指南"))
        rows = ""
        for key, of, year in every():
            if of == organ:
                handler = f"window.open('/html/open/d{number}/{key}.html')"
                rows += f'<dl><dt onclick="{handler}">{organ}{year}年信息公开年报</dt><dd>{year + 1}/1/20</dd></dl>'
                reports.add(f"/html/open/d{number}/{key}.html")
                pages[f"/html/open/d{number}/{key}.html"] = wrap(story(title(organ, year), HEADINGS + WORDS))
        pages[f"/html/open/d{number}/nb.html"] = wrap(f"<div class='dls'>{rows}</div>")
    return Outside(pages=pages, reports=frozenset(reports))


# --- a matrix of organs and years ------------------------------------------------------------------------


def matrix() -> Outside:
    """One table: a row an organ, a column a year, and 查看 in the cells; news by the dozen beside it."""

    def wrap(main: str) -> str:
        bar = (("/index.htm", "网站首页"), ("/gov/dt/", "要闻动态"), ("/gov/open.htm", "政府信息公开"))
        links = " ".join(f"<a href='{address}'>{name}</a>" for address, name in bar)
        return f"<html><body><header>{links}</header>{main}</body></html>"

    head = "".join(f"<th>{year}年</th>" for year in YEARS)
    rows = ""
    for organ in ORGANS:
        cells = "".join(
            f"<td><a href='/gov/file/{key}/page.html' target=_blank>查看</a></td>"
            for key, of, _ in every()
            if of == organ
        )
        rows += f"<tr><td>{organ}</td>{cells}</tr>"
    pages: Pages = {
        "/": wrap("<p>欢迎</p>"),
        "/index.htm": wrap("<p>欢迎</p>"),
        "/gov/open.htm": wrap(
            "<ul class='left'><li><a href='/gov/zhinan.htm'>公开指南</a></li><li><a href='/gov/nb.htm'>公开年报</a></li></ul>"
        ),
        "/gov/zhinan.htm": wrap(story("政府信息公开指南")),
        "/gov/nb.htm": wrap(f"<h2>公开年报</h2><table border=1><tr><th>单位</th>{head}</tr>{rows}</table>"),
        **news("/gov/dt/", wrap),
    }
    for key, organ, year in every():
        pages[f"/gov/file/{key}/page.html"] = wrap(story(title(organ, year), HEADINGS + WORDS))
    return Outside(pages=pages, reports=frozenset(f"/gov/file/{key}/page.html" for key, _, _ in every()))


# --- year columns under English names --------------------------------------------------------------------


def yearly() -> Outside:
    """Columns of years, named in several ways, list organs by name alone; "load more" and a total; English class names."""

    def wrap(main: str) -> str:
        bar = (
            ("/en/", "English"),
            ("/channel/news/", "News 资讯"),
            ("/channel/disclosure/", "Disclosure 公开"),
        )
        links = "".join(f"<a href='{address}'>{name}</a>" for address, name in bar)
        return f"<html><body><nav class='navbar'>{links}</nav><main class='container'>{main}</main></body></html>"

    names = ("2019年度", "二〇二〇年", "2021", "2022年年报", "2023年度报告", "2024年")
    links = "".join(
        f"<div class='card'><a class='card-link' href='/channel/annual/{year}/'>{name}</a></div>"
        for year, name in zip(YEARS, names, strict=True)
    )
    pages: Pages = {
        "/": wrap("<div class='hero'>清河</div>"),
        "/channel/disclosure/": wrap(
            "<div class='grid'><a href='/channel/guide/'>Guide 指南</a><a href='/channel/annual/'>年度报告</a></div>"
        ),
        "/channel/guide/": wrap(story("公开指南")),
        "/channel/annual/": wrap(f"<div class='cards'>{links}</div>"),
        **news("/channel/news/", wrap),
    }
    for year in YEARS:
        rows = [(key, organ) for key, organ, of in every() if of == year]
        for page in (1, 2):
            shown = "".join(
                f"<article class='row'><a href='/p/{key}'><b>{organ}</b></a></article>"
                for key, organ in rows[5 * page - 5 : 5 * page]
            )
            more = (
                f"<a class='load-more' rel='next' href='/channel/annual/{year}/?start=5'>加载更多</a>"
                if page == 1
                else ""
            )
            pages[f"/channel/annual/{year}/" + ("?start=5" if page == 2 else "")] = wrap(
                f"<section>{shown}</section>{more}"
            )
    for key, organ, year in every():
        pages[f"/p/{key}"] = wrap(story(title(organ, year), HEADINGS + WORDS))
    return Outside(pages=pages, reports=frozenset(f"/p/{key}" for key, _, _ in every()))


OUTSIDE: dict[str, Callable[[], Outside]] = {
    "frames": frames,
    "scripted": scripted,
    "matrix": matrix,
    "yearly": yearly,
}
