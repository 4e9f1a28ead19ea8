"""Number formats of workbooks: what a cell shows of the number that it stores."""

import pytest

from extract.document import OBJECT
from extract.readers.formats import BUILT_IN, GENERAL, printed, shown

ACCOUNTING = '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ '


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (0, "0;-0;;@", ""),
        (5, "0;-0;;@", "5"),
        (-5, "0;-0;;@", "-5"),
        (0, "#", ""),
        (0, "0;;", ""),
        (-7, "0;;", ""),
        (5, ";;;", ""),
        (0, ACCOUNTING, "-"),
        (1234, ACCOUNTING, "1,234"),
        (-1234, ACCOUNTING, "-1,234"),
        (0, BUILT_IN[41], "-"),
        (0, '[=0]"无";0', "无"),
        (-5, '[=0]"无";0', "-5"),
        (15, '[<10]"少";0', "15"),
        (-7, "#,##0;[Red]-#,##0", "-7"),
        (-20, "0;0", "20"),
        (12.345, "0.00", "12.35"),
        (7730.2, "0.0#", "7730.2"),
        (7, "000", "007"),
        (3, '0"件"', "3件"),
        (3, "0项", "3项"),
        (5, "@", "5"),
        (5, "[$-804]General", "5"),
        (5, "G/通用格式", "5"),
        (554.0000000001, GENERAL, "554"),
        (4166.241619, GENERAL, "4166.241619"),
        (3, "0." + "0" * 200, "3.000000000000"),
    ],
)
def test_a_number_shows_as_its_format_writes_it(number: float, form: str, text: str) -> None:
    assert printed(number, form) == text


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (45000, BUILT_IN[14]),
        (45000, 'm"月"d"日"'),
        (0.5, "h:mm"),
        (0.5, "0%"),
        (0.5, "# ?/?"),
        (5, "0.0E+00"),
        (1234, "#,##0,"),
        (7, "[DBNum1]0"),
        (5, "[White]0"),
        (5, '#"人"#'),
        (5, '"2"0'),
        (1e300, "0"),
        (float("nan"), "0"),
    ],
    ids=str,
)
def test_a_date_or_a_share_is_no_number_of_its_cell(number: float, form: str) -> None:
    assert printed(number, form) == OBJECT


def test_zero_is_blank_where_the_sheet_shows_none() -> None:
    assert shown("0", GENERAL, hides_zero=True) == ""
    assert shown("3", GENERAL, hides_zero=True) == "3"
    assert shown("无", GENERAL, hides_zero=True) == "无"
