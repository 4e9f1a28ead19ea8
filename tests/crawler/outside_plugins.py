"""Portals whose lists plugins draw, fold and show: tables and pagers by their options, trees, years in boxes, viewers of documents."""

import json
from urllib.parse import quote

from tests.crawler.outside import ORGANS, YEARS, Outside, every, title
from tests.crawler.outside_named import PDF
from tests.crawler.outside_paged import entries, outside, portal, report, wrap
from tests.crawler.server import Reply

TABLE = """<table id=t></table><script>$('#t').datagrid({url:'/bm/q.do',queryParams:{lm:'x3'},pageSize:6,columns:[[{field:'mc',
formatter:function(v,row){return "<a href='javascript:void(0)' onclick=\\"show('"+row.xh+"')\\">"+v+"</a>"}}]]});
function show(id){window.open('/info/'+id+'')}</script>"""
PAGER = """<div id=box></div><script>$('#p').pagination(20,{items_per_page:6,callback:turned});
function turned(at,jq){$.post("/xz/rows",{"lm":"x4","pageIndex":at+1},function(d){$("#box").html(d)});return false}</script>"""
TREE = """<ul id=tree class=ztree></ul><iframe id=main src="about:blank"></iframe><script>
var setting={async:{enable:true,url:"/tree.do",autoParam:["id=nodeId"],otherParam:{"kind":"nb"}},callback:{onClick:shown}};
function shown(e,id,node){if(!node.isParent)document.getElementById("main").src="/list.jsp?dept="+node.id}</script>"""


def tables() -> Outside:
    """Entries named by a script file's calls; a table that posts and opens its rows; a pager that calls with the number after its own."""
    pages = portal("<a href='/zf'>政府年报</a><a href='/bm'>部门年报</a><a href='/xz'>乡镇年报</a>")
    parts = [list(every())[20 * n : 20 * n + 20] for n in range(3)]
    pages["/zf"] = wrap("<div id=x></div><script src='/zf/rows.js'></script><script>showAll('x')</script>")
    calls = "".join(f'put("{title(of, at)}","{report(key)}","{at + 1}-01-20");' for key, of, at in parts[0])
    pages["/zf/rows.js"] = Reply(body=calls, headers={"Content-Type": "application/javascript"})
    pages["/bm"], pages["/xz"] = wrap(TABLE), wrap(PAGER)
    for page in (1, 2, 3, 4):
        shown = slice(6 * page - 6, 6 * page)
        rows = [{"xh": key, "mc": title(of, at)} for key, of, at in parts[1][shown]]
        told = Reply(body=json.dumps({"total": 20, "rows": rows}))
        pages[f"POST /bm/q.do lm=x3&page={page}&rows=6"] = told
        pages[f"POST /xz/rows lm=x4&pageIndex={page}"] = entries(parts[2][shown])
    return outside(pages)


def scrolled() -> Outside:
    """A list that goes on where its page's end is reached, by fragments whose address ends in their number."""
    pages, rows = portal("<a href='/nb'>公开年报</a>"), list(every())
    script = "var pg=1;$(window).scroll(function(){pg++;$.ajax({url:'/more/'+pg,success:function(h){$('#c').append(h)}})})"
    pages["/nb"] = wrap(f"<div id=c>{entries(rows[:9])}</div><script>{script}</script>")
    for page in range(2, 9):
        pages[f"/more/{page}"] = entries(rows[9 * page - 9 : 9 * page])
    return outside(pages)


def trees() -> Outside:
    """A tree whose calls send what its options name beside; its leaves lead to what a frame shows, its branches nowhere."""
    pages = portal("<a href='/tree'>公开年报</a>")
    pages["/tree"] = wrap(TREE)
    kinds = {"g1": ("县政府及其部门", ORGANS[:6]), "g2": ("乡镇街道", ORGANS[6:])}
    top = [{"id": key, "name": name, "isParent": True} for key, (name, _) in kinds.items()]
    pages["POST /tree.do nodeId=&kind=nb"] = Reply(body=json.dumps(top))
    for key, (_, organs) in kinds.items():
        nodes = [{"id": f"d{ORGANS.index(of)}", "name": of, "isParent": False} for of in organs]
        pages[f"POST /tree.do nodeId={key}&kind=nb"] = Reply(body=json.dumps(nodes))
    for number, organ in enumerate(ORGANS):
        pages[f"/list.jsp?dept=d{number}"] = wrap(entries([one for one in every() if one[1] == organ]))
    return outside(pages)


def boxes() -> Outside:
    """A box a year that shows the newest three and leads to the others."""
    pages, shown = portal("<a href='/nb'>公开年报</a>"), ""
    for year in reversed(YEARS):
        rows = [
            f"<li><a href='{report(key)}'>{title(of, year)}</a><i>{year + 1}-01-20</i></li>"
            for key, of, at in every()
            if at == year
        ]
        shown += (
            f"<div><h3>{year}</h3><ul>{''.join(rows[:3])}</ul><a href='/nb/{year}'>更多&gt;&gt;</a></div>"
        )
        pages[f"/nb/{year}"] = wrap(f"<ul>{''.join(rows)}</ul>")
    pages["/nb"] = wrap(shown)
    return outside(pages)


def viewed() -> Outside:
    """Documents that a viewer shows, each behind a picture in its row; older pages under a blog's words."""
    pages, rows, reports = portal("<a href='/?cat=7'>公开年报</a>"), list(every()), set()
    for key, _, _ in rows:
        path = f"/upload/{key}.pdf"
        pages[path] = PDF
        reports.add(path)
    for page in (1, 2, 3):
        shown = "".join(
            f"<tr><td>{title(of, at)}<td><a href='/web/viewer.html?file={quote(f'/upload/{key}.pdf', safe='')}'><img src=v.png></a>"
            for key, of, at in rows[20 * page - 20 : 20 * page]
        )
        older = f"<a href='/?cat=7&paged={page + 1}'>&larr; 早期文章</a>" if page < 3 else ""
        pages["/?cat=7" + (f"&paged={page}" if page > 1 else "")] = wrap(f"<table>{shown}</table>{older}")
    return Outside(pages=pages, reports=frozenset(reports))


PLUGINS = {
    "plugins_tables": tables,
    "plugins_trees": trees,
    "scrolled": scrolled,
    "year_boxes": boxes,
    "viewed": viewed,
}
