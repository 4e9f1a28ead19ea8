"""Files that a Word document takes in when it is opened, as exporters in browsers write their pages."""

import pytest

from extract.document import Grid
from tests.extract.readers import made

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PAGE = "<html><body><p>一、总体情况</p><table><tr><td>规章</td><td>3</td></tr><tr><td>行政规范性文件</td><td>5</td></tr></table></body></html>"
SAVED = (
    "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n"
    f"Content-Location: file:///a.html\n\n{PAGE}\n--x--\n"
)


def docx(body: str, chunk: str | bytes, target: str = "chunk") -> bytes:
    link = f'<Relationship Id="c" Type="{R}/aFChunk" Target="{target}"/>'
    members: dict[str, str | bytes] = {
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": f"<Relationships>{link}</Relationships>",
        "word/chunk": chunk,
    }
    return made.packed(members)


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


TABLE = f"<w:tbl><w:tr><w:tc>{p('规章')}</w:tc><w:tc>{p('3')}</w:tc></w:tr></w:tbl>"
CHUNK = '<w:altChunk r:id="c"/>'


@pytest.mark.parametrize("target", ["chunk", "/word/chunk"])
@pytest.mark.parametrize(
    "chunk", [PAGE, SAVED, docx(p("一、总体情况") + TABLE, b"")], ids=["page", "saved page", "document"]
)
def test_a_chunk_stands_where_it_is_taken_in(chunk: str | bytes, target: str) -> None:
    documents = made.read(docx(p("年度报告") + TABLE + CHUNK + p("以上"), chunk, target))
    assert made.prose(documents) == ["年度报告", "一、总体情况", "以上"]
    grids = [block for block in documents[0].blocks if isinstance(block, Grid)]
    assert [(grid.place.table, grid.rows[0][1] and grid.rows[0][1].text) for grid in grids] == [
        (1, "3"),
        (2, "3"),
    ]


@pytest.mark.parametrize("chunk", [b"", b"\x00\x01", docx(CHUNK, PAGE)], ids=["nothing", "no text", "chunks"])
def test_a_chunk_that_is_not_read_leaves_the_rest(chunk: bytes) -> None:
    assert made.prose(made.read(docx(p("年度报告") + CHUNK, chunk))) == ["年度报告"]
