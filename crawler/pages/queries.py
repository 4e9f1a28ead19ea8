"""Queries and form bodies, changed field by field without decoding the rest: values may be percent-encoded GBK."""

from collections.abc import Mapping
from urllib.parse import quote, unquote_plus, urlsplit, urlunsplit

FORM_HEADERS = (("Content-Type", "application/x-www-form-urlencoded"),)


def field(query: str, name: str, charset: str = "utf-8") -> str | None:
    """The decoded value of the field `name` (in any case) of a query or form body; None where it has no such field."""
    for piece in query.split("&"):
        key, _, value = piece.partition("=")
        if unquote_plus(key).lower() == name.lower():
            return unquote_plus(value, encoding=charset)
    return None


def number(query: str, name: str, default: int = 1) -> int:
    """The field `name` as a number; `default` where it is missing or none."""
    value = field(query, name) or ""
    return int(value) if value.isdigit() and len(value) < 7 else default


def changed(query: str, changes: Mapping[str, str | None], charset: str = "utf-8") -> str:
    """`query` with these fields set, or removed where None; fields keep their order, new ones follow."""
    wanted = {name.lower(): value for name, value in changes.items()}
    pieces, met = [], set()
    for piece in filter(None, query.split("&")):
        name = unquote_plus(piece.partition("=")[0])
        key = name.lower()
        if key not in wanted:
            pieces.append(piece)
        elif key not in met and (value := wanted[key]) is not None:
            pieces.append(_piece(name, value, charset))
        met.add(key)
    pieces += [
        _piece(name, value, charset)
        for name, value in changes.items()
        if value is not None and name.lower() not in met
    ]
    return "&".join(pieces)


def requeried(url: str, changes: Mapping[str, str | None], charset: str = "utf-8") -> str:
    """`url` with the fields of its query changed; the fragment is dropped."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, changed(parts.query, changes, charset), ""))


def form(fields: Mapping[str, str], charset: str = "utf-8") -> str:
    """Fields as the body of a form, in the encoding of its page, as browsers send them."""
    return "&".join(_piece(name, value, charset) for name, value in fields.items())


def _piece(name: str, value: str, charset: str) -> str:
    return "=".join(quote(one.encode(charset, "xmlcharrefreplace"), safe="") for one in (name, value))
