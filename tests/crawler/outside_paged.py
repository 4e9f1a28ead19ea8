"""Portals whose lists go on by submitting a form, by ASP.NET's postback, and by what their own scripts fetch."""

import json
from urllib.parse import quote

from tests.crawler.outside import PLACE, Outside, every, story, title
from tests.crawler.pages import HEADINGS, WORDS
from tests.crawler.server import Pages, Reply

STATE = "/wEPDwUKMTY3+x/" * 20


def report(key: int) -> str:
    return f"/info/{key}"


def wrap(main: str) -> str:
    bar = "<a href='/'>首页</a><a href='/open'>政府信息公开</a>"
    return f"<html><head><title>{PLACE}</title></head><body><header>{bar}</header>{main}</body></html>"


def portal(columns: str) -> Pages:
    """A home, a page with these columns, and all reports, which the caller lists."""
    pages: Pages = {"/": wrap("<p>欢迎</p>"), "/open": wrap(f"<a href='/guide'>公开指南</a>{columns}")}
    pages["/guide"] = wrap(story("公开指南"))
    for key, organ, year in every():
        pages[report(key)] = wrap(story(title(organ, year), HEADINGS + WORDS))
    return pages


def entries(shown: list[tuple[int, str, int]]) -> str:
    return "".join(f"<li><a href='{report(key)}'>{title(organ, year)}</a></li>" for key, organ, year in shown)


def outside(pages: Pages) -> Outside:
    return Outside(pages=pages, reports=frozenset(report(key) for key, _, _ in every()))


def submitted() -> Outside:
    """Hidden fields that a script fills and submits; the state of a whole page sent back and forth."""
    pages = portal("<a href='/nb'>部门年报</a><a href='/Nb.aspx'>乡镇年报</a>")
    rows = list(every())
    departments, towns = rows[:36], rows[36:]
    last = len(departments) // 12
    for page in range(1, last + 1):
        numbers = "".join(f"<a href='javascript:;' onclick='goPage({n})'>{n}</a>" for n in range(1, last + 1))
        fields = f"<input type=hidden name=pageNum value={page}><input type=hidden name=columnId value=77>"
        shown = entries(departments[12 * page - 12 : 12 * page])
        key = "/nb" if page == 1 else f"POST /nb pageNum={page}&columnId=77"
        pages[key] = wrap(f"<ul>{shown}</ul><form method=post action='/nb'>{fields}</form>{numbers}")
    for page in (1, 2, 3):
        state = f"<input type=hidden name=__VIEWSTATE value='{STATE}{page}'>"
        state += "<input type=hidden name=__EVENTTARGET><input type=hidden name=__EVENTARGUMENT>"
        numbers = "".join(
            f"<a href=\"javascript:__doPostBack('ctl$gv','Page${n}')\">{n}</a>"
            for n in (1, 2, 3)
            if n != page
        )
        sent = f"__VIEWSTATE={quote(f'{STATE}{page - 1}', safe='')}&__EVENTTARGET=ctl%24gv&__EVENTARGUMENT=Page%24{page}&kw="
        key = "/Nb.aspx" if page == 1 else f"POST /Nb.aspx {sent}"
        shown = entries(towns[8 * page - 8 : 8 * page])
        pages[key] = wrap(
            f"<form method=post action=''>{state}<ul>{shown}</ul>{numbers}<input name=kw></form>"
        )
    return outside(pages)


def fetched() -> Outside:
    """Lists that scripts fetch: JSON by GET and by POST, a form's answer, a piece of markup behind what the page prints."""
    pages = portal(
        "".join(
            f"<a href='/nb/{n}'>{name}年报</a>" for n, name in enumerate(("部门", "乡镇", "街道", "其他单位"))
        )
    )
    parts = [list(every())[15 * n : 15 * n + 15] for n in range(4)]
    scripts = (
        "var ch='33';var no=1;function load(n){$.ajax({url:'/api/list',type:'GET',data:{ch:ch,pageNo:n,size:6},success:show})}load(no);",
        "axios.post('/api/rows',{current:1,size:6,ch:'x'}).then(r=>show(r.data))",
        "var page=1;$('#m').click(function(){page++;$.post('/api/more',{page:page,cid:88},show,'json')})",
        "let p = 1; async function more(){ p++; const r = await fetch(`/api/html?cid=77&page=${p}`); add(await r.text()) }",
    )
    for number, (part, script) in enumerate(zip(parts, scripts, strict=True)):
        printed = entries(part[:6]) if number > 1 else ""
        pages[f"/nb/{number}"] = wrap(
            f"<h2>年报</h2><ul>{printed}</ul><script>$.get('/api/visit?site=1');{script}</script>"
        )
        for page in (1, 2, 3):
            shown = part[6 * page - 6 : 6 * page]
            listed = [
                {"id": key, "bt": title(of, at), "infoUrl": report(key), "time": f"{at + 1}-01-20"}
                for key, of, at in shown
            ]
            asked = (
                f"/api/list?ch=33&pageNo={page}&size=6",
                f"POST /api/rows {json.dumps({'current': page, 'size': 6, 'ch': 'x'})}",
                f"POST /api/more page={page}&cid=88",
                f"/api/html?cid=77&page={page}",
            )[number]
            told = {"code": 0, "data": {"total": len(part), "list": listed}}
            pages[asked] = entries(shown) if number == 3 else Reply(body=json.dumps(told))
    pages["/api/html?cid=77&page=4"] = ""
    return outside(pages)


PAGED = {"submitted": submitted, "fetched": fetched}
