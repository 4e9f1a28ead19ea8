"""How often long work tells where it stands: ever more rarely, so that a night's log stays a page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

FIRST = 10.0
"""Seconds until the first line; each further one takes twice as long, up to the next."""
LONGEST = 600.0


@dataclass(slots=True)
class Rarely:
    """Counts from when it was made."""

    clock: Callable[[], float] = monotonic
    began: float = field(init=False)
    _last: float = field(init=False)
    _every: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self._last = self.clock()
        self._every = FIRST

    def due(self) -> bool:
        """Whether it is time for a line; the next one is then due later."""
        now = self.clock()
        if now - self._last < self._every:
            return False
        self._last, self._every = now, min(2 * self._every, LONGEST)
        return True
