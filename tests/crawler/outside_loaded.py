"""Portals whose pages say where their links lead in script files alone."""

import json

from tests.crawler.outside import ORGANS, YEARS, Outside, every, title
from tests.crawler.outside_paged import entries, outside, portal, wrap
from tests.crawler.server import Pages, Reply

FILES = (
    "<script src='/js/jquery-3.6.0.min.js'></script><script src='/js/share.js'></script>"
    "<script src='http://cdn.example/tj.js'></script><script src='/js/common.js?v=3'></script>"
)


def _script(text: str) -> Reply:
    return Reply(body=text, headers={"Content-Type": "application/javascript"})


def _of(organ: str) -> list[tuple[int, str, int]]:
    return [one for one in every() if one[1] == organ]


def opened() -> Outside:
    """A function of a file opens each organ's column, another turns its pages, a third opens its entries."""
    pages = portal("<a href='/nb'>公开年报</a>")
    organs = "".join(f"<li onclick='toColumn({n})'>{organ}公开年报</li>" for n, organ in enumerate(ORGANS))
    pages["/nb"] = wrap(f"<ul>{organs}</ul>{FILES}")
    for n, organ in enumerate(ORGANS):
        rows = _of(organ)
        for number in (1, 2):
            shown = "".join(
                f"<li><a href='javascript:;' onclick=\"openIt('{key}')\">{title(of, at)}</a></li>"
                for key, of, at in rows[3 * number - 3 : 3 * number]
            )
            turn = "<a href='javascript:void(0)' onclick='turnTo(2)'>下一页</a>" if number == 1 else "下一页"
            pages[f"/col/{n}/" + ("p2.html" if number == 2 else "")] = wrap(f"<ul>{shown}</ul>{turn}{FILES}")
    pages["/js/common.js?v=3"] = _script(
        "function toColumn(id){ window.location.href = '/col/' + id + '/' }\n"
        "function openIt(id){ window.open('/info/' + id) }\n"
        "function turnTo(n){ location.href = 'p' + n + '.html' }\n"
        'var footer = "<script>var a = 1</script>";'
    )
    return outside(pages)


def bound() -> Outside:
    """The menu is written by a file; in the one column a file binds what a click on an entry opens, in the other it fetches the list."""

    def loaded(main: str, *files: str) -> str:
        sources = "".join(f"<script src='{file}'></script>" for file in files)
        return f"<html><head>{sources}</head><body><div id=menu></div>{main}</body></html>"

    pages: Pages = {key: page for key, page in portal("").items() if key.startswith("/info/")}
    pages["/"] = loaded("<p>欢迎</p>", "/static/menu.js")
    menu = "".join(f"<a href='/{path}/'>{name}年报</a>" for path, name in (("bm", "部门"), ("xz", "乡镇")))
    pages["/static/menu.js"] = _script("document.write(\"<a href='/open/'>政府信息公开</a>\");")
    pages["/open/"] = loaded(menu, "/static/menu.js")
    rows = list(every())
    clicked = "".join(f"<li class=row data-key={key}>{title(of, at)}</li>" for key, of, at in rows[:36])
    pages["/bm/"] = loaded(f"<ul>{clicked}</ul>", "/static/menu.js", "list.js")
    pages["/bm/list.js"] = _script(
        "$(function(){ $('li.row').click(function(){ location.href = '/info/' + $(this).data('key') }) })"
    )
    pages["/xz/"] = loaded("<ul id=list></ul>", "/static/menu.js", "rows.js")
    pages["/xz/rows.js"] = _script(
        "var cur = 1;function load(n){ $.post('/api/rows', {lm: 9, page: n}, function(r){ $('#list').html(r) }) } load(cur)"
    )
    for number in (1, 2, 3):
        shown = entries(rows[36:][10 * number - 10 : 10 * number])
        pages[f"POST /api/rows lm=9&page={number}"] = Reply(body=f"<ul>{shown}</ul>")
    return outside(pages)


def counted() -> Outside:
    """A function of a file turns pages by the number that the page holds, and opens the entries; 共 stands beside a script's total."""
    pages = portal("<a href='/list?c=9'>公开年报</a>")
    rows, size = list(every()), 12
    last = len(rows) // size
    for number in range(1, last + 1):
        shown = "".join(
            f"<p><a href='javascript:void(0)' onclick='viewIt({key})'>{title(of, at)}</a>({at + 1}-01-19)</p>"
            for key, of, at in rows[size * number - size : size * number]
        )
        held = f"<script>var cur={number}; var total={last};</script>"
        turn = "<a href='javascript:go(cur-1)'>上一页</a><a href='javascript:go(cur+1)'>下一页</a>"
        turn = turn if number < last else "<a href='javascript:go(cur-1)'>上一页</a>下一页"
        path = "/list?c=9" + (f"&curPage={number}" if number > 1 else "")
        pages[path] = wrap(f"{held}{shown}共{len(rows)}条{turn}<script src='/js/page.js'></script>")
    pages["/js/page.js"] = _script(
        "function go(n){ location.href = '/list?c=9&curPage=' + n }\nfunction viewIt(id){ window.open('/info/' + id) }"
    )
    return outside(pages)


