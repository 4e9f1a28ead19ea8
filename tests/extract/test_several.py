"""Several reports on one page: the one that the list or the page names is read, and the others are told of."""

from dataclasses import replace

import pytest

from archive.records import Reading, Source
from extract.read import read
from replica.documents import html
from replica.documents.report import Report
from tests.extract.damage import source
from tests.extract.printed import source as seen
from tests.extract.readers import made

FIRST, EARLIER, OTHER = made.reports()[3], made.reports()[2], made.reports()[11]


def page(*reports: Report, meta: str = "") -> Source:
    """The reports below one another."""
    bodies = [html.page(report, "clean") for report in reports]
    inner = [
        f"<h1>{each.title}</h1>" + body[body.index("</h1>") + 5 : body.index("</body>")]
        for each, body in zip(reports, bodies, strict=True)
    ]
    return source("report.html", f"<html><head>{meta}</head><body>{''.join(inner)}</body></html>".encode())


def listed(source: Source, title: str) -> Source:
    return replace(source, sighting=seen(listed=title).sighting)


def is_of(reading: Reading, report: Report) -> bool:
    figures = {each.address: each.value for each in reading.figures}
    return (reading.organ, reading.year) == (report.organ, report.year) and figures == {
        address: figure.value for address, figure in report.figures.items()
    }


def told(reading: Reading, report: Report) -> bool:
    return any(report.title in each.message for each in reading.findings if each.code == "organ")


@pytest.mark.parametrize("other", [OTHER, EARLIER], ids=["another organ's", "another year's"])
def test_the_report_that_the_list_names_is_read(other: Report) -> None:
    for reports in ((FIRST, other), (other, FIRST)):
        reading = read(listed(page(*reports), FIRST.title))
        assert is_of(reading, FIRST)
        assert told(reading, other)


def test_a_list_may_have_cut_its_title_short() -> None:
    cut = FIRST.title[: FIRST.title.index("公开") + 2] + "..."
    assert is_of(read(listed(page(OTHER, FIRST), cut)), FIRST)


def test_the_report_that_the_page_names_is_read() -> None:
    meta = f'<meta name="ArticleTitle" content="{FIRST.title}">'
    assert is_of(read(page(OTHER, FIRST, meta=meta)), FIRST)


def test_where_nothing_names_one_the_first_is_read_and_the_other_told() -> None:
    reading = read(listed(page(OTHER, FIRST), "2023年政府信息公开工作年度报告"))
    assert is_of(reading, OTHER)
    assert told(reading, FIRST)


def test_titles_without_tables_are_no_reports() -> None:
    links = "".join(f"<p>{each.title}</p>" for each in (FIRST, EARLIER))
    body = html.page(OTHER, "clean").replace("</body>", f"{links}</body>")
    assert is_of(read(listed(source("report.html", body.encode()), FIRST.title)), OTHER)
