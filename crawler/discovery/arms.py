"""Groups of links as arms of a sleeping bandit: what a request of a group has led to, on this portal and on its family's others.

After SB-CLASSIFIER (Gauquier, Manolescu, Senellart, arXiv 2602.11874): links are grouped by their tag path, a path's 2-grams hashed
into a vector, a path joining the nearest group by cosine. An arm without waiting links sleeps: it is simply never asked. Unlike
there, a group also holds only one role of a link: what its words promise, under which kind of page it stands. Tag paths differ from
portal to portal, roles do not: an arm starts from what its words promise, corrected by what its role came to on the family's others.
"""

import math
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from crawler.relevance import Kind

DIMENSIONS = 1 << 12
SIMILAR = 0.75
"""Least cosine at which a path joins a group."""
_PRIOR_PULLS = 4.0
"""How many pulls what is expected beforehand is worth against what this portal shows."""
_PROMISE_PULLS = 1.0
"""How many pulls the words of a kind are worth against what the family's other portals showed."""
_EXPLORATION = 0.15
_MEMORY = 0.9
"""What a pull leaves of an arm's past: a group that has paid all it had is soon known to be empty."""
_MOST_TAUGHT = 20
"""Pulls that another portal's experience counts for at most: portals differ."""

_LEAST = 0.015
"""Reports that teaching leaves to be expected at least: the portal at hand may be the first that keeps a promise. It is so
little above what makes a request hopeless (`Options.floor`) that one look in vain confirms the teaching."""

PRIORS = {
    Kind.COLUMN: 4.0,
    Kind.YEAR: 3.0,
    Kind.DIRECTORY: 1.5,
    Kind.ORGAN: 1.2,
    Kind.HUB: 1.0,
    Kind.OTHER: 0.04,
}
"""Reports that a request is expected to lead to, by the kind of its link's words, before anything is known."""

PAGE = "page"
"""What a list's further page stands under: how many reports the list still has is known of each, and whether it keeps that is learned."""

Vector = dict[int, float]
Lesson = tuple[str, int, float]
"""What a portal teaches its family's others: what of, how often it was tried, what that came to."""
Lessons = Mapping[str, Sequence[Lesson]]
"""Family → what its portals taught."""


@dataclass(slots=True)
class Arm:
    """One group: its centre, how often it was asked, what that led to."""

    name: str
    role: str
    promised: float
    """Reports that the words of its links promise of a request."""
    prior: float
    """Reports expected of a request before this portal has told anything."""
    centre: Vector
    taught: bool = False
    """Whether that comes of other portals, not of words alone."""
    members: int = 1
    pulls: float = 0.0
    reward: float = 0.0
    barren: int = 0
    """Pulls since the last that paid, none forgotten: a group without an end (a calendar) is told by it alone."""

    @property
    def tried(self) -> float:
        """Pulls that count against it."""
        return max(self.pulls, self.barren)

    def estimate(self) -> float:
        """Reports expected of one request."""
        return (self.prior * _PRIOR_PULLS + self.reward) / (_PRIOR_PULLS + self.tried)


@dataclass(slots=True)
class Tally:
    """What the requests of a role came to."""

    pulls: float = 0.0
    reward: float = 0.0


