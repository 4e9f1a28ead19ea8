"""Text that no UTF-8 can hold: what a portal sends is hostile down to half a character."""

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

T = TypeVar("T")


def wellformed(value: T) -> T:
    """The same record with every lone surrogate in its texts replaced by `?`."""
    if isinstance(value, str) and type(value) is str:
        return value.encode("utf-8", "replace").decode()  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(wellformed(one) for one in value)  # type: ignore[return-value]
    if isinstance(value, dict):
        return {wellformed(key): wellformed(one) for key, one in value.items()}  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: wellformed(getattr(value, field.name)) for field in fields(value)}
        )
    return value
