"""Reports in traditional characters."""

import pytest

from archive.records import Reading
from extract.document import Grid
from extract.read import read
from extract.words import script
from tests.extract.damage import source
from tests.extract.tables import document

PEOPLE = ("自然人", "商業企業", "科研機構", "社會公益組織", "法律服務機構", "其他", "總計")
ROWS = (
    ("一、本年新收政府信息公開申請數量", 4, 1, 0, 0, 0, 0, 5),
    ("二、上年結轉政府信息公開申請數量", 0, 0, 0, 0, 0, 0, 0),
    ("三、本年度辦理結果（一）予以公開", 3, 0, 0, 0, 0, 0, 3),
    ("（三）不予公開1.屬於國家秘密", "2（其中1件轉辦）", 0, 0, 0, 0, 0, 2),
    ("（七）總計", 4, 1, 0, 0, 0, 0, 5),
    ("四、結轉下年度繼續辦理", 0, 0, 0, 0, 0, 0, 0),
)
TITLE = "青石縣財政局2023年度政府信息公開工作年度報告"
TOLD = "全年共收到政府信息公開申請{}件，後續無行政複議。"


def page(number: int, charset: str = "utf-8") -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (("項目", *PEOPLE), *ROWS)
    )
    return (
        f'<html><head><meta charset="{charset}"></head><body>'
        f"<h1>{TITLE}</h1><p>發布日期：2024-01-15</p><h3>一、總體情況</h3><p>{TOLD.format(number)}</p>"
        f"<h3>三、收到和處理政府信息公開申請情況</h3><table>{rows}</table><h3>五、存在的主要問題及改進情況</h3>"
        "<p>答復文書還需規範。</p></body></html>"
    )


@pytest.fixture(params=["utf-8", "big5"])
def reading(request: pytest.FixtureRequest) -> Reading:
    return read(source("report.html", page(5, request.param).encode(request.param)))


def test_figures_are_read(reading: Reading) -> None:
    values = {figure.address: figure.value for figure in reading.figures}
    assert len(values) == 42
    assert values["requests/received/individual"] == 4
    assert values["requests/refused_state_secret/individual"] == 2
    assert values["requests/concluded_total/total"] == 5
    assert not [finding for finding in reading.findings if finding.code in {"narrative", "unknown-row"}]


def test_it_is_known_whose_and_of_which_year(reading: Reading) -> None:
    assert (reading.organ, reading.year, reading.published) == ("青石县财政局", 2023, "2024-01-15")


def test_texts_stay_as_they_are_printed(reading: Reading) -> None:
    assert reading.title == TITLE
    assert [section.number for section in reading.sections] == [1, 3, 5]
    assert reading.sections[0].text == TOLD.format(5)
    assert reading.sections[1].heading == "三、收到和處理政府信息公開申請情況"
    raw = {figure.address: figure.raw for figure in reading.figures}
    assert raw["requests/refused_state_secret/individual"] == "2（其中1件轉辦）"


def test_a_title_on_two_lines_is_one_as_printed() -> None:
    body = page(5).replace(f"<h1>{TITLE}</h1>", f"<h1>{TITLE[:11]}<br>{TITLE[11:]}</h1>")
    assert read(source("report.html", body.encode())).title == TITLE


def test_the_text_is_compared_with_the_tables() -> None:
    found = read(source("report.html", page(9).encode()))
    assert [finding.code for finding in found.findings].count("narrative") == 1


def test_simplified_reports_are_left_alone() -> None:
    assert not script.is_traditional(
        document("政府信息公开工作年度报告", Grid(rows=(), place=document("一").blocks[0].place))
    )
