"""What the tables hold, in every way that a sentence may fairly count it: sets of admissible numbers for each topic."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Final

from archive.records import Figure, State

Number = int | Decimal
Numbers = frozenset[Number]
"""Numbers of which each is a fair reading; empty where the tables do not tell."""

_UNKNOWN: Final[Numbers] = frozenset()

_GROUPS: Final = {"refused_": (8,), "unavailable_": (3,), "declined_": (5,), "other": (1, 3)}
"""How many rows each group of outcomes has, in the forms since 2019."""


class Tables:
    """The figures of a report by table, row and column."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._rows: dict[tuple[str, str], dict[str, Figure]] = {}
        for figure in figures:
            self._rows.setdefault((figure.table, figure.row), {})[figure.column] = figure
        self._told = {
            figure.table for row in self._rows.values() for figure in row.values() if figure.value is not None
        }

    def total(self, table: str, row: str) -> Numbers:
        """A row's total as printed and as its columns add up: a report may quote either where they differ."""
        cells = self._rows.get((table, row))
        if not cells or table not in self._told or any(f.state is State.UNREADABLE for f in cells.values()):
            return _UNKNOWN
        parts = [figure.value or 0 for column, figure in cells.items() if column != "total"]
        printed = cells["total"].value if "total" in cells else None
        return frozenset({sum(parts)} | ({printed} if printed is not None else set()))

    def quoted(self, table: str, row: str) -> Numbers:
        """A row's total where the text speaks of this row alone: then a blank may also be read as zero."""
        total = self.total(table, row)
        return either(total, self.cells(table, row, "total") or total)

    def cells(self, table: str, row: str, *columns: str) -> Numbers:
        """The values of these columns, each a reading of its own; a blank counts as zero."""
        found = self._rows.get((table, row), {})
        chosen = [found[column] for column in columns if column in found]
        if table not in self._told or any(f.state is State.UNREADABLE for f in chosen):
            return _UNKNOWN
        return frozenset(figure.value or 0 for figure in chosen)

    def summed(self, table: str, row: str, *columns: str) -> Numbers:
        """The sum of these columns."""
        found = self._rows.get((table, row), {})
        if table not in self._told or not found or any(f.state is State.UNREADABLE for f in found.values()):
            return _UNKNOWN
        return frozenset({sum((found[column].value or 0 for column in columns if column in found), start=0)})

    def group(self, table: str, prefix: str) -> Numbers:
        """The sum of the totals of all rows whose keys begin so; unknown unless every row of the group was read."""
        rows = [row for t, row in self._rows if t == table and row.startswith(prefix)]
        if len(rows) not in _GROUPS[prefix]:
            return _UNKNOWN
        return add(*(self.total(table, row) for row in rows))

    def labelled(self, table: str, *words: str) -> Numbers:
        """Every value in rows of a table of the organ's own whose label holds one of the words."""
        rows = [
            row
            for (t, label), row in self._rows.items()
            if t == table and any(word in label for word in words)
        ]
        figures = [figure for row in rows for figure in row.values()]
        if not figures or any(figure.state is State.UNREADABLE for figure in figures):
            return _UNKNOWN
        return frozenset(figure.value or 0 for figure in figures)


def add(*sets: Numbers) -> Numbers:
    """Every sum of one number from each set; unknown where a set is."""
    sums: Numbers = frozenset({0}) if sets else _UNKNOWN
    for numbers in sets:
        sums = frozenset(a + b for a in sums for b in numbers)
    return sums


def either(*sets: Numbers) -> Numbers:
    """Every number of every set; unknown where a set is, since the fair reading may be the one that is missing."""
    return frozenset().union(*sets) if all(sets) else _UNKNOWN


def less(numbers: Numbers, taken: Numbers) -> Numbers:
    """Every difference."""
    return frozenset(a - b for a in numbers for b in taken)


def readings(topic: str, tables: Tables) -> Numbers:
    """Every number that a fair reader may give for a topic; empty where the tables do not tell."""
    return _TOPICS[topic](tables) or _EARLIER.get(topic, _unknown)(tables)


def _unknown(tables: Tables) -> Numbers:
    del tables
    return _UNKNOWN


def _requests(row: str) -> Callable[[Tables], Numbers]:
    return lambda tables: tables.quoted("requests", row)


def _received(tables: Tables) -> Numbers:
    """New ones, or new ones and those carried in."""
    new = tables.total("requests", "received")
    return either(tables.quoted("requests", "received"), add(new, tables.total("requests", "carried_in")))


def _concluded(tables: Tables) -> Numbers:
    """All that were concluded, also without those that got no answer: withdrawn, not corrected, not dealt with."""
    concluded = tables.total("requests", "concluded_total")
    declined, other = tables.group("requests", "declined_"), tables.group("requests", "other")
    return either(
        tables.quoted("requests", "concluded_total"),
        *(less(concluded, taken) for taken in (declined, other, add(declined, other))),
    )


def _handled(tables: Tables) -> Numbers:
    return either(_received(tables), _concluded(tables))


def _answered(tables: Tables) -> Numbers:
    """What was concluded, also only of this year's requests."""
    this_year = less(tables.total("requests", "concluded_total"), tables.total("requests", "carried_in"))
    return either(_concluded(tables), this_year)


