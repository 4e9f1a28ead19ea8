"""Addresses that a page puts together itself, found as links; and words that stand before a link that says only 更多."""

from dataclasses import replace

import pytest

from crawler.families import families
from crawler.pages.built import entry
from crawler.pages.page import page

HOME = "http://qs.example.gov.cn/gk/"
SCRIPT = """<script>
function go(id) { if (id) { window.location.href = '/gk/col.jsp?cid=' + id + '&t=1'; } }
function view(id, kind){ var url = "/gk/" + kind + "/d_" + id + ".html"; window.open(url); }
var dep = function(code){ location = `/gk/${code}/`; };
function count(id){ hits = hits + id; $.get('/hit.jsp?id=' + other); }
</script>"""


def links(markup: str) -> list[tuple[str, str]]:
    found = families()["generic"].links(
        page(HOME, f"<html><head>{SCRIPT}</head><body>{markup}</body></html>")
    )
    return [(anchor.url.removeprefix("http://qs.example.gov.cn"), anchor.text) for anchor in found]


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ("<span onclick='go(12)'>公开年报</span>", "/gk/col.jsp?cid=12&t=1"),
        ("<a href='javascript:void(0)' onclick=\"view('7', 3)\">公开年报</a>", "/gk/3/d_7.html"),
        ("<a href='javascript:dep(\"czj\")'>公开年报</a>", "/gk/czj/"),
        (
            "<select onchange=\"location.href='list?dept='+this.value+'&v=1'\"><option value=''></option><option value=7>公开年报</option></select>",
            "/gk/list?dept=7&v=1",
        ),
        (
            "<select onchange=\"go('/l/' + this.options[this.selectedIndex].value + '.html')\"><option value=7>公开年报</option></select>",
            "/l/7.html",
        ),
        (
            "<form action='/gk/year'><input type=hidden name=k value=t><select name=nd><option value=7>公开年报</option></select></form>",
            "/gk/year?k=t&nd=7",
        ),
        (
            "<form action='/s?k=t'><select name=a><option value=7>公开年报</select><select name=b><option><option selected value=3></select></form>",
            "/s?k=t&a=7&b=3",
        ),
        (
            "<label><input type=radio value=7 onclick=\"location='/gk/y'+this.value+'.html'\">公开年报</label>",
            "/gk/y7.html",
        ),
        (
            "<input type=radio id=a value=7 onchange='go($(this).val())'><label for=a>公开年报</label>",
            "/gk/col.jsp?cid=7&t=1",
        ),
        (
            "<li data-doc-id=7 onclick=\"go(event.target.getAttribute('data-doc-id'))\">公开年报</li>",
            "/gk/col.jsp?cid=7&t=1",
        ),
        ("<li data-doc-id=7 onclick='view(this.dataset.docId, 3)'>公开年报</li>", "/gk/3/d_7.html"),
        (
            "<li class=o data-id=7>公开年报</li><script>$('.o').click(function(){ var me = $(this); go(me.data('id')) })</script>",
            "/gk/col.jsp?cid=7&t=1",
        ),
        (
            "<select id=s onchange=\"go(document.getElementById('s').value)\"><option value=7>公开年报</option></select>",
            "/gk/col.jsp?cid=7&t=1",
        ),
        (
            "<li data-id=7 class=o>公开年报</li><script>var cur = ''; $('.o').click(function(){ cur = $(this).data('id'); load() });"
            "function load(){ location.href = '/gk/u/' + cur + '.html' }</script>",
            "/gk/u/7.html",
        ),
        (
            "<li lay-id=7 class=o>公开年报</li><script>$('.o').on('click', function(){ var id = $(this).attr('lay-id');"
            " layer.open({type: 2, content: '/gk/u/' + id + '.html'}) })</script>",
            "/gk/u/7.html",
        ),
        (
            "<a onclick=\"list('A09', '年报')\">公开年报</a><script>function list(code, name){"
            " location.href = 'list.do?code=' + code + '&name=' + encodeURI(encodeURI(name)) }</script>",
            "/gk/list.do?code=A09&name=%25E5%25B9%25B4%25E6%258A%25A5",
        ),
        ("<div><span>公开年报</span><a href='c9/'>更多&gt;&gt;</a></div>", "/gk/c9/"),
        ("<div><h3>公开年报</h3><p><a href='c9/'><img alt='MORE+'></a></p></div>", "/gk/c9/"),
        ("<div><b>公开年报</b><a href='c9/'>查看全部</a></div>", "/gk/c9/"),
        (
            "<a href='#/nb'>公开年报</a><script>var routes={home:'/h.html',nb:'/p/nb.html'}</script>",
            "/p/nb.html",
        ),
        (
            "<a onclick=\"show('7', 'nb')\">公开年报</a><script>var kinds={zc:'policy','nb':'annual'};"
            "function show(id, kind){ window.open('/gk/' + kinds[kind] + '/' + id + '.html') }</script>",
            "/gk/annual/7.html",
        ),
        ("<div>公开年报<p><a>2023</a><a href='c9/'>更多</a></p></div>", "/gk/c9/"),
    ],
)
def test_an_address_is_put_together_as_the_page_would(markup: str, url: str) -> None:
    assert links(markup) == [(url, "公开年报")]


def test_a_year_is_chosen_by_the_address_that_a_script_holds_under_it() -> None:
    box = "<select onchange='jump(this)'><option value=2023>2023年</option><option value=2022>全部</option></select>"
    held = '<script>var urls={"2023":"/y2023/","2022":"/y2022/"};function jump(s){location.href=urls[s.value]}</script>'
    assert links(box + held) == [("/y2023/", "2023年")]


