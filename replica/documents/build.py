"""`python -m replica.documents.build`: makes the committed office documents with LibreOffice, and their truth beside them.

Needed once, and again when what they print changes; a fresh machine reads the committed files. The same reports give the same
names; bytes may differ between versions of LibreOffice, so truth.jsonl holds each file's digest.
"""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from replica.documents import docx, pdf
from replica.documents.cases import Case, all_cases
from replica.documents.office import FOLDER, digest
from replica.documents.truth import described

_FILTERS = {
    "doc": "doc:MS Word 97",
    "wps": "doc:MS Word 97",
    "docx": "docx:Office Open XML Text",
    "pdf": "pdf:writer_pdf_Export",
    "scan.pdf": "pdf:writer_pdf_Export",
    "rtf": "rtf:Rich Text Format",
    "odt": "odt:writer8",
}
LARGEST = 10_000_000


def convert(sources: Iterable[Path], *, kind: str, target: Path) -> None:
    """Converts .docx files with LibreOffice, in a profile of its own."""
    with tempfile.TemporaryDirectory() as profile:
        command = [
            "soffice",
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            _FILTERS[kind],
        ]
        command += ["--outdir", str(target), *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True, timeout=900)


def photograph(source: Path) -> bytes:
    """A PDF of pictures of another PDF's pages, as a scanner makes it: grey, 150 dots an inch, without a letter (needs pdftoppm)."""
    width, height = 1240, 1754
    with tempfile.TemporaryDirectory() as place:
        command = [
            "pdftoppm",
            "-gray",
            "-jpeg",
            "-jpegopt",
            "quality=55",
            "-scale-to-x",
            str(width),
            "-scale-to-y",
            str(height),
        ]
        subprocess.run([*command, str(source), f"{place}/p"], check=True, capture_output=True, timeout=300)
        pictures = [path.read_bytes() for path in sorted(Path(place).iterdir())]
    kids = " ".join(f"{3 + 3 * n} 0 R" for n in range(len(pictures)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pictures)} >>".encode(),
    ]
    for n, picture in enumerate(pictures):
        objects += _picture_page(picture, first=3 + 3 * n, width=width, height=height)
    return pdf.file_of(objects)


def _picture_page(picture: bytes, *, first: int, width: int, height: int) -> list[bytes]:
    drawing = b"q 595 0 0 842 0 0 cm /I Do Q"
    image = f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode"
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I {first + 1} 0 R >> >> "
        f"/Contents {first + 2} 0 R >>"
    )
    return [
        page.encode(),
        f"{image} /Length {len(picture)} >>\nstream\n".encode() + picture + b"\nendstream",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
    ]


def build(folder: Path) -> None:
    """Empties the folder and fills it."""
    cases = all_cases()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place:
        for kind in sorted({case.kind for case in cases}):
            _build_kind(
                [case for case in cases if case.kind == kind],
                kind=kind,
                work=Path(place) / kind,
                folder=folder,
            )
    _write_truth(cases, folder)


def _build_kind(cases: list[Case], *, kind: str, work: Path, folder: Path) -> None:
    sources = []
    for case in cases:
        source = work / "from" / f"{digest(case.report)}.docx"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_bytes(docx.render(case.report))
        sources.append(source)
    convert(sources, kind=kind, target=work / "to")
    suffix = _FILTERS[kind].partition(":")[0]
    for source in sources:
        made = work / "to" / f"{source.stem}.{suffix}"
        content = photograph(made) if kind == "scan.pdf" else made.read_bytes()
        (folder / f"{source.stem}.{kind}").write_bytes(content)


def _write_truth(cases: list[Case], folder: Path) -> None:
    lines = []
    for case in cases:
        name = f"{digest(case.report)}.{case.kind}"
        entry = {
            "file": name,
            "sha256": sha256((folder / name).read_bytes()).hexdigest(),
            **described(case.report),
        }
        lines.append(json.dumps(entry, ensure_ascii=False))
    (folder / "truth.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in folder.iterdir())
    if size > LARGEST:
        raise SystemExit(f"{folder}: {size} bytes, more than {LARGEST}")


if __name__ == "__main__":
    build(FOLDER)
