"""Portals whose server makes the lists: files in the rows of a table, years gathered in notices, the site before this one, a form that
shows all until something is chosen, or a search alone."""

from urllib.parse import quote

from tests.crawler.outside import ORGANS, PLACE, YEARS, Outside, every, story, title
from tests.crawler.outside_paged import entries, outside, portal, report, wrap
from tests.crawler.pages import HEADINGS, WORDS
from tests.crawler.server import Pages, Reply

ALL = "<option value=''>全部</option>"


def rows_of_files() -> Outside:
    """A table of downloads: organ, year and the words of every report each in a cell of its own."""
    pages = portal("")
    pages["/"] = wrap("<a href='/bg'>表格样式</a><a href='/nb'>年报下载</a>")
    rows = ""
    for key, organ, year in every():
        address = f"/download.jsp?pathfile=/atm/{key}.html"
        pages[address] = wrap(story(title(organ, year), HEADINGS + WORDS))
        rows += (
            f"<tr><td>{PLACE}{organ}</td><td>{year}年度</td><td>政府信息公开年度报告</td>"
            f"<td><a href='{address}'>下载</a></td></tr>"
        )
    pages["/nb"] = wrap(f"<table><tr><th>单位</th><th>年度</th><th>名称</th><th>操作</th></tr>{rows}</table>")
    return Outside(
        pages=pages,
        reports=frozenset(f"/download.jsp?pathfile=/atm/{key}.html" for key, _, _ in every()),
    )


def gathered() -> Outside:
    """Notices, each of which gathers the reports of a year under the organs' names; the reports themselves name only the year."""
    pages = portal("")
    pages["/"] = wrap("<a href='/tz'>公示公告</a><a href='/about'>走近清河</a>")
    notices = "".join(
        f"<li><a href='/tz/{year}'>{PLACE}{year}年政府信息公开年度报告汇总</a></li>" for year in YEARS
    )
    pages["/tz"] = wrap(f"<ul>{notices}</ul>")
    for year in YEARS:
        cells = "".join(
            f"<td><a href='{report(key)}'>{PLACE}{organ}</a></td>" for key, organ, of in every() if of == year
        )
        pages[f"/tz/{year}"] = wrap(
            f"<h1>{PLACE}{year}年政府信息公开年度报告汇总</h1><table><tr>{cells}</tr></table>"
        )
    for key, organ, year in every():
        source = f"<p>信息来源：{PLACE}{organ}</p>"
        pages[report(key)] = wrap(
            f"{source}<h1>{year}年政府信息公开工作年度报告</h1><p>{HEADINGS + WORDS}</p>"
        )
    return outside(pages)


def former() -> Outside:
    """The newest years on this site, the others on the one before it, which only its foot links."""
    foot = "<footer><a href='/old/'>旧版网站</a><a href='/about'>联系我们</a></footer>"
    pages = portal("<a href='/nb'>政府信息公开年报</a>" + foot)
    shown = list(every())
    pages["/nb"] = wrap(f"<ul>{entries([one for one in shown if one[2] > YEARS[2]])}</ul>{foot}")
    pages["/old/"] = wrap("<a href='list.asp?c=1'>新闻</a><a href='list.asp?c=8'>政务公开年报</a>")
    pages["/old/list.asp?c=1"] = wrap("<p>新闻</p>")
    earlier = [one for one in shown if one[2] <= YEARS[2]]
    pages["/old/list.asp?c=8"] = wrap(f"<ul>{entries(earlier)}</ul>")
    return outside(pages)


def filtered() -> Outside:
    """A form that posts organ, year and page, none of them chosen at first."""
    pages = portal("<a href='/query'>政府信息公开年度报告</a>")
    shown = list(reversed(list(every())))
    organs = "".join(f"<option>{PLACE}{organ}</option>" for organ in ORGANS)
    years = "".join(f"<option>{year}</option>" for year in YEARS)
    last = len(shown) // 10
    for page in range(1, last + 1):
        fields = (
            f"<select name=org>{ALL}{organs}</select><select name=yr>{ALL}{years}</select>"
            f"<input name=kw><input type=hidden name=pageNo value={page}><input type=submit value=查询>"
        )
        turn = f"<a href='#' onclick='turn({page + 1})'>下一页</a>" if page < last else ""
        key = "/query" if page == 1 else f"POST /query kw=&pageNo={page}&org=&yr="
        listed = entries(shown[10 * page - 10 : 10 * page])
        pages[key] = wrap(
            f"<form method=post action='/query'>{fields}</form><ul>{listed}</ul>{turn} 共{last}页"
        )
    return outside(pages)


