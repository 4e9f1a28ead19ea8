"""Sections 二 and 四 in words: what their lines say by the form's own labels is read, and nothing of lines that say more."""

from collections.abc import Sequence

import pytest

from archive.records import Place, Section, State
from extract.document import Document, Paragraph
from extract.forms import form
from extract.narrative import worded
from extract.read import read
from replica.documents import html
from replica.documents.figures import Shape
from replica.documents.make import reports
from tests.extract.damage import source
from tests.extract.generated.cases import organ_of


def said(*lines: str, section: int = 4, name: str = "2021", year: int = 2023) -> dict[str, object]:
    """The cells without their table's name, and their values."""
    table = {2: "proactive/", 4: "review_litigation/"}[section]
    blocks = tuple(Paragraph(text=line, place=Place(line=at)) for at, line in enumerate(lines, 1))
    chapter = Section(number=section, heading="", text="\n".join(lines))
    figures, _ = worded.read(Document(media_type="", blocks=blocks), [chapter], form(name), (), year)
    return {figure.address.removeprefix(table): figure.value for figure in figures}


@pytest.mark.parametrize(
    ("lines", "cells"),
    [
        (["受理行政复议 3 件。"], {"review/total": 3}),
        (["2023年，我局行政复议案件３件，其中：结果维持2件、尚未审结1件。"], {"review/total": 3, "review/upheld": 2, "review/pending": 1}),
        (["（一）行政复议", "结果维持：2", "总计：2", "（二）复议后起诉", "总计：无"],
         {"review/upheld": 2, "review/total": 2, "litigation_after_review/total": None}),
        (["1.未经复议直接起诉结果纠正1件；2件尚未审结。", "行政复议0件"], {"review/total": 0}),
        (["行政复议1,234件，行政诉讼5件"], {"review/total": 1234}),
        (["行政诉讼5件，结果维持2件"], {}),
    ],
)  # fmt: skip
def test_disputes_are_told_by_their_labels(lines: Sequence[str], cells: dict[str, object]) -> None:
    assert said(*lines) == cells


@pytest.mark.parametrize(
    ("lines", "cells"),
    [
        (["第二十条第（一）项：规章本年制发件数1，现行有效件数4。"], {"regulations/issued": 1, "regulations/in_force": 4}),
        (["行政许可12件、行政处罚3件。", "行政事业性收费：本年收费金额（单位：万元）2.5"],
         {"administrative_licensing/decisions": 12, "administrative_penalty/decisions": 3, "administrative_fees/amount": 2.5}),
        (["规章3件"], {}),
        (["行政许可12条"], {}),
        (["行政许可本年处理决定数量12条"], {"administrative_licensing/decisions": 12}),
        (["行政许可：本年制发件数3件"], {}),
    ],
)  # fmt: skip
def test_what_is_published_is_told_by_its_labels(lines: Sequence[str], cells: dict[str, object]) -> None:
    found = said(*lines, section=2)
    assert {cell: float(str(value)) for cell, value in found.items()} == cells


@pytest.mark.parametrize(
    "line",
    [
        "县公安局行政复议3件。",
        "行政复议、复议后起诉共3件。",
        "行政复议3件，同比增加1件。",
        "2022年行政复议3件。",
        "行政复议：结果维持、结果纠正分别为2件、1件。",
        "行政复议未发生。",
        "行政复议-3件",
        "共3件",
        f"行政复议3件{'、其中' * 200}",
    ],
)
def test_lines_that_say_more_or_less_say_nothing(line: str) -> None:
    assert said(line) == {}
    assert said("行政复议", line, "结果维持2件") == {}


def test_a_cell_that_is_given_two_numbers_is_unread() -> None:
    blocks = (Paragraph(text="行政复议3件。", place=Place(line=7)),)
    chapter = Section(number=4, heading="", text="行政复议3件。\n行政复议4件。")
    figures, findings = worded.read(Document(media_type="", blocks=blocks), [chapter], form("2021"), (), None)
    assert [(each.value, each.state, each.raw) for each in figures] == [(None, State.UNREADABLE, "3件 / 4件")]
    assert figures[0].place == Place(line=7)
    assert [(each.code, each.where) for each in findings] == [
        ("unreadable-cell", "review_litigation/review/total")
    ]


def test_a_report_is_whole_with_a_table_in_words() -> None:
    shape = {2022: Shape(proactive="2021", requests="2021")}
    report = reports(organ_of(5), seed="worded", years=range(2021, 2023), shapes=shape)[2022]
    disputes = form("2021").tables[2]
    words = ""
    for row in disputes.rows:
        cells = (
            f"{column.label}{report.figures[f'review_litigation/{row.key}/{column.key}'].value}件"
            for column in disputes.columns
        )
        words += f"<p>{row.label}：{'，'.join(cells)}。</p>"
    before, table, after = html.page(report).rpartition("<table")
    reading = read(source("page.html", (before + words + after.partition("</table>")[2]).encode()))
    assert table
    assert (reading.status, reading.findings) == ("ok", ())
    assert {each.address: each.value for each in reading.figures} == {
        address: figure.value for address, figure in report.figures.items()
    }
