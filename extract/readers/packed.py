"""Archive files: every document inside zip, rar, 7z and gzip, with caps on how much they unpack to and how deep they nest."""

import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import IO

import py7zr
import rarfile
from py7zr.io import Py7zIO, WriterFactory

from archive.errors import DocumentUnreadable
from archive.files import sniff
from archive.records import Part, Place
from extract.document import Document, moved

MAX_DEPTH = 3
"""How many archive files may stand inside one another: 3 allows a zip in a zip in a zip."""
MAX_BYTES = 96 * 2**20
"""What one part may unpack to, all levels together."""
MAX_MEMBERS = 500
_READABLE = re.compile(
    r".*\.(?:docx?|wps|rtf|odt|pdf|ofd|xlsx?|et|ods|html?|mht|txt|md|zip|rar|7z|gz|png|jpe?g|gif|bmp|tiff?|webp|dot|dotx)",
    re.IGNORECASE,
)
_FURNITURE = re.compile(r"(?:.*/)?(?:__MACOSX/.*|\.[^/]*|Thumbs\.db|desktop\.ini|~\$[^/]*)", re.IGNORECASE)


@dataclass(slots=True)
class Budget:
    """What may still be unpacked of a part, shared by the archive files nested in it."""

    depth: int = 0
    left: int = MAX_BYTES

    def take(self, size: int) -> None:
        """Raises Exhausted where `size` more bytes are too many."""
        self.left -= size
        if self.left < 0:
            raise Exhausted


class Exhausted(Exception):
    """An archive file unpacks to more than it may."""


def documents(part: Part, budget: Budget) -> list[Document]:
    """The documents of all members, each block with its member's path.

    Raises DocumentUnreadable where the archive file is damaged, locked or a bomb, or none of its members can be read.
    """
    from extract import readers

    kind = sniff.media_type(part.body)
    if budget.depth >= MAX_DEPTH:
        raise DocumentUnreadable(kind, f"archive files nested more than {MAX_DEPTH} deep")
    found: list[Document] = []
    failures: list[str] = []
    budget.depth += 1
    try:
        for name, body in _members(part.body, kind, budget):
            inner = replace(part, name=PurePosixPath(name).name, body=body, charset=None, media_type=None)
            try:
                found += [placed(document, name) for document in readers.document(inner, budget)]
            except DocumentUnreadable as unreadable:
                failures.append(f"{name}: {unreadable.why}")
    except Exhausted as bomb:
        raise DocumentUnreadable(kind, f"it unpacks to more than {MAX_BYTES} bytes") from bomb
    finally:
        budget.depth -= 1
    if not found:
        raise DocumentUnreadable(kind, "; ".join(failures[:3]) or "no document inside")
    return found


def _members(body: bytes, kind: str, budget: Budget) -> Iterator[tuple[str, bytes]]:
    unpack = {sniff.RAR: _rar, sniff.SEVEN: _seven, "application/gzip": _gzip}.get(kind, _zip)
    try:
        yield from unpack(body, budget)
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        OSError,
        ValueError,
        OverflowError,
    ) as broken:
        raise DocumentUnreadable(kind, f"the archive file is damaged: {broken}") from broken
    except (RuntimeError, NotImplementedError, KeyError, IndexError, AttributeError, TypeError) as odd:
        # The libraries meet damaged headers with whatever their code trips over.
        raise DocumentUnreadable(kind, f"the archive file cannot be unpacked: {odd}") from odd


def _wanted(name: str) -> bool:
    return bool(_READABLE.fullmatch(name)) and not _FURNITURE.fullmatch(name)


def _capped(stream: IO[bytes] | gzip.GzipFile, budget: Budget) -> bytes:
    body = stream.read(budget.left + 1) or b""
    budget.take(len(body))
    return body


def _zip(body: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(body)) as files:
        for info in files.infolist()[:MAX_MEMBERS]:
            name = _zip_name(info)
            if _wanted(name) and not info.is_dir():
                if info.flag_bits & 1:
                    raise DocumentUnreadable(sniff.ZIP, "the archive file is locked with a password")
                with files.open(info) as stream:
                    yield name, _capped(stream, budget)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The member's path; without the UTF-8 flag it is in the code page of the machine that packed it."""
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename


def _rar(body: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    try:
        with rarfile.RarFile(io.BytesIO(body), charset="gb18030") as files:
            if files.needs_password():
                raise DocumentUnreadable(sniff.RAR, "the archive file is locked with a password")
            for info in files.infolist()[:MAX_MEMBERS]:
                if not info.is_dir() and _wanted(info.filename):
                    budget.take(info.file_size)
                    yield info.filename, files.read(info)
    except rarfile.RarCannotExec as missing:
        raise DocumentUnreadable(
            sniff.RAR, "unpacking rar needs unrar, unar or bsdtar on this machine"
        ) from missing
    except rarfile.Error as broken:
        raise DocumentUnreadable(sniff.RAR, f"the archive file is damaged: {broken}") from broken


class _Target(Py7zIO):
    """Where one member of a 7z is unpacked to."""

    def __init__(self, budget: Budget) -> None:
        self.buffer = io.BytesIO()
        self.budget = budget

    def write(self, s: bytes | bytearray) -> int:
        self.budget.take(len(s))
        return self.buffer.write(s)

    def read(self, size: int | None = None) -> bytes:
        return self.buffer.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.buffer.seek(offset, whence)

    def flush(self) -> None:
        self.buffer.flush()

    def size(self) -> int:
        return self.buffer.getbuffer().nbytes


class _Targets(WriterFactory):
    """The members of a 7z by name, as they are unpacked."""

    def __init__(self, budget: Budget) -> None:
        self.found: dict[str, _Target] = {}
        self.budget = budget

    def create(self, filename: str) -> _Target:
        self.found[filename] = _Target(self.budget)
        return self.found[filename]


def _seven(body: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    targets = _Targets(budget)
    try:
        with py7zr.SevenZipFile(io.BytesIO(body)) as files:
            names = [name for name in files.namelist()[:MAX_MEMBERS] if _wanted(name)]
            if names:
                files.extract(targets=names, factory=targets)
    except py7zr.exceptions.PasswordRequired as locked:
        raise DocumentUnreadable(sniff.SEVEN, "the archive file is locked with a password") from locked
    except py7zr.exceptions.ArchiveError as broken:
        raise DocumentUnreadable(sniff.SEVEN, f"the archive file is damaged: {broken}") from broken
    for name, target in targets.found.items():
        if _wanted(name):
            yield name, target.buffer.getvalue()


def _gzip(body: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    with gzip.GzipFile(fileobj=io.BytesIO(body)) as stream:
        yield "", _capped(stream, budget)


def placed(document: Document, member: str) -> Document:
    """The document with its member's path in every place; a member inside a member is named after both."""

    def put(place: Place) -> Place:
        path = "/".join(part for part in (member, place.member) if part)
        return replace(place, member=path or None)

    return replace(document, blocks=tuple(moved(document.blocks, put)))
