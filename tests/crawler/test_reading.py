"""What a fetched page comes to: what it leads to, and whether only a browser could list it."""

import pytest

from crawler.discovery.reading import Reading, read
from crawler.discovery.steps import Step, Turn
from crawler.families import family_of
from crawler.pages.page import Ask, page
from crawler.relevance import Kind, Trail, title_organ
from crawler.years import named_year
from tests.crawler.pages import HEADINGS, WORDS, html

URL = "http://qs.example.gov.cn/gk/nb/"


def column(main: str) -> Reading:
    """A column of reports whose page shows `main`."""
    shown = page(URL, html(main))
    step = Step(ask=Ask(url=URL), kind=Kind.COLUMN, trail=Trail(column=True, public=True))
    return read(shown, family_of(shown)[0], step=step, hosts=frozenset({"qs.example.gov.cn"}))


def test_a_column_without_links_is_left_to_a_browser() -> None:
    assert column("<h2>政府信息公开年报</h2><div id='list'></div>").unlisted


def test_a_column_of_a_known_system_whose_list_a_script_of_the_sites_own_fetches_needs_no_browser() -> None:
    """By its address it is Hanweb's, in which nothing of Hanweb's lists stands."""
    url = "http://qs.example.gov.cn/col/col7/index.html"
    years = "".join(f"<a onclick=\"load('{year}')\">{year}年</a>" for year in (2023, 2022))
    shown = page(
        url, html(f"{years}<script>function load(y){{ $.get('/rows.do', {{year: y}}, show) }}</script>")
    )
    family, _ = family_of(shown)
    step = Step(ask=Ask(url=url), kind=Kind.COLUMN, trail=Trail(column=True, public=True))
    reading = read(shown, family, step=step, hosts=frozenset({"qs.example.gov.cn"}))
    assert (family.name, reading.unlisted) == ("hanweb_jcms", False)
    asked = [one.step.ask.url for one in reading.prospects]
    assert {f"http://qs.example.gov.cn/rows.do?year={year}" for year in (2023, 2022)} <= set(asked)


def test_a_column_that_names_organs_is_a_directory_and_needs_no_browser() -> None:
    names = ("水利局", "财政局", "民政局", "青山镇", "柳河镇")
    organs = "".join(f'<li><a href="/gk/{number}/">{name}</a></li>' for number, name in enumerate(names))
    reading = column(f"<ul>{organs}</ul>")
    assert not reading.unlisted
    assert [name for name, _ in reading.organs] == list(names)


def test_a_document_that_is_no_report_leads_nowhere() -> None:
    reading = column("<a href='a.pdf'>办事手册</a><a href='b.docx'>水利局2023年政府信息公开年报</a>")
    assert [one.step.ask.url for one in reading.prospects if "/nb/" in one.step.ask.url] == [f"{URL}b.docx"]


def test_an_organ_beside_several_reports_of_a_year_only_publishes_them() -> None:
    row = "<tr><td>{}</td><td><a href='{}.html'>2023年政府信息公开年报</a></td></tr>"
    shown = column(
        f"<table>{row.format('县政府办公室', 1)}{row.format('县政府办公室', 2)}{row.format('水利局', 3)}</table>"
    )
    told = {one.step.ask.url.removeprefix(URL): one.step.organ for one in shown.prospects}
    assert [told[f"{number}.html"] for number in (1, 2, 3)] == [None, None, "水利局"]


def promised(text: str) -> Reading:
    """What comes of an address whose link promised a report."""
    shown = page(f"{URL}7.html", text)
    step = Step(ask=shown.ask, kind=Kind.REPORT, title="青山镇2023年政府信息公开工作年度报告")
    return read(shown, family_of(shown)[0], step=step, hosts=frozenset({"qs.example.gov.cn"}))


