"""Rich Text: paragraphs and tables with the edges and merges that its rows state (RTF 1.9.1). Converters drop the tables."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from archive.errors import DocumentUnreadable
from archive.files import sniff
from extract.document import OBJECT, Block
from extract.readers import cellfonts, rtfwords, word
from extract.readers.modifiers import Merge, RowCells
from extract.readers.wordfile import Ends, Run
from extract.words.numbers import lowered, raised

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]+)(?P<number>-?\d{1,12})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z'])"
    r"|(?P<brace>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)",
    re.DOTALL,
)
_TAKEN_BACK = frozenset({"v", "deleted", "strike", "striked"})
"""What hides text, strikes it through or says that it is deleted."""
_LEVELS: dict[str, Callable[[str], str]] = {"super": raised, "sub": lowered, "nosupersub": str}
_PARTS = frozenset({"red", "green", "blue"})
_WHITE = 3 * cellfonts.NEARLY_WHITE
"""The parts of white, and of what nobody tells from it. What is printed in it, a cell with other figures doesn't tell, nor one whose ground
may be dark."""
_DIGIT = re.compile(r"\d")
_MOVES = {"up": 1, "dn": -1}
_HIGHER = 4
"""Half points by which a note's mark stands above or below the number before it, at least."""
_MAX_GROUPS = 5000
_ALONE = Merge(0, 0)
_MERGES = {"clmgf": (1, 0), "clmrg": (2, 0), "clvmgf": (0, 3), "clvmrg": (0, 1)}


def blocks(body: bytes) -> list[Block]:
    """Headings, paragraphs and grids in order."""
    return list(word.arranged(_Parser(body).runs()))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Group:
    """What an opening brace saves and the closing one brings back."""

    font: int | None = None
    after_unicode: int = 1
    skipped: bool = False
    hidden: bool = False
    """Hidden, struck through, or deleted while changes were tracked."""
    level: str = "nosupersub"
    above: int = 0
    """Half points by which its text is moved up."""
    white: bool = False
    fonts: bool = False
    colours: bool = False
    starts: bool = False
    """Nothing has stood in this group yet: its next word may name a destination."""


@dataclass(slots=True)
class _Paragraph:
    in_table: bool = False
    depth: int = 0
    outline: int | None = None


@dataclass(slots=True)
class _Row:
    """The row being defined: edges and merges up to the last `\\cellx`, and the merge of the cell that comes."""

    left: int = 0
    edges: list[int] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    coming: Merge = _ALONE

    def cells(self) -> RowCells | None:
        if not self.edges:
            return None
        return RowCells((min(self.left, self.edges[0] - 1), *self.edges), tuple(self.merges))


