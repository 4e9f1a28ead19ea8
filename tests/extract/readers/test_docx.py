"""What Word prints, though its markup says it another way."""

import pytest

from archive.errors import DocumentUnreadable
from extract.document import OBJECT, Block, Grid, Heading, Paragraph
from tests.extract.readers import made

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="4">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="4"/></w:num></w:numbering>'
)


STYLES = f"""<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="plain"><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="old"><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="older"><w:basedOn w:val="old"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="kept"><w:basedOn w:val="older"/><w:rPr><w:strike w:val="false"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="mark"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="high"><w:rPr><w:position w:val="8"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="round"><w:basedOn w:val="round"/><w:rPr><w:dstrike/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="gone"><w:rPr><w:dstrike w:val="1"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="raised"><w:rPr><w:position w:val="8"/></w:rPr></w:style></w:styles>"""


def docx(body: str, numbering: str = NUMBERING) -> bytes:
    return made.packed(
        {
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
            "word/numbering.xml": numbering,
            "word/styles.xml": STYLES,
        }
    )


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def blocks(body: str) -> tuple[Block, ...]:
    return made.read(docx(body))[0].blocks


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(body) if not isinstance(block, Grid)]


def listed(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="9"/></w:numPr>'


def test_automatic_numbers_are_printed() -> None:
    body = (
        p("总体情况", listed(0))
        + p("甲", listed(1))
        + p("乙", listed(1))
        + p("主动公开", listed(0))
        + p("丙", listed(1))
    )
    assert texts(body) == ["一、总体情况", "1.甲", "2.乙", "二、主动公开", "1.丙"]


def test_hidden_and_deleted_text_is_not_printed_and_inserted_text_is() -> None:
    body = (
        "<w:p><w:r><w:t>收到</w:t></w:r><w:del><w:r><w:delText>3</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>4</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>件</w:t></w:r></w:p>'
    )
    assert texts(body) == ["收到4件"]


def test_an_outline_level_makes_a_heading() -> None:
    found = blocks(p("一、总体情况", '<w:outlineLvl w:val="0"/>') + p("正文", '<w:outlineLvl w:val="9"/>'))
    assert isinstance(found[0], Heading)
    assert isinstance(found[1], Paragraph)


def test_merged_cells_are_one_cell_and_blank_ones_stay() -> None:
    body = (
        "<w:tbl>"
        + tr(tc("三", '<w:vMerge w:val="restart"/>'), tc("（一）", '<w:gridSpan w:val="2"/>'), tc("1"))
        + tr(tc("", "<w:vMerge/>"), tc("（二）"), tc("甲"), tc(""))
        + "</w:tbl>"
    )
    (grid,) = blocks(body)
    assert isinstance(grid, Grid)
    assert [[cell and cell.text for cell in row] for row in grid.rows] == [
        ["三", "（一）", "（一）", "1"],
        ["三", "（二）", "甲", ""],
    ]
    assert grid.rows[0][0] is grid.rows[1][0]


def test_a_merge_that_nothing_began_is_a_cell_of_its_own() -> None:
    body = "<w:tbl>" + tr(tc("一"), tc("1")) + tr(tc("二", "<w:vMerge/>"), tc("2")) + "</w:tbl>"
    (grid,) = blocks(body)
    assert isinstance(grid, Grid)
    assert [row[0] and row[0].text for row in grid.rows] == ["一", "二"]


def test_a_table_that_only_arranges_the_page_gives_what_it_holds() -> None:
    inner = "<w:tbl>" + tr(tc("规章"), tc("0")) + "</w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{p('一、总体情况')}{inner}{p('完')}</w:tc></w:tr></w:tbl>"
    found = blocks(body)
    assert [type(block) for block in found] == [Paragraph, Grid, Paragraph]


def test_content_controls_and_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('盒中')}</w:txbxContent>"
    body = (
        f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>"
        f'<w:p><w:r><AlternateContent xmlns="x"><Choice>{box}</Choice><Fallback>{box}</Fallback>'
        "</AlternateContent><w:t>正文</w:t></w:r></w:p>"
    )
    assert texts(body) == ["控件", "正文", "盒中"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (made.packed({"word/document.xml": "<a/>"}), "no body"),
        (made.packed({"word/document.xml": ""}), "broken XML"),
        (docx(""), "no text"),
        (docx(p("文"))[:300], "damaged"),
    ],
)
def test_what_cannot_be_read_says_why(body: bytes, why: str) -> None:
    with pytest.raises(DocumentUnreadable, match=why):
        made.read(body)


def test_the_xml_of_word_2003_is_read_too() -> None:
    body = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        f'<w:wordDocument xmlns:w="x"><w:body>{p("总体情况")}<w:tbl>{tr(tc("规章"), tc("0"))}</w:tbl></w:body>'
        "</w:wordDocument>"
    )
    (document,) = made.read(body.encode())
    assert [type(block) for block in document.blocks] == [Paragraph, Grid]


