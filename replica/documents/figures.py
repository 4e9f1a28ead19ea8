"""Figures of one organ over the years: random, seeded, skewed as real ones are, and consistent with every identity of the forms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Literal

from replica.documents.labels import APPLICANTS, DISPUTES, OUTCOMES, PROACTIVE, Form, details
from replica.documents.report import Figure, Number

Scale = Literal["government", "department", "town"]
Values = dict[str, Number]

_APPLICANT_KEYS = tuple(key for key, _ in APPLICANTS[:-1])
# Mean number of requests by natural persons; towns often have none at all.
_REQUESTS: dict[Scale, float] = {"government": 120.0, "department": 9.0, "town": 2.0}
_DECISIONS: dict[Scale, int] = {"government": 20_000, "department": 1_500, "town": 60}


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """Which form each part of a report follows; a hybrid has a single 其他处理 row under a section 二 of 2021."""

    proactive: Form
    requests: Form

    @classmethod
    def of(cls, year: int) -> "Shape":
        """The forms in force for a report year."""
        form: Form = "2021" if year >= 2021 else "2019"
        return cls(proactive=form, requests=form)


def _count(random: Random, mean: float) -> int:
    """A skewed count: zero more often than not for small means, now and then several times the mean."""
    if mean <= 0 or random.random() < 0.9 / (1.0 + mean):
        return 0
    return int(random.expovariate(1.0 / mean) + 0.5)


def _applicants(row: str, values: Mapping[str, int]) -> Values:
    filled = {f"requests/{row}/{key}": values.get(key, 0) for key in _APPLICANT_KEYS}
    return {**filled, f"requests/{row}/total": sum(filled.values())}


def _share(random: Random, total: int, rows: tuple[str, ...]) -> dict[str, int]:
    """Spreads `total` over a few of the rows."""
    counts = dict.fromkeys(rows, 0)
    likely = ("granted", "granted", "granted", "partially_granted", "unavailable_not_held", *rows)
    for _ in range(min(total, 40)):
        counts[random.choice(likely)] += 1
    if total > 40:
        counts["granted"] += total - 40
    return counts


def requests(random: Random, *, scale: Scale, form: Form, carried: Mapping[str, int]) -> Values:
    """Section 三 of one year; `carried` is last year's `carried_out` by applicant."""
    mean = _REQUESTS[scale]
    means = {key: mean if key == "individual" else mean * 0.12 for key in _APPLICANT_KEYS}
    received = {key: _count(random, means[key]) for key in _APPLICANT_KEYS}
    left: dict[str, int] = {}
    rows: dict[str, dict[str, int]] = {row: {} for row in details(form)}
    for key in _APPLICANT_KEYS:
        available = received[key] + carried.get(key, 0)
        left[key] = min(_count(random, available * 0.06), available)
        for row, count in _share(random, available - left[key], details(form)).items():
            rows[row][key] = count
    concluded = {key: sum(counts[key] for counts in rows.values()) for key in _APPLICANT_KEYS}
    values = _applicants("received", received) | _applicants("carried_in", carried)
    for row, counts in rows.items():
        values |= _applicants(row, counts)
    return values | _applicants("concluded_total", concluded) | _applicants("carried_out", left)


def carried_out(values: Mapping[str, Number]) -> dict[str, int]:
    """What this year hands on to the next, by applicant."""
    return {key: int(values[f"requests/carried_out/{key}"]) for key in _APPLICANT_KEYS}


def disputes(random: Random, scale: Scale) -> Values:
    """Section 四 of one year."""
    values: Values = {}
    for row, _ in DISPUTES:
        mean = _REQUESTS[scale] * (0.05 if row == "review" else 0.02)
        counts = [_count(random, mean) for _ in OUTCOMES[:-1]]
        for (column, _), count in zip(OUTCOMES, [*counts, sum(counts)], strict=True):
            values[f"review_litigation/{row}/{column}"] = count
    return values


