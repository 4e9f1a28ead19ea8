"""The numbers in a report's text beside those in its tables: only what contradicts every admissible reading is found."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from archive.records import Figure, Finding, Section
from extract.identity.naming import flow
from extract.narrative.admissible import Tables, readings
from extract.narrative.claims import Claim, claims

_MOST_CLAIMS: Final = 500
"""No report says so much about its tables; a document made to be slow might."""


def compare(
    sections: Sequence[Section], figures: Sequence[Figure], *, organ: str = "", year: int | None = None
) -> tuple[Finding, ...]:
    """The `narrative` findings of a report. `organ` and `year` tell its own numbers from those of its parts and other years."""
    return contradictions(said(sections, organ=organ, year=year), figures) if figures else ()


def said(sections: Sequence[Section], *, organ: str, year: int | None) -> tuple[Claim, ...]:
    """What the text of a report says in numbers about its tables."""
    flows = [(section.number, flow(section.text)) for section in sections if section.text]
    return tuple(islice(claims(flows, organ, year), _MOST_CLAIMS))


def contradictions(told: Sequence[Claim], figures: Sequence[Figure]) -> tuple[Finding, ...]:
    """A finding for each claim that no admissible reading of the figures bears out."""
    return tuple(dict.fromkeys(_contradictions(told, Tables(figures))))


def _contradictions(told: Sequence[Claim], tables: Tables) -> Iterator[Finding]:
    for claim in told:
        admissible = readings(claim.topic, tables)
        if admissible and claim.value not in admissible:
            where = f"section {claim.section}" if claim.section else ""
            yield Finding(code="narrative", level="warning", where=where, message=_message(claim, admissible))


def _message(claim: Claim, admissible: frozenset[object]) -> str:
    held = " or ".join(sorted(map(str, admissible), key=lambda number: (len(number), number)))
    quoted = f"“{claim.quote}”" if claim.value == 0 else f"{claim.value} (“{claim.quote}”)"
    return f"the text says {quoted}, the table {held}"
