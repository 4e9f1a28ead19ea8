"""Text as a tree of HTML, as the pages of portals are written: fragments, broken tags, control characters, CDATA."""

import re

import lxml.html
from lxml import etree

_EMPTY = "<html></html>"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_PARSER = etree.HTMLParser(encoding="utf-8")
# lxml.html asks Python for the class of every node that is looked at, which took longer than most looks.
_PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement, comment=lxml.html.HtmlComment)
)
_CONTROLS = bytes({*range(32)} - {*b"\t\n\r"})
_NO_CONTROLS = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))


def parsed(text: str) -> lxml.html.HtmlElement:
    """`text` as HTML; fragments are wrapped, anything unparsable is an empty page. Custom tags are in lower case."""
    text = _DECLARATION.sub("", text)
    if "<![CDATA[" in text:
        # HTML knows no CDATA: the first tag in one would be taken for the end of a comment.
        text = text.replace("<![CDATA[", "").replace("]]>", "")
    body = (text if text.strip() else _EMPTY).encode("utf-8", "replace").translate(_NO_CONTROLS)
    try:
        return lxml.html.document_fromstring(body, parser=_PARSER)
    except (etree.ParserError, ValueError):
        return lxml.html.document_fromstring(_EMPTY, parser=_PARSER)
