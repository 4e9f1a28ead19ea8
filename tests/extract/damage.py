"""Documents damaged by a seed: mutated, cut, mislabelled, and the monsters that no seed would find."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pypdfium2 as pdfium

from archive.records import Part, Source
from extract.readers import pdf
from replica.documents import files, html, office, text
from tests.extract.readers import made


def sound() -> dict[str, bytes]:
    """One sound document of every format that can be made without an office suite, and those that are committed."""
    report = made.reports()[1]
    docx, printed = files.render(report, "docx"), files.render(report, "pdf")
    document = pdfium.PdfDocument(printed)
    try:
        ofd = made.ofd([page for page, _ in pdf._pages(document)])
    finally:
        document.close()
    found = {
        "docx": docx,
        "pdf": printed,
        "rtf": files.render(report, "rtf"),
        "html": html.page(report).encode("gb18030"),
        "txt": text.text(report).encode(),
        "ofd": ofd,
        "zip": made.packed({"a.docx": docx, "b.pdf": printed}),
        "docx.zip": made.packed({"inner.zip": made.packed({"a.docx": docx})}),
    }
    for kind in ("doc", "wps", "odt"):
        path = next(iter(sorted(Path(office.FOLDER).glob(f"*.{kind}"))), None)
        if path:
            found[kind] = path.read_bytes()
    return found


def damaged(count: int, seed: str = "damage") -> Iterator[tuple[str, bytes]]:
    """(what was done, bytes) of `count` documents."""
    random = Random(seed)
    whole = sound()
    kinds = sorted(whole)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        how = random.choice((_flipped, _cut, _holed, _repeated, _grown, _spliced))
        yield f"{kind} {how.__name__[1:]} {number}", how(whole[kind], random, whole[random.choice(kinds)])


def _flipped(body: bytes, random: Random, other: bytes) -> bytes:
    changed = bytearray(body)
    for _ in range(random.choice((1, 10, 100, 1000))):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _cut(body: bytes, random: Random, other: bytes) -> bytes:
    return body[: random.randrange(len(body))]


def _holed(body: bytes, random: Random, other: bytes) -> bytes:
    at = random.randrange(len(body))
    return body[:at] + body[at + random.randrange(1, 5000) :]


def _repeated(body: bytes, random: Random, other: bytes) -> bytes:
    at = random.randrange(len(body))
    return body[:at] + body[max(0, at - 3000) : at] * random.randrange(2, 20) + body[at:]


def _grown(body: bytes, random: Random, other: bytes) -> bytes:
    """Small numbers made huge: counts, sizes and offsets are what a reader trusts too easily."""
    changed = bytearray(body)
    for _ in range(random.choice((1, 5, 50))):
        at = random.randrange(max(len(changed) - 4, 1))
        changed[at : at + 4] = random.choice((b"\xff\xff\xff\x7f", b"\xff\xff\xff\xff", b"\0\0\0\0", b"9999"))
    return bytes(changed)


def _spliced(body: bytes, random: Random, other: bytes) -> bytes:
    """The head of one format on the body of another: what a wrong name amounts to for a reader by bytes."""
    return body[: random.randrange(1, 4096)] + other[random.randrange(len(other)) :]


def monsters() -> Iterator[tuple[str, bytes]]:
    """A bomb, a very long document, tables nested very deep, spans without end."""
    yield "zip bomb", made.packed({"a.docx": made.packed({"word/document.xml": b"<a>" + b" " * 300_000_000})})
    yield "flat bomb", made.packed({f"{n}.txt": b"0" * 30_000_000 for n in range(10)})
    yield "500 pages", long_pdf(500)
    yield "nested html", b"<table><tr><td>" * 20_000 + "一、总体情况".encode()
    yield "nested docx", _docx("<w:tbl><w:tr><w:tc>" * 20_000)
    yield (
        "wide spans",
        b"<table>" + b'<tr><td colspan="1000000" rowspan="1000000">1</td></tr>' * 500 + b"</table>",
    )
    yield (
        "wide docx",
        _docx(
            "<w:tbl>"
            + "".join(
                f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="{n}"/></w:tcPr><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>'
                for n in range(1, 3000)
            )
            + "</w:tbl>"
        ),
    )
    yield "rtf groups", b"{\\rtf1" + b"{" * 2_000_000
    yield "many rulings", _ruled()


def _docx(body: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return made.packed(
        {"word/document.xml": f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'}
    )


def long_pdf(pages: int) -> bytes:
    """A sound report's pages again and again."""
    source = pdfium.PdfDocument(files.render(made.reports()[1], "pdf"))
    target = pdfium.PdfDocument.new()
    try:
        while len(target) < pages:
            target.import_pages(source)
        buffer = io.BytesIO()
        target.save(buffer)
        return buffer.getvalue()
    finally:
        source.close()
        target.close()


def _ruled() -> bytes:
    """A page of a quarter of a million crossing lines."""
    lines = "".join(f"{n} 0 m {n} 800 l S 0 {n} m 600 {n} l S\n" for n in range(600)) * 200
    stream = lines.encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % (n, each) for n, each in enumerate(objects, 1))
    return body + b"trailer<</Root 1 0 R>>"


def source(name: str, body: bytes) -> Source:
    """A source of one part."""
    digest = hashlib.sha256(body).hexdigest()
    part = Part(
        role="page",
        url=f"file:///{name}",
        name=name,
        media_type=None,
        charset=None,
        sha256=digest,
        capture="c",
        captured_at="2024-01-20T00:00:00.000000Z",
        body=body,
    )
    return Source(
        key=digest, portal="local", url=part.url, captured_at=part.captured_at, parts=(part,), sighting=None
    )
