"""Made reports keep the identities of the forms, and every document prints exactly its own truth."""

import json
import zipfile
from hashlib import sha256
from io import BytesIO
from itertools import pairwise

import pytest

from replica.documents import defects, docx, html, make, office, older, pdf, rtf, text
from replica.documents.cases import all_cases
from replica.documents.expected import findings
from replica.documents.figures import Shape, history
from replica.documents.labels import APPLICANTS, details
from replica.documents.report import Report
from replica.site.model import Site

SITE = Site(seed=5, size="demo")


def _report(year: int) -> Report:
    return make.reports(SITE.organs[0], seed="test", years=range(2019, 2026))[year]


def _printed(report: Report) -> dict[str, str]:
    return {c.address: c.text for t in report.tables for row in t.rows for c in row if c.address}


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2025])
def test_made_figures_keep_every_identity(year: int) -> None:
    for organ in SITE.organs:
        report = make.reports(organ, seed="test", years=range(2019, year + 1))[year]
        assert [f for f in findings(report) if f.code != "late"] == []


def test_years_hand_on_requests_and_documents_in_force() -> None:
    for before, after in pairwise(history("x", years=range(2019, 2026), scale="government").values()):
        for key, _ in APPLICANTS:
            assert before[f"requests/carried_out/{key}"] == after[f"requests/carried_in/{key}"]
        stock = "proactive/normative_documents/"
        if stock + "in_force" in before:
            moved = after[stock + "issued"] - after[stock + "repealed"]
            assert before[stock + "in_force"] + moved == after[stock + "in_force"]


def test_forms_have_their_numbers_of_figures() -> None:
    assert len(_report(2021).figures) == 10 + 25 * 7 + 15
    assert len(_report(2020).figures) == 6 + 6 + 6 + 2 + 2 + 23 * 7 + 15
    hybrid = history(
        "h", years=[2022], scale="town", shapes={2022: Shape(proactive="2021", requests="2019")}
    )[2022]
    assert len(details("2019")) == 19
    assert "requests/other/total" in hybrid


@pytest.mark.parametrize("kind", older.KINDS)
def test_older_reports_print_their_own_table(kind: older.Kind) -> None:
    for organ in SITE.organs:
        report = older.report(organ, 2015, seed="test", kind=kind)
        assert _printed(report) == {a: f.raw for a, f in report.figures.items()}
        assert report.form == ("2014" if kind == "national" else "local")
        assert [f for f in findings(report) if f.code != "late"] == []


def test_a_wrong_total_of_the_national_table_is_expected_as_a_finding() -> None:
    report = older.report(SITE.organs[0], 2015, seed="test", kind="national")
    (found,) = findings(defects.apply(report, ["missummed_statistics"], seed=1))
    assert found.code == "column-sum"
    assert found.where.startswith("statistics/")


@pytest.mark.parametrize("year", [2020, 2023])
def test_tables_print_every_figure_once(year: int) -> None:
    report = _report(year)
    assert _printed(report) == {a: f.raw for a, f in report.figures.items()}


@pytest.mark.parametrize("name", sorted(defects.DEFECTS))
@pytest.mark.parametrize("year", [2020, 2023])
def test_a_defect_changes_document_and_truth_together(name: str, year: int) -> None:
    report = _report(year)
    damaged = defects.apply(report, [name], seed=3)
    assert _printed(damaged) == {a: f.raw for a, f in damaged.figures.items()}
    assert name in damaged.marks
    changed = (damaged.tables, damaged.chapters, damaged.preamble, damaged.title, damaged.published)
    original = (report.tables, report.chapters, report.preamble, report.title, report.published)
    assert changed != original or name in ("missing_row", "missummed_statistics")


def test_defects_compose_and_are_the_same_for_the_same_seed() -> None:
    names = ["blank_zeros", "page_break", "label_variants", "wrong_row_total"]
    once, twice = (defects.apply(_report(2023), names, seed=9) for _ in range(2))
    assert once == twice
    assert {f.code for f in findings(once)} == {"row-sum", "column-sum"}


def test_a_changed_figure_plants_no_contradiction_in_the_narrative() -> None:
    damaged = defects.apply(_report(2023), ["unbalanced"], seed=1)
    claims = [s for c in damaged.chapters for p in c.paragraphs for s in p if s.claim]
    assert claims
    for sentence in claims:
        total = sum(damaged.figures[a].value or 0 for a in sentence.claim)
        assert str(total) in sentence.text


@pytest.mark.parametrize("names", [["contradiction"], ["contradiction", "unbalanced"]])
def test_a_contradiction_stays_one(names: list[str]) -> None:
    damaged = defects.apply(_report(2023), names, seed=1)
    (line,) = damaged.chapters[0].paragraphs[-1]
    stated = int("".join(filter(str.isdigit, line.text)))
    assert stated > 2 * max(int(f.value or 0) for f in _report(2023).figures.values())


@pytest.mark.parametrize("style", html.STYLES)
def test_html_prints_every_cell(style: html.Style) -> None:
    page = html.page(_report(2023), style)
    assert page.count("<tr>") == sum(len(t.rows) for t in _report(2023).tables)
    assert "（七）总计" in page


def test_files_are_the_same_for_the_same_report() -> None:
    for module in (docx, pdf, rtf):
        assert module.render(_report(2024)) == module.render(_report(2024))


def test_docx_is_a_package_with_merged_cells() -> None:
    with zipfile.ZipFile(BytesIO(docx.render(_report(2024)))) as package:
        body = package.read("word/document.xml").decode()
    assert body.count("<w:tbl>") == 3
    assert '<w:gridSpan w:val="10"/>' in body
    assert '<w:vMerge w:val="restart"/>' in body


@pytest.mark.parametrize("shape", ["lines", "tabs", "flat", "markdown"])
def test_text_has_title_chapters_and_tables(shape: str) -> None:
    printed = text.text(_report(2023), shape)
    assert printed.startswith(_report(2023).title)
    assert "六、其他需要报告的事项" in printed
    assert "四、结转下年度继续办理" in printed


def test_committed_documents_are_those_of_the_script_and_match_their_truth() -> None:
    lines = (office.FOLDER / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    truth = {entry["file"]: entry for entry in map(json.loads, lines)}
    names = {f"{office.digest(case.report)}.{case.kind}" for case in all_cases()}
    assert names == set(truth) == {path.name for path in office.FOLDER.iterdir()} - {"truth.jsonl"}
    for name, entry in truth.items():
        assert sha256((office.FOLDER / name).read_bytes()).hexdigest() == entry["sha256"]
    assert sum(path.stat().st_size for path in office.FOLDER.iterdir()) < 10_000_000
