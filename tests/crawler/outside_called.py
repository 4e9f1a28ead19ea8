"""Portals whose scripts put addresses together, count in their own ways and fetch branch by branch; and links that say nothing."""

import json

from tests.crawler.outside import ORGANS, YEARS, Outside, every, story, title
from tests.crawler.outside_paged import outside, portal, report, wrap
from tests.crawler.server import Reply

ROWS = "".join


def assembled() -> Outside:
    """Addresses put together from a row's key, pages counted from 0 by an argument; files of XML; a cursor; objects without telling keys."""
    parts = [list(every())[15 * n : 15 * n + 15] for n in range(4)]
    objects = ",".join(f"{{t:'{title(of, at)}',u:'../info/{key}',o:1}}" for key, of, at in parts[3])
    scripts = (
        "function load(i){axios.post('/api/rows',{code:'nb',pageIndex:i}).then(r=>{h+='<a href=\"/info/'+r.sid+'\">'+r.mc+'</a>'})}load(0)",
        "function xml(n){var x=new XMLHttpRequest();x.open('GET','/data/nb_'+n+'.xml',true);x.send()}xml(1)",
        "$('#more').click(function(){var c=$(this).data('cursor');$.get('/api/more',{cursor:c},function(r){add(r.html)})})",
        f"var list=[{objects}];show(list)",
    )
    pages = portal(
        ROWS(
            f"<a href='/nb/{n}'>{name}年报</a>" for n, name in enumerate(("部门", "乡镇", "街道", "其他单位"))
        )
    )
    links = [
        ROWS(f"<p><a href='{report(key)}'>{title(of, at)}</a></p>" for key, of, at in part)
        for part in (parts[2][:6], parts[2][6:])
    ]
    for number, script in enumerate(scripts):
        printed = f"{links[0]}<b id=more data-cursor=x9>加载更多</b>" if number == 2 else ""
        pages[f"/nb/{number}"] = wrap(f"<h2>年报</h2>{printed}<script>{script}</script>")
    for page in range(3):
        rows = [{"sid": key, "mc": title(of, at)} for key, of, at in parts[0][6 * page : 6 * page + 6]]
        told = json.dumps({"data": {"total": 15, "rows": rows}})
        pages[f"POST /api/rows {json.dumps({'code': 'nb', 'pageIndex': page})}"] = Reply(body=told)
        entries = ROWS(
            f"<i><title>{title(of, at)}</title><link>{report(key)}</link></i>"
            for key, of, at in parts[1][6 * page : 6 * page + 6]
        )
        body = f"<?xml version='1.0' encoding='gb2312'?><r><total>15</total>{entries}</r>".encode("gb18030")
        pages[f"/data/nb_{page + 1}.xml"] = Reply(body=body, headers={"Content-Type": "text/xml"})
    pages["/api/more?cursor=x9"] = Reply(body=json.dumps({"html": links[1], "next": ""}))
    return outside(pages)


def pointed() -> Outside:
    """Years under their column's name in a menu; tables whose links say 查看; organs in a form; pages by number under codes."""
    menu = ROWS(f"<li><a href='/y/{year}'>{year}</a></li>" for year in YEARS[:3])
    tree = f"<ul><li><a href='/y'>政府信息公开年报</a><ul>{menu}</ul></li></ul><a href='/q'>往年年报</a>"
    pages = {**portal(tree), "/y": wrap("<p>请选择年份</p>")}
    for year in YEARS[:3]:
        cells = ((key, of) for key, of, at in every() if at == year)
        shown = ROWS(
            f"<tr><td>{of}<td>{year + 1}-01-20<td><a href='{report(key)}'>查看</a>" for key, of in cells
        )
        pages[f"/y/{year}"] = wrap(f"<table><tr><th>单位<th>日期<th>操作</tr>{shown}</table>")
    choices = ROWS(f"<option value={number}>{organ}</option>" for number, organ in enumerate(ORGANS))
    form = f"<form action='/q' method=post><input name=kw><select name=d><option>全部</option>{choices}</select></form>"
    pages["/q"] = wrap(form)
    turn = "<script>function go(k){location.href='/q?k='+k}</script>"
    for number, organ in enumerate(ORGANS):
        rows = [
            f"<p>{title(of, at)}<a href='{report(key)}'>下载</a></p>"
            for key, of, at in every()
            if of == organ and at in YEARS[3:]
        ]
        counted = ROWS(
            f"<a href='javascript:go(\"{code}{number}\")'>{n}</a>" for n, code in ((1, "zq"), (2, "bx"))
        )
        first, second = wrap(turn + rows[0] + rows[1] + counted), wrap(turn + rows[2] + counted)
        pages.update(
            {f"POST /q kw=&d={number}": first, f"/q?k=zq{number}": first, f"/q?k=bx{number}": second}
        )
    return outside(pages)