def _stock(random: Random, row: str, *, mean: float, before: int) -> Values:
    issued = _count(random, mean)
    repealed = min(_count(random, mean * 0.4), before + issued)
    columns = {"issued": issued, "repealed": repealed, "in_force": before + issued - repealed}
    return {f"proactive/{row}/{column}": value for column, value in columns.items()}


def _money(random: Random, scale: Scale) -> Number:
    """万元: usually nothing, else with two, four or six decimals."""
    if random.random() < (0.2 if scale == "government" else 0.75):
        return 0
    places = random.choice((0, 1, 2, 2, 4, 6))
    ceiling = 9_000 if scale == "government" else 400
    return Decimal(random.randrange(1, ceiling * 10**places)).scaleb(-places)


def proactive_2021(random: Random, *, scale: Scale, stock: Mapping[str, int]) -> Values:
    """Section 二 of the form 2021; `stock` is last year's documents in force by row."""
    most = _DECISIONS[scale]
    mean = 8.0 if scale == "government" else 0.6
    values = _stock(random, "regulations", mean=0.0, before=stock.get("regulations", 0))
    values |= _stock(random, "normative_documents", mean=mean, before=stock.get("normative_documents", 0))
    for row, share in (("licensing", 1.0), ("penalty", 0.4), ("coercion", 0.05)):
        values[f"proactive/administrative_{row}/decisions"] = _count(random, most * share)
    return values | {"proactive/administrative_fees/amount": _money(random, scale)}


def proactive_2019(random: Random, scale: Scale) -> Values:
    """Section 二 of the form 2019; 本年增/减 is signed."""
    values: Values = {}
    for block in PROACTIVE["2019"]:
        for row, _ in block.rows:
            for column, _ in block.columns:
                values[f"proactive/{row}/{column}"] = _item(random, row=row, column=column, scale=scale)
    return values


def _item(random: Random, *, row: str, column: str, scale: Scale) -> Number:
    if row == "regulations":
        return 0
    match column:
        case "change":
            return random.choice((0, 0, 0, random.randrange(-30, 40)))
        case "decisions":
            return _count(random, _DECISIONS[scale] * 0.5)
        case "amount":
            return _money(random, scale)
        case _:
            return _count(random, 14.0 if scale == "government" else 3.0)


def values_of(
    random: Random, *, shape: Shape, scale: Scale, before: Mapping[str, Number] | None
) -> dict[str, Number]:
    """All figures of one year, consistent with `before`, the year before (null where there is none)."""
    carried = carried_out(before) if before else {}
    stock: dict[str, int] = {}
    for row in ("regulations", "normative_documents"):
        known = (before or {}).get(f"proactive/{row}/in_force")
        stock[row] = int(known) if known is not None else _first_stock(random, row, scale)
    section_two = (
        proactive_2021(random, scale=scale, stock=stock)
        if shape.proactive == "2021"
        else proactive_2019(random, scale)
    )
    section_three = requests(random, scale=scale, form=shape.requests, carried=carried)
    return section_two | section_three | disputes(random, scale)


def _first_stock(random: Random, row: str, scale: Scale) -> int:
    if row == "regulations":
        return 0
    return random.randrange(40, 220) if scale == "government" else random.choice((0, 0, 0, 2, 5))


def history(
    key: str, *, years: Iterable[int], scale: Scale, shapes: Mapping[int, Shape] | None = None
) -> dict[int, dict[str, Number]]:
    """Figures of each year in turn, each handing its pending requests and documents in force to the next.

    `key` seeds them. A gap in `years` breaks no chain: the last year printed is the one handed on.
    """
    result: dict[int, dict[str, Number]] = {}
    before: dict[str, Number] | None = None
    for year in years:
        shape = (shapes or {}).get(year) or Shape.of(year)
        before = values_of(Random(f"figures/{key}/{year}"), shape=shape, scale=scale, before=before)
        result[year] = before
    return result


def printed(values: Mapping[str, Number]) -> dict[str, Figure]:
    """Every value as plain digits."""
    return {address: Figure(value=value, raw=str(value)) for address, value in values.items()}
