"""The committed office documents: made once by `python -m replica.documents.build`, found by the report that they print."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from replica.documents.report import Report

FOLDER = Path(__file__).with_name("office")


def digest(report: Report) -> str:
    """Names a report by everything that it prints."""
    tables = [[[cell.text for cell in row] for row in table.rows] for table in report.tables]
    words = [[s.text for paragraph in c.paragraphs for s in paragraph] for c in report.chapters]
    printed = json.dumps([report.title, [s.text for s in report.preamble], words, tables], ensure_ascii=False)
    return sha256(printed.encode()).hexdigest()[:16]


@cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in FOLDER.glob("*.*")) if FOLDER.is_dir() else frozenset()


def committed(report: Report, kind: str) -> bytes | None:
    """The committed file of this report in that kind; null where none was made."""
    if not any(name.endswith(f".{kind}") for name in _names()):
        return None
    name = f"{digest(report)}.{kind}"
    return (FOLDER / name).read_bytes() if name in _names() else None
