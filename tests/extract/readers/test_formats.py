"""Every format gives the same tables, cell by cell, and the same prose."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from extract.document import OBJECT, Grid
from extract.readers import pdf, wordfile
from replica.documents import files, html
from replica.documents.report import Report
from tests.extract.readers import made

REPORTS = made.reports()


@pytest.mark.parametrize("kind", ["docx", "pdf", "rtf"])
@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.id)
def test_a_report_reads_back(report: Report, kind: str) -> None:
    documents = made.read(files.render(report, kind))
    assert made.found(documents) == made.wanted(report)
    prose = "".join(made.prose(documents))
    assert made.squeezed(report.title) in prose
    for chapter in report.chapters:
        for paragraph in chapter.paragraphs:
            assert made.squeezed("".join(sentence.text for sentence in paragraph)) in prose


def test_a_cell_of_rtf_that_shows_a_picture_is_no_blank() -> None:
    row = rb"\trowd\cellx900\cellx1800\cellx2700 \intbl {\pict 00ff}\cell 7{\pict 00ff}\cell \cell\row"
    (grid,) = made.read(rb"{\rtf1 " + row + rb"\pard{\pict 00ff}\par}")[0].blocks
    assert isinstance(grid, Grid)
    assert [cell and cell.text for cell in grid.rows[0]] == [OBJECT, "7", ""]


@pytest.mark.parametrize(
    ("stored", "shown"), [("\x01", OBJECT), ("\x13eq 7\x15", OBJECT), ("\x13=SUM\x147\x15", "7")]
)
def test_what_a_word_file_stores_for_a_picture_and_for_fields(stored: str, shown: str) -> None:
    assert wordfile.printed(stored) == shown


@pytest.mark.parametrize("report", REPORTS[:2], ids=lambda report: report.id)
def test_an_ofd_reads_back(report: Report) -> None:
    printed = pdfium.PdfDocument(files.render(report, "pdf"))
    try:
        body = made.ofd([page for page, _ in pdf._pages(printed)])
    finally:
        printed.close()
    documents = made.read(body)
    assert documents[0].media_type == "application/ofd"
    assert made.found(documents) == made.wanted(report)
    assert made.squeezed(report.title) in "".join(made.prose(documents))


MARKED = {
    '<w:del w:id="1" w:author="a"><w:r><w:delText>99</w:delText></w:r></w:del><w:r><w:t>7</w:t></w:r>': "7",
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r><w:r><w:t>6</w:t></w:r>": "6",
    "<w:r><w:rPr><w:strike/></w:rPr><w:t>99</w:t></w:r><w:r><w:t>5</w:t></w:r>": "5",
    '<w:r><w:t>4</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>9</w:t></w:r>': "4⁹",
    '<w:ins w:id="2" w:author="a" w:date="2024-01-05T10:00:00Z"><w:r><w:t>3</w:t></w:r></w:ins>': "3",
}
"""What Word's markup says of a cell's text, and what it prints."""


def marked() -> bytes:
    """A document with a cell for each."""
    cells = "".join(f"<w:tc><w:p>{content}</w:p></w:tc>" for content in MARKED)
    with zipfile.ZipFile(io.BytesIO(files.render(REPORTS[0], "docx"))) as package:
        members: dict[str, bytes | str] = {name: package.read(name) for name in package.namelist()}
    head, _, rest = str(members["word/document.xml"], "utf-8").partition("<w:body>")
    _, ends, tail = rest.rpartition("<w:sectPr")
    members["word/document.xml"] = f"{head}<w:body><w:tbl><w:tr>{cells}</w:tr></w:tbl><w:p/>{ends}{tail}"
    return made.packed(members)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One report of each form in the formats that LibreOffice writes."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    for index, report in enumerate(REPORTS[1:3]):
        (folder / f"{index}.docx").write_bytes(files.render(report, "docx"))
    (folder / "marked.docx").write_bytes(marked())
    for kind in ("doc", "odt", "rtf", "pdf"):
        subprocess.run(
            [
                soffice,
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(folder),
                *map(str, folder.glob("*.docx")),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return folder


@pytest.mark.parametrize("kind", ["doc", "odt", "rtf", "pdf"])
@pytest.mark.parametrize("index", [0, 1])
def test_what_an_office_suite_writes_reads_back(office: Path, index: int, kind: str) -> None:
    report = REPORTS[1:3][index]
    documents = made.read((office / f"{index}.{kind}").read_bytes())
    assert made.found(documents) == made.wanted(report)
    assert made.squeezed(report.title) in "".join(made.prose(documents))


@pytest.mark.parametrize("kind", ["docx", "doc", "odt", "rtf"])
def test_what_is_taken_back_or_raised_is_no_part_of_a_figure(office: Path, kind: str) -> None:
    assert made.found(made.read((office / f"marked.{kind}").read_bytes())) == [[[*MARKED.values()]]]


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        (rb"{\deleted\revauthdel1\revdttmdel-2074015744 99}7", "7"),
        (rb"{\revised\revdttm-2074015744 7}", "7"),
        (rb"{\strike 99}7", "7"),
        (rb"\striked1 99\striked0 7", "7"),
        (rb"\strike 99\plain 7", "7"),
        (rb"7{\super 9}", "7⁹"),
        (rb"{\super 9\nosupersub 7}", "⁹7"),
        (rb"7{\sub 9}", "7₉"),
        (rb"7{\up6 9}", "7⁹"),
        (rb"7{\dn6 9}", "7₉"),
        (rb"7{\up2 9}", "79"),
        (rb"{\up6 7}{\up6 9}", "79"),
    ],
)
def test_what_rtf_takes_back_or_raises(cell: bytes, printed: str) -> None:
    assert made.found(made.read(rb"{\rtf1 \trowd\cellx900 \intbl " + cell + rb"\cell\row\pard\par}")) == [
        [[printed]]
    ]


@pytest.mark.parametrize("border", ["1px solid", "1px dashed", "1px dotted"])
def test_what_a_browser_prints_reads_back(tmp_path: Path, border: str) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    report = REPORTS[2]
    style = f"<style>table{{border-collapse:collapse}} td{{border:{border} black;font-size:9pt}}</style>"
    page = tmp_path / "page.html"
    page.write_text(
        f'<html><head><meta charset="utf-8">{style}</head><body>{html.page(report)}</body></html>', "utf-8"
    )
    printed = tmp_path / "page.pdf"
    subprocess.run(
        [
            chromium,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path}/profile",
            f"--print-to-pdf={printed}",
            str(page),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    documents = made.read(printed.read_bytes())
    assert made.found(documents) == made.wanted(report)
    assert not any("page.html" in text for text in made.prose(documents))


@pytest.mark.parametrize(
    ("edges", "printed"),
    [
        (rb"\cellx900\cellx900\cellx900", [["甲 | 乙 | 丙"]]),
        (rb"\cellx900\cellx1800\cellx900", [["甲", "乙 | 丙"]]),
    ],
)
def test_cells_whose_edges_are_damaged_stand_in_the_table(edges: bytes, printed: list[list[str]]) -> None:
    cells = b"".join(rb"\u%d ?\cell" % ord(text) for text in "甲乙丙")
    assert made.found(made.read(rb"{\rtf1 \trowd" + edges + rb"\intbl " + cells + rb"\row\pard\par}")) == [
        [[text if text is None else made.squeezed(text) for text in row] for row in printed]
    ]


OPEN_TEXT = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:text><text:p>正文。</text:p><table:table><table:table-row>{}</table:table-row></table:table></office:text></office:body>
</office:document-content>"""
NOTE = "<text:note><text:note-citation>2</text:note-citation><text:note-body><text:p>含上年结转3件</text:p></text:note-body></text:note>"


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        (f"15{NOTE}", "15"),
        (f"{NOTE}15", "15"),
        (f"1{NOTE}5", "15"),
        (f"<text:span>15</text:span>{NOTE}件", "15件"),
        ("15<office:annotation><text:p>8</text:p></office:annotation>", "15"),
    ],
)
def test_notes_of_an_open_document_are_no_part_of_a_figure(cell: str, printed: str) -> None:
    cells = "".join(
        f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("规章", cell)
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", OPEN_TEXT.format(cells))
    assert made.found(made.read(buffer.getvalue())) == [[["规章", printed]]]
