"""The numbers behind the charts: rows of section 三's totals by year, as the table `current` names them, made into series."""

from collections.abc import Iterable, Mapping, Sequence

from archive import codebook
from archive.browse.ask import Row
from archive.browse.layout import labels

OUTCOMES: Sequence[tuple[str, str]] = (
    ("予以公开", "granted"),
    ("部分公开", "partially_granted"),
    ("不予公开", "refused"),
    ("无法提供", "unavailable"),
    ("不予处理", "declined"),
    ("其他处理", "other"),
)
"""Groups of section 三: the official word, and what the names of its rows begin with."""

SERIES: Mapping[str, str] = {
    "received": "新收 received",
    "concluded_total": "办结 concluded",
    "carried_out": "结转 carried on",
}

YEARLY = f"""
SELECT year, {", ".join(f"CAST(total({row}) AS INTEGER) AS {row}" for row in codebook.REQUESTS)}
FROM current WHERE year IS NOT NULL AND (received IS NOT NULL OR concluded_total IS NOT NULL) AND {{where}}
GROUP BY year ORDER BY year
"""
"""Sums of section 三 over reports. `total` and not `sum`: no number that a report prints can overflow it."""


def series(years: Iterable[Row]) -> list[Row]:
    """What came in, was concluded and was carried on; a year whose report lacks a figure has no point."""
    return [
        {"year": row["year"], "series": name, "value": row[column]}
        for row in years
        for column, name in SERIES.items()
        if row[column] is not None
    ]


def received(years: Iterable[Row]) -> list[Row]:
    """Requests received."""
    return [{"year": row["year"], "value": row["received"]} for row in years if row["received"] is not None]


def outcomes(years: Iterable[Row]) -> list[Row]:
    """How requests ended, by group."""
    groups = [
        (
            f"{chinese} {english.replace('_', ' ')}",
            [row for row in codebook.REQUESTS if row.startswith(english)],
        )
        for chinese, english in OUTCOMES
    ]
    return [
        {"year": row["year"], "series": name, "value": sum(row[member] or 0 for member in members)}
        for row in years
        if row["received"] is not None or row["concluded_total"] is not None
        for name, members in groups
    ]


def refusals(years: Iterable[Row]) -> list[Row]:
    """Why requests were refused, by reason."""
    names, _ = labels("requests")
    return [
        {"year": row["year"], "series": names[reason].rpartition(".")[2], "value": row[reason]}
        for row in years
        for reason in codebook.REQUESTS
        if reason.startswith("refused_") and row[reason] is not None
    ]
