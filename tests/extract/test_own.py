"""Tables printed several times: the report's own are told by captions, by its words, by its chapters, or with a doubt."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from archive.records import Figure, Reading, State
from extract.own import differ
from extract.read import read
from replica.documents import html, statistics, text
from replica.documents.labels import APPLICANTS
from replica.documents.report import Cell, Chapter, Report, Sentence
from tests.extract.damage import source
from tests.extract.generated.cases import organ_of, render
from tests.extract.readers import made

OWN, OTHER = made.reports()[1], made.reports()[9]


def printed(report: Report) -> str:
    return "".join(html.table(table) for table in report.tables)


def page(*, before: str = "", after: str = "", silent: bool = False) -> Reading:
    report = _silent(OWN) if silent else OWN
    body = html.page(report, "clean")
    start, end = body.index("</h1>") + 5, body.index("</body>")
    body = body[:start] + before + body[start:end] + after + body[end:]
    return read(source("report.html", body.encode()))


def _silent(report: Report) -> Report:
    return replace(report, chapters=tuple(replace(each, paragraphs=()) for each in report.chapters))


def _with_other(report: Report, other: Report) -> Report:
    """The report with the other's tables right above its own, in the same chapters."""
    others = [replace(table, key=f"other/{table.key}") for table in other.tables]
    chapters = [
        replace(each, tables=(*(f"other/{key}" for key in each.tables), *each.tables))
        for each in report.chapters
    ]
    return replace(report, tables=(*others, *report.tables), chapters=tuple(chapters))


def is_of(reading: Reading, report: Report) -> bool:
    return {each.address: each.value for each in reading.figures} == {
        address: figure.value for address, figure in report.figures.items()
    }


def doubts(reading: Reading) -> list[str]:
    return [finding.where for finding in reading.findings if finding.code == "organ"]


def test_the_text_tells_which_tables_are_the_reports_own() -> None:
    reading = page(before=printed(OTHER))
    assert is_of(reading, OWN)
    assert not reading.findings


def test_tables_printed_in_pairs_are_told_apart() -> None:
    body = html.page(OWN, "clean")
    for own, other in zip(OWN.tables, OTHER.tables, strict=True):
        body = body.replace(html.table(own), html.table(other) + html.table(own))
    assert is_of(read(source("report.html", body.encode())), OWN)


@pytest.mark.parametrize("shape", ["lines", "tabs", "markdown"])
def test_tables_in_text_are_told_apart(shape: str) -> None:
    front, _, rest = text.text(OWN, shape).partition("\n二、")
    other = text.text(replace(_silent(OTHER), title=""), shape)
    reading = read(source("report.txt", f"{front}\n{other}\n二、{rest}".encode()))
    assert is_of(reading, OWN)
    assert not reading.findings


@pytest.mark.parametrize("kind", ["lines", "tabs", "docx", "pdf", "pdf, rows", "pdf, none"])
def test_tables_right_below_one_another_are_told_apart(kind: str) -> None:
    reading = read(source("report", render(_with_other(OWN, OTHER), kind)))
    assert is_of(reading, OWN)
    assert not reading.findings


@pytest.mark.parametrize("make", [statistics.national, statistics.local])
@pytest.mark.parametrize("kind", ["clean", "lines", "docx"])
def test_lists_of_indicators_are_told_apart(make: Callable[..., Report], kind: str) -> None:
    report, other = make(organ_of(3), 2016, seed=3), make(organ_of(8), 2016, seed=8)
    number = next(figure.value for figure in report.figures.values() if figure.value is not None)
    told = f"全年主动公开政府信息{number}条。"
    both = _with_other(report, other)
    spoken = replace(
        both,
        chapters=tuple(
            replace(each, paragraphs=(*each.paragraphs, (Sentence(text=told),))) if at == 1 else each
            for at, each in enumerate(both.chapters)
        ),
    )
    assert is_of(read(source("report", render(spoken, kind))), report)
    silent = read(source("report", render(both, kind)))
    assert is_of(silent, other)
    assert doubts(silent) == [report.tables[0].key]


