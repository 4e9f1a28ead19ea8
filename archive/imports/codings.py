"""Bodies as HTTP sent them, decoded: chunks joined, gzip, deflate, br and zstd undone."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from struct import pack
from typing import Any
from zlib import adler32, crc32

import zstandard
from warcio.bufferedreaders import BufferedReader, ChunkedDataException, ChunkedDataReader

from archive.imports.files import MAX_FILE

PIECE = 2**14
"""Bytes decoded at once, so that a body which unpacks to more than any report may have is noticed in time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """A body and what it was on the wire."""

    came: bytes
    """With its chunks joined, as it was encoded."""
    body: bytes
    whole: bool
    """Whether its encoding came to an end."""


WARCIO = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate", "br": "br"}
"""Content-Coding (RFC 9110 §8.4.1) → what warcio calls it; zstd it does not know."""


def decoded(payload: bytes, headers: Iterable[tuple[str, str]]) -> Decoded:
    """A payload decoded as its headers say; what is not encoded as they say stays as it is."""
    said = [(name.lower(), coding.strip().lower()) for name, value in headers for coding in value.split(",")]
    came = body = _joined(payload) if ("transfer-encoding", "chunked") in said else payload
    whole = True
    for name, coding in reversed(said):
        if name == "content-encoding" and body:
            body, ended = _undone(body, coding)
            whole = whole and ended
    return Decoded(came=came, body=body, whole=whole)


def _joined(payload: bytes) -> bytes:
    try:
        return bytes(ChunkedDataReader(BytesIO(payload), raise_exceptions=True).read())
    except ChunkedDataException:
        # Browsers record a body with its chunks joined, and keep the header.
        return payload


def _undone(body: bytes, coding: str) -> tuple[bytes, bool]:
    """The body under one coding, and whether that came to its end."""
    if coding == "zstd":
        return _zstd(body)
    if coding not in WARCIO:
        return body, True
    reader = BufferedReader(BytesIO(body), decomp_type=WARCIO[coding])
    out = reader.read(MAX_FILE + 1)
    # It lets its engine go where the first bytes are not in that coding.
    return out, reader.decompressor is None or _ended(reader.decompressor, out, WARCIO[coding])


def _ended(engine: Any, out: bytes, coding: str) -> bool:
    """Whether an engine met the end of what it decodes; brotli's do not say. Some servers leave out the checksum after the last
    block: it ended where the right one, or what is lacking of it, ends it."""
    if getattr(engine, "eof", True):
        return True
    checksum = pack("<II", crc32(out), len(out) % 2**32) if coding == "gzip" else pack(">I", adler32(out))
    return any(_ends(engine.copy(), checksum[start:]) for start in range(len(checksum)))


def _ends(engine: Any, rest: bytes) -> bool:
    try:
        engine.decompress(rest)
    except zlib.error:
        return False
    return bool(engine.eof)


def _zstd(body: bytes) -> tuple[bytes, bool]:
    engine = zstandard.ZstdDecompressor().decompressobj()
    out = bytearray()
    try:
        for start in range(0, len(body), PIECE):
            out += engine.decompress(body[start : start + PIECE])
            if engine.eof or len(out) > MAX_FILE:
                break
    except zstandard.ZstdError:
        return body, True
    return bytes(out), engine.eof
