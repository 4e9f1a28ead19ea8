"""Titles, links and pages by their words."""

import pytest

from crawler.organs import crumb_organ, is_organ
from crawler.pages.page import Article
from crawler.relevance import Kind, Trail, headings, is_report, kind_of, title_organ
from crawler.years import report_year
from tests.crawler.pages import HEADINGS, WORDS

COLUMN = Trail(column=True, public=True)


@pytest.mark.parametrize(
    "title",
    [
        "青石镇2024年政府信息公开工作年度报告",
        "2024年青石镇政府信息公开年报",
        "青石县财政局2023年度政府信息公开工作报告",
        "青石县审计局2023年政府信息公开年度报告",
        "青石县综合行政执法局2023年政府信息公开年度报告",
        "关于2023年度政府信息公开工作情况的报告",
        "2025青石县青山乡2025年度政府信息公开工作年度报告",
        "【文字版】2022年度政府信息公开工作年度报告",
        "政府信息公开年度报告（2023年）",
        "二〇一九年政府信息公开年报",
        "2021年\n政府信息公开 工作年度报告",
        "２０２１年政府信息公开工作年度报告",
        "青石镇2024年政府信息公开工作年度报告.pdf",
    ],
)
def test_reports_are_told_by_their_titles(title: str) -> None:
    assert kind_of(title, Trail(), dated=True) is Kind.REPORT


@pytest.mark.parametrize(
    "title",
    [
        "2023年政府网站工作年度报表",
        "青石县2023年政府网站年度报表",
        "2022年度法治政府建设情况报告",
        "青石县2023年政府信息公开工作年度报告解读",
        "一图读懂2023年政府信息公开工作年度报告",
        "图解：2023年政府信息公开年报",
        "政府信息公开指南（2023年版）",
        "政府信息公开制度",
        "关于报送2023年政府信息公开工作年度报告的通知",
        "2023年政务公开工作要点",
        "2023年度部门决算公开",
        "2020年度行政执法统计年报",
        "我县召开政府信息公开年度报告编制培训会",
        "2023年政府工作报告",
        "2023年度财政预算执行情况审计报告",
        "青石县财政局2023年度决算公开",
        "【图解】青石县2023年政府信息公开工作年度报告",
        "[电子书]2023年政府信息公开年报",
        "2023年政府信息公开年报汇总表",
        "2023年信息公开申请汇总",
        "青石县2023年食品安全信息公开报告",
    ],
)
def test_what_stands_beside_reports_is_never_asked_for(title: str) -> None:
    assert kind_of(title, COLUMN, dated=True) is Kind.NEVER


