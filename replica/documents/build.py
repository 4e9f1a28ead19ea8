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

from replica.documents import docx
from replica.documents.cases import Case, all_cases
from replica.documents.office import FOLDER, digest
from replica.documents.truth import described

_FILTERS = {
    "doc": "doc:MS Word 97",
    "wps": "doc:MS Word 97",
    "docx": "docx:Office Open XML Text",
    "pdf": "pdf:writer_pdf_Export",
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
        shutil.copy(work / "to" / f"{source.stem}.{suffix}", folder / f"{source.stem}.{kind}")


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
