"""The UCAP portal over real HTTP: everything promised is reachable, and it lives."""

import re
from collections.abc import Iterator

import pytest

import replica
from tests.replica.walker import Ucap, fetch, walk


@pytest.fixture(scope="module")
def portal() -> Iterator[replica.Portal]:
    with replica.serve(family="ucap", size="demo", seed=1) as running:
        yield running


@pytest.mark.parametrize("seed", [1, 2])
def test_every_report_is_reachable_from_home(seed: int) -> None:
    with replica.serve(family="ucap", size="demo", seed=seed) as portal:
        seen = walk(portal.url, also=[Ucap()])
        truth = portal.truth()
        wanted = {
            url for entry in truth for url in (entry["url"], *entry["sightings"], *entry["attachments"])
        }
        assert len(truth) >= 8 * 5
        assert {url for url in wanted if seen.get(url) != 200} == set()
        pages = [
            url for url, status in seen.items() if status == 200 and "?" not in url and "/files/" not in url
        ]
        assert 150 <= len(pages) <= 250


def test_reports_cover_the_years_and_every_way_of_carrying(portal: replica.Portal) -> None:
    truth = portal.truth()
    assert {entry["year"] for entry in truth} == set(range(2019, 2026))
    assert {entry["borne"] for entry in truth} == {"page", "file", "both"}
    kinds = {url.rpartition(".")[2] for entry in truth for url in entry["attachments"]}
    assert kinds == {"doc", "docx", "pdf"}
    assert len(portal.organs()) >= 8
    assert {organ["kind"] for organ in portal.organs()} == {"government", "department", "town"}


def test_attachments_of_the_demonstration_are_office_documents(portal: replica.Portal) -> None:
    magic = {"doc": b"\xd0\xcf\x11\xe0", "docx": b"PK", "pdf": b"%PDF"}
    for entry in portal.truth():
        for url in entry["attachments"]:
            _, body, _ = fetch(url)
            assert body.startswith(magic[url.rpartition(".")[2]])


def test_the_same_seed_gives_the_same_portal_but_for_the_counter() -> None:
    pages = []
    for _ in range(2):
        with replica.serve(family="ucap", size="demo", seed=4) as portal:
            body = fetch(portal.truth()[0]["url"])[1].decode()
            pages.append(re.sub(r"第<b>\d+</b>位|127\.0\.0\.1:\d+", "", body))
    assert pages[0] == pages[1]


def test_other_seeds_give_other_names_and_classes() -> None:
    homes = []
    for seed in (1, 2):
        with replica.serve(family="ucap", size="demo", seed=seed) as portal:
            homes.append(fetch(portal.url)[1].decode())
    classes = [set(re.findall(r'class="([\w-]+)"', home)) - {"visits"} for home in homes]
    assert len(classes[0] & classes[1]) <= 2


def test_the_counter_changes_every_page_on_every_request(portal: replica.Portal) -> None:
    url = portal.truth()[0]["url"]
    assert fetch(url)[1] != fetch(url)[1]


def test_robots_is_served_and_denies_a_path(portal: replica.Portal) -> None:
    status, body, headers = fetch(portal.url + "robots.txt")
    assert status == 200
    assert b"Disallow: /u/" in body
    assert headers["content-type"] == "text/plain"


def test_files_answer_conditional_requests(portal: replica.Portal) -> None:
    url = next(url for entry in portal.truth() for url in entry["attachments"])
    _, body, headers = fetch(url)
    for name, value in (("If-None-Match", headers["etag"]), ("If-Modified-Since", headers["last-modified"])):
        assert fetch(url, headers={name: value})[:2] == (304, b"")
    assert fetch(url, headers={"If-None-Match": '"other"'})[1] == body


def test_pages_are_compressed_for_who_asks(portal: replica.Portal) -> None:
    _, body, headers = fetch(portal.url, headers={"Accept-Encoding": "gzip"})
    assert headers["content-encoding"] == "gzip"
    assert body[:2] == b"\x1f\x8b"


def test_the_log_has_every_request(portal: replica.Portal) -> None:
    portal.clear_log()
    fetch(portal.url + "nothing?a=1", headers={"User-Agent": "walker"})
    (entry,) = portal.log()
    assert (entry["method"], entry["path"], entry["status"]) == ("GET", "/nothing?a=1", 404)
    assert entry["headers"]["user-agent"] == "walker"


def test_a_correction_shows_at_the_same_address(portal: replica.Portal) -> None:
    before = next(entry for entry in portal.truth() if entry["borne"] == "page")
    after = portal.change(before["id"])
    assert after["url"] == before["url"]
    address = "requests/received/individual"
    assert after["figures"][address]["value"] == before["figures"][address]["value"] + 1
    assert len(after["corrections"]) == len(before["corrections"]) + 1


def test_a_report_is_added_removed_and_restored() -> None:
    with replica.serve(family="ucap", size="demo", seed=6) as portal:
        known = portal.truth()
        added = portal.add(year=2026)
        assert fetch(added["url"])[0] == 200
        assert len(portal.truth()) == len(known) + 1
        portal.remove(added["id"])
        assert fetch(added["url"])[0] == 404
        assert [entry["id"] for entry in portal.truth()] == [entry["id"] for entry in known]
        portal.restore(added["id"])
        assert fetch(added["url"])[0] == 200
        assert [event["event"] for event in portal.events()] == ["published", "withdrawn", "restored"]


def test_time_publishes_reports() -> None:
    with replica.serve(family="ucap", size="demo", seed=6) as portal:
        portal.clock("2027-04-15T09:00:00+08:00")
        assert max(entry["year"] for entry in portal.truth()) == 2026
        portal.clock("2022-12-31T09:00:00+08:00")
        assert max(entry["year"] for entry in portal.truth()) == 2021


def test_a_redesign_moves_every_page() -> None:
    with replica.serve(family="ucap", size="demo", seed=6) as portal:
        before = portal.truth()[0]
        portal.redesign(generation=3)
        after = portal.truth()[0]
        assert after["figures"] == before["figures"]
        assert fetch(before["url"])[0] == 404
        assert fetch(after["url"])[0] == 200
        assert "/pc/content/" in after["url"]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("challenge_jsl", 521),
        ("challenge_rs", 412),
        ("blocked_waf", 403),
        ("soft_404", 200),
        ("rate_limited", 429),
    ],
)
def test_it_misbehaves_and_behaves_again(portal: replica.Portal, kind: str, status: int) -> None:
    portal.misbehave(kind, path="^/index", times=1)
    assert fetch(portal.url + "index.shtml")[0] == status
    assert "首页" in fetch(portal.url + "index.shtml")[1].decode()
    portal.misbehave(kind)
    portal.behave()
    assert fetch(portal.url)[0] == 200


def test_unknown_misbehaviour_is_refused(portal: replica.Portal) -> None:
    with pytest.raises(RuntimeError, match="misbehave"):
        portal.misbehave("mutiny")
