"""What a cell prints: a number, nothing, a dash, a number with words, or something that is no number."""

import re
from decimal import Decimal
from functools import lru_cache
from math import prod
from typing import NamedTuple

from archive.records import State
from extract.words.labels import without_residue

_FULL_WIDTH = str.maketrans({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = "₀₁₂₃₄₅₆₇₈₉"
_SUBSCRIPT = str.maketrans("0123456789", _LOWERED)
_LEVEL = str.maketrans(_LOWERED, "0123456789")
_SPACES = re.compile(r"[\s\u00a0\u3000\u200b-\u200f\u2060\ufeff\u00ad]+")
_UNPRINTED = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]+")
_DIGITS = re.compile(r"[\d,.]+")
_DASHES = frozenset("-—–―−‐‑‒─━_~/\\|*·…")
_ABSENT = frozenset(
    {
        "无",
        "無",
        "暂无",
        "没有",
        "未发生",
        "未涉及",
        "不涉及",
        "不适用",
        "无此项",
        "空",
        "空白",
        "N/A",
        "n/a",
        "NA",
        "null",
    }
)
_ZERO = frozenset({"零", "〇", "○"})
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_SCALE = "[十百千万亿]"
COUNTED = r"(?:件次|人次|件|条|项|个|次|人|宗|份|篇|例|起|户|家|期|场|名|字|页|张|册|部|批|卷)"
_UNIT = rf"(?:亿元|万元|千元|元整|元|(?P<scale>{_SCALE}{{1,2}})?[余多]?{COUNTED})"
"""Money stays in the unit that is printed; what is counted by the ten thousand (1.2万件) is told one by one."""
_LESS = r"(?:减少|减|下降|降|负)"
_ANOTHER = rf"(?:{COUNTED}[\d/]|[年月日号时点]|{COUNTED}?(?:{_LESS}|[(\[]{_LESS}[)\]]))"
"""What makes of a number one of several (68人4次, 12次/5件, 增6减3), a date, or less than nothing behind its back (3（减））."""
_BROKEN = re.compile(r"(?<=\d)[^\S\n\t]*[\n\t]\s*(?=\d)")
_GAP = re.compile(r"(?<=\d)\s+(?=\d)")
_BREAK = "\0"
"""Stands for the end of a line or a wide gap between two digits: whether these are of one number, the cell does not say."""
_GROUPED = re.compile(r"[1-9]\d{0,2}(?: ,?\d{3}|, \d{3})+(?: ?\. ?\d+)?|\d[\d,]* ?\. ?\d+")
"""Digits that spaces part as thousands, or from what is behind the point."""
_SLIPS = re.compile(r"^['‘’](?=-?\d)|(?<=\d)[。,;]$")
"""A spreadsheet's mark of text before a number; a stop behind it."""
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_MINUS = r"[-−–—‐‑]"
_PLAIN = re.compile(rf"^(?P<sign>[+]|{_MINUS})?(?P<number>{_NUMBER})(?P<unit>{_UNIT})?$")
_ANNOTATED = re.compile(
    rf"^(?P<sign>[+]|{_MINUS}|增加|增长|增|↑|减少|下降|减|↓)?(?P<number>{_NUMBER})(?P<unit>{_UNIT})?(?!{_SCALE}|{_ANOTHER})(?P<words>[(\[【《<*※#⁰¹²³⁴-⁹₀-₉①-⓿㐀-鿿].*)$"
)
_MOVED = re.compile(
    rf"^(?P<sign>增加|增长|增|↑|减少|下降|减|↓|共计|共|合计|约)(?P<number>{_NUMBER})(?P<unit>{_UNIT})?$"
)
_NEGATIVE = frozenset({"-", "−", "–", "—", "‐", "‑", "减少", "下降", "减", "↓"})


class Printed(NamedTuple):
    """A cell's value and state; the value is null for every state that prints no number."""

    value: int | Decimal | None
    state: State


def raised(text: str) -> str:
    """Raised digits as such: a note's mark must not join the number before it."""
    return text.translate(_SUPERSCRIPT)


def lowered(text: str) -> str:
    """Lowered digits as such, for the same reason."""
    return text.translate(_SUBSCRIPT)


def narrow(text: str) -> str:
    """The text with plain characters for full-width ones, character for character."""
    return text.translate(_FULL_WIDTH)


@lru_cache(maxsize=8192)
def parse(raw: str) -> Printed:
    """Reads one cell. Never guesses: text with no number, or with several, as lines of digits may be, is `unreadable`."""
    text = narrow(without_residue(raw))
    tight = _SPACES.sub("", _BROKEN.sub(_BREAK, text))
    if len(tight) > 1:
        tight = _SLIPS.sub("", tight)
    if tight and not tight.strip(_LOWERED):
        # Notes' marks are raised: what is lowered by itself is a figure that is set so.
        text, tight = text.translate(_LEVEL), tight.translate(_LEVEL)
    if not tight:
        return Printed(None, State.BLANK)
    if set(tight) <= _DASHES or tight in _ABSENT:
        return Printed(None, State.DASH)
    if tight in _ZERO:
        return Printed(0, State.NUMBER)
    if found := _PLAIN.match(tight):
        return _plain(text, found)
    if (found := _ANNOTATED.match(tight)) or (found := _MOVED.match(tight)):
        return Printed(_value(found), State.ANNOTATED)
    return Printed(None, State.UNREADABLE)


def _plain(text: str, found: re.Match[str]) -> Printed:
    """A number alone or with its unit, unless a space parts its digits otherwise than as thousands: `0 0` is not zero."""
    pieces = _DIGITS.findall(_UNPRINTED.sub("", text)) if len(text) > len(found.string) else ()
    if len(pieces) > 1 and not _GROUPED.fullmatch(" ".join(pieces)):
        return Printed(None, State.UNREADABLE)
    return Printed(_value(found), State.ANNOTATED if found["unit"] else State.NUMBER)


def _value(found: re.Match[str]) -> int | Decimal:
    number = found["number"].replace(",", "")
    value = Decimal(number) if "." in number else int(number)
    if found["scale"]:
        value *= prod(_SCALES[each] for each in found["scale"])
        value = int(value) if value == int(value) else value
    return -value if found["sign"] in _NEGATIVE else value


def is_figure(raw: str) -> bool:
    """Whether a cell prints a number, alone or with its unit, or that there is none, and no other words."""
    tight = _SPACES.sub("", narrow(raw))
    return tight in _ABSENT or tight in _ZERO or _PLAIN.match(tight) is not None


def mended(raw: str) -> str | None:
    """The pieces of a cell that prints nothing but digits as the one number that a narrow column has wrapped, or a wide one has
    spread; null for other text."""
    whole, gaps = _GAP.subn("", narrow(raw.strip()))
    if not gaps or parse(raw).state is not State.UNREADABLE:
        return None
    return whole if set(whole).isdisjoint("\n\t ") and parse(whole).state is State.NUMBER else None
