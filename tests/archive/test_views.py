"""The views: what stands now, what was withdrawn, who is missing, what the years say of each other, what changed."""

from dataclasses import replace

import pytest

from archive import history
from archive.clock import stamp
from archive.keeping.verify import verify
from archive.records import Figure, Finding, Organ, Outcome, Section, State
from archive.store import Archive
from archive.views.install import VIEWS
from tests.archive.made import PAGE, PORTAL, fetch, figure, read_all, reading, visit

OTHER = "http://www.example.gov.cn/moved/2023.html"


def told(archive: Archive, view: str, columns: str = "*", where: str = "1") -> list[tuple[object, ...]]:
    return archive.db.execute(f"SELECT {columns} FROM {view} WHERE {where}").fetchall()


def publish(
    archive: Archive,
    year: int,
    *figures: Figure,
    organ: str = "示例镇人民政府",
    findings: tuple[Finding, ...] = (),
    url: str = "",
) -> None:
    visit(archive, (url or f"{PAGE}?{organ}{year}", f"{organ}{year}".encode()))
    for source in archive.sources("1"):
        archive.record(source, reading(source, organ=organ, year=year, figures=figures, findings=findings))


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_answers_on_an_empty_archive(archive: Archive, view: str) -> None:
    assert told(archive, view) == []


def test_one_current_report_with_its_key_figures(archive: Archive) -> None:
    publish(
        archive,
        2023,
        figure("requests", "received", "total", 7),
        figure("review_litigation", "review", "total", 2),
    )
    columns = "organ, year, received, reviews, concluded_total, versions, withdrawn, url, status"
    assert told(archive, "current_reports", columns) == [
        ("示例镇人民政府", 2023, 7, 2, None, 1, None, f"{PAGE}?示例镇人民政府2023", "ok")
    ]


def test_the_panel_keeps_zero_and_blank_apart(archive: Archive) -> None:
    publish(
        archive,
        2023,
        figure("requests", "received", "company", 0),
        figure("requests", "received", "total", None, ""),
    )
    cells = "received_company, received_total, received_individual"
    assert told(archive, "panel", f"year, {cells}") == [(2023, 0, None, None)]
    assert told(archive, "requests_wide", '"row", company, total, individual') == [
        ("received", 0, None, None)
    ]


def test_years_that_contradict_each_other(archive: Archive) -> None:
    stock = ("proactive", "regulations")
    publish(archive, 2022, figure("requests", "carried_out", "total", 2), figure(*stock, "in_force", 10))
    publish(
        archive,
        2023,
        figure("requests", "carried_in", "total", 3),
        *(
            figure(*stock, column, value)
            for column, value in (("in_force", 12), ("issued", 3), ("repealed", None))
        ),
    )
    publish(archive, 2023, figure("requests", "carried_in", "total", 9), organ="别镇人民政府")
    found = told(archive, "year_findings", '"code", "level", "where", year, organ_key')
    assert sorted(found) == [
        ("carry-over", "warning", "requests/carried_in/total", 2023, "示例镇"),
        ("stock-flow", "warning", "proactive/regulations/in_force", 2023, "示例镇"),
    ]
    assert list(verify(archive.db.conn, full=True)) == []


def test_what_two_years_say_of_each_other_follows_the_one_that_changes(archive: Archive) -> None:
    publish(archive, 2023, figure("requests", "carried_in", "total", 3))
    assert told(archive, "year_findings") == []
    publish(archive, 2022, figure("requests", "carried_out", "total", 2))
    assert told(archive, "year_findings", "year, message") == [
        (2023, "carried out of 2022: 2, carried in by 2023: 3")
    ]
    visit(archive, (f"{PAGE}?示例镇人民政府2022", "更正".encode()))
    for source in archive.sources("1"):
        corrected = figure("requests", "carried_out", "total", 3)
        archive.record(source, reading(source, organ="示例镇人民政府", year=2022, figures=(corrected,)))
    assert told(archive, "versions", "count(*)") == [(3,)]
    assert told(archive, "year_findings") == []
    assert list(verify(archive.db.conn, full=True)) == []