@pytest.mark.parametrize(
    "text",
    [
        "<html><head><meta http-equiv=refresh content='0;url=r/7.html'></head></html>",
        "<html><body>正在跳转，请稍候<script>location.href='r/7.html'</script></body></html>",
    ],
)
def test_a_shell_where_a_report_was_promised_leads_to_the_report(text: str) -> None:
    reading = promised(text)
    assert reading.report is None
    assert [(one.step.ask.url, one.step.kind) for one in reading.prospects] == [
        (f"{URL}r/7.html", Kind.REPORT)
    ]


def test_a_year_of_reports_that_is_no_report_is_the_column_of_that_year() -> None:
    rows = "".join(
        f"<li><a href='{n}.html'>{name}年度报告</a></li>"
        for n, name in enumerate(("水利局", "财政局", "县政府"), 6)
    )
    reading = promised(html(f"<h2>2023年</h2><ul>{rows}</ul>"))
    assert reading.report is None
    (found,) = (one.step for one in reading.prospects if one.step.ask.url.endswith("8.html"))
    assert (found.kind, found.trail.year) == (Kind.LIKELY, 2023)


def year(title: str, main: str) -> Reading:
    """A year of a column that shows a page under this title."""
    shown = page(f"{URL}7.html", f"<html><body><h1>{title}</h1>{main}</body></html>")
    step = Step(
        ask=shown.ask, kind=Kind.YEAR, title="2017年报", trail=Trail(column=True, public=True, year=2017)
    )
    return read(shown, family_of(shown)[0], step=step, hosts=frozenset({"qs.example.gov.cn"}))


def test_a_year_may_lead_straight_to_a_report_of_before_the_headings_were_laid_down() -> None:
    before, after = "<a href='6.html'>上一篇：青山镇2016年政府信息公开年度报告</a>", f"<p>{WORDS}</p>"
    reading = year("青山镇2017年政府信息公开年度报告", after + before)
    assert reading.report is not None
    assert reading.report.year == 2017
    assert [one.step.ask.url for one in reading.prospects] == [f"{URL}6.html"]
    rows = "".join(
        f"<li><a href='{n}.html'>{n}镇2017年政府信息公开年度报告</a></li>" for n in ("甲", "乙", "丙")
    )
    assert year("青石县2017年政府信息公开年度报告", after + rows).report is None
    assert year("2017年", after).report is None
    assert year("2017年政府信息公开年度报告", after).report is None, (
        "it may head a list that a script fetches"
    )
    assert year("青山镇2017年政府信息公开年度报告", "<p>暂无内容</p>").report is None


@pytest.mark.parametrize(
    ("listed", "printed", "text", "year"),
    [
        pytest.param("2017", "2017", WORDS, 2017, id="early, of the year that was promised"),
        pytest.param("2017", "2016", WORDS, None, id="early, of another year"),
        pytest.param("2023", "2022", HEADINGS + WORDS, 2022, id="under the headings, whatever was promised"),
        pytest.param("2023", "2023", WORDS, None, id="later, without the headings"),
    ],
)
def test_a_report_is_called_as_its_page_prints_where_what_is_marked_says_nothing(
    listed: str, printed: str, text: str, year: int | None
) -> None:
    words = "青山镇{}年政府信息公开工作年度报告"
    shown = page(
        f"{URL}7.html",
        f"<html><body><h1>青石县人民政府</h1><p>{words.format(printed)}</p><div id=zoom>{text}</div></body></html>",
    )
    step = Step(ask=shown.ask, kind=Kind.REPORT, title=words.format(listed))
    reading = read(shown, family_of(shown)[0], step=step, hosts=frozenset({"qs.example.gov.cn"}))
    assert (reading.report and reading.report.year) == year


