"""Where characters are printed that a PDF's text layer puts elsewhere."""

import pytest

from tests.extract.readers import made
from tests.extract.readers.sheets import Sheet, Turned


def rows(sheet: Sheet) -> list[list[str | None]]:
    """A table of two rows whose labels a clip cuts off where the figures' column begins."""
    for x in (50, 110, 170):
        sheet.line(x, 100, x, 140)
    for y in (100, 120, 140):
        sheet.line(50, y, 170, y)
    for top, label, figure in ((104, "政府网站公开政府信息数", "90"), (124, "当面申请数", "12")):
        clipped(sheet, label, top)
        sheet.text(118, top, figure)
    (grid,) = made.found(made.read(sheet.body()))
    return grid


def clipped(sheet: Sheet, text: str, top: float) -> None:
    sheet.canvas.saveState()
    clip = sheet.canvas.beginPath()
    if isinstance(sheet, Turned):
        clip.rect(100, 51, 40, 58)
    else:
        clip.rect(51, 842 - 140, 58, 40)
    sheet.canvas.clipPath(clip, stroke=0, fill=0)
    sheet.text(53, top, text)
    sheet.canvas.restoreState()


@pytest.mark.parametrize("sheet", [Sheet, Turned], ids=["upright", "turned"])
def test_a_label_that_its_cell_cuts_off_is_of_that_cell(sheet: type[Sheet]) -> None:
    assert rows(sheet()) == [["政府网站公开政府信息数", "90"], ["当面申请数", "12"]]


def test_what_no_clip_shows_stays_where_it_is() -> None:
    sheet = Sheet()
    sheet.text(60, 60, "本机关的年度报告如下")
    clipped(sheet, "另一行文字", 300)
    assert made.prose(made.read(sheet.body()))[-1] == "另一行文字"


LIGATURES = {b"A": "11", b"B": "100", b"C": "年"}


def ligatures() -> bytes:
    """A page in a font each of whose characters stands for several."""
    names = b"".join(
        b"<%02X> <%s>\n" % (key[0], text.encode("utf-16-be").hex().encode())
        for key, text in LIGATURES.items()
    )
    unicode = b"1 begincodespacerange <00> <FF> endcodespacerange\n3 beginbfchar\n" + names + b"endbfchar\n"
    shown = b"BT /F 20 Tf 1 0 0 1 100 700 Tm (AC) Tj 0 -60 Td (BC) Tj 0 -60 Td (CCCCC) Tj ET"
    glyph = b"2000 0 0 0 2000 1000 d1 0 0 1800 900 re f"
    streams = {6: glyph, 7: unicode, 8: shown}
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 8 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        5: b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 2000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 65 /LastChar 67"
        b" /Widths [2000 2000 2000] /CharProcs << /g 6 0 R >> /ToUnicode 7 0 R /Resources << >>"
        b" /Encoding << /Differences [65 /g /g /g] >> >>",
    } | {
        number: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text)
        for number, text in streams.items()
    }
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % each for each in sorted(objects.items()))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def test_every_digit_of_a_ligature_is_read() -> None:
    assert "".join(made.prose(made.read(ligatures()))) == "11年100年年年年年年"
