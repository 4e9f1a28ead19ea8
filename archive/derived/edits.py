"""Which sources of a report show the same version: judged from what each says and when its parts were looked at. Pure.

A source is a new version where its address said otherwise before, unless a version that the report has come to meanwhile says just
that; or, first at its address, where it equals no version known, or only an earlier one while nothing stands at any other. Contents are
compared only between readings of one extractor, the first that read both, so that a better extractor never makes a version. Where there
is no such pair, or where one of the two lacks the file that the other was read from because it was not fetched, they are not compared,
and the next one is compared with what was there before.

A page and files may print one report, at several addresses, of which a crawl may look at some only. Each was edited at some time
between the last look that saw it as it was and the first that saw it otherwise: what may so have been edited at one time is one edit.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archive.derived.told import Member, age


@dataclass(kw_only=True, slots=True)
class Version:
    """A version while it is being derived."""

    members: list[Member] = field(default_factory=list)
    left: dict[str, Member] = field(default_factory=dict)
    """Address → what it showed before it came to this version."""


@dataclass(kw_only=True, slots=True)
class _Standing:
    """What an address shows while versions are being derived."""

    version: int
    members: list[Member] = field(default_factory=list)
    """How it has shown this version so far."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Edit:
    """Something that a source says otherwise than an earlier one."""

    older: Member
    newer: Member
    extractor: str
    name: str

    @property
    def was(self) -> str:
        return self.older.told[self.extractor].digests[self.name]

    @property
    def now(self) -> str:
        return self.newer.told[self.extractor].digests[self.name]

    @property
    def changes(self) -> bool:
        """Whether it is an edit at all."""
        newer, older = (one.told[self.extractor] for one in (self.newer, self.older))
        return not newer.says(self.name, older)

    @property
    def origin(self) -> frozenset[str]:
        """Addresses of the parts that what was edited was read from."""
        return self.newer.told[self.extractor].origin(self.name)

    def said(self, member: Member) -> str | None:
        """What another source says in its place; null where it has nothing of that name."""
        told = member.told.get(self.extractor)
        if told is None:
            return None
        known = (one for one in (self.newer, self.older) if told.says(self.name, one.told[self.extractor]))
        same = next(known, member)
        return same.told[self.extractor].digests.get(self.name)

    def unedited(self, members: Iterable[Member]) -> str | None:
        """Until when what was edited was seen as it was at its address or, where that showed nothing of it, where any of these said the
        same; null where no look tells."""
        looks = [seen for url, seen in self.newer.before.items() if url in self.origin]
        return min(looks) if looks else max(self._looks(members), default=None)

    def _looks(self, members: Iterable[Member]) -> Iterator[str]:
        """When each part was last seen in which one of these said what was said before."""
        looks = (
            self.newer.seen(url, body)
            for one in members
            if self.said(one) == self.was
            for url, body in one.composed().parts.items()
            if url in one.told[self.extractor].origin(self.name)
        )
        yield from filter(None, looks)


def derive(members: Iterable[Member], known: Iterable[tuple[int, Member]] = ()) -> list[Version]:
    """The versions of one report, in order of publication, each with the sources that show it.

    What came earlier decides what comes later, and never the other way: `known` are earlier members, each with the index of the version
    that it was found to show.
    """
    versions: list[Version] = []
    standing: dict[str, _Standing] = {}
    for at, member in known:
        _show(member, at, versions, standing)
    for member in sorted(members, key=lambda one: (one.captured_at, one.source)):
        _show(member, _place(member, versions, standing), versions, standing)
    return versions


def repeats(newer: Member, older: Member) -> bool:
    """Whether an earlier source says the same in all that one says. Then both show one version, where the earlier one is the last that
    the address showed, or, of an address that showed none, the last that showed the report's last version."""
    edits = [_edit([older], newer, name) for name in _names(newer)]
    return bool(edits) and all(edit is not None and not edit.changes for edit in edits)


def _show(member: Member, at: int, versions: list[Version], standing: dict[str, _Standing]) -> None:
    """Note that a member's address shows a version from now on."""
    if at == len(versions):
        versions.append(Version())
    versions[at].members.append(member)
    stood = standing.get(member.url)
    if stood is None or stood.version != at:
        if stood:
            versions[at].left[member.url] = stood.members[-1]
        stood = standing[member.url] = _Standing(version=at)
    stood.members.append(member)


