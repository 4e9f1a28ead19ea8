from decimal import Decimal

import pytest

from archive.records import State
from extract.document import OBJECT
from extract.words.numbers import parse


@pytest.mark.parametrize(
    ("raw", "value", "state"),
    [
        ("0", 0, State.NUMBER),
        (" 12 ", 12, State.NUMBER),
        ("１２３", 123, State.NUMBER),
        ("1,234,567", 1234567, State.NUMBER),
        ("1，234", 1234, State.NUMBER),
        ("4166.241619", Decimal("4166.241619"), State.NUMBER),
        ("-18", -18, State.NUMBER),
        ("－18", -18, State.NUMBER),
        ("—18", -18, State.NUMBER),
        ("+5", 5, State.NUMBER),
        ("12\n34", None, State.UNREADABLE),
        ("2\t0", None, State.UNREADABLE),
        ("1\n2件", None, State.UNREADABLE),
        ("1 \r\n 2（其中新收1件）", None, State.UNREADABLE),
        ("1,\n234", 1234, State.NUMBER),
        ("4166.\n24", Decimal("4166.24"), State.NUMBER),
        ("22\n（其中1\n6件）", 22, State.ANNOTATED),
        ("12\n件", 12, State.ANNOTATED),
        ("251000元", 251000, State.ANNOTATED),
        ("36.5万元", Decimal("36.5"), State.ANNOTATED),
        ("1.2万件", 12000, State.ANNOTATED),
        ("1.2 万余件（含上年结转3件）", 12000, State.ANNOTATED),
        ("3千条", 3000, State.ANNOTATED),
        ("2百万人次", 2000000, State.ANNOTATED),
        ("共1.5亿次", 150000000, State.ANNOTATED),
        ("减少1.2万件", -12000, State.ANNOTATED),
        ("1.23456万件", Decimal("12345.6"), State.ANNOTATED),
        ("1.2万", None, State.UNREADABLE),
        ("1万2千件", None, State.UNREADABLE),
        ("3千余", None, State.UNREADABLE),
        ("1.2亿元", Decimal("1.2"), State.ANNOTATED),
        ("22（其中修订16件）", 22, State.ANNOTATED),
        ("减少3", -3, State.ANNOTATED),
        ("↓3", -3, State.ANNOTATED),
        ("↑3件", 3, State.ANNOTATED),
        ("3↓", None, State.UNREADABLE),
        ("5²", 5, State.ANNOTATED),
        ("5₂", 5, State.ANNOTATED),
        ("₁₂ ", 12, State.NUMBER),
        ("₀ ₀", None, State.UNREADABLE),
        ("²", None, State.UNREADABLE),
        ("", None, State.BLANK),
        ("\u00a0\u3000", None, State.BLANK),
        ("[bookmark: _GoBack]", None, State.BLANK),
        ("/", None, State.DASH),
        ("——", None, State.DASH),
        ("－", None, State.DASH),
        ("无", None, State.DASH),
        ("無", None, State.DASH),
        ("N/A", None, State.DASH),
        ("…", None, State.DASH),
        ("零", 0, State.NUMBER),
        ("〇", 0, State.NUMBER),
        ("'3", 3, State.NUMBER),
        ("'-3", -3, State.NUMBER),
        (OBJECT, None, State.UNREADABLE),
        ("3。", 3, State.NUMBER),
        ("3①", 3, State.ANNOTATED),
        ("3.", None, State.UNREADABLE),
        ("####", None, State.UNREADABLE),
        ("0 0", None, State.UNREADABLE),
        ("007", 7, State.NUMBER),
        ("1,2", None, State.UNREADABLE),
        ("①", None, State.UNREADABLE),
        ("详见附件", None, State.UNREADABLE),
        ("12/34", None, State.UNREADABLE),
        ("68人4次", None, State.UNREADABLE),
        ("12次/5件", None, State.UNREADABLE),
        ("3月5日", None, State.UNREADABLE),
        ("15%", None, State.UNREADABLE),
        ("22件，其中网上3件", 22, State.ANNOTATED),
    ],
)
def test_what_a_cell_prints(raw: str, value: int | Decimal | None, state: State) -> None:
    assert parse(raw) == (value, state)


def test_zero_is_a_number_and_blank_is_not_zero() -> None:
    assert parse("0").value == 0
    assert parse("").value is None
