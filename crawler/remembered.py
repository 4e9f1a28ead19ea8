"""What is told of texts that come on page after page: a portal's menu, its addresses and its classes."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

Told = TypeVar("Told")
Given = ParamSpec("Given")

SHORT = 1500
"""Letters of a text, beyond which it is neither remembered nor an address."""
_KEPT = 8192
"""Answers of one function that are kept."""


def remembered(tell: Callable[Given, Told]) -> Callable[Given, Told]:
    """Keep what a pure function tells of short texts. Long ones are not kept: a hostile page's are megabytes."""
    kept: Callable[..., Told] = lru_cache(_KEPT)(tell)

    @wraps(tell)
    def told(*given: Given.args, **named: Given.kwargs) -> Told:
        for one in given:
            if isinstance(one, str) and len(one) > SHORT:
                return tell(*given, **named)
        return kept(*given, **named)

    return told
