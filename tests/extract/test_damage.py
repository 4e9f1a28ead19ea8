"""Damaged documents: each gets a reading with a reason, in processes that live or are known to have died."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from extract.process.child import Limits
from extract.run import guarded
from tests.extract.damage import damaged, monsters, source

LIMITS = Limits(seconds=60)
QUICK = {"nested html", "nested docx", "wide spans", "wide docx", "flat bomb", "zip bomb"}


@pytest.mark.slow
def test_damaged_documents_and_monsters_all_get_a_reading() -> None:
    """The full count is that of benchmarks/fuzzing.py."""
    bodies = [*damaged(66, "short"), *(each for each in monsters() if each[0] in QUICK)]
    with ThreadPoolExecutor(1) as pool:
        read = list(pool.map(lambda each: (each[0], *guarded(source(*each), LIMITS)), bodies))
    assert len(read) == len(bodies)
    for name, reading, lost in read:
        assert reading.status != "unreadable" or reading.why, name
        # What stops a reading must be a limit or the document's own fault, never a slip of ours.
        assert not lost or "reading" in str(reading.why) or "reader" in str(reading.why), (name, reading.why)
    assert sum(reading.status in {"ok", "partial"} for _, reading, _ in read) > 5
