"""A report whose tables are pictures: they are fetched with its page, and read as the pages of one document."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.store import Archive
from crawler.crawl import crawl, portal_at
from crawler.options import Options
from extract.read import read
from extract.readers import recogniser
from extract.run import extract
from replica.documents import office
from tests.crawler.pages import entries, html
from tests.crawler.server import Pages, Reply, site
from tests.extract.damage import source

TITLE = "青石县财政局2023年政府信息公开工作年度报告"
PRINTED = min(path for path in Path(office.FOLDER).glob("*.pdf") if "scan" not in path.name)
pytestmark = pytest.mark.skipif(not recogniser.installed(), reason="the extra `ocr` is not installed")


def photographs() -> Iterator[bytes]:
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(PRINTED.read_bytes()) as document:
        for page in document:
            buffer = io.BytesIO()
            page.render(scale=2, grayscale=True).to_pil().save(buffer, "PNG")
            yield buffer.getvalue()


def portal() -> Pages:
    pictures = {f"/upload/{number}.png": picture for number, picture in enumerate(photographs(), 1)}
    shown = "".join(f'<p><img src="{path}"></p>' for path in pictures)
    signs = '<img src="/style/top.png"><img src="/upload/code.png" width="90"><img src="/upload/filetype/icon_pdf.gif">'
    return {
        "/": html('<a href="/gk/nb/">政府信息公开年报</a>'),
        "/gk/nb/": html(entries([("/gk/nb/a.html", TITLE, "2024-01-20")])),
        "/gk/nb/a.html": html(f'<h1>{TITLE}</h1>{signs}<div id="zoom">{shown}{signs}</div>', TITLE),
        **{path: Reply(body=body, headers={"Content-Type": "image/png"}) for path, body in pictures.items()},
    }


@pytest.mark.slow
def test_tables_that_are_pictures_are_fetched_and_read(tmp_path: Path) -> None:
    pages = portal()
    with site(pages) as served, Archive.open(tmp_path / "pictures.db") as archive, archive.hold():
        options = Options(allow_private=True, browser=False)
        crawl(archive, [portal_at(served.url)], options, lambda _: None)
        assert {path for path in served.paths if path.endswith((".png", ".gif"))} == {
            path for path in pages if path.endswith(".png")
        }
        extract(archive)
        rows = archive.db.execute(
            """SELECT "table" || '/' || "row" || '/' || "column", value, json_extract(place, '$.part') FROM figures"""
        ).fetchall()
    printed = read(source("printed.pdf", PRINTED.read_bytes())).figures
    assert {address: value for address, value, _ in rows} == {
        each.address: each.value if each.value is None else float(each.value) for each in printed
    }
    assert len(rows) > 150
    # The page is the first part, its pictures are the others: each figure names the one that it stands in.
    assert {part for _, _, part in rows} <= {2, 3, 4, 5}
    assert len({part for _, _, part in rows}) > 1
