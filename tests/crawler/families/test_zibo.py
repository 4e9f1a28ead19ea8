"""The Zibo platform: dots in channel names, placeholders in the header table, a list's address that answers with an article."""

import pytest

from crawler.families import families, family_of
from crawler.families.base import ListingUnreadable
from crawler.pages.page import page

HOME = "http://www.bs.example.gov.cn"
CHANNEL = f"{HOME}/gongkai/site_bsqnjzrmzf/channel_c_{'5f' * 12}_n_1605680361.2793"
OTHER = f"/gongkai/site_bsqnjzrmzf/channel_{'6a' * 12}/doc_{'77' * 12}.html"
SCRIPTED = "<script>laypage.render({count: 15, limit: 7}); function go(n){ location.href = '?pageNum=' + n }</script>"
ZIBO = families()["zibo"]


def document(number: int) -> str:
    return f"doc_{number:024x}.html"


ROWS = "".join(
    f'<li><a href="{CHANNEL}/{document(number)}">柏山镇{2000 + number}年政府信息公开工作年度报告</a><span>{2001 + number}-01-25</span></li>'
    for number in range(1, 8)
)
SIDE = (
    f'<ul class="new"><li><a href="{OTHER}">关于做好防汛准备工作的通知</a><span>2024-05-01</span></li></ul>'
)


@pytest.mark.parametrize(
    ("pager", "pages"),
    [
        ('<a href="index_2.html">2</a><a href="index_2.html">下一页</a>', [f"{CHANNEL}/index_2.html"]),
        ('<a href="?page=2">下一页</a>', [f"{CHANNEL}/?page=2"]),
        (SCRIPTED, [f"{CHANNEL}/?pageNum=2", f"{CHANNEL}/?pageNum=3"]),
        ("", []),
    ],
)  # fmt: skip
def test_a_channels_own_documents_are_its_entries_whatever_its_pager(pager: str, pages: list[str]) -> None:
    given = page(f"{CHANNEL}/", f"<html><body><ul>{ROWS}</ul>{SIDE}{pager}</body></html>")
    assert family_of(given)[0].name == "zibo"
    listing = ZIBO.listing(given)
    assert listing is not None
    assert [item.url for item in listing.items] == [f"{CHANNEL}/{document(number)}" for number in range(1, 8)]
    assert listing.items[0].published == "2002-01-25"
    assert [ask.url for ask in listing.more] == pages


ARTICLE = f"""<html><body><table><tr><td>标题</td><td colspan="3">柏山镇2023年政府信息公开工作年度报告</td></tr>
<tr><td>索引号</td><td>11370306009900112J/2024-5335435</td><td>文号</td><td>〔〕号</td></tr>
<tr><td>发文日期</td><td>2024-01-25 09:00</td><td>发布机构</td><td>柏山镇人民政府</td></tr></table>
<div>标题 正文 手机 字号：大 中 小 打印</div>
<div id="details-content"><h1>柏山镇2023年政府信息公开工作年度报告</h1><p>{"正文" * 40}</p></div>{SIDE}</body></html>"""


@pytest.mark.parametrize(
    "url", [f"{CHANNEL}/", f"{HOME}/gongkai/site_bsqnjzrmzf/", f"{CHANNEL}/{document(3)}"]
)
def test_an_address_that_answers_with_an_article_is_no_list(url: str) -> None:
    given = page(url, ARTICLE)
    assert ZIBO.listing(given) is None
    article = ZIBO.article(given)
    assert article.title == "柏山镇2023年政府信息公开工作年度报告"
    assert (article.organ, article.published, article.published_label) == (
        "柏山镇人民政府",
        "2024-01-25",
        "发文日期",
    )
    assert "防汛" not in article.text


def test_a_declared_list_without_entries_raises() -> None:
    with pytest.raises(ListingUnreadable):
        ZIBO.listing(page(f"{CHANNEL}/", "<html><body><div id='list'></div>共31条</body></html>"))
