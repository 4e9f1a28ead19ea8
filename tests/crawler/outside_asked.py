"""Portals whose one page for all columns shows what its own address names, and whose earlier years stand apart."""

import json

from tests.crawler.outside import ORGANS, YEARS, Outside, every, title
from tests.crawler.outside_paged import entries, outside, portal, report, wrap
from tests.crawler.server import Reply

_READ = "function query(n){ var m = location.search.match(new RegExp('[?&]' + n + '=([^&]*)')); return m ? m[1] : '' }"


def framed() -> Outside:
    """A page with an empty frame, which its script fills by what stands in the page's address."""
    columns = "".join(
        f"<a href='/hub?lm=nb{n}&tpl=list'>{organ}公开年报</a>" for n, organ in enumerate(ORGANS)
    )
    pages = portal("<a href='/nb'>信息公开年报</a>")
    pages["/nb"] = wrap(columns)
    script = f"{_READ} var lm = query('lm'), tpl = query(\"tpl\"); document.getElementById('f').src = '/col/' + lm + '/' + tpl + '.html'"
    for n, organ in enumerate(ORGANS):
        pages[f"/hub?lm=nb{n}&tpl=list"] = wrap(f"<iframe id=f></iframe><script>{script}</script>")
        shown = entries([one for one in every() if one[1] == organ])
        pages[f"/col/nb{n}/list.html"] = f"<html><body><ul>{shown}</ul></body></html>"
    return outside(pages)


def called() -> Outside:
    """A page that calls for the list that stands in the page's address."""
    pages = portal("<a href='/nb'>信息公开年报</a>")
    pages["/nb"] = wrap("".join(f"<a href='/list?bm={n}'>{organ}</a>" for n, organ in enumerate(ORGANS)))
    script = f"{_READ} var bm = query('bm'); function load(n){{ $.post('/api/list', {{bm: bm, page: n}}, show) }} load(1)"
    for n, organ in enumerate(ORGANS):
        pages[f"/list?bm={n}"] = wrap(f"<ul id=l></ul><script>{script}</script>")
        rows = [one for one in every() if one[1] == organ]
        for number in (1, 2):
            shown = rows[3 * number - 3 : 3 * number]
            told = [{"title": title(of, year), "url": report(key)} for key, of, year in shown]
            answer = Reply(body=json.dumps({"total": len(rows), "rows": told}))
            pages[f"POST /api/list bm={n}&page={number}"] = answer
    return outside(pages)


def drawn() -> Outside:
    """A page that a script draws: what it calls begins with a constant, what it asks for stands in the page's address."""
    pages = portal("<a href='/nb'>信息公开年报</a>")
    pages["/nb"] = wrap("".join(f"<a href='/list?cid={n}'>{organ}</a>" for n, organ in enumerate(ORGANS)))
    script = (
        "const API = '/prod-api'; function asked(v){ return new URLSearchParams(location.search).get(v) }"
        "new Vue({data(){ return {rows: [], cid: asked('cid'), pageNum: 1} }, methods: {"
        "load(){ axios.get(API + '/list', {params: {channel: this.cid, pageNum: this.pageNum}}).then(this.show) },"
        "open(id){ window.open('/info/' + id) }}})"
    )
    rows = "<div v-for='one in rows' @click='open(one.key)'>{{ one.headline }}</div>"
    for n, organ in enumerate(ORGANS):
        pages[f"/list?cid={n}"] = wrap(f"<div id=app>{rows}</div><script>{script}</script>")
        told = [{"key": key, "headline": title(of, year)} for key, of, year in every() if of == organ]
        answer = {"result": {"page": {"total": len(told), "records": told}}}
        pages[f"/prod-api/list?channel={n}&pageNum=1"] = Reply(body=json.dumps(answer))
    return outside(pages)


def earlier() -> Outside:
    """The newest year on the column's page; the others behind 往年回顾, under departments and towns."""
    pages = portal("<a href='/nb'>公开年报</a>")

    def shown(year: int, *, towns: bool) -> str:
        return "".join(
            f"<dl><dt>{organ}</dt><dd><a href='{report(key)}'>{organ}{year}年年报</a></dd></dl>"
            for key, organ, of in every()
            if of == year and (organ[-1] in "镇乡道") == towns
        )

    newest = YEARS[-1]
    pages["/nb"] = wrap(
        f"<h3>{newest}年度</h3>{shown(newest, towns=False)}{shown(newest, towns=True)}<a href='/nb/old'>往年回顾</a>"
    )
    pages["/nb/old"] = wrap("".join(f"<a href='/nb/{year}'>{year}年度报告汇编</a>" for year in YEARS[:-1]))
    for year in YEARS[:-1]:
        pages[f"/nb/{year}"] = wrap(f"<a href='/nb/{year}/bm'>县直部门</a><a href='/nb/{year}/xz'>镇街</a>")
        pages[f"/nb/{year}/bm"] = wrap(shown(year, towns=False))
        pages[f"/nb/{year}/xz"] = wrap(shown(year, towns=True))
    return outside(pages)


ASKED = {
    "framed_by_query": framed,
    "called_by_query": called,
    "earlier_years": earlier,
    "drawn_by_query": drawn,
}
