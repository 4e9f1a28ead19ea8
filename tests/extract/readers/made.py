"""Parts for the readers' tests, made of the replica's reports, and what their tables must come to."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

from archive.records import Part
from extract.document import Block, Document, Grid
from extract.layout.pages import Page
from extract.readers import document
from replica.documents import layout, make, names
from replica.documents.report import Report

_MILLIMETRES = 25.4 / 72


def part(body: bytes, name: str = "") -> Part:
    return Part(
        role="page",
        url="",
        name=name,
        media_type=None,
        charset=None,
        sha256="",
        capture="",
        captured_at="",
        body=body,
    )


@cache
def reports(seed: str = "readers", years: tuple[int, ...] = (2019, 2020, 2021, 2023)) -> tuple[Report, ...]:
    """Reports of a government, a town and a department, of both forms."""
    random = Random(seed)
    organs = names.organs(random, names.place(random), 3)
    span = range(min(years), max(years) + 1)
    every = [make.reports(organ, seed=seed, years=span) for organ in organs]
    return tuple(found[year] for found in every for year in years)


def squeezed(text: str) -> str:
    return "".join(text.split())


def shrunk(rows: Sequence[Sequence[str | None]]) -> list[list[str | None]]:
    """Rows without the columns that only repeat their neighbour: how a span is cut into columns is the format's own."""
    columns = list(zip(*rows, strict=True))
    kept = [column for at, column in enumerate(columns) if at == 0 or column != columns[at - 1]]
    return [list(row) for row in zip(*kept, strict=True)]


def wanted(report: Report) -> list[list[list[str | None]]]:
    """The text at every position of each of the report's tables."""
    return [
        shrunk([[owner and squeezed(owner[0].text) for owner in row] for row in layout.owners(table)])
        for table in report.tables
    ]


def found(documents: Sequence[Document]) -> list[list[list[str | None]]]:
    grids = [block for each in documents for block in each.blocks if isinstance(block, Grid)]
    return [shrunk([[cell and squeezed(cell.text) for cell in row] for row in grid.rows]) for grid in grids]


def read(body: bytes) -> list[Document]:
    return document(part(body))


def prose(documents: Sequence[Document]) -> list[str]:
    """The text of headings and paragraphs, spaces removed."""
    blocks: Iterator[Block] = (block for each in documents for block in each.blocks)
    return [squeezed(block.text) for block in blocks if not isinstance(block, Grid)]


def packed(members: dict[str, bytes | str]) -> bytes:
    """A zip file of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as files:
        for name, body in members.items():
            files.writestr(name, body)
    return buffer.getvalue()


def ofd(pages: Sequence[Page]) -> bytes:
    """An OFD of these pages: a text object for each character, a path for each ruling."""
    members: dict[str, bytes | str] = {
        "OFD.xml": '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"><ofd:DocBody>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": '<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Pages>'
        + "".join(
            f'<ofd:Page ID="{page.number}" BaseLoc="Pages/{page.number}/Content.xml"/>' for page in pages
        )
        + "</ofd:Pages></ofd:Document>",
    }
    for page in pages:
        members[f"Doc_0/Pages/{page.number}/Content.xml"] = _content(page)
    return packed(members)


def _content(page: Page) -> str:
    k = _MILLIMETRES
    texts = "".join(
        f'<ofd:TextObject Boundary="{g.x0 * k:.3f} {g.top * k:.3f} 9 9" Size="{(g.bottom - g.top) * k:.3f}">'
        f'<ofd:TextCode X="0" Y="{(g.bottom - g.top) * k * 0.88:.3f}">{g.text}</ofd:TextCode></ofd:TextObject>'
        for g in page.glyphs
    )
    paths = "".join(
        f'<ofd:PathObject Boundary="{r.x0 * k:.3f} {r.top * k:.3f} 9 9"><ofd:AbbreviatedData>'
        f"M 0 0 L {(r.x1 - r.x0) * k:.3f} {(r.bottom - r.top) * k:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
        for r in page.rulings
    )
    return (
        '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Area><ofd:PhysicalBox>0 0 '
        f"{page.width * k:.3f} {page.height * k:.3f}</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer>"
        f"{texts}{paths}</ofd:Layer></ofd:Content></ofd:Page>"
    )
