"""Made reports whose tables editors and converters have written down badly: every figure is still read from its own cell."""

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from archive.records import State
from extract.read import read
from replica.documents import html
from replica.documents.figures import Shape
from replica.documents.layout import owners
from replica.documents.make import reports
from replica.documents.report import Cell, Report, Row, Table
from tests.extract.damage import source
from tests.extract.generated.cases import organ_of

FIRST_ROWS = 12
"""Of the requests' table that stand above a page break."""
Change = Callable[[Table, Random], Table]


def _respanned(change: Callable[[Cell, Random], Cell]) -> Change:
    """Labels with other spans than they had, here and there."""

    def changed(table: Table, random: Random) -> Table:
        return table.edit(
            lambda cell: cell if cell.address or random.random() < 0.6 else change(cell, random)
        )

    return changed


def _repeated_head(table: Table, random: Random) -> Table:
    at = FIRST_ROWS if table.key == "requests" else table.heads
    return replace(table, rows=(*table.rows[:at], *table.rows[: table.heads], *table.rows[at:]))


def _written_out(table: Table, random: Random) -> Table:
    """Each merged cell wherever it reaches."""
    rows: list[Row] = [
        tuple(replace(owner[0], rowspan=1, colspan=1) if owner else Cell(text="") for owner in row)
        for row in owners(table)
    ]
    return replace(table, rows=tuple(rows))


def _blank_where_it_reaches(table: Table) -> Table:
    """Each merged cell where it begins, and blank cells where it reaches."""
    begun: set[int] = set()
    rows: list[Row] = []
    for line in owners(table):
        cells = [owner[0] if owner and id(owner[0]) not in begun else Cell(text="") for owner in line]
        once = [
            Cell(text="") if any(cell is left for left in cells[:x]) else cell for x, cell in enumerate(cells)
        ]
        begun |= {id(owner[0]) for owner in line if owner}
        rows.append(tuple(replace(cell, rowspan=1, colspan=1) for cell in once))
    return replace(table, rows=tuple(rows))


DAMAGES: dict[str, Change] = {
    "a colspan too many": _respanned(lambda cell, random: replace(cell, colspan=cell.colspan + 1)),
    "a colspan too few": _respanned(lambda cell, random: replace(cell, colspan=max(1, cell.colspan - 1))),
    "a rowspan too many": _respanned(lambda cell, random: replace(cell, rowspan=cell.rowspan + 1)),
    "a rowspan too few": _respanned(lambda cell, random: replace(cell, rowspan=max(1, cell.rowspan - 1))),
    "any rowspan": _respanned(lambda cell, random: replace(cell, rowspan=random.choice((1, 2, 3)))),
    "the head again below": _repeated_head,
    "merged cells written out": _written_out,
}

