"""The known content management systems: every module of this package that has a `FAMILY`."""

import importlib
import pkgutil
from functools import cache

from crawler.families.base import Family
from crawler.pages.page import Page, Signal


@cache
def families() -> dict[str, Family]:
    """Every family by its name, `generic` last."""
    modules = (
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    )
    known: list[Family] = [module.FAMILY for module in modules if hasattr(module, "FAMILY")]
    return {
        family.name: family
        for family in sorted(known, key=lambda family: (family.name == "generic", family.order, family.name))
    }


def family_of(page: Page, *, known: str = "generic") -> tuple[Family, Signal | None]:
    """The family that reads this page and the signal that told it; `known`, with no signal, where none matches.

    A data call's reply goes to the family that made the call. Otherwise all body signals are asked before any address: first those of
    `known`, the family that the portal's pages showed, which nearly all of them show again.
    """
    if page.ask.family is not None:
        return families()[page.ask.family], None
    told = families()[known]
    for family in (told, *families().values()):
        if signal := family.recognise_body(page):
            return family, signal
    for family in families().values():
        if signal := family.recognise_address(page):
            return family, signal
    return told, None
