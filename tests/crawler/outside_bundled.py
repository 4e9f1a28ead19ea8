"""Portals whose lists are fetched through functions of their own: bundles, settings in a file of their own, a search kept as a column."""

import json

from tests.crawler.outside import Outside, every, title
from tests.crawler.outside_paged import outside, portal, report, wrap
from tests.crawler.server import Headers, Pages, Reply

BUNDLE = (
    '(()=>{"use strict";var t={41:(t,e,n)=>{var o=n(7);const r=n(9).A.create({baseURL:"/prod-api",timeout:8e3});'
    "r.interceptors.response.use(t=>{const e=t.data;return 200!==e.code&&console.error(e.msg),e});const i=r;"
    'function s(t){return i({url:"/portal/rows",method:"get",params:t})}'
    'const a=document.getElementById("app").getAttribute("data-column");'
    'new o.Ay({el:"#app",data:()=>({rows:[],asked:{current:1,size:20,column:a}}),methods:{load(){s(this.asked).then(t=>{this.rows=t.rows})}}})'
    "}},e={};function n(o){return t[o](o,e,n)}n(41)})();"
)
SETTINGS = "var SITE = {name: 'x', root: '/gate', api: {hits: '/hits', rows: '/rows'}, size: 20};"
LOADING = (
    "$(function(){ var from = 0; function load(at){ $.ajax({url: SITE.root + SITE.api.rows, dataType: 'jsonp', jsonp: 'cb',"
    "data: {code: $('#code').val(), pageIndex: at, pageSize: SITE.size}, success: draw}) } load(from) })"
)
SEARCHING = (
    "var site = '36098'; function search(at){ var told = {'site': site, 'q': '年报', 'pageNo': at, 'pageSize': 20};"
    "$.ajax({url: '/search/rows', type: 'POST', data: told, success: function(r){ $.each(r.docs, function(i, d){"
    " box.push('<a href=\"' + d.data.url + '\">' + d.data.title + '</a>') }) }}) } search(1)"
)


def _script(text: str) -> Reply:
    return Reply(body=text, headers={"Content-Type": "application/javascript"})


def _rows(page: int) -> list[dict[str, str]]:
    shown = list(every())[20 * page : 20 * page + 20]
    return [{"title": title(of, at), "url": report(key), "day": f"{at + 1}-01-20"} for key, of, at in shown]


def bundled() -> Outside:
    """A minified bundle: its client has a base, a function asks by it, another hands on what a component holds."""
    pages = portal("<a href='/nb'>公开年报</a>")
    pages["/nb"] = wrap(
        "<div id=app data-column=1021></div><script src='/static/js/chunk-vendors.77ab.js'></script>"
        "<script src='/static/js/app.1f0c.js'></script>"
    )
    pages["/static/js/app.1f0c.js"] = _script(BUNDLE)
    for page in range(3):
        told = {"code": 200, "total": 60, "rows": _rows(page)}
        asked = f"/prod-api/portal/rows?current={page + 1}&size=20&column=1021"
        pages[asked] = Reply(body=json.dumps(told))
    return outside(pages)


def settings() -> Outside:
    """Where to ask stands in a file of settings, how in another, for what in a hidden field; pages count from 0 and come as JSONP."""
    pages = portal("<a href='/nb'>公开年报</a>")
    files = "<script src='/js/site.js'></script><script src='/js/rows.js'></script>"
    pages["/nb"] = wrap(f"<input type=hidden id=code value=nb7><ul id=rows></ul>{files}")
    pages["/js/site.js"], pages["/js/rows.js"] = _script(SETTINGS), _script(LOADING)
    for page in range(3):
        told = {"result": {"pages": 3, "total": 60, "list": _rows(page)}}
        pages[f"/gate/rows?code=nb7&pageIndex={page}&pageSize=20"] = Reply(body=json.dumps(told))
    return outside(pages)


def searched() -> Outside:
    """A search that only scripts may ask; what is found lies one level deeper in each row, its words marked."""
    pages = portal("<a href='/nb'>公开年报</a>")
    pages["/nb"] = wrap(f"<div id=found></div><script>{SEARCHING}</script>")
    for page in range(3):
        found = [
            {"data": {**row, "title": row["title"].replace("公开", "<em>公开</em>")}} for row in _rows(page)
        ]
        body = json.dumps({"ok": True, "pager": {"total": 60}, "docs": found})
        asked = f"POST /search/rows site=36098&q=%E5%B9%B4%E6%8A%A5&pageNo={page + 1}&pageSize=20"
        _only_to_scripts(pages, asked, body)
    return outside(pages)


def _only_to_scripts(pages: Pages, asked: str, body: str) -> None:
    def answer(headers: Headers) -> Reply:
        by_script = headers.get("x-requested-with") == "XMLHttpRequest"
        return Reply(body=body) if by_script else Reply(status=403, body="403")

    pages[asked] = answer


BUNDLED = {"bundled": bundled, "searched": searched, "settings_file": settings}
