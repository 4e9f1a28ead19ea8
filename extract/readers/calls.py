"""PDFium's functions that are called for every character or object of a page."""

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw

Address = ctypes.c_void_p
_OBJECT = raw.FPDF_PAGEOBJECT


def quick(function: Any, result: type | None, *arguments: type) -> Callable[..., Any]:
    """A function that takes and gives addresses as numbers: what its own prototype makes of them takes longer than the call."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, Address).value or 0)


def address(handle: object) -> int:
    """The address that a handle of pypdfium2's points to."""
    return ctypes.cast(handle, Address).value or 0  # type: ignore[arg-type]


def handle(item: int) -> object:
    """The handle of a page's object at an address, for functions that are not quick."""
    return ctypes.cast(item, _OBJECT)
