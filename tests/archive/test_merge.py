"""Merging is a union: idempotent, commutative and associative, whatever the archives share; and what results is whole."""

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive.clock import stamp
from archive.imports.warc import identity
from archive.keeping.verify import verify
from archive.records import Event, Organ, Outcome, Portal
from archive.store import Archive
from tests.archive.made import FILE, PAGE, PORTAL, Ticking, beside, fetch, read_all, reading, varied, visit

LOCAL = {"texts", "current", "frontier", "_sqlite_migrations", "strings", "headers", "dictionaries"}
"""Tables that belong to one file: its numbers, what is derived (which `verify` proves), a crawl's own work, the schema's history."""
NOUNS = ("captures", "links", "sightings")
"""Views that say what the numbered tables hold."""


def told(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that an archive says, in no order; bodies by digest and bytes, not by how they are packed."""
    with Archive.open(path, "read") as archive:
        tables = {
            table: sorted(archive.db.execute(f"SELECT * FROM [{table}]").fetchall(), key=repr)
            for table in [*archive.db.table_names(), *NOUNS]
            if table not in LOCAL
            and not table.startswith(("texts_fts", "link_sets"))
            and not table.endswith("_rows")
        }
        tables["headers"] = archive.db.execute(
            "SELECT headers, fields FROM headers ORDER BY headers"
        ).fetchall()
        tables["dictionaries"] = archive.db.execute(
            "SELECT dictionary, data FROM dictionaries ORDER BY dictionary"
        ).fetchall()
        digests = archive.db.execute("SELECT sha256 FROM bodies ORDER BY sha256").fetchall()
        tables["bodies"] = [(sha256, archive.body(sha256)) for (sha256,) in digests]
        tables["texts"] = archive.db.execute("SELECT reading FROM texts ORDER BY reading").fetchall()
        assert list(verify(archive.db.conn, full=True)) == []
    return tables


@dataclass(frozen=True)
class Step:
    """One thing that happens to an archive."""

    kind: str
    text: str
    page: int
    extractor: str


STEPS = st.builds(
    Step,
    kind=st.sampled_from(
        ["page", "page", "with file", "file fails", "gone", "read", "read", "left open", "organ", "imported"]
    ),
    text=st.sampled_from("甲乙丙"),
    page=st.integers(0, 1),
    extractor=st.sampled_from(["1", "2"]),
)


def take(archive: Archive, step: Step) -> None:
    url = f"{PAGE}?{step.page}"
    match step.kind:
        case "page":
            visit(archive, (url, varied(step.text, size=60)))
        case "with file":
            visit(archive, (url, b"page"), (FILE, step.text.encode()))
        case "imported":
            imported(archive, url, varied(step.text, size=60))
        case "read":
            for source in archive.sources(step.extractor):
                archive.record(source, reading(source, extractor=step.extractor, year=2022 + step.page))
        case "organ":
            archive.put_portal(
                Portal(key=PORTAL, name=step.text, home=PAGE, family=None if step.page else "ucap")
            )
            archive.save(
                [],
                organs=[Organ(portal=PORTAL, organ="示例镇", found_on=step.text, at=stamp(archive.clock()))],
            )
        case kind:
            run = archive.start_run("crawl")
            if kind == "gone":
                archive.save([fetch(archive, run, None, url=url, outcome=Outcome.GONE, status=404)])
            elif kind == "file fails":
                failed = fetch(archive, run, None, url=FILE, role="file", outcome=Outcome.TIMEOUT)
                archive.save([fetch(archive, run, b"page", url=url, files=[FILE]), failed])
            else:
                event = Event(
                    run=run, portal=PORTAL, url=url, code="stop", message=step.text, at=stamp(archive.clock())
                )
                archive.save([fetch(archive, run, step.text.encode(), url=url)], events=[event])
                return
            archive.end_run(run, reason="finished")


def imported(archive: Archive, url: str, body: bytes) -> str:
    """A run that takes in what another crawler fetched once: the same capture in whichever archive."""
    run = archive.start_run("add")
    moment = datetime(2024, 2, 1, tzinfo=UTC)
    one = fetch(archive, run, body, url=url)
    told = {
        "id": identity(moment, f"{url} {body!r}"),
        "requested_at": stamp(moment),
        "received_at": stamp(moment),
    }
    archive.save([replace(one, capture=replace(one.capture, **told))])
    archive.end_run(run, reason="finished")
    return run


@dataclass(frozen=True)
class Plan:
    """How three archives came about: a common beginning, which some are copies of, and what each did then."""

    shared: list[Step]
    copies: list[bool]
    own: list[list[Step]]
    starts: list[int]


PLANS = st.builds(
    Plan,
    shared=st.lists(STEPS, max_size=4),
    copies=st.lists(st.booleans(), min_size=3, max_size=3),
    own=st.lists(st.lists(STEPS, max_size=4), min_size=3, max_size=3),
    starts=st.lists(st.integers(0, 3), min_size=3, max_size=3),
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with nothing in it, copied rather than made anew."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    Archive.open(path).close()
    return path


def build(plan: Plan, folder: Path, empty: Path) -> list[Path]:
    base = folder / "base.db"
    shutil.copy(empty, base)
    with Archive.open(base, clock=Ticking()) as archive:
        for step in plan.shared:
            take(archive, step)
    paths = []
    for at, (copied, steps, start) in enumerate(zip(plan.copies, plan.own, plan.starts, strict=True)):
        path = folder / f"{at}.db"
        shutil.copy(base if copied else empty, path)
        clock = Ticking(now=datetime(2025, 1, 20, 9, tzinfo=UTC) + timedelta(seconds=10 * start))
        with Archive.open(path, clock=clock) as archive:
            for step in steps:
                take(archive, step)
        paths.append(path)
    return paths


def joined(name: str, *paths: Path) -> Path:
    """The first archive's copy with the others merged into it, in order."""
    target = paths[0].with_name(name)
    shutil.copy(paths[0], target)
    with Archive.open(target) as archive:
        for path in paths[1:]:
            archive.merge(path)
    return target


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking archives takes minutes
)
@given(plan=PLANS)
def test_order_and_repetition_change_nothing(plan: Plan, empty: Path) -> None:
    with TemporaryDirectory() as folder:
        a, b, c = build(plan, Path(folder), empty)
        ab = joined("ab", a, b)
        assert told(ab) == told(joined("ba", b, a))
        assert told(joined("abb", ab, b)) == told(joined("aab", a, ab)) == told(ab)
        assert told(joined("ab-c", ab, c)) == told(joined("a-bc", a, joined("bc", b, c)))


