"""Prints a report as OFD (GB/T 33190): a zip of XML, text objects with their characters, ruled boxes as paths. Lengths in millimetres."""

from xml.sax.saxutils import escape

from replica.documents.docx import pack
from replica.documents.paper import PAGE, Line, Mark, paginate
from replica.documents.report import Report

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_POINT = 25.4 / 72


def _mm(points: float) -> str:
    return f"{points * _POINT:.3f}"


def _object(mark: Mark, number: int) -> str:
    """A text or path object; OFD measures from the top."""
    if isinstance(mark, Line):
        wide = sum(mark.size if ord(c) > 127 else mark.size / 2 for c in mark.text)
        box = f"{_mm(mark.x)} {_mm(PAGE[1] - mark.y - mark.size)} {_mm(wide)} {_mm(mark.size * 1.2)}"
        deltas = " ".join(_mm(mark.size if ord(c) > 127 else mark.size / 2) for c in mark.text[:-1])
        code = (
            f'<ofd:TextCode X="0" Y="{_mm(mark.size)}" DeltaX="{deltas}">{escape(mark.text)}</ofd:TextCode>'
        )
        return f'<ofd:TextObject ID="{number}" Boundary="{box}" Font="3" Size="{_mm(mark.size)}">{code}</ofd:TextObject>'
    width, height = _mm(mark.width), _mm(mark.height)
    box = f"{_mm(mark.x)} {_mm(PAGE[1] - mark.y - mark.height)} {width} {height}"
    path = f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C"
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{box}" LineWidth="0.18" Stroke="true" Fill="false">'
        f"<ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _page(marks: list[Mark], first: int) -> str:
    objects = "".join(_object(mark, first + 1 + place) for place, mark in enumerate(marks))
    return f'{_HEAD}<ofd:Page {_NS}><ofd:Content><ofd:Layer ID="{first}">{objects}</ofd:Layer></ofd:Content></ofd:Page>'


def _document(pages: int) -> str:
    listed = "".join(f'<ofd:Page ID="{10 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(pages))
    size = f"0 0 {_mm(PAGE[0])} {_mm(PAGE[1])}"
    return (
        f"{_HEAD}<ofd:Document {_NS}><ofd:CommonData><ofd:MaxUnitID>99999</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>{size}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )


_ROOT = (
    f'{_HEAD}<ofd:OFD {_NS} DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID></ofd:DocInfo>'
    "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
)
_RESOURCES = f'{_HEAD}<ofd:Res {_NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>'


def render(report: Report) -> bytes:
    """The whole file."""
    sheets = paginate(report)
    pages = {
        f"Doc_0/Pages/Page_{n}/Content.xml": _page(marks, 1000 * (n + 1)) for n, marks in enumerate(sheets)
    }
    return pack(
        {
            "OFD.xml": _ROOT,
            "Doc_0/Document.xml": _document(len(sheets)),
            "Doc_0/PublicRes.xml": _RESOURCES,
            **pages,
        }
    )
