"""An archive of its own for each test, and a crawl of a loopback portal into it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.store import Archive
from crawler.crawl import crawl, portal_at
from crawler.options import Options, Summary

Crawl = Callable[..., Summary]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "test.db") as opened, opened.hold():
        yield opened


@pytest.fixture
def crawled(archive: Archive) -> Crawl:
    """crawled(url, hosts=(), **options) → Summary."""

    def run(url: str, *, hosts: tuple[str, ...] = (), **options: object) -> Summary:
        chosen = Options(**{"allow_private": True, "browser": False, **options})  # type: ignore[arg-type]
        return crawl(archive, [replace(portal_at(url), hosts=hosts)], chosen, lambda _: None)

    return run
