"""How often Python looks for circles of objects while pages are read."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_OBJECTS = 10_000
"""New objects until the youngest are looked through for circles."""


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Pages leave few circles of objects behind: to look for them as often as Python does takes a twelfth of a crawl's processor."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
