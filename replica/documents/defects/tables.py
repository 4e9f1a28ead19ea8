"""Defects of tables: damaged spans, repeated and lost labels, page breaks, rows too few or too many, labels misspelt."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from replica.documents.labels import LITIGATION, OTHER, RESULTS
from replica.documents.report import Cell, Chapter, Expected, Report, Row, Sentence, Table

_VARIANTS = {
    "社会公益组织": ("社会组织", "社会公益 组织", "社会公\n益组织"),
    "商业企业": ("商业\n企业", "商业 企业", "商 业 企\n业"),
    "科研机构": ("科研\n机构", "科研 机构"),
    "法律服务机构": ("法律服务 机构", "法律\n服务\n机构"),
    "2.其他法律行政法规禁止公开": (
        "2.其他法律法规禁止公开",
        "2. 其他法律行政法规禁\n止公开",
        "2、其他法律行政法规禁止公开",
    ),
    "3.危及“三安全一稳定”": ('3.危及"三安全一稳定"', "3.危及三安全一稳定"),
    "5.属于三类内部事务信息": ("5.属于内部事务信息", "5. 属于三类内部事务信息"),
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": (
        "（二）部分公开",
        "(二)部分公开(区分处理的,只计这一情形,不计其他情形)",
    ),
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": (
        "1、申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请",
        "1.逾期不补正",
    ),
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": (
        "2、申请人逾期未按收费通知要求缴纳费用，行政机关不再处理其政府信息公开申请",
        "2.逾期不缴费",
    ),
    RESULTS: ("三、\n本\n年\n度\n办\n理\n结\n果", "三、本年度办 理结果"),
    "行政规范性文件": ("规范性文件",),
    "本年收费金额（单位：万元）": ("本年收费金额（单位：万元，保留4位小数）", "本年收费金额(单位:万元)"),
}
_TYPOS = {
    "2.其他法律行政法规禁止公开": "2.其他法律行政止公开",
    "4.保护第三方合法权益": "4.保护第三方合法权意",
    "7.属于行政执法案卷": "7.属于行政执法案巻",
    "1.本机关不掌握相关政府信息": "1.本机关不掌握相关政府信息信息",
}

_INVENTED = "（附）移送上级机关办理"


def _relabel(report: Report, change: Callable[[Cell], Cell]) -> Report:
    tables = tuple(table.edit(lambda c: c if c.address else change(c)) for table in report.tables)
    return replace(report, tables=tables)


def label_variants(report: Report, random: Random) -> Report:
    """Labels in the wordings and line breaks met in practice."""

    def change(cell: Cell) -> Cell:
        known = _VARIANTS.get(cell.text)
        return replace(cell, text=random.choice(known)) if known else cell

    return _relabel(report, change)


def label_typos(report: Report, random: Random) -> Report:
    """Letters lost, doubled or mistaken in labels."""
    del random
    return _relabel(report, lambda cell: replace(cell, text=_TYPOS.get(cell.text, cell.text)))


def half_width(report: Report, random: Random) -> Report:
    """ASCII brackets, commas and colons in every label."""
    del random
    table = str.maketrans("（），：", "(),:")
    return _relabel(report, lambda cell: replace(cell, text=cell.text.translate(table)))


def spaced_labels(report: Report, random: Random) -> Report:
    """Spaces and no-break spaces between the letters of short labels."""
    blank = random.choice((" ", "\u3000", "\u00a0"))

    def change(cell: Cell) -> Cell:
        return replace(cell, text=blank.join(cell.text)) if len(cell.text) in (2, 3) else cell

    return _relabel(report, change)


def _edit_requests(report: Report, change: Callable[[list[Row]], list[Row]]) -> Report:
    table = report.table("requests")
    return report.with_table(replace(table, rows=tuple(change(list(table.rows)))))


def _row_of(rows: list[Row], text: str) -> int:
    return next(y for y, row in enumerate(rows) if any(cell.text == text for cell in row))


def _shorten(row: Row, text: str, rowspan: int) -> Row:
    return tuple(replace(cell, rowspan=rowspan) if cell.text == text else cell for cell in row)


def repeated_group_label(report: Report, random: Random) -> Report:
    """三、本年度办理结果 is printed again before （四） or （五）, where Word broke the page."""
    again = random.choice(("（四）无法提供", "（五）不予处理"))

    def change(rows: list[Row]) -> list[Row]:
        top, middle = _row_of(rows, RESULTS), _row_of(rows, again)
        whole = next(cell.rowspan for cell in rows[top] if cell.text == RESULTS)
        rows[top] = _shorten(rows[top], RESULTS, middle - top)
        rows[middle] = (Cell(text=RESULTS, rowspan=whole - (middle - top)), *rows[middle])
        return rows

    return _edit_requests(report, change)


def short_rowspan(report: Report, random: Random) -> Report:
    """Spans of 三 and （六） end early: the last rows begin in the first column."""
    del random

    def change(rows: list[Row]) -> list[Row]:
        top, last = _row_of(rows, RESULTS), _row_of(rows, "（七）总计")
        early = last
        for y, row in enumerate(rows):
            group = next((cell for cell in row if cell.text == OTHER and cell.rowspan > 1), None)
            if group is not None:
                early = last - 1
                rows[y] = _shorten(row, OTHER, group.rowspan - 1)
        rows[top] = _shorten(rows[top], RESULTS, early - top)
        for y in range(early, last + 1):
            rows[y] = (replace(rows[y][0], colspan=3), *rows[y][1:])
        return rows

    return _edit_requests(report, change)


def lost_group_labels(report: Report, random: Random) -> Report:
    """Group labels （三）–（六） are left blank; only the numbered labels under them remain."""
    del random

    def change(rows: list[Row]) -> list[Row]:
        return [
            tuple(
                replace(c, text="") if c.rowspan > 1 and c.text.startswith("（") and c.colspan == 1 else c
                for c in r
            )
            for r in rows
        ]

    return _edit_requests(report, change)


def _cut(table: Table, at: int) -> tuple[Table, Table]:
    """Two tables; cells that reach over the cut begin again below it, empty."""
    above = [
        tuple(replace(c, rowspan=min(c.rowspan, at - y)) for c in row)
        for y, row in enumerate(table.rows[:at])
    ]
    carried = [
        (y, c) for y, row in enumerate(table.rows[:at]) for c in row if y + c.rowspan > at and not c.address
    ]
    first = tuple(replace(c, text="", rowspan=y + c.rowspan - at) for y, c in carried)
    below = ((*first, *table.rows[at]), *table.rows[at + 1 :])
    return replace(table, rows=tuple(above)), replace(table, key=table.key + "/2", rows=below, heads=0)


def page_break(report: Report, random: Random) -> Report:
    """Section 三 is two tables with the page's number between; the second begins inside a group, without its label."""
    table = report.table("requests")
    first, second = _cut(table, random.randrange(9, len(table.rows) - 3))
    number = random.choice(("- 4 -", "— 4 —", "4", "－４－"))
    chapters = []
    for chapter in report.chapters:
        if "requests" in chapter.tables:
            chapters.append(replace(chapter, tables=("requests",)))
            page = (Sentence(text=number),)
            chapters.append(Chapter(number=None, heading="", paragraphs=(page,), tables=("requests/2",)))
        else:
            chapters.append(chapter)
    others = [t for t in report.tables if t.key != "requests"]
    return replace(report, tables=(*others, first, second), chapters=tuple(chapters))


