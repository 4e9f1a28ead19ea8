"""Calls by which a page's script fetches its list: what they would ask for, and what they bring."""

import json
from base64 import b64encode
from collections.abc import Callable
from html import escape
from urllib.parse import quote

import pytest

from crawler.families import families
from crawler.families.base import ListingUnreadable
from crawler.pages.calls import call
from crawler.pages.page import Ask, Page, page
from crawler.pages.turning import turned

HOST = "http://qs.example.gov.cn"
NB = f"{HOST}/gk/nb"
GET = "/api/list?cid=7&page=1"
FORM = ("POST", "/api/list", "page=1&cid=7")
JSON = ("POST", "/api/list", '{"page": 1, "cid": 7}')


def scripted(script: str) -> Page:
    return page(NB, f"<html><body><ul id=list></ul><script>{script}</script></body></html>")


@pytest.mark.parametrize(
    ("script", "asked"),
    [
        ("$.get('/api/list?cid=7&page=1', show)", ("GET", GET, "")),
        ("var n; $('#list').load('/api/list?cid=7&page='+n)", ("GET", GET, "")),
        (
            "let after=''; fetch('/api/list?after=' + after).then(r => { after = r.next })",
            ("GET", "/api/list?after=", ""),
        ),
        ("var p=1; $.getJSON('/api/list?cid=7&page=' + p, show)", ("GET", GET, "")),
        (
            "table.render({elem:'#t', url:'/api/list', page:true, limit:20, where:{cid:'7'}, cols:[[{field:'title'}]]})",
            ("GET", "/api/list?cid=7&page=1&limit=20", ""),
        ),
        (
            "$('#t').bootstrapTable({url:'/api/list', queryParams:function(p){return{limit:p.limit,offset:p.offset,cid:'7'}}})",
            ("GET", "/api/list?limit=10&offset=0&cid=7", ""),
        ),
        ("x.open('GET', 'list_' + p + '.xml', true); var p = 1", ("GET", "/gk/list_1.xml", "")),
        ("fetch(`/api/list?cid=7&page=${n}`).then(show)", ("GET", GET, "")),
        ("axios.get('/api/list', {params: {cid: 7, page: 1}})", ("GET", GET, "")),
        ("$.ajax({url:'/api/list',data:{cid:7,page:1},success:show})", ("GET", GET, "")),
        ("$.post('/api/list', {page: n, cid: 7}, show, 'json')", FORM),
        ("jQuery.ajax({type:'POST', url:\"/api/list\", data:{page:n, cid:cid}}); var cid = '7';", FORM),
        ("axios.post('/api/list', {page: 1, cid: 7})", JSON),
        (
            "axios({url: '/api/list', method: 'post', data: {page: 1, cid: 7}, headers: {a: 'application/json'}})",
            JSON,
        ),
        ("fetch('/api/list', {method: 'POST', body: JSON.stringify({page: 1, cid: 7})})", JSON),
        (
            "window.CONF = {root: '/api'}; axios.create({baseURL: window.CONF.root}).get('/list', {params: {cid: 7, page: 1}})",
            ("GET", GET, ""),
        ),
    ],
)
def test_the_first_page_of_a_list_that_a_script_fetches(script: str, asked: tuple[str, str, str]) -> None:
    found = call(scripted(script), printed=False)
    assert found is not None
    assert (found.method, found.url, found.body) == (asked[0], HOST + asked[1], asked[2])


@pytest.mark.parametrize(
    "script",
    [
        "$.get('/api/visit?site=1')",
        "$.post('/u/hit/count', {id: 3})",
        "fetch('/api/weather?city=x')",
        "$.get(url + page)",
        "$.post('点击', {page: 1})",
        "$.ajax({data:{page:1}})",
        "$.get(",
        "",
    ],
)
def test_what_names_no_address_or_no_page_is_never_asked_for(script: str) -> None:
    assert call(scripted(script), printed=False) is None


@pytest.mark.parametrize(
    ("script", "printed", "number"),
    [
        ("var p=1; $.get('/l?page=' + p)", False, 1),
        ("var p=1; $.get('/l?page=' + p)", True, 2),
        ("var p=0; $.get('/l?page=' + p)", True, 1),
        ("var p=2; function more(){ $.get('/l?page=' + p); p++ }", True, 2),
        ("var p=1; function more(){ p++; $.get('/l?page=' + p) }", True, 2),
        ("var p=0; function more(){ ++p; $.get('/l?page=' + p) }", False, 1),
        ("$.get('/l', {page: 1})", True, 1),
    ],
)
def test_where_the_list_goes_on_behind_what_the_page_prints(script: str, printed: bool, number: int) -> None:
    found = call(scripted(script), printed=printed)
    assert found is not None
    assert found.url == f"{HOST}/l?page={number}"


@pytest.mark.parametrize(
    ("ask", "following"),
    [
        (Ask(url=HOST + GET), Ask(url=f"{HOST}/api/list?cid=7&page=2")),
        (
            Ask(url=HOST, method="POST", body="cid=7&pageNo=9"),
            Ask(url=HOST, method="POST", body="cid=7&pageNo=10"),
        ),
        (Ask(url=HOST, method="POST", body='{"page": 1}'), Ask(url=HOST, method="POST", body='{"page": 2}')),
        (Ask(url=f"{HOST}/api?cid=7"), None),
    ],
)
def test_the_page_after_a_page(ask: Ask, following: Ask | None) -> None:
    assert turned(ask, shown=20) == following


