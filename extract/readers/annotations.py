"""Annotations of a PDF page (ISO 32000 §12.5): what they strike out, and whether they print text of their own."""

from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.readers.strokes import Box

_MAX_ANNOTATIONS = 10_000
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_PRINTED = frozenset({raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_STAMP})
"""Kinds whose text stands on the page: typewriter text, fields of a form, stamps."""


class Annotations(NamedTuple):
    """What a page's annotations come to."""

    struck: tuple[Box, ...]
    """The boxes that they strike out, in the page's own space."""
    printed: bool
    """Whether they print text on the page."""


def annotations(page: pdfium.PdfPage) -> Annotations:
    """Of those that are shown."""
    struck: list[Box] = []
    printed = False
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
                continue
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            printed = printed or kind in _PRINTED
            if kind == raw.FPDF_ANNOT_STRIKEOUT:
                struck += _quadrilaterals(annotation)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return Annotations(tuple(struck), printed)


def _quadrilaterals(annotation: object) -> Iterator[Box]:
    corners = raw.FS_QUADPOINTSF()
    for index in range(raw.FPDFAnnot_CountAttachmentPoints(annotation)):
        if raw.FPDFAnnot_GetAttachmentPoints(annotation, index, corners):
            xs = (corners.x1, corners.x2, corners.x3, corners.x4)
            ys = (corners.y1, corners.y2, corners.y3, corners.y4)
            yield min(xs), min(ys), max(xs), max(ys)
