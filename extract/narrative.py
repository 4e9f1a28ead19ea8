"""The numbers in a report's text beside those in its tables: only what contradicts every admissible reading is found."""

from collections.abc import Sequence

from archive.records import Figure, Finding, Section


def compare(sections: Sequence[Section], figures: Sequence[Figure]) -> tuple[Finding, ...]:
    """The `narrative` findings of a report."""
    return ()
