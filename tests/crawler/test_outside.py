"""Portals of no known system are found whole, and with few requests beside the reports' own."""

import pytest

from archive.store import Archive
from tests.crawler.conftest import Crawl
from tests.crawler.outside import OUTSIDE
from tests.crawler.outside_called import CALLED
from tests.crawler.outside_columns import COLUMNS
from tests.crawler.outside_paged import PAGED
from tests.crawler.server import site

PORTALS = {**OUTSIDE, **COLUMNS, **PAGED, **CALLED}


@pytest.mark.parametrize("name", sorted(PORTALS))
def test_every_report_of_a_portal_of_no_known_system_is_found(
    name: str, archive: Archive, crawled: Crawl
) -> None:
    outside = PORTALS[name]()
    with site(outside.pages) as served:
        crawled(served.url)
    sighted = {
        url.removeprefix(served.url[:-1]) for (url,) in archive.db.execute("SELECT url FROM sightings")
    }
    assert sighted == outside.reports
    read = {(organ, year) for organ, year in archive.db.execute("SELECT organ, year FROM sightings")}
    assert len(read) == len(outside.reports), "each report is told by its organ and year"
    assert len(served.asked) <= 1.9 * len(outside.reports) + 60
