"""Versions of reports that move, are withdrawn and come back, beside their files."""

from dataclasses import replace

import pytest

from archive.clock import ident, stamp
from archive.keeping.verify import verify
from archive.records import Outcome, Role
from archive.store import Archive
from tests.archive.made import FILE, PAGE, beside, fetch, read_all
from tests.archive.test_versions import OTHER, show


def count(archive: Archive) -> int:
    assert list(verify(archive.db.conn, full=True)) == []
    return archive.db["versions"].count


def test_what_was_edited_withdrawn_and_restored_elsewhere_beside_its_file_is_one_version(
    archive: Archive,
) -> None:
    beside(archive, (PAGE, "甲"), (FILE, "一"))
    beside(archive, (FILE, "二"), (PAGE, None))
    assert count(archive) == 2
    beside(archive, (OTHER, "乙"), (FILE, "二"))
    assert count(archive) == 2
    beside(archive, (OTHER, "丙"), (FILE, "二"))
    assert count(archive) == 3


def test_a_page_that_was_seen_unedited_since_its_file_was_edited_is_edited_apart(archive: Archive) -> None:
    beside(archive, (PAGE, "甲"), (FILE, "一"))
    beside(archive, (FILE, "二"), (PAGE, "甲"))
    beside(archive, (PAGE, None), (OTHER, "乙"), (FILE, "二"))
    assert count(archive) == 3


def test_two_edits_at_new_addresses_are_two_versions(archive: Archive) -> None:
    beside(archive, (PAGE, "甲"), (FILE, "一"))
    beside(archive, (FILE, "二"), (PAGE, None))
    beside(archive, (OTHER, "乙"), (FILE, "二"))
    beside(archive, (f"{OTHER}?again", "丙"), (FILE, "二"))
    assert count(archive) == 3


@pytest.mark.parametrize("outcome", [Outcome.OK, Outcome.NOT_MODIFIED])
def test_a_look_taken_in_later_tells_an_edit_of_a_page_that_moved_from_one_of_its_file(
    archive: Archive, outcome: Outcome
) -> None:
    beside(archive, (PAGE, "甲"), (FILE, "一"))
    beside(archive, (FILE, "二"))
    between = archive.clock()
    beside(archive, (PAGE, None), (OTHER, "乙"), (FILE, "二"))
    assert count(archive) == 2
    run = archive.start_run("add")
    look = fetch(archive, run, "甲".encode(), files=[FILE], outcome=outcome)
    told = replace(look.capture, id=ident(between), requested_at=stamp(between), received_at=stamp(between))
    archive.save([replace(look, capture=told)])
    archive.end_run(run, reason="finished")
    assert not list(archive.sources("1"))
    assert count(archive) == 3


def move(archive: Archive, text: str, url: str, *, gone_first: bool = False) -> None:
    """One crawl that finds a text at a new address, and the old one gone."""
    run = archive.start_run("crawl")
    for new in (False, True) if gone_first else (True, False):
        found = fetch(archive, run, text.encode(), url=url) if new else None
        archive.save([found or fetch(archive, run, None, outcome=Outcome.GONE, status=404)])
    archive.end_run(run, reason="finished")
    read_all(archive)


@pytest.mark.parametrize("gone_first", [False, True], ids=["new address first", "old address first"])
def test_what_moves_and_says_its_first_text_again_is_a_version(archive: Archive, gone_first: bool) -> None:
    show(archive, "甲", "乙")
    move(archive, "甲|2", OTHER, gone_first=gone_first)
    assert count(archive) == 3
    show(archive, "甲|3", url=OTHER)
    assert count(archive) == 3


def test_an_earlier_text_at_a_new_address_beside_the_newest_is_an_old_copy(archive: Archive) -> None:
    show(archive, "甲", "乙")
    show(archive, "甲", url=OTHER)
    assert count(archive) == 2


def test_an_earlier_text_at_a_new_address_beside_one_never_edited_is_an_old_copy(archive: Archive) -> None:
    show(archive, "甲")
    show(archive, "甲", url=OTHER)
    show(archive, "乙")
    move(archive, "甲|2", f"{OTHER}?again")
    assert count(archive) == 2


@pytest.mark.parametrize("role", ["report", "other"])
def test_a_page_that_is_found_gone_after_the_new_one_was_read_tells_a_revert(
    archive: Archive, role: Role
) -> None:
    show(archive, "甲", "乙")
    run = archive.start_run("crawl")
    archive.save([fetch(archive, run, "甲|2".encode(), url=OTHER)])
    read_all(archive)
    assert count(archive) == 2
    archive.save([fetch(archive, run, None, role=role, outcome=Outcome.GONE, status=404)])
    archive.end_run(run, reason="finished")
    read_all(archive)
    assert count(archive) == 3
