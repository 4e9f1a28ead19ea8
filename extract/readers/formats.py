"""What the number format of a workbook's cell makes of a number (ECMA-376, 18.8.31): zero may show as nothing or as a dash.

Our own: openpyxl and xlrd tell dates alone and python-calamine no formats, and ssf (a port of SheetJS's, not kept since 2020) misses the
accounting and Chinese forms of our tests, takes ten times as long, and does not say where what a cell shows is no count.
"""

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from extract.document import OBJECT

GENERAL = "General"
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"',
    42: '¥#,##0;-¥#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"',
    44: '¥#,##0.00;-¥#,##0.00;"-"',
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), "yyyy-mm-dd"),
}
"""Formats that workbooks do not spell out, as Chinese ones show them."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|(?P<room>[_*].)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式|常规|@)|(?P<digits>[0#?][0#?,.]*|\.[0#?]+)"
    r"|(?P<untold>E[+-]|%|[A-DF-Za-z]|上午/下午|(?<=[0#?])\s*/)|(?P<plain>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(?P<sign>[<>=]{1,2})(?P<bound>-?\d{1,15}(?:\.\d{1,15})?)")
_CURRENCY = re.compile(r"\$(?P<sign>[^-\]]*)")
_WHITE = frozenset({"white", "白色", "color2", "颜色2"})
_DIGITS_OF_GENERAL = 10
_LONGEST = 255
"""Characters of a format."""
_MOST_BEHIND_THE_POINT = 12
_TOO_LARGE = 1e15
"""Workbooks keep fifteen digits."""
HOLDS: Mapping[str, Callable[[float | Decimal, float | Decimal], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "=": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
    "!=": lambda one, other: one != other,
}
"""What the sign of a condition says of a number and its bound."""


class _Part(NamedTuple):
    """What a format shows of some numbers: words, and digits where it has a number's place."""

    before: str = ""
    digits: str | None = None
    """The places of digits, or GENERAL; null where the part has words alone."""
    after: str = ""
    condition: tuple[str, Decimal] | None = None
    untold: bool = False
    """Whether it shows something else than the number in digits: a date, a share, a fraction, digits of the format's own, white ink."""


def shown(number: str, form: str, *, hides_zero: bool = False) -> str:
    """A stored number as a sheet shows it; other text as it is."""
    try:
        stored = float(number)
    except ValueError:
        return number
    return "" if hides_zero and not stored else printed(stored, form)


def printed(number: float, form: str) -> str:
    """What a cell of this format shows; OBJECT where that is no number in digits, as a date is not."""
    if not abs(number) < _TOO_LARGE:
        return OBJECT
    parts = _parts(form[:_LONGEST])
    exact = Decimal(repr(number))
    part, is_negative = _chosen(parts, exact)
    if part.untold:
        return OBJECT
    sign = "-" if number < 0 and not is_negative else ""
    if part.digits is None:
        return (part.before and sign + part.before).strip()
    digits = _digits(abs(exact), part.digits)
    return (sign + part.before + digits + part.after).strip()


def _chosen(parts: tuple[_Part, ...], number: Decimal) -> tuple[_Part, bool]:
    """The part that shows a number, and whether it is the one of negative numbers, which writes their sign itself."""
    usual = [(">=" if len(parts) < 3 else ">", Decimal(0)), ("<", Decimal(0))]
    told = any(part.condition for part in parts)
    for at, part in enumerate(parts[:-1]):
        sign, bound = part.condition or usual[at]
        if HOLDS[sign](number, bound):
            return part, at == 1 and not told
    return parts[-1], len(parts) == 2 and not told


@lru_cache(maxsize=1024)
def _parts(form: str) -> tuple[_Part, ...]:
    """A format's parts for numbers, three at most."""
    parts, part = [], _Part()
    for token in _TOKEN.finditer(form):
        if token["plain"] == ";":
            parts.append(part)
            part = _Part()
        else:
            part = _with(part, token)
    # The fourth is for text, and one of "@" alone shows numbers as they are.
    return tuple([*parts, part][:3])


def _with(part: _Part, token: re.Match[str]) -> _Part:
    match token.lastgroup:
        case "bracket":
            return _bracketed(part, token["bracket"])
        case "general" | "digits":
            places = GENERAL if token["general"] else token["digits"]
            return part._replace(digits=places, untold=part.untold or part.digits is not None)
        case "untold":
            return part._replace(untold=True)
        case "room":
            return part
        case _:
            said = token["quoted"] or token["escaped"] or token["plain"] or ""
            if any(map(str.isdigit, said)):
                return part._replace(untold=True)
            if part.digits is None:
                return part._replace(before=part.before + said)
            return part._replace(after=part.after + said)


def _bracketed(part: _Part, said: str) -> _Part:
    if (found := _CONDITION.fullmatch(said)) and found["sign"] in HOLDS:
        return part._replace(condition=(found["sign"], Decimal(found["bound"])))
    if found := _CURRENCY.match(said):
        return part._replace(before=part.before + found["sign"])
    shows_otherwise = said.casefold() in _WHITE or said.casefold().startswith("dbnum") or said in "hmsHMS"
    return part._replace(untold=part.untold or shows_otherwise)


def _digits(number: Decimal, places: str) -> str:
    """A number that is not negative, in the places of digits that a format has; OBJECT where it leaves out thousands."""
    if places == GENERAL:
        return _general(number)
    if places.endswith(","):
        return OBJECT
    whole, _, fraction = places.replace("?", "#").partition(".")
    fraction = re.sub(r"[^0#]", "", fraction)[:_MOST_BEHIND_THE_POINT]
    rounded = number.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    front, _, back = f"{rounded:f}".partition(".")
    least = len(fraction.rstrip("#"))
    back = back[:least] + back[least:].rstrip("0")
    front = front.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole and front:
        front = f"{int(front):,}".rjust(len(front), "0")
    return front + (f".{back}" if back else "")


def _general(number: Decimal) -> str:
    """A number as a cell without a format shows it: ten digits where some are behind the point, and none that binary fractions leave."""
    if number == number.to_integral_value():
        return f"{number:.0f}"
    whole = len(f"{abs(int(number))}")
    rounded = number.quantize(Decimal(1).scaleb(-max(_DIGITS_OF_GENERAL - whole, 1)), ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".")
