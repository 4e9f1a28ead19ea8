"""Portals whose lists are chosen: by the leaves of trees, and by boxes and links that post a page's state back."""

import json
from urllib.parse import quote

from tests.crawler.outside import ORGANS, Outside, every, title
from tests.crawler.outside_paged import outside, portal, report, wrap
from tests.crawler.server import Reply

ROWS = "".join


def _entries(organ: str) -> str:
    return ROWS(
        f"<p><a href='{report(key)}'>{title(of, at)}</a></p>" for key, of, at in every() if of == organ
    )


def leaves() -> Outside:
    """Three trees: planted in the page, whose leaves call the list or lead to it, and fetched whole, whose leaves call it."""
    pages = portal(
        ROWS(f"<a href='/nb/{n}'>{name}年报</a>" for n, name in enumerate(("部门", "乡镇", "街道")))
    )
    trees = ([], [], [])
    for number, organ in enumerate(ORGANS):
        trees[number % 3].append({"id": 70 + number, "pId": 1, "name": organ})
    nodes = [json.dumps([{"id": 1, "pId": 0, "name": "各单位"}, *tree]) for tree in trees]
    scripts = (
        f"var zNodes={nodes[0]};var set={{callback:{{onClick:function(e,t,treeNode){{load(treeNode.id,1)}}}}}};"
        "function load(cat,no){$.post('/api/list',{cat:cat,pageNo:no},draw,'json')}",
        f"$.fn.zTree.init($('#t'),{{callback:{{onClick:go}}}},{nodes[1]});"
        "function go(e,t,treeNode){$('#list').attr('src','/list?cat='+treeNode.id+'&s=1')}",
        "$.getJSON('/api/menu.json',function(nodes){draw(nodes)});"
        "function opened(node){$.get('/api/rows?cat='+node.id,show)}",
    )
    for number, script in enumerate(scripts):
        pages[f"/nb/{number}"] = wrap(f"<h2>年报</h2><ul id=t></ul><script>{script}</script>")
    pages["/api/menu.json"] = Reply(body=nodes[2])
    for number, organ in enumerate(ORGANS):
        rows = [{"title": title(of, at), "url": report(key)} for key, of, at in every() if of == organ]
        for page in (1, 2):
            told = json.dumps({"total": len(rows), "rows": rows[4 * page - 4 : 4 * page]})
            pages[f"POST /api/list cat={70 + number}&pageNo={page}"] = Reply(body=told)
        pages[f"/list?cat={70 + number}&s=1"] = wrap(_entries(organ))
        pages[f"/api/rows?cat={70 + number}"] = Reply(body=json.dumps({"rows": rows}))
    return outside(pages)


def posted_back() -> Outside:
    """Pages with a state: organs in a box whose lists have pages, and organs as links; what was chosen shows the choices again."""
    pages = portal("<a href='/a.aspx'>部门年报</a><a href='/b.aspx'>乡镇年报</a>")
    parts = {"/a.aspx": ORGANS[:6], "/b.aspx": ORGANS[6:]}

    def state(path: str, number: int, page: int = 1) -> str:
        """What the server knows of the page that it sent, as it sends it along."""
        return f"{path}:{number}:{page}"

    def shown(path: str, number: int, page: int) -> str:
        rows = [(key, at) for key, of, at in every() if of == parts[path][number]]
        rows = rows[4 * page - 4 : 4 * page] if path == "/a.aspx" else rows
        entries = ROWS(f"<tr><td><a href='{report(key)}'>{at}年政府信息公开年报</a>" for key, at in rows)
        if path == "/a.aspx":
            marks = ("", " selected")
            options = ROWS(
                f"<option value=d{n}{marks[n == number]}>{organ}</option>"
                for n, organ in enumerate(parts[path])
            )
            handler = "setTimeout('__doPostBack(\\'box\\',\\'\\')',0)"
            choice = f'<select name=box onchange="{handler}">{options}</select>'
            choice += "<a href=\"javascript:__doPostBack('pager','2')\">2</a>" if page == 1 else ""
        else:
            choice = ROWS(
                f"<a href=\"javascript:__doPostBack('menu$l{n}','')\">{organ}</a>"
                for n, organ in enumerate(parts[path])
            )
        hidden = f"<input type=hidden name=__EVENTTARGET><input type=hidden name=__VIEWSTATE value='{state(path, number, page)}'>"
        return wrap(f"<form method=post action='.{path}'>{hidden}{choice}<table>{entries}</table></form>")

    def body(path: str, number: int, box: int, target: str, argument: str = "") -> str:
        chosen = f"&box=d{box}" if path == "/a.aspx" else ""
        sent = f"__EVENTTARGET={quote(target, safe='')}&__VIEWSTATE={quote(state(path, number), safe='')}{chosen}"
        return f"POST {path} {sent}&__EVENTARGUMENT={argument}"

    for path, organs in parts.items():
        pages[path] = shown(path, 0, 1)
        for number in range(len(organs)):
            target = "box" if path == "/a.aspx" else f"menu$l{number}"
            pages[body(path, 0, number, target)] = shown(path, number, 1)
            pages[body(path, number, number, "pager", "2")] = shown(path, number, 2)
    return outside(pages)


