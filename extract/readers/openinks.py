"""The ink of OpenDocument workbooks: a cell's own, or that which the format of its number gives it by its value."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from extract.readers.cellfonts import WHITE, coloured
from extract.readers.elements import child, local, value
from extract.readers.formats import HOLDS
from extract.readers.opendocument import GROUND, INK, Look, Looks

_CONDITION = re.compile(r"value\(\)(?P<sign><=|>=|!=|[<>=])(?P<bound>-?\d{1,15}(?:\.\d{1,15})?)")
_KINDS = frozenset({"number-style", "currency-style", "percentage-style"})
_DEEPEST = 20
"""Styles made one from the other."""


class _Form(NamedTuple):
    """How numbers are shown."""

    ink: str | None
    """Its colour; null for the cell's own."""
    others: tuple[tuple[str, float, str], ...]
    """Sign and bound of each condition on the number under which another form holds, and that form's name."""


class Inks:
    """What of a workbook's cells nobody sees, by the names of their styles."""

    def __init__(self, roots: Iterable[etree._Element], looks: Looks) -> None:
        self._looks = {name: look for (kind, name), look in looks.items() if kind == "table-cell"}
        self._forms: dict[str, _Form] = {}
        self._cells: dict[str, tuple[str, str]] = {}
        """By style the one that it is made from, and its form."""
        for each in (
            each for root in roots for each in root.iter("{*}style", *(f"{{*}}{kind}" for kind in _KINDS))
        ):
            name = value(each, "name") or ""
            if local(each) in _KINDS:
                self._forms[name] = _form(each)
            elif value(each, "family") == "table-cell":
                self._cells[name] = (
                    value(each, "parent-style-name") or "",
                    value(each, "data-style-name") or "",
                )

    def hides(self, style: str, number: str | None) -> bool:
        """Whether a cell's ink is in the colour of what lies below it; `number` is what it holds."""
        look: Look = self._looks.get(style, {})
        given = self._given(self._forms.get(self._form_of(style)), number)
        return (given or look.get(INK)) == look.get(GROUND, WHITE)

    def _form_of(self, style: str) -> str:
        form, depth = "", 0
        while style in self._cells and not form and depth < _DEEPEST:
            (style, form), depth = self._cells[style], depth + 1
        return form

    def _given(self, form: _Form | None, number: str | None) -> str | None:
        """The ink that a form gives."""
        if form is None or number is None:
            return None
        try:
            held = float(number)
        except ValueError:
            return form.ink
        other = next((name for sign, bound, name in form.others if HOLDS[sign](held, bound)), None)
        return form.ink if other is None else self._forms.get(other, form).ink


def _form(element: etree._Element) -> _Form:
    ink = value(child(element, "text-properties"), "color")
    maps = (
        (each, _CONDITION.fullmatch(value(each, "condition") or "")) for each in element.iterfind("{*}map")
    )
    others = (
        (told["sign"], float(told["bound"]), value(each, "apply-style-name") or "")
        for each, told in maps
        if told
    )
    return _Form(coloured(ink) if ink else None, tuple(others))
