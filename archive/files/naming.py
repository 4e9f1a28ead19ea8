"""What files are called: as a server says it in Content-Disposition (RFC 6266, RFC 5987, or raw bytes in GBK or UTF-8), and the further
pages of a report that a portal sets on several."""

import re
from collections.abc import Iterable
from urllib.parse import unquote, unquote_to_bytes

_EXTENDED = re.compile(r"filename\*\s*=\s*\"?([\w-]*)'[^']*'([^\s;\"]+)", re.IGNORECASE)
_PLAIN = re.compile(r"filename\s*=\s*(?:\"([^\"]*)\"|([^;]+))", re.IGNORECASE)
_FURTHER = re.compile(r"第\d{1,2}页")
_MARKS = re.compile(r"[\x00-\x1f\x7f]+")
_LONGEST = 255


def told_name(headers: Iterable[tuple[str, str]]) -> str:
    """The last step of the name that the headers tell; '' where they tell none that can be read. It is never a path."""
    value = next((value for name, value in headers if name.lower() == "content-disposition"), "")
    extended, plain = _EXTENDED.search(value), _PLAIN.search(value)
    name = _extended(*extended.groups()) if extended else ""
    if not name and plain:
        name = _plain((plain.group(1) or plain.group(2) or "").strip())
    return _MARKS.sub("", re.split(r"[/\\]", name)[-1]).strip(" .")[:_LONGEST]


def further_page(number: int) -> str:
    """What the page `number` of a report is called beside its first, by whoever finds it."""
    return f"第{number}页"


def is_further_page(name: str) -> bool:
    """Whether a part of a report is called a further page of it: they are read as one."""
    return _FURTHER.fullmatch(name) is not None


def _extended(charset: str, value: str) -> str:
    try:
        return unquote_to_bytes(value).decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return ""


def _plain(value: str) -> str:
    """Bytes read as Latin-1 are read again in the first of UTF-8 and GB18030 that they are; percent signs as UTF-8."""
    try:
        raw = value.encode("latin-1")
    except UnicodeEncodeError:
        return value
    for charset in ("utf-8", "gb18030"):
        try:
            name = raw.decode(charset)
        except UnicodeDecodeError:
            continue
        return unquote(name) if re.search(r"%[0-9A-Fa-f]{2}", name) else name
    return ""
