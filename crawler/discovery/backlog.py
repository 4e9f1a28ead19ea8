"""What waits, in memory: the frontier's rows of one portal, grouped by arm so that learning re-orders them without a sort."""

import heapq
from collections.abc import Iterable

from archive.frontier import Waiting
from crawler.discovery.arms import Arms

_MOST = 100_000
"""Addresses of a portal that are kept waiting: beyond it the least promising kinds are not queued."""
_KEPT = 0.5


class Backlog:
    """A best-first queue without repeats. An address that is met again with a better promise is waiting under that one."""

    def __init__(self, *, known: Iterable[str] = (), waiting: Iterable[Waiting] = ()) -> None:
        self._known = set(known)
        self._heaps: dict[str | None, list[tuple[float, int, Waiting]]] = {}
        self._waiting: dict[str, tuple[int, float]] = {}
        """Fingerprint → (the entry that counts, its score); an entry that a better one replaced stays in its heap until it is met."""
        self._order = 0
        for one in waiting:
            self._push(one)

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, waiting: Iterable[Waiting]) -> list[Waiting]:
        """Queue what was never queued in this round, or waits with a lower score; gives back what was queued."""
        new = []
        for one in waiting:
            full = len(self._waiting) > _MOST and one.score < _KEPT
            if not full and self.improves(one.fingerprint, one.score):
                self._push(one)
                new.append(one)
        return new

    def improves(self, fingerprint: str, score: float) -> bool:
        """Whether a request is new, or waits with a lower score."""
        if fingerprint not in self._known:
            return True
        return fingerprint in self._waiting and self._waiting[fingerprint][1] < score

    def knows(self, fingerprint: str) -> bool:
        return fingerprint in self._known

    def note(self, fingerprint: str) -> None:
        """Never queue this request: it was answered under another address."""
        self._known.add(fingerprint)

    def best(self, arms: Arms) -> tuple[float, Waiting] | None:
        """The most promising address and what it promises; it stays queued."""
        best: tuple[float, Waiting] | None = None
        for name, heap in self._heaps.items():
            while heap and self._waiting.get(heap[0][2].fingerprint, (0, 0.0))[0] != heap[0][1]:
                heapq.heappop(heap)
            if heap:
                value = -heap[0][0] * arms.factor(name)
                if best is None or value > best[0]:
                    best = value, heap[0][2]
        return best

    def take(self, waiting: Waiting) -> None:
        """Remove the one that `best` gave."""
        heapq.heappop(self._heaps[waiting.arm])
        del self._waiting[waiting.fingerprint]

    def _push(self, waiting: Waiting) -> None:
        self._order += 1
        self._known.add(waiting.fingerprint)
        self._waiting[waiting.fingerprint] = self._order, waiting.score
        heap = self._heaps.setdefault(waiting.arm, [])
        heapq.heappush(heap, (-waiting.score, self._order, waiting))
