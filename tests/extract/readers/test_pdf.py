"""Pages of every making: turned, framed, scanned, garbled, with running lines."""

import io

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from archive.errors import DocumentUnreadable
from extract.document import Grid, Heading, Paragraph
from extract.readers import ocr, recogniser
from extract.readers.view import View
from replica.documents import files
from tests.extract.readers import made
from tests.extract.readers.sheets import FONT, Sheet, Turned

REPORT = made.reports()[2]


@pytest.mark.parametrize("sheet", [Sheet(), Turned()], ids=["upright", "turned"])
def test_a_wrapped_number_and_an_upright_label_stay_in_their_cells(sheet: Sheet) -> None:
    for x in (50, 70, 160, 180):
        sheet.line(x, 100, x, 180)
    for y in (100, 140, 180):
        sheet.line(50 if y != 140 else 70, y, 180, y)
    for at, character in enumerate("办理结果"):
        sheet.text(55, 105 + 15 * at, character)
    sheet.text(75, 105, "（一）予以公开")
    sheet.text(164, 103, "12")
    sheet.text(166, 118, "3")
    sheet.text(75, 150, "（二）部分公开")
    documents = made.read(sheet.body())
    assert made.found(documents) == [
        [["办理结果", "（一）予以公开", "123"], ["办理结果", "（二）部分公开", ""]]
    ]


def test_the_gap_between_cells_with_borders_of_their_own_is_no_column() -> None:
    sheet = Sheet()
    xs = ((50, 150), (154, 204), (208, 258), (262, 312))
    sheet.canvas.rect(50, 842 - 130, 100, 30)
    sheet.canvas.rect(154, 842 - 130, 158, 30)
    sheet.text(156, 105, "法人或其他组织情况", 16)
    for x0, x1 in xs:
        sheet.canvas.rect(x0, 842 - 164, x1 - x0, 30)
    for x, text in ((55, "（一）予以公开"), (170, "12"), (225, "3"), (280, "7")):
        sheet.text(x, 142, text)
    assert made.found(made.read(sheet.body())) == [
        [["", *["法人或其他组织情况"] * 3], ["（一）予以公开", "12", "3", "7"]]
    ]


def test_another_tables_columns_move_no_ruling() -> None:
    sheet = Sheet()
    for y0, y1, middle in ((100, 260, 120), (300, 320, 117)):
        for x in (60, middle, 180):
            # A row at a time, as producers draw the borders of cells.
            for y in range(y0, y1, 20):
                sheet.line(x, y, x, y + 20)
        for y in range(y0, y1 + 1, 20):
            sheet.line(60, y, 180, y)
    sheet.text(64, 104, "本年收费金额")
    sheet.text(64, 306, "2", 6)
    sheet.text(117.5, 306, "0", 6)
    *_, last = made.found(made.read(sheet.body()))
    assert last == [["2", "0"]]


def test_a_watermark_is_no_part_of_the_cells_that_it_crosses_and_italics_are_no_watermark() -> None:
    sheet = Sheet()
    for at in (50, 200, 350):
        sheet.line(at, 100, at, 160)
    for at in (100, 130, 160):
        sheet.line(50, at, 350, at)
    sheet.text(55, 108, "行政许可")
    sheet.text(55, 138, "行政处罚")
    sheet.text(215, 138, "340")
    canvas = sheet.canvas
    canvas.saveState()
    canvas.translate(210, 842 - 120)
    canvas.skew(0, 15)
    canvas.setFont(FONT, 12)
    canvas.drawString(0, 0, "12")
    canvas.restoreState()
    canvas.translate(180, 842 - 170)
    canvas.rotate(30)
    for size in (10.5, 48):
        canvas.setFont(FONT, size)
        canvas.drawString(0, 0, "内部资料2024")
    assert made.found(made.read(sheet.body())) == [[["行政许可", "12"], ["行政处罚", "340"]]]


def test_a_frame_around_the_page_is_no_table() -> None:
    sheet = Sheet()
    sheet.canvas.rect(30, 30, 535, 780)
    sheet.text(60, 100, "一、总体情况")
    sheet.text(60, 130, "全年公开信息十二条。")
    (document,) = made.read(sheet.body())
    assert not any(isinstance(block, Grid) for block in document.blocks)
    assert made.prose([document]) == ["一、总体情况", "全年公开信息十二条。"]


def test_page_numbers_and_running_lines_are_dropped_and_paragraphs_run_on() -> None:
    sheet = Sheet()
    for number in (1, 2):
        sheet.text(60, 30, "河湾镇年度报告", 9)
        sheet.text(280, 810, f"— {number} —", 9)
        if number == 1:
            sheet.text(60, 60, "河湾镇2023年政府信息公开工作年度报告", 22)
            sheet.text(81, 120, "全" * 44)
            sheet.text(60, 140, "年" * 46)
        else:
            sheet.text(60, 60, "公开了十二条。")
        sheet.canvas.showPage()
    (document,) = made.read(sheet.body())
    assert [type(block) for block in document.blocks] == [Heading, Paragraph]
    assert made.prose([document]) == [
        "河湾镇2023年政府信息公开工作年度报告",
        "全" * 44 + "年" * 46 + "公开了十二条。",
    ]


