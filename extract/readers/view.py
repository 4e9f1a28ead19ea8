"""How a PDF page is shown: from its own space, y upwards, to points from the top left of the page as it is turned."""

from typing import NamedTuple

from extract.readers.strokes import Box


class View(NamedTuple):
    """What a page shows of its space, and by how many degrees clockwise that is turned."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation % 180 == 90 else (width, height)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A box of the page's space as it is shown: left, top, right, bottom."""
        match self.rotation % 360:
            case 90:
                return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
            case 180:
                return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
            case 270:
                return self.top - y1, self.right - x1, self.top - y0, self.right - x0
            case _:
                return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
