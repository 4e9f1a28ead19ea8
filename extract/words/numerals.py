"""Numbers written in Chinese characters: years digit by digit (二○一四), counts by place (一百零三, 两万), and both mixed with Arabic digits."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Final

_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
}
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}
_MYRIADS: Final = {"万": 10**4, "亿": 10**8}
_ZEROS: Final = str.maketrans(dict.fromkeys("○◯Ｏ０OoО零", "〇"))
_ARABIC: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?)([万亿]?)")

HAN: Final = "〇○零一二两三四五六七八九十百千万亿"
"""The characters a Chinese numeral is made of."""


def positional(text: str) -> int | None:
    """Digits read one by one, as years are written: 二○一四 is 2014. Null where another character stands among them."""
    digits = [_DIGITS.get(c) for c in text.translate(_ZEROS)]
    if not digits or None in digits:
        return None
    return int("".join(map(str, digits)))


def counted(text: str) -> int | None:
    """A number by place value: 十二 is 12, 一百零三 is 103, 两万 is 20000. Null for anything else, also for bare runs of digits (二三)."""
    total = section = 0
    digit: int | None = None
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        elif char in _PLACES:
            section += (1 if digit is None else digit) * _PLACES[char]
            digit = None
        elif char in _MYRIADS:
            total += (section + (digit or 0)) * _MYRIADS[char]
            section, digit = 0, None
        else:
            return None
    return total + section + (digit or 0) if text else None


def in_cell(text: str) -> int | None:
    """The count that a cell of a column of figures writes in characters. A lone 一 is none: it is typed for a dash too; nor are
    characters apart or behind a zero, which may be two counts."""
    bare = text.strip()
    return None if bare == "一" or (len(bare) > 1 and bare[0] in "零〇○") else counted(bare)


def number(text: str) -> int | Decimal | None:
    """The value of a printed number, Arabic (1,203 · 1.5万 · full-width) or Chinese; null where it is none."""
    folded = unicodedata.normalize("NFKC", text).replace(" ", "").translate({0x25CB: "〇"})
    if match := _ARABIC.fullmatch(folded):
        try:
            value = Decimal(match[1].replace(",", "")) * _MYRIADS.get(match[2], 1)
        except InvalidOperation:
            return None
        return int(value) if value == value.to_integral_value() else value
    value_by_place = counted(folded)
    return positional(folded) if value_by_place is None else value_by_place
