"""The characters of a web page or a plain text: by its bytes where they tell, then by what header and markup declare, then GB 18030."""

import codecs
import re
from typing import NamedTuple

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WIDER = dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb_2312-80", "hz", "iso8859-1"), "gb18030")
"""Charset → the one to read it by: GB 18030 holds all of its forerunners, and ISO 8859-1 is what servers declare unasked."""
_HEAD = 4096


class Decoded(NamedTuple):
    """A page's text, the charset that gave it, and the declared one that it overrides (null where they agree)."""

    text: str
    charset: str
    overridden: str | None


def decode(body: bytes, header: str | None) -> Decoded:
    """Pages declare gb2312 and use characters of GB 18030, or are served as UTF-8 and are not: the declared charset holds
    only if the bytes fit it."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return Decoded(body.decode(name, "replace"), name.removesuffix("-sig"), None)
    declared = [known for name in (header, _in_markup(body)) if (known := _known(name))]
    first = declared[0] if declared else None
    if body.isascii():
        return Decoded(body.decode("ascii"), first or "utf-8", None)
    for name in dict.fromkeys(("utf-8", *declared, "gb18030", "big5")):
        text = _strict(body, name)
        if text is not None and (name == "utf-8" or "\ufffd" not in text):
            return Decoded(text, name, first if first not in (None, name) else None)
    return _least_damaged(body, declared, first)


def _least_damaged(body: bytes, declared: list[str], first: str | None) -> Decoded:
    """No charset fits every byte: the one that loses fewest characters."""
    names = list(dict.fromkeys(("utf-8", *declared, "gb18030")))
    texts = [body.decode(name, "replace") for name in names]
    lost = [text.count("\ufffd") for text in texts]
    best = lost.index(min(lost))
    return Decoded(texts[best], names[best], first if first not in (None, names[best]) else None)


def _strict(body: bytes, name: str) -> str | None:
    """The text, if every byte fits. A last character that the end of a truncated page cut off is let go in UTF-8; in GB 18030, where
    most pairs of bytes fit, it tells of another charset."""
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(body, final=name != "utf-8")
    except (UnicodeDecodeError, LookupError):
        return None


def _in_markup(body: bytes) -> str | None:
    found = _XML.match(body[:_HEAD]) or _DECLARED.search(body[:_HEAD])
    return found[1].decode("ascii") if found else None


def _known(name: str | None) -> str | None:
    """The codec for a declared name, the widest of its family; null for a name that no codec has."""
    if not name:
        return None
    try:
        known = codecs.lookup(name.strip().lower())
    except LookupError:
        return None
    wider = _WIDER.get(name.strip().lower()) or _WIDER.get(known.name)
    return wider or ("utf-8" if known.name == "ascii" else known.name)
