"""The whole path on replica portals: what is found, read, changed, added and withdrawn, against the portal's own truth."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import replica
from gongkai.score import score
from tests.e2e.command import exported, gongkai

LOOPBACK = "--allow-private-addresses"


@pytest.mark.parametrize("seed", [1, 20_26])
def test_the_demonstration_finds_and_reads_everything(tmp_path: Path, seed: int) -> None:
    run = gongkai("demo", "--no-serve", "--seed", seed, db=tmp_path / "demo.db")
    assert run.returncode == 0, run.stdout + run.stderr
    told = re.search(r"(\d+) of (\d+) reports found, (\d+) that are none", run.stdout)
    assert told
    assert told[1] == told[2]
    assert int(told[1]) > 40
    assert told[3] == "0"
    assert all(str(year) in run.stdout for year in range(2019, 2026))


class Life:
    """A portal crawled once, changed, and crawled again."""

    def __init__(self, portal: replica.Portal, db: Path) -> None:
        self.db = db
        assert gongkai("crawl", portal.url, LOOPBACK, db=db).returncode == 0
        self.before = {row["url"]: row for row in exported(db)}
        truth = portal.truth()
        self.changed = next(row for row in truth if row["borne"] == "page")
        self.removed = next(
            row for row in truth if row["borne"] == "page" and row["organ"] != self.changed["organ"]
        )
        portal.change(self.changed["id"])
        portal.remove(self.removed["id"])
        portal.clock("2027-01-20T09:00:00+08:00")
        self.added = portal.add(organ=self.changed["organ"])
        portal.clear_log()
        again = gongkai("crawl", portal.url, LOOPBACK, "--recheck", db=db)
        assert again.returncode == 0, again.stderr
        self.log = portal.log()
        self.truth = portal.truth()
        self.rows = exported(db)

    def versions(self, address: str) -> list[int]:
        return [row["version"] for row in self.rows if address in (row["url"], *row["sightings"])]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    with replica.serve(family="ucap", size="demo", seed=5) as portal:
        yield Life(portal, tmp_path_factory.mktemp("life") / "life.db")


def test_a_silent_edit_is_a_second_version(life: Life) -> None:
    assert life.versions(life.changed["url"]) == [1, 2]


def test_an_added_report_is_found(life: Life) -> None:
    assert life.versions(life.added["url"]) == [1]


def test_a_removed_report_is_withdrawn_and_kept(life: Life) -> None:
    (row,) = [row for row in life.rows if row["url"] == life.removed["url"]]
    assert row["withdrawn"] is not None
    assert row["figures"] == life.before[row["url"]]["figures"]
    assert {row["url"] for row in life.rows if row["withdrawn"]} == {life.removed["url"]}


def test_nothing_else_is_a_new_version(life: Life) -> None:
    """The visit counter changed every page meanwhile."""
    assert {row["report_id"] for row in life.rows if row["version"] > 1} == {
        row["report_id"] for row in life.rows if row["url"] == life.changed["url"]
    }


def test_the_second_reading_is_as_exact_as_the_first(life: Life) -> None:
    """But for the dates: the portal's calendar is ahead of ours, and a date to come is none."""
    standing = [row for row in life.rows if row["withdrawn"] is None]
    result = score(standing, life.truth)
    wrong = [line for line in result.wrong if " published: None" not in line]
    assert (result.missing, result.invented, wrong) == ((), (), [])


def test_nothing_that_robots_denies_was_asked_for(life: Life) -> None:
    assert life.log
    assert [request["path"] for request in life.log if request["path"].startswith("/u/hit")] == []


def test_the_difference_is_shown(life: Life) -> None:
    (report,) = {row["report_id"] for row in life.rows if row["url"] == life.changed["url"]}
    history = gongkai("history", report, "--json", db=life.db)
    assert [version["number"] for version in json.loads(history.stdout)["versions"]] == [1, 2]
    diff = gongkai("diff", report, db=life.db)
    assert diff.returncode == 0
    assert diff.stdout.strip()


def test_every_word_of_it_can_be_searched(life: Life) -> None:
    for words in ("复议", "镇", "政府信息公开"):
        run = gongkai("search", words, db=life.db)
        assert run.returncode == 0
        assert words in run.stdout.replace("[", "").replace("]", "")


def test_the_archive_is_whole(life: Life) -> None:
    assert gongkai("verify", db=life.db).returncode == 0
