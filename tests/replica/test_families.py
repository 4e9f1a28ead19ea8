"""Every family over real HTTP: each report of its truth is reached by a walker that knows the contract, and files match."""

import pytest

import replica
from replica.families.registry import FAMILIES
from tests.replica.listers import LISTERS
from tests.replica.walker import fetch, walk


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_report_is_reached(family: str, seed: int) -> None:
    with replica.serve(family=family, size="demo", seed=seed) as portal:
        seen = walk(portal.url, also=LISTERS[family])
        truth = portal.truth()
        assert len(truth) >= 40
        missed = {
            e["url"] for e in truth if not any(seen.get(url) == 200 for url in (e["url"], *e["sightings"]))
        }
        assert missed == set()
        files = {url for entry in truth for url in entry["attachments"] if seen.get(url) != 200}
        assert files == set()


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_sighting_answers(family: str) -> None:
    with replica.serve(family=family, size="demo", seed=2) as portal:
        for entry in portal.truth():
            for url in entry["sightings"]:
                assert fetch(url)[0] in (200, 302), url


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