class _Parser:
    """One pass over the tokens."""

    def __init__(self, body: bytes) -> None:
        self.source = body.decode("latin-1")
        self.group = _Group()
        self.stack: list[_Group] = []
        self.page = "cp1252"
        self.charsets: dict[int, str] = {}
        self.colours: list[int] = [0]
        """The colours of the table, each the sum of its parts; the last is the one that comes."""
        self.paragraph = _Paragraph()
        self.row = _Row()
        self.raw = bytearray()
        self.parts: list[str] = []
        self.base = 0
        """How high the last text stands that is no mark, in half points."""
        self.skip = 0

    def runs(self) -> Iterator[Run]:
        at = 0
        while match := _TOKEN.match(self.source, at):
            at = match.end()
            if name := match["word"]:
                number = int(match["number"]) if match["number"] else None
                if name == "bin":
                    at += max(number or 0, 0)
                yield from self.word(name, number)
            elif match["brace"]:
                self.brace(match["brace"])
            elif match["hex"]:
                self.byte(int(match["hex"], 16))
            elif match["symbol"]:
                self.symbol(match["symbol"])
            elif match["text"]:
                self.text(match["text"])
        yield from self.end("paragraph")

    def brace(self, brace: str) -> None:
        self.flush()
        if brace == "{":
            if len(self.stack) >= _MAX_GROUPS:
                raise DocumentUnreadable(sniff.RTF, "the document is nested too deeply")
            self.stack.append(self.group)
            self.group = replace(self.group, starts=True)
        elif self.stack:
            self.group = self.stack.pop()

    def symbol(self, symbol: str) -> None:
        if symbol == "*":
            # An optional destination; the few that hold text of the document are named after it and known here.
            self.group = replace(self.group, skipped=True)
        elif symbol in rtfwords.SYMBOLS:
            self.put(rtfwords.SYMBOLS[symbol])

    def byte(self, value: int) -> None:
        if self.skip:
            self.skip -= 1
        elif not self.group.skipped and not self.group.hidden:
            self.raw.append(value)

    def text(self, text: str) -> None:
        if self.skip:
            cut = min(self.skip, len(text))
            self.skip -= cut
            text = text[cut:]
        if self.group.colours:
            self.colours += [0] * text.count(";")
        if text and not self.group.skipped and not self.group.hidden and not self.group.fonts:
            self.raw += text.encode("latin-1")
        if text:
            self.group = replace(self.group, starts=False) if self.group.starts else self.group

    def put(self, text: str) -> None:
        self.flush()
        if not self.group.skipped and not self.group.hidden and not self.group.fonts:
            self.parts.append(self.printed(text))

    def printed(self, text: str) -> str:
        """Text with digits that are set off as such; moved digits are only behind others, for whole cells are moved too."""
        if self.group.white:
            text = _DIGIT.sub(OBJECT, text)
        if self.group.level != "nosupersub":
            return _LEVELS[self.group.level](text)
        above = self.group.above - self.base
        if abs(above) >= _HIGHER and "".join(self.parts[-1:])[-1:].isdigit():
            return raised(text) if above > 0 else lowered(text)
        self.base = self.group.above
        return text

    def flush(self) -> None:
        """Decode the bytes gathered so far by the code page of their font."""
        if self.raw:
            if not self.group.fonts:
                codec = self.charsets.get(self.group.font if self.group.font is not None else -1, self.page)
                text = self.raw.decode(codec, "replace")
                self.parts.append(self.printed(text))
            self.raw.clear()

    def word(self, name: str, number: int | None) -> Iterator[Run]:
        if self.group.starts:
            self.destination(name)
        match name:
            case "par" | "sect" | "page":
                yield from self.end("paragraph")
            case "cell" | "nestcell":
                yield from self.end("cell")
            case "row" | "nestrow":
                yield from self.end("row")
            case "u" if number is not None:
                self.unicode(number)
            case _ if name in rtfwords.CHARACTERS:
                self.put(rtfwords.CHARACTERS[name])
            case _:
                self.setting(name, number)

    def destination(self, name: str) -> None:
        if name in rtfwords.SHOWN and self.stack and not self.stack[-1].skipped:
            self.flush()
            self.parts.append(OBJECT)
        if name in rtfwords.SKIPPED:
            self.group = replace(self.group, skipped=True, colours=name == "colortbl")
        elif name == "fonttbl":
            self.group = replace(self.group, fonts=True)
        elif name in {"nesttableprops", "shptxt"}:
            self.group = replace(self.group, skipped=False)
        self.group = replace(self.group, starts=False)

    def unicode(self, number: int) -> None:
        code = number % 0x10000
        self.put(chr(code) if not 0xD800 <= code < 0xE000 else "�")
        self.skip = self.group.after_unicode

    def setting(self, name: str, number: int | None) -> None:
        if name.startswith(("cl", "cell", "tr")):
            self.cell(name, number or 0)
        elif (
            name in {"f", "cf", "uc", "fcharset", "ansicpg", "plain"}
            or name in _TAKEN_BACK
            or name in _LEVELS
            or name in _MOVES
        ):
            self.character(name, 1 if number is None else number)
        elif name in _PARTS and self.group.colours:
            self.colours[-1] += number or 0
        elif name == "pard":
            self.paragraph = _Paragraph()
        elif name == "intbl":
            self.paragraph.in_table = True
        elif name == "itap":
            self.paragraph.depth = max(0, min(number or 0, 20))
        elif name == "outlinelevel":
            self.paragraph.outline = number

    def character(self, name: str, number: int) -> None:
        match name:
            case "f":
                self.flush()
                self.group = replace(self.group, font=number)
            case "cf":
                self.flush()
                white = 0 <= number < len(self.colours) and self.colours[number] >= _WHITE
                self.group = replace(self.group, white=white)
            case "uc":
                self.group = replace(self.group, after_unicode=max(0, min(number, 10)))
            case _ if name in _TAKEN_BACK:
                self.flush()
                self.group = replace(self.group, hidden=number != 0)
            case _ if name in _LEVELS:
                self.flush()
                self.group = replace(self.group, level=name if number else "nosupersub")
            case _ if name in _MOVES:
                self.flush()
                self.group = replace(self.group, above=_MOVES[name] * number)
            case "plain":
                self.flush()
                self.group = replace(self.group, hidden=False, level="nosupersub", above=0, white=False)
            case "fcharset" if (
                self.group.fonts and self.group.font is not None and number in rtfwords.CHARSETS
            ):
                self.charsets[self.group.font] = rtfwords.CHARSETS[number]
            case "ansicpg":
                self.page = rtfwords.PAGES.get(number, "cp1252")
            case _:
                pass

    def cell(self, name: str, number: int) -> None:
        if name == "trowd":
            self.row = _Row()
        elif name == "trleft":
            self.row.left = number
        elif name == "cellx":
            self.row.edges.append(number)
            self.row.merges.append(self.row.coming)
            self.row.coming = _ALONE
        elif name in _MERGES:
            across, down = _MERGES[name]
            self.row.coming = Merge(self.row.coming.across or across, self.row.coming.down or down)

    def end(self, ends: Ends) -> Iterator[Run]:
        self.flush()
        text = "".join(self.parts)
        self.parts.clear()
        depth = max(self.paragraph.depth, int(self.paragraph.in_table or ends != "paragraph"))
        outline = self.paragraph.outline
        level = outline + 1 if outline is not None and 0 <= outline < 9 else None
        if text or depth:
            row = self.row.cells() if ends == "row" else None
            yield Run(text=text, depth=depth, ends=ends, level=level, row=row)
