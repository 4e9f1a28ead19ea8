"""Portals whose entries are named by an organ or a year alone, and whose lists turn and are called in ways of their own."""

import json

from tests.crawler.outside import ORGANS, YEARS, Outside, every, story, title
from tests.crawler.outside_paged import entries, outside, portal, wrap
from tests.crawler.pages import HEADINGS, WORDS
from tests.crawler.server import Reply

PDF = Reply(body=b"%PDF-1.4\n%%EOF", headers={"Content-Type": "application/pdf"})


def documents() -> Outside:
    """One page: a panel for each organ, in it the years, each a document that a link or a script opens."""
    panels, pages = "", portal("<a href='/nb'>公开年报</a>")
    reports = set()
    for organ in ORGANS:
        links = ""
        for key, year in ((key, year) for key, of, year in every() if of == organ):
            path = f"/upload/{key}.PDF" if key % 2 else f"/upload/{key}.docx"
            href = f'javascript:window.open("{path}")' if key % 3 else path
            links += f"<li><a href='{href}'>{year}年</a></li>"
            pages[path] = PDF
            reports.add(path)
        panels += f"<div class=panel><div class=panel-heading><h4>{organ}</h4></div><ul>{links}</ul></div>"
    pages["/nb"] = wrap(panels)
    return Outside(pages=pages, reports=frozenset(reports))


def year_tables() -> Outside:
    """A page for each year: a row an organ, 点击查看 for the report's page and 附件下载 for its file."""
    pages = portal("<a href='/nb'>政府信息公开年报</a>")
    pages["/nb"] = wrap("".join(f"<a href='/nb/{year}'><span>{year}</span></a>" for year in YEARS))
    for year in YEARS:
        rows, name = "", f"{year}年政府信息公开工作年度报告"
        for key, organ in ((key, organ) for key, organ, of in every() if of == year):
            path = f"/file/{key}.pdf"
            rows += (
                f"<tr><td>{organ}</td><td><a href='/info/{key}'>点击查看</a></td>"
                f"<td><a href='{path}'>附件下载</a></td></tr>"
            )
            said = story(name, f"发布机构：{organ} {HEADINGS + WORDS}")
            pages[f"/info/{key}"] = wrap(f"{said}<a href='{path}'>{organ}{name}.pdf</a>")
            pages[path] = PDF
        head = "<tr><th>单位名称</th><th>报告</th><th>下载</th></tr>"
        pages[f"/nb/{year}"] = wrap(f"<h2>{year}年度政府信息公开年报</h2><table>{head}{rows}</table>")
    return outside(pages)


def capitals() -> Outside:
    """Addresses in capitals under a base; pages turned by numbers, by a picture and by a button."""
    columns = (("/NB/LIST.HTML", "部门"), ("/zj/list.html", "乡镇"), ("/jd/", "街道"))
    pages = portal("".join(f"<a href='{path}'>{name}年报</a>" for path, name in columns))
    parts = [entries(list(every())[10 * n : 10 * n + 10]) for n in range(6)]
    base = "<base href='/'>"
    pages["/NB/LIST.HTML"] = wrap(f"{base}{parts[0]}<a href='NB/LIST_2.HTML'>[2]</a>")
    pages["/NB/LIST_2.HTML"] = wrap(f"{base}{parts[1]}<a href='NB/LIST.HTML'>[1]</a>")
    pages["/zj/list.html"] = wrap(f"{parts[2]}<a href='rest.html'><img src='n.gif' alt='下一页'></a>")
    pages["/zj/rest.html"] = wrap(parts[3])
    pages["/jd/"] = wrap(f"{parts[4]}<button class=more data-url='/jd/rest'>加载更多</button>")
    pages["/jd/rest"] = wrap(parts[5])
    return outside(pages)


