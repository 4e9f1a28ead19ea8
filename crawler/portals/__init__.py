"""Described portals: one TOML file each. A description saves requests and adds hosts; no portal needs one."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from archive.errors import PortalInvalid
from archive.records import Portal
from crawler.address import canonical, netloc, portal_key
from crawler.families import families

_KEYS = {
    "name": str,
    "home": str,
    "family": str,
    "site_code": str,
    "hosts": list,
    "entries": list,
    "expected": int,
}
_NEEDED = ("name", "home")


@dataclass(frozen=True, kw_only=True, slots=True)
class Described:
    """A portal with the file's name and the columns that are known to list reports."""

    word: str
    """The file's name without `.toml`: what the command line takes."""
    portal: Portal
    entries: tuple[str, ...] = ()
    """Addresses of columns of reports, asked for right after the home page."""
    expected: int | None = None
    """Reports that it publishes for a year; null leaves it to the years before (crawler.expected)."""


@cache
def described(folder: Path = Path(__file__).parent) -> dict[str, Described]:
    """Every described portal by its word. Raises PortalInvalid for a file that says something unknown or leaves out what is needed."""
    return {path.stem: _described(path) for path in sorted(folder.glob("*.toml"))}


def _described(path: Path) -> Described:
    told = _told(path)
    portal = Portal(
        key=portal_key(told["home"]),
        name=told["name"],
        home=canonical(told["home"]),
        family=told.get("family"),
        site_code=told.get("site_code"),
        hosts=tuple(told.get("hosts", ())),
    )
    return Described(
        word=path.stem, portal=portal, entries=tuple(told.get("entries", ())), expected=told.get("expected")
    )


def _told(path: Path) -> dict[str, Any]:
    """What a file says, where nothing of it is wrong."""
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PortalInvalid(path, "file", f"no TOML: {error}") from error
    for key, value in told.items():
        if key not in _KEYS:
            raise PortalInvalid(path, key, f"unknown (known: {', '.join(_KEYS)})")
        if not _fits(value, _KEYS[key]):
            raise PortalInvalid(
                path, key, "must be text, a list of texts for hosts and entries, a whole number for expected"
            )
    for key in _NEEDED:
        if not told.get(key):
            raise PortalInvalid(path, key, "missing")
    if told.get("family") is not None and told["family"] not in families():
        raise PortalInvalid(
            path, "family", f"unknown family {told['family']!r} (known: {', '.join(families())})"
        )
    for address in (told["home"], *told.get("entries", ())):
        if not address.startswith(("http://", "https://")) or not netloc(address):
            raise PortalInvalid(path, "home", f"{address!r} is no web address")
    return told


def _fits(value: object, kind: type) -> bool:
    """Whether a value is of its key's kind; a list holds texts, a number counts something."""
    if isinstance(value, list):
        return kind is list and all(isinstance(one, str) for one in value)
    if isinstance(value, bool | int):
        return kind is int and not isinstance(value, bool) and value >= 0
    return isinstance(value, kind)
