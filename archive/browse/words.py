"""The interface's words in Chinese and English, and the small filters that templates share."""

from collections.abc import Callable, Mapping
from urllib.parse import quote, unquote, urlsplit

from markupsafe import Markup, escape

from archive.browse.layout import labels, layouts

FINDINGS: Mapping[str, tuple[str, str]] = {
    "row-sum": ("行合计不符", "A row does not add up to its total"),
    "column-sum": ("列合计不符", "The details do not add up to （七）总计"),
    "identity": ("勾稽关系不符", "Received + carried in ≠ concluded + carried out"),
    "carry-over": ("结转与上年不符", "Carried in ≠ what last year carried out"),
    "stock-flow": ("现行有效件数与增减不符", "In force ≠ last year's + issued − repealed"),
    "narrative": ("文字与表格不符", "A number in the text contradicts the table"),
    "year": ("年份不一致", "Title, period and address disagree on the year"),
    "organ": ("机关名称不一致", "The text names another organ"),
    "late": ("逾期公布", "Published after the statutory date"),
    "missing-table": ("缺少表格", "A statutory table is missing"),
    "missing-row": ("缺少行", "A row of the form is missing"),
    "unknown-row": ("表外行", "A row the form does not know"),
    "unreadable-cell": ("单元格无法辨认", "A cell could not be read"),
    "repaired-cell": ("单元格已修复", "A damaged cell was recovered through the sums"),
}
"""Finding code → its name in Chinese and in English."""

LEVELS: Mapping[str, tuple[str, str]] = {
    "error": ("错误", "error"),
    "warning": ("疑点", "warning"),
    "notice": ("提示", "notice"),
}

STATUSES: Mapping[str, tuple[str, str]] = {
    "ok": ("完整读取", "read"),
    "partial": ("部分读取", "partly read"),
    "unreadable": ("无法读取", "unreadable"),
    "not_a_report": ("不是年报", "not a report"),
}

STATES: Mapping[str, tuple[str, str]] = {
    "number": ("数字", "number"),
    "blank": ("空白", "blank"),
    "dash": ("短横", "dash"),
    "annotated": ("带说明", "annotated"),
    "repaired": ("已修复", "repaired"),
    "unreadable": ("无法辨认", "unreadable"),
}

COVERAGE: Mapping[str, tuple[str, str]] = {
    "found": ("已收录", "found"),
    "late": ("逾期", "late"),
    "findings": ("有疑点", "findings"),
    "unreadable": ("无法读取", "unreadable"),
    "missing": ("缺", "missing"),
    "withdrawn": ("已撤下", "withdrawn"),
}

OUTCOMES: Mapping[str, tuple[str, str]] = {
    "ok": ("仍在", "still there"),
    "not_modified": ("仍在，未变", "still there, unchanged"),
    "redirect": ("转到别处", "redirected"),
    "gone": ("已不存在", "gone"),
    "soft_404": ("只显示“找不到”", "shows only 'not found'"),
}
"""What the last look at an address found."""

RUNS: Mapping[str, tuple[str, str]] = {
    "crawl": ("抓取", "crawl"),
    "add": ("导入", "add"),
    "extract": ("读取", "extract"),
}

COLUMNS: Mapping[str, tuple[str, str]] = {
    "organ": ("机关", "organ"),
    "year": ("年度", "year"),
    "portal": ("门户", "portal"),
    "report": ("报告", "report"),
    "refused": ("不予公开", "refused"),
    "main_reason": ("主要理由", "main reason"),
    "for_that_reason": ("其中", "for that reason"),
    "reason": ("理由", "reason"),
    "requests": ("件数", "requests"),
    "reports": ("报告数", "reports"),
    "received": ("新收", "received"),
    "corrected": ("纠正", "corrected"),
    "cases": ("复议诉讼", "cases"),
    "code": ("疑点", "finding"),
    "where": ("位置", "where"),
    "message": ("说明", "message"),
    "published": ("公布", "published"),
    "versions": ("版本", "versions"),
    "first_seen": ("最初见到", "first seen"),
    "last_seen": ("最后见到", "last seen"),
    "changed_at": ("改动", "changed"),
    "withdrawn": ("撤下", "withdrawn"),
    "outcome": ("所见", "found"),
    "status": ("状态码", "status"),
    "url": ("网址", "address"),
    "missing_years": ("缺几年", "years missing"),
    "years": ("缺哪些年度", "which years"),
    "atom_updated": ("时间", "when"),
    "atom_title": ("事项", "what"),
    "atom_content": ("标题与证据", "title and evidence"),
    "atom_author_name": ("作者", "author"),
    "atom_link": ("订阅源链接", "feed link"),
    "atom_id": ("订阅源标识", "feed id"),
    "carried_out_before": ("上年结转下年", "carried out before"),
    "carried_in": ("本年上年结转", "carried in"),
}
"""Heads of the tables that questions answer with; others keep the names they have in the database."""


