"""What waits, in memory: the frontier's rows of one portal, grouped by arm so that learning re-orders them without a sort."""

import heapq
from collections.abc import Iterable

from archive.frontier import Waiting
from crawler.arms import Arms

_MOST = 100_000
"""Addresses of a portal that are kept waiting: beyond it the least promising kinds are not queued."""
_KEPT = 0.5


class Backlog:
    """A best-first queue without repeats."""

    def __init__(self, *, known: Iterable[str] = (), waiting: Iterable[Waiting] = ()) -> None:
        self._known = set(known)
        self._heaps: dict[str | None, list[tuple[float, int, Waiting]]] = {}
        self._order = 0
        self._size = 0
        for one in waiting:
            self._push(one)

    def __len__(self) -> int:
        return self._size

    def add(self, waiting: Iterable[Waiting]) -> list[Waiting]:
        """Queue what was never queued in this round; gives back what was new."""
        new = []
        for one in waiting:
            if one.fingerprint in self._known or (self._size > _MOST and one.score < _KEPT):
                continue
            self._known.add(one.fingerprint)
            self._push(one)
            new.append(one)
        return new

    def knows(self, fingerprint: str) -> bool:
        return fingerprint in self._known

    def note(self, fingerprint: str) -> None:
        """Never queue this request: it was answered under another address."""
        self._known.add(fingerprint)

    def best(self, arms: Arms) -> tuple[float, Waiting] | None:
        """The most promising address and what it promises; it stays queued."""
        best: tuple[float, Waiting] | None = None
        for name, heap in self._heaps.items():
            if heap:
                value = -heap[0][0] * arms.factor(name)
                if best is None or value > best[0]:
                    best = value, heap[0][2]
        return best

    def take(self, waiting: Waiting) -> None:
        """Remove the one that `best` gave."""
        heapq.heappop(self._heaps[waiting.arm])
        self._size -= 1

    def _push(self, waiting: Waiting) -> None:
        self._order += 1
        self._size += 1
        heap = self._heaps.setdefault(waiting.arm, [])
        heapq.heappush(heap, (-waiting.score, self._order, waiting))
