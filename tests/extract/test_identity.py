"""Whose report, on which year: every source in its turn."""

from collections.abc import Sequence

import pytest

from archive.records import Source
from extract.chapters.sections import split
from extract.document import Document
from extract.identity.identify import Identity, identify
from tests.extract.printed import document, source

BODY = "一、总体情况\n好。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况"


def identity(*documents: Document, of: Source | None = None) -> Identity:
    return identify(of or source(), list(documents), split(documents[0], {}))


def codes(found: Identity) -> Sequence[str]:
    return [finding.code for finding in found.findings]


def test_the_title_names_organ_and_year() -> None:
    found = identity(document(f"白鹭市青石镇2021年政府信息公开工作年度报告\n{BODY}"))
    assert (found.organ, found.organ_key, found.year) == ("白鹭市青石镇", "青石镇", 2021)
    assert found.title == "白鹭市青石镇2021年政府信息公开工作年度报告"
    assert found.findings == ()


@pytest.mark.parametrize(
    ("preamble", "organ"),
    [
        ("本报告由青禾县水利局编制，统计期限自2020年1月1日起至2020年12月31日止。", "青禾县水利局"),
        ("根据条例要求，编制青禾县水利局2020年度政府信息公开工作年度报告。", "青禾县水利局"),
        ("如有疑问，请与青禾县水利局办公室联系（电话：0123-4567890）。", "青禾县水利局"),
        (
            "本报告由青石镇人民政府党政办公室编制。统计数据自2020年1月1日始，至2020年12月31日止。",
            "青石镇人民政府",
        ),
        ("根据条例，青禾县水利局编制了2020年政府信息公开年度报告。", "青禾县水利局"),
        ("现向社会公布2020年度青禾县水利局政府信息公开工作年度报告。", "青禾县水利局"),
        ("2020年，青禾县水利局坚持依法公开，政务公开水平不断提高。", "青禾县水利局"),
    ],
)
def test_without_an_organ_in_the_title_the_text_names_it(preamble: str, organ: str) -> None:
    found = identity(document(f"2020年度政府信息公开工作年度报告\n{preamble}\n{BODY}"))
    assert (found.organ, found.year) == (organ, 2020)


def test_then_the_signature_the_page_and_the_list_name_it() -> None:
    title = "2020年度政府信息公开工作年度报告"
    signed = f"{title}\n{BODY}\n六、其他需要报告的事项\n无。\n青禾县水利局\n2021年1月20日"
    assert identity(document(signed)).organ == "青禾县水利局"
    bare = f"{title}\n{BODY}"
    assert identity(document(bare, meta={"发布机构": "青禾县水利局"})).organ == "青禾县水利局"
    crumbs = {"breadcrumb": "首页 > 政务公开 > 部门信息公开目录 > 水利局 > 政府信息公开年报"}
    assert identity(document(bare, meta=crumbs)).organ == "水利局"
    assert identity(document(bare), of=source(listed=title, organ="水利局")).organ == "水利局"
    assert identity(document(bare, meta={"来源": "01"})).organ == ""
    office = document(bare, meta={"来源": "青禾县人民政府办公室"})
    assert identity(office).organ == "青禾县人民政府办公室"
    assert identity(office, of=source(listed=title, organ="青禾县水利局")).organ == "青禾县水利局"


@pytest.mark.parametrize(
    "office", ["办公室", "局办公室", "综合科", "政务公开办公室", "政策法规股", "信息中心", "行政审批服务股"]
)
def test_an_office_of_an_organ_that_is_not_named_is_none(office: str) -> None:
    title = "2020年度政府信息公开工作年度报告"
    page = document(f"{title}\n{BODY}", meta={"来源": office})
    assert identity(page, of=source(listed=title, organ="青禾县水利局")).organ == "青禾县水利局"
    assert identity(page).organ == ""


@pytest.mark.parametrize(
    ("publisher", "organ"),
    [
        ("青禾县水利局办公室", "青禾县水利局"),
        ("青禾县卫生健康委员会办公室", "青禾县卫生健康委员会"),
        ("青禾县机构编制委员会办公室", "青禾县机构编制委员会办公室"),
        ("青禾县扶贫办", "青禾县扶贫办"),
        ("扶贫开发办公室", "扶贫开发办公室"),
        ("政务服务中心", "政务服务中心"),
        ("法制办", "法制办"),
    ],
)
def test_of_an_office_the_organ_is_that_which_it_is_of(publisher: str, organ: str) -> None:
    page = document(f"2020年度政府信息公开工作年度报告\n{BODY}", meta={"来源": publisher})
    assert identity(page).organ == organ


