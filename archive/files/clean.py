"""Text that no UTF-8 can hold: what a portal sends is hostile down to half a character."""

import json
from dataclasses import is_dataclass, replace
from typing import TypeVar

T = TypeVar("T")


def as_json(record: object) -> str:
    """A record as JSON, fields by name in order of the alphabet; what JSON has no notion of as it prints, bytes left out."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: object) -> object:
    # Not asdict, which copies deeply: a reading has two hundred figures.
    if is_dataclass(value):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    return "" if isinstance(value, bytes) else str(value)


def wellformed(value: T) -> T:
    """The same record with every lone surrogate in its texts replaced by `?`."""
    try:
        as_json(value).encode()
    except UnicodeEncodeError:
        return _mended(value)
    return value


def _mended(value: T) -> T:
    if isinstance(value, str) and type(value) is str:
        return value.encode("utf-8", "replace").decode()  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(_mended(one) for one in value)  # type: ignore[return-value]
    if isinstance(value, dict):
        return {_mended(key): _mended(one) for key, one in value.items()}  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field: _mended(getattr(value, field)) for field in value.__dataclass_fields__}
        )
    return value
