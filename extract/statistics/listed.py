"""Statistics tables printed as running text: label, unit, figures; label, unit, figures …"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import NamedTuple

from archive.records import Place
from extract.chapters.lines import Consumed
from extract.document import Document
from extract.flat.flow import Flow, Segment, flows, mask, segments, unmasked
from extract.words.labels import core
from extract.words.units import UNIT

_NAME = r"(?:指标名称|统计指标|统计项目|指标内容|指标)"
_UNITS = r"(?:计量单位名称|计量单位|单位)"
_CODE = r"(?:指标代码|代码|序号|编号|行次)"
_TERM = r"(?:[上去]年同期|\d{4}\s*年\s*度?|历年|[本上当]年度?|[本上]期|[本上]月|[本上]季度?)"
HEADING = (
    rf"(?:{_TERM}(?:累计)?(?:数量|数据|数值|数)?|累计数?|统计(?:数据|数值|数)|合计数?|总计数?|数量|数值)"
)
_HEAD = re.compile(
    rf"(?:(?P<serial>{_CODE})\s*)?{_NAME}\s*(?P<rest>(?:(?:{_UNITS}|{_CODE}|备注|说明|{HEADING})\s*)+)"
)
_UNIT_LAST = re.compile(rf"\s*{UNIT}\s*$")
_UNIT_INSIDE = re.compile(rf"(?<=[数额费量])\s*{UNIT}|(?<=\s){UNIT}(?=\s)")
"""Where a unit ends a label: behind the words that such labels end with, or alone between blanks."""
_SIGN = r"(?:[（(]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）]|[一二三四五六七八九十]{1,3}\s*、|\d{1,2}\s*[.．、])"
_BEGINS = re.compile(rf"其\s*中\s*[:：]?\s*{_SIGN}?|{_SIGN}")
_DASH = re.compile(r"([-−–—]+)(?=\1$)|[-−–—]{1,2}|[/／]")
"""What stands for a unit: of one run with the dash for the figure, its half."""
ENOUGH = 12
"""How many of a form's indicators a table must print to be that form's under another head."""
_MOST_HEADS = 20
"""Without a row behind any of them, a document has no table that another head would show."""
_LONGEST = 200
"""Characters between two rows' figures; more is prose."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row's label as printed, the text of its figures and its place."""

    label: str
    figures: str
    place: Place
    coded: bool = False
    """Whether the text may hold the row's code as well."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """The headings of figures, the rows, and what of the document they took."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    consumed: Consumed


def statistics(document: Document, known: Collection[str]) -> Iterator[Listed]:
    """The statistics tables in the document's text.

    `known` are the wordings, folded, of a form's own indicators: in its table they tell rows apart that print nothing.
    """
    for flow in flows(document):
        stop = 0
        for head in islice(_HEAD.finditer(flow.masked), _MOST_HEADS):
            headings = re.findall(HEADING, head["rest"])
            if head.start() < stop or not headings:
                continue
            printed = core(flow.raw[head.end() :])
            own = known if sum(word in printed for word in known) >= ENOUGH else ()
            # Without units only a known form's labels show where they end.
            if not own and not re.search(_UNITS, head["rest"]):
                continue
            found = _rows(flow, head, own)
            if found is None:
                return
            rows, end = found
            if any(row.label for row in rows):
                stop = end
                yield _listed(flow, head, headings, rows, stop)


def _listed(
    flow: Flow, head: re.Match[str], headings: Sequence[str], rows: Sequence[Row], stop: int
) -> Listed:
    spans: dict[int, tuple[tuple[int, int], ...]] = {}
    for index, span in flow.spans(head.start(), stop):
        spans[index] = (*spans.get(index, ()), span)
    return Listed(
        headings=tuple("".join(heading.split()) for heading in headings),
        rows=tuple(row for row in _without_codes(rows, head, len(headings)) if row.label),
        consumed=spans,
    )


def _rows(flow: Flow, head: re.Match[str], known: Collection[str]) -> tuple[list[Row], int] | None:
    """Rows that follow one another without a gap, and where they end; null where labels can not be told from one another.

    A serial number before a label ends the figures of the row before; that of the first row stands in one without a label.
    Where a head comes again and the same labels behind it, another table begins: another organ's, or another year's.
    """
    rows: list[Row] = []
    stop = head.end()
    bare = re.search(rf"^(?!.*{_UNITS})|{_CODE}\s*{_UNITS}", head["rest"], re.DOTALL) is not None
    flow = replace(flow, masked=_HEAD.sub(lambda found: mask(found[0]), flow.masked))
    pieces = list(segments(flow, stop))
    for number, segment in enumerate(pieces):
        *above, text = _HEAD.split(_text(flow, segment))
        figures = " ".join(flow.masked[segment.end : segment.stop].split())
        if rows and _UNIT_LAST.fullmatch(text):
            rows[-1] = replace(rows[-1], figures=f"{rows[-1].figures} {figures}")
        elif not rows and not text.strip():
            rows.append(Row(label="", figures=figures, place=flow.place(segment.end)))
        else:
            labels = _labels(text, known)
            if len(labels) > 1 and rows and labels[0].goes_on and core(labels[0].text) not in known:
                rows[-1] = replace(rows[-1], label=rows[-1].label + labels.pop(0).text)
            if not labels or (above and _is_listed(labels[-1], rows)):
                break
            if _is_torn(text, labels[-1].text):
                return None
            new = _behind(labels, figures, flow.place(segment.end), bare=bare)
            if not new:
                return None if _goes_on(flow, pieces[number + 1 : number + 2], known) else (rows, stop)
            rows += new
        stop = segment.stop
    return rows, stop


