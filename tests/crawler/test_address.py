"""Addresses: one spelling, traps, private ones; and bytes to text."""

import pytest

from crawler.address import canonical, fingerprint, is_private, is_trap, netloc, of_hosts, portal_key, sent
from crawler.pages.decode import decode
from crawler.pages.page import Ask, page


@pytest.mark.parametrize(
    ("found", "same"),
    [
        ("HTTP://WWW.A.gov.cn:80/x", "http://www.a.gov.cn/x"),
        ("http://a.gov.cn/x;jsessionid=1F?b=2&a=1", "http://a.gov.cn/x?a=1&b=2"),
        ("http://a.gov.cn/(S(f0d2xj55ahq2ru45lqvzz0am))/nb/7.aspx", "http://a.gov.cn/nb/7.aspx"),
        ("http://a.gov.cn/x?_=99&a=1", "http://a.gov.cn/x?a=1"),
        ("http://a.gov.cn/show?id=3&_t=17&from=timeline&isappinstalled=0", "http://a.gov.cn/show?id=3"),
        ("http://a.gov.cn/show/3?t=1712345678", "http://a.gov.cn/show/3"),
        ("http://a.gov.cn/x?id=3&r=0.8812345678&ts=1712345678901", "http://a.gov.cn/x?id=3"),
        ("http://a.gov.cn/x?r=0.8812345678", "http://a.gov.cn/x"),
        ("http://a.gov.cn/show?t=1712345678", "http://a.gov.cn/show?t=1712345678"),
        ("http://a.gov.cn/show?lang=zh&t=1712345678", "http://a.gov.cn/show?lang=zh&t=1712345678"),
        ("http://a.gov.cn/show/3?t=17", "http://a.gov.cn/show/3?t=17"),
        ("http://a.gov.cn/post_1.html?jump=true", "http://a.gov.cn/post_1.html"),
        ("http://a.gov.cn/x#top", "http://a.gov.cn/x"),
        ("http://a.gov.cn/gkmlpt/annualreport#123", "http://a.gov.cn/gkmlpt/annualreport#123"),
        ("http://a.gov.cn/t20240120_12_wap.html", "http://a.gov.cn/t20240120_12.html"),
        ("http://a.gov.cn/col/AbC.html", "http://a.gov.cn/col/AbC.html"),
        ("http://a.gov.cn/list.shtml?2", "http://a.gov.cn/list.shtml?2"),
    ],
)
def test_one_spelling(found: str, same: str) -> None:
    assert canonical(found) == same
    assert canonical(same) == same


def test_a_request_is_sent_as_found_and_known_by_its_spelling() -> None:
    assert sent("http://a.gov.cn/d.jsp;jsessionid=1?b=2&a=1#x") == "http://a.gov.cn/d.jsp?b=2&a=1"
    one, other = (Ask(url=url) for url in ("http://a.gov.cn/x?a=1&b=2", "https://a.gov.cn/x?b=2&a=1"))
    assert fingerprint(one) == fingerprint(other)
    assert fingerprint(one) != fingerprint(Ask(url=one.url, method="POST", body="page=2"))


def test_a_form_is_known_without_the_token_that_every_page_makes_anew() -> None:
    one, other, third = (
        Ask(url="http://a.gov.cn/list.do", method="POST", body=body)
        for body in ("_csrf=1f&page=2", "_csrf=2e&page=2", "_csrf=2e&page=3")
    )
    assert fingerprint(one) == fingerprint(other) != fingerprint(third)


def test_whose_an_address_is() -> None:
    assert portal_key("http://www.a.gov.cn:8080/") == "a.gov.cn:8080"
    assert netloc("https://A.gov.cn:443/x") == "a.gov.cn"
    hosts = frozenset({"a.gov.cn"})
    assert of_hosts("https://www.a.gov.cn/x", hosts)
    assert not of_hosts("http://a.gov.cn.evil.example/x", hosts)
    assert not of_hosts("http://a.gov.cn:8080/x", hosts)
    assert not of_hosts("http://a.gov.cn@evil.example/", hosts)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.gov.cn/u/hit/count?id=1",
        "http://a.gov.cn/rl/index.shtml?y=2026&m=4",
        "http://a.gov.cn/x?date=2024-01-01",
        "http://a.gov.cn/a/b/a/b/a/b/a/b/",
        "http://a.gov.cn/logo.png",
        "http://a.gov.cn/x?fontsize=16",
        "http://a.gov.cn/" + "x" * 2000,
    ],
)
def test_traps(url: str) -> None:
    assert is_trap(url)


def test_no_trap() -> None:
    assert not is_trap("http://a.gov.cn/zfxxgk/zfxxgknb/202401/t20240120_1.html")
    assert not is_trap("http://a.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=1137&fbtime=2023")
    assert not is_trap("http://a.gov.cn/gongkai/show/5V2qWzaHUhQGuF3dlJAaKG.html")


@pytest.mark.parametrize("path", ["/wza/", "/wza/index.html?id=3", "/static/wza.html", "/wzafw/", "/?to=wza"])
def test_readings_aloud_are_traps(path: str) -> None:
    assert is_trap(f"http://a.gov.cn{path}")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "[::1]",
        "::ffff:127.0.0.1",
        "0.0.0.0",
    ],
)
def test_private(address: str) -> None:
    assert is_private(address)


def test_public() -> None:
    assert not is_private("8.8.8.8")
    assert not is_private("www.a.gov.cn")


def test_text_is_decoded_by_what_fits() -> None:
    assert decode("青石镇".encode(), "text/html; charset=gb2312").text == "青石镇"
    assert decode("青石镇".encode("gb18030"), "text/html; charset=utf-8").overridden == "utf-8"
    assert decode("㑇坪镇".encode("gb18030"), "text/html; charset=gb2312").text == "㑇坪镇"
    page = '<meta http-equiv="Content-Type" content="text/html; charset=GBK">青石镇'.encode("gbk")
    assert (decode(page).text[-3:], decode(page).charset) == ("青石镇", "gb18030")
    assert decode(b"\xef\xbb\xbf" + "青".encode()).text == "青"
    assert "青石镇" in decode("青石镇".encode() * 20 + b"\xff", "").text


def test_only_short_addresses_are_remembered() -> None:
    short, long = "http://www.example.gov.cn/xxgk/?b=1&a=2", f"http://www.example.gov.cn/?a={'x' * 5000}"
    assert canonical(short) is canonical(short)
    assert canonical(long) == canonical(long)
    assert canonical(long) is not canonical(long)


def test_an_address_is_not_remembered_where_what_it_stands_on_is_long() -> None:
    short, long = (page(f"http://www.example.gov.cn/{'x' * many}/", "") for many in (5, 5000))
    assert short.join("nb.html") is short.join("nb.html")
    assert long.join("nb.html") == long.join("nb.html")
    assert long.join("nb.html") is not long.join("nb.html")
