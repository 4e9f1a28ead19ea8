"""A cell of a PDF that prints no character but holds other ink, as of digits that are drawn as outlines, is no blank."""

import io

import pytest
from PIL import Image
from reportlab.lib.colors import Color, black, grey, white
from reportlab.lib.utils import ImageReader

from extract.document import OBJECT
from tests.extract.readers.sheets import Sheet
from tests.extract.readers.test_unseen import Draw, found, number


def zero(colour: Color = black, x: float = 180) -> Draw:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.setFillColor(colour)
        sheet.canvas.circle(x, 842 - 110, 4, stroke=0, fill=1)

    return draw


def one(sheet: Sheet) -> None:
    path = sheet.canvas.beginPath()
    path.moveTo(180, 842 - 114)
    for x, top in ((181.5, 114), (181.5, 107), (180.5, 107), (179.5, 109), (180, 109)):
        path.lineTo(x, 842 - top)
    path.close()
    sheet.canvas.drawPath(path, stroke=0, fill=1)


def ruling(sheet: Sheet) -> None:
    sheet.canvas.setFillColor(black)
    sheet.canvas.roundRect(149.2, 842 - 119, 1.6, 18, 0.8, stroke=0, fill=1)


def ground(sheet: Sheet) -> None:
    sheet.canvas.setFillColor(grey)
    sheet.canvas.roundRect(150, 842 - 120, 70, 20, 2, stroke=0, fill=1)


def picture(sheet: Sheet) -> None:
    written = io.BytesIO()
    Image.new("L", (8, 10), 0).save(written, "png")
    sheet.canvas.drawImage(ImageReader(written), 176, 842 - 115, 8, 10)


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        pytest.param([zero()], OBJECT, id="an outline"),
        pytest.param([one], OBJECT, id="a narrow outline"),
        pytest.param([picture], OBJECT, id="a picture"),
        pytest.param([zero(), number()], "12", id="an outline beside a number"),
        pytest.param([zero(white)], "", id="in white"),
        pytest.param([ground], "", id="the ground of the cell"),
        pytest.param([ruling], "", id="a thick ruling"),
        pytest.param([zero(x=220)], "", id="over the ruling"),
    ],
)
def test_ink_of_no_character_is_no_blank(drawn: list[Draw], text: str) -> None:
    assert found(Sheet(), *drawn) == [[["（一）予以公开", text]]]