@pytest.mark.parametrize(
    ("listed", "organ", "year"),
    [
        pytest.param("水利局政府信息公开工作年度报告（2017）", "水利局", 2017, id="list"),
        pytest.param("政府信息公开工作年度报告", None, 2021, id="nothing"),
    ],
)
def test_what_a_reports_own_title_leaves_out_its_list_tells(
    listed: str, organ: str | None, year: int
) -> None:
    """Its page has moved, and says of itself only when it did."""
    main = f"<h1>政府信息公开工作年度报告</h1><p>发布时间：2022-08-19</p><div id=zoom>{HEADINGS}{WORDS}</div>"
    shown = page(f"{URL}7.html", f"<html><body>{main}</body></html>")
    step = Step(ask=shown.ask, kind=Kind.REPORT, title=listed, trail=Trail(column=True, public=True))
    reading = read(shown, family_of(shown)[0], step=step, hosts=frozenset({"qs.example.gov.cn"}))
    assert reading.report is not None
    assert (reading.report.organ, reading.report.year) == (organ, year)


def test_a_page_that_gathers_files_under_organs_names_lists_the_reports_of_these() -> None:
    names = {"a.docx": "水利局", "b.zip": "财政局", "c.pdf": "青山镇", "d.html": "民政局"}
    links = "".join(f"<td><a href='{file}'>{name}</a></td>" for file, name in names.items())
    shown = page(f"{URL}7.html", html(f"<table><tr>{links}</tr></table>", title="2022年政府信息公开年报汇总"))
    step = Step(
        ask=shown.ask, kind=Kind.LIKELY, title="青石县2022年政府信息公开年报汇总", trail=Trail(column=True)
    )
    reading = read(shown, family_of(shown)[0], step=step, hosts=frozenset({"qs.example.gov.cn"}))
    assert reading.report is None
    told = {one.step.ask.url.removeprefix(URL): one.step for one in reading.prospects}
    kinds = {file: told[file].kind for file in names}
    assert kinds == {**dict.fromkeys(names, Kind.LIKELY), "d.html": Kind.ORGAN}
    text = page(told["d.html"].ask.url, f"<html><body><h1>年度报告</h1>{HEADINGS}{WORDS}</body></html>")
    one = read(text, family_of(text)[0], step=told["d.html"], hosts=frozenset({"qs.example.gov.cn"})).report
    assert one is not None
    assert (one.organ, one.year) == ("民政局", 2022)


@pytest.mark.parametrize(
    ("title", "organ"),
    [
        pytest.param("水利局政府信息公开年报", "水利局", id="organ"),
        pytest.param("青石县人民政府信息公开年报", None, id="government"),
        pytest.param("青石县政府办公室信息公开年报", None, id="office"),
        pytest.param("政府信息公开年报", None, id="nobody"),
    ],
)
def test_the_title_of_a_column_tells_whose_it_is_unless_it_publishes_for_others(
    title: str, organ: str | None
) -> None:
    reading = column(f"<h2>{title}</h2><table><tr><td>2022年<td><a href='7.pdf'>PDF版</a></table>")
    (report,) = [one.step for one in reading.prospects if one.step.kind is Kind.LIKELY]
    assert (report.trail.organ, report.title) == (organ, "2022年")


def test_a_table_tells_the_year_of_a_row_and_the_organ_of_several() -> None:
    link = "<td><a href='{}.html'>政府信息公开工作年度报告</a>"
    rows = f"<tr><td rowspan=2>水利局<td>2022{link.format(1)}<tr><td>2021年度{link.format(2)}<tr><td>财政局<td>2021{link.format(3)}"
    told = {
        one.step.ask.url.removeprefix(URL): one.step for one in column(f"<table>{rows}</table>").prospects
    }
    read_of = [
        (title_organ(told[name].title), named_year(told[name].title))
        for name in ("1.html", "2.html", "3.html")
    ]
    assert read_of == [("水利局", 2022), ("水利局", 2021), ("财政局", 2021)]


def test_a_year_heads_the_organs_of_a_column() -> None:
    shown = column(
        "<h3>2022年</h3><p><a href='1.html'>水利局</a></p><h3>其他</h3><p><a href='2.html'>财政局</a></p>"
    )
    told = {one.step.ask.url.removeprefix(URL): one.step.trail.year for one in shown.prospects}
    assert (told["1.html"], told["2.html"]) == (2022, None)