def test_the_report_completes_its_own_short_name() -> None:
    text = "本报告由白鹭市青禾区人民政府办公室编制。"
    found = identity(document(f"青禾区人民政府2023年政府信息公开工作年度报告\n{text}\n{BODY}"))
    assert found.organ == "白鹭市青禾区人民政府"
    zone = document(
        f"云溪实验区2023年政府信息公开工作年度报告\n{BODY}", meta={"发布机构": "云溪实验区管委会办公室"}
    )
    assert identity(zone).organ == "云溪实验区管委会"


def test_a_spelling_in_another_year_is_the_same_organ() -> None:
    short = identity(
        document(f"市财政局2020年政府信息公开工作年度报告\n{BODY}", meta={"发布机构": "樟树市财政局"})
    )
    long = identity(document(f"樟树市财政局2021年政府信息公开工作年度报告\n{BODY}"))
    assert short.organ_key == long.organ_key


def test_an_attachment_without_a_title_takes_its_pages() -> None:
    page = document("附件下载", media_type="text/html", title="青禾县水利局2022年政府信息公开工作年度报告")
    found = identity(document(BODY), page)
    assert (found.organ, found.year) == ("青禾县水利局", 2022)


def test_the_list_and_the_files_name_come_last() -> None:
    listed = source(listed="青禾县水利局2022年政府信息公开工作年度报告")
    assert identity(document(BODY), of=listed).organ == "青禾县水利局"
    named = source(
        url="file:///tmp/%E9%9D%92%E7%9F%B3%E9%95%872019%E5%B9%B4%E6%94%BF%E5%BA%9C%E4%BF%A1%E6%81%AF%E5%85%AC%E5%BC%80%E5%B9%B4%E6%8A%A5.docx"
    )
    assert identity(document(BODY), of=named).organ == "青石镇"
    assert identity(document(BODY), of=named).year == 2019


def test_the_year_in_order_of_its_sources() -> None:
    period = "统计期限自2020年1月1日起至2020年12月31日止。"
    assert identity(document(f"青石镇政府信息公开工作年度报告\n{period}\n{BODY}")).year == 2020
    listed = source(listed="政府信息公开年报", year=2018)
    assert identity(document(f"青石镇政府信息公开工作年度报告\n{BODY}"), of=listed).year == 2018
    dated = document(f"青石镇政府信息公开工作年度报告\n{BODY}", meta={"发布日期": "2017-03-01"})
    assert identity(dated).year == 2016


def test_years_that_disagree_are_warned_of_and_the_title_decides() -> None:
    stale = document(
        f"青石镇2021年政府信息公开工作年度报告\n统计期限自2020年1月1日起至2020年12月31日止。\n{BODY}"
    )
    assert (identity(stale).year, codes(identity(stale))) == (2021, ["year"])
    listed = source(listed="青石镇2019年政府信息公开工作年度报告")
    fine = document(f"青石镇2021年政府信息公开工作年度报告\n{BODY}")
    assert codes(identity(fine, of=listed)) == ["year"]
    assert codes(identity(fine, of=source(listed="青石镇2021年度政府信息公开年报", year=2021))) == []
    crumbs = {"breadcrumb": "首页 > 政务公开 > 青石镇 > 2020年度报告"}
    assert codes(identity(document(f"青石镇2021年政府信息公开工作年度报告\n{BODY}", meta=crumbs))) == ["year"]


def test_a_year_of_publication_is_no_year_reported_on() -> None:
    fine = document(
        f"青石镇2021年政府信息公开工作年度报告\n{BODY}", meta={"breadcrumb": "首页 > 青石镇 > 2022年 > 年报"}
    )
    guessed = source(listed="青石镇政府信息公开年报 (2022-01-20)", year=2023)
    assert codes(identity(fine, of=guessed)) == []


def test_division_contact_and_lateness() -> None:
    text = "本报告由樟树市水利局编制（地址：樟树市河滨路8号，电话：0795-1234567，邮编：331200）。"
    page = document(
        f"樟树市水利局2021年政府信息公开工作年度报告\n{text}\n{BODY}", meta={"发布日期": "2022-02-08"}
    )
    found = identity(page)
    assert (found.division_code, found.division_level) == ("360982", "county")
    assert found.contact == {"address": "樟树市河滨路8号", "telephone": "0795-1234567", "postcode": "331200"}
    assert (found.published, found.published_label) == ("2022-02-08", "发布日期")
    assert codes(found) == ["late"]


def test_nothing_known_is_null() -> None:
    found = identity(document("附件下载\n打开"))
    assert (found.title, found.organ, found.organ_key, found.year, found.published) == (
        None,
        "",
        "",
        None,
        None,
    )
    assert found.findings == ()
