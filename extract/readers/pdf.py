"""PDF with a text layer: characters and drawn lines from PDFium, everything else by `pages`."""

import contextlib
import ctypes
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import itemgetter

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from archive.errors import DocumentUnreadable
from archive.files import sniff
from archive.records import Part
from extract.document import Document
from extract.layout.headed import is_table
from extract.layout.pages import Page, blocks
from extract.layout.ruled import MAX_RULINGS, Ruling
from extract.layout.struck import unstruck
from extract.layout.words import Glyph
from extract.readers import crossed, ocr, pictured, recogniser
from extract.readers.annotations import annotations
from extract.readers.calls import Address, address, quick
from extract.readers.painted import painted
from extract.readers.placed import placed
from extract.readers.strokes import Box
from extract.readers.unseen import layered, unseen
from extract.readers.view import View

MAX_PAGES = 1000
_FEW = 5
"""Characters: a scanned page may bear a stamped number."""
_WIDE = 40
"""Points: a character's box larger than this is looked at twice."""
_TALL = 150
"""Points: no type of a report is larger."""
_SLANT = 0.14
"""Tangent of the angle from which text stands neither upright nor on its side, and is a watermark; a scan may be askew by less."""
_ODD = re.compile("[\x00-\x1f\ue000-\uf8ff\ufffd]")
"""Characters that print nothing, or nothing that anybody can name."""
_BLANKS = frozenset(map(ord, "\0\x02\t\n\v\f\r "))
"""What stands between words and lines; 2 is PDFium's for a hyphen at the end of a line."""
_BROKEN = 0.1
"""The share of characters that print nothing from which no other is believed."""
_RADICALS = str.maketrans(
    "⺁⺆⺈⺊⺍⺕⺗⺘⺙⺛⺝⺟⺠⺡⺢⺣⺤⺥⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂冂勹卜⺌彐心扌攵旡月母民氵水灬爪爫牛犭王疋网示礻竹糸纟罓罒网羊羊羊老肀聿肉臼艹艹艹虎衤覀西见角角讠贝车辶辶辶阝钅長镸长门阝雨青韦页风飞食飠飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
"""CJK radicals that PDF producers write for the characters they look like, and that NFKC leaves alone."""
_box = quick(raw.FPDFText_GetLooseCharBox, ctypes.c_int, Address, ctypes.c_int, Address)


def read(part: Part) -> Document:
    """The document's blocks. Raises DocumentUnreadable for a locked or broken file, or one without a text layer."""
    try:
        document = pdfium.PdfDocument(part.body)
    except pdfium.PdfiumError as broken:
        raise DocumentUnreadable(sniff.PDF, _why(broken)) from broken
    try:
        if len(document) > MAX_PAGES:
            raise DocumentUnreadable(
                sniff.PDF, f"{len(document)} pages are more than the {MAX_PAGES} a report may have"
            )
        found = blocks(_read_pages(document), sniff.PDF)
        if not found:
            raise DocumentUnreadable(sniff.PDF, _nothing(document))
        unread = None
        if not any(map(is_table, found)) and (shown := _pictures(document)):
            unread = None if recogniser.installed() else ocr.UNREAD
            found = found if unread else blocks(_with_pictures(document, shown), sniff.PDF)
    finally:
        document.close()
    return Document(media_type=sniff.PDF, blocks=tuple(found), unread=unread)


def _pictures(document: pdfium.PdfDocument) -> dict[int, list[pictured.Box]]:
    """By the number of the page, where pictures stand that may be tables; of the first pages that have any."""
    shown: dict[int, list[pictured.Box]] = {}
    for index in range(len(document)):
        with contextlib.suppress(pdfium.PdfiumError), contextlib.closing(document[index]) as page:
            if boxes := list(pictured.pictures(page)):
                shown[index + 1] = boxes
        if len(shown) == ocr.MAX_PAGES:
            break
    return shown


def _with_pictures(
    document: pdfium.PdfDocument, shown: Mapping[int, Sequence[pictured.Box]]
) -> Iterator[Page]:
    for page in _read_pages(document):
        if page.number in shown and not _textless(page):
            yield pictured.recognised(page, _rendered(document, page.number), shown[page.number])
        else:
            yield page


def _why(broken: pdfium.PdfiumError) -> str:
    return (
        "the file is locked with a password" if "assword" in str(broken) else f"the file is broken: {broken}"
    )


def _nothing(document: pdfium.PdfDocument) -> str:
    """Why nothing was read on any page."""
    scanned = any(_is_marked(document, number) for number in range(1, len(document) + 1))
    return (
        f"no text layer: {ocr.MISSING}" if scanned and not recogniser.installed() else "no text on any page"
    )


def _is_marked(document: pdfium.PdfDocument, number: int) -> bool:
    """Whether a page that opens has characters, if broken ones, or an image."""
    try:
        textpage = document[number - 1].get_textpage()
    except pdfium.PdfiumError:
        return False
    try:
        return textpage.count_chars() > 0 or _has_image(document, number)
    finally:
        textpage.close()


def _read_pages(document: pdfium.PdfDocument) -> Iterator[Page]:
    """The pages, those without a text layer recognised where the extra is there.

    Raises DocumentUnreadable where more pages than can be recognised come before any text; behind text they are left
    out, for what a report prints is not in its appendix of pictures.
    """
    scanned, written = 0, False
    for page, told in _pages(document):
        if not _textless(page):
            written = True
            scanned += bool(told)
            seen = told and recogniser.installed() and scanned <= ocr.MAX_PAGES
            yield pictured.compared(page, _rendered(document, page.number), told) if seen else page
        elif page.glyphs or _has_image(document, page.number):
            scanned += 1
            if scanned > ocr.MAX_PAGES and not written:
                why = f"a scan of more than the {ocr.MAX_PAGES} pages that are recognised"
                raise DocumentUnreadable(sniff.PDF, why)
            if recogniser.installed() and scanned <= ocr.MAX_PAGES:
                yield ocr.page(_rendered(document, page.number), page.number)
            else:
                # Broken characters are no text: what can't be read is said to be, not handed on.
                yield replace(page, glyphs=())
        else:
            yield page


def _textless(page: Page) -> bool:
    """Whether a page's text layer is missing, or is no text: fonts that name no characters give private or broken ones."""
    odd = len(_ODD.findall("".join(map(itemgetter(0), page.glyphs))))
    return len(page.glyphs) - odd < _FEW or odd > 0.3 * len(page.glyphs)


def _has_image(document: pdfium.PdfDocument, number: int) -> bool:
    page = document[number - 1]
    try:
        return any(True for _ in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3))
    finally:
        page.close()