def test_chapters_tell_where_the_text_says_nothing() -> None:
    reading = page(before=printed(OTHER), silent=True)
    assert is_of(reading, OWN)
    assert not doubts(reading)


def test_a_caption_of_the_reports_own_tells() -> None:
    body = html.page(_silent(OWN), "clean")
    last = OWN.tables[-1]
    both = f"{html.table(OTHER.tables[-1])}<p>本单位情况</p>{html.table(last)}"
    reading = read(source("report.html", body.replace(html.table(last), both).encode()))
    assert is_of(reading, OWN)
    assert not doubts(reading)


def _first(*others: Report) -> Reading:
    """Without words, section three of other reports and then its own."""
    tables = [next(table for table in report.tables if table.key == "requests") for report in (*others, OWN)]
    body = html.page(_silent(OWN), "clean")
    own = html.table(tables[-1])
    return read(source("report.html", body.replace(own, "".join(map(html.table, tables))).encode()))


def _changed(report: Report, change: Callable[[str, int], int]) -> Report:
    for address, figure in report.figures.items():
        if address.startswith("requests/") and figure.value is not None:
            value = change(address, int(figure.value))
            report = report.reprint(address, replace(figure, value=value, raw=str(value)))
    return report


def test_the_sum_of_others_is_the_reports_own() -> None:
    half = _changed(OWN, lambda _, value: value // 2)
    rest = _changed(OWN, lambda _, value: value - value // 2)
    reading = _first(half, rest)
    assert is_of(reading, OWN)
    assert not doubts(reading)


def test_the_table_of_the_year_before_carries_out_what_the_own_carries_in() -> None:
    def carried(address: str, value: int) -> int:
        if "/carried_out/" not in address:
            return value + 1
        return int(OWN.figures[address.replace("carried_out", "carried_in")].value or 0)

    assert sum(bool(OWN.figures[f"requests/carried_in/{who}"].value) for who, _ in APPLICANTS) > 2
    reading = _first(_changed(OWN, carried))
    assert is_of(reading, OWN)
    assert not doubts(reading)


def test_a_sentence_above_may_name_whose_table_it_is() -> None:
    body = html.page(_silent(OWN), "clean")
    own, other = OWN.tables[-1], OTHER.tables[-1]
    both = f"<p>某水文站受理申请的情况见下表：</p>{html.table(other)}<p>我区受理申请的情况见下表：</p>{html.table(own)}"
    reading = read(source("report.html", body.replace(html.table(own), both).encode()))
    assert is_of(reading, OWN)
    assert not doubts(reading)


def test_where_nothing_tells_the_first_is_read_with_a_doubt() -> None:
    body = html.page(_silent(OWN), "clean")
    for own, other in zip(OWN.tables, OTHER.tables, strict=True):
        body = body.replace(html.table(own), html.table(other) + html.table(own))
    reading = read(source("report.html", body.encode()))
    assert is_of(reading, OTHER)
    assert doubts(reading) == [table.key for table in OWN.tables]


def test_a_doubt_names_the_figures_where_few_differ() -> None:
    address = "requests/received/total"
    slip = OWN.reprint(address, replace(OWN.figures[address], raw="9999", value=9999))
    own, other = (
        next(html.table(table) for table in report.tables if table.key == "requests")
        for report in (OWN, slip)
    )
    body = html.page(_silent(OWN), "clean").replace(own, own + other)
    reading = read(source("report.html", body.encode()))
    assert is_of(reading, OWN)
    assert [address in finding.message for finding in reading.findings] == [True]


def _attached(text: Report, *attached: Report) -> Reading:
    """A report's text on a page, and tables alone in files."""
    told = replace(text, tables=(), chapters=tuple(replace(each, tables=()) for each in text.chapters))
    whole = source("report.html", html.page(told).encode())
    page = whole.parts[0]
    files = [
        replace(page, role="attachment", name=f"{at}.docx", body=render(_bare(report), "docx"))
        for at, report in enumerate(attached)
    ]
    return read(replace(whole, parts=(page, *files)))


def _bare(report: Report) -> Report:
    chapters = tuple(replace(each, paragraphs=(), heading="") for each in report.chapters)
    return replace(report, title="附件", preamble=(), chapters=chapters)


def test_of_attached_tables_those_are_read_that_the_text_speaks_of() -> None:
    reading = _attached(OWN, OTHER, OWN)
    assert is_of(reading, OWN)
    assert not doubts(reading)


def test_attached_tables_that_the_text_does_not_tell_apart_are_read_with_a_doubt() -> None:
    wordless = replace(
        OWN,
        chapters=tuple(replace(each, paragraphs=((Sentence(text="栏目齐全。"),),)) for each in OWN.chapters),
    )
    reading = _attached(wordless, OTHER, OWN)
    assert is_of(reading, OTHER)
    assert doubts(reading) == [""]
    assert not doubts(_attached(wordless, OWN, OWN))


def _in_lines(lines: dict[str, Report]) -> Reading:
    """The report with a line of figures in section 四 for each label."""
    table = OWN.table("review_litigation")
    *head, figures = table.rows
    at = dict(zip((cell.address for cell in figures), range(len(figures)), strict=True))
    head[0] = (Cell(text="单位", rowspan=len(head)), *head[0])
    body = [
        (
            Cell(text=label),
            *(replace(figures[at[address]], text=of.figures[str(address)].raw) for address in at),
        )
        for label, of in lines.items()
    ]
    made_of = replace(table, width=table.width + 1, rows=(*head, *body))
    others = [each for each in OWN.tables if each is not table]
    report = _silent(replace(OWN, tables=(*others, made_of)))
    return read(source("report.html", html.page(report).encode()))


@pytest.mark.parametrize("own", [f"{OWN.year}年", f"{OWN.year}", "合计", OWN.organ])
def test_of_several_lines_of_section_four_the_label_tells_the_own(own: str) -> None:
    for lines in ({own: OWN}, {f"{OWN.year - 1}年": OTHER, own: OWN}, {own: OWN, "城关镇": OTHER}):
        reading = _in_lines(lines)
        assert is_of(reading, OWN)
        assert not doubts(reading)


def test_lines_of_section_four_that_nothing_tells_apart_are_a_doubt() -> None:
    assert doubts(_in_lines({"第一类": OTHER, "第二类": OWN})) == ["review_litigation"]


@pytest.mark.parametrize("turned", [False, True])
def test_another_organ_s_whole_report_on_the_page_is_told(turned: bool) -> None:
    bodies = [html.body(each, titled=True) for each in (OWN, OTHER)]
    page = f"<title>{OWN.title}</title><h1>{OWN.title}</h1>" + "".join(bodies[::-1] if turned else bodies)
    reading = read(source("report.html", page.encode()))
    assert is_of(reading, OWN)
    assert OTHER.title in "".join(finding.message for finding in reading.findings if finding.code == "organ")


@pytest.mark.parametrize(("attached", "told"), [(OTHER, True), (OWN, False)])
def test_a_document_of_another_organ_beside_the_page_is_told(attached: Report, told: bool) -> None:
    text_alone = source("report.html", html.page(replace(OWN, tables=(), chapters=_told_of(OWN))).encode())
    file = source("file.html", html.page(attached).encode()).parts[0]
    reading = read(replace(text_alone, parts=(*text_alone.parts, replace(file, role="attachment"))))
    assert any("documents" in finding.message for finding in reading.findings) == told


def _told_of(report: Report) -> tuple[Chapter, ...]:
    return tuple(replace(each, tables=()) for each in report.chapters)


def test_tables_that_are_zero_but_for_a_few_figures_differ_by_these() -> None:
    def read_as(*values: int) -> list[Figure]:
        rows = [*values, *[0] * 190]
        return [
            Figure(
                table="requests",
                row=str(at),
                column="total",
                value=value,
                raw=str(value),
                state=State.NUMBER,
                place=None,
            )
            for at, value in enumerate(rows)
        ]

    assert differ(read_as(1, 2, 3), read_as(1, 5, 4))
    assert not differ(read_as(*range(1, 21)), read_as(*range(1, 20), 5))
