"""Which documents the set holds. Every defect meets every form and, over the set, every format."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle
from random import Random

from archive.records import Part, Sighting, Source
from replica.documents import defects, files, html, paper, pdf, statistics, text
from replica.documents.figures import Shape
from replica.documents.make import reports
from replica.documents.names import Organ, organs, place
from replica.documents.report import Report
from tests.extract.generated import sayings, shapes

WEB = ("clean", "word", "trs", "plain")
TEXT = ("lines", "tabs", "markdown")
FILES = ("docx", "pdf")
FLAT = "flat"
RULES = tuple(rules for rules in paper.RULES if rules != "cells")
"""PDF files whose tables are drawn with some of their lines, or none."""
KINDS = (*WEB, *TEXT, *FILES, FLAT)
_SHAPES = {
    "2021": Shape(proactive="2021", requests="2021"),
    "2019": Shape(proactive="2019", requests="2019"),
    "hybrid": Shape(proactive="2021", requests="2019"),
}
_PAIRS = (
    ("page_break", "label_variants"),
    ("repeated_group_label", "blank_zeros"),
    ("short_rowspan", "wrong_row_total"),
    ("lost_group_labels", "half_width"),
    ("label_typos", "missummed_details"),
    ("heading_variants", "dashed_zeros"),
)
_NOT_IN_LINES = frozenset({"parted_digits"})
"""Plain text prints a cell in one line."""


_SELF_TOLD = frozenset({"contradiction"})
"""Has taken away what else the text says of the same figure."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One document of the set."""

    name: str
    report: Report
    kind: str
    planted: tuple[sayings.Planted, ...] = ()
    """Wrong numbers that the text gives, besides the report's own planted findings."""

    def source(self) -> Source:
        """The document as the archive would hand it to a reader."""
        body = render(self.report, self.kind)
        digest = hashlib.sha256(body).hexdigest()
        url = f"https://www.example.gov.cn/{self.name}"
        part = Part(
            role="page",
            url=url,
            name=self.name,
            media_type=None,
            charset=None,
            sha256=digest,
            capture="0",
            captured_at="2030-01-01T00:00:00.000000Z",
            body=body,
        )
        return Source(
            key=digest,
            portal="example.gov.cn",
            url=url,
            captured_at="2030-01-01T00:00:00.000000Z",
            parts=(part,),
            sighting=Sighting(
                portal="example.gov.cn",
                url=url,
                found_on=None,
                title="",
                organ=None,
                year=None,
                published=self.report.published,
                published_label="list",
                at="2030-01-01T00:00:00.000000Z",
                run="0",
            ),
        )


def render(report: Report, kind: str) -> bytes:
    """The document's bytes in a format of KINDS."""
    for style in html.STYLES:
        if style == kind:
            return html.page(report, style).encode()
    for rules in RULES:
        if kind == f"pdf, {rules}":
            return pdf.render(report, rules)
    if kind in (*TEXT, FLAT):
        return text.text(report, kind).encode()
    return files.render(report, kind)


def cases() -> Iterator[Case]:
    """The set, always the same."""
    kinds = cycle((*WEB, *TEXT, "docx", *WEB[:2], "pdf"))
    seed = 0
    for name in (None, *defects.DEFECTS):
        for form in _SHAPES:
            for _ in range(2):
                seed += 1
                yield _damaged(form, (name,) if name else (), _fit(next(kinds), name), seed=seed)
    for pair in _PAIRS:
        for form in _SHAPES:
            seed += 1
            yield _damaged(form, pair, _fit(next(kinds), None), seed=seed)
    for kind in (*KINDS[:-2], "docx"):
        for make in (statistics.national, statistics.local):
            seed += 1
            report = make(organ_of(seed), 2014 + seed % 5, seed=seed)
            yield Case(name=f"{report.form}-{kind}-{seed}", report=report, kind=kind)
    for case in _partly_ruled(seed):
        seed += 1
        yield case
    yield from _shaped(seed)


_PRINTED = (
    "blank_detail_totals",
    "annotated_cell",
    "thousands",
    "padded",
    "label_variants",
    "missummed_details",
    "missing_row",
)
"""Defects that a reader of positions may stumble over."""


def _partly_ruled(seed: int) -> Iterator[Case]:
    printed = cycle(_PRINTED)
    for rules in RULES:
        kind = f"pdf, {rules}"
        for form in _SHAPES:
            yield _damaged(form, (), kind, seed=seed + 1)
            yield _damaged(form, (next(printed),), kind, seed=seed + 2)
            seed += 2
        for make in (statistics.national, statistics.local):
            seed += 1
            report = make(organ_of(seed), 2014 + seed % 5, seed=seed)
            yield Case(name=f"{report.form}-{kind}-{seed}", report=report, kind=kind)


def _shaped(seed: int) -> Iterator[Case]:
    """Reports whose tables are laid out in other ways."""
    kinds = cycle(("clean", "word", "docx", "lines", "pdf"))
    for shape in shapes.STATUTORY:
        for form in _SHAPES:
            seed += 1
            case = _damaged(form, (), next(kinds), seed=seed)
            yield replace(case, name=f"{shape.__name__}-{case.name}", report=shape(case.report))
    for shape in shapes.LISTED:
        for make in (statistics.national, statistics.local):
            seed += 1
            report = shape(make(organ_of(seed), 2014 + seed % 5, seed=seed))
            kind = next(kinds)
            yield Case(name=f"{shape.__name__}-{report.form}-{kind}-{seed}", report=report, kind=kind)


def flattened() -> Iterator[Case]:
    """Reports whose tables have lost every separator, with and without damage."""
    for seed, names in enumerate(
        ((), (), ("missummed_details",), ("repeated_group_label",), ("label_typos",), ("blank_zeros",)),
        start=900,
    ):
        for form in _SHAPES:
            yield _damaged(form, names, FLAT, seed=seed)
    for seed, make in enumerate((statistics.national, statistics.local, statistics.local), start=950):
        report = make(organ_of(seed), 2016, seed=seed)
        yield Case(name=f"{report.form}-flat-{seed}", report=report, kind=FLAT)


def _fit(kind: str, defect: str | None) -> str:
    return "clean" if defect in _NOT_IN_LINES and kind in TEXT else kind


def organ_of(seed: int) -> Organ:
    among = organs(Random(f"set/{seed}"), place(Random(f"set/{seed}")), 12)
    return among[seed % len(among)]


def _damaged(form: str, names: tuple[str, ...], kind: str, *, seed: int) -> Case:
    organ = organ_of(seed)
    year = 2019 + seed % 2 if form == "2019" else 2021 + seed % 4
    made = reports(organ, seed=f"set/{seed}", years=range(year - 1, year + 1), shapes={year: _SHAPES[form]})
    report = defects.apply(made[year], names, seed=seed)
    planted: tuple[sayings.Planted, ...] = ()
    if kind != FLAT and not _SELF_TOLD.intersection(names):
        report, planted = sayings.said(report, seed=seed)
    return Case(name="-".join((form, *names, kind, str(seed))), report=report, kind=kind, planted=planted)
