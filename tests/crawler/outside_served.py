"""Portals whose server makes the lists: files in the rows of a table, years gathered in notices, the site before this one, a form that
shows all until something is chosen."""

from tests.crawler.outside import ORGANS, PLACE, YEARS, Outside, every, story, title
from tests.crawler.outside_paged import entries, outside, portal, report, wrap
from tests.crawler.pages import HEADINGS, WORDS

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


SERVED = {
    "served_rows_of_files": rows_of_files,
    "served_gathered_years": gathered,
    "served_former_site": former,
    "served_filtered_form": filtered,
}
