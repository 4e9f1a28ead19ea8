"""What the plugins of tables ask for by their options, in scripts and in attributes."""

import pytest

from crawler.pages.calls import call
from crawler.pages.page import page
from crawler.pages.turning import turned

HOST = "http://qs.example.gov.cn"
SCRIPTED = {
    "layui_names_its_fields": (
        "table.render({elem: '#t', url: '/q', where: {cid: '7'}, page: true, limit: 15, request: {pageName: 'curr', limitName: 'nums'}})",
        "cid=7&curr=1&nums=15",
        "cid=7&curr=2&nums=15",
    ),
    "bootstrap_counts_pages": (
        "$('#t').bootstrapTable({url: '/q', queryParamsType: '', pageSize: 15})",
        "pageNumber=1&pageSize=15",
        "pageNumber=2&pageSize=15",
    ),
    "bootstrap_asks_a_function": (
        "function asked(p) { var told = {size: p.limit, pageNo: 1, cid: 7}; return told } $('#t').bootstrapTable({url: '/q', queryParams: asked})",
        "size=10&pageNo=1&cid=7",
        "size=10&pageNo=2&cid=7",
    ),
    "datatables_fills_what_it_sends": (
        "$('#t').DataTable({serverSide: true, pageLength: 20, ajax: {url: '/q', data: function (d) { d.cid = 7; d.kind = 'nb'; }}})",
        "cid=7&kind=nb&draw=1&start=0&length=20",
        "cid=7&kind=nb&draw=1&start=20&length=20",
    ),
    "datatables_of_old": (
        "$('#t').dataTable({'bServerSide': true, 'sAjaxSource': '/q', 'iDisplayLength': 20})",
        "sEcho=1&iDisplayStart=0&iDisplayLength=20",
        "sEcho=1&iDisplayStart=20&iDisplayLength=20",
    ),
}
PLANTED = {
    "bootstrap": (
        "<table data-toggle=table data-url='/q?cid=7' data-side-pagination=server data-page-size=20></table>",
        "cid=7&offset=0&limit=20",
    ),
    "easyui": (
        "<table class='easyui-datagrid' data-options=\"url:'/q',method:'get',queryParams:{cid:7},pageSize:20\"></table>",
        "cid=7&page=1&rows=20",
    ),
}


@pytest.mark.parametrize("name", sorted(SCRIPTED))
def test_a_table_that_a_script_plants_is_asked_page_by_page(name: str) -> None:
    script, first, second = SCRIPTED[name]
    asked = call(page(f"{HOST}/nb", f"<table id=t></table><script>{script}</script>"), printed=0)
    assert asked is not None
    assert asked.url == f"{HOST}/q?{first}"
    following = turned(asked, shown=20)
    assert following is not None
    assert following.url == f"{HOST}/q?{second}"


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_a_table_whose_options_stand_in_its_attributes_is_asked(name: str) -> None:
    written, query = PLANTED[name]
    asked = call(page(f"{HOST}/nb", f"<html><body>{written}</body></html>"), printed=0)
    assert asked is not None
    assert (asked.method, asked.url) == ("GET", f"{HOST}/q?{query}")


def test_what_a_button_holds_for_its_script_is_where_the_list_goes_on() -> None:
    button = "<a class=more data-url='/more' data-cid=7 data-page=1>查看更多</a>"
    script = (
        "$('.more').on('click', function(){ var b = $(this), page = parseInt(b.attr('data-page')) + 1;"
        "$.get(b.data('url'), {cid: b.data('cid'), page: page}, add) })"
    )
    asked = call(page(f"{HOST}/nb", f"<body>{button}<script>{script}</script></body>"), printed=8)
    assert asked is not None
    assert asked.url == f"{HOST}/more?cid=7&page=2"