def test_the_figure_alone_on_a_line_in_the_body_is_no_page_number() -> None:
    sheet = Sheet()
    sheet.text(60, 300, "12")
    assert made.prose(made.read(sheet.body())) == ["12"]


def scan() -> bytes:
    """A page that is nothing but a picture."""
    from PIL import Image

    sheet = Sheet()
    picture = ImageReader(Image.new("L", (200, 200), 255))
    sheet.canvas.drawImage(picture, 0, 0, 595, 842)
    return sheet.body()


def test_a_scan_without_the_extra_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("PIL")
    monkeypatch.setattr(recogniser, "installed", lambda: False)
    with pytest.raises(DocumentUnreadable, match=r"no text layer: .*extra `ocr`"):
        made.read(scan())


def test_text_of_a_font_that_names_no_characters_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recogniser, "installed", lambda: False)
    sheet = Sheet()
    sheet.canvas.setFont("Helvetica", 12)
    codes = bytes(code for code in range(1, 90) if code not in b"\0\t\n\r()\\").hex()
    sheet.canvas._code.append(f"BT 1 0 0 1 50 700 Tm <{codes}> Tj ET")
    with pytest.raises(DocumentUnreadable, match=r"no text layer: .*extra `ocr`"):
        made.read(sheet.body())


def test_pictures_behind_the_text_of_a_report_do_not_make_it_unreadable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    image = pytest.importorskip("PIL.Image")
    monkeypatch.setattr(ocr, "MAX_PAGES", 2)
    picture = ImageReader(image.new("L", (200, 200), 255))
    for pages in (("text", *"iii"), ("i", "i", "text", "i")):
        sheet = Sheet()
        for page in pages:
            if page == "text":
                sheet.text(60, 300, "全年公开信息十二条。")
            else:
                sheet.canvas.drawImage(picture, 0, 0, 595, 842)
            sheet.canvas.showPage()
        assert made.prose(made.read(sheet.body())) == ["全年公开信息十二条。"]
    sheet = Sheet()
    for _ in range(3):
        sheet.canvas.drawImage(picture, 0, 0, 595, 842)
        sheet.canvas.showPage()
    with pytest.raises(DocumentUnreadable, match="a scan of more than the 2 pages"):
        made.read(sheet.body())


def blank() -> bytes:
    sheet = Sheet()
    sheet.canvas.showPage()
    return sheet.body()


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (files.render(REPORT, "pdf")[:3000], "broken"),
        (b"%PDF-1.4\nnothing", "broken"),
        (blank(), "no text on any page"),
    ],
    ids=["cut", "empty", "blank"],
)
def test_what_cannot_be_read_says_why(body: bytes, why: str) -> None:
    with pytest.raises(DocumentUnreadable, match=why):
        made.read(body)


def test_a_locked_file_says_so() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(50, 700, "x")
    canvas.save()
    with pytest.raises(DocumentUnreadable, match="password"):
        made.read(buffer.getvalue())


@pytest.mark.parametrize(
    ("top", "size", "printed"),
    [
        (102, 7, "15¹件"),
        (102, 6.5, "15¹件"),
        (103, 8.75, "15¹件"),
        (109.7, 6.1, "15₁件"),
        (110, 6.5, "15₁件"),
        (109.2, 8.75, "15₁件"),
        (108.5, 6.5, "151件"),
        (101, 10.5, "151件"),
    ],
    ids=[
        "raised high",
        "raised",
        "raised in a browser",
        "lowered",
        "lowered more",
        "lowered in a browser",
        "small on the line",
        "large above the line",
    ],
)
def test_a_digit_that_is_set_off_is_a_notes_mark_and_no_digit_of_the_number(
    top: float, size: float, printed: str
) -> None:
    sheet = Sheet()
    sheet.text(50, 105, "制发规范性文件")
    sheet.text(130, 105, "15")
    sheet.text(140.2, top, "1", size)
    sheet.text(145.2, 105, "件")
    assert made.prose(made.read(sheet.body())) == [f"制发规范性文件{printed}"]


@pytest.mark.parametrize(
    ("rotation", "shown"),
    [(0, (0, 170, 10, 200)), (90, (0, 0, 30, 10)), (180, (90, 0, 100, 30)), (270, (170, 90, 200, 100))],
)
def test_the_lower_left_corner_goes_round_clockwise(
    rotation: int, shown: tuple[float, float, float, float]
) -> None:
    view = View(10, 20, 110, 220, rotation)
    assert view.box(10, 20, 20, 50) == shown
    assert view.size == ((100, 200) if rotation in {0, 180} else (200, 100))