def prefixed() -> Outside:
    """Years as tabs; the call's address and the entries' begin with a variable that says where the site stands."""
    pages = portal("<a href='/nb'>公开年报</a>")
    tabs = "".join(f"<li data-y={year}>{year}年</li>" for year in YEARS)
    script = (
        "var ctx = '/pc', lm = 'nb7'; function load(y, n){ $.ajax({url: ctx + '/gk/query', data: {lm: lm, nd: y, dqy: n},"
        "success: function(r){ $.each(r.data.rows, function(i, o){ s += '<a href=\"' + ctx + '/view/' + o.xxid + '.html\">' + o.xxbt })"
        "}}) } $('.yr').on('click', 'li', function(){ load($(this).attr('data-y'), 1) })"
    )
    pages["/nb"] = wrap(f"<ul class=yr>{tabs}</ul><div id=list></div><script>{script}</script>")
    reports = set()
    for year in YEARS:
        rows = [(key, organ) for key, organ, of in every() if of == year]
        for number in (1, 2):
            shown = rows[5 * number - 5 : 5 * number]
            told = [{"xxid": f"x{key}", "xxbt": title(organ, year)} for key, organ in shown]
            answer = {"code": 0, "data": {"zts": len(rows), "rows": told}}
            pages[f"/pc/gk/query?lm=nb7&nd={year}&dqy={number}"] = Reply(body=json.dumps(answer))
        for key, organ in rows:
            pages[f"/pc/view/x{key}.html"] = wrap(story(title(organ, year), HEADINGS + WORDS))
            reports.add(f"/pc/view/x{key}.html")
    return Outside(pages=pages, reports=frozenset(reports))


def numbered_files() -> Outside:
    """Each organ's list lies in files of data that a script names by the organ, the column and the page."""
    pages = portal("<a href='/bm'>信息公开年报</a>")
    pages["/bm"] = wrap("".join(f"<a href='/lb?dm={n}'>{organ}</a>" for n, organ in enumerate(ORGANS)))
    for n, organ in enumerate(ORGANS):
        rows = [one for one in every() if one[1] == organ]
        pages[f"/lb?dm={n}"] = wrap(
            f"<ul id=l></ul><script>var dm = '{n}', lm = 'nb', dqy = 1; function go(){{"
            " $.getJSON('/json/' + dm + '_' + lm + '_' + dqy + '.json', function(d){ show(d.xxlb) }) } go()</script>"
        )
        for number in (1, 2):
            shown = rows[3 * number - 3 : 3 * number]
            told = [{"bt": title(of, year), "lj": f"/info/{key}"} for key, of, year in shown]
            pages[f"/json/{n}_nb_{number}.json"] = Reply(body=json.dumps({"zts": 6, "xxlb": told}))
    return outside(pages)


def tokens() -> Outside:
    """A form turns the pages and chooses the organ; the token that it sends is another on every page."""
    size = 12
    pages = portal("<a href='/list.do'>公开年报</a>")
    options = "".join(f"<option value={n}>{organ}</option>" for n, organ in enumerate(ORGANS))
    shown: dict[tuple[str, int], str] = {}
    for dept in ("", *map(str, range(len(ORGANS)))):
        rows = [one for one in every() if not dept or one[1] == ORGANS[int(dept)]]
        last = -(-len(rows) // size)
        for number in range(1, last + 1):
            form = (
                f"<form method=post action='/list.do'><input type=hidden name=_csrf value=t{len(shown)}>"
                f"<input type=hidden name=pageNum value={number}><input type=hidden name=totalPage value={last}>"
                f"<select name=dept><option value='' selected>全部</option>{options}</select></form>"
            )
            shown[dept, number] = wrap(f"{form}{entries(rows[size * number - size : size * number])}")
    pages["/list.do"] = shown["", 1]
    for (dept, number), page in shown.items():
        for token in range(len(shown)):
            for total in (1, 5):
                sent = f"_csrf=t{token}&pageNum={number}&totalPage={total}&dept={dept}"
                pages[f"POST /list.do {sent}"] = page
    return outside(pages)


NAMED = {
    "documents_by_year": documents,
    "year_tables": year_tables,
    "capitals": capitals,
    "prefixed_calls": prefixed,
    "numbered_files": numbered_files,
    "tokens": tokens,
}
