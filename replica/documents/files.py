"""A report as a file of a given kind: from the committed office documents where one was made of it, else made here."""

from collections.abc import Callable

from replica.documents import docx, office, pdf, rtf
from replica.documents.report import Report

MEDIA_TYPES = {
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "wps": "application/vnd.ms-works",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "zip": "application/zip",
}
_MAKERS: dict[str, Callable[[Report], bytes]] = {
    "docx": docx.render,
    "pdf": pdf.render,
    # Word opens and saves RTF under the name .doc; made without an office suite it is the only kind of .doc there is.
    "doc": rtf.render,
    "rtf": rtf.render,
}


def render(report: Report, kind: str) -> bytes:
    """The bytes of the report's file."""
    return office.committed(report, kind) or _MAKERS[kind](report)