def test_years_that_agree_or_are_blank_say_nothing(archive: Archive) -> None:
    publish(
        archive,
        2022,
        figure("requests", "carried_out", "total", 2),
        figure("requests", "carried_out", "company", 1),
    )
    publish(
        archive,
        2023,
        figure("requests", "carried_in", "total", 2),
        figure("requests", "carried_in", "company", None),
    )
    assert told(archive, "year_findings") == []


def test_coverage_tells_found_late_unreadable_and_missing(archive: Archive) -> None:
    late = (Finding(code="late", level="notice", where="", message="published 2024-05-01"),)
    publish(archive, 2022)
    publish(archive, 2023, organ="丙镇人民政府", findings=late)
    visit(archive, (OTHER, b"\x00"))
    for source in archive.sources("1"):
        archive.record(source, reading(source, organ="丁局", year=2023, status="unreadable"))
    archive.save(
        [],
        organs=[
            Organ(portal=PORTAL, organ=name, at=stamp(archive.clock()))
            for name in ("镇人民政府", "示例镇", "戊局")
        ],
    )
    assert sorted(told(archive, "coverage", "organ, year, state")) == [
        ("丁局", 2022, "missing"),
        ("丁局", 2023, "unreadable"),
        ("丙镇人民政府", 2022, "missing"),
        ("丙镇人民政府", 2023, "late"),
        ("戊局", 2022, "missing"),
        ("戊局", 2023, "missing"),
        ("示例镇人民政府", 2022, "found"),
        ("示例镇人民政府", 2023, "missing"),
    ]


def look(archive: Archive, url: str, outcome: Outcome, status: int) -> str:
    run = archive.start_run("crawl")
    fetched = fetch(archive, run, None, url=url, outcome=outcome, status=status)
    archive.save([fetched])
    archive.end_run(run, reason="finished")
    return fetched.capture.received_at


@pytest.mark.parametrize(
    ("outcome", "status"), [(Outcome.GONE, 404), (Outcome.GONE, 410), (Outcome.SOFT_404, 200)]
)
def test_a_withdrawn_report_keeps_its_versions_and_the_evidence(
    archive: Archive, outcome: Outcome, status: int
) -> None:
    visit(archive, (PAGE, "甲".encode()))
    read_all(archive)
    seen = look(archive, PAGE, Outcome.NOT_MODIFIED, 304)
    gone = look(archive, PAGE, outcome, status)
    look(archive, PAGE, outcome, status)
    look(archive, PAGE, Outcome.TIMEOUT, 0)
    assert told(archive, "withdrawn", "withdrawn, last_seen, outcome, status") == [
        (gone, seen, outcome.value, status)
    ]
    assert told(archive, "current_reports", "versions, withdrawn") == [(1, gone[:10])]
    assert told(archive, "changes") == []


def test_what_is_back_or_stands_elsewhere_is_not_withdrawn(archive: Archive) -> None:
    for url in (PAGE, OTHER):
        visit(archive, (url, "甲".encode()))
    read_all(archive)
    look(archive, PAGE, Outcome.GONE, 404)
    assert told(archive, "withdrawn") == []
    look(archive, OTHER, Outcome.GONE, 404)
    assert len(told(archive, "withdrawn")) == 1
    visit(archive, (OTHER, "甲|2".encode()))
    read_all(archive)
    assert told(archive, "withdrawn") == []


def test_a_withdrawal_that_ended_is_told_with_its_evidence(archive: Archive) -> None:
    for url in (PAGE, OTHER):
        visit(archive, (url, "甲".encode()))
    read_all(archive)
    look(archive, PAGE, Outcome.GONE, 404)
    seen = look(archive, OTHER, Outcome.NOT_MODIFIED, 304)
    gone = look(archive, OTHER, Outcome.GONE, 410)
    look(archive, PAGE, Outcome.SOFT_404, 200)
    look(archive, OTHER, Outcome.TIMEOUT, 0)
    assert told(archive, "returned") == []
    back = look(archive, PAGE, Outcome.NOT_MODIFIED, 304)
    once = (gone, seen, back, OTHER, "gone", 410, PAGE)
    columns = "withdrawn, last_seen, returned, url, outcome, status, returned_url"
    assert told(archive, "returned", columns) == [once]
    again = look(archive, PAGE, Outcome.SOFT_404, 200)
    assert told(archive, "returned", columns) == [once]
    assert told(archive, "withdrawn", "withdrawn") == [(again,)]
    visit(archive, (OTHER, "甲|2".encode()))
    read_all(archive)
    assert sorted(told(archive, "returned", "withdrawn")) == [(gone,), (again,)]


