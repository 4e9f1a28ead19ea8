"""The words of a form's table: which row, column or group a printed label names, exactly or by likeness."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.forms import Label, Table
from extract.words.labels import core, likeness, sign

LIKE_ENOUGH = 0.72
"""Below this likeness two labels are different labels. `其他法律行政止公开` reaches 0.86 of the right one."""
_OTHER_TIME = re.compile(r"上一?年|去年|同比|增减|占比")
CLEAR_LEAD = 0.1
"""How much better the best likeness must be than the next for a misprinted label to be taken for it."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Vocabulary:
    """Folded wordings of one table → keys. Made once for a table, and equal to itself alone, so that it may key a cache."""

    table: Table
    rows: Mapping[str, tuple[str, ...]]
    """A wording may name several rows (`其他`): the group or the sign before it decides."""
    columns: Mapping[str, str]
    columns_of: Mapping[str, tuple[str, ...]]
    """Row → its columns in printed order."""
    groups: frozenset[str]
    """Wordings of group labels, of rows and of columns."""
    notes: frozenset[str]
    """Wordings that belong to the table and name nothing: block titles, `申请人情况`."""
    sideways: frozenset[str]
    """Wordings of columns that name no row: one below the other they show a table turned on its side."""
    heading: frozenset[str]
    """Wordings that only a table's head has: of columns that name no row, of the columns' groups, the notes, and the rows
    where these stand in the head."""
    beside: frozenset[str]
    """Wordings that name rows, or could (`其他`), where rows stand beside their figures."""
    known: frozenset[str]
    """Every wording of the table."""

    def row(self, text: str, *, group: str | None = None, near: str | None = None) -> str | None:
        """The row that a label names exactly; where several carry the wording, `group` and the label's own sign decide.

        `near` is the row matched before: the next one of its group wins what is left open.
        """
        keys = self.rows.get(core(text), ())
        if len(keys) <= 1:
            return keys[0] if keys else None
        return self._settled(keys, text, group, near)

    def _settled(self, keys: tuple[str, ...], text: str, group: str | None, near: str | None) -> str | None:
        rows = [self.table.row(key) for key in keys]
        printed = sign(text)
        for fits in (
            [row for row in rows if printed is not None and sign(row.label) == printed],
            [row for row in rows if group is not None and row.path and core(row.path[-1]) == group],
            [row for row in rows if near is not None and row.path and row.path == self.table.row(near).path],
        ):
            if len(fits) == 1:
                return fits[0].key
        return None

    def like(self, text: str, *, group: str | None, taken: Collection[str]) -> str | None:
        """The one free row that a misprinted label resembles, within its group where that is known; null where none or two do."""
        wording, printed = core(text), sign(text)
        if len(wording) < 2 or wording in self.groups or wording in self.notes:
            return None
        rows = [row for row in self.table.rows if row.key not in taken]
        inside = [row for row in rows if group is not None and row.path and core(row.path[-1]) == group]
        by_sign = [row for row in inside if printed is not None and sign(row.label) == printed]
        if len(by_sign) == 1 and _best(by_sign[0], wording) >= 0.5:
            return by_sign[0].key
        return _leader([(row.key, _best(row, wording)) for row in rows])

    def column(self, text: str) -> str | None:
        """The column that a label names exactly."""
        return self.columns.get(core(text))

    def column_like(self, text: str) -> str | None:
        """The column that a misprinted label resembles."""
        wording = core(text)
        if len(wording) < 2:
            return None
        return _leader([(column.key, _best(column, wording)) for column in self.table.columns])

    def knows(self, text: str) -> bool:
        """Whether the label, in this wording, is one of the table's."""
        return core(text) in self.known


@lru_cache(maxsize=4096)
def is_apart(text: str) -> bool:
    """Whether a label speaks of another year or of a difference."""
    return _OTHER_TIME.search(core(text)) is not None


def _best(label: Label, wording: str) -> float:
    """How much a wording is like the label; not at all where it speaks of another year or of a difference, and the label does not."""
    apart = set(_OTHER_TIME.findall(wording))
    known = [core(name) for name in (label.label, *label.aliases)]
    return max(
        (likeness(name, wording) for name in known if apart <= set(_OTHER_TIME.findall(name))), default=0.0
    )


def _leader(scores: Iterable[tuple[str, float]]) -> str | None:
    ranked = sorted(scores, key=lambda scored: scored[1], reverse=True)
    if not ranked or ranked[0][1] < LIKE_ENOUGH:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < CLEAR_LEAD:
        return None
    return ranked[0][0]


@cache
def vocabulary(table: Table) -> Vocabulary:
    """The words of a table, folded once."""
    rows: dict[str, tuple[str, ...]] = {}
    for row in table.rows:
        for wording in _wordings(row):
            rows[wording] = tuple(dict.fromkeys((*rows.get(wording, ()), row.key)))
    columns = {wording: column.key for column in table.columns for wording in _wordings(column)}
    above = frozenset(core(group) for column in table.columns for group in column.path)
    groups = above | {core(group) for row in table.rows for group in row.path}
    notes = frozenset(core(note) for note in (*table.notes, *table.blocks))
    sideways = frozenset(set(columns) - set(rows))
    return Vocabulary(
        table=table,
        rows=rows,
        columns=columns,
        columns_of={row.key: table.columns_of(row.key) for row in table.rows},
        sideways=sideways,
        groups=groups,
        notes=notes,
        heading=(sideways | above | notes | (frozenset(rows) if table.rows_in_header else frozenset())),
        beside=frozenset() if table.rows_in_header else frozenset(rows),
        known=frozenset({*rows, *columns, *groups, *notes} - {""}),
    )


def _wordings(label: Label) -> list[str]:
    """A label alone and behind its groups, as cells that hold both print it."""
    names = [core(name) for name in (label.label, *label.aliases)]
    inner = core(label.path[-1]) if label.path else ""
    whole = "".join(core(group) for group in label.path)
    return [prefix + name for name in names for prefix in dict.fromkeys(("", inner, whole))]
