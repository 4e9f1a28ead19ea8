"""Calls that a script makes through functions of its own, and what their variables hold: what they would ask for."""

import pytest

from crawler.pages.calls import call
from crawler.pages.page import page

HOST = "http://qs.example.gov.cn"
NB = f"{HOST}/gk/nb"
LIST = "/prod-api/list?page=1&cid=7"

HANDED_ON = {
    "options_of_a_request": (
        "const s = axios.create({baseURL: '/prod-api', timeout: 9}); const request = s;"
        "function listOf(query) { return request({url: '/list', method: 'get', params: query}) }"
        "new Vue({data() { return {query: {page: 1, cid: 7}} }, created() { listOf(this.query).then(show) }})"
    ),
    "minified": (
        "(()=>{var t={8:(t,e,n)=>{const r=n(2).A.create({baseURL:'/prod-api'});var i=r,a=document.getElementById('b').dataset.cid;"
        "new n.V({data:()=>({q:{page:1,cid:a}}),methods:{go(){var t;(t=this.q,i({url:'/list',method:'get',params:t})).then(e=>e)}}})}}})()"
    ),
    "two_functions_deep": (
        "const http = axios.create({baseURL: '/prod-api'});"
        "const get = (url, params) => http.get(url, {params}).then(r => r.data);"
        "export const rows = (cid, page) => get('/list', {page: page, cid: cid});"
        "rows(7, 1)"
    ),
    "options_put_into_others": (
        "var root = '/prod-api'; function ask(o) { $.ajax({url: root + o.url, type: 'get', data: o.data, success: o.done}) }"
        "ask({url: '/list', data: {page: 1, cid: 7}, done: show})"
    ),
    "fields_written_into_the_address": (
        "function get(path, fields) { const q = new URLSearchParams(fields).toString(); return fetch(path + '?' + q) }"
        "get('/prod-api/list', {page: 1, cid: 7})"
    ),
    "fields_written_by_the_call": "fetch('/prod-api/list?' + new URLSearchParams({page: 1, cid: 7}))",
    "an_object_under_a_name": "var told = {page: 1, cid: '7'}; $.get('/prod-api/list', told, show)",
    "an_address_among_settings": (
        "var site = {base: '/prod-api', api: {hits: '/hits', list: '/list'}}; var from = 1;"
        "function load(n) { $.getJSON(site.base + site.api.list, {page: n, cid: 7}, show) } load(from)"
    ),
    "a_hidden_field": "$.getJSON('/prod-api/list', {page: 1, cid: $('#cid').val()}, show)",
    "what_stands_otherwise": "var cid = box.dataset.column || '7'; fetch('/prod-api/list?page=1&cid=' + cid)",
    "a_call_in_markup_that_a_script_writes": (
        "function turn(cid, n) { $.get('/prod-api/list', {page: n, cid: cid}); h += \"<a onclick='turn(\" + cid + \",\" + n + \")'>\" } turn('7', 1)"
    ),
}


@pytest.mark.parametrize("name", sorted(HANDED_ON))
def test_a_call_is_read_through_the_functions_that_hand_it_on(name: str) -> None:
    body = "<input type=hidden id=cid value=7><b id=b data-cid=7></b>"
    found = call(page(NB, f"<html><body>{body}<script>{HANDED_ON[name]}</script></body></html>"), printed=0)
    assert found is not None
    assert (found.method, found.url) == ("GET", HOST + LIST)


def test_what_jquery_asks_says_that_a_script_asks_it() -> None:
    for script, told in (("$.get('/l?page=1')", True), ("fetch('/l?page=1')", False)):
        found = call(page(NB, f"<script>{script}</script>"), printed=0)
        assert found is not None
        assert (("X-Requested-With", "XMLHttpRequest") in found.headers) == told


def test_a_number_is_no_beginning_of_an_address() -> None:
    """A variable of a minified script has many namesakes."""
    script = "fetch(n+'/rows?page='+e);for(var t=1,n=1;t<3;t++)f()"
    assert call(page(NB, f"<script>{script}</script>"), printed=0) is None


def test_functions_that_call_one_another_without_end_are_left() -> None:
    script = "function a(u,d){return b(u,d)} function b(u,d){return a(u,d)||$.get(u,d)} a('/l',{page:1});" * 9
    found = call(page(NB, f"<script>{script}</script>"), printed=0)
    assert found is not None
    assert found.url == f"{HOST}/l?page=1"
