"""Every system's pages are taken for that system's and for no other's; what no system claims is the generic family's."""

import re

import pytest

from crawler.families import families, family_of
from crawler.pages.page import Ask, page

HOST = "http://www.sl.example.gov.cn"
HEX = "0f" * 16
OBJECT = "6a" * 12
BODIES = {
    "ucap": [
        "<div id='page_div'></div><script>createPageHTML('page_div',4,1,'list','shtml',61);</script>",
        "<h1><UCAPTITLE>某镇报告</UCAPTITLE></h1><UcapContent>#PAGE_BREAK#</UcapContent>",
        '<iframe src="x.shtml?code=ndbg2d&temp=xxgk_list"></iframe>',
    ],
    "hanweb_jcms": [
        '<script type="text/xml"><datastore><recordset></recordset></datastore></script>',
        "<a href='/module/xxgk/tree.jsp?area=1'>目录</a><script>jpage({proxyUrl:'/module/jpage/dataproxy.jsp'})</script>",
        '<meta name="ContentStart"><p>正文</p><meta name="ContentEnd">',
    ],
    "hanweb_jpaas": [
        """<div url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{'pageId':'1'}"></div>""",
        '<div class="main wzzw-article"><p>正文</p></div>',
    ],
    "hanweb_xxgk": [
        "<script>$.post('/module/xxgk/search.jsp', q)</script>",
        '<a href="/module/xxgk/xxgkAnnualReport.jsp?area=1137&fbtime=2023">年报</a>',
    ],
    "trs": [
        '<script>createPageHTML(5, 0, "index", "html");</script>',
        '<div class="view TRS_UEDITOR trs_paper_default"><p>正文</p></div>',
        '<a href="./202401/t20240119_331.html">报告</a>',
    ],
    "vsb": [
        '<div class="v_news_content"><p>正文</p></div>',
        '<a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&wbfileid=1">表</a>',
        '<span class="p_pages"><span class="p_no">1</span></span>',
    ],
    "webplus": [
        '<div class="wp_paging"><em class="all_pages">3</em></div>',
        '<a href="/2024/0112/c46a2636/page.htm">报告</a>',
    ],
    "zibo": [
        f'<a href="/gongkai/site_slqczj/channel_c_{OBJECT}_n_1605680361.27/doc_{OBJECT}.html">报告</a>',
        '<div id="details-content"><p>正文</p></div>',
    ],
    "sanmenxia": ['<a href="/pageView/zhengfuxinxi.html?lmid=25411&amp;rlmid=4021">政府信息公开</a>'],
    "gkmlpt": [
        "<script>window._CONFIG = {SID: 7, TREE: []}</script>",
        '<a href="/sl/gkmlpt/index">政府信息公开平台</a>',
    ],
    "lonsun": [
        "<script>load('/site/label/8888?labelName=publicInfoList&organId=1&catId=2')</script>",
        '<a href="/public/column/6604?type=4&catId=3">年度报告</a>',
    ],
    "anhui": [
        '<a href="/XxgkAnnualReport/show/5601.html">报告</a>',
        '<a href="/openness/OpennessAnnualReport/show/3646.html">报告</a>',
        '<a href="/XxgkContent/showList/996/0/page_1.html">年报</a>',
    ],
    "epoint": [
        '<script src="/js/webBuilderCommon.js"></script>',
        "<script>post('/EWB_Mid/rest/lightfrontaction/getgovinfolist', q)</script>",
    ],
    "generic": [
        "<ul><li><a href='/a/1.html'>某局2023年政府信息公开年报</a></li></ul>",
        "",
        "<<<>>>",
        '{"data": 1}',
    ],
}
ADDRESSES = {
    "ucap": [f"/site/ndbg28/202501/{HEX}.shtml", "/site/x/pc/content/2091695420035944448/content_2091695420035944448.html"],
    "hanweb_jcms": ["/col/col1229/index.html", "/art/2024/1/6/art_1229_33.html", "/col/18073_6688/index.html"],
    "hanweb_jpaas": [f"/zwgk/nb/art/2024/art_{HEX}.html"],
    "hanweb_xxgk": ["/module/xxgk/xxgkAnnualReport.jsp?fbtime=2023&area=1137"],
    "trs": ["/zwgk/nb/202401/t20240119_331.html", "/zwgk/nb/202401/t20240119_331_wap.shtml", "/nb/t15609267.shtml", "/nb/t_7158622.html"],
    "vsb": ["/info/16805/866109.htm"],
    "webplus": ["/2024/0112/c46a2636/page.htm", "/46/list2.htm"],
    "zibo": [f"/gongkai/channel_c_{OBJECT}_n_1605682164.1013/doc_{OBJECT}.html", "/gongkai/site_slqczj/",
             f"/site_wz/channel_x_5_13/doc_{OBJECT}.html"],
    "sanmenxia": ["/pageView/zhengfuxinxi.html?rlmid=1&lmid=2", "/10390/2026/1/2206615.html"],
    "gkmlpt": ["/slgzz/gkmlpt/content/2/2365/post_2365820.html?jump=true", "/gkmlpt/annualreport#2629"],
    "lonsun": ["/public/column/6604?type=4&catId=3", "/public/6604/9101.html"],
    "anhui": ["/XxgkAnnualReport/show/5697.html", "/xxgk/openness/detail/annual_report/63c89f4a88668849708b4577.html"],
    "epoint": ["/dynamic/zwgk/govInfoPub.html?categorynum=003"],
    "generic": ["/gk/nb/content_184341", "/News/Detail/20230130151013579.html", "/year_details.aspx?dept=1&id=2", "/1.jhtml"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "body"), [(name, body) for name, bodies in BODIES.items() for body in bodies]
)
def test_a_body_tells_its_family_at_any_address(name: str, body: str) -> None:
    given = page(f"{HOST}/", f"<html><body>{body}</body></html>" if body[:1] == "<" else body)
    claims = {family.name for family in families().values() if family.recognise_body(given)}
    assert claims == {name} - {"generic"}
    family, signal = family_of(given)
    assert family.name == name
    assert (signal is None) == (name == "generic")


