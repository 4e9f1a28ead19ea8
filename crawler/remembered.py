"""What is told of texts that come on page after page: a portal's menu, its addresses and its classes."""

from collections.abc import Callable
from functools import lru_cache, wraps
from inspect import signature
from typing import ParamSpec, TypeVar, cast

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

    # To be handed any arguments takes longer than to remember what one text comes to.
    return told if len(signature(tell).parameters) > 1 else cast("Callable[Given, Told]", _of_one(tell))


def _of_one(tell: Callable[..., Told]) -> Callable[[str], Told]:
    kept = lru_cache(_KEPT)(tell)

    @wraps(tell)
    def told(text: str) -> Told:
        return kept(text) if len(text) <= SHORT else tell(text)

    return told
