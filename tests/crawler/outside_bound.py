"""Portals whose scripts bind what a click does, build entries from rows of their own, and turn pages without links."""

import json

from tests.crawler.outside import ORGANS, YEARS, Outside, every, title
from tests.crawler.outside_paged import entries, outside, portal, report, wrap
from tests.crawler.server import Reply

ROWS = "".join


def _of(organ: str) -> str:
    return entries([one for one in every() if one[1] == organ])


def _in(year: int) -> str:
    return entries([one for one in every() if one[2] == year])


def delegated() -> Outside:
    """Years as tabs whose box is told what a click on one of them posts."""
    pages = portal("<a href='/nb'>公开年报</a>")
    tabs = ROWS(f"<li class='tab-item' data-year='{year}'>{year}年</li>" for year in YEARS)
    script = (
        "$('.tabs').on('click', '.tab-item', function(){ var nd = $(this).data('year'); $(this).addClass('on');"
        "$.ajax({url:'/gk/getList', type:'post', data:{nd:nd, lm:'77'}, success:function(r){$('#box').html(r)}}) })"
    )
    pages["/nb"] = wrap(f"<ul class=tabs>{tabs}</ul><div id=box></div><script>{script}</script>")
    pages.update({f"POST /gk/getList nd={year}&lm=77": _in(year) for year in YEARS})
    return outside(pages)


def listening() -> Outside:
    """Buttons of years, each of which is given a listener; marks of years that a selector tells."""
    pages = portal("<a href='/bm'>部门年报</a><a href='/xz'>乡镇年报</a>")
    buttons = ROWS(f"<button class=yr data-y={year}>{year}年度</button>" for year in YEARS[:3])
    script = (
        "document.querySelectorAll('.yr').forEach(b => b.addEventListener('click', () => { load(b.dataset.y) }));"
        "async function load(y){ const r = await fetch('/api/nb?year=' + y); box.innerHTML = await r.text() }"
    )
    pages["/bm"] = wrap(f"{buttons}<div id=box></div><script>{script}</script>")
    pages.update({f"/api/nb?year={year}": _in(year) for year in YEARS[:3]})
    marks = ROWS(
        f"<input type=radio name=nian id=n{year} value={year}><label for=n{year}>{year}</label>"
        for year in YEARS[3:]
    )
    script = "$(\"input[name='nian']\").change(function(){ location.href = '/xz/' + $(this).val() + '/index.html' })"
    pages["/xz"] = wrap(f"<div>{marks}</div><script>{script}</script>")
    pages.update({f"/xz/{year}/index.html": wrap(_in(year)) for year in YEARS[3:]})
    return outside(pages)


def framed_organs() -> Outside:
    """Organs that a click shows in a frame, by an attribute of their own."""
    pages = portal("<a href='/ml'>部门信息公开目录</a>")
    organs = ROWS(f"<li class=dept lid={n}><span>{organ}</span></li>" for n, organ in enumerate(ORGANS))
    script = (
        "$('li.dept').on('click', function(e){ $('#f').attr('src', '/list.jsp?lid=' + $(this).attr('lid')) })"
    )
    pages["/ml"] = wrap(f"<ul>{organs}</ul><iframe id=f src='/blank'></iframe><script>{script}</script>")
    pages["/blank"] = "<p>请选择</p>"
    pages.update(
        {
            f"/list.jsp?lid={n}": wrap(f"<h2>{organ}公开年报</h2>{_of(organ)}")
            for n, organ in enumerate(ORGANS)
        }
    )
    return outside(pages)


def built() -> Outside:
    """Entries that a function opens under the application's own path, rows of a table that open, rows of a script, rows of Vue."""
    names = ("部门", "乡镇", "街道", "其他单位")
    pages = portal(ROWS(f"<a href='/nb/{n}'>{name}年报</a>" for n, name in enumerate(names)))
    parts = [list(every())[15 * n : 15 * n + 15] for n in range(4)]
    opened = ROWS(
        f"<li><a href='javascript:;' onclick=\"show('{key}')\">{title(of, at)}</a></li>"
        for key, of, at in parts[0]
    )
    script = "var ctx = '/info'; function show(id){ window.open(ctx + '/' + id) }"
    pages["/nb/0"] = wrap(f"<ul>{opened}</ul><script>{script}</script>")
    clicked = ROWS(
        f"<tr class=r data-key={key}><td>{n}</td><td>{title(of, at)}</td><td>{at + 1}-02-01</td></tr>"
        for n, (key, of, at) in enumerate(parts[1])
    )
    script = (
        "$('table tr.r').click(function(){ var k = $(this).attr('data-key'); location.href = '/info/' + k })"
    )
    pages["/nb/1"] = wrap(f"<table>{clicked}</table><script>{script}</script>")
    rows = json.dumps([{"id": key, "bt": title(of, at)} for key, of, at in parts[2]], ensure_ascii=False)
    script = f"var list={rows};for(var i in list){{h+='<li><a href=\"/info/'+list[i].id+'\">'+list[i].bt+'</a></li>'}}"
    pages["/nb/2"] = wrap(f"<ul id=u></ul><script>{script}</script>")
    rows = json.dumps([{"aid": key, "name": title(of, at)} for key, of, at in parts[3]], ensure_ascii=False)
    bound = "<li v-for='x in items'><a :href=\"'/info/'+x.aid\">{{x.name}}</a></li>"
    pages["/nb/3"] = wrap(f"<div id=app>{bound}</div><script>new Vue({{data:{{items:{rows}}}}})</script>")
    return outside(pages)


