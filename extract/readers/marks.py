"""The marks that Markdown puts around words, taken off again."""

import html
import re

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<![\\*_`])(\*{1,3}|_{2,3}|`)(?=\S)(?P<text>[^*`\n]*?\S)(?<!\\)\1(?![*_`])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\((?:https?:|/|\.|javascript:|#)[^)\s]*(?:\s+\"[^\"]*\")?\)")
_HEADING = re.compile(r"^\s{0,3}(?P<signs>#{1,6})\s*(?P<text>[^\s#].*?)[\s#]*$")
_BEGINNING = re.compile(r"^\s{0,3}(?:>\s?)*(?:[*+-]\s+(?=[㐀-鿿（(《“\[*]))?")
"""A quotation's or a list's mark; before figures a dash is a figure or a page number's."""


def plain(text: str) -> str:
    """A line or cell without emphasis, links, pictures, escapes and entities; `<br>` breaks the line."""
    if "<" in text or "&" in text:
        text = html.unescape(_BREAK.sub("\n", text))
    if "](" in text:
        text = _LINK.sub(lambda found: found["text"], _IMAGE.sub("", text))
    if "*" in text or "_" in text or "`" in text:
        text = _EMPHASIS.sub(lambda found: found["text"], text)
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def heading(line: str) -> tuple[str, int] | None:
    """A heading's text and level; null for a line that is none."""
    found = _HEADING.match(line)
    return (plain(found["text"]), len(found["signs"])) if found else None


def prose(line: str) -> str:
    """A line of a paragraph, a quotation or a list without its marks."""
    return plain(_BEGINNING.sub("", line, count=1) if line.lstrip()[:1] in {">", "*", "+", "-"} else line)
