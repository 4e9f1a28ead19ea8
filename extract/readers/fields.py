"""Forms that were filled in: what stands in a field is printed as much as what stands in a cell."""

from lxml.html import HtmlElement as Element

from extract.readers.page import CELLS, names
from extract.words.numbers import parse

_WRITTEN_INTO = names("text number tel")
"""Types of fields that show what they hold."""


def print_figures(root: Element) -> None:
    """Figures for the fields that hold them, where a field is all that a cell prints. Search boxes hold words, and stay fields."""
    for field in list(root.iter("input", "textarea")):
        larger = field.tag == "textarea"
        written = (field.text if larger else field.get("value")) or ""
        if not larger and (field.get("type") or "text").lower() not in _WRITTEN_INTO:
            continue
        cell = next(field.iterancestors(*CELLS), None)
        if cell is None or parse(written).value is None:
            continue
        if cell.text_content().strip() == (field.text or "").strip():
            field.tag, field.text = "span", written