@pytest.mark.parametrize(
    ("name", "path"), [(name, path) for name, paths in ADDRESSES.items() for path in paths]
)
def test_an_address_tells_its_family_where_the_body_is_silent(name: str, path: str) -> None:
    given = page(HOST + path, "<html><body><p>正文</p></body></html>", Ask(url=HOST + path))
    claims = {family.name for family in families().values() if family.recognise_address(given)}
    assert claims == {name} - {"generic"}
    assert family_of(given)[0].name == name


def test_a_body_outweighs_an_address() -> None:
    """Addresses outlive the systems that made them."""
    given = page(f"{HOST}/col/col1229/index.html", BODIES["hanweb_jpaas"][0])
    assert family_of(given)[0].name == "hanweb_jpaas"
    migrated = page(f"{HOST}/zwgk/202401/t20240119_331.html", BODIES["ucap"][1])
    assert family_of(migrated)[0].name == "ucap"


def test_text_brought_along_from_an_older_system_does_not_hide_the_newer() -> None:
    """An article moved between systems keeps the old editor's class inside the new system's frame."""
    kept = '<div class="TRS_Editor"><p>正文</p></div>'
    for name in ("ucap", "vsb", "hanweb_jpaas", "zibo", "webplus"):
        frame = BODIES[name][1] if name in ("ucap", "hanweb_jpaas", "zibo") else BODIES[name][0]
        assert family_of(page(f"{HOST}/", frame + kept))[0].name == name


def test_a_reply_goes_to_the_family_that_asked() -> None:
    ask = Ask(url=f"{HOST}/gkmlpt/api/all/1", family="gkmlpt")
    assert family_of(page(ask.url, '{"articles": []}', ask))[0].name == "gkmlpt"


HARMLESS = re.compile(r"\\[^SWD]|\[(?:(?!\^)|(?=[^]]*<))[^]]*\]|(?:\A|\|)(?:\(\?i\))?<|\(\?<[=!]")
"""What of an expression matches no `<`, or one that begins the match."""


def crossing(pattern: str) -> bool:
    """Whether an expression may match from one piece of a page into the next."""
    return re.search(r"\[\^|\.|\\[SWD]|<", HARMLESS.sub("", pattern)) is not None


def test_every_body_signal_is_found_within_one_piece() -> None:
    """`Page.once` leaves out pieces that repeat, so that those around them become neighbours."""
    assert [what for what in ("a[^>]+b", "a.b", r"a\S", "(?i)<a|b<", "(?:<a)") if not crossing(what)] == []
    assert [what for what in ("(?i)<a|<b", r"a[^<>]\.", "[.a]/(?<=a/)", "(?<!a)b") if crossing(what)] == []
    signals = [signal for family in families().values() for signal in family.body_signals]
    assert [what for what, pattern in signals if crossing(pattern)] == []


def test_every_family_has_a_file_of_its_name_and_signals() -> None:
    for name, family in families().items():
        assert type(family).__module__ == f"crawler.families.{name}"
        assert family.body_signals or name == "generic"
    assert list(families())[-1] == "generic"