def _drop_table(report: Report, key: str) -> Report:
    chapters = tuple(replace(c, tables=tuple(t for t in c.tables if t != key)) for c in report.chapters)
    figures = {a: f for a, f in report.figures.items() if not a.startswith(key + "/")}
    tables = tuple(t for t in report.tables if t.key != key)
    form = None if not tables else ("2021" if key == "proactive" else report.form)
    made = replace(
        report,
        chapters=chapters,
        figures=figures,
        tables=tables,
        form=form if key == "proactive" else report.form,
    )
    return made.marked("dropped", Expected(code="missing-table", where=key))


def missing_disputes(report: Report, random: Random) -> Report:
    """Section 四 has a heading and no table."""
    del random
    return _drop_table(report, "review_litigation")


def missing_row(report: Report, random: Random) -> Report:
    """A row without requests is left out of section 三."""
    rows = sorted({a.split("/")[1] for a in report.figures if a.startswith("requests/refused")})
    empty = [
        r for r in rows if report.figures[f"requests/{r}/total"].value == 0 and r != "refused_state_secret"
    ]
    if not empty:
        return report
    row = random.choice(empty)

    def change(lines: list[Row]) -> list[Row]:
        at = next(
            y
            for y, line in enumerate(lines)
            if any((c.address or "").startswith(f"requests/{row}/") for c in line)
        )
        return [_closed(line, y, at) for y, line in enumerate(lines) if y != at]

    report = _edit_requests(report, change)
    figures = {a: f for a, f in report.figures.items() if not a.startswith(f"requests/{row}/")}
    return replace(report, figures=figures).marked(
        "dropped", Expected(code="missing-row", where=f"requests/{row}")
    )


def _closed(row: Row, y: int, gone: int) -> Row:
    """Spans that covered the row that is gone are one shorter."""
    return tuple(replace(c, rowspan=c.rowspan - 1) if y < gone < y + c.rowspan else c for c in row)


def unknown_row(report: Report, random: Random) -> Report:
    """A row of the organ's own invention, all zeros, after （五）."""
    del random

    def change(rows: list[Row]) -> list[Row]:
        top, at = _row_of(rows, RESULTS), _row_of(rows, OTHER)
        whole = next(cell.rowspan for cell in rows[top] if cell.text == RESULTS)
        rows[top] = _shorten(rows[top], RESULTS, whole + 1)
        extra = (Cell(text=_INVENTED, colspan=2), *(Cell(text="0") for _ in range(7)))
        return [*rows[:at], extra, *rows[at:]]

    return _edit_requests(report, change).marked(
        "extra", Expected(code="unknown-row", where=f"requests/{_INVENTED}")
    )


def dispute_typo(report: Report, random: Random) -> Report:
    """The head of section 四 spells litigation with a space and review with a letter too many."""
    del random
    names = {LITIGATION: "行政 诉讼", "行政复议": "行政法复议"}
    return _relabel(report, lambda cell: replace(cell, text=names.get(cell.text, cell.text)))
