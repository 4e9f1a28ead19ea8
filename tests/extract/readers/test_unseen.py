"""What a PDF holds and its page does not show is no text; what annotations and fields show on it is."""

from collections.abc import Callable

import pytest
from reportlab.lib.colors import Color, black, navy, white, yellow
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

from tests.extract.readers import made
from tests.extract.readers.sheets import FONT, Sheet, Turned

Draw = Callable[[Sheet], None]
INVISIBLE = 3


def ruled(sheet: Sheet) -> None:
    """A row of a label and an empty cell, and a line of text that stands outside."""
    for x in (50, 150, 220):
        sheet.line(x, 100, x, 120)
    for y in (100, 120):
        sheet.line(50, y, 220, y)
    sheet.text(55, 105, "（一）予以公开")
    sheet.text(55, 300, "本机关的年度报告")


def found(sheet: Sheet, *drawn: Draw) -> list[list[list[str | None]]]:
    for draw in (ruled, *drawn):
        draw(sheet)
    return made.found(made.read(sheet.body()))


def number(text: str = "12", colour: Color = black, x: float = 170) -> Draw:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.setFillColor(colour)
        sheet.text(x, 105, text)

    return draw


def uninked(sheet: Sheet) -> None:
    sheet.canvas.saveState()
    text = sheet.canvas.beginText(170, 842 - 114)
    text.setFont(FONT, 10.5)
    text.setTextRenderMode(INVISIBLE)
    text.textOut("12")
    sheet.canvas.drawText(text)
    sheet.canvas.restoreState()


def ground(colour: Color) -> Draw:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.setFillColor(colour)
        sheet.filled(155, 101, 215, 119)

    return draw


def clipped(sheet: Sheet) -> None:
    """A white box of which only what lies right of the number is painted."""
    clip = sheet.canvas.beginPath()
    clip.rect(200, 842 - 119, 15, 18)
    sheet.canvas.saveState()
    sheet.canvas.clipPath(clip, stroke=0, fill=0)
    ground(white)(sheet)
    sheet.canvas.restoreState()


@pytest.mark.parametrize("sheet", [Sheet, Turned], ids=["upright", "turned"])
@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param([number(colour=white)], id="in white"),
        pytest.param([ground(white), number(colour=white)], id="in white on a white ground"),
        pytest.param([number(colour=Color(0, 0, 0, alpha=0))], id="in ink that is clear"),
        pytest.param([number(), ground(white)], id="under a white box"),
        pytest.param([number(), ground(navy)], id="under a dark box"),
    ],
)
def test_a_number_that_is_hidden_is_none(sheet: type[Sheet], hidden: list[Draw]) -> None:
    assert found(sheet(), *hidden) == [[["（一）予以公开", ""]]]
    assert found(sheet(), *hidden, number("7", x=173)) == [[["（一）予以公开", "7"]]]


def test_a_number_without_ink_is_none() -> None:
    assert found(Sheet(), uninked) == [[["（一）予以公开", ""]]]
    assert found(Sheet(), uninked, number("7", x=173)) == [[["（一）予以公开", "7"]]]


@pytest.mark.parametrize("sheet", [Sheet, Turned], ids=["upright", "turned"])
@pytest.mark.parametrize(
    "shown",
    [
        pytest.param([ground(navy), number(colour=white)], id="in white on a dark ground"),
        pytest.param([ground(white), number()], id="on a white box"),
        pytest.param([number(), ground(Color(1, 1, 0, alpha=0.4))], id="under a marker"),
        pytest.param([number(), clipped], id="beside what is left of a box"),
        pytest.param([ground(yellow), number(colour=navy)], id="in colours"),
    ],
)
def test_a_number_that_shows_is_one(sheet: type[Sheet], shown: list[Draw]) -> None:
    assert found(sheet(), *shown) == [[["（一）予以公开", "12"]]]


def test_a_layer_of_text_without_ink_stands_for_what_is_shown_otherwise() -> None:
    sheet = Sheet()
    sheet.canvas._code.append(f"{INVISIBLE} Tr")
    assert found(sheet, number()) == [[["（一）予以公开", "12"]]]


def annotation(subtype: str, flags: int = 4) -> Draw:
    """An annotation over the cell that prints 34."""
    x0, y0, x1, y1 = 155, 842 - 119, 215, 842 - 101

    def draw(sheet: Sheet) -> None:
        form = PDFStream(
            PDFDictionary(
                {
                    "Type": PDFName("XObject"),
                    "Subtype": PDFName("Form"),
                    "BBox": PDFArray([0, 0, x1 - x0, y1 - y0]),
                    "Resources": PDFDictionary(
                        {
                            "Font": PDFDictionary(
                                {
                                    "F": PDFDictionary(
                                        {
                                            "Type": PDFName("Font"),
                                            "Subtype": PDFName("Type1"),
                                            "BaseFont": PDFName("Helvetica"),
                                        }
                                    )
                                }
                            )
                        }
                    ),
                }
            ),
            b"BT /F 10 Tf 15 5 Td (34) Tj ET",
        )
        sheet.canvas._addAnnotation(
            PDFDictionary(
                {
                    "Type": PDFName("Annot"),
                    "Subtype": PDFName(subtype),
                    "FT": PDFName("Tx"),
                    "Contents": PDFString("34"),
                    "F": flags,
                    "Rect": PDFArray([x0, y0, x1, y1]),
                    "AP": PDFDictionary({"N": sheet.canvas._doc.Reference(form)}),
                }
            )
        )

    return draw


@pytest.mark.parametrize("subtype", ["FreeText", "Widget", "Stamp"])
def test_a_number_that_an_annotation_prints_is_one(subtype: str) -> None:
    assert found(Sheet(), annotation(subtype)) == [[["（一）予以公开", "34"]]]


@pytest.mark.parametrize(
    "unseen", [annotation("FreeText", flags=2), annotation("Text")], ids=["hidden", "a note beside the text"]
)
def test_what_an_annotation_does_not_print_is_no_text(unseen: Draw) -> None:
    assert found(Sheet(), unseen) == [[["（一）予以公开", ""]]]
