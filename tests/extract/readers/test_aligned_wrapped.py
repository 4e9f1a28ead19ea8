"""Figures on several lines in tables that few lines or none are drawn around."""

import pytest

from extract.read import read as read_source
from replica.documents import defects, paper, pdf
from tests.extract.damage import source
from tests.extract.readers import made
from tests.extract.readers.lines import HEADS, line, read

WRAPPED = {
    "level with the first": (("规章", 30), ("1", 30), ("4", 30)),
    "in the middle": (("规章", 36), ("1", 36), ("4", 36)),
    "the label in the middle": (("规章", 36), ("1", 30), ("4", 30)),
}


WRAPPED_HEADS = ((-6, "本", "本", "现行"), (6, "年制", "年废", "有效"), (18, "发件数", "止件数", "件数"))


@pytest.mark.parametrize(("digits", "read_as"), [("465236", "4652366"), ("465", "465\n6")])
@pytest.mark.parametrize("others", WRAPPED.values(), ids=WRAPPED)
def test_a_figure_that_a_narrow_column_wraps_is_one(
    others: tuple[tuple[str, int], ...], digits: str, read_as: str
) -> None:
    (label, at), (first, one), (last, other) = others
    glyphs = line(-6, ("信息内容", 60))
    for y, *pieces in WRAPPED_HEADS:
        glyphs += line(y, *zip(pieces, (220, 320, 420), strict=True))
    glyphs += line(at, (label, 60)) + line(one, (first, 225)) + line(other, (last, 425))
    glyphs += line(30, (digits, 320)) + line(42, ("6", 330)) + line(62, ("行政规范性文件", 60), ("7", 325))
    assert [row[-3:] for row in read(glyphs)[-2:]] == [["1", read_as, "4"], ["", "7", ""]]


BESIDE_GROUPS = {
    "a line of a group's label": [("（三）不", 60, 36), ("予公开", 60, 48), ("1.属于国家秘密", 110, 36)],
    "the last line of its own": [("（二）部分公开", 60, 36), ("不计其他情形）", 60, 48)],
    "the lines of its own around it": [
        ("（二）部分公开", 60, 30),
        ("只计这一情形", 60, 42),
        ("不计", 60, 54),
    ],
}


@pytest.mark.parametrize(
    ("digits", "rest", "read_as"),
    [("465236", "6", "4652366"), ("13+8=2", "1", "13+8=2\n1")],
    ids=["a number", "a sum"],
)
@pytest.mark.parametrize("labels", BESIDE_GROUPS.values(), ids=BESIDE_GROUPS)
def test_a_figure_that_wraps_is_one_beside(
    labels: list[tuple[str, int, int]], digits: str, rest: str, read_as: str
) -> None:
    glyphs = [glyph for text, x, y in labels for glyph in line(y, (text, x))]
    glyphs += line(-6, ("信息内容", 60))
    for y, *pieces in WRAPPED_HEADS:
        glyphs += line(y, *zip(pieces, (220, 320, 420), strict=True))
    glyphs += line(36, ("1", 225), (digits, 320), ("4", 425)) + line(48, (rest, 330))
    glyphs += line(78, ("2.其他法律行政法规禁止公开", 60), ("7", 325))
    rows = [row[-3:] for row in read(glyphs)]
    assert rows[-2:] == [["1", read_as, "4"], ["", "7", ""]]


CLOSE = {
    "with a label of its own": [("规章", 30), ("行政规范性文件", 42)],
    "with a label of two lines": [("规章", 30), ("行政规范", 40), ("性文件", 49)],
}


@pytest.mark.parametrize("labels", CLOSE.values(), ids=CLOSE)
def test_a_row_close_below_another_stays_a_row(labels: list[tuple[str, int]]) -> None:
    glyphs = [glyph for text, y in labels for glyph in line(y, (text, 60))]
    glyphs += line(10, *HEADS) + line(30, ("1", 225), ("465", 325))
    glyphs += line(42 if len(labels) == 2 else 44, ("6", 330)) + line(70, ("四、其他情况", 60), ("7", 325))
    assert [row[-3:] for row in read(glyphs)[1:3]] == [["1", "465", ""], ["", "6", ""]]


@pytest.mark.parametrize("rules", paper.RULES)
def test_digits_on_two_lines_with_room_for_one_are_not_read_whatever_lines_are_drawn(
    rules: paper.Rules,
) -> None:
    report = defects.apply(made.reports()[1], ["parted_digits"], seed=1)
    figures = {
        each.address: each.value for each in read_source(source("a.pdf", pdf.render(report, rules))).figures
    }
    assert figures == {address: figure.value for address, figure in report.figures.items()}
