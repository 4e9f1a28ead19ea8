"""What crawling a known portal again costs and finds, as the benchmark measures it."""

import pytest

from benchmarks.again import FURTHER, measure


@pytest.mark.parametrize("family", ["ucap", "gkmlpt", "hanweb_jpaas", "epoint"])
def test_an_unchanged_portal_costs_little_and_what_came_and_went_three_requests_each(family: str) -> None:
    """What went from a list's further page, which shows nothing at its first, may be found a crawl later."""
    told = measure(family, size="demo", seed=1, many=4)
    assert max(told.unchanged) <= told.most
    assert told.made == 0
    assert told.removed is not None
    assert told.added is not None
    assert (told.removed.found >= 3, told.added.found) == (True, 4)
    assert max(told.removed.requests, told.added.requests) <= told.most + FURTHER * 4
