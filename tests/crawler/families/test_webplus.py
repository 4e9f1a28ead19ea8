"""WebPlus: `list.htm`, then `list2.htm`; articles are no lists."""

from crawler.families import families, family_of
from crawler.pages.page import page

HOME = "https://xxgk.sx.example.edu.cn"
WEBPLUS = families()["webplus"]
LIST = """<html><body><ul class="news_list"><li>
<a href="/2024/0112/c46a2636/page.htm" title="山溪学院2023年信息公开年度报告">山溪学院…</a>
<span>2024-01-12</span></li></ul><div class="wp_paging">
<em class="all_count">31</em><em class="curr_page">1</em>/<em class="all_pages">3</em></div></body></html>"""


def test_pages_follow_the_number_that_the_pager_prints() -> None:
    given = page(f"{HOME}/46/list.htm", LIST)
    assert family_of(given)[0].name == "webplus"
    listing = WEBPLUS.listing(given)
    assert listing is not None
    assert [ask.url for ask in listing.more] == [f"{HOME}/46/list2.htm", f"{HOME}/46/list3.htm"]
    assert listing.total == 31
    assert listing.items[0].title == "山溪学院2023年信息公开年度报告"
    second = WEBPLUS.listing(page(f"{HOME}/46/list2.htm", LIST))
    assert second is not None
    assert [ask.url for ask in second.more] == [f"{HOME}/46/list3.htm"]


def test_an_article_is_no_list_and_has_its_uploads() -> None:
    text = """<h1 class="arti_title">山溪学院2023年信息公开年度报告</h1><div class="wp_articlecontent"><p>见附件</p>
      <a href="/_upload/article/files/3e/2f/a1.docx">全文</a></div>"""
    given = page(f"{HOME}/2024/0112/c46a2636/page.htm", text)
    assert WEBPLUS.listing(given) is None
    assert [file.name for file in WEBPLUS.attachments(given)] == ["全文"]