def test_an_article_of_all_years_leads_to_the_report_of_each() -> None:
    entry = "<li><a href='{}.html'>{}历年政府信息公开工作年度报告</a> 2025-02-01</li>"
    (found,) = [
        one.step
        for one in column(f"<ul>{entry.format(7, '水利局')}</ul>").prospects
        if one.step.ask.url == f"{URL}7.html"
    ]
    assert (found.kind, found.trail.organ) == (Kind.COLUMN, "水利局")
    links = "".join(f"<p>{year}年度：<a href='{year}.html'>点击查看</a></p>" for year in (2023, 2017))
    shown = page(found.ask.url, f"<html><body><h1>{found.title}</h1>{links}</body></html>")
    reading = read(shown, family_of(shown)[0], step=found, hosts=frozenset({"qs.example.gov.cn"}))
    assert reading.report is None
    onward = {one.step.trail.year for one in reading.prospects if one.step.kind is Kind.YEAR}
    assert onward == {2023, 2017}


@pytest.mark.parametrize(
    ("links", "title"),
    [
        pytest.param(
            "<ul><li><a href='7.html'><img src='pdf.gif'></a>"
            " <a href='7.html'>青山镇2023年政府信息公开工作年度报告</a> 2024-01-20</ul>",
            "青山镇2023年政府信息公开工作年度报告",
            id="in the list",
        ),
        pytest.param(
            "<header><a href='7.html'>青山镇人民政府2023年政府信息公开工作年度报告</a></header>"
            "<ul><li><a href='7.html'>青山镇2023年政府信息公开年报</a> 2024-01-20</ul>",
            "青山镇人民政府2023年政府信息公开工作年度报告",
            id="elsewhere on the page",
        ),
    ],
)
def test_a_report_that_is_linked_twice_is_called_by_the_fuller_words_and_dated_by_its_list(
    links: str, title: str
) -> None:
    first = next(one.step for one in column(links).prospects if one.step.ask.url == f"{URL}7.html")
    assert (first.title, first.published) == (title, "2024-01-20")


def test_the_script_that_describes_a_site_is_asked_for_before_all_else() -> None:
    reading = column('<script src="/js/webBuilderCommon.js"></script><a href="/zwgk/">政府信息公开年报</a>')
    best = max(reading.prospects, key=lambda one: one.score)
    assert best.step.ask.url.startswith("http://qs.example.gov.cn/js/webBuilderCommon.js")
    assert (best.step.kind, best.step.trail.column) == (Kind.COLUMN, True), "its list is the column's"


def test_what_shows_nothing_until_a_script_fills_it_is_told() -> None:
    """A home that is a shell, and a report's page whose text a call brings; not a page that says something, or calls nothing."""
    shell = "<html><body><div id=app></div><script src=/app.js></script></body></html>"
    text = "<script>$.get('/text', {id: at('id')}, function(r){ $('#t').html(r.text) })</script>"
    cases = (
        (Kind.HUB, shell, True),
        (Kind.HUB, shell.replace("<div", "<a href=/gk/>政务公开</a><div"), False),
        (Kind.HUB, "<html><body><p>欢迎</p></body></html>", False),
        (Kind.HUB, "<html><script>location.replace('/main/')</script></html>", False),
        (Kind.REPORT, f"<html><body><h1 id=h></h1><div id=t></div>{text}</body></html>", True),
        (Kind.REPORT, f"<html><body><h1>通知</h1><p>{WORDS * 3}</p>{text}</body></html>", False),
        (Kind.REPORT, "<html><body><h1>通知</h1></body></html>", False),
        (Kind.REPORT, shell, True),
        (Kind.REPORT, shell.replace("<div id=app>", f"<h1>通知</h1><p>{WORDS}</p><div>"), False),
    )
    for kind, written, told in cases:
        shown = page(f"{URL}7.html", written)
        step = Step(
            ask=shown.ask, kind=kind, title="青山镇2023年政府信息公开工作年度报告", turn=Turn(again=True)
        )
        reading = read(shown, family_of(shown)[0], step=step, hosts=frozenset({"qs.example.gov.cn"}))
        assert ["page_undrawn"] * told == [notice.code for notice in reading.notices], written


