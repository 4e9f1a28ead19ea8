"""The verbs `extract` and `forms` as they are typed, on this machine and on a cluster."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.imports import files
from archive.store import Archive
from extract import EXTRACTOR
from extract.forms import forms
from gongkai.cli import main
from replica.documents import html
from tests.extract.readers import made

REPORTS = made.reports()[:3]


def run(path: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--db", str(path), *words])


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """An archive of three reports that nobody has read."""
    with Archive.open(tmp_path / "a.db") as archive:
        added = archive.start_run("add", arguments={})
        paths = [tmp_path / f"{number}.html" for number in range(len(REPORTS))]
        for path, report in zip(paths, REPORTS, strict=True):
            path.write_text(html.page(report), "utf-8")
        said = files.Said()
        archive.save([files.fetched(path, said, run=added, clock=archive.clock) for path in paths])
        archive.end_run(added, reason="finished")
    return tmp_path / "a.db"


def figures(path: Path) -> int:
    """How many figures the archive's readings by this extractor hold."""
    with Archive.open(path) as archive:
        query = "SELECT count(*) FROM figures JOIN readings USING (reading) WHERE extractor = ?"
        (count,) = archive.db.execute(query, (EXTRACTOR,)).fetchone()
        assert isinstance(count, int)
        return count


WHOLE = sum(len(report.figures) for report in REPORTS)


@pytest.mark.parametrize("verb", ["extract", "forms"])
def test_help_ends_in_an_example(tmp_path: Path, verb: str) -> None:
    result = run(tmp_path / "a.db", verb, "--help")
    assert result.exit_code == 0
    assert re.search(rf"Example:\n +gongkai {verb}", result.stdout)


def test_without_an_archive_one_line_and_status_2(tmp_path: Path) -> None:
    result = run(tmp_path / "none.db", "extract")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "none.db").exists()


def test_what_is_new_is_read_once_and_all_of_it_when_asked(filled: Path) -> None:
    first = run(filled, "extract", "--workers", "1")
    assert (first.exit_code, first.stdout) == (0, "read 3: 3 ok, 0 partial, 0 unreadable, 0 not reports\n")
    assert figures(filled) == WHOLE
    assert run(filled, "extract").stdout.startswith("read 0:")
    assert run(filled, "extract", "--all", "--workers", "2").stdout.startswith("read 3:")


def test_what_cannot_be_read_makes_the_status_1(filled: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing")
    with Archive.open(filled) as archive:
        added = archive.start_run("add", arguments={})
        archive.save([files.fetched(broken, files.Said(), run=added, clock=archive.clock)])
        archive.end_run(added, reason="finished")
    result = run(filled, "extract", "--workers", "1")
    assert result.exit_code == 1
    assert "3 ok, 0 partial, 1 unreadable" in result.stdout


def test_a_held_archive_is_status_3(filled: Path) -> None:
    with Archive.open(filled, mode="write") as archive, archive.hold():
        result = run(filled, "extract")
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1


@pytest.fixture
def cluster() -> Iterator[str]:
    """The address of a scheduler whose worker is a process of its own, as on another machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=True, host="127.0.0.1", dashboard_address=None
    ) as made_here:
        yield made_here.scheduler_address


@pytest.mark.filterwarnings("default")  # the cluster's own: sockets that its event loops close late
def test_a_cluster_reads_what_this_machine_reads(filled: Path, cluster: str) -> None:
    result = run(filled, "extract", "--cluster", cluster)
    assert result.stdout == "read 3: 3 ok, 0 partial, 0 unreadable, 0 not reports\n"
    assert figures(filled) == WHOLE


def test_a_cluster_that_does_not_answer_is_named(filled: Path) -> None:
    result = run(filled, "extract", "--cluster", "tcp://127.0.0.1:9")
    assert result.exit_code == 2
    assert "no scheduler answers" in result.stderr


def test_the_forms_are_listed_for_people_and_machines(tmp_path: Path) -> None:
    printed = run(tmp_path / "a.db", "forms")
    assert printed.exit_code == 0
    assert [line.split()[0] for line in printed.stdout.splitlines()] == [form.form for form in forms()]
    told = json.loads(run(tmp_path / "a.db", "forms", "--json").stdout)
    assert {each["form"]: each["tables"] for each in told} == {
        form.form: [table.key for table in form.tables] for form in forms()
    }
