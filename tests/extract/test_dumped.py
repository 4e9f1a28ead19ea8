"""Tables dumped as text: no figure is wrong or invented, and as many are read as ever."""

import json

import pytest

from tests.extract.generated.dumped import FLOORS, measure


@pytest.mark.slow
def test_no_dump_gives_a_figure_that_was_not_printed() -> None:
    shares, bad = measure(range(1))
    floors = json.loads(FLOORS.read_text("utf-8"))
    assert bad == []
    assert {name: share for name, share in shares.items() if share < floors[name]} == {}
    assert set(shares) == set(floors)
