"""The heatmap: organs by years, and what each square says."""

from collections import Counter

from archive.browse import coverage


def row(organ: str, year: int, state: str = "found", **more: object) -> dict[str, object]:
    """A row of the view `coverage`."""
    there = {"report": None if state == "missing" else f"{organ}{year}", "withdrawn": None, "findings": 0}
    return {"organ": organ, "organ_key": organ, "year": year, "state": state, **there, **more}


def test_every_square_says_what_matters_most() -> None:
    grid = coverage.arrange(
        "p",
        [
            row("丙", 2020, "missing"),
            row("乙", 2020, "unreadable", findings=1),
            row("乙", 2022, "late", findings=2),
            row("甲", 2020),
            row("甲", 2022, "late", withdrawn="2024-05-01"),
        ],
    )
    assert grid.years == (2020, 2021, 2022), "a year in which the whole portal has nothing is missing too"
    assert [(name, key, [square.state for square in squares]) for name, key, squares in grid.organs] == [
        ("乙", "乙", ["unreadable", "missing", "findings"]),
        ("甲", "甲", ["found", "missing", "withdrawn"]),
        ("丙", None, ["missing", "missing", "missing"]),
    ]
    assert grid.counts == Counter(unreadable=1, findings=1, found=1, withdrawn=1, missing=5)
