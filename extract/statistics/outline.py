"""Which indicator of an outlined table a label is: by its wording under the indicators before it, else by its outline sign."""

import re

from extract.forms import Label, Table
from extract.tables.vocabulary import LIKE_ENOUGH
from extract.words.labels import core, fold, likeness, sign
from extract.words.numerals import counted

_LEVELS = re.compile(r"^(?:(?P<han>\D+)、|\((?P<paren>[^)]+)\)|(?P<digit>\d+)\.)$")


class Outline:
    """Follows a table's labels in printed order."""

    def __init__(self, table: Table) -> None:
        self._rows = table.rows
        self._taken: set[str] = set()
        self._last = ""

    def key(self, label: str) -> str | None:
        """The key of the next label; null for one that is none of the table's."""
        key = self._by_wording(label) or self._by_sign(label)
        if key is None:
            return None
        self._taken.add(key)
        self._last = key
        return key

    def _by_wording(self, label: str) -> str | None:
        """Wordings that several rows share (`被依法纠错数`) belong to the one that comes next in the outline."""
        wording = core(label)
        named = [
            row.key
            for row in self._free()
            if any(core(name) == wording for name in (row.label, *row.aliases))
        ]
        if len(named) > 1:
            return self._next(named)
        return named[0] if named else None

    def _by_sign(self, label: str) -> str | None:
        """A misprinted label: the row that its sign leads to, if that resembles it; else the one that clearly does."""
        wording, printed = core(label), sign(label)
        ranked = sorted(((likeness(core(row.label), wording), row.key) for row in self._free()), reverse=True)
        following = next((row for row in self._free() if row.key == self._step(printed)), None)
        if following is not None and likeness(core(following.label), wording) >= 0.5:
            return following.key
        clear = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] >= 0.1)
        return (
            ranked[0][1]
            if ranked and ranked[0][0] >= LIKE_ENOUGH and clear and len(fold(label)) > 3
            else None
        )

    def _free(self) -> list[Label]:
        return [row for row in self._rows if row.key not in self._taken]

    def _next(self, keys: list[str]) -> str:
        order = [row.key for row in self._rows]
        after = order.index(self._last) if self._last in order else -1
        return min(keys, key=lambda key: (order.index(key) < after, order.index(key)))

    def _step(self, printed: str | None) -> str | None:
        """The path that a sign makes from the last key: `(二)` after 3.1.4 is 3.2."""
        found = _LEVELS.match(printed or "")
        if found is None:
            return None
        parts = re.sub(r"[a-z]$", "", self._last).split(".")
        if han := found["han"]:
            return str(counted(han) or "")
        if paren := found["paren"]:
            return f"{parts[0]}.{paren if paren.isdigit() else counted(paren)}"
        return ".".join([*parts[:2], found["digit"]]) if len(parts) > 1 else None
