"""A report that its portal sets on several pages is fetched with all of them, and read as if it stood on one."""

from pathlib import Path

from archive.store import Archive
from crawler.crawl import crawl, portal_at
from crawler.options import Options
from extract.run import extract
from replica.documents import figures, html, make, names
from replica.documents.report import Report
from tests.crawler.pages import entries
from tests.crawler.pages import html as page
from tests.crawler.server import Pages, site

ORGAN = names.Organ(
    key="o", name="青石县财政局", short="财政局", kind="department", code="11360100014500000X"
)


def made() -> Report:
    values = figures.history("continued", years=[2023], scale=ORGAN.kind)[2023]
    return make.report(ORGAN, 2023, seed="continued", values=values)


def portal(report: Report, *, pages: int) -> Pages:
    """The report's chapters on one page, or two on the first of three and one on the second."""
    chapters = [html.chapter(report, each, "clean") for each in report.chapters]
    parts = [chapters] if pages == 1 else [chapters[:2], chapters[2:3], chapters[3:]]
    links = "".join(f"<a href='7_{number}.html'>{number}</a>" for number in range(2, len(parts) + 1))
    told: Pages = {
        "/": page('<a href="/gk/nb/">政府信息公开年报</a>'),
        "/gk/nb/": page(entries([("/gk/nb/7.html", report.title, "2024-01-20")])),
    }
    for number, part in enumerate(parts, 1):
        address = "/gk/nb/7.html" if number == 1 else f"/gk/nb/7_{number}.html"
        told[address] = page(
            f"<h1>{report.title}</h1><div id=zoom>{''.join(part)}</div>{links}", report.title
        )
    return told


def read(told: Pages, path: Path) -> tuple[list[tuple[str, object]], list[str], set[int | None]]:
    """Figures, chapters and the parts that figures stand in, of the one report that a crawl finds."""
    with site(told) as served, Archive.open(path) as archive, archive.hold():
        crawl(archive, [portal_at(served.url)], Options(allow_private=True, browser=False), lambda _: None)
        extract(archive)
        seen = [url.removeprefix(served.url) for (url,) in archive.db.execute("SELECT url FROM sightings")]
        assert seen == ["gk/nb/7.html"]
        rows = archive.db.execute(
            """SELECT "table" || '/' || "row" || '/' || "column", value, json_extract(place, '$.part') FROM figures ORDER BY 1"""
        ).fetchall()
        chapters = [
            heading for (heading,) in archive.db.execute("SELECT heading FROM sections ORDER BY position")
        ]
    return [(address, value) for address, value, _ in rows], chapters, {part for _, _, part in rows}


def test_a_report_on_several_pages_is_one_document(tmp_path: Path) -> None:
    report = made()
    whole, chapters, _ = read(portal(report, pages=1), tmp_path / "whole.db")
    told, found, parts = read(portal(report, pages=3), tmp_path / "pages.db")
    assert len(told) > 150
    assert (told, found) == (whole, chapters)
    assert len(parts) == 3