@pytest.mark.parametrize(
    ("properties", "printed"),
    [
        ("<w:vanish/>", "3"),
        ("<w:strike/>", "3"),
        ("<w:dstrike/>", "3"),
        ('<w:strike w:val="0"/>', "37"),
        ('<w:vertAlign w:val="superscript"/>', "3⁷"),
        ('<w:rStyle w:val="old"/>', "3"),
        ('<w:rStyle w:val="older"/>', "3"),
        ('<w:rStyle w:val="round"/>', "3"),
        ('<w:rStyle w:val="old"/><w:strike w:val="0"/>', "37"),
        ('<w:rStyle w:val="kept"/>', "37"),
        ('<w:rStyle w:val="none"/>', "37"),
        ('<w:rStyle w:val="mark"/>', "3⁷"),
        ('<w:rStyle w:val="high"/>', "3⁷"),
        ('<w:position w:val="6"/>', "3⁷"),
        ('<w:position w:val="2"/>', "37"),
        ('<w:position w:val="-6"/>', "3₇"),
        ('<w:vertAlign w:val="subscript"/>', "3₇"),
        ('<w:vertAlign w:val="baseline"/>', "37"),
        ('<w:color w:val="FFFFFF"/>', "3"),
        ('<w:color w:val="000000"/>', "37"),
        ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="003366"/>', "37"),
        ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="auto"/>', "3"),
    ],
)
def test_what_is_struck_or_set_off_joins_no_number(properties: str, printed: str) -> None:
    second = f"<w:r><w:rPr>{properties}</w:rPr><w:t>7</w:t></w:r>"
    assert texts(f"<w:p><w:r><w:t>3</w:t></w:r>{second}</w:p>") == [printed]


def test_a_table_of_one_cell_inside_a_cell_is_its_frame() -> None:
    framed = f"<w:tc><w:tbl>{tr(tc('5'))}</w:tbl><w:p/></w:tc>"
    (grid,) = blocks(f"<w:tbl>{tr(tc('甲'), tc('乙'))}{tr(tc('丙'), framed)}{tr(tc('丁'), tc('6'))}</w:tbl>")
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row if cell] for row in grid.rows] == [
        ["甲", "乙"],
        ["丙", "5"],
        ["丁", "6"],
    ]


@pytest.mark.parametrize(
    ("held", "printed"),
    [
        ('<w:r><w:sym w:font="Times New Roman" w:char="F037"/></w:r>', "7"),
        ('<w:r><w:sym w:font="Times New Roman" w:char="0037"/></w:r>', "7"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F037"/></w:r>', OBJECT),
        (
            "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>7</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
            "7",
        ),
        ("<w:r><w:drawing/></w:r>", OBJECT),
        ("<w:r><w:instrText>eq 7</w:instrText></w:r>", OBJECT),
        ("<w:r><w:drawing/><w:t>7</w:t></w:r>", "7"),
        ('<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>7</w:t></w:r>', OBJECT),
        ("<w:r><w:t> </w:t></w:r>", ""),
    ],
)
def test_a_cell_that_shows_something_else_than_text_is_no_blank(held: str, printed: str) -> None:
    cell = f"<w:tc><w:p>{held}</w:p></w:tc>"
    (grid,) = blocks(f"<w:tbl>{tr(tc('规章'), cell)}</w:tbl>")
    assert isinstance(grid, Grid)
    assert [each and each.text for each in grid.rows[0]] == ["规章", printed]


@pytest.mark.parametrize(
    ("style", "runs", "printed"),
    [
        ("gone", "<w:r><w:t>9</w:t></w:r>", []),
        (
            "gone",
            '<w:r><w:t>9</w:t></w:r><w:r><w:rPr><w:dstrike w:val="0"/></w:rPr><w:t>7</w:t></w:r>',
            ["7"],
        ),
        ("raised", "<w:r><w:t>1</w:t></w:r><w:r><w:t>5</w:t></w:r>", ["15"]),
        (
            "raised",
            '<w:r><w:t>1</w:t></w:r><w:r><w:rPr><w:position w:val="16"/></w:rPr><w:t>5</w:t></w:r>',
            ["1⁵"],
        ),
        ("plain", '<w:r><w:rPr><w:position w:val="6"/></w:rPr><w:t>15</w:t></w:r>', ["15"]),
        ("plain", "<w:r><w:t>15</w:t></w:r>", ["15"]),
    ],
)
def test_the_style_of_a_paragraph_is_that_of_its_runs(style: str, runs: str, printed: list[str]) -> None:
    assert texts(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>{p("末")}') == [*printed, "末"]
