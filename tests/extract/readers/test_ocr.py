"""A picture of a table: figures in their cells, blanks as blanks, though it lies askew in noise."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from extract.layout.pages import Page
from extract.layout.words import Glyph, spread
from extract.read import read
from extract.readers import inked, ocr, pictured, recogniser
from replica.documents import office
from tests.extract.damage import source
from tests.extract.readers import made
from tests.extract.readers.sheets import Sheet

if TYPE_CHECKING:
    import numpy

pytestmark = pytest.mark.skipif(not recogniser.installed(), reason="the extra `ocr` is not installed")

ROWS = [
    ("信息内容", "本年制发件数", "现行有效件数"),
    ("规章", "0", ""),
    ("行政规范性文件", "-12", "305"),
]


def picture(angle: float, *, ruled: bool = True, shift: float = 0) -> bytes:
    """The table; the texts of its cells so many points to the left."""
    import numpy
    import pypdfium2 as pdfium
    from PIL import Image

    sheet = Sheet()
    for x in (60, 200, 330, 460) if ruled else ():
        sheet.line(x, 60, x, 150)
    for y in (60, 90, 120, 150) if ruled else ():
        sheet.line(60, y, 460, y)
    for at, row in enumerate(ROWS):
        for column, text in enumerate(row):
            sheet.text(70 + 130 * column - shift, 68 + 30 * at, text, 12)
    document = pdfium.PdfDocument(sheet.body())
    image = document[0].render(scale=2, grayscale=True).to_pil().crop((0, 0, 1190, 400))
    document.close()
    middle = numpy.asarray(image)[140:176, 130:390]
    if (middle < 128).sum() < 50:
        pytest.skip("no Chinese font to draw the picture with")
    turned = numpy.asarray(image.rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC), dtype=float)
    noisy = turned + numpy.random.default_rng(3).normal(0, 10, turned.shape)
    buffer = io.BytesIO()
    Image.fromarray(numpy.clip(noisy, 0, 255).astype("uint8")).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("angle", [0.0, 0.8])
def test_a_picture_of_a_table_reads_back(angle: float) -> None:
    documents = made.read(picture(angle))
    assert documents[0].media_type == "image/png"
    assert made.found(documents) == [[list(row) for row in ROWS]]


@pytest.mark.slow
def test_a_picture_of_a_table_without_lines_reads_back() -> None:
    (found,) = made.found(made.read(picture(0.0, ruled=False)))
    assert [row[-2:] for row in found] == [list(row[1:]) for row in ROWS]


def test_a_detected_line_is_cut_between_cells() -> None:
    import numpy

    ink = numpy.zeros((40, 400), numpy.uint8)
    ink[10:30, 20:60] = ink[10:30, 62:90] = ink[10:30, 120:140] = 255
    assert list(inked.pieces(ink, (10, 8, 390, 32))) == [(20, 8, 90, 32), (120, 8, 140, 32)]
    assert list(inked.pieces(ink, (200, 8, 390, 32))) == []


def test_ink_that_no_line_holds_is_found_where_it_can_be_a_digit() -> None:
    import numpy

    ink = numpy.zeros((100, 400), numpy.uint8)
    ink[10:30, 20:60] = ink[12:30, 200:210] = ink[12:30, 214:222] = 255
    ink[50:52, 20:390] = ink[70:73, 30:33] = 255
    (found,) = inked.overlooked(ink, [(18, 8, 62, 32)])
    assert (found[1], found[3]) == (12, 30)
    assert found[0] <= 201
    assert found[2] >= 221


def scanned(body: bytes, angle: float) -> bytes:
    """A printed PDF as a scanner gives it: pictures of its pages, a little askew to either side, with noise, as JPEG."""
    import numpy
    import pypdfium2 as pdfium
    from PIL import Image

    noise = numpy.random.default_rng(5)
    document = pdfium.PdfDocument(body)
    pictures = []
    for number, page in enumerate(document):
        image = page.render(scale=200 / 72, grayscale=True).to_pil()
        lean = angle if number % 2 else -angle
        image = image.rotate(lean, fillcolor=255, resample=Image.Resampling.BICUBIC)
        spotted = numpy.asarray(image, dtype=float) + noise.normal(0, 12, (image.height, image.width))
        pictures.append(Image.fromarray(numpy.clip(spotted, 0, 255).astype("uint8")))
    document.close()
    buffer = io.BytesIO()
    pictures[0].save(buffer, "PDF", save_all=True, append_images=pictures[1:], resolution=200, quality=60)
    return buffer.getvalue()


@pytest.mark.slow
def test_every_figure_of_a_scanned_report_is_that_of_the_printed_one() -> None:
    printed = min(path for path in Path(office.FOLDER).glob("*.pdf") if "scan" not in path.name).read_bytes()
    truth = {figure.address: figure.value for figure in read(source("printed.pdf", printed)).figures}
    reading = read(source("scan.pdf", scanned(printed, 0.7)))
    assert {figure.address: figure.value for figure in reading.figures} == truth
    assert len(truth) > 150
    assert reading.year == read(source("printed.pdf", printed)).year


def test_a_long_stroke_in_a_cell_is_no_figure_and_stops_nothing() -> None:
    import numpy

    image = numpy.full((200, 1980), 255, numpy.uint8)
    image[20:180:80, 20:1960] = image[20:181, [20, 1959]] = 0
    image[60:68, 60:1900] = 90
    page = ocr.page(image, 1)
    assert not any(glyph.text.isdigit() for glyph in page.glyphs)


def layered(figure: str, *, ruled: bool = True, under: bool = False) -> bytes:
    """A page with the picture of a table, and what a layer without ink, or text under it, says of that; `figure` in place of 305."""
    from reportlab.lib.utils import ImageReader

    sheet = Sheet()
    image = ImageReader(io.BytesIO(picture(0.0, ruled=ruled)))
    if not under:
        sheet.canvas.drawImage(image, 0, 642, 595, 200)
        sheet.canvas._code.append("3 Tr")
    for at, row in enumerate(ROWS):
        for column, text in enumerate(row):
            sheet.text(70 + 130 * column, 68 + 30 * at, figure if text == "305" else text, 12)
    if under:
        sheet.canvas.drawImage(image, 0, 642, 595, 200)
    return sheet.body()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("figure", "read", "ruled"),
    [
        pytest.param("305", "305", True, id="agrees"),
        pytest.param("305", "305", False, id="agrees, without lines"),
        pytest.param("350", "305\ufffd350", True, id="says another"),
        pytest.param("350", "305\ufffd350", False, id="says another, without lines"),
        pytest.param("", "305", True, id="overlooked it"),
        pytest.param("", "305", False, id="overlooked it, without lines"),
        # Without lines the layer tells what stands in a cell.
        pytest.param("3O5", "305", True, id="says no number"),
    ],
)
def test_a_figure_that_a_layer_without_ink_denies_is_not_read(figure: str, read: str, ruled: bool) -> None:
    (found,) = made.found(made.read(layered(figure, ruled=ruled)))
    assert [row[-2:] for row in found][1:] == [["0", ""], ["-12", read]]


@pytest.mark.slow
def test_text_under_a_picture_is_a_layer_too() -> None:
    (found,) = made.found(made.read(layered("350", under=True)))
    assert found[2][2] == "305\ufffd350"


@pytest.mark.slow
def test_a_sign_that_touches_a_ruling_is_read() -> None:
    (found,) = made.found(made.read(picture(0.0, shift=1)))
    assert found[2] == list(ROWS[2])


def strokes(*sides: tuple[int, int], height: int = 20) -> "numpy.ndarray[Any, numpy.dtype[Any]]":
    """Dark ink on white, from column to column, as tall as a digit."""
    import numpy

    image = numpy.full((height + 8, 60), 255, numpy.uint8)
    for start, stop in sides:
        image[4 : 4 + height, start:stop] = 0
    return image


@pytest.mark.parametrize(
    ("sides", "count"),
    [
        pytest.param([(10, 20)], 1, id="one"),
        pytest.param([(10, 20), (24, 34)], 2, id="apart"),
        pytest.param([(10, 34)], 2, id="touching"),
        pytest.param([(10, 14), (15, 20)], 1, id="broken"),
        pytest.param([], 0, id="none"),
    ],
)
def test_ink_has_at_least_as_many_digits_as_stand_apart(sides: list[tuple[int, int]], count: int) -> None:
    assert inked.digits(255 - strokes(*sides)) == count


@pytest.mark.parametrize(("read", "text"), [("8", "\ufffd"), ("80", "80"), ("3.5", "3.5")])
def test_a_number_of_fewer_digits_than_its_ink_is_none(
    monkeypatch: pytest.MonkeyPatch, read: str, text: str
) -> None:
    monkeypatch.setattr(recogniser, "_line", lambda crop, room: read)
    assert recogniser.recognised(strokes((10, 20), (24, 34))) == text


@pytest.mark.parametrize(
    ("tops", "looks"),
    [
        pytest.param((200, 200), 0, id="beside it"),
        pytest.param((20, 50), 1, id="on it"),
    ],
)
def test_a_picture_without_lines_is_recognised_once_if_figures_stand_on_it(
    monkeypatch: pytest.MonkeyPatch, tops: tuple[float, float], looks: int
) -> None:
    seen: list[str] = []

    def straightened(image: "ocr.Image") -> "ocr.Image":
        seen.append("straightened")
        return image

    def words(image: "ocr.Image") -> Iterator[Glyph]:
        seen.append("recognised")
        return iter(())

    monkeypatch.setattr(ocr, "_straightened", straightened)
    monkeypatch.setattr(ocr, "_words", words)
    glyphs = (
        *spread("政务公开", (10, 10, 50, 20)),
        *spread("12", (10, tops[0], 20, tops[0] + 10)),
        *spread("34", (90, tops[1], 100, tops[1] + 10)),
    )
    page = Page(number=1, width=300, height=400, glyphs=glyphs)
    assert pictured.compared(page, strokes(), [(0, 0, 300, 100)]).glyphs == glyphs
    assert seen == ["straightened", *["recognised"] * looks]