@pytest.mark.parametrize(
    ("words", "trail", "kind"),
    [
        ("政府信息公开年报", Trail(), Kind.COLUMN),
        ("政府信息公开工作年度报告", Trail(), Kind.COLUMN),
        ("年度报告", Trail(), Kind.COLUMN),
        ("青石镇政府信息公开年报", Trail(), Kind.COLUMN),
        ("政府网站年度报表", Trail(), Kind.NEVER),
        ("2023年", COLUMN, Kind.YEAR),
        ("2023年度", COLUMN, Kind.YEAR),
        ("2023年度报告", COLUMN, Kind.YEAR),
        ("2023年", Trail(), Kind.OTHER),
        ("部门信息公开目录", Trail(), Kind.DIRECTORY),
        ("乡镇街道", Trail(), Kind.DIRECTORY),
        ("县（市、区）直部门", Trail(), Kind.DIRECTORY),
        ("各镇（街道）", Trail(), Kind.DIRECTORY),
        ("中央驻区单位", Trail(), Kind.DIRECTORY),
        ("派出机构", Trail(), Kind.DIRECTORY),
        ("内设机构", Trail(), Kind.OTHER),
        ("国有企业", Trail(), Kind.OTHER),
        ("区工商联", Trail(), Kind.ORGAN),
        ("市财政局", Trail(), Kind.ORGAN),
        ("青石镇人民政府", Trail(), Kind.ORGAN),
        ("市招商服务中心", Trail(), Kind.ORGAN),
        ("政务公开", Trail(), Kind.HUB),
        ("新闻中心", Trail(), Kind.OTHER),
        ("无障碍浏览", Trail(), Kind.NEVER),
        ("17", Trail(), Kind.NEVER),
        ("网站地图", Trail(), Kind.OTHER),
        ("C", Trail(public=True), Kind.DIRECTORY),
        ("C", Trail(), Kind.OTHER),
        ("区县年报", Trail(public=True), Kind.COLUMN),
        ("往年回顾", Trail(column=True, public=True), Kind.COLUMN),
        ("2018年及以前", Trail(column=True, public=True), Kind.COLUMN),
        ("2018年之前年报", Trail(column=True, public=True), Kind.COLUMN),
        ("2014—2018年", Trail(column=True, public=True), Kind.COLUMN),
        ("2018年及以前", Trail(public=True), Kind.OTHER),
        ("更多年份", Trail(column=True, public=True), Kind.COLUMN),
        ("往年回顾", Trail(public=True), Kind.OTHER),
        ("各单位政府信息公开年报汇总", Trail(), Kind.COLUMN),
        ("年度工作报告（信息公开）", Trail(public=True), Kind.COLUMN),
        ("企业年报", Trail(public=True), Kind.NEVER),
        ("市政府年度报告", Trail(column=True, public=True, year=2023), Kind.LIKELY),
        ("市政府年度报告", Trail(), Kind.OTHER),
        ("下一篇：青石镇公告", Trail(), Kind.NEVER),
        ("年报下载", Trail(), Kind.COLUMN),
        ("部门网站", Trail(), Kind.DIRECTORY),
        ("旧版网站", Trail(), Kind.HUB),
        ("返回旧版", Trail(), Kind.HUB),
        ("政府网站", Trail(), Kind.NEVER),
        ("公示公告", Trail(), Kind.OTHER),
        ("公示", Trail(column=True, public=True), Kind.OTHER),
    ],
)
def test_links_promise_by_their_words(words: str, trail: Trail, kind: Kind) -> None:
    assert kind_of(words, trail) is kind


def test_a_cut_title_and_a_short_one_in_a_column_are_left_to_the_page() -> None:
    assert kind_of("青石镇2024年政府信息公开工作…", Trail(), dated=True) is Kind.LIKELY
    assert kind_of("青石县退役军人事务局20..", COLUMN) is Kind.LIKELY
    assert kind_of("市财政局2023年度报告", COLUMN, dated=True) is Kind.LIKELY
    assert kind_of("市财政局2023年度报告", Trail(), dated=True) is Kind.NEVER


@pytest.mark.parametrize(
    "words", ["市财政局2023年信息公开工作总结", "市财政局2023年政府信息公开工作年度报吿"]
)
def test_a_title_about_disclosure_in_a_column_of_reports_may_be_one(words: str) -> None:
    assert kind_of(words, COLUMN, dated=True) is Kind.LIKELY
    assert kind_of(words, Trail(), dated=True) is Kind.NEVER
    assert kind_of(words.replace("公开", "公开推进会召开"), COLUMN, dated=True) is Kind.NEVER


def article(title: str, text: str) -> Article:
    return Article(title=title, text=text)


@pytest.mark.parametrize(
    ("title", "text", "attached", "expected"),
    [
        ("青石镇2023年政府信息公开工作年度报告", HEADINGS + WORDS, False, True),
        ("青石镇2023年政府信息公开工作年度报告", "详见附件", True, True),
        ("青石镇2023年政府信息公开工作年度报告", WORDS, False, False),
        ("青石镇2016年政府信息公开年度报告", WORDS, False, True),
        ("青石镇2023年政府信息公开工作年度报告解读", WORDS, False, False),
        ("青石镇举办活动", HEADINGS + WORDS, False, False),
    ],
)
def test_a_page_keeps_its_links_promise_or_not(title: str, text: str, attached: bool, expected: bool) -> None:
    assert is_report(article(title, text), expected=Kind.REPORT, attached=attached) is expected


