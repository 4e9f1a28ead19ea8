"""Which tables are the report's own, where it prints another organ's or another year's too."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.counted import counted
from archive.records import Figure, Finding, Section
from extract.chapters import headings
from extract.chapters.lines import WHOLE, without
from extract.document import Document, Grid
from extract.identity import titles
from extract.match import Match, tables
from extract.narrative.admissible import Number
from extract.narrative.claims import Claim
from extract.narrative.compare import contradictions, said
from extract.tables import captions
from extract.tables.again import Printing

_CHAPTERS: Final = {"proactive": 2, "requests": 3, "review_litigation": 4}
"""The section that each table belongs to."""
_MANY: Final = 3
"""Printings, or columns with figures, of which a sum that holds is no chance. No sum decided in the 17 real reports at hand: none
prints a table twice."""
_FORMATS: Final = 10
"""Of so many figures that are not zero at most one is read otherwise in another format of the same report. Any two of the real
reports differ in 86 of 100 or more, unless both print zeros alone."""
_MOST_TOLD: Final = 5
"""Cells that a finding names; where more differ it is another table rather than a slip. No real report has had such a finding."""
_ANOTHER: Final = "the document holds another report too, which is not read: {!r}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What may tell a report's own tables from others."""

    document: Document
    sections: Sequence[Section]
    organ: str
    year: int | None


def settle(match: Match, report: Report) -> Match:
    """The match without the tables under captions of another organ or year, and of those printed several times with the
    printing that captions, the report's own words or chapters show to be its own; where nothing does, with the first and a
    finding. Tables that are printed equally often are settled together."""
    match = _without_others(match, report)
    together: defaultdict[int, list[str]] = defaultdict(list)
    for key, printings in match.printings.items():
        together[len(printings)].append(key)
    for keys in together.values():
        own = next((at for told in _EVIDENCE if (at := told(match, keys, report)) is not None), None)
        match = _doubted(match, keys) if own is None else _with(match, keys, own)
    return match


def _without_others(match: Match, report: Report) -> Match:
    """The match without the tables of another organ or year; with a finding where it has no others."""
    grids = captions.foreign(report.document, report.organ, report.year)
    if not grids:
        return match
    own = tables(without(report.document, dict.fromkeys(grids, ((0, WHOLE),))))
    if {figure.table for figure in own.figures} == {figure.table for figure in match.figures}:
        told = (_doubt(_ANOTHER.format(title)) for title in grids.values() if titles.is_title(title))
        doubts = tuple(dict.fromkeys(told))
        return replace(own, consumed={**match.consumed, **own.consumed}, findings=(*own.findings, *doubts))
    caption = next((caption for index, caption in grids.items() if index in match.consumed), None)
    if caption is None:
        return match
    doubt = _doubt(f"a table that is read has a caption of another organ or year: {caption!r}")
    return replace(match, findings=(*match.findings, doubt))


def _doubt(message: str) -> Finding:
    return Finding(code="organ", level="warning", where="", message=message)


def _by_caption(match: Match, keys: Sequence[str], report: Report) -> int | None:
    """The only printing under the report's own name or year, or the only one not under another's."""
    told: list[set[str | None]] = [set() for _ in match.printings[keys[0]]]
    for key in keys:
        for at, printing in enumerate(match.printings[key]):
            told[at].add(captions.above(report.document, printing.block, report.organ, report.year))
    own = [at for at, said in enumerate(told) if "" in said]
    others = [at for at, said in enumerate(told) if not any(said)]
    return _only(own) if own else _only(others)


def _by_label(match: Match, keys: Sequence[str], report: Report) -> int | None:
    """The only printing whose line of figures is labelled with the report's own year or name, or as the sum of all."""
    labels = [_label(report.document, printing) for printing in match.printings[keys[0]]]
    return _only([at for at, label in enumerate(labels) if captions.is_own(label, report.organ, report.year)])


def _label(document: Document, printing: Printing) -> str:
    """What stands before the first figure of a printing on its line; '' where that is nothing of its own."""
    grid, place = document.blocks[printing.block], printing.figures[0].place
    if not isinstance(grid, Grid) or place is None or not place.row or place.row > len(grid.rows):
        return ""
    first = grid.rows[place.row - 1][0]
    return first.text if first is not None and first.place != place and first.row == place.row - 1 else ""


def _by_words(match: Match, keys: Sequence[str], report: Report) -> int | None:
    """The printing that the report's text contradicts least."""
    told = said(report.sections, organ=report.organ, year=report.year)
    return least_contradicted(
        told, [_figures(match, keys, at) for at in range(len(match.printings[keys[0]]))]
    )