def _behind(labels: Sequence["_Label"], figures: str, place: Place, *, bare: bool) -> list[Row]:
    """The rows of labels with the figures behind the last; none where no unit, nor a dash for one, stands between, unless the table
    prints none there (`bare`)."""
    if not (labels[-1].ends or bare):
        dash = _DASH.match(figures)
        if dash is None:
            return []
        figures = figures[dash.end() :].strip()
    texts = [*[""] * (len(labels) - 1), figures]
    return [
        Row(label=label.text, figures=text, place=place) for label, text in zip(labels, texts, strict=True)
    ]


def _goes_on(flow: Flow, following: Sequence[Segment], known: Collection[str]) -> bool:
    """Whether the next figures stand behind a row of the same table."""
    texts = [_text(flow, each) for each in following]
    return any(
        (labels := _labels(text, known)) and labels[-1].ends and not _HEAD.search(text) for text in texts
    )


def _is_listed(label: "_Label", rows: Sequence[Row]) -> bool:
    return any(core(row.label) == core(label.text) for row in rows)


def _text(flow: Flow, segment: Segment) -> str:
    return unmasked(flow.masked[segment.start : segment.end])


class _Label(NamedTuple):
    text: str
    ends: bool
    """Whether a unit stands behind it."""

    @property
    def goes_on(self) -> bool:
        """Whether it is the rest of the label before: neither a sign begins it nor a unit ends it."""
        return not self.ends and not _BEGINS.match(self.text)


def _is_torn(text: str, label: str) -> bool:
    """Whether lines of the row before may stand in a label: it has several, the figures stand on its last one as in columns
    kept apart by blanks, and no sign shows where it begins."""
    last = _UNIT_LAST.sub("", text.rpartition("\n")[2])
    return "\n" in label and bool(core(last)) and not _BEGINS.match(label)


def _labels(text: str, known: Collection[str]) -> list[_Label]:
    """The labels of rows between two figures, all but the last of rows that print none; nothing where the text is prose."""
    if len("".join(text.split())) > _LONGEST or re.search("[。；]", text):
        return []
    starts = [0, *(found.start() for found in _BEGINS.finditer(text)), len(text)]
    labels = [label for start, end in pairwise(starts) for label in _split(text[start:end], known)]
    return [label for label in labels if core(label.text)]


def _split(piece: str, known: Collection[str]) -> Iterator[_Label]:
    """The labels in a text with no sign but at its beginning: cut behind units, and behind what is known."""
    start = 0
    for unit in (*_UNIT_INSIDE.finditer(piece), _UNIT_LAST.search(piece)):
        if unit is not None and unit.start() > start:
            *others, last = _known(piece[start : unit.start()].strip(), known)
            yield from (_Label(other, ends=True) for other in others)
            yield _Label(last, ends=True)
            start = unit.end()
    if piece[start:].strip():
        yield from (_Label(label, ends=False) for label in _known(piece[start:].strip(), known))


def _known(label: str, known: Collection[str]) -> Iterator[str]:
    """A text as the known labels that it is made of, with units between; the text itself where it is not."""
    rest, found = core(label), []
    while rest:
        ending = max((word for word in known if rest.endswith(word)), key=len, default="")
        if not ending:
            break
        found.append(ending)
        rest = _UNIT_LAST.sub("", rest.removesuffix(ending))
    yield from reversed(found) if len(found) > 1 and not rest else [label]


def _without_codes(rows: Sequence[Row], head: re.Match[str], width: int) -> list[Row]:
    """The rows without the serial numbers before their labels and the codes behind them.

    They count up by one. Where they are not seen to, no figure of the table can be told from a code.
    """
    texts: list[str] | None = [row.figures for row in rows if row.figures]
    if texts and head["serial"]:
        texts = _without_serials(texts, width)
    if texts and re.search(_CODE, head["rest"]):
        starts = dict.fromkeys(("01", "1", texts[0].split()[0]))
        texts = next((found for start in starts if (found := _counted_off(texts, start, width))), None)
    if texts is None:
        return [replace(row, coded=True) for row in rows]
    left = iter(texts)
    uncoded = [replace(row, figures=next(left)) if row.figures else row for row in rows]
    # Behind the last figures a row may follow that prints its number and nothing else.
    following = _count(rows[0].figures, len(texts))[-1:] if head["serial"] else []
    if following and uncoded[-1].figures.endswith(following[0]):
        uncoded[-1] = replace(uncoded[-1], coded=True)
    return uncoded


def _counted_off(texts: Sequence[str], start: str, width: int) -> list[str] | None:
    """The texts without the number that each begins with; null where those do not count up from `start`."""
    codes = _count(start, len(texts))
    fits = bool(codes) and all(
        text.startswith(code) and (len(text.split()) <= width or text.split()[0] == code)
        for text, code in zip(texts, codes, strict=False)
    )
    return (
        [text.removeprefix(code).strip() for text, code in zip(texts, codes, strict=False)] if fits else None
    )


def _without_serials(texts: Sequence[str], width: int) -> list[str] | None:
    """The texts without the number of the next row that each but the last ends with; the first has nothing else."""
    codes = _count(texts[0], len(texts) - 1)
    fits = bool(codes) and all(
        text.endswith(code) and (len(text.split()) <= width or text.split()[-1] == code)
        for text, code in zip(texts, codes, strict=False)
    )
    kept = [text.removesuffix(code).strip() for text, code in zip(texts, codes, strict=False)]
    return [*kept, texts[-1]] if fits else None


def _count(start: str, count: int) -> list[str]:
    """As many numbers from `start` on, zeros in front as it has; none where it is no number."""
    return [str(int(start) + at).zfill(len(start)) for at in range(count)] if start.isdigit() else []
