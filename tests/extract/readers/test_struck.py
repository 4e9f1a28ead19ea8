"""What a line or an annotation strikes out on a printed page is no text; what a ruling only passes is."""

from collections.abc import Callable

import pytest
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName

from extract.layout.pages import Page
from extract.layout.ruled import Ruling
from extract.layout.struck import strikes, unstruck
from extract.layout.words import Glyph
from replica.documents.pdf import file_of
from tests.extract.readers import made
from tests.extract.readers.sheets import Sheet, Turned

Draw = Callable[[Sheet], None]


def table(sheet: Sheet) -> None:
    """A ruled row: a label, and a cell in which 12 and 15 touch, the line of their type from 105 to 115.5."""
    for x in (50, 150, 220):
        sheet.line(x, 100, x, 120)
    for y in (100, 120):
        sheet.line(50, y, 220, y)
    sheet.text(55, 105, "（一）予以公开")
    sheet.text(170, 105, "12")
    sheet.text(180.5, 105, "15")
    sheet.text(55, 300, "本机关的年度报告")


def annotated(subtype: str, flags: int = 4) -> Draw:
    """An annotation over the first number."""
    x0, y0, x1, y1 = 170, 842 - 115.5, 180.5, 842 - 105

    def draw(sheet: Sheet) -> None:
        sheet.canvas._addAnnotation(
            PDFDictionary(
                {
                    "Type": PDFName("Annot"),
                    "Subtype": PDFName(subtype),
                    "F": flags,
                    "Rect": PDFArray([x0, y0, x1, y1]),
                    "QuadPoints": PDFArray([x0, y1, x1, y1, x0, y0, x1, y0]),
                }
            )
        )

    return draw


def twice(sheet: Sheet) -> None:
    sheet.line(170, 109, 180.5, 109)
    sheet.line(170, 111.5, 180.5, 111.5)


def piecewise(sheet: Sheet) -> None:
    sheet.line(170, 110.5, 175.3, 110.5)
    sheet.line(175.3, 110.5, 180.5, 110.5)


STRIKES: dict[str, Draw] = {
    "a line": lambda sheet: sheet.line(170, 110.5, 180.5, 110.5),
    "a line that is longer": lambda sheet: sheet.line(168, 111, 182, 111),
    "a thin box": lambda sheet: sheet.filled(170, 110, 180.5, 110.7),
    "two lines": twice,
    "a line for each digit": piecewise,
}


@pytest.mark.parametrize("sheet", [Sheet, Turned])
@pytest.mark.parametrize("draw", STRIKES.values(), ids=STRIKES)
def test_a_struck_number_is_not_joined_to_the_new_one(sheet: type[Sheet], draw: Draw) -> None:
    page = sheet()
    table(page)
    draw(page)
    assert made.found(made.read(page.body())) == [[["（一）予以公开", "15"]]]


def test_what_an_annotation_strikes_out_is_no_text() -> None:
    page = Sheet()
    table(page)
    annotated("StrikeOut")(page)
    assert made.found(made.read(page.body())) == [[["（一）予以公开", "15"]]]


def test_a_cell_all_struck_is_blank_and_a_struck_label_is_none() -> None:
    page = Sheet()
    table(page)
    page.line(170, 110.5, 191, 110.5)
    page.line(55, 110.5, 86.5, 110.5)
    assert made.found(made.read(page.body())) == [[["予以公开", ""]]]


def narrow(sheet: Sheet) -> None:
    """A cell as wide as its number, whose lower ruling goes through it."""
    for x in (168, 193):
        sheet.line(x, 100, x, 110.5)
    sheet.line(168, 110.5, 193, 110.5)


def in_pieces(sheet: Sheet) -> None:
    sheet.line(170, 110.5, 180.5, 110.5)
    sheet.line(180.5, 110.5, 205, 110.5)


def lower_rows(sheet: Sheet) -> None:
    """Rows too low for their type: their rulings go through it, as long as the cell that it fills."""
    sheet.line(150, 110.5, 220, 110.5)


