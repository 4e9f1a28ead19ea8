"""Tables that are pictures inside a document: read with the extra `ocr`, and told of without it."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from extract.read import read
from extract.readers import ocr, pasted, recogniser
from replica.documents import docx
from tests.extract.damage import source
from tests.extract.readers import made
from tests.extract.readers.test_ocr import ROWS, picture

TEXT = "本机关本年度主动公开政府信息情况见下图。"
REPORT = f"""青石县财政局2023年政府信息公开工作年度报告
一、总体情况
本机关按季度更新目录，公开工作平稳。
二、主动公开政府信息情况
{TEXT}
三、收到和处理政府信息公开申请情况
见下图。"""
LARGE = b"\x89PNG\r\n\x1a\n" + bytes(8) + (800).to_bytes(4) + (300).to_bytes(4)
"""The beginning of a picture of 800 by 300 pixels."""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006"


def word(pictures: dict[str, bytes], text: str = TEXT) -> bytes:
    """A .docx that shows pictures in this order under a paragraph."""
    shown = "".join(
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{_A}/wordprocessingDrawing"><wp:extent cx="5400000" cy="1800000"/>'
        f'<wp:docPr id="{at}" name="p"/><a:graphic xmlns:a="{_A}/main"><a:graphicData uri="{_A}/picture">'
        f'<pic:pic xmlns:pic="{_A}/picture"><pic:nvPicPr><pic:cNvPr id="{at}" name="p"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="r{at}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="5400000" cy="1800000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        for at in range(len(pictures))
    )
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    package = "http://schemas.openxmlformats.org/package/2006"
    links = "".join(
        f'<Relationship Id="r{at}" Type="{_R}/image" Target="media/{name}"/>'
        for at, name in enumerate(pictures)
    )
    return made.packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="png" ContentType="image/png"/>'
            f'<Default Extension="rels" ContentType="{_content("package.relationships")}"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_content("officedocument.wordprocessingml.document.main")}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{lines}'
            f"{shown}</w:body></w:document>",
            **{f"word/media/{name}": body for name, body in pictures.items()},
        }
    )


def _content(kind: str) -> str:
    return f"application/vnd.openxmlformats-{kind}+xml"


@cache
def table() -> bytes:
    return picture(0.0)


def printed() -> bytes:
    """A PDF page with a line of text over the picture."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.drawString(60, 780, "Disclosure of the year")
    canvas.drawImage(ImageReader(Image.open(io.BytesIO(table()))), 60, 600, width=420, height=141)
    canvas.save()
    return buffer.getvalue()


def converted(kind: str, folder: Path) -> bytes:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    (folder / "made.docx").write_bytes(word({"image1.png": table()}))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(folder),
        str(folder / "made.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"made.{kind}").read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(not recogniser.installed(), reason="the extra `ocr` is not installed")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(lambda _: word({"image1.png": table()}), id="docx"),
        pytest.param(lambda _: printed(), id="pdf"),
        pytest.param(lambda folder: converted("doc", folder), id="doc"),
        pytest.param(lambda folder: converted("odt", folder), id="odt"),
    ],
)
def test_a_table_pasted_as_a_picture_is_read(body: Callable[[Path], bytes], tmp_path: Path) -> None:
    documents = made.read(body(tmp_path))
    assert made.found(documents) == [[list(row) for row in ROWS]]
    assert made.prose(documents)
    assert documents[0].unread is None


@pytest.mark.parametrize(
    ("text", "status"),
    [pytest.param(REPORT, "partial", id="text too"), pytest.param("", "unreadable", id="pictures alone")],
)
def test_without_the_extra_pictures_are_said_to_be_unread(
    text: str, status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recogniser, "installed", lambda: False)
    reading = read(source("report.docx", word({"image1.png": table()}, text)))
    assert (reading.status, reading.figures) == (status, ())
    assert "the extra `ocr`" in str(reading.why)


def test_pictures_come_in_the_order_in_which_they_are_shown() -> None:
    body = word({"image3.png": LARGE + b"first", "image1.png": LARGE + b"second"})
    assert [picture[-6:] for picture in pasted._pictures(body)] == [b"\x2cfirst", b"second"]


def test_a_document_that_prints_its_tables_is_not_held_up_by_its_pictures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocr, "read", lambda *parts: pytest.fail("a picture was read"))
    report = made.reports()[1]
    body = io.BytesIO(docx.render(report))
    with zipfile.ZipFile(body, "a") as files:
        files.writestr("word/media/image1.png", LARGE)
    (document,) = made.read(body.getvalue())
    assert (len(made.found([document])), document.unread) == (len(report.tables), None)


def test_signs_and_codes_are_no_tables() -> None:
    small = b"\x89PNG\r\n\x1a\n" + bytes(8) + (120).to_bytes(4) + (120).to_bytes(4)
    (document,) = made.read(word({"code.png": small}))
    assert (document.unread, made.found([document])) == (None, [])