def differ(one: Sequence[Figure], other: Sequence[Figure]) -> bool:
    """Whether two readings of a table are of two tables: of what either prints more differs than one format may lose of another."""
    left, right = ({figure.address: figure.value for figure in each if figure.value} for each in (one, other))
    apart = sum(left.get(address) != right.get(address) for address in left.keys() | right.keys())
    return _FORMATS * apart > len(left.keys() | right.keys())


def least_contradicted(told: Sequence[Claim], rivals: Sequence[Sequence[Figure]]) -> int | None:
    """Which of several sets of figures a text contradicts least; null where that is none alone."""
    against = [len(contradictions(told, figures)) for figures in rivals]
    least = min(against)
    return _only([at for at, count in enumerate(against) if count == least])


def _by_sum(match: Match, keys: Sequence[str], report: Report) -> int | None:
    """The only printing in which each figure is the sum of those of all others: theirs are parts of the report's own."""
    values = [_values(match, keys, at) for at in range(len(match.printings[keys[0]]))]
    if len(values) < _MANY:
        return None
    addresses = set[str]().union(*values)
    whole = {address: sum(each.get(address, 0) for each in values) for address in addresses}
    return _only([at for at, each in enumerate(values) if all(2 * each.get(a, 0) == whole[a] for a in whole)])


def _by_carrying(match: Match, keys: Sequence[str], report: Report) -> int | None:
    """The only printing that carries in what another carries out: that is the table of the year before."""
    if "requests" not in keys or len(match.printings["requests"]) >= _MANY:
        return None
    one, other = (_values(match, ["requests"], at) for at in (0, 1))
    return _only([at for at, (old, new) in enumerate(((other, one), (one, other))) if _follows(new, old)])


def _follows(new: Mapping[str, Number], old: Mapping[str, Number]) -> bool:
    left = {address: value for address, value in old.items() if "/carried_out/" in address}
    pairs = [
        (value, new.get(address.replace("carried_out", "carried_in"))) for address, value in left.items()
    ]
    return all(value == carried for value, carried in pairs) and sum(value > 0 for value, _ in pairs) >= _MANY


def _values(match: Match, keys: Sequence[str], at: int) -> dict[str, Number]:
    return {figure.address: figure.value or 0 for figure in _figures(match, keys, at)}


def _by_chapter(match: Match, keys: Sequence[str], report: Report) -> int | None:
    """The only printing whose tables stand in the chapters that they belong to."""
    right = [
        at
        for at in range(len(match.printings[keys[0]]))
        if all(
            _chapter(report.document, match.printings[key][at].block) == _CHAPTERS.get(key) for key in keys
        )
    ]
    return _only(right)


_EVIDENCE: Final[tuple[Callable[[Match, Sequence[str], Report], int | None], ...]] = (
    _by_caption,
    _by_label,
    _by_words,
    _by_sum,
    _by_carrying,
    _by_chapter,
)


def _only(found: Sequence[int]) -> int | None:
    return found[0] if len(found) == 1 else None


def _chapter(document: Document, index: int) -> int | None:
    """The section that the nearest chapter above a block opens; null where that is none of the six, as an annex is."""
    for block in reversed(document.blocks[:index]):
        for line in () if isinstance(block, Grid) else reversed(block.text.split("\n")):
            opened = headings.opening(line.strip())
            if opened is not None and (opened.style == "han" or opened.official):
                return opened.number
    return None


def _figures(match: Match, keys: Sequence[str], at: int) -> list[Figure]:
    return [figure for key in keys for figure in match.printings[key][at].figures]


def _with(match: Match, keys: Sequence[str], at: int) -> Match:
    """The match with another printing of these tables in place of the first."""
    figures, findings = list(match.figures), list(match.findings)
    for key in keys:
        first, chosen = match.printings[key][0], match.printings[key][at]
        begins = next(index for index, figure in enumerate(figures) if figure.table == key)
        figures[begins : begins + len(first.figures)] = chosen.figures
        findings = [finding for finding in findings if finding not in first.findings] + [*chosen.findings]
    return replace(match, figures=tuple(figures), findings=tuple(findings))


def _doubted(match: Match, keys: Sequence[str]) -> Match:
    doubts = [Finding(code="organ", level="warning", where=key, message=_message(match, key)) for key in keys]
    return replace(match, findings=(*match.findings, *doubts))


def _message(match: Match, key: str) -> str:
    printings = match.printings[key]
    values: defaultdict[str, set[object]] = defaultdict(set)
    for printing in printings:
        for figure in printing.figures:
            values[figure.address].add(figure.value)
    differing = [address for address, found in values.items() if len(found) > 1]
    where = f" ({', '.join(differing)})" if len(differing) <= _MOST_TOLD else ""
    return (
        f"the table is printed {len(printings)} times with {counted(len(differing), 'figure that differs', 'figures that differ')}{where}, "
        "and nothing tells which is the report's own: the first is read"
    )
