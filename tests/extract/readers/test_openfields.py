"""OpenDocument texts: what stands in cells beside plain text, or instead of it."""

import io
import zipfile

import pytest

from extract.document import OBJECT
from tests.extract.readers import made

_NAMES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {"office": "office", "text": "text", "table": "table", "draw": "drawing"}.items()
)
_OWN = ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
_STYLES = (
    '<style:style style:name="a" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="b" style:family="text"><style:text-properties text:display="true"/></style:style>'
    '<style:style style:name="c" style:family="text"><style:text-properties style:text-position="33% 58%"/></style:style>'
)


def _document(cell: str) -> bytes:
    rows = (
        f"<table:table-row><table:table-cell><text:p>规章</text:p></table:table-cell>{cell}</table:table-row>"
    )
    content = (
        f'<office:document-content{_NAMES}{_OWN} xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
        f"<office:automatic-styles>{_STYLES}</office:automatic-styles><office:body><office:text>"
        f"<table:table>{rows}</table:table></office:text></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as files:
        files.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        files.writestr("content.xml", content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("inside", "printed"),
    [
        ('<text:span text:style-name="c">9</text:span>7', "⁹7"),
        ('7<text:span text:style-name="c">9</text:span>', "7⁹"),
        ('<text:span text:style-name="c">9</text:span><text:span text:style-name="c">7</text:span>', "97"),
        ("<loext:content-control>7</loext:content-control>", "7"),
        ('<loext:content-control><loext:list-item loext:value="4"/>7</loext:content-control>', "7"),
        ("<text:ruby><text:ruby-base>7</text:ruby-base><text:ruby-text>9</text:ruby-text></text:ruby>", "7"),
        ("<draw:frame><draw:image/></draw:frame>", OBJECT),
        ("<draw:control/>", OBJECT),
        ("<text:page-number/>", OBJECT),
        ("<draw:frame><draw:image/></draw:frame>7", "7"),
        ('<text:span text:style-name="a">9</text:span>7', "7"),
        ('<text:span text:style-name="a"><text:span text:style-name="b">7</text:span></text:span>', "7"),
    ],
    ids=[
        "raised before",
        "raised behind",
        "raised as a whole",
        "control",
        "choice",
        "reading",
        "picture",
        "button",
        "page",
        "beside",
        "hidden",
        "shown again",
    ],
)
def test_what_a_cell_shows(inside: str, printed: str) -> None:
    cell = f"<table:table-cell><text:p>{inside}</text:p></table:table-cell>"
    assert made.found(made.read(_document(cell))) == [[["规章", printed]]]


def test_a_formula_without_its_result_is_no_blank() -> None:
    cell = '<table:table-cell table:formula="ooow:sum &lt;A1&gt;"/>'
    assert made.found(made.read(_document(cell))) == [[["规章", OBJECT]]]
