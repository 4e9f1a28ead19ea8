"""A portal that was crawled before, and a clock that can be put on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.store import Archive
from crawler.crawl import crawl, portal_at
from crawler.options import Options, Summary
from tests.crawler.pages import WORDS, entries, html, report
from tests.crawler.server import Pages, Site

SUMMER = datetime(2026, 6, 1, 2, tzinfo=UTC)
WINTER = datetime(2027, 2, 1, 2, tzinfo=UTC)


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def wait(self, days: float) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock(SUMMER)


@pytest.fixture
def archive(tmp_path: Path, clock: Clock) -> Iterator[Archive]:
    with Archive.open(tmp_path / "test.db", clock=clock) as opened, opened.hold():
        yield opened


Again = Callable[..., tuple[Summary, list[str]]]


@pytest.fixture
def again(archive: Archive) -> Again:
    """again(site, **options) → the summary, and the paths asked for without robots.txt and home."""

    def run(served: Site, **options: object) -> tuple[Summary, list[str]]:
        before = len(served.asked)
        chosen = Options(**{"allow_private": True, "browser": False, **options})  # type: ignore[arg-type]
        summary = crawl(archive, [portal_at(served.url)], chosen, lambda _: None)
        return summary, [path for path in served.paths[before:] if path not in ("/robots.txt", "/")]

    return run


def portal(years: range = range(2019, 2026)) -> Pages:
    """A column of one organ's reports under a hub, newest first."""
    pages: Pages = {
        "/": html("<p>欢迎</p>"),
        "/gk/": html('<ul><li><a href="/gk/nb/">政府信息公开年报</a></li></ul>'),
        "/gk/nb/": column(years),
    }
    return pages | {f"/gk/nb/{year}.html": page(year) for year in years}


def column(years: range) -> str:
    rows = [(f"/gk/nb/{year}.html", title(year), f"{year + 1}-01-20") for year in reversed(years)]
    return html(entries(rows))


def title(year: int) -> str:
    return f"青石县财政局{year}年政府信息公开工作年度报告"


def page(year: int, text: str = "") -> str:
    return (
        report(title(year), "青石县财政局")
        .replace("2024-01-20", f"{year + 1}-01-20")
        .replace(WORDS, WORDS + text)
    )


def outcomes(archive: Archive, path: str) -> list[str]:
    rows = archive.db.execute("SELECT outcome FROM captures WHERE url LIKE ? ORDER BY capture", (f"%{path}",))
    return [outcome for (outcome,) in rows]
