"""How often circles of objects are looked for while a crawl runs."""

import gc
from collections.abc import Iterator

import pytest

from crawler.running.engine import seldom_collecting


@pytest.fixture
def usual() -> Iterator[tuple[int, int, int]]:
    """A caller's own threshold."""
    before = gc.get_threshold()
    gc.set_threshold(300, 7, 9)
    yield gc.get_threshold()
    gc.set_threshold(*before)


def collections() -> int:
    """How often the youngest objects are looked through while many are made."""
    before = gc.get_stats()[0]["collections"]
    made = [[number] for number in range(30_000)]
    assert len(made) == 30_000
    return gc.get_stats()[0]["collections"] - before


def test_garbage_is_collected_less_often_inside_and_as_before_afterwards(usual: tuple[int, int, int]) -> None:
    often = collections()
    with seldom_collecting():
        seldom = collections()
    assert 0 < seldom < often / 10
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() == 0


def test_a_crawl_that_fails_leaves_the_callers_threshold(usual: tuple[int, int, int]) -> None:
    with pytest.raises(RuntimeError, match="it fails"), seldom_collecting():
        raise RuntimeError("it fails")
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() == 0
