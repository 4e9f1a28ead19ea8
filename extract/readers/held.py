"""An article that its page holds only in a script, as a string that the script would print (Guangdong's `_CONFIG.DETAIL`)."""

import html as escapes
import json
import re

from lxml import etree, html
from lxml.html import HtmlElement as Element

_STRING = re.compile(r"(?:content|body|html)['\"]?\s*:\s*(\"(?:[^\"\\]|\\.)*\")", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:p|div|table|span|section|br)\b", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_LEAST = 40
"""Letters that make an article; what is shorter is a label's text."""
_SAMPLE = 40


def unpack(root: Element) -> None:
    """Puts the longest such article into the page, where the page does not print it already."""
    held = max(
        (text for script in root.iter("script") for text in _articles(script.text or "")), key=len, default=""
    )
    if not held:
        return
    try:
        article = html.fragment_fromstring(held, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    words = _SPACES.sub("", article.text_content())
    body = root.find("body")
    if body is None or len(words) < _LEAST or words[:_SAMPLE] in _printed(body):
        return
    article.set("id", "zoom")
    body.append(article)


def _articles(script: str) -> list[str]:
    """The strings of a script that are markup, escaped once or twice."""
    found = []
    for literal in _STRING.findall(script):
        try:
            text = json.loads(literal, strict=False)
        except ValueError:
            continue
        text = escapes.unescape(text) if "&lt;" in text and "<" not in text else text
        if _MARKUP.search(text):
            found.append(text)
    return found


def _printed(body: Element) -> str:
    texts = body.xpath(".//text()[not(parent::script) and not(parent::style)]")
    return _SPACES.sub("", "".join(str(text) for text in texts))