def _rendered(document: pdfium.PdfDocument, number: int) -> "ocr.Image":
    page = document[number - 1]
    try:
        scale = min(200 / 72, 3000 / max(page.get_size()))
        image: ocr.Image = page.render(scale=scale, grayscale=True).to_numpy().squeeze()
        return image
    finally:
        page.close()


def _pages(document: pdfium.PdfDocument) -> Iterator[tuple[Page, list[Box]]]:
    """Each page with those of its pictures of which a layer without ink says what they show."""
    for index in range(len(document)):
        try:
            page = document[index]
        except pdfium.PdfiumError:
            continue
        try:
            notes = annotations(page)
            if notes.printed and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
                page.close()
                page = document[index]
            with contextlib.closing(page.get_textpage()) as textpage:
                yield _page(page, textpage, index + 1, notes.struck)
        finally:
            page.close()


def _page(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, number: int, annotated: Sequence[Box]
) -> tuple[Page, list[Box]]:
    """The page as it is shown, without what is hidden or struck out on it, by annotations in those boxes."""
    left, bottom, right, top = page.get_bbox()
    view = View(left, bottom, right, top, page.get_rotation())
    numbers, glyphs = _glyphs(textpage, view)
    seen = painted(page)
    shown = list(filter(pictured.is_large, layered(textpage, seen, glyphs, numbers, view)))
    if hidden := set(unseen(page, textpage, view, seen, glyphs=glyphs, numbers=numbers)):
        glyphs = [glyph for at, glyph in enumerate(glyphs) if at not in hidden]
        numbers = [number for at, number in enumerate(numbers) if at not in hidden]
    glyphs = placed(textpage, view, seen.clipped, glyphs=glyphs, numbers=numbers)
    rulings = [Ruling(*view.box(*each)) for each in seen.lines[:MAX_RULINGS]]
    struck = list(
        crossed.strikes(
            textpage,
            view,
            glyphs=glyphs,
            numbers=numbers,
            rulings=rulings,
            annotated=[view.box(*box) for box in annotated],
        )
    )
    legible, drawn = unstruck(glyphs, rulings, struck) if struck else (tuple(glyphs), tuple(rulings))
    width, height = view.size
    shapes = tuple(view.box(*box) for box in (*seen.shapes, *(picture.box for picture in seen.pictures)))
    return Page(
        number=number, width=width, height=height, glyphs=legible, rulings=drawn, shapes=shapes
    ), shown


