"""How a list is followed: on, anew in larger pages, once more where it grew, and to its end."""

import json

import pytest

from crawler.discovery.lead import Lead, lead
from crawler.discovery.prospect import PAGE_SCORE
from crawler.discovery.steps import Step, Turn
from crawler.families import families
from crawler.pages.articles import crumbs
from crawler.pages.page import Ask, Page, page
from crawler.relevance import Kind, Trail

HOST = "www.gl.example.gov.cn"
COLUMN = f"http://{HOST}/zwgk/nb.htm"
TRAIL = Trail(column=True, public=True)


def rows(first: int, last: int) -> str:
    entries = (
        f'<li><a href="/info/7/{number}.htm">高岭县第{number}局2023年政府信息公开工作年度报告</a><span>2024-01-09</span></li>'
        for number in range(first, last)
    )
    return f"<ul>{''.join(entries)}</ul>"


def led(given: Page, family: str, turn: Turn | None = None) -> Lead:
    step = Step(ask=given.ask, kind=Kind.COLUMN, trail=TRAIL, turn=turn)
    reader = families()[family]
    return lead(given, reader, crumbs(given), step=step, hosts=frozenset({"gl.example.gov.cn"}))


def turns(found: Lead) -> list[tuple[str, Turn]]:
    return [(one.step.ask.url, one.step.turn) for one in found.prospects if one.step.turn]


def shifting(url: str, total: int, following: str) -> Page:
    """A page of seven entries, other ones at each address."""
    first = 100 * len(url)
    pager = f'<span class="p_pages">共{total}条 <a href="{following}">下页</a></span>'
    return page(url, f"<html><body>{rows(first, first + 7)}{pager}</body></html>")


def test_a_list_that_grew_between_two_pages_is_read_once_more_from_its_start() -> None:
    ((url, turn),) = turns(led(shifting(COLUMN, 21, "nb/2.htm"), "vsb"))
    assert (url, turn.page, turn.start) == (f"http://{HOST}/zwgk/nb/2.htm", 2, COLUMN)
    grown = turns(led(shifting(url, 22, "1.htm"), "vsb", turn))
    assert [(url, turn.page, turn.again) for url, turn in grown] == [
        (f"http://{HOST}/zwgk/nb/1.htm", 3, False),
        (COLUMN, 1, True),
    ]
    again = Step(ask=Ask(url=COLUMN), kind=Kind.COLUMN, turn=grown[1][1])
    assert again.fingerprint != Step(ask=Ask(url=COLUMN), kind=Kind.COLUMN).fingerprint
    onward = turns(led(shifting(COLUMN, 22, "nb/3.htm"), "vsb", grown[1][1]))
    assert [(turn.page, turn.again) for _, turn in onward] == [(2, True)]
    assert [turn.page for _, turn in turns(led(shifting(url, 23, "1.htm"), "vsb", onward[0][1]))] == [3]


def test_a_list_of_the_same_total_is_read_once() -> None:
    ((url, turn),) = turns(led(shifting(COLUMN, 21, "nb/2.htm"), "vsb"))
    assert [turn.page for _, turn in turns(led(shifting(url, 21, "1.htm"), "vsb", turn))] == [3]


def reply(count: int, total: int, number: int, size: int) -> Page:
    records = "".join(
        f"<record><![CDATA[<li><a href='/art/2024/1/9/art_7_{i}.html'>高岭县{i}局2023年政府信息公开年报</a>2024-01-09</li>]]></record>"
        for i in range(count)
    )
    url = f"http://{HOST}/module/web/jpage/dataproxy.jsp?columnid=7&page={number}&perpage={size}"
    ask = Ask(url=url, family="hanweb_jcms", base=f"http://{HOST}/col/col7/index.html")
    text = f"<datastore><totalrecord>{total}</totalrecord><recordset>{records}</recordset></datastore>"
    return page(url, text, ask)


def test_entries_that_come_again_in_a_larger_page_count_once() -> None:
    """Fifteen were printed in the page; the hundred of the first reply begin with the same fifteen."""
    printed = Turn(page=2, shown="x", entries=15, total=112)
    larger = led(reply(100, 112, 1, 100), "hanweb_jcms", printed)
    ((url, turn),) = turns(larger)
    assert ("page=2" in url, turn.entries) == (True, 100)
    assert [one.score for one in larger.prospects if one.step.turn] == [PAGE_SCORE], "twelve are left"
    assert turns(led(reply(12, 112, 2, 100), "hanweb_jcms", turn)) == []


def test_a_list_is_over_where_page_after_page_shows_nothing() -> None:
    """The next page's link stands on every page, however far."""

    def after(number: int, shown: str) -> list[tuple[str, Turn]]:
        turn = Turn(page=number, shown=shown, entries=9)
        form = f"<form action='/zwgk/nb'><input type=hidden name=page value={number}></form>共99页"
        ask = Ask(url=f"{COLUMN}?page={number}")
        return turns(led(page(ask.url, f"<html><body>{form}</body></html>", ask), "generic", turn))

    ((_, empty),) = after(5, "what page 4 showed")
    assert after(6, empty.shown) == []
    assert len(after(3, empty.shown)) == 1, (
        "a shell and a call that counts from another number come before the first"
    )