def _granted(tables: Tables) -> Numbers:
    granted = tables.total("requests", "granted")
    both = add(granted, tables.total("requests", "partially_granted"))
    return either(tables.quoted("requests", "granted"), both)


def _refused(tables: Tables) -> Numbers:
    """Refusals, also in the wider sense of everything that was not given."""
    refused, unavailable = tables.group("requests", "refused_"), tables.group("requests", "unavailable_")
    declined = tables.group("requests", "declined_")
    return either(refused, add(refused, unavailable), add(refused, unavailable, declined))


def _not_held(tables: Tables) -> Numbers:
    return either(tables.total("requests", "unavailable_not_held"), tables.group("requests", "unavailable_"))


def _applicants(*columns: str) -> Callable[[Tables], Numbers]:
    def numbers(tables: Tables) -> Numbers:
        new, old, done = (
            tables.summed("requests", row, *columns) for row in ("received", "carried_in", "concluded_total")
        )
        return either(new, add(new, old), done)

    return numbers


def _review(tables: Tables) -> Numbers:
    return tables.quoted("review_litigation", "review")


def _suits(tables: Tables) -> Numbers:
    """Of both ways to court, or of one."""
    direct, after = _ways_to_court(tables)
    return either(direct, after, add(direct, after))


def _all_suits(tables: Tables) -> Numbers:
    """Of both ways: who denies any denies both."""
    return add(*_ways_to_court(tables))


def _ways_to_court(tables: Tables) -> list[Numbers]:
    return [tables.quoted("review_litigation", f"litigation_{way}") for way in ("direct", "after_review")]


def _disputes(tables: Tables) -> Numbers:
    return add(_review(tables), _suits(tables))


def _all_disputes(tables: Tables) -> Numbers:
    return add(_review(tables), _all_suits(tables))


def _all(*columns: str) -> Callable[[Tables], Numbers]:
    """The number of cases, over all three groups, in columns that should then be empty."""

    def numbers(tables: Tables) -> Numbers:
        groups = ("review", "litigation_direct", "litigation_after_review")
        return add(*(tables.summed("review_litigation", group, *columns) for group in groups))

    return numbers


def _papers(*columns: str) -> Callable[[Tables], Numbers]:
    return lambda tables: tables.cells("proactive", "normative_documents", *columns)


def _decisions(of: str) -> Callable[[Tables], Numbers]:
    return lambda tables: tables.cells("proactive", f"administrative_{of}", "decisions")


def _counted_before_2019(path: str, *words: str) -> Callable[[Tables], Numbers]:
    """A row of the national table by its path, or the rows of a table of the organ's own by words of their labels."""
    return lambda tables: tables.cells("statistics", path, "value") or tables.labelled("local", *words)


_ORGANISATIONS: Final = (
    "company",
    "research_institution",
    "social_organisation",
    "legal_service",
    "other_organisation",
)
_TOPICS: Final[Mapping[str, Callable[[Tables], Numbers]]] = {
    "new": _requests("received"),
    "received": _received,
    "handled": _handled,
    "answered": _answered,
    "carried_in": _requests("carried_in"),
    "carried_out": _requests("carried_out"),
    "granted": _granted,
    "granted_or_partially": lambda tables: add(
        tables.total("requests", "granted"), tables.total("requests", "partially_granted")
    ),
    "partially_granted": _requests("partially_granted"),
    "refused": _refused,
    "not_held": _not_held,
    "unavailable": lambda tables: tables.group("requests", "unavailable_"),
    "declined": lambda tables: tables.group("requests", "declined_"),
    "other": lambda tables: tables.group("requests", "other"),
    "individual": _applicants("individual"),
    "organisations": _applicants(*_ORGANISATIONS),
    "no_requests": _requests("received"),
    "review": _review,
    "suits": _suits,
    "disputes": _disputes,
    "no_review": _review,
    "no_suits": _all_suits,
    "no_disputes": _all_disputes,
    "all_upheld": _all("corrected", "other", "pending"),
    "all_closed": _all("pending"),
    "in_force": _papers("in_force", "total_disclosed"),
    "repealed": _papers("repealed"),
    "issued": _papers("issued", "made", "disclosed"),
    "no_papers": _papers("issued", "made"),
    "licensing": _decisions("licensing"),
    "penalties": _decisions("penalty"),
    "published": _unknown,
}
_EARLIER: Final[Mapping[str, Callable[[Tables], Numbers]]] = {
    "published": _counted_before_2019("1.1", "主动公开"),
    "new": _counted_before_2019("3.1", "受理", "申请总数", "收到申请"),
    "received": _counted_before_2019("3.1", "受理", "申请总数", "收到申请"),
    "handled": _counted_before_2019("3.1", "受理", "申请总数", "收到申请", "答复"),
    "no_requests": _counted_before_2019("3.1", "受理", "申请总数", "收到申请"),
    "review": _counted_before_2019("4", "行政复议"),
    "suits": _counted_before_2019("5", "行政诉讼"),
    "no_review": _counted_before_2019("4", "行政复议"),
    "no_suits": _counted_before_2019("5", "行政诉讼"),
}
"""The same topics in the tables before 2019, whose rows count some of them."""