def fed() -> Outside:
    """Columns that show only what is newest, and feeds with all of it: RSS with markup in its summaries, and Atom."""
    pages = portal("<a href='/nb/0'>部门年报</a><a href='/nb/1'>乡镇年报</a>")
    for number, organs in enumerate((ORGANS[:5], ORGANS[5:])):
        rows = [(key, title(of, at)) for key, of, at in every() if of in organs]
        shown = ROWS(f"<p><a href='{report(key)}'>{name}</a></p>" for key, name in rows[:4])
        kind = ("rss", "atom")[number]
        pages[f"/nb/{number}"] = wrap(
            f"<link rel=alternate type='application/{kind}+xml' href='/{kind}.xml'>{shown}"
        )
        if kind == "rss":
            entry = "<item><title>{1}</title><link>/info/{0}</link><description><![CDATA[<a href='/x'>图</a>]]></description></item>"
        else:
            entry = "<entry><title>{1}</title><link href='/info/{0}'/></entry>"
        root, items = ("rss", "feed")[number], ROWS(entry.format(key, name) for key, name in rows)
        pages[f"/{kind}.xml"] = Reply(
            body=f"<?xml version='1.0'?><{root}><title>年报</title>{items}</{root}>",
            headers={"Content-Type": "text/xml"},
        )
    return outside(pages)


def kinds() -> Outside:
    """A tree planted in the page whose leaves lead to an organ's part of the kind of list that a script's variable holds."""
    nodes = [{"id": "1", "pId": "0", "name": "各单位"}]
    nodes += [{"id": f"O{n}", "pId": "1", "name": organ} for n, organ in enumerate(ORGANS)]
    script = (
        f"var zNodes={json.dumps(nodes, ensure_ascii=False)}; var kind='nb';"
        "var set={callback:{onClick:function(e,t,node){ fr.src = '/list?org=' + node.id + '&kind=' + kind }}};"
    )
    pages = portal("<a href='/ml'>信息公开目录</a>")
    pages["/ml"] = wrap(f"<ul id=t></ul><iframe id=fr src='/list'></iframe><script>{script}</script>")
    pages["/list"] = wrap("<p>请选择单位</p>")
    pages.update({f"/list?org=O{n}&kind=nb": wrap(_entries(organ)) for n, organ in enumerate(ORGANS)})
    return outside(pages)


def remembered() -> Outside:
    """A tree whose leaves are kept in a variable by which the page's list is fetched, page by page."""
    nodes = [{"id": 1, "pId": 0, "name": "各单位"}]
    nodes += [{"id": 70 + n, "pId": 1, "name": organ} for n, organ in enumerate(ORGANS)]
    script = (
        f"var cur = '', no = 1; var zNodes={json.dumps(nodes, ensure_ascii=False)};"
        "function onNode(e, t, treeNode){ cur = treeNode.id; no = 1; load() }"
        "function load(){ $.post('/api/rows', {dept: cur, pageNo: no}, draw) }"
    )
    pages = portal("<a href='/nb'>公开年报</a>")
    pages["/nb"] = wrap(f"<ul id=t></ul><div id=list></div><script>{script}</script>")
    for n, organ in enumerate(ORGANS):
        rows = [{"title": title(of, at), "url": report(key)} for key, of, at in every() if of == organ]
        for number in (1, 2):
            told = json.dumps({"total": len(rows), "rows": rows[4 * number - 4 : 4 * number]})
            pages[f"POST /api/rows dept={70 + n}&pageNo={number}"] = Reply(body=told)
    return outside(pages)


CHOSEN = {"kinds": kinds, "remembered": remembered, "fed": fed, "leaves": leaves, "posted_back": posted_back}