def _place(member: Member, versions: Sequence[Version], standing: Mapping[str, _Standing]) -> int:
    """The index of the version that a source shows; the number of versions where it is a new one."""
    stood = standing.get(member.url)
    edits = _edits(stood.members, member) if stood else None
    if stood and edits == []:
        return stood.version
    known = range(stood.version if stood else 0, len(versions))
    differing = False
    for at in reversed(known):
        edited = edits or _edits(versions[at].members, member)
        if edited is not None and _joins(versions, at, edited):
            again = stood is None and not edited and at + 1 < len(versions)
            return len(versions) if again and all(map(member.left, standing)) else at
        differing = differing or bool(edited)
        if stood is None and any(_edited_since(versions[at], edit) for edit in edited or ()):
            break
    if differing:
        return len(versions)
    return stood.version if stood else max(len(versions) - 1, 0)


def _edits(before: Sequence[Member], newer: Member) -> list[_Edit] | None:
    """What a source says otherwise than the last one that it can be compared with in what has that name; null where there is none. A
    file that came, went or moved says nothing that the report does not."""
    compared = [edit for name in _names(newer) if (edit := _edit(before, newer, name))]
    return [edit for edit in compared if edit.changes] if compared else None


def _names(member: Member) -> set[str]:
    return {name for told in member.told.values() for name in told.digests}


def _edit(before: Sequence[Member], newer: Member, name: str) -> _Edit | None:
    for older in reversed(before):
        for extractor in sorted(older.told.keys() & newer.told.keys(), key=age):
            if _comparable(older, newer, extractor, name):
                return _Edit(older=older, newer=newer, extractor=extractor, name=name)
    return None


def _comparable(older: Member, newer: Member, extractor: str, name: str) -> bool:
    was, now = older.told[extractor], newer.told[extractor]
    if name not in was.digests or name not in now.digests:
        return False
    return not (_lacks(older, newer, now.origin(name)) or _lacks(newer, older, was.origin(name)))


def _lacks(one: Member, other: Member, origin: frozenset[str]) -> bool:
    """Whether a source is without files that were not fetched, where another was read from a file that it has not."""
    composed = one.composed()
    return bool(composed.missing and origin - composed.parts.keys() - {other.url})


def _joins(versions: Sequence[Version], at: int, edits: Iterable[_Edit]) -> bool:
    """Whether a version says all this, or what it does not say may have been edited with it, but was seen later."""
    before, version = versions[at - 1] if at else Version(), versions[at]
    return all(edit.now in _news(before, version, edit) or _with_it(versions, at, edit) for edit in edits)


def _news(before: Version, version: Version, edit: _Edit) -> set[str | None]:
    """What a version says of something that the one before did not say in the end, and what it says in the end."""
    return _said(version.members, edit) - _said(_end(before), edit) | _said(_end(version), edit)


def _end(version: Version) -> Iterable[Member]:
    return {one.url: one for one in version.members}.values()


def _said(members: Iterable[Member], edit: _Edit) -> set[str | None]:
    return {edit.said(one) for one in members}


def _with_it(versions: Sequence[Version], at: int, edit: _Edit) -> bool:
    """Whether something may have been edited with a version: no look since it was seen found that as it was before, and by it neither
    this address nor one that said the same before came to say something else. What a new address said before is what all others did,
    and as long as they did: a report may be edited and move at once."""
    version, before = versions[at], versions[at - 1] if at else Version()
    unedited = edit.unedited(one for earlier in versions[: at + 1] for one in earlier.members)
    if unedited is None or unedited >= version.members[0].began:
        return False
    agreed = _said(_end(before), edit)
    # What was read from several parts may have come to say this by halves.
    for one in version.members if len(edit.origin) == 1 else ():
        left = version.left.get(one.url)
        was, now = edit.said(left) if left else _only(agreed), edit.said(one)
        if None not in (was, now) and was != now and (was == edit.was or one.url == edit.newer.url):
            return False
    return True


def _edited_since(version: Version, edit: _Edit) -> bool:
    """Whether a file that a new address shows was seen to say otherwise since a version was: then it shows no copy of an earlier one."""
    first = version.members[0].captured_at
    return any(seen >= first for url, seen in edit.newer.before.items() if url in edit.origin)


def _only(said: set[str | None]) -> str | None:
    return next(iter(said)) if len(said) == 1 else None