OTHERS: dict[str, Draw] = {
    "an underline": lambda sheet: sheet.line(170, 115, 180.5, 115),
    "an overline": lambda sheet: sheet.line(170, 106, 180.5, 106),
    "a ruling through it": lower_rows,
    "a ruling of a narrow cell": narrow,
    "a long line in pieces": in_pieces,
    "a line that is much longer": lambda sheet: sheet.line(155, 110.5, 200, 110.5),
    "a box as tall as a mark": lambda sheet: sheet.filled(170, 109, 180.5, 112),
    "a highlight": annotated("Highlight"),
    "a strike that is not shown": annotated("StrikeOut", flags=2),
}


@pytest.mark.parametrize("draw", OTHERS.values(), ids=OTHERS)
def test_other_lines_strike_nothing_out(draw: Draw) -> None:
    page = Sheet()
    table(page)
    draw(page)
    documents = made.read(page.body())
    texts = [text or "" for grid in made.found(documents) for row in grid for text in row]
    assert "1215" in "".join([*texts, *made.prose(documents)])


def test_rulings_through_rows_that_overlap_strike_nothing_out() -> None:
    glyphs = [Glyph(digit, 100, 100 + 4 * row, 105, 110 + 4 * row) for row, digit in enumerate("123")]
    rulings = [Ruling(99, 106 + 4 * row, 106, 106 + 4 * row) for row in range(3)]
    assert list(strikes(glyphs, rulings)) == []


def test_a_point_goes_with_its_number_and_what_stands_under_it_stays() -> None:
    glyphs = [
        Glyph("1", 100, 100, 105, 110),
        Glyph(".", 105, 108, 107, 110),
        Glyph("5", 107, 100, 112, 110),
        Glyph("元", 103, 111, 107, 114),
    ]
    (strike,) = strikes(glyphs, [Ruling(100, 105, 112, 105)])
    assert strike.glyphs == (0, 1, 2)


def test_a_ruling_beside_a_strike_is_no_piece_of_it() -> None:
    glyphs = [Glyph("1", 100, 100, 105, 110)]
    rulings = [Ruling(100, 105.2, 105, 105.2), Ruling(40, 105.4, 90, 105.4)]
    assert unstruck(glyphs, rulings, list(strikes(glyphs, rulings))) == ((), (rulings[1],))


@pytest.mark.parametrize(("descent", "at", "printed"), [(-207, 3, ""), (-207, -1, "12"), (-1400, -1, "12")])
def test_an_underline_is_told_by_the_ink_where_the_font_has_a_wrong_measure(
    descent: int, at: int, printed: str
) -> None:
    drawn = (
        f"BT /F 10 Tf 100 700 Td (12) Tj 0 -40 Td (Report) Tj ET 0.6 w 100 {700 + at} m 111 {700 + at} l S"
    )
    body = file_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FontDescriptor 4 0 R "
            b"/FirstChar 32 /LastChar 126 /Widths [%s] >>" % (b"556 " * 95),
            b"<< /Type /FontDescriptor /FontName /Helvetica /Flags 32 /FontBBox [-166 %d 1000 800] "
            b"/ItalicAngle 0 /Ascent 800 /Descent %d /CapHeight 718 /StemV 88 >>" % (descent, descent),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn.encode()),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
            b"/Resources << /Font << /F 3 0 R >> >> >>",
        ]
    )
    assert "".join(made.prose(made.read(body))) == f"{printed}Report"


@pytest.mark.parametrize(("at", "printed"), [(101, "1215"), (105.5, "15"), (109.5, "1215")])
def test_what_a_line_strikes_out_in_an_ofd_is_no_text(at: float, printed: str) -> None:
    glyphs = [Glyph(digit, 100 + 5 * each, 100, 105 + 5 * each, 110) for each, digit in enumerate("1215")]
    page = Page(number=1, width=595, height=842, glyphs=tuple(glyphs), rulings=(Ruling(100, at, 110, at),))
    assert made.prose(made.read(made.ofd([page]))) == [printed]
