"""What is true of a portal, as plain data: every report with its figures, where it is, and what must be found."""

from collections.abc import Iterator

from replica.documents.truth import Json, described
from replica.families.base import Family
from replica.site.items import Item


def _entry(family: Family, items: list[Item], origin: str) -> Json:
    first = items[0]
    life = family.site.life
    entry = described(family.report(first))
    pages = [address for item in items for address in (family.address(item), *family.aliases(item))]
    entry["url"] = origin + pages[0]
    entry["sightings"] = [origin + path for path in pages[1:]]
    entry["attachments"] = [_absolute(origin, address) for address, _ in family.attachments(first)]
    entry["borne"], _ = (
        family.site.borne(first.organ, first.year) if first.organ and first.year else ("page", "")
    )
    entry["corrections"] = life.corrected.get(entry["id"], [])
    return entry


def _absolute(origin: str, address: str) -> str:
    return address if "://" in address else origin + address


def reports(family: Family, origin: str) -> Iterator[Json]:
    """One entry for each report that is on the portal now; `url` is its organ's own page, `sightings` the others."""
    grouped: dict[str, list[Item]] = {}
    for item in family.sightings():
        if item.report:
            grouped.setdefault(item.report, []).append(item)
    for items in grouped.values():
        yield _entry(family, items, origin)