FIGURE = re.compile(r"(?<=<td>)(\d+)(?=</td>)")
"""In the clean style."""
PRINTINGS: dict[str, str] = {
    "in a table of its own": r"<table><tr><td>\1</td></tr></table>",
    "behind one struck out": r"<s>9</s>\1",
    "in place of a deleted one": r"<del>\g<1>9</del><ins>\1</ins>",
    "behind one that is hidden": r'<span style="text-decoration: line-through">7</span>\1',
    "with a note's sign": r"\1<sup>①</sup>",
    "with a note's number": r"\1<sup>2</sup>",
    "with a number that a style raises": r'\1<span style="font-size: 8pt; vertical-align: super">2</span>',
    "with a note's number in an element": r"\1<sup><span lang=EN-US>2</span></sup>",
    "with a lowered number": r"\1<sub><b>2</b></sub>",
    "with a number that a style lowers": r'\1<label style="vertical-align: sub"><i>2</i></label>',
    "with a number that stands higher": r'<span>\1</span><span style="position:relative;top:-3.0pt">2</span>',
    "with a number that a length raises": r'\1<b style="vertical-align: .4em">2</b>',
    "with a smaller number": r'\1<span style="font-size: 60%">2</span>',
    "higher as a whole": r'<span style="position: relative; top: -4px"><b>\1</b></span>',
    "a little higher": r'<span style="position: relative; top: -1px">\1</span>',
    "with a number that a sheet shifts": r'\1<i class="higher">2</i>',
    "behind one that is veiled": r'<span style="visibility: hidden">7</span>\1',
    "behind one without a size": r'<b style="FONT-SIZE: 0px">7</b>\1',
    "behind one that is transparent": r'<span style="opacity:0">7</span>\1',
    "behind one without a colour": r'<span style="color: rgba(0, 0, 0, 0)">7</span>\1',
    "with a colour in an element that has none": r'<b style="color: transparent">7<font color="red">\1</font></b>',
    "with a background in its letters": r'<b style="color: transparent; -webkit-background-clip: text">\1</b>',
    "behind one without a height": r'<span style="display: inline-block; overflow: hidden; height: 0">7</span>\1',
    "behind one far away": r'<span style="position: absolute; left: -9999px">7</span>\1',
    "shown again in a veiled element": r'<b style="visibility: hidden">7<i style="visibility: visible">\1</i></b>',
    "with a size in an element that has none": r'<b style="font-size: 0">7<i style="font-size: 9pt">\1</i></b>',
    "with a class in an element without a size": r'<b style="font-size: 0"><i class="figure">\1</i></b>',
    "in an element whose backface is hidden": r'<b style="backface-visibility: hidden; overflow: hidden">\1</b>',
    "behind one that a sheet hides": r'<span class="a old">7</span>\1',
    "behind one that a sheet strikes out": r'<i class="struck">7</i>\1',
    "with a note's number that a sheet raises": r'\1<i class="note">2</i>',
    "beside a cell that a sheet hides": r'\1</td><td class="old">7',
    "hidden in print": r'<span class="printed">\1</span>',
    "hidden in a state": r'<span class="touched">\1</span>',
    "shown by a stronger rule": r'<span class="old on">\1</span>',
    "shown by its own style": r'<span class="old" style="display: inline">\1</span>',
    "beside a cell that is hidden": r'\1</td><td style="display: none">7',
    "behind one made small to nothing": r'<b style="transform: scale(0)">7</b>\1',
    "behind one in white": r'<b style="color: #FFF">7</b>\1',
    "behind one in a white font": r"<font size=2 color=#FFFFFF>7</font>\1",
    "in a font that its style gives another ink": r'<font color=white style="color: black">\1</font>',
    "behind one in what looks white": r'<b style="color: rgb(254, 254, 254)">7</b>\1',
    "behind one without light": r'<b style="color: hsl(0, 0%, 100%)">7</b>\1',
    "behind one that is cut off": r'<b style="clip-path: inset(100%); position: absolute">7</b>\1',
    "behind one that is filtered out": r'<b style="filter: opacity(0)">7</b>\1',
    "behind one beside its place": r'<b style="text-indent: -9999px; display: inline-block">7</b>\1',
    "behind one that a sheet makes white": r'<b class="pale">7</b>\1',
    "behind a count in white": r'<b style="color: white">7件</b>\1',
    "with a note's number of its size, raised": r'<i style="font-size: 8pt">\1</i><i style="font-size: 8pt; vertical-align: 4pt">2</i>',
    "in white on a dark ground": r'<b style="background: #036"><i style="color: white">\1</i></b>',
    "with a smaller note's number": r'<i style="font-size: 12pt">\1</i><i style="font-size: 6pt">2</i>',
    "with a note's number smaller than its cell": r'\1<i style="font-size: 8px">2</i>',
    "in small pieces": r'<b style="font-size: 7.5pt"><i style="font-size: 7.5pt">\1</i></b>',
    "with a heading that a sheet prints": r'<i class="three" data-n="2023年">\1</i>',
    "with a sign of the sheet's": r'<i class="sign">\1</i>',
    "as a spreadsheet marks text": r"'\1",
    "with a stop": r"\1。",
    "with a comment inside": r"<!-- \1 -->\1",
    "in a form's field": r'<input type="text" name="n" value="\1" readonly><input type="hidden" value="7">',
    "in a form's larger field": r"<textarea rows=1>\1</textarea>",
}