def test_what_came_back_as_another_report_has_not_returned(archive: Archive) -> None:
    publish(archive, 2022, url=PAGE)
    look(archive, PAGE, Outcome.GONE, 404)
    publish(archive, 2023, url=PAGE)
    assert told(archive, "returned") == []


def test_a_report_whose_page_shows_another_one_is_withdrawn(archive: Archive) -> None:
    publish(archive, 2022, url=PAGE)
    publish(archive, 2023, url=PAGE)
    seen = archive.db.execute("SELECT min(received_at), max(received_at) FROM captures").fetchone()
    columns = "year, w.withdrawn, last_seen, w.outcome, evidence"
    rows = f"SELECT {columns} FROM withdrawn AS w JOIN current USING (report)"
    assert archive.db.execute(rows).fetchall() == [
        (2022, seen[1], seen[0], "ok", "shows another report: 示例镇人民政府 2023")
    ]
    assert list(verify(archive.db.conn, full=True)) == []
    publish(archive, 2022, url=OTHER)
    assert archive.db.execute(rows).fetchall() == []


def test_a_failing_server_withdraws_nothing(archive: Archive) -> None:
    visit(archive, (PAGE, "甲".encode()))
    read_all(archive)
    for outcome, status in ((Outcome.SERVER_ERROR, 500), (Outcome.TIMEOUT, 0), (Outcome.BLOCKED_WAF, 403)):
        look(archive, PAGE, outcome, status)
    assert told(archive, "withdrawn") == []


def test_changes_are_the_organs_and_reading_changes_ours(archive: Archive) -> None:
    visit(archive, (PAGE, "甲".encode()))
    read_all(
        archive,
        figures=(figure("requests", "received", "total", 3), figure("requests", "granted", "total", 1)),
    )
    visit(archive, (PAGE, "乙".encode()))
    read_all(
        archive, figures=(figure("requests", "received", "total", 4), figure("requests", "other", "total", 0))
    )
    assert told(archive, "changes", 'number, kind, "where", before, after') == [
        (2, "figure", "requests/granted/total", "1", None),
        (2, "figure", "requests/received/total", "3", "4"),
        (2, "figure", "requests/other/total", None, "0"),
        (2, "section", "section 1", "甲", "乙"),
    ]
    assert told(archive, "reading_changes") == []
    for source in archive.sources("2"):
        archive.record(
            source,
            reading(
                source, extractor="2", sections=(Section(number=2, heading="二", text="丙"),), content="same"
            ),
        )
    assert len(told(archive, "reading_changes", where="kind = 'section'")) == 4
    assert told(archive, "changes") == []


def test_a_cell_that_is_read_otherwise_says_so_though_it_prints_the_same(archive: Archive) -> None:
    visit(archive, (PAGE, "甲".encode()))
    blank = figure("requests", "received", "total", None, "")
    wrong = figure("requests", "granted", "total", 12, "1,2")
    read_all(archive, figures=(blank, wrong))
    read_all(archive, "2", figures=(replace(blank, state=State.UNREADABLE), replace(wrong, value=1)))
    expected = [
        ("requests/granted/total", "1,2 = 12", "1,2 = 1"),
        ("requests/received/total", " (blank)", " (unreadable)"),
    ]
    rows = told(archive, "reading_changes", '"where", before, after')
    assert sorted(rows) == expected
    (report,) = archive.db.execute("SELECT report FROM reports").fetchone()
    ((_, _, changes),) = history.by_us(archive.db.conn, report, 1)
    assert [(change.where, change.before, change.after) for change in changes] == expected
