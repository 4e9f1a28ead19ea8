"""OpenDocument workbooks: numbers that the ink of their format hides."""

import io
import zipfile

import pytest

from extract.document import OBJECT
from tests.extract.readers import made

_NAMES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "number": "datastyle",
        "fo": "xsl-fo-compatible",
    }.items()
)


def _form(name: str, inside: str) -> str:
    return f'<number:number-style style:name="{name}">{inside}<number:number/></number:number-style>'


def _cells(name: str, form: str, properties: str = "", made_from: str = "Default") -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell" style:parent-style-name="{made_from}"'
        f' style:data-style-name="{form}">{properties}</style:style>'
    )


_WHITE = '<style:text-properties fo:color="#ffffff"/>'
_DARK = '<style:table-cell-properties fo:background-color="#003366"/>'
STYLES = (
    _form("white", _WHITE)
    + _form("red", '<style:text-properties fo:color="#ff0000"/>')
    + _form("zeros", _WHITE + '<style:map style:condition="value()&gt;0" style:apply-style-name="plain"/>')
    + _form("plain", "")
    + _cells("white", "white")
    + _cells("inherited", "", made_from="white")
    + _cells("dark", "white", _DARK)
    + _cells("zeros", "zeros")
    + _cells("red", "red", '<style:table-cell-properties fo:background-color="#ff0000"/>')
    + _cells("seen", "red", _WHITE)
)


def _book(style: str, number: str, *, of_column: bool) -> bytes:
    """A row of a label and a number, whose style is its own or its column's."""
    default, own = (
        (f'table:default-cell-style-name="{style}"', "") if of_column else ("", f'table:style-name="{style}"')
    )
    content = (
        f"<office:document-content{_NAMES}><office:body><office:spreadsheet><table:table>"
        f"<table:table-column/><table:table-column {default}/><table:table-row>"
        "<table:table-cell><text:p>规章</text:p></table:table-cell>"
        f'<table:table-cell {own} office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as files:
        files.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        files.writestr(
            "styles.xml",
            f"<office:document-styles{_NAMES}><office:styles>{STYLES}</office:styles></office:document-styles>",
        )
        files.writestr("content.xml", content)
    return buffer.getvalue()


@pytest.mark.parametrize("of_column", [False, True], ids=["own", "column"])
@pytest.mark.parametrize(
    ("style", "number", "printed"),
    [
        ("white", "7", OBJECT),
        ("inherited", "7", OBJECT),
        ("dark", "7", "7"),
        ("zeros", "0", OBJECT),
        ("zeros", "7", "7"),
        ("red", "7", OBJECT),
        ("seen", "7", "7"),
    ],
)
def test_a_number_in_the_ink_of_its_format_is_unseen_on_a_ground_of_that_colour(
    style: str, number: str, printed: str, of_column: bool
) -> None:
    assert made.found(made.read(_book(style, number, of_column=of_column))) == [[["规章", printed]]]
