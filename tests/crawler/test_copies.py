"""Copies of a portal for telephones: their reports are asked for in one place."""

import pytest

from archive.store import Archive
from crawler.discovery.copies import Copies, originals
from tests.crawler.conftest import Crawl
from tests.crawler.outside import ORGANS, every, story, title
from tests.crawler.pages import HEADINGS, WORDS
from tests.crawler.server import Pages, site


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("http://m.qs.example/nb/7.html", "http://qs.example/nb/7.html"),
        ("http://wap.qs.example:81/nb/7.html", "http://www.qs.example:81/nb/7.html"),
        ("http://www.qs.example/mobile/nb/7.html?a=1", "http://qs.example/nb/7.html?a=1"),
        ("https://M.qs.example/H5/nb/7.html", "https://www.qs.example/nb/7.html"),
    ],
)
def test_an_address_tells_whose_copy_it_is(url: str, plain: str) -> None:
    assert plain in originals(url)
    assert originals(plain) == ()


@pytest.mark.parametrize(
    "path", ["nb/m/7.html", "m", "map/7.html", "7.html?from=/m/", "7.html?u=http://m.qs.example/wap/"]
)
def test_what_only_looks_like_a_mark_is_none(path: str) -> None:
    assert originals(f"http://www.qs.example/{path}") == ()


def test_a_copy_is_needless_once_a_page_of_it_was_read_and_the_original_is_known() -> None:
    copies, known = Copies(), {"plain"}
    first, second = "http://m.qs.example/1", "http://m.qs.example/2"
    assert not copies.is_first(first, set().__contains__), "nothing stands at its original's address"
    assert copies.is_first(first, lambda _: bool(known))
    assert not copies.is_first(second, lambda _: bool(known))
    assert not copies.needless(second, lambda _: bool(known))
    copies.prove(first, lambda _: bool(known))
    assert copies.needless(second, lambda _: bool(known))
    assert not copies.needless(second, set().__contains__)
    assert not copies.needless("http://wap.qs.example/2", lambda _: bool(known))


def test_a_report_that_stands_in_a_copy_too_is_asked_for_once(archive: Archive, crawled: Crawl) -> None:
    pages: Pages = {}
    for folder in ("", "/wap"):
        other = "" if folder else "<a href='/wap/'>手机版</a>"
        pages[f"{folder}/"] = f"<a href='{folder}/nb/'>政府信息公开年报</a>{other}"
        links = "".join(f"<p><a href='{folder}/nb/{n}/'>{organ}</a></p>" for n, organ in enumerate(ORGANS))
        pages[f"{folder}/nb/"] = f"<h2>年报</h2>{links}"
        for number, organ in enumerate(ORGANS):
            rows = [(key, title(of, at)) for key, of, at in every() if of == organ]
            pages[f"{folder}/nb/{number}/"] = "".join(
                f"<p><a href='{folder}/nb/{key}.html'>{name}</a></p>" for key, name in rows
            )
            for key, name in rows:
                pages[f"{folder}/nb/{key}.html"] = f"<i>{folder}</i>{story(name, HEADINGS + WORDS)}"
    reports = {f"/nb/{key}.html" for key, _, _ in every()}
    copies = {f"/wap{path}" for path in reports}
    with site(pages) as served:
        crawled(served.url)
        assert reports <= set(served.paths)
        assert len(copies & set(served.paths)) == 1
        before = len(served.paths)
        crawled(served.url)
        assert not copies & set(served.paths[before:])
    assert archive.db.execute("SELECT count(*) FROM sightings").fetchone()[0] == len(reports) + 1
