"""How bytes from a portal are handed to a browser: as they were, with nothing in them able to act."""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""An origin of its own, no script, no form, no frame, no request to anywhere; only inline styles and inlined pictures."""

INLINE = frozenset(
    (
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "image/svg+xml",
    )
)
"""Shown in the page; everything else is downloaded."""

ACTIVE = re.compile(r"javascript|ecmascript|json|css|wasm|manifest")
"""Types that another page could pull in as code or style: handed out as plain text."""

SUFFIXES = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.ms-works": ".wps",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/ofd": ".ofd",
    "application/zip": ".zip",
    "application/x-rar-compressed": ".rar",
    "application/vnd.rar": ".rar",
    "application/x-7z-compressed": ".7z",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/json": ".json",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}
NAMED = frozenset((*SUFFIXES.values(), ".et", ".htm", ".jpeg"))
"""Endings that a downloaded file may keep."""

LONGEST_NAME = 100


def headers(digest: str, *, content_type: str | None, media_type: str | None, url: str) -> dict[str, str]:
    """Response headers for a body: `content_type` as the portal sent it, `media_type` by the bytes."""
    served = safe_type(content_type or media_type)
    essence = served.partition(";")[0].strip()
    # Where the portal's label and the bytes disagree (a page named .doc), the browser is not asked to show it.
    shown = essence in INLINE and (media_type is None or media_type in INLINE or essence == "text/plain")
    return {
        "Content-Type": served,
        "Content-Disposition": disposition(
            safe_name(url, media_type=media_type or essence), kind="inline" if shown else "attachment"
        ),
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-DNS-Prefetch-Control": "off",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "ETag": f'"{digest}"',
        "Cache-Control": "public, max-age=31536000, immutable",
    }


def safe_type(content_type: str | None) -> str:
    """The portal's content type with its charset, made harmless; octet-stream where it is none."""
    match = re.fullmatch(
        r"\s*([\w.+-]+/[\w.+-]+)\s*(?:;.*?charset\s*=\s*\"?([\w.:-]+)\"?.*|;.*)?",
        (content_type or "").lower(),
    )
    if not match:
        return "application/octet-stream"
    essence, charset = match[1], match[2]
    if ACTIVE.search(essence):
        essence, charset = "text/plain", charset or "utf-8"
    if charset and essence.startswith(("text/", "application/xhtml", "application/xml")):
        return f"{essence}; charset={charset}"
    return essence


def safe_name(url: str, *, media_type: str | None) -> str:
    """A file name from an address: its last segment without anything that a file system or a reader could be fooled by."""
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    name = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C")
    name = re.sub(r'[\\/:*?"<>|;%\s]+', "_", name).strip("._ ") or "document"
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix.lower()
    if suffix not in NAMED:
        stem, suffix = name, SUFFIXES.get(media_type or "", ".bin")
    return stem[:LONGEST_NAME] + suffix


def disposition(name: str, *, kind: str = "attachment") -> str:
    """Content-Disposition with an ASCII name for old clients and the real one (RFC 6266)."""
    plain = re.sub(r"[^\w.-]+", "_", name.encode("ascii", "ignore").decode()).lstrip(".")
    if not plain.partition(".")[0].strip("_"):
        plain = "document" + PurePosixPath(name).suffix
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