def turned() -> Outside:
    """Pages turned by buttons; years in a form that its box submits to the page itself."""
    pages = portal("<a href='/bm'>部门年报</a><a href='/xz'>乡镇年报</a>")
    rows = [one for one in every() if one[2] in YEARS[:3]]
    numbers = ROWS(f"<button type=button onclick='toPage({n})'>{n}</button>" for n in (1, 2, 3))
    script = "<script>function toPage(n){ location.href = '/bm?pn=' + n }</script>"
    for n in (1, 2, 3):
        shown = entries(rows[10 * n - 10 : 10 * n])
        pages["/bm" if n == 1 else f"/bm?pn={n}"] = wrap(f"<ul>{shown}</ul>{numbers}{script}")
    years = ROWS(f"<option value={year}>{year}年</option>" for year in YEARS[3:])
    box = f"<form><select name=nd onchange='this.form.submit()'><option value=''>全部</option>{years}</select></form>"
    pages["/xz"] = wrap(box + _in(2024))
    pages.update({f"/xz?nd={year}": wrap(box + _in(year)) for year in YEARS[3:]})
    return outside(pages)


def filed() -> Outside:
    """Organs in a file of data that a page's script reads as it is: under codes of which it builds addresses, and with their own."""
    pages = portal("<a href='/bm'>部门信息公开目录</a><a href='/xz'>乡镇信息公开目录</a>")
    script = "$.getJSON('/static/bm.json', function(r){ for (var i in r) { add('<a href=\"/dept/' + r[i].code + '/\">' + r[i].name + '</a>') } })"
    pages["/bm"] = wrap(f"<ul id=d></ul><script>{script}</script>")
    pages["/xz"] = wrap("<script>fetch('data/xz.json').then(r => r.json()).then(render)</script>")
    codes = [{"code": f"c{n}", "name": organ} for n, organ in enumerate(ORGANS[:6])]
    links = [{"title": organ, "link": f"/dept/c{n}/"} for n, organ in enumerate(ORGANS)][6:]
    pages["/static/bm.json"] = Reply(body=json.dumps(codes))
    pages["/data/xz.json"] = Reply(body=json.dumps({"data": links}))
    for n, organ in enumerate(ORGANS):
        pages[f"/dept/c{n}/"] = wrap(f"<h2>{organ}</h2><a href='/dept/c{n}/nb'>公开年报</a>")
        pages[f"/dept/c{n}/nb"] = wrap(_of(organ))
    return outside(pages)


def asked() -> Outside:
    """Years in a box that a button's function reads; organs as cards of bare years, in a column called a collection."""
    pages = portal("<a href='/bm'>部门年报</a><a href='/hz'>乡镇政府信息公开工作年度报告汇总</a>")
    options = ROWS(f"<option value={year}>{year}年</option>" for year in YEARS)
    button = "<button onclick='query()'>查询</button>"
    script = "function query(){ var y = $('#nd').val(); location.href = '/bm?nd=' + y }"
    pages["/bm"] = wrap(f"<select id=nd>{options}</select>{button}<script>{script}</script>")
    for year in YEARS:
        shown = [one for one in every() if one[1] in ORGANS[:6] and one[2] == year]
        pages[f"/bm?nd={year}"] = wrap(entries(shown))
    cards = ""
    for organ in ORGANS[6:]:
        years = ROWS(f"<a href='{report(key)}'>{at}</a>" for key, of, at in every() if of == organ)
        cards += f"<div class=card><div class=card-h>{organ}</div><div class=card-b>{years}</div></div>"
    pages["/hz"] = wrap(cards)
    return outside(pages)


def set_by_script() -> Outside:
    """Years that a script sets in a form and submits; a pager whose links are bound to what turns the page."""
    pages = portal("<a href='/bm'>部门年报</a><a href='/xz'>乡镇年报</a>")
    links = ROWS(f"<a href='javascript:sel({year})'>{year}年</a>" for year in YEARS[:3])
    form = "<form id=f action='/bm' method=post><input type=hidden name=lm value=7><input type=hidden name=nd id=y></form>"
    script = (
        "function sel(n){ document.getElementById('y').value = n; document.getElementById('f').submit() }"
    )
    pages["/bm"] = wrap(f"{form}{links}<script>{script}</script>")
    pages.update({f"POST /bm lm=7&nd={year}": wrap(links + _in(year)) for year in YEARS[:3]})
    rows = [one for one in every() if one[2] in YEARS[3:]]
    numbers = ROWS(f"<li><a data-page={n} href='javascript:;'>{n}</a></li>" for n in (1, 2, 3))
    script = "$('.pages a').click(function(){ var q = $(this).data('page'); location.href = '/xz?p=' + q })"
    for n in (1, 2, 3):
        shown = entries(rows[10 * n - 10 : 10 * n])
        page = f"<ul>{shown}</ul><ul class=pages>{numbers}</ul><script>{script}</script>"
        pages["/xz" if n == 1 else f"/xz?p={n}"] = wrap(page)
    return outside(pages)


BOUND = {
    "set_by_script": set_by_script,
    "asked": asked,
    "filed": filed,
    "built": built,
    "delegated": delegated,
    "framed_organs": framed_organs,
    "listening": listening,
    "turned": turned,
}
