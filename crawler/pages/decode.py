"""Bytes to text, as the archive and its readers tell it (PORTALS §6)."""

import re

from archive.files import charsets

_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)


def decode(body: bytes, content_type: str = "") -> charsets.Decoded:
    """The text of an answer whose header declares this content."""
    told = _CHARSET.search(content_type)
    return charsets.decode(body, told[1] if told else None)