def encoded() -> Outside:
    """Pages in GBK that do not say so; boxes and hidden fields hold Chinese words, which the server knows in GBK alone."""

    def told(main: str) -> Reply:
        return Reply(
            body=f"<HTML><BODY>{main}</BODY></HTML>".encode("gbk"), headers={"Content-Type": "text/html"}
        )

    def spelled(words: str) -> str:
        return quote(words.encode("gbk"), safe="")

    pages = portal("<a href='/bm.asp'>部门公开年报</a><a href='/xz.asp'>乡镇公开年报</a>")
    departments, towns = ORGANS[:6], ORGANS[6:]
    options = "".join(f"<OPTION VALUE='{organ}'>{organ}</OPTION>" for organ in departments)
    box = f"<FORM ACTION='/bm.asp'><SELECT NAME=dw>{options}</SELECT><INPUT TYPE=submit VALUE=查看></FORM>"
    for organ in departments:
        shown = told(box + entries([one for one in every() if one[1] == organ]))
        pages[f"/bm.asp?dw={spelled(organ)}"] = shown
    pages["/bm.asp"] = pages[f"/bm.asp?dw={spelled(departments[0])}"]
    rows = [one for one in every() if one[1] in towns]
    for page in (1, 2, 3):
        fields = f"<INPUT TYPE=hidden NAME=lm VALUE=乡镇年报><INPUT TYPE=hidden NAME=pageno VALUE={page}>"
        turn = f"<A HREF='javascript:gotoPage({page + 1})'>下一页</A>" if page < 3 else ""
        key = "/xz.asp" if page == 1 else f"POST /xz.asp lm={spelled('乡镇年报')}&pageno={page}"
        listed = entries(rows[8 * page - 8 : 8 * page])
        pages[key] = told(f"<FORM METHOD=post ACTION='/xz.asp'>{fields}</FORM>{listed}{turn}")
    return outside(pages)


SEARCH = "<form action='/search.do'><input name=site type=hidden value=1><input name=q><input type=submit value=搜索></form>"


def searched() -> Outside:
    """Nothing but a search, whose answers have pages."""
    pages = portal("")
    pages["/"] = f"<html><body>{SEARCH}<a href='/about'>走近清河</a></body></html>"
    shown = list(every())
    for page in range(1, 7):
        listed = entries(shown[10 * page - 10 : 10 * page])
        link = (
            f"<a href='/search.do?site=1&q=%E4%BF%A1%E6%81%AF%E5%85%AC%E5%BC%80&page={page + 1}'>下一页</a>"
        )
        key = "/search.do?site=1&q=%E4%BF%A1%E6%81%AF%E5%85%AC%E5%BC%80" + (
            f"&page={page}" if page > 1 else ""
        )
        pages[key] = f"<html><body>{SEARCH}<ul>{listed}</ul>{link if page < 6 else ''}</body></html>"
    return outside(pages)


def faceless() -> Outside:
    """Reports that name no organ: it stands in a cell of their row, behind their entry, or over their list."""
    pages = portal("<a href='/bm'>部门公开年报</a><a href='/xz'>乡镇公开年报</a>")
    departments, others, towns = ORGANS[:4], ORGANS[4:6], ORGANS[6:]
    named = "{}年政府信息公开工作年度报告"
    rows, items, boxes = "", "", ""
    for key, organ, year in every():
        link = f"<a href='{report(key)}'>{named.format(year)}</a>"
        pages[report(key)] = wrap(story(named.format(year), HEADINGS + WORDS))
        rows += f"<tr><td>{PLACE}{organ}</td><td>{link}</td></tr>" if organ in departments else ""
        items += f"<li>{link} [{PLACE}{organ}] 2024-01-20</li>" if organ in others else ""
    for town in towns:
        links = "".join(
            f"<li><a href='{report(key)}'>{year}年年报</a></li>"
            for key, organ, year in every()
            if organ == town
        )
        boxes += f"<div><h4>{PLACE}{town}</h4><ul>{links}</ul></div>"
    pages["/bm"] = wrap(f"<table>{rows}</table><ul>{items}</ul>")
    pages["/xz"] = wrap(boxes)
    return outside(pages)


def board() -> Outside:
    """An organ's board of all that it publishes, where reports stand some pages apart."""
    pages: Pages = {"/": wrap("<a href='/tz/1.html'>通知公告</a><a href='/about'>机构简介</a>")}
    kept = [one for one in every() if one[1] == ORGANS[0]]
    shown = []
    for place in range(17 * len(kept)):
        key, organ, year = kept[place // 17]
        is_one = place % 17 == (9 if place // 17 % 2 else 3)
        shown.append(
            (report(key), title(organ, year))
            if is_one
            else (f"/tz/n{place}.html", f"关于防汛工作的通知（{place}）")
        )
    pages.update(
        {path: wrap(story(name, HEADINGS + WORDS if "报告" in name else WORDS)) for path, name in shown}
    )
    last = -(-len(shown) // 8)
    for page in range(1, last + 1):
        listed = "".join(
            f"<li><a href='{path}'>{name}</a></li>" for path, name in shown[8 * page - 8 : 8 * page]
        )
        turn = f"<a href='/tz/{page + 1}.html'>下一页</a>" if page < last else ""
        pages[f"/tz/{page}.html"] = wrap(f"<ul>{listed}</ul>{turn}")
    return Outside(pages=pages, reports=frozenset(report(key) for key, _, _ in kept))


SERVED = {
    "served_faceless_reports": faceless,
    "served_board": board,
    "served_encoded_forms": encoded,
    "served_search_alone": searched,
    "served_rows_of_files": rows_of_files,
    "served_gathered_years": gathered,
    "served_former_site": former,
    "served_filtered_form": filtered,
}
