"""The annual-report model of Anhui: `/XxgkAnnualReport/show/<id>.html`; the address itself says that it is a report."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.families.base import Family, ListingUnreadable
from crawler.pages.numbering import numbered
from crawler.pages.page import File, Item, Listing, Page
from crawler.pages.wording import spaced

_REPORT = re.compile(r"/(?:Xxgk|Openness)AnnualReport/show/|/openness/detail/annual_report/", re.IGNORECASE)
_DOWNLOAD = re.compile(r"/(?:Xxgk|Openness)AnnualReport/download/", re.IGNORECASE)
_DETAIL = re.compile(r"/show/\d+\.html|/openness/detail/", re.IGNORECASE)


class Anhui(Family):
    """Lists cut titles at fifty characters, in the attribute too; the report's own page has the whole."""

    name = "anhui"
    body_signals = (
        ("/XxgkAnnualReport/", r"(?i)/(?:Xxgk|Openness)AnnualReports?/"),
        ("/XxgkContent/showList/", r"(?i)/XxgkContent/(?:showList|show)/"),
        ("/openness/detail/annual_report/", r"/openness/detail/annual_report/"),
    )
    address_signals = (
        ("/XxgkAnnualReport/", r"(?i)/(?:Xxgk|Openness)AnnualReports?/"),
        ("/XxgkContent/showList/", r"(?i)/XxgkContent/showList/"),
        ("/openness/detail/annual_report/", r"/openness/detail/annual_report/"),
    )

    def listing(self, page: Page) -> Listing | None:
        if _DETAIL.search(urlsplit(page.url).path):
            return None
        items = tuple(self.items(page))
        more, total = numbered(page)
        if not items and total:
            raise ListingUnreadable(page.url, self.name, f"declares a total of {total} and shows no entry")
        return Listing(items=items, more=more, total=total) if items or more else None

    def items(self, page: Page) -> Iterator[Item]:
        """The entries; on a page of reports those alone, so that a sidebar's news is none of them."""
        found = list(super().items(page))
        reports = [item for item in found if _REPORT.search(urlsplit(item.url).path)]
        yield from reports or found

    def attachments(self, page: Page) -> tuple[File, ...]:
        """Also the model's own `…AnnualReport/download/<id>.html`, a file in spite of its name."""
        downloads = {
            url: File(url=url, name=spaced(str(link.text_content())))
            for link in page.hyperlinks
            if _DOWNLOAD.search(link.get("href", "")) and (url := page.join(link.get("href", "")))
        }
        return tuple({**downloads, **{file.url: file for file in super().attachments(page)}}.values())


FAMILY = Anhui()
