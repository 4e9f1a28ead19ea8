"""OpenDocument texts without what their styles take back (hidden, struck through) and without notes, and with digits that are set off
as such: the converter keeps no styles, and prints notes where they are anchored."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping

from lxml import etree

from archive.errors import DocumentUnreadable
from extract.document import OBJECT
from extract.readers.cellfonts import WHITE, coloured
from extract.readers.elements import member, package, parse, value
from extract.readers.openfields import drop, keep
from extract.words.numbers import is_figure, lowered, raised

_CONTENT = "content.xml"
_NOTES = ("{*}note", "{*}annotation")
"""Footnotes with their marks, and comments."""
_DEEPEST = 20
"""Styles made one from the other."""
_MOVED = re.compile(r"-?(?:1[5-9]|[2-9]\d)(?:\.\d+)?%|-?[1-9](?:\.\d+)?%\s+[1-7]\d%")
"""By how much of its size a mark stands above or below its line, at least; less where it is smaller."""
_TEXT_PROPERTIES = ("text-line-through-style", "text-line-through-type", "display", "text-position")
INK, GROUND = "color", "background-color"

Look = Mapping[str, str]
"""What a style says of these, itself or by the style that it is made from."""
Looks = Mapping[tuple[str, str], Look]
"""By the family and name of each style that says anything."""


def printed(body: bytes, media_type: str) -> bytes:
    """The document as it prints; itself where no style takes anything back, or where it is damaged."""
    try:
        with package(body, media_type) as files:
            content = member(files, _CONTENT, media_type)
            root = parse(content, media_type) if content else None
            if root is None or not strip(root, looks(styled(files, root, media_type))) | keep(root):
                return body
            return _packed(files, etree.tostring(root, xml_declaration=True, encoding="utf-8"))
    except DocumentUnreadable:
        return body


def styled(files: zipfile.ZipFile, root: etree._Element, media_type: str) -> list[etree._Element]:
    """Where a document has its styles: in a part of their own, and in its content."""
    named = member(files, "styles.xml", media_type)
    return [*([parse(named, media_type)] if named else []), root]


def looks(roots: Iterable[etree._Element]) -> Looks:
    """The styles of a document, its own and those of its content."""
    styles = {
        (value(style, "family") or "", value(style, "name") or ""): style
        for each in roots
        for style in each.iter("{*}style")
    }
    found = {key: _look(styles, key) for key in styles}
    return {key: look for key, look in found.items() if look}


def _look(styles: Mapping[tuple[str, str], etree._Element], key: tuple[str, str], depth: int = 0) -> Look:
    style = styles.get(key)
    if style is None or depth > _DEEPEST:
        return {}
    own = {
        name: said
        for properties in style.iter("{*}text-properties")
        for name in _TEXT_PROPERTIES
        if (said := value(properties, name)) is not None
    }
    for properties in style.iter("{*}text-properties", "{*}table-cell-properties"):
        own |= _colours(properties, key[0] == "table-cell")
    return {**_look(styles, (key[0], value(style, "parent-style-name") or ""), depth + 1), **own}


def _colours(properties: etree._Element, is_cell: bool) -> Look:
    """The ink and the ground that properties set; of text outside the cells of workbooks only white ink on no ground of its own."""
    said = {name: value(properties, name) for name in (INK, GROUND)}
    found = {name: coloured(colour) for name, colour in said.items() if colour and colour.startswith("#")}
    if said[GROUND] == "transparent":
        found[GROUND] = WHITE
    if is_cell:
        return found
    return {INK: WHITE} if found.get(INK) == WHITE == found.get(GROUND, WHITE) else {}


def takes_back(look: Look) -> bool:
    """Whether a style hides or strikes out."""
    lines = {look.get("text-line-through-style"), look.get("text-line-through-type")}
    return bool(lines - {None, "none"}) or look.get("display") == "none"


def gives_back(look: Look) -> bool:
    """Whether a style says of text inside what is hidden or struck out that it is not."""
    lines = {look.get("text-line-through-style"), look.get("text-line-through-type")}
    return not takes_back(look) and ("none" in lines or look.get("display") == "true")


def strip(root: etree._Element, known: Looks) -> bool:
    """Takes out notes and the text of styles that take it back, and marks what others set off; whether there was any."""
    notes = list(root.iter(*_NOTES))
    for note in notes:
        drop(note)
    looks = {name: look for (family, name), look in known.items() if family == "text"}
    spans = [span for span in root.iter("{*}span") if value(span, "style-name") in looks]
    changed = bool(notes) | _whiten(root, known)
    for span in spans:
        look = looks[value(span, "style-name") or ""]
        if takes_back(look):
            _empty(span, looks)
        elif _is_mark(span, looks):
            mark = _mark(look)
            for each in span.iter():
                each.text = each.text and mark(each.text)
                each.tail = each.tail and (each.tail if each is span else mark(each.tail))
        else:
            continue
        changed = True
    return changed


def _whiten(root: etree._Element, known: Looks) -> bool:
    """Takes out figures in white ink, and puts a sign where a paragraph has no others: what lies below may be dark. Whether there
    were any."""
    white = {name for (_, name), look in known.items() if INK in look}
    found = [
        each
        for each in (root.iter("{*}span", "{*}p") if white else ())
        if value(each, "style-name") in white and is_figure("".join(map(str, each.itertext())))
    ]
    for each in found:
        _empty(each, {})
        paragraph = next(each.iterancestors("{*}p"), each)
        if not "".join(map(str, paragraph.itertext())).strip():
            each.text = OBJECT
    return bool(found)


def _empty(span: etree._Element, looks: Mapping[str, Look]) -> None:
    """Takes the text out of an element, but for the spans in it that say of theirs that it is not taken back."""
    span.text = None
    for inner in span:
        inner.tail = None
        if not gives_back(looks.get(value(inner, "style-name") or "", {})):
            _empty(inner, looks)


def _mark(look: Look) -> Callable[[str], str]:
    return lowered if look["text-position"].startswith(("sub", "-")) else raised


def _is_mark(span: etree._Element, looks: Mapping[str, Look]) -> bool:
    """Whether text is a note's mark: set as one, or moved beside a digit that is not. Whole cells are moved too."""
    position = _position(span, looks)
    if position.startswith(("super", "sub")):
        return True
    if not _MOVED.match(position):
        return False
    return _before(span, looks)[-1:].isdigit() or _behind(span, looks)[:1].isdigit()


def _before(span: etree._Element, looks: Mapping[str, Look]) -> str:
    """The text right before a span that is not moved as it is."""
    before, parent = span.getprevious(), span.getparent()
    if before is None:
        return (parent.text if parent is not None else "") or ""
    if not before.tail and _position(before, looks) == _position(span, looks):
        return ""
    return before.tail or "".join(map(str, before.itertext()))


def _behind(span: etree._Element, looks: Mapping[str, Look]) -> str:
    """The text right behind a span that is not moved as it is."""
    behind = span.getnext()
    if span.tail or behind is None or _position(behind, looks) == _position(span, looks):
        return span.tail or ""
    return "".join(map(str, behind.itertext()))


def _position(span: etree._Element, looks: Mapping[str, Look]) -> str:
    return looks.get(value(span, "style-name") or "", {}).get("text-position", "")


def _packed(files: zipfile.ZipFile, content: bytes) -> bytes:
    """The package with another content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        for info in files.infolist():
            held = content if info.filename == _CONTENT else member(files, info.filename.lower(), "") or b""
            written.writestr(info.filename, held, zipfile.ZIP_STORED if info.filename == "mimetype" else None)
    return buffer.getvalue()
