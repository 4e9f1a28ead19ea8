"""UCAP: lists in both dialects, the hub's frame, appendixes apart from related documents, the JSON list."""

import json

import pytest

from crawler.families import families, family_of
from crawler.families.base import ListingUnreadable
from crawler.pages.page import Ask, page

HEX = "0123456789abcdef0123456789abcdef"
LIST = f"""<html><body><ul class="a3"><li><a href="../ndb7/202501/{HEX}.shtml" title="青石镇2024年政府信息公开工作年度报告">青石镇2024年…</a>
<span>2025-01-20</span></li></ul><div id="page_div"></div>
<script>createPageHTML('page_div', 3, 1, 'list', 'shtml', 45);</script></body></html>"""
ARTICLE = f"""<html><body><div class="xxgk-crumb"><a>首页</a> &gt; <a>政务公开</a> &gt; <a>青石镇</a> &gt; <a>政府信息公开年报</a></div>
<h1><UcapTitle>青石镇2024年政府信息公开工作年度报告</UcapTitle></h1><div class="article-attr"><div>发布机构：青石镇人民政府</div>
<div>发布日期：2025-01-20 10:30</div></div><div id="zoomcon"><UCAPCONTENT><p>详见附件。{"字" * 60}</p></UCAPCONTENT></div>
<div id="cmspro_appendixs"><a href="/u/attach/show?id=7">年报正文</a></div>
<div id="cmspro_reldocuments"><a href="/old/2019.docx">相关文件</a></div></body></html>"""


def test_list_is_read_with_full_titles_and_all_its_pages() -> None:
    given = page("http://a.gov.cn/site/ndb7/list.shtml", LIST)
    family, signal = family_of(given)
    assert signal is not None
    assert (family.name, signal.where) == ("ucap", "body")
    listing = family.listing(given)
    assert listing is not None
    assert listing.items[0].title == "青石镇2024年政府信息公开工作年度报告"
    assert listing.items[0].published == "2025-01-20"
    assert [ask.url for ask in listing.more] == [
        "http://a.gov.cn/site/ndb7/list_2.shtml",
        "http://a.gov.cn/site/ndb7/list_3.shtml",
    ]
    assert listing.total == 45


def test_article_tells_organ_date_crumb_and_only_its_own_files() -> None:
    given = page(f"http://a.gov.cn/site/ndb7/202501/{HEX}.shtml", ARTICLE)
    ucap = families()["ucap"]
    article = ucap.article(given)
    assert article.title == "青石镇2024年政府信息公开工作年度报告"
    assert article.organ == "青石镇人民政府"
    assert (article.published, article.published_label) == ("2025-01-20", "发布日期")
    assert article.crumb[-2:] == ("青石镇", "政府信息公开年报")
    assert [(file.url, file.name) for file in ucap.attachments(given)] == [
        ("http://a.gov.cn/u/attach/show?id=7", "年报正文")
    ]


def test_hub_address_becomes_the_framed_list() -> None:
    real = families()["ucap"].real
    assert (
        real("http://a.gov.cn/site/hub.shtml?code=ndb7&temp=xxgk_list")
        == "http://a.gov.cn/site/ndb7/xxgk_list.shtml"
    )
    assert (
        real("http://a.gov.cn/site/hub.shtml?code=a/../b&temp=x")
        == "http://a.gov.cn/site/hub.shtml?code=a/../b&temp=x"
    )


def test_json_list_goes_on_until_its_total_whatever_the_page_size() -> None:
    rows = [
        {
            "title": "<em>青石镇</em>2024年年报",
            "url": f"//a.gov.cn/{number}.shtml",
            "publishedTimeStr": "2025-01-20 09:30:00",
        }
        for number in range(20)
    ]
    reply = json.dumps({"data": {"page": 1, "rows": 20, "total": 45, "results": rows}})
    ask = Ask(
        url=f"http://a.gov.cn/common/search/{HEX}?page=1",
        family="ucap",
        base="http://a.gov.cn/site/c/list.shtml",
    )
    listing = families()["ucap"].listing(page(ask.url, reply, ask))
    assert listing is not None
    assert (listing.items[3].url, listing.items[3].title) == ("http://a.gov.cn/3.shtml", "青石镇2024年年报")
    assert "page=2" in listing.more[0].url
    assert listing.more[0].base == ask.base
    assert listing.total == 45


@pytest.mark.parametrize(
    "text", ["<html>系统繁忙</html>", '{"data": null}', '{"data": {"results": [{"title": "x"}]}}']
)
def test_an_unreadable_reply_raises(text: str) -> None:
    ask = Ask(url=f"http://a.gov.cn/common/search/{HEX}?page=1", family="ucap")
    with pytest.raises(ListingUnreadable):
        families()["ucap"].listing(page(ask.url, text, ask))


def test_a_list_that_declares_entries_and_shows_none_raises() -> None:
    shell = "<html><body><script>createPageHTML('page_div', 3, 1, 'list', 'shtml', 45)</script></body></html>"
    with pytest.raises(ListingUnreadable):
        families()["ucap"].listing(page("http://a.gov.cn/site/c/list.shtml", shell))
