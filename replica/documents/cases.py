"""The committed office documents' contents: which reports, with which defects, in which formats."""

from collections.abc import Iterator
from dataclasses import dataclass

from replica.documents import defects
from replica.documents.figures import Shape
from replica.documents.make import reports
from replica.documents.report import Report
from replica.site.model import Site

KINDS = ("doc", "docx", "pdf", "wps", "rtf", "odt")
_SHAPES: dict[str, Shape] = {
    "2019": Shape(proactive="2019", requests="2019"),
    "2021": Shape(proactive="2021", requests="2021"),
    "hybrid": Shape(proactive="2021", requests="2019"),
}
_DAMAGES: tuple[tuple[str, ...], ...] = (
    (),
    ("label_variants", "blank_zeros"),
    ("page_break", "wrong_row_total"),
    ("repeated_group_label", "annotated_cell", "thousands"),
    ("short_rowspan", "missummed_details", "heading_variants"),
    ("half_width", "dashed_zeros", "copied_organ"),
    ("parted_digits", "contradiction"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A document to commit."""

    report: Report
    kind: str


def of_demo() -> Iterator[Case]:
    """The attachments of the demonstration portal (ucap, demo, seed 1)."""
    site = Site(seed=1, size="demo")
    for organ in site.organs:
        for year in site.years(organ):
            borne, kind = site.borne(organ, year)
            if borne != "page":
                yield Case(report=site.report(organ, year), kind=kind)


def of_test() -> Iterator[Case]:
    """One document for each format and kind of damage, the forms in turn."""
    organs = Site(seed=77, size="small").organs
    for number, kind in enumerate(KINDS):
        for turn, damage in enumerate(_DAMAGES):
            organ = organs[(number * len(_DAMAGES) + turn) % len(organs)]
            form = ("2021", "2019", "hybrid")[(number + turn) % 3]
            year = 2020 if form == "2019" else 2021 + turn % 4
            made = reports(
                organ,
                seed=f"office/{kind}/{turn}",
                years=range(year - 1, year + 1),
                shapes={year: _SHAPES[form]},
            )
            yield Case(report=defects.apply(made[year], damage, seed=turn), kind=kind)


def of_scans() -> Iterator[Case]:
    """Pictures of pages: one document of each form, undamaged."""
    organs = Site(seed=78, size="demo").organs
    for organ, year in zip(organs[2:4], (2020, 2023), strict=True):
        made = reports(organ, seed="office/scan", years=range(year, year + 1))
        yield Case(report=made[year], kind="scan.pdf")


def all_cases() -> list[Case]:
    """Everything that `replica.documents.build` makes."""
    return [*of_demo(), *of_test(), *of_scans()]
