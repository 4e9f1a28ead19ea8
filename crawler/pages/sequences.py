"""The pages of a list whose links count 1, 2, 3 … and whose addresses count with them, wherever in these the number stands."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

_RUN = re.compile(r"\d{1,6}")
_ENTRANCE = re.compile(r"(?:(?<=/)(?:index|default))?\.[a-zA-Z]{2,5}$", re.IGNORECASE)
"""What the address of a list's first page may have behind what its others begin with."""
_DAYS = 28
"""Numbers in a row that are a month's days."""


def sequel(own: str, numbered: Iterable[tuple[int, str]]) -> list[str]:
    """The addresses of the pages after the one at `own`, nearest first, of the links that say no more than a page's number."""
    forms: dict[tuple[str, str], dict[int, str]] = {}
    for label, url in numbered:
        for run in _RUN.finditer(url, len(urlsplit(url).netloc) + len("https://")):
            forms.setdefault((url[: run.start()], url[run.end() :]), {})[label] = run[0]
    for (before, behind), runs in forms.items():
        numbers = {label: int(run) for label, run in runs.items()}
        step = _step(numbers)
        here = _label(own, before, behind, first=_first(numbers, step), step=step) if step else None
        if here is not None and here + 1 in numbers and len(numbers) < _DAYS:
            return [f"{before}{runs[label]}{behind}" for label in sorted(numbers) if label > here]
    return []


def _step(numbers: Mapping[int, int]) -> int:
    """By how much the numbers of addresses rise from page to page: by one, or by a page's entries (`?start=15`); 0 where they do not
    count from 0 or 1 on."""
    (label, number), *others = sorted(numbers.items())
    step = (others[0][1] - number) // (others[0][0] - label) if others else 1
    even = all(one - number == step * (at - label) for at, one in others)
    return step if step > 0 and even and _first(numbers, step) in (0, 1) else 0


def _first(numbers: Mapping[int, int], step: int) -> int:
    """The number that the first page has."""
    label, number = min(numbers.items())
    return number - step * (label - 1)


def _label(own: str, before: str, behind: str, *, first: int, step: int) -> int | None:
    """Which page stands at `own`: by its number, or the first where it has none; null for an address of another kind."""
    number = own.removeprefix(before).removesuffix(behind)
    if number.isdigit() and f"{before}{number}{behind}" == own:
        return (int(number) - first) // step + 1
    begins = urlsplit(own).path not in ("", "/") and before.startswith(_ENTRANCE.sub("", own))
    return 1 if begins else None