@pytest.mark.parametrize(
    "markup",
    [
        "<b onclick='count(3)'>公开年报</b>",
        "<b onclick='missing(3)'>公开年报</b>",
        "<b onclick='go()'>公开年报</b>",
        "<b onclick='go(this)'>公开年报</b>",
        "<b onclick=\"location.href='/gk/col.jsp?cid='+chosen\">公开年报</b>",
        "<form action='/s'><input type=checkbox name=agree><button>财政局</button></form>",
        "<select onchange='show(this.value)'><option value=7>公开年报</option></select>",
        "<select name=nd><option value=7>公开年报</option></select>",
        "<form action='/s' method=post><select name=nd><option value=7>公开年报</option></select></form>",
        "<form action='/s'><input name=kw><select name=nd><option value=7>公开年报</option></select></form>",
        "<form action='/s' method=post><input type=radio name=r><select name=nd><option value=7>2023年</option></select></form>",
    ],
)
def test_what_only_running_the_page_could_tell_is_no_link(markup: str) -> None:
    assert links(markup) == []


def test_more_without_a_head_keeps_its_own_words() -> None:
    assert links(f"<div>{'长长的文字' * 9}<a href='c9/'>更多</a></div>") == [("/gk/c9/", "更多")]


@pytest.mark.parametrize(
    ("charset", "query"), [("gb18030", "bm=%B2%C6%D5%FE&p=1"), ("utf-8-sig", "bm=%E8%B4%A2%E6%94%BF&p=1")]
)
def test_a_querys_chinese_is_sent_in_the_pages_charset(charset: str, query: str) -> None:
    assert replace(page(HOME, ""), charset=charset).join("list.asp?bm=财政&p=1") == f"{HOME}list.asp?{query}"


@pytest.mark.parametrize("fields", ["method=post", ""])
def test_an_organ_is_chosen_in_a_form_that_posts_or_searches(fields: str) -> None:
    choices = "<select name=d><option value=''>全部</option><option value=7>财政局</option></select>"
    found = families()["generic"].links(
        page(HOME, f"<form action='/s' {fields}><input name=kw>{choices}</form>")
    )
    asked = [(anchor.ask.method, anchor.url, anchor.ask.body) for anchor in found]
    plain, posted = (
        ("GET", "http://qs.example.gov.cn/s?kw=&d=7", ""),
        ("POST", "http://qs.example.gov.cn/s", "kw=&d=7"),
    )
    assert asked == [posted if fields else plain]


BOXES = (
    "<form action='/s'><select name=y><option value=2023>2023年</option></select>"
    "<select name=d><option value=''>全部</option><option value=7>财政局</option></select></form>"
)


def _boxes(year: str, organ: str) -> list[str]:
    """What two boxes lead to, of which a button's function reads both, where they show these choices."""
    years, organs = (
        "".join(
            f"<option value='{one}'{' selected' if one == shown else ''}>{word}</option>"
            for one, word in told
        )
        for shown, told in (
            (year, (("2023", "2023年"), ("2022", "2022年"))),
            (organ, (("", "全部"), ("7", "财政局"))),
        )
    )
    script = (
        "<script>function ask(){ var nd = document.getElementById('y').value; var dw = document.getElementById('o').value;"
        " location.href = 'nb?nd=' + nd + '&dw=' + encodeURIComponent(dw) }</script>"
    )
    box = f"<select id=y>{years}</select><select id=o>{organs}</select><input type=button onclick='ask()'>"
    return [url for url, text in links(f"{box}{script}") if text in ("2023年", "2022年", "财政局")]


def test_of_two_boxes_that_one_function_reads_each_chooses_where_nothing_is_chosen_in_the_other() -> None:
    assert _boxes("2023", "") == ["/gk/nb?nd=2023&dw=", "/gk/nb?nd=2022&dw=", "/gk/nb?nd=2023&dw=7"]
    assert _boxes("2022", "") == ["/gk/nb?nd=2023&dw=", "/gk/nb?nd=2022&dw="]
    assert _boxes("2023", "7") == ["/gk/nb?nd=2023&dw=7"]


@pytest.mark.parametrize(
    ("asked", "shown", "urls"),
    [
        ("/s", "<a href='7.html'>财政局2023年年度报告</a>", ["/s?y=2023&d=", "/s?y=2023&d=7"]),
        ("/s?y=2023&d=", "<a href='7.html'>财政局2023年年度报告</a>", ["/s?y=2023&d="]),
        ("/s?y=2023&d=7", "<a href='7.html'>财政局2023年年度报告</a>", []),
        (
            "/s?y=2023&d=",
            "<a href='/nb'>信息公开年报</a><a href='/2023'>2023年</a>",
            ["/s?y=2023&d=", "/s?y=2023&d=7"],
        ),
    ],
)
def test_no_box_chooses_in_what_another_has_chosen(asked: str, shown: str, urls: list[str]) -> None:
    """Unless nothing is shown before both have."""
    given = page(f"http://qs.example.gov.cn{asked}", f"<html><body>{BOXES}{shown}</body></html>")
    found = (one.url.removeprefix("http://qs.example.gov.cn") for one in families()["generic"].links(given))
    assert [url for url in found if url.startswith("/s?")] == urls


@pytest.mark.parametrize(
    "markup",
    [
        "<li @click='toDetail(x.key)'>{{x.name}}</li><script>new Vue({methods:{load(){},toDetail(id){window.open('/d/'+id+'.html')}}})</script>",
        "<script>function show(id){location.href='/d/'+id+'.html'} h+='<li onclick=show(' + o.key + ')>' + o.name + '</li>'</script>",
    ],
)
def test_an_entry_that_is_opened_by_a_click_stands_where_its_function_leads(markup: str) -> None:
    assert entry(page(HOME, f"<html><body>{markup}</body></html>")) == "/d/${key}.html"
