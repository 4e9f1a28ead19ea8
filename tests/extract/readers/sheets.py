"""PDF pages drawn piece by piece."""

import io

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"


class Sheet:
    """A PDF being drawn; positions from the top left."""

    size = (595, 842)

    def __init__(self) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=self.size)

    def text(self, x: float, top: float, text: str, size: float = 10.5) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, 842 - top - 0.88 * size, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, 842 - y0, x1, 842 - y1)

    def filled(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.rect(x0, 842 - y1, x1 - x0, y1 - y0, stroke=0, fill=1)

    def body(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()


class Turned(Sheet):
    """A page drawn on its side and shown upright by its rotation."""

    size = (842, 595)

    def text(self, x: float, top: float, text: str, size: float = 10.5) -> None:
        self.canvas.saveState()
        self.canvas.setFont(FONT, size)
        self.canvas.translate(top + 0.88 * size, x)
        self.canvas.rotate(90)
        self.canvas.drawString(0, 0, text)
        self.canvas.restoreState()

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(y0, x0, y1, x1)

    def filled(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.rect(y0, x0, y1 - y0, x1 - x0, stroke=0, fill=1)

    def body(self) -> bytes:
        self.canvas.setPageRotation(90)
        return super().body()