def tabbed() -> Outside:
    """Columns as tabs without links, to which a file binds the call that fills the page."""
    files = "<script src='/static/vendors.min.js'></script><script src='/static/app.js'></script>"
    tabs = "<ul class=menu><li data-code=zn>公开指南</li><li data-code=nb>政府信息公开年报</li></ul>"
    pages = portal("")
    pages["/open"] = wrap(f"{tabs}<div id=list></div>{files}")
    pages["/static/app.js"] = _script(
        "$(function(){ $('.menu li').on('click', function(){ var c = $(this).data('code'); load(c, 1) });"
        "function load(code, page){ $.get('/api/list', {code: code, page: page}, function(r){ $('#list').html(r) }) } })"
    )
    rows = list(every())
    for number in range(1, 7):
        shown = entries(rows[10 * number - 10 : 10 * number])
        pages[f"/api/list?code=nb&page={number}"] = Reply(body=f"<ul>{shown}</ul>")
    return outside(pages)


def yearly() -> Outside:
    """The rows of each year stand in a file of their own, which another writes out."""
    pages, shown = portal("<a href='/nb'>公开年报</a>"), ""
    for year in reversed(YEARS):
        rows = [(key, of) for key, of, at in every() if at == year]
        told = "".join(
            f'rows[{n}] = ["{title(of, year)}", "/info/{key}", "{year + 1}-01-20"];\n'
            for n, (key, of) in enumerate(rows)
        )
        pages[f"/nb/rows/{year}.js"] = _script(told)
        shown += f"<h3>{year}</h3><script>var rows=[];</script><script src='/nb/rows/{year}.js'></script><script src='/nb/put.js'></script>"
    pages["/nb"] = wrap(shown)
    pages["/nb/put.js"] = _script(
        "for (var i = 0; i < rows.length; i++) document.write('<a href=\"' + rows[i][1] + '\">' + rows[i][0] + '</a>')"
    )
    return outside(pages)


def fragments() -> Outside:
    """Tabs that name the fragments which they load into the page; a function of the page's own turns the list in one."""
    tabs = "<ul class=menu><li data-frag=zn.html>公开指南</li><li data-frag=nb_1.html>公开年报</li></ul><div id=right></div>"
    pages = portal("")
    pages["/open"] = wrap(
        f"{tabs}<script>$('.menu li').click(function(){{ $('#right').load('part/' + $(this).attr('data-frag')) }});"
        "function goPage(n){ $('#right').load('part/nb_' + n + '.html') }</script>"
    )
    pages["/part/zn.html"] = "<p>指南</p>"
    turn = "".join(f"<a href='javascript:goPage({number})'>{number}</a>" for number in range(1, 7))
    rows = list(every())
    for number in range(1, 7):
        pages[f"/part/nb_{number}.html"] = (
            f"<ul>{entries(rows[10 * number - 10 : 10 * number])}</ul><p>{turn}</p>"
        )
    return outside(pages)


def tapped() -> Outside:
    """Made for telephones: nothing is a link, what is tapped carries its address, and a file binds what brings more of it."""
    pages = portal("<div data-url='/m/list?lm=nb'>公开年报</div>")
    rows, size = list(every()), 12
    shown = [
        "".join(
            f"<li data-url='/info/{key}'><h4>{title(of, at)}</h4></li>"
            for key, of, at in rows[at : at + size]
        )
        for at in range(0, len(rows), size)
    ]
    more = "<div id=more data-no=1 data-lm=nb>点击加载更多</div>"
    pages["/m/list?lm=nb"] = wrap(f"<ul id=rows>{shown[0]}</ul>{more}<script src='/m/app.js'></script>")
    pages["/m/app.js"] = _script(
        "$('#more').on('click', function(){ var b = $(this), n = parseInt(b.attr('data-no')) + 1;"
        "$.getJSON('/m/more', {lm: b.attr('data-lm'), page: n}, function(d){ $('#rows').append(d.html) }) })"
    )
    for number, part in enumerate(shown[1:], 2):
        pages[f"/m/more?lm=nb&page={number}"] = Reply(body=json.dumps({"pages": len(shown), "html": part}))
    return outside(pages)


def numbered() -> Outside:
    """The numbers of a pager hold them for a file, which binds where a click leads."""
    pages = portal("<a href='/list.do'>公开年报</a>")
    rows, last = list(every()), 5
    numbers = "".join(f"<a data-page={number}>{number}</a>" for number in range(1, last + 1))
    for number in range(1, last + 1):
        shown = entries(rows[12 * number - 12 : 12 * number])
        path = "/list.do" + (f"?pno={number}" if number > 1 else "")
        pages[path] = wrap(f"<ul>{shown}</ul><p class=pager>{numbers}</p><script src='/turn.js'></script>")
    pages["/turn.js"] = _script(
        "$('.pager a').click(function(){ location.href = '/list.do?pno=' + $(this).data('page') })"
    )
    return outside(pages)


LOADED = {
    "numbered_by_files": numbered,
    "tapped_by_files": tapped,
    "tabbed_by_fragments": fragments,
    "years_in_files": yearly,
    "counted_by_files": counted,
    "tabbed_by_files": tabbed,
    "opened_by_files": opened,
    "bound_by_files": bound,
}
