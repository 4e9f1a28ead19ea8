"""Bytes to text, where portals declare one charset and use another (PORTALS §6)."""

import codecs
import re
from dataclasses import dataclass

_META = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]{3,20})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz-gb-2312": "gb18030",
    "x-gbk": "gb18030",
    "iso8859-1": "gb18030",
}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """Decoded text, and how it was decoded."""

    text: str
    charset: str
    override: str | None
    """What was declared, where another charset was used for good reason; null where the declaration held or there was none."""


def decode(body: bytes, content_type: str = "") -> Text:
    """Text by the first of these that fits without error: a mark, valid UTF-8 with Chinese in it, the header, the meta, GB18030.

    Valid multi-byte UTF-8 is never an accident, while GB18030 accepts nearly everything: hence the order.
    """
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return Text(text=body.decode(charset, "replace"), charset=charset, override=None)
    declared = [name for name in (_header(content_type), _meta(body)) if name]
    candidates = [*(["utf-8"] if _speaks_utf8(body) else []), *declared, "utf-8", "gb18030"]
    for charset in candidates:
        try:
            text = body.decode(charset)
        except UnicodeDecodeError:
            continue
        return Text(text=text, charset=charset, override=_override(declared, charset))
    best = min(dict.fromkeys(candidates), key=lambda charset: body.decode(charset, "replace").count("\ufffd"))
    return Text(text=body.decode(best, "replace"), charset=best, override=_override(declared, best))


def _override(declared: list[str], used: str) -> str | None:
    return declared[0] if declared and declared[0] != used else None


def _speaks_utf8(body: bytes) -> bool:
    try:
        return not body.isascii() and bool(body.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _header(content_type: str) -> str | None:
    found = _HEADER.search(content_type)
    return _known(found.group(1)) if found else None


def _meta(body: bytes) -> str | None:
    found = _XML.search(body[:200]) or _META.search(body[:4096])
    return _known(found.group(1).decode("ascii", "replace")) if found else None


def _known(charset: str) -> str | None:
    try:
        name = codecs.lookup(charset).name
    except LookupError:
        return None
    return _WIDER.get(name, name)