SHEET = """<style>@charset "utf-8"; /* .printed { display: none } */ p { margin: 0 } .new, span.a.old, td.old, #top { display: none }
.old { display: none } .old.on { display: inline } .old.on.off { display: none } .struck { text-decoration: line-through }
.note { vertical-align: super; font-size: 70% } .higher { position: relative; bottom: .4em }
.touched:hover { display: none } @media print { .printed { display: none } }
@media screen { .veil { visibility: hidden } } @media (max-width: 400px) { td { display: none } } .printed::before { display: none }
.pale { color: #ffffff } .sign::after { content: "\\e601" } .one::before, .two:after { content: "3" } .three::after { content: attr(data-n) }
</style><style media="print">td { display: none }</style></head>"""


def _report(form: str, seed: int) -> Report:
    year = 2019 + seed % 2 if form == "2019" else 2021 + seed % 4
    shape = Shape(
        proactive="2019" if form == "2019" else "2021", requests="2021" if form == "2021" else "2019"
    )
    made = reports(
        organ_of(seed), seed=f"markup/{seed}", years=range(year - 1, year + 1), shapes={year: shape}
    )
    return made[year]


def _values(report: Report, page: str) -> dict[str, object]:
    """What the page's reading says under each address of the report, and under any other that it gives a number."""
    got = {figure.address: figure.value for figure in read(source("page.html", page.encode())).figures}
    return {
        address: value for address, value in got.items() if value is not None or address in report.figures
    }


def _truth(report: Report) -> dict[str, object]:
    return {address: figure.value for address, figure in report.figures.items()}


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.parametrize("form", ["2021", "2019", "hybrid"])
def test_wrong_spans_move_no_figure(form: str, name: str) -> None:
    for seed in range(3):
        report = damaged = _report(form, seed)
        for table in report.tables:
            damaged = damaged.with_table(DAMAGES[name](table, Random(f"{name}/{form}/{seed}")))
        assert _values(report, html.page(damaged)) == _truth(report)


@pytest.mark.parametrize("name", PRINTINGS)
def test_what_stands_around_a_figure_is_no_part_of_it(name: str) -> None:
    report = _report("2021", 1)
    page = FIGURE.sub(PRINTINGS[name], html.page(report)).replace("</head>", SHEET, 1)
    assert SHEET in page
    assert _values(report, page) == _truth(report)


@pytest.mark.parametrize(
    "printed",
    [
        '<i class="one"></i>',
        '7<i class="two"></i>',
        '<i class="three" data-n="3"></i>',
        '<i class="three" data-n="3件"></i>',
        '<i style="color:#fff">3</i>',
    ],
)
def test_what_only_a_sheet_shows_is_unread(printed: str) -> None:
    page = html.page(_report("2021", 1)).replace("</head>", SHEET, 1)
    page = re.sub(r"(>（一）予以公开</td>\s*<td[^>]*>)[^<]*", lambda found: found[1] + printed, page)
    (figure,) = (
        each
        for each in read(source("page.html", page.encode())).figures
        if each.address == "requests/granted/individual"
    )
    assert printed in page
    assert (figure.value, figure.state) == (None, State.UNREADABLE)


@pytest.mark.parametrize("behind", ["（件）", "（含上年结转）"])
def test_figures_alike_side_by_side_are_several_where_spans_are_written_out(behind: str) -> None:
    """All ten figures of a row may bear the same words: they are no label that is merged, and no head that begins again."""
    report = damaged = _report("2019", 2)
    for table in report.tables:
        worded = table.edit(lambda cell: replace(cell, text=cell.text + behind) if cell.address else cell)
        damaged = damaged.with_table(_blank_where_it_reaches(worded))
    assert _values(report, html.page(damaged)) == _truth(report)