def test_a_capture_that_two_archives_took_in_is_the_earlier_runs(tmp_path: Path) -> None:
    paths = [tmp_path / "early.db", tmp_path / "late.db"]
    runs = []
    for path, day in zip(paths, (20, 21), strict=True):
        with Archive.open(path, clock=Ticking(now=datetime(2025, 1, day, tzinfo=UTC))) as archive:
            runs.append(imported(archive, PAGE, b"page"))
            read_all(archive)
    both, again = joined("both", *paths), joined("again", *reversed(paths))
    assert told(both) == told(again)
    with Archive.open(both, "read") as archive:
        assert archive.db.execute("SELECT run FROM captures").fetchall() == [(runs[0],)]


def test_two_crawls_of_one_report_are_one_history(tmp_path: Path) -> None:
    paths = []
    for at, texts in enumerate((("甲|1", "丙|1"), ("甲|2", "乙|2"))):
        paths.append(tmp_path / f"{at}.db")
        clock = Ticking(now=datetime(2025, 1, 20 + at, tzinfo=UTC))
        with Archive.open(paths[-1], clock=clock) as archive:
            for text in texts:
                visit(archive, (PAGE, text.encode()))
                read_all(archive)
                clock.now += timedelta(days=2)
    with Archive.open(joined("both", *paths), "read") as archive:
        texts = archive.db.execute(
            "SELECT s.text FROM report_versions JOIN version_readings USING (version) JOIN sections AS s USING (reading)"
            " ORDER BY report_versions.number"
        ).fetchall()
    assert texts == [("甲",), ("丙",), ("乙",)]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["into ours", "into theirs"])
def test_a_look_of_another_archive_tells_an_edit_of_a_page_that_moved_from_one_of_its_file(
    tmp_path: Path, order: tuple[int, int]
) -> None:
    paths = [tmp_path / "ours.db", tmp_path / "theirs.db"]
    clock = Ticking()
    with Archive.open(paths[0], clock=clock) as ours:
        beside(ours, (PAGE, "甲"), (FILE, "一"))
        ours.backup(paths[1])
        clock.now += timedelta(days=2)
        beside(ours, (FILE, "二"))
        clock.now += timedelta(days=2)
        with Archive.open(paths[1], clock=clock) as theirs:
            visit(theirs, (PAGE, "甲".encode()), files=[FILE])
        clock.now += timedelta(days=2)
        beside(ours, (PAGE, None), (f"{PAGE}?moved", "乙"), (FILE, "二"))
        assert ours.db["versions"].count == 2
    assert len(told(joined("both", *(paths[at] for at in order)))["versions"]) == 3


def test_bodies_stored_against_each_other_in_opposite_ways(tmp_path: Path) -> None:
    """What is a base here may be a delta there: nothing comes to stand on what does not stand alone."""
    paths = []
    for at, texts in enumerate((("甲", "乙"), ("乙", "丙"), ("丙", "甲", "丁"))):
        paths.append(tmp_path / f"{at}.db")
        with Archive.open(paths[-1]) as archive:
            for text in texts:
                visit(archive, (PAGE, varied(text)))
            assert (
                archive.db.execute("SELECT count(*) FROM bodies WHERE base IS NOT NULL").fetchone()[0]
                == len(texts) - 1
            )
    whole = told(joined("all", *paths))
    assert len(whole["bodies"]) == 4
    assert told(joined("back", *reversed(paths)))["bodies"] == whole["bodies"]


def test_bodies_apart_merge_with_bodies_within(tmp_path: Path) -> None:
    paths = []
    for at, text in enumerate("甲乙"):
        paths.append(tmp_path / f"{at}.db")
        with Archive.open(paths[-1]) as archive:
            visit(archive, (PAGE, varied(text)))
            read_all(archive)
            if at:
                archive.set_bodies_apart()
    assert len(told(joined("within.db", paths[0], paths[1]))["bodies"]) == 2
    with Archive.open(paths[1]) as archive:
        archive.merge(paths[0])
        visit(archive, (PAGE, varied("丙")))
    assert len(told(paths[1])["bodies"]) == 3


def test_visits_that_brought_no_body_are_merged(archive: Archive, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "other.db") as other:
        run = other.start_run("crawl")
        other.save([fetch(other, run, None, outcome=Outcome.GONE, status=404)])
        other.end_run(run, reason="finished")
    archive.merge(tmp_path / "other.db")
    assert [outcome for (outcome,) in archive.db.execute("SELECT outcome FROM captures")] == ["gone"]