def branching() -> Outside:
    """A tree of organs and their columns, each branch fetched when it is opened."""
    pages = portal("<a href='/tree'>信息公开目录</a>")
    pages["/tree"] = wrap(
        "<script>function open(id){$.post('/api/tree',{pid:id},draw,'json')}open(0)</script>"
    )

    def branch(key: int | str, nodes: list[dict[str, object]]) -> None:
        pages[f"POST /api/tree pid={key}"] = Reply(body=json.dumps(nodes))

    branch(0, [{"id": "a", "name": "县直部门", "isParent": True}])
    branch(
        "a", [{"id": f"b{number}", "name": organ, "isParent": True} for number, organ in enumerate(ORGANS)]
    )
    for number, organ in enumerate(ORGANS):
        leaves = (("机构职能", f"/c/{number}/1"), ("公开年报", f"/c/{number}/9"))
        branch(
            f"b{number}",
            [
                {"id": f"{number}{n}", "name": name, "url": url, "isParent": False}
                for n, (name, url) in enumerate(leaves)
            ],
        )
        pages[f"/c/{number}/1"] = wrap(story("机构职能"))
        pages[f"/c/{number}/9"] = wrap(
            ROWS(f"<p><a href='{report(key)}'>{at}年</a></p>" for key, of, at in every() if of == organ)
        )
    return outside(pages)


def opened() -> Outside:
    """A home that only lets in by a picture; organs as tabs that fetch their lists as markup; a call that sends objects in objects."""
    pages = portal("<a href='/tabs'>部门年报</a><a href='/rows'>乡镇年报</a>")
    pages["/in"], pages["/"] = pages["/"], "<html><body><a href='in'><img src=enter.gif></a></body></html>"
    tabs = "".join(
        f"<li onclick=\"show('o{number}',1)\">{organ}</li>" for number, organ in enumerate(ORGANS[:6])
    )
    script = "function show(dept,n){$.post('/list',{dept:dept,page:n},function(html){$('#box').html(html)})}"
    pages["/tabs"] = wrap(f"<ul>{tabs}</ul><div id=box></div><script>{script}</script>")
    for number, organ in enumerate(ORGANS[:6]):
        shown = "".join(
            f"<p><a href='{report(key)}'>{at}年度报告</a></p>" for key, of, at in every() if of == organ
        )
        pages[f"POST /list dept=o{number}&page=1"] = shown
    script = "const q={page:{no:0,pageNo:1},query:{ch:'x7'}};fetch('/rows.json',{method:'POST',body:JSON.stringify(q)})"
    bound = "<ul><li v-for='r in rows'><a :href=\"'/info/' + r.code + ''\">{{r.name}}</a></li></ul>"
    pages["/rows"] = wrap(f"<div id=app>{bound}</div><script>{script}</script>")
    rest = [(key, of, at) for key, of, at in every() if of not in ORGANS[:6]]
    for page in (1, 2, 3):
        rows = [{"name": title(of, at), "code": key} for key, of, at in rest[8 * page - 8 : 8 * page]]
        sent = json.dumps({"page": {"no": 0, "pageNo": page}, "query": {"ch": "x7"}})
        pages[f"POST /rows.json {sent}"] = Reply(body=json.dumps({"total": len(rest), "rows": rows}))
    return outside(pages)


def wordless() -> Outside:
    """A table whose links are pictures, the organ beside the title; a list at an address that a variable holds."""
    pages = portal("<a href='/nb'>信息公开年报</a>")
    pages["/nb"] = wrap("<script>let next='/nb.json?page=1';fetch(next).then(show)</script>")
    rows = list(every())
    for page in (1, 2, 3):
        shown = ROWS(
            f"<tr><td>{key}<td>{title(of, at)}<td>{of}<td><a href='{report(key)}'><img src=v.gif></a>"
            for key, of, at in rows[20 * page - 20 : 20 * page]
        )
        pages[f"/nb.json?page={page}"] = Reply(body=json.dumps({"html": f"<table>{shown}</table>"}))
    return outside(pages)


CALLED = {
    "wordless": wordless,
    "assembled": assembled,
    "pointed": pointed,
    "branching": branching,
    "opened": opened,
}
