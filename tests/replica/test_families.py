"""Every family: each report of its truth is reached by a walker that knows the contract, files match, reports come and go."""

import pytest

import replica
from replica.families.registry import FAMILIES
from replica.server import truth
from tests.replica.listers import LISTERS
from tests.replica.walker import fetch, inside, walk


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_report_file_and_sighting_is_reached(family: str, seed: int) -> None:
    portal, client = inside(family, seed=seed)
    seen = walk(f"{portal.origin}/", also=LISTERS[family], client=client)
    reports = list(truth.reports(portal.family, portal.origin))
    assert len(reports) >= 40
    assert {
        e["url"] for e in reports if not any(seen.get(url) == 200 for url in (e["url"], *e["sightings"]))
    } == set()
    assert {url for entry in reports for url in entry["attachments"] if seen.get(url) != 200} == set()
    for url in (url for entry in reports for url in entry["sightings"]):
        assert client.fetch(url)[0] in (200, 302), url


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_nothing_fails_on_addresses_it_does_not_know(family: str) -> None:
    portal, client = inside(family, seed=1)
    entry = next(truth.reports(portal.family, portal.origin))
    for url in (
        entry["url"][:-8] + "9.html",
        entry["url"] + "x",
        entry["url"] + "/",
        portal.origin + "/a/b/c.html?page=zero",
    ):
        status, body, _ = client.fetch(url)
        assert status in (200, 301, 302, 404)
        assert b"replica error" not in body


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_report_changes_comes_and_goes(family: str) -> None:
    with replica.serve(family=family, size="demo", seed=3) as portal:
        known = portal.truth()
        first = next(entry for entry in known if entry["borne"] == "page")
        before = fetch(first["url"])[1]
        portal.change(first["id"])
        assert fetch(first["url"])[1] != before
        added = portal.add(year=2026)
        assert fetch(added["url"])[0] == 200
        portal.remove(added["id"])
        status, body, _ = fetch(added["url"])
        assert status == 404 or not body.strip()
        assert {entry["id"] for entry in portal.truth()} == {entry["id"] for entry in known}


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_names_and_addresses_vary_with_the_seed(family: str) -> None:
    urls = []
    for seed in (1, 2):
        portal, _ = inside(family, seed=seed)
        urls.append({entry["url"] for entry in truth.reports(portal.family, portal.origin)})
    assert not urls[0] & urls[1]
