"""Defects of real reports as named transformations of made ones; each changes the document, its truth and what must be found.

report = defects.apply(report, ["page_break", "blank_zeros"], seed=7)
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random

from replica.documents.defects import figures, tables, words
from replica.documents.report import Report, Sentence

Defect = Callable[[Report, Random], Report]

_ALL: tuple[Defect, ...] = (
    figures.missummed_details,
    figures.wrong_row_total,
    figures.missummed_statistics,
    figures.unbalanced,
    figures.zero_dispute_totals,
    figures.blank_zeros,
    figures.dashed_zeros,
    figures.blank_detail_totals,
    figures.blank_organisations,
    figures.annotated_cell,
    figures.thousands,
    figures.full_width,
    figures.parted_digits,
    figures.units,
    figures.padded,
    tables.label_variants,
    tables.label_typos,
    tables.half_width,
    tables.spaced_labels,
    tables.repeated_group_label,
    tables.short_rowspan,
    tables.lost_group_labels,
    tables.page_break,
    tables.missing_disputes,
    tables.missing_row,
    tables.unknown_row,
    tables.dispute_typo,
    words.wrong_period,
    words.damaged_period,
    words.copied_organ,
    words.contradiction,
    words.scope,
    words.stale_notice,
    words.restarted_numbering,
    words.doubled_heading,
    words.heading_variants,
    words.residue,
    words.broken_title,
    words.late,
)
DEFECTS: dict[str, Defect] = {defect.__name__: defect for defect in _ALL}


def apply(report: Report, names: Iterable[str], *, seed: int | str) -> Report:
    """The report with these defects, in this order; their names become its marks."""
    for name in names:
        report = DEFECTS[name](report, Random(f"{name}/{seed}/{report.id}"))
        report = replace(report, marks=(*report.marks, name))
    return restated(report)


def restated(report: Report) -> Report:
    """The narrative states what the tables now say, so that a changed figure plants no contradiction of its own."""

    def one(sentence: Sentence) -> Sentence:
        figures = [report.figures.get(address) for address in sentence.claim]
        if not figures or any(figure is None or figure.state == "unreadable" for figure in figures):
            return sentence
        stated = sum((figure.value or 0 for figure in figures if figure), start=0)
        return replace(sentence, text=sentence.text.replace(str(sentence.stated), str(stated)), stated=stated)

    chapters = tuple(
        replace(c, paragraphs=tuple(tuple(one(s) for s in p) for p in c.paragraphs)) for c in report.chapters
    )
    return replace(report, chapters=chapters)
