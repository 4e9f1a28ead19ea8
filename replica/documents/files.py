"""A report as a file of a given kind: from the committed office documents where one was made of it, else made here."""

import zipfile
from collections.abc import Callable
from io import BytesIO

from replica.documents import docx, html, ofd, office, pdf, rtf, xlsx
from replica.documents.report import Report

MEDIA_TYPES = {
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "wps": "application/vnd.ms-works",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "ofd": "application/ofd",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def _doc(report: Report) -> bytes:
    """What stands under the name .doc where no office suite wrote it: RTF, or a page that Word saved."""
    return rtf.render(report) if len(report.title) % 2 else html.page(report, "word").encode()


class _Gbk(zipfile.ZipInfo):
    """A member whose name is GBK without saying so, as Chinese Windows writes it; zipfile itself writes UTF-8 only."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits


def _zip(report: Report) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        package.writestr(_Gbk(f"{report.year}年报.docx", (2020, 1, 1, 0, 0, 0)), docx.render(report))
    return buffer.getvalue()


_MAKERS: dict[str, Callable[[Report], bytes]] = {
    "docx": docx.render,
    "pdf": pdf.render,
    "doc": _doc,
    "rtf": rtf.render,
    "ofd": ofd.render,
    "xlsx": xlsx.render,
    "zip": _zip,
}


def render(report: Report, kind: str) -> bytes:
    """The bytes of the report's file."""
    return office.committed(report, kind) or _MAKERS[kind](report)
