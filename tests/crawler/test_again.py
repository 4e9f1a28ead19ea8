"""What crawling a known portal again costs and finds, as the benchmark measures it."""

import pytest

from benchmarks.again import measure
from replica.families.registry import FAMILIES


@pytest.mark.parametrize("family", ["ucap", "gkmlpt", "hanweb_jpaas", "epoint", "trs", "hanweb_xxgk"])
def test_an_unchanged_portal_costs_little_and_what_came_and_went_three_requests_each(family: str) -> None:
    told = measure(family, size="demo", seed=1, many=4)
    assert told.over() == []
    assert told.removed is not None
    assert (told.removed.rechecked > 0) is FAMILIES[family].keeps_links
