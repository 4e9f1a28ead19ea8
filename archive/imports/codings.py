"""Bodies as HTTP sent them, decoded: chunks joined, gzip, deflate, br and zstd undone."""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from archive.imports.files import MAX_FILE

PIECE = 2**14
"""Bytes decoded at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """A body and what it was on the wire."""

    came: bytes
    """With its chunks joined, as it was encoded."""
    body: bytes
    whole: bool
    """Whether its encoding came to an end."""


_CHUNK = re.compile(rb"(?:\r?\n)?([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
"""A chunk's size, behind the line end of the chunk before."""
_GZIP = b"\x1f\x8b\x08"
_ARROW = {"br": "brotli", "zstd": "zstd"}
"""Content-Coding (RFC 9110 §8.4.1) → what Arrow calls it."""
_CODINGS = frozenset({"gzip", "x-gzip", "deflate", *_ARROW})


def decoded(payload: bytes, headers: Iterable[tuple[str, str]]) -> Decoded:
    """A payload decoded as its headers say; what is not encoded as they say stays as it is."""
    said = [(name.lower(), coding.strip().lower()) for name, value in headers for coding in value.split(",")]
    came, whole = _joined(payload) if ("transfer-encoding", "chunked") in said else (payload, True)
    body = came
    for name, coding in reversed(said):
        if name == "content-encoding" and coding in _CODINGS and (told := undone(body, coding)):
            body, ended = told
            whole = whole and ended
    return Decoded(came=came, body=body, whole=whole)


def _joined(payload: bytes) -> tuple[bytes, bool]:
    """A body's chunks (RFC 9112 §7.1) put together, and whether the last is there. Browsers record a body that is so already, and keep
    the header: what is no chain of chunks is one."""
    out, at = bytearray(), 0
    while told := _CHUNK.match(payload, at):
        at = told.end() + int(told[1], 16)
        if at == told.end():
            return bytes(out), True
        out += payload[told.end() : at]
        if at >= len(payload):
            return bytes(out), False
    return (bytes(out), False) if at and payload[at] in b"\r\n" else (payload, True)


def undone(body: bytes, coding: str, *, most: int = MAX_FILE) -> tuple[bytes, bool] | None:
    """A body under one coding, up to `most` bytes and one more, and whether that came to its end; null where it is not encoded so."""
    if not body:
        return body, True
    if coding in _ARROW:
        return _streamed(body, _ARROW[coding], most)
    return _undeflated(body, most) if coding == "deflate" else _ungzipped(body, most)


def _streamed(body: bytes, codec: str, most: int) -> tuple[bytes, bool] | None:
    # Slow to import and seldom needed; unlike the codecs' own packages it keeps to `most` and tells an early end.
    from pyarrow import BufferReader, CompressedInputStream

    try:
        out: bytes = CompressedInputStream(BufferReader(body), codec).read(most + 1)
    except OSError as error:
        return (b"", False) if "Truncated" in str(error) else None
    return out, len(out) <= most


def _ungzipped(body: bytes, most: int) -> tuple[bytes, bool] | None:
    """All streams that follow one another. Checksums are not asked: some servers leave them out, or send wrong ones."""
    out, whole, at = b"", True, 0
    while body.startswith(_GZIP, at) and len(out) <= most:
        part, whole, end = _inflated(body, _behind(body, at), most - len(out))
        out, at = out + part, end + 8
    return (out, whole) if at else None


def _behind(body: bytes, at: int) -> int:
    """Where gzip's header ends (RFC 1952 §2.3)."""
    flags, end = body[at + 3 : at + 4], at + 10
    extra, name, comment, check = (bool(flags and flags[0] & flag) for flag in (4, 8, 16, 2))
    if extra:
        end += 2 + int.from_bytes(body[end : end + 2], "little")
    for _ in range(name + comment):
        end = body.find(0, end) + 1 or len(body)
    return end + 2 * check


def _undeflated(body: bytes, most: int) -> tuple[bytes, bool] | None:
    """In zlib's frame (RFC 1950), or bare, as some servers send it."""
    framed = body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    out, whole, _ = _inflated(body, 2 if framed else 0, most)
    return (out, whole) if framed or out else None


def _inflated(body: bytes, at: int, most: int) -> tuple[bytes, bool, int]:
    """The stream of deflate (RFC 1951) that begins there, whether it is whole, and where it ends."""
    out, engine = bytearray(), zlib.decompressobj(-zlib.MAX_WBITS)
    while at < len(body) and not engine.eof and len(out) <= most:
        piece = body[at : at + PIECE]
        try:
            out += engine.decompress(piece, most + 1 - len(out))
        except zlib.error:
            break
        at += len(piece) - len(engine.unused_data)
    return bytes(out), engine.eof and len(out) <= most, at
