"""VSB: older pages numbered downwards, followed link by link; pagers hidden in base64; files named by their links."""

import base64
from urllib.parse import quote

from crawler.families import families, family_of
from crawler.pages.page import Listing, page

HOME = "http://www.yl.example.gov.cn"
VSB = families()["vsb"]
ENTRIES = "".join(
    f'<li><a href="../info/1203/{number}.htm" title="云岭县第{number}中心2023年度政府信息公开工作报告">云岭县…</a>'
    f"<span>2024/01/{number:02d}</span></li>"
    for number in range(10, 14)
)
PAGER = """<span class="p_pages"><span class="p_no"><a href="zfxxgknb/5.htm">2</a></span><span class="p_no"><a href="zfxxgknb/1.htm">6</a></span>
<span class="p_next p_fun"><a href="zfxxgknb/5.htm">下页</a></span><span class="p_last p_fun"><a href="zfxxgknb/1.htm">尾页</a></span></span>"""


def listed(text: str, url: str = f"{HOME}/zwgk/zfxxgknb.htm") -> Listing:
    listing = VSB.listing(page(url, f"<html><body>{text}</body></html>"))
    assert listing is not None
    return listing


def test_only_the_next_page_is_told() -> None:
    given = page(f"{HOME}/zwgk/zfxxgknb.htm", f"<html><body><ul>{ENTRIES}</ul>共86条{PAGER}</body></html>")
    assert family_of(given)[0].name == "vsb"
    listing = listed(given.text)
    assert [ask.url for ask in listing.more] == [f"{HOME}/zwgk/zfxxgknb/5.htm"]
    assert listing.total == 86
    assert listing.items[0].url == f"{HOME}/info/1203/10.htm"
    assert listing.items[0].title == "云岭县第10中心2023年度政府信息公开工作报告"


def test_the_last_page_leads_nowhere() -> None:
    last = PAGER.replace('<a href="zfxxgknb/5.htm">下页</a>', "下页")
    assert listed(f"<ul>{ENTRIES}</ul>{last}", f"{HOME}/zwgk/zfxxgknb/1.htm").more == ()
    itself = '<a href="1.htm">下页</a>'
    assert listed(f"<ul>{ENTRIES}</ul>{itself}", f"{HOME}/zwgk/zfxxgknb/1.htm").more == ()


def test_a_pager_hidden_in_base64_is_read() -> None:
    code = base64.b64encode(quote(PAGER).encode()).decode()
    text = f"<ul>{ENTRIES}</ul><script>document.write(decodeURIComponent(atob('{code}')))</script>"
    assert [ask.url for ask in listed(text).more] == [f"{HOME}/zwgk/zfxxgknb/5.htm"]


def test_broken_base64_is_no_pager() -> None:
    assert listed(f"<ul>{ENTRIES}</ul><script>x('{'A' * 400}')</script>").more == ()


def test_a_column_that_shows_its_article_is_no_list() -> None:
    text = '<html><body><div id="vsb_content_4"><div class="v_news_content"><p>总体情况</p></div></div></body></html>'
    assert VSB.listing(page(f"{HOME}/zwgk/nb/xz/lhz.htm", text)) is None


def test_files_take_the_name_of_their_link() -> None:
    text = """<div class="v_news_content">见附件</div>附件【
      <a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=AB7">
      云岭县 年报.xls</a>】已下载<span>3</span>次"""
    files = VSB.attachments(page(f"{HOME}/info/1203/10.htm", text))
    assert [(file.name, "wbfileid=AB7" in file.url) for file in files] == [("云岭县 年报.xls", True)]
