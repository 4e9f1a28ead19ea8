"""Portals whose lists open by a click: marks and buttons of forms, and elements that hand themselves to a script."""

import json
from collections.abc import Callable

from tests.crawler.outside import ORGANS, YEARS, Outside, every, title
from tests.crawler.outside_paged import outside, portal, report, wrap
from tests.crawler.server import Reply

ROWS = "".join
Chosen = Callable[[str, int], bool]


def _shown(chosen: Chosen) -> str:
    return ROWS(
        f"<dd><a href='{report(key)}'>{title(of, at)}</a>" for key, of, at in every() if chosen(of, at)
    )


def marked() -> Outside:
    """Years as marks: read by their handler, handed to a function, sent by their form."""
    pages = portal("<a href='/bm'>部门年报</a><a href='/xz'>乡镇年报</a><a href='/jd'>街道年报</a>")
    parts = (("/bm", ORGANS[:4]), ("/xz", ORGANS[4:7]), ("/jd", ORGANS[7:]))
    handlers = (
        "onclick=\"window.location.href='/bm?nd='+this.value\"",
        'onchange="turn(this)"',
        "",
    )
    for (path, organs), handler in zip(parts, handlers, strict=True):
        marks = ROWS(
            f"<label><input type=radio name=nd value={year} {handler}>{year}年度</label>" for year in YEARS
        )
        form = f"<form action='/jd'>{marks}<button>查询</button></form>" if path == "/jd" else marks
        script = "<script>function turn(one){var nd=one.value;location.replace('/xz_'+nd+'.html')}</script>"
        pages[path] = wrap(f"<h4>请选择</h4>{form}{script}")
        for year in YEARS:
            asked = f"/xz_{year}.html" if path == "/xz" else f"{path}?nd={year}"
            pages[asked] = wrap(f"<dl>{_shown(lambda of, at, o=organs, y=year: of in o and at == y)}</dl>")
    return outside(pages)


def expanded() -> Outside:
    """Years that are unfolded: each fetches its list by a call that knows no pages."""
    pages = portal("<a href='/bm'>部门年报</a><a href='/xz'>乡镇年报</a>")
    folded = ROWS(
        f"<h4>{year}年</h4><a href='javascript:;' onclick='unfold({year})'>展开</a><ul id=y{year}></ul>"
        for year in YEARS
    )
    script = "function unfold(nd){$.get('/list/of',{nd:nd},function(told){$('#y'+nd).html(told)})}"
    pages["/bm"] = wrap(f"{folded}<script>{script}</script>")
    boxes = ROWS(
        f"<div class=box><span>{year}年度</span><i class=fold data-nian='{year}' onclick='show(this)'>点击展开</i></div>"
        for year in YEARS
    )
    script = "function show(el){var y=el.getAttribute('data-nian');fetch('/list/'+y+'.json').then(r=>r.json()).then(draw)}"
    pages["/xz"] = wrap(f"{boxes}<script>{script}</script>")
    for year in YEARS:
        pages[f"/list/of?nd={year}"] = _shown(lambda of, at, y=year: of in ORGANS[:5] and at == y)
        rows = [
            {"mc": title(of, at), "dz": report(key), "url": report(key)}
            for key, of, at in every()
            if of in ORGANS[5:] and at == year
        ]
        pages[f"/list/{year}.json"] = Reply(body=json.dumps({"rows": rows}))
    return outside(pages)


def pressed() -> Outside:
    """Organs as buttons, a form each: sent in the address and sent by post, told by a hidden field and by the button."""
    pages = portal("<a href='/bm'>部门年报</a><a href='/xz'>乡镇年报</a>")
    forms = ("", "")
    for number, organ in enumerate(ORGANS):
        chosen = _shown(lambda of, _, o=organ: of == o)
        if number < 5:
            forms = (
                f"{forms[0]}<form action='/of'><input type=hidden name=d value=k{number}><input type=submit value='{organ}'></form>",
                forms[1],
            )
            pages[f"/of?d=k{number}"] = wrap(chosen)
        else:
            forms = (
                forms[0],
                f"{forms[1]}<form method=post action='/zt'><button type=submit name=dw value=k{number}>{organ}</button></form>",
            )
            pages[f"POST /zt dw=k{number}"] = wrap(chosen)
    pages["/bm"], pages["/xz"] = wrap(forms[0]), wrap(forms[1])
    return outside(pages)


def handed() -> Outside:
    """Entries that hand themselves to a script, which opens what their attributes tell."""
    pages = portal("<a href='/bm'>部门年报</a><a href='/xz'>乡镇年报</a>")
    scripts = (
        "function openDoc(li){window.open('/info/'+li.dataset.docId)}",
        "function look(o){var n=$(o).attr('data-no');goto('/info/'+n+'')}function goto(u){location.href=u}",
    )
    marks = ("data-doc-id={} onclick='openDoc(this)'", "data-no={} onclick='look(this)'")
    for path, organs, script, mark in zip(
        ("/bm", "/xz"), (ORGANS[:5], ORGANS[5:]), scripts, marks, strict=True
    ):
        rows = ROWS(f"<li {mark.format(key)}>{title(of, at)}</li>" for key, of, at in every() if of in organs)
        pages[path] = wrap(f"<ul>{rows}</ul><script>{script}</script>")
    return outside(pages)


CLICKED = {"expanded": expanded, "handed": handed, "marked": marked, "pressed": pressed}
