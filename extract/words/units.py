"""The units of statistics tables."""

import re
from typing import Final

UNIT: Final = r"(?:人次|万元|条|件|次|个|篇|人|元|份|种|页|起|户|场|期|项|宗)"
_UNIT = re.compile(UNIT)


def is_unit(text: str) -> bool:
    """Whether a text is a unit and nothing else."""
    return _UNIT.fullmatch(text) is not None
