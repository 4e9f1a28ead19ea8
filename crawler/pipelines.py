"""The door to the archive: what the spider gives goes to the writer's thread."""

from typing import Self

from scrapy.crawler import Crawler

from crawler.running.session import Session
from crawler.running.writer import Bundle


class ToArchive:
    """Hands bundles over."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(session_of(crawler))

    def process_item(self, item: Bundle) -> Bundle:
        self._session.writer.put(item)
        self._session.stored(item)
        return item


def session_of(crawler: Crawler) -> Session:
    """The session of the crawl that a component belongs to."""
    session = getattr(crawler.spider, "session", None)
    assert isinstance(session, Session)
    return session
