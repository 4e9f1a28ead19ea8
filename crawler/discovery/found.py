"""A report that was found, as its page and the way to it describe it."""

from dataclasses import dataclass

from archive.records import Capture, Sighting
from crawler.discovery.steps import Step
from crawler.organs import crumb_organ, is_organ
from crawler.pages.page import Article
from crawler.relevance import REPORTS, Kind, judge_title, title_organ
from crawler.years import report_year


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A report as its page and the way to it describe it."""

    title: str
    organ: str | None
    year: int | None
    published: str | None
    published_label: str | None

    def sighting(self, capture: Capture, *, found_on: str | None) -> Sighting:
        """The statement that the address of a capture holds it."""
        return Sighting(
            portal=capture.portal,
            url=capture.url,
            found_on=found_on,
            title=self.title,
            organ=self.organ,
            year=self.year,
            published=self.published,
            published_label=self.published_label,
            at=capture.received_at,
            run=capture.run,
        )


def found_in(article: Article, step: Step) -> Found:
    """Title, organ, year and date, each from the place that knows best (PORTALS §3.3, §4)."""
    listed, own = step.title, article.title
    title = own if judge_title(own, in_column=True) is not Kind.OTHER else (listed or own)
    published, label = article.published, article.published_label
    if published is None and step.published is not None:
        published, label = step.published, "list"
    promised = listed if step.kind in REPORTS else ""
    told = title_organ(promised)
    named = title_organ(title) or (told if told and is_organ(told) else None)
    return Found(
        title=title,
        organ=article.organ
        or step.organ
        or crumb_organ(article.crumb)
        or step.trail.organ
        or named
        or article.source,
        # Reports move: when one was published says less than what its list calls it.
        year=report_year(
            title=title,
            text=article.text,
            column=" ".join((promised, *article.crumb[-1:], str(step.trail.year or ""))),
            published=published,
        ),
        published=published,
        published_label=label,
    )


def found_file(step: Step) -> Found:
    """A report that is itself a file: all that is known is what its link said."""
    return Found(
        title=step.title,
        organ=step.organ or step.trail.organ or title_organ(step.title),
        year=report_year(title=step.title, column=str(step.trail.year or ""), published=step.published),
        published=step.published,
        published_label="list" if step.published else None,
    )