def reply(told: object) -> Page:
    ask = Ask(url=HOST + GET, family="generic", base=NB)
    return page(ask.url, json.dumps(told), ask)


def test_rows_of_json_are_entries_however_they_are_named() -> None:
    rows = [
        {
            "id": 1,
            "infoTitle": "水利局2023年<b>年报</b>",
            "columnName": "年报",
            "infoUrl": "d/1.html",
            "pubDate": "2024-01-20 9:00",
        },
        {
            "id": 2,
            "infoTitle": "财政局2023年年报",
            "columnName": "年报",
            "infoUrl": "/gk/d/2.html",
            "pubDate": 1705716000000,
        },
    ]
    listing = families()["generic"].listing(
        reply({"code": 0, "data": {"total": 9, "menu": [], "list": rows}})
    )
    assert listing is not None
    assert [(item.url, item.title, item.published) for item in listing.items] == [
        (f"{HOST}/gk/d/1.html", "水利局2023年年报", "2024-01-20"),
        (f"{HOST}/gk/d/2.html", "财政局2023年年报", "2024-01-20"),
    ]
    assert (listing.total, [ask.url for ask in listing.more]) == (9, [f"{HOST}/api/list?cid=7&page=2"])


def test_a_reply_without_entries_ends_the_list() -> None:
    listing = families()["generic"].listing(reply({"data": {"list": []}}))
    assert listing is not None
    assert (listing.items, listing.more) == ((), ())


def test_entries_without_addresses_are_told_not_left_out() -> None:
    with pytest.raises(ListingUnreadable):
        families()["generic"].listing(reply({"rows": [{"title": "水利局2023年年报", "id": 7}]}))


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda markup: b64encode(markup.encode()).decode(),
        lambda markup: b64encode(markup.encode("gb18030")).decode(),
        escape,
        quote,
    ],
    ids=["base64", "base64_of_gbk", "escaped", "quoted"],
)
def test_markup_that_a_reply_wraps_once_more_is_entries(wrapped: Callable[[str], str]) -> None:
    markup = "<ul><li><a href='/gk/d/1.html'>水利局2023年政府信息公开年报</a><i>2024-01-20</i></li></ul>"
    listing = families()["generic"].listing(reply({"code": 0, "pages": 1, "content": wrapped(markup)}))
    assert listing is not None
    assert [(item.url, item.published) for item in listing.items] == [(f"{HOST}/gk/d/1.html", "2024-01-20")]


def test_a_cursor_is_what_the_pages_script_takes_it_from() -> None:
    script = "let last = ''; function more(){ fetch('/l?lastId=' + last).then(r => r.json()).then(r => { last = r.data.endId; draw(r) }) }"
    asked = call(scripted(script), printed=0)
    assert asked is not None
    rows = [{"title": "水利局2023年年报", "url": "/gk/1.html"}]
    told = {"data": {"rows": rows, "endId": "k9"}}
    listing = families()["generic"].listing(page(asked.url, json.dumps(told), asked))
    assert listing is not None
    assert [ask.url for ask in listing.more] == [f"{HOST}/l?lastId=k9"]


JSTREE = "$('#list').jstree({core: {themes: {dots: false}, data: {url: '/api/nodes', data: function (n) { return SENT; }}}})"


@pytest.mark.parametrize(
    ("sent", "opened", "asked"),
    [
        ("{id: n.id}", ".on('select_node.jstree', (e, d) => load(d.node.id, 1))", "/api/nodes?id=%23"),
        (
            "{'pid': n.id === '#' ? '0' : n.id}",
            ".on('changed.jstree', (e, d) => location.href = '/api/list?cid=' + d.node.id + '&page=1')",
            "/api/nodes?pid=0",
        ),
    ],
    ids=["a leaf that is fetched", "a leaf that is opened"],
)
def test_a_tree_is_asked_for_as_the_options_of_jstree_say(sent: str, opened: str, asked: str) -> None:
    load = "function load(id, n) { $.get('/api/list', {cid: id, page: n}, show) }"
    shown = scripted(JSTREE.replace("SENT", sent) + opened + ";" + load)
    (ask,) = (anchor.ask for anchor in families()["generic"].links(shown) if anchor.ask.leaf)
    assert ask.url == f"{HOST}{asked}"
    rows = [
        {"id": "d7", "text": "青石县财政局", "children": False},
        {"id": "d8", "text": "乡镇", "children": True},
    ]
    reply = families()["generic"].listing(page(ask.url, json.dumps(rows), ask))
    assert reply is not None
    told = {anchor.text: anchor.ask.url for anchor in reply.branches}
    assert told["青石县财政局"].startswith(f"{HOST}/api/list?cid=d7")
    assert told["乡镇"] == f"{HOST}{asked}".replace("%23", "d8").replace("=0", "=d8")
