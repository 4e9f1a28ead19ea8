"""The chapters of a report: its title, its preamble and the six statutory sections, told by what a heading means."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from archive.records import Section
from extract.chapters import headings
from extract.chapters.headings import Opening
from extract.chapters.lines import WHOLE, Consumed, Line, lines
from extract.document import Document
from extract.identity import masthead, titles
from extract.words.labels import tight

__all__ = ["WHOLE", "Consumed", "Outline", "split"]

_BEGINNING: Final = re.compile(r"\s?(?:无|没有|未|本|我|全|20\d\d|[（(]一|一是)")
_SENTENCE: Final = re.compile(r"[。；！？>]|[，：].{12}")
_TITLE_LINES: Final = 4
_PREAMBLE: Final = 800
_MOST_CHAPTERS: Final = 60
"""Reports have six to fifteen; what goes on after this many is text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """The text of a report in order."""

    title: str | None
    """As the document prints it, lines joined; null where it prints none."""
    sections: tuple[Section, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    """Labelled lines at the head of the text (发布日期：…), white space removed from the label."""


@dataclass(slots=True)
class _Chapter:
    number: int | None
    heading: str
    ordinal: int | None = None
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


def split(document: Document, consumed: Consumed) -> Outline:
    """The document's title and chapters, without the text that the statutory tables took."""
    printed = list(lines(document, consumed))
    body, labels = masthead.read(printed)
    title, spoken = _untitled(body, document)
    chapters = _chapters(spoken)
    return Outline(
        title=title,
        labels=labels,
        sections=tuple(
            Section(number=c.number, heading=c.heading, text=c.text) for c in chapters if c.heading or c.text
        ),
    )


def _untitled(body: Sequence[Line], document: Document) -> tuple[str | None, list[Line]]:
    """The title, and the lines without it wherever it is printed before the second chapter."""
    spans = list(_title_spans(body))
    printed = [_joined(body[start:end]) for start, end in spans]
    taken = {i for start, end in spans for i in range(start, end)}
    declared = titles.without_site(_joined_text(document.title or ""))
    title = max(printed, key=_richness, default=None)
    if titles.is_title(declared) and (title is None or document.media_type == "text/html"):
        title = declared
    return title, [line for i, line in enumerate(body) if i not in taken]


def _title_spans(body: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Where runs of lines are titles: one line, or up to four that make one together."""
    start, limit = 0, min(len(body), masthead.LINES)
    while start < limit:
        ends = range(start + 1, start + 1 + _title_length(body[start : start + _TITLE_LINES]))
        end = next((end for end in ends if _makes_title(body[start:end])), None)
        if end is not None:
            yield start, end
        start = end or start + 1


def _title_length(run: Sequence[Line]) -> int:
    """How many lines a title that begins here may have at most: 0 for most lines."""
    length = 0
    for line in run:
        if len(line.text) > (40 if length else 90) or _SENTENCE.search(line.text):
            break
        length += 1
    return length if titles.may_be_in_title("".join(line.text for line in run[:length])) else 0


def _makes_title(run: Sequence[Line]) -> bool:
    text = _joined(run)
    if not titles.is_title(text):
        return False
    return len(run) == 1 or (
        headings.opening(run[0].text) is None
        and (bool(titles.parse(text).organ) or titles.year_in(run[0].text) is not None)
        and not any(titles.parse(line.text).year and titles.parse(line.text).organ for line in run[1:])
    )


def _joined(run: Iterable[Line]) -> str:
    return _joined_text("\n".join(line.text for line in run))


def _joined_text(text: str) -> str:
    """Lines joined; a blank stays only where it parts Latin words."""
    return re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", text.replace("\n", " "))


def _richness(title: str) -> tuple[bool, bool]:
    said = titles.parse(title)
    return said.year is not None, bool(said.organ)


def _chapters(spoken: Sequence[Line]) -> list[_Chapter]:
    """The chapters in order of their first printing. Where no line opens one by a Chinese ordinal, bracketed ordinals may."""
    chapters = _gather(spoken, bracketed=False)
    if sum(1 for chapter in chapters if chapter.number) >= 2:
        return chapters
    other = _gather(spoken, bracketed=True)
    return other if sum(1 for chapter in other if chapter.number) >= 3 else chapters


def _gather(spoken: Sequence[Line], *, bracketed: bool) -> list[_Chapter]:
    chapters = [_Chapter(number=None, heading="")]
    for line in spoken:
        for opened, text in _pieces(line, chapters, bracketed=bracketed):
            if opened is not None:
                chapters = _opened(chapters, opened)
            if text and not line.caption:
                chapters[-1].lines.append(text)
    return _merged(chapters)


def _pieces(line: Line, chapters: list[_Chapter], *, bracketed: bool) -> Iterator[tuple[Opening | None, str]]:
    """A line cut where chapters open: each opening with the text after it, first the text before any."""
    whole = headings.opening(line.text)
    if whole is not None and not whole.official and _runs_on(line.text):
        whole = None
    if whole is not None and _opens(whole, line, chapters, bracketed=bracketed):
        yield whole, ""
        return
    position, opened = 0, None
    for found in islice(headings.inline(line.text), max(0, _MOST_CHAPTERS - len(chapters))):
        yield opened, line.text[position : found.start].strip()
        position, opened = found.end, found
    yield opened, line.text[position:].lstrip(" 。:：" if opened else None).strip()


def _runs_on(text: str) -> bool:
    """Whether a line that begins with an official heading goes on with text: 六、其他需要报告的事项无."""
    first = next(headings.inline(text), None)
    return first is not None and (text.endswith("。") or _BEGINNING.match(text, first.end) is not None)


def _opens(found: Opening, line: Line, chapters: Sequence[_Chapter], *, bracketed: bool) -> bool:
    """Whether a line that reads like a heading opens a chapter here, rather than a paragraph within one."""
    if len(chapters) > _MOST_CHAPTERS:
        return False
    current = chapters[-1]
    expected = max((c.ordinal for c in chapters if c.ordinal), default=0) + 1
    match found.style:
        case "han":
            if found.number is None:
                return found.ordinal == expected or found.official
            return found.official or found.number != current.number
        case "arabic":
            return found.number is not None and found.official and found.ordinal in {found.number, expected}
        case "bracket":
            return bracketed and found.number is not None and found.ordinal in {found.number, expected}
        case "none":
            return found.official or (line.marked and found.number != current.number)


def _opened(chapters: list[_Chapter], found: Opening) -> list[_Chapter]:
    """The chapters with a new one. A first section that opens again shows that what stood before was no chapter yet
    (a table of contents, a heading printed above the title): that text is preamble."""
    seen = [chapter for chapter in chapters if chapter.number]
    if found.number == 1 and any(c.number == 1 for c in seen):
        *front, last = seen
        if not any(c.text for c in front) and len(last.text) < _PREAMBLE:
            preamble = _Chapter(number=None, heading="", lines=[*chapters[0].lines, *last.lines])
            chapters = [preamble]
    return [*chapters, _Chapter(number=found.number, heading=found.text, ordinal=found.ordinal)]


def _merged(chapters: Sequence[_Chapter]) -> list[_Chapter]:
    """Chapters of one meaning as one, where first printed: restarted numbering and tables after the text repeat headings."""
    merged: list[_Chapter] = []
    by_number: dict[int, _Chapter] = {}
    for chapter in chapters:
        earlier = by_number.get(chapter.number or 0)
        if earlier is None:
            merged.append(chapter)
            if chapter.number:
                by_number[chapter.number] = chapter
        else:
            if chapter.heading and tight(chapter.heading) != tight(earlier.heading) and chapter.text:
                earlier.lines.append(chapter.heading)
            earlier.lines.extend(chapter.lines)
    return merged
