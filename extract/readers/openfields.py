"""What of an OpenDocument text the converter drops, or runs together: readings beside characters, controls, cells that show no text."""

from lxml import etree

from extract.document import OBJECT
from extract.readers.elements import value

_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_BESIDE = ("{*}ruby-text", "{*}content-control/{*}list-item")
"""What stands beside a text: its reading, and what a control lets choose instead."""
_SHOWING = ("{*}frame", "{*}control", "{*}custom-shape", "{*}page-number", "{*}page-count")
"""Elements that show something without being text."""


def keep(root: etree._Element) -> bool:
    """Takes out readings, frees the text of controls, and puts a sign into cells that show something else than text, or a formula
    without its result; whether there was any."""
    beside = [each for path in _BESIDE for each in root.iterfind(f".//{path}")]
    for each in beside:
        drop(each)
    controls = list(root.iter("{*}content-control"))
    for each in controls:
        each.tag = f"{{{_TEXT}}}span"
    cells = [each for each in root.iter("{*}table-cell") if _shows_no_text(each)]
    for each in cells:
        paragraph = next(each.iter("{*}p"), None)
        (etree.SubElement(each, f"{{{_TEXT}}}p") if paragraph is None else paragraph).text = OBJECT
    return bool(beside or controls or cells)


def _shows_no_text(cell: etree._Element) -> bool:
    if "".join(map(str, cell.itertext())).strip():
        return False
    return value(cell, "formula") is not None or next(cell.iter(*_SHOWING), None) is not None


def drop(element: etree._Element) -> None:
    """Takes an element out of its parent, but not the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)
