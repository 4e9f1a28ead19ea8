"""What portals call the fields of their forms, calls and replies (names.toml)."""

import re
import tomllib
from pathlib import Path

_NAMES = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))


def _pattern(told: dict[str, list[str]]) -> re.Pattern[str]:
    within = map(re.escape, told.get("within", ()))
    last = (rf"{re.escape(name)}$" for name in told.get("last", ()))
    whole = (rf"^{re.escape(name)}$" for name in told.get("whole", ()))
    return re.compile("|".join((*within, *last, *whole)), re.IGNORECASE)


TITLE, ADDRESS, DATE, TOTAL = (_pattern(_NAMES[what]) for what in ("title", "address", "date", "total"))
PAGES = frozenset(_NAMES["page"]["whole"])
"""Names of a page's number, in small letters."""