def test_more_of_this_list_is_followed_and_more_of_another_is_not() -> None:
    def more(words: str) -> list[str]:
        link = f'<a href="/zwgk/other.htm?start=7">{words}</a>'
        given = page(COLUMN, f"<html><body>{rows(1, 8)}{link}</body></html>")
        return [url for url, _ in turns(led(given, "generic"))]

    assert more("加载更多") == more("点击加载更多") == [f"http://{HOST}/zwgk/other.htm?start=7"]
    assert more("查看更多") == more("更多&gt;&gt;") == []


def test_a_reply_leads_to_its_entries_and_nothing_else() -> None:
    article = {"title": "高岭县2023年政府信息公开工作年度报告", "url": "/gkmlpt/content/0/1/post_1.html"}
    told = {"articles": [article], "x": "<a href='/y'>y</a>"}
    ask = Ask(
        url=f"http://{HOST}/gkmlpt/api/all/3?page=1", family="gkmlpt", base=f"http://{HOST}/gkmlpt/index"
    )
    found = led(page(ask.url, json.dumps(told), ask), "gkmlpt")
    assert [(one.step.ask.url, one.step.kind) for one in found.prospects] == [
        (f"http://{HOST}/gkmlpt/content/0/1/post_1.html", Kind.REPORT)
    ]


def test_a_list_that_cannot_be_read_is_told_and_its_pages_links_lead_on() -> None:
    text = """<html><a href="/zwgk/czj.htm">财政局</a><script>load('/module/jpage/dataproxy.jsp')</script></html>"""
    found = led(page(f"http://{HOST}/zwgk/", text), "hanweb_jcms")
    assert [notice.code for notice in found.notices] == ["listing_unreadable"]
    assert [one.step.ask.url for one in found.prospects] == [f"http://{HOST}/zwgk/czj.htm"]


CUT = ("高岭县供销合作社联合...", "高岭县机关事务服务...", "高岭县召开信息公开培训...")


def cut_entries(reports: int, day: str = "2024-01-09") -> Page:
    listed = "".join(
        f'<li><a href="/info/8/{number}.htm">{title}</a><span>{day}</span></li>'
        for number, title in enumerate(CUT)
    )
    return page(COLUMN, f"<html><body>{rows(0, reports)}<ul>{listed}</ul></body></html>")


def test_entries_cut_before_they_say_what_they_are_are_asked_for_in_a_list_of_reports() -> None:
    found = led(cut_entries(6), "generic")
    likely = [one.step.title for one in found.prospects if one.step.kind is Kind.LIKELY]
    assert likely == list(CUT[:2])
    among_others = led(cut_entries(1), "generic")
    assert not [one for one in among_others.prospects if one.step.kind is Kind.LIKELY]


def test_an_entry_without_a_date_that_its_list_cut_is_led_to_once() -> None:
    found = led(cut_entries(6, day=""), "generic")
    kinds = [one.step.kind for one in found.prospects if one.step.title in CUT[:2]]
    assert kinds == [Kind.LIKELY, Kind.LIKELY]


def test_a_last_page_that_is_looked_at_by_itself_is_not_said_to_fall_short() -> None:
    last = page(
        COLUMN.replace("nb.htm", "nb/1.htm"),
        f"<html><body>{rows(0, 7)}<span class='p_pages'>共21条</span></body></html>",
    )
    codes = [
        [notice.code for notice in led(last, "vsb", turn).notices]
        for turn in (Turn(page=3, start=COLUMN), Turn(page=3, start=COLUMN, shown="x", entries=7))
    ]
    assert codes == [[], ["paging_short"]]


@pytest.mark.parametrize(
    ("pager", "codes"),
    [
        ("共21条 <a onclick='Pager.turn(this)'>下一页</a>", ["listing_unreadable"]),
        ("共9条", ["listing_unreadable"]),
        ("共8条", ["paging_short"]),
        ("共7条", []),
        ("共21条 <a href='nb_2.htm'>下一页</a>", []),
        ("第1页", []),
    ],
)
def test_a_first_page_that_leads_nowhere_is_said_to_lack_what_its_list_declares(
    pager: str, codes: list[str]
) -> None:
    first = page(COLUMN, f"<html><body>{rows(0, 7)}<div>{pager}</div></body></html>")
    assert [notice.code for notice in led(first, "generic").notices] == codes


@pytest.mark.parametrize(
    ("board", "scores"), [("通知公告", [0.01]), ("新闻动态", [])], ids=["notices", "news"]
)
def test_a_board_of_notices_is_followed_after_all_else_though_its_first_page_shows_no_report(
    board: str, scores: list[float]
) -> None:
    """Where anything was found, so little is never asked for (`Options.floor`)."""
    entries = "".join(
        f"<li><a href='/tz/{n}.html'>关于举办活动的公告{n}</a> 2024-05-0{n}</li>" for n in range(1, 8)
    )
    shown = page(
        f"http://{HOST}/tz/", f"<html><body><ul>{entries}</ul><a href='2.html'>下一页</a></body></html>"
    )
    step = Step(ask=shown.ask, kind=Kind.OTHER, title=board)
    found = lead(shown, families()["generic"], (), step=step, hosts=frozenset({"gl.example.gov.cn"}))
    assert [one.score for one in found.prospects if one.step.turn] == scores
