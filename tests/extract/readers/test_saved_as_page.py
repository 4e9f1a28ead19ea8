"""A report that a spreadsheet saved as a page: its text stands in rows of the table."""

import pytest

from extract.document import Grid, Paragraph
from tests.extract.readers import made

TEXT = (
    "某局2023年政府信息公开工作年度报告",
    "一、总体情况",
    "本局按规定公开政府信息。",
    "二、主动公开政府信息情况",
)
TAIL = ("五、存在的主要问题及改进情况", "公开不够及时，今后改进。")


OVERVIEW = "<h1>Overview</h1><p><a href=#a>封面</a><br><a href=#b>附表一</a></p>"


def _page(row: str, before: str = "") -> bytes:
    """The report with each line of text in a row of such cells."""
    table = (
        "<tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数</tr>"
        "<tr><td>规章<td>0<td>0<td>0</tr><tr><td>行政规范性文件<td>1<td>2<td>3</tr>"
    )
    above, below = ("".join(row.format(line) for line in lines) for lines in (TEXT, TAIL))
    return f"<html><body>{before}<table>{above}{table}{below}</table></body></html>".encode()


@pytest.mark.parametrize(
    "row",
    ["<tr><td colspan=4>{}</tr>", "<tr><td>{}<td><br><td><br><td>&nbsp;</tr>"],
    ids=["joined cells", "cells left blank"],
)
def test_its_text_is_read_as_text(row: str) -> None:
    (document,) = made.read(_page(row))
    said = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert said == [*TEXT, *TAIL]
    assert any(isinstance(block, Grid) for block in document.blocks)


def test_its_text_stays_below_a_list_of_sheets() -> None:
    (document,) = made.read(_page("<tr><td>{}</tr>", OVERVIEW))
    said = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert said == [*TEXT, *TAIL]


def test_a_table_with_notes_is_no_report() -> None:
    rows = "<tr><td colspan=2>一、主动公开情况</tr><tr><td colspan=2>三、依申请公开情况</tr><tr><td>收到申请数<td>3</tr>"
    (document,) = made.read(f"<table>{rows}<tr><td colspan=2>注：单位为件。</tr></table>".encode())
    assert not [block for block in document.blocks if isinstance(block, Paragraph)]
