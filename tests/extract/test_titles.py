"""Titles: told from sentences that mention a report, and read for organ and year."""

import pytest

from extract.identity.titles import is_title, parse, without_site

TITLES = [
    ("青禾县水利局2021年政府信息公开工作年度报告", "青禾县水利局", 2021),
    ("青禾县水利局2021年度政府信息公开年报", "青禾县水利局", 2021),
    ("2020年白鹭市人民政府办公室政府信息公开工作年度报告", "白鹭市人民政府办公室", 2020),
    ("2023白鹭市青石镇2023年度政府信息公开年度报告", "白鹭市青石镇", 2023),
    ("青石镇二○一四年政府信息公开工作年度报告", "青石镇", 2014),
    ("青石镇二〇一〇年度政府信息公开年度报告", "青石镇", 2010),
    ("青石镇关于2022年政府信息公开工作情况的报告", "青石镇", 2022),
    ("关于2022年政府信息公开工作的报告", "", 2022),
    ("【文字版】白鹭市审计局2019年政府信息公开工作年度报告", "白鹭市审计局", 2019),
    ("白鹭市审计局 政府信息公开 2019 年度报告", "白鹭市审计局", 2019),
    ("白鹭市2021年度柳林街道政府信息公开工作年度报告", "白鹭市柳林街道", 2021),
    ("2021年度政府信息公开工作年度报告（白鹭市审计局）", "白鹭市审计局", 2021),
    ("2021年度政府信息公开工作年度报告-白鹭市审计局", "白鹭市审计局", 2021),
    ("白鹭市人民政府信息公开工作年度报告（2016年）", "白鹭市人民政府", 2016),
    ("白鹭市政府信息公开办公室2016年政府信息公开工作年度报告", "白鹭市政府信息公开办公室", 2016),
    ("青 石 镇 2022 年 政 府 信 息 公 开 工 作 年 度 报 告", "青石镇", 2022),
    ("２０１９年度政府信息公开工作年度报告", "", 2019),
    ("2024年\n政府信息公开工作年度报告", "", 2024),
    ("白鹭市数据局（白鹭市行政审批局）2024年政府信息公开工作年度报告（图片版）", "白鹭市数据局", 2024),
    ("青石镇2022年政府信息与政务公开年报", "青石镇", 2022),
    ("二〇二三青石镇二〇二三年度政府信息公开年报", "青石镇", 2023),
    ("白鹭市第二一九医院2023年政府信息公开年报", "白鹭市第二一九医院", 2023),
    ("政府信息公开年报", "", None),
]


@pytest.mark.parametrize(("text", "organ", "year"), TITLES)
def test_a_title_names_organ_and_year(text: str, organ: str, year: int | None) -> None:
    assert is_title(text)
    assert (parse(text).organ, parse(text).year) == (organ, year)


@pytest.mark.parametrize(
    "text",
    [
        "按照《关于做好政府信息公开工作年度报告编制工作的通知》要求，我镇编制了年度报告",
        "现将我局2021年政府信息公开工作年度报告公布如下",
        "白鹭市2021年政府网站工作年度报表",
        "白鹭市2021年法治政府建设年度报告",
        "2021年白鹭市政府信息公开工作年度报告解读",
        "政府信息公开指南",
        "全年共编制政府信息公开年度报告1份。",
    ],
)
def test_what_only_mentions_a_report_is_no_title(text: str) -> None:
    assert not is_title(text)


def test_a_title_that_a_list_cut_short_names_its_organ() -> None:
    assert parse("白鹭市柳林街道2021年政府信息公开工作年...").organ == "白鹭市柳林街道"


def test_a_site_name_after_a_dash_is_no_part_of_the_title() -> None:
    title = "青石镇2021年政府信息公开工作年度报告"
    assert without_site(f"{title}_白鹭市人民政府") == title
    assert without_site(f"{title} - 白鹭市人民政府门户网站") == title
    assert without_site("要闻 - 白鹭市人民政府") == "要闻 - 白鹭市人民政府"