@pytest.mark.parametrize(
    "words",
    [
        "青石县自然资源和规划局20...",
        "青石县自然资源和规划局关于2…",
        "青石县人民政府办公室201…",
        "青石县供销合作社联合社关于201...",
        "青石县老区建设促进会关于2...",
        "2017年度青石县国有资产监督…",
    ],
)
def test_a_title_cut_behind_a_long_name_is_left_to_the_page_in_a_column_alone(words: str) -> None:
    assert kind_of(words, COLUMN) is Kind.LIKELY
    assert kind_of(words, COLUMN, dated=True) is Kind.LIKELY
    assert kind_of(words, Trail()) is not Kind.LIKELY
    assert kind_of("青石县春风行动送岗位到乡镇村组…", COLUMN) is not Kind.LIKELY
    assert kind_of("2023年青石县政务公开培训班召开…", COLUMN) is Kind.NEVER


def test_a_cut_title_does_not_speak_against_the_pages_own() -> None:
    page = article("《青石镇2023年政府信息公开工作年度报告》文字解读", WORDS)
    assert not is_report(
        page, expected=Kind.LIKELY, attached=False, listed="《青石镇2023年政府信息公开工作年度报告》…"
    )


def test_a_page_that_says_nothing_of_a_report_is_none_whatever_its_link_was_called() -> None:
    listed = "青石镇2023年政府信息公开工作年度报告"
    for title, text in (("", ""), ("青石县人民政府", "栏目调整中，请稍后访问。")):
        assert not is_report(article(title, text), expected=Kind.REPORT, attached=False, listed=listed)
    for title, text in ((listed, ""), ("", f"{listed}见下图")):
        assert is_report(article(title, text), expected=Kind.REPORT, attached=False, listed=listed)


def test_a_page_that_only_bears_a_columns_name_is_no_report() -> None:
    empty = article("政府信息公开年报", "")
    assert not is_report(empty, expected=Kind.LIKELY, attached=False)
    assert is_report(empty, expected=Kind.LIKELY, attached=True)


def test_the_year_is_of_the_title_then_the_period_then_the_column_then_the_year_before() -> None:
    assert report_year(title="青石镇2021年政府信息公开年报", published="2023-03-14") == 2021
    assert (
        report_year(title="政府信息公开年报", text="统计期限自2020年1月1日至12月31日", published="2022-08-01")
        == 2020
    )
    assert report_year(title="政府信息公开年报", column="2019年度", published="2022-08-01") == 2019
    assert report_year(title="政府信息公开年报", published="2022-01-20") == 2021
    assert report_year(title="二〇一五年政府信息公开年报") == 2015
    assert report_year(title="青石大学2022—2023学年度信息公开年报") == 2023
    assert report_year(title="政府信息公开年报") is None


def test_the_organ_is_what_the_title_leaves() -> None:
    assert title_organ("2025年青石镇政府信息公开工作年度报告") == "青石镇"
    assert title_organ("青石县财政局关于2023年度政府信息公开工作情况的报告") == "青石县财政局"
    assert title_organ("2023年政府信息公开工作年度报告") is None
    assert title_organ("青石大学2022-2023学年信息公开工作年度报告") == "青石大学"
    assert title_organ("青石县财政局2023年政府信息公开工作年度报告.PDF") == "青石县财政局"
    assert title_organ("青石县财政局公布2023年政府信息公开工作年度报告") == "青石县财政局"
    assert title_organ("【财政局】2023年政府信息公开工作年度报告") == "财政局"
    assert title_organ("【文字版】2023年政府信息公开工作年度报告") is None


def test_organs_by_their_endings() -> None:
    assert all(
        is_organ(name) for name in ("市财政局", "青山乡", "鹿山街道办事处", "县残联", "机关事务管理中心")
    )
    assert not any(is_organ(name) for name in ("信息公开目录", "新闻中心", "乡镇街道", "首页", "年报"))
    assert all(is_organ(name) for name in ("青石县第一中学", "青石学院", "城关镇中心幼儿园"))
    assert not any(is_organ(name) for name in ("义务教育中小学", "大学", "中学"))
    assert not any(is_organ(name) for name in ("镇办", "各局", "县直各委办局", "街道办", "区镇"))
    assert crumb_organ(("首页", "政务公开", "乡镇街道", "青山乡", "政府信息公开年报")) == "青山乡"


def test_headings_are_counted_by_meaning() -> None:
    assert headings(HEADINGS) == 6
    assert headings("总体情况良好") == 1