@pytest.mark.parametrize(
    "signs",
    [
        lambda text: text.translate(str.maketrans("（）", "〔〕")),
        lambda text: text.translate(str.maketrans("（）", "【】")),
        lambda text: re.sub(r"(?<=<td>)(\d)\.", r"\1，", text),
        lambda text: re.sub(r"(?<=<td>)(\d)\.", r"\1：", text),
        lambda text: re.sub(r"(?<=<td>)(\d)\.", r"\1 ", text),
    ],
)
def test_labels_are_known_whatever_their_signs(signs: Callable[[str], str]) -> None:
    report = _report("2021", 2)
    assert _values(report, signs(html.page(report))) == _truth(report)


@pytest.mark.parametrize(
    "shape", [Shape(proactive="2019", requests="2021"), Shape(proactive="2021", requests="2019")]
)
def test_tables_of_two_forms_are_held_to_their_own(shape: Shape) -> None:
    report = reports(organ_of(4), seed="two", years=range(2020, 2022), shapes={2021: shape})[2021]
    reading = read(source("page.html", html.page(report).encode()))
    assert (reading.status, reading.form, reading.findings) == ("ok", shape.proactive, ())


def test_an_article_that_a_script_unveils_is_read() -> None:
    report = _report("2021", 3)
    veiled = html.page(report).replace("<body>", '<body><div style="visibility: hidden; opacity: 0">', 1)
    assert _values(report, veiled) == _truth(report)


@pytest.mark.parametrize("hidden", ["display: none", "visibility: hidden", "max-height: 0; overflow: hidden"])
def test_an_article_that_a_sheet_hides_until_a_script_runs_is_read(hidden: str) -> None:
    report = _report("2021", 3)
    sheet = f"<style>.x {{ {hidden} }}</style></head>"
    page = html.page(report).replace("</head>", sheet, 1).replace("<body>", '<body><div class="x">', 1)
    assert _values(report, page) == _truth(report)


@pytest.mark.parametrize("hidden", ['style="visibility: hidden"', 'class="veil"'])
@pytest.mark.parametrize("cell", ["<td>{}</td>", "<td><p>{}</p></td>"])
def test_a_row_that_is_veiled_prints_nothing(cell: str, hidden: str) -> None:
    report = _report("2021", 1)
    page = html.page(report, "clean").replace("</head>", SHEET, 1)
    row = re.search(r"<tr><td>规章</td>.*?</tr>", page)
    assert row is not None
    veiled = re.sub("<td>(.*?)</td>", lambda found: cell.format(found[1]), row[0])
    veiled = veiled.replace("<tr>", f"<tr {hidden}>")
    kept = {
        address: value
        for address, value in _truth(report).items()
        if not address.startswith("proactive/regulations/")
    }
    assert _values(report, page.replace(row[0], veiled)) == kept


@pytest.mark.parametrize("style", ["display: none", "text-decoration: line-through"])
def test_a_row_that_is_hidden_or_struck_out_is_none(style: str) -> None:
    report = _report("2021", 1)
    page = html.page(report, "clean")
    row = re.search(r"<tr><td>规章</td>.*?</tr>", page)
    assert row is not None
    old = FIGURE.sub("7", row[0]).replace("<tr>", f'<tr style="{style}">')
    assert _values(report, page.replace(row[0], old + row[0])) == _truth(report)


def test_a_cell_that_is_struck_out_is_blank() -> None:
    report = _report("2021", 1)
    page = html.page(report, "clean")
    struck = re.sub(r"(<td>规章</td><td)>", r'\1 style="text-decoration: line-through">', page)
    assert struck != page
    assert _values(report, struck) == {**_truth(report), "proactive/regulations/issued": None}
