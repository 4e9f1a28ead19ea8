"""Documents and sources made by hand, as the readers give them."""

from archive.records import Part, Place, Section, Sighting, Source
from extract.document import Block, Cell, Document, Grid, Heading, Paragraph

AT = "2026-03-01T00:00:00.000000Z"


def lines(text: str) -> tuple[Block, ...]:
    """A paragraph for each line; `# ` before a line marks it as a heading."""
    return tuple(
        Heading(text=line[2:], level=1, place=Place(line=number))
        if line.startswith("# ")
        else Paragraph(text=line, place=Place(line=number))
        for number, line in enumerate(text.strip("\n").split("\n"), start=1)
    )


def grid(*rows: tuple[str, ...]) -> Grid:
    """A grid of plain cells; a row of one cell spans the width."""
    width = max(map(len, rows))
    made = []
    for y, row in enumerate(rows):
        if len(row) == 1:
            cell = Cell(text=row[0], row=y, column=0, colspan=width, place=Place())
            made.append((cell,) * width)
        else:
            made.append(tuple(Cell(text=text, row=y, column=x, place=Place()) for x, text in enumerate(row)))
    return Grid(rows=tuple(made), place=Place())


def document(
    text: str, *, media_type: str = "text/plain", title: str | None = None, meta: dict[str, str] | None = None
) -> Document:
    return Document(media_type=media_type, blocks=lines(text), title=title, meta=meta or {})


def source(
    *,
    url: str = "file:///report.txt",
    name: str = "",
    listed: str | None = None,
    organ: str | None = None,
    year: int | None = None,
    published: str | None = None,
    captured_at: str = AT,
) -> Source:
    """A source of one part; with `listed`, seen in a list under that title."""
    part = Part(
        role="page",
        url=url,
        name=name,
        media_type=None,
        charset=None,
        sha256="0" * 64,
        capture="c",
        captured_at=captured_at,
        body=b"",
    )
    sighting = None
    if listed is not None:
        sighting = Sighting(
            portal="p",
            url=url,
            found_on=None,
            title=listed,
            organ=organ,
            year=year,
            published=published,
            published_label="list" if published else None,
            at=captured_at,
            run="r",
        )
    return Source(key="k", portal="p", url=url, captured_at=captured_at, parts=(part,), sighting=sighting)


def sections(*texts: str) -> tuple[Section, ...]:
    """Sections 1, 2, … with these texts."""
    return tuple(Section(number=n, heading=f"{n}", text=text) for n, text in enumerate(texts, start=1))