def portal(key: str) -> str:
    """A portal's key as a person reads it."""
    return "导入的文件 imported files" if key == "local" else key


def bilingual(pair: tuple[str, str]) -> Markup:
    """Chinese, then English marked as such for screen readers."""
    return Markup('{} <span lang="en">{}</span>').format(*pair)


def finding(code: str) -> Markup:
    """A finding's name; its code where a newer extractor knows one that we don't."""
    return bilingual(FINDINGS[code]) if code in FINDINGS else escape(code)


def place(where: str) -> str:
    """Where a finding is, `table/row/column` or `section n`, in the words of the form."""
    table, _, rest = where.partition("/")
    if table not in layouts()["titles"]:
        return where.replace("section ", "第 ") + " 部分" if where.startswith("section ") else where
    rows, columns = labels(table)
    row, _, column = (rest, "", "") if rest in rows else rest.rpartition("/")
    told = [
        str(layouts()["titles"][table]).partition("、")[0],
        rows.get(row, row),
        columns.get(column, column),
    ]
    return " · ".join(filter(None, told))


def printed(figure: Mapping[str, object]) -> str:
    """A figure as pages show it: as printed, but for damaged cells, whose print would be taken for the number."""
    match figure["state"]:
        case "repaired":
            return str(figure["value"])
        case "unreadable":
            return f"{figure['raw']}？"
        case _:
            return str(figure["raw"]).strip()


def moment(stamp: str | None) -> Markup:
    """A time of the archive as a person reads it, exact in the attribute."""
    if not stamp:
        return Markup("—")
    return Markup('<time datetime="{}">{}</time>').format(stamp, stamp[:16].replace("T", " "))


def day(stamp: str | None) -> Markup:
    """The date of a time or a date."""
    return Markup('<time datetime="{}">{}</time>').format(stamp, stamp[:10]) if stamp else Markup("—")


def number(value: float | None) -> str:
    """Digits in groups of three; a dash for what is not known."""
    return "—" if value is None else f"{value:,}"


def address(url: str) -> str:
    """An address short enough to read: host and the end of the path, unquoted."""
    parts = urlsplit(url)
    shown = unquote(parts.netloc + parts.path + (f"?{parts.query}" if parts.query else "")) or url
    return shown if len(shown) <= 64 else f"{shown[:30]}…{shown[-32:]}"


def linkable(url: str | None) -> bool:
    """Whether an address from a portal may stand in a link: never `javascript:` or the like."""
    return bool(url) and urlsplit(str(url)).scheme in ("http", "https")


FILTERS: Mapping[str, Callable[..., object]] = {
    "finding": finding,
    "level": lambda key: bilingual(LEVELS.get(key, (key, key))),
    "status": lambda key: bilingual(STATUSES.get(key, (key, key))),
    "state": lambda key: bilingual(STATES.get(key, (key, key))),
    "covered": lambda key: bilingual(COVERAGE.get(key, (key, key))),
    "run": lambda key: bilingual(RUNS.get(key, (key, key))),
    "outcome": lambda key: bilingual(OUTCOMES.get(key, (key, key))),
    "printed": printed,
    "head": lambda name: bilingual(COLUMNS[name]) if name in COLUMNS else name,
    "place": place,
    "portal": portal,
    "moment": moment,
    "day": day,
    "number": number,
    "address": address,
    "linkable": linkable,
    "segment": lambda text: quote(str(text), safe=""),
}
"""What `prepare_jinja2_environment` adds."""