@dataclass(slots=True)
class Arms:
    """The arms of one portal."""

    _arms: dict[str, Arm] = field(default_factory=dict)
    _pulls: float = 0.0
    _taught: dict[str, Tally] = field(default_factory=dict)
    _fresh: dict[str, Tally] = field(default_factory=dict)
    """Of this portal alone, by role: what is written back."""

    def teach(self, lessons: Iterable[Lesson]) -> None:
        """Take over (role, pulls, reward) that the family's other portals left, instead of what was taught before."""
        self._taught = {role: Tally(pulls, reward) for role, pulls, reward in lessons if pulls > 0}
        for arm in self._arms.values():
            arm.prior, arm.taught = self._prior(arm.role, arm.promised), arm.role in self._taught

    def group(self, kind: Kind, path: tuple[str, ...], *, under: str = "") -> str:
        """The name of the arm that a link belongs to; a new arm where none is like it. `under`: the kind of page it stands on."""
        if kind not in PRIORS:
            kind = Kind.OTHER
        role, found = f"{under}>{kind.value}", vector(path)
        near = [(_cosine(found, arm.centre), arm) for arm in self._arms.values() if arm.role == role]
        likeness, arm = max(near, key=lambda pair: pair[0], default=(0.0, None))
        if arm is None or likeness < SIMILAR:
            promised = 1.0 if under == PAGE else PRIORS[kind]
            name = f"{role}|{zlib.crc32(' '.join(path).encode()):08x}"
            self._arms[name] = Arm(
                name=name,
                role=role,
                promised=promised,
                prior=self._prior(role, promised),
                centre=found,
                taught=role in self._taught,
            )
            return name
        arm.members += 1
        for index in set(found) | set(arm.centre):
            before = arm.centre.get(index, 0.0)
            arm.centre[index] = before + (found.get(index, 0.0) - before) / arm.members
        return arm.name

    def factor(self, name: str | None) -> float:
        """How much better or worse than its words promised a group is now held to be, with a little for being untried."""
        arm = self._arms.get(name or "")
        if arm is None:
            return 1.0
        untried = 0.0
        if arm.pulls and not arm.taught:
            untried = _EXPLORATION * arm.promised * math.sqrt(math.log(2 + self._pulls) / (1 + arm.tried))
        return min(5.0, (arm.estimate() + untried) / arm.promised)

    def doubt(self) -> float:
        """How far it is open whether links without a promise lead to reports: 1 before anything was taught, less where the
        family's other portals asked for such links in vain."""
        tried = [tally for role, tally in self._taught.items() if role.endswith(f">{Kind.OTHER.value}")]
        tally = Tally(sum(one.pulls for one in tried), sum(one.reward for one in tried))
        return min(1.0, _corrected(PRIORS[Kind.OTHER], tally) / PRIORS[Kind.OTHER])

    def pull(self, name: str | None, score: float = 1.0) -> None:
        """Note that a link of the group was asked for; a list's further page counts by what it was expected to show."""
        self._pulls += 1
        if arm := self._arms.get(name or ""):
            weight = score if arm.role.startswith(f"{PAGE}>") else 1.0
            arm.pulls = arm.pulls * _MEMORY + weight
            arm.reward *= _MEMORY
            arm.barren += 1
            self._fresh.setdefault(arm.role, Tally()).pulls += weight

    def pay(self, names: tuple[str, ...], reward: float) -> None:
        """Share the reward of a request along the way that led to it: each step is worth it by the requests that it still took."""
        for requests, name in enumerate(names, 1):
            if arm := self._arms.get(name):
                arm.reward += reward / requests
                arm.barren = 0
                self._fresh.setdefault(arm.role, Tally()).reward += reward / requests

    def learned(self) -> Iterator[Lesson]:
        """(role, pulls, reward) of this portal alone, of which nothing is told twice."""
        fresh, self._fresh = self._fresh, {}
        for role, tally in fresh.items():
            yield role, round(tally.pulls), tally.reward

    def _prior(self, role: str, promised: float) -> float:
        """What words promise, corrected by what the role came to elsewhere; never so far that teaching alone rules it out."""
        return max(_LEAST, _corrected(promised, self._taught.get(role, Tally())))


def _corrected(promised: float, tally: Tally) -> float:
    """A promise against what was seen, which counts for so many pulls at most."""
    share = min(1.0, _MOST_TAUGHT / tally.pulls) if tally.pulls else 0.0
    return (promised * _PROMISE_PULLS + tally.reward * share) / (_PROMISE_PULLS + tally.pulls * share)


def vector(path: tuple[str, ...]) -> Vector:
    """A path's 2-grams, with marks for its start and end, hashed into a sparse vector."""
    marked = ("^", *path, "$")
    grams = Counter(f"{one} {two}" for one, two in pairwise(marked))
    hashed: Vector = {}
    for gram, count in grams.items():
        index = zlib.crc32(gram.encode()) % DIMENSIONS
        hashed[index] = hashed.get(index, 0.0) + count
    return hashed


def _cosine(one: Vector, two: Vector) -> float:
    if len(two) < len(one):
        one, two = two, one
    product = sum(value * two.get(index, 0.0) for index, value in one.items())
    return product / (_length(one) * _length(two)) if product else 0.0


def _length(of: Vector) -> float:
    return math.sqrt(sum(value * value for value in of.values()))