def _glyphs(textpage: pdfium.PdfTextPage, view: View) -> tuple[list[int], list[Glyph]]:
    """The numbers of the characters in the text layer, and the characters, without those of a watermark. Among many characters that
    print nothing, as where a font numbers its own and names none, the others are not what they say either."""
    numbers: list[int] = []
    glyphs: list[Glyph] = []
    loose = raw.FS_RECTF()
    held = ctypes.addressof(loose)
    # Type of one size has boxes of one height, and a slanted character's is of another: to ask for each takes too long.
    upright = set[int]()
    box_of, handle = _box, address(textpage.raw)
    left, _, _, top, turned = view
    broken = 0
    for index, code in enumerate(_codes(textpage)):
        if code <= 32:
            broken += code not in _BLANKS
            continue
        if not box_of(handle, index, held):
            continue
        character = _character(code)
        if not character:
            continue
        x0, x1, y0, y1 = loose.left, loose.right, loose.bottom, loose.top
        height = y1 - y0
        if int(10 * height) not in upright:
            if _is_slanted(textpage, index):
                continue
            upright.add(int(10 * height))
        if x1 - x0 > _WIDE or height > _WIDE:
            x0, y0, x1, y1 = _measured(textpage, index, (x0, y0, x1, y1))
        # Hardly any page is turned. A NamedTuple's own constructor takes twice as long, and a report has some thousand characters.
        box = view.box(x0, y0, x1, y1) if turned else (x0 - left, top - y1, x1 - left, top - y0)
        numbers.append(index)
        glyphs.append(tuple.__new__(Glyph, (character, *box)))
    if broken > _BROKEN * (broken + len(glyphs)):
        glyphs = [glyph._replace(text="\ufffd") for glyph in glyphs]
    return numbers, glyphs


def _codes(textpage: pdfium.PdfTextPage) -> list[int]:
    """The characters by their numbers. All at once where the text has one unit for each; else one by one, which takes longer."""
    count = textpage.count_chars()
    units = (ctypes.c_ushort * (count + 1))()
    if raw.FPDFText_GetText(textpage, 0, count, units) == count + 1:
        return list(units[:count])
    return [raw.FPDFText_GetUnicode(textpage, index) for index in range(count)]


def _is_slanted(textpage: pdfium.PdfTextPage, index: int) -> bool:
    """Whether a character's line runs aslant. Slanting letters on a level line (italics) do not."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(textpage, index, matrix):
        return False
    along, across = sorted((abs(matrix.a), abs(matrix.b)), reverse=True)
    return bool(across > _SLANT * along)


def _measured(textpage: pdfium.PdfTextPage, index: int, loose: Box) -> Box:
    """A character's own ink where its font's measure is off, as in vertical writing; else that measure."""
    x0, y0, x1, y1 = ink = crossed.ink(textpage, index)
    within = loose[0] - 1 <= (x0 + x1) / 2 <= loose[2] + 1 and loose[1] - 1 <= (y0 + y1) / 2 <= loose[3] + 1
    return loose if within and loose[3] - loose[1] < _TALL else ink


@lru_cache(65536)
def _character(code: int) -> str:
    """A character as readers write it; '' for what prints nothing."""
    if 0xD800 <= code < 0xE000 or code in {0xFFFE, 0xFEFF, 0xAD}:
        return ""
    character = chr(code)
    if character.isspace():
        return ""
    if 0x2E80 <= code < 0x2F00:
        return character.translate(_RADICALS)
    if 0x2F00 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00:
        return unicodedata.normalize("NFKC", character)
    return character
