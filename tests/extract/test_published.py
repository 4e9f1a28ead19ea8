"""The date of publication: which label wins, which dates are none, and what is late."""

import pytest

from extract.identity.published import Published, late, published
from extract.read import read
from tests.extract.damage import source as printed
from tests.extract.printed import source


def test_a_publishing_label_comes_before_a_writing_one_and_keeps_its_name() -> None:
    labels = [{"成文日期": "2022-01-10", "发布日期": "2022年1月20日 09:30"}]
    assert published(source(), labels, 2021) == Published(date="2022-01-20", label="发布日期")
    assert published(source(), [{"生成日期：": "2022/1/9"}], 2021) == Published(
        date="2022-01-09", label="生成日期："
    )


def test_the_order_of_sources() -> None:
    url = "https://qinghe.example/zwgk/202201/t20220118_1.html"
    seen = source(url=url, listed="年报", published="2022-01-19")
    labels = [{"PubDate": "2022-01-17 10:00"}]
    assert published(seen, labels, 2021).label == "PubDate"
    assert published(seen, [], 2021) == Published(date="2022-01-19", label="list")
    assert published(source(url=url), [], 2021) == Published(date="2022-01-18", label="url")
    assert published(source(), [], 2021) == Published(date=None, label=None)


def test_a_date_that_nothing_names_comes_after_the_lists() -> None:
    assert published(source(), [{"日期": "2022/1/9"}], 2021) == Published(date="2022-01-09", label="日期")
    seen = source(listed="年报", published="2022-01-19")
    assert published(seen, [{"date": "2022-01-09"}], 2021).label == "list"


@pytest.mark.parametrize(
    "line", ["2022年01月18日来源:1", "2022-01-18 09:30:00", "[2022/1/18]", "2022-01-18 来源：某局 浏览：3"]
)
def test_a_date_alone_under_the_title(line: str) -> None:
    text = f"青禾县水利局2021年政府信息公开工作年度报告\n{line}\n一、总体情况\n全年按时公开。\n"
    reading = read(printed("report.txt", text.encode()))
    assert (reading.published, reading.published_label) == ("2022-01-18", "date")


def test_a_date_alone_between_a_pages_title_and_its_text() -> None:
    page = (
        "<h1>青禾县水利局2021年政府信息公开工作年度报告</h1><div><span>2022-01-18</span></div>"
        "<div id='zoom'><p>一、总体情况</p><p>全年按时公开，渠道稳定。</p><p>2022年1月11日</p></div><p>2022-03-02</p>"
    )
    assert read(printed("page.html", f"<html><body>{page}</body></html>".encode())).published == "2022-01-18"


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/art/2022/1/8/art_12_34.html",
        "https://a.example/zwgk/202201/t20220108_3.html",
        "https://a.example/20220108/3.html",
        "https://a.example/2022-01-08/3.html",
    ],
)
def test_dates_in_addresses(url: str) -> None:
    assert published(source(url=url), [], 2021).date == "2022-01-08"


def test_implausible_dates_give_way() -> None:
    labels = [{"发布日期": "2020-01-02", "公开日期": "2030-01-01", "生成日期": "2022-02-01"}]
    assert published(source(), labels, 2021).label == "生成日期"
    assert published(source(), [{"发布日期": "2022-13-40"}], 2021).date is None
    assert published(source(), [{"发布日期": "无"}], 2021).date is None


@pytest.mark.parametrize(
    ("when", "organ", "year"),
    [
        ("2022-02-01", "青禾县水利局", 2021),
        ("2022-02-01", "青禾县人民政府办公室", 2021),
        ("2022-02-01", "柳林街道办事处", 2021),
        ("2022-04-01", "青禾县人民政府", 2021),
        ("2022-04-01", "云溪开发区管委会", 2021),
        ("2022-02-01", "青石镇", 2021),
        ("2019-04-01", "青禾县水利局", 2018),
    ],
)
def test_after_the_limit_is_late(when: str, organ: str, year: int) -> None:
    (found,) = late(when, organ, year)
    assert (found.code, found.level) == ("late", "notice")
    assert when in found.message


@pytest.mark.parametrize(
    ("when", "organ", "year"),
    [
        ("2022-01-31", "青禾县水利局", 2021),
        ("2022-03-31", "青禾县人民政府", 2021),
        ("2022-01-30", "青石镇人民政府", 2021),
        ("2019-03-31", "青禾县水利局", 2018),
        (None, "青禾县水利局", 2021),
        ("2022-05-01", "青禾县水利局", None),
        ("2022-05-01", "", 2021),
    ],
)
def test_within_the_limit_or_unknown_is_not(when: str | None, organ: str, year: int | None) -> None:
    assert late(when, organ, year) == ()