@pytest.mark.parametrize(
    ("pager", "clicked"),
    [
        ("<a href='javascript:;' onclick='turn(cur + 1)'>下一页</a>", True),
        ("<div id='on' class='more-list'>加载更多</div>", True),
        ("<input type='button' value='下一页' onclick='turn()'>", True),
        ("<div class='pages'><b>1</b> <span onclick='turn(2)'>2</span></div>", True),
        ("<p>第1页/共4页</p><div id=pager></div>", True),
        ("<p>第1页/共1页</p><div id=pager></div>", False),
        ("<table class='days'><tr><td onclick='day(2)'>2</td></tr></table>", False),
        ("<span class='page-next'>下一页</span>", False),
        ("<a class='disabled' onclick='turn()'>下一页</a>", False),
        ("<a onclick='turn()'>下一页</a> 第1页/共1页", False),
        ("<a onclick='turn()'>下一页</a> 共1条", False),
        ("<a href='2.html'>下一页</a>", False),
        ("<div style='display: none'><a onclick='turn()'>查看更多</a></div>", False),
    ],
    ids=[
        "a handler",
        "more",
        "a button",
        "a number",
        "several pages told",
        "one page told",
        "a day",
        "no handler",
        "off",
        "one page",
        "all shown",
        "a link",
        "hidden",
    ],
)
def test_a_list_that_goes_on_by_a_click_alone_is_told(pager: str, clicked: bool) -> None:
    reading = column(f"<ul><li><a href='7.html'>青山镇2023年政府信息公开工作年度报告</a></li></ul>{pager}")
    assert reading.clicked is clicked
    assert ("paging_clicked" in [notice.code for notice in reading.notices]) is clicked


def test_what_stands_under_the_name_of_a_column_is_taken_for_its_parts() -> None:
    links = "<a href='/jd/'>街道年报</a><a href='/cz/'>财政局</a>"
    shown = page("http://qs.example.gov.cn/", html(f"<h3>政府信息公开年报</h3>{links}"))
    step = Step(ask=Ask(url=shown.url), kind=Kind.HUB, trail=Trail())
    reading = read(shown, family_of(shown)[0], step=step, hosts=frozenset({"qs.example.gov.cn"}))
    told = {one.step.title: one.step.is_column for one in reading.prospects}
    assert told == {"政务公开": False, "街道年报": True, "财政局": True}


def test_the_head_of_a_tables_column_tells_what_its_links_are() -> None:
    head = "<tr><th>单位</th><th>公开指南</th><th>公开年报</th></tr>"
    cells = "<tr><td>{0}</td><td><a href='/zn/{1}'>查看</a></td><td><a href='/nb/{1}'>{2}</a></td></tr>"
    rows = cells.format("财政局", "1.html", "查看") + cells.format("水利局", "2.pdf", "2023年")
    shown = page("http://qs.example.gov.cn/bm/", html(f"<table>{head}{rows}</table>"))
    step = Step(ask=Ask(url=shown.url), kind=Kind.DIRECTORY, trail=Trail(public=True))
    reading = read(shown, family_of(shown)[0], step=step, hosts=frozenset({"qs.example.gov.cn"}))
    told = {one.step.ask.url.partition("cn/")[2]: one.step for one in reading.prospects}
    assert told["nb/1.html"].is_column
    assert (told["nb/2.pdf"].kind, told["nb/2.pdf"].organ) == (Kind.LIKELY, "水利局")
    assert not told["zn/1.html"].is_column
    assert "zn/2.pdf" not in told
