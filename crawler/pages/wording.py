"""Words and dates as portals print them, made comparable."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

_WIDTHLESS = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
"""Spaces of no width and marks of direction, which `str.split` takes for letters."""
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_WHOLE_DATE = re.compile(rf"{_DATE.pattern}日?")
_ANY_DATE = re.compile(
    r"(?<![\d.])(?:(?:19|20)\d\d[-/.年])?(?:0?[1-9]|1[0-2])[-/月.](?:0?[1-9]|[12]\d|3[01])(?:日|(?![\d.%]))"
)


@lru_cache(maxsize=8)
def once(markup: str) -> str:
    """Every piece between two `<` only where it stands first: a table's cells repeat their tags by the hundred, so that what is
    looked for in a page is looked for in a tenth of it. Pieces may be neighbours here that are none in the page.

    Kept for as long as an answer waits to be read: its verdict asks first, its family next."""
    return "<".join(dict.fromkeys(markup.split("<")))


def spaced(text: str) -> str:
    """Every run of white space, of any width, as one space; none at the ends."""
    return " ".join(_pieces(text))


def folded(text: str) -> str:
    """Compatibility forms normalised (full-width digits and letters) and every space removed: for comparing, not for showing."""
    return "".join(_pieces(unicodedata.normalize("NFKC", text)))


def _pieces(text: str) -> list[str]:
    """The text between white space of any width. A regular expression that knew all of it took three times as long."""
    return _WIDTHLESS.sub(" ", text).split()


def iso_date(text: str) -> str | None:
    """The first whole date in `text`, as ISO; None where there is none or it is no day of the calendar."""
    for year, month, day in _DATE.findall(text):
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
    return None


def has_date(text: str) -> bool:
    """Whether `text` prints a date, be it without its year (`01-20`)."""
    return _ANY_DATE.search(text) is not None


def dateless(text: str) -> str:
    """`text` without the dates in it: what is left names what they belong to."""
    return spaced(_WHOLE_DATE.sub(" ", text))


def before_date(text: str) -> str:
    """What stands before the first date in `text`: a value that the next one follows without a label."""
    return spaced(_WHOLE_DATE.split(text)[0])
