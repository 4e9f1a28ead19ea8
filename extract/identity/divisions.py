"""The administrative divisions from provinces to towns and streets: whose territory does an organ's name begin with?

Data: `divisions.tsv.zst`, made by `divisions_build.py`; its first line states its origin and date. Loaded on first use.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final, Literal

import zstandard

Level = Literal["province", "prefecture", "county", "township"]

_LEVELS: Final[dict[int, Level]] = {2: "province", 4: "prefecture", 6: "county", 9: "township"}
_LONGEST: Final = 15
_UNNAMED: Final = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""Rows of the code table that stand for no place of that name."""
_RANK: Final = re.compile(
    r"(?:[\u4e00-\u9fff]{1,4}族)*(?:自治)?(?:街道办事处|办事处|街道|地区|特别行政区|自治区|苏木|省|市|盟|州|县|区|旗|镇|乡)$"
)
_OFFICE: Final = re.compile(r"(?<=街道)办(?:事处)?$|(?<=街)办(?:事处)?$")
_UNKNOWN_TOWN: Final = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:镇|乡|街道|苏木)(?!企)")
_BETWEEN: Final = ("", "人民政府", "政府", "区委", "委")


@dataclass(frozen=True, kw_only=True, slots=True)
class Division:
    """A place of the code table. `code` has 6 digits down to counties (GB/T 2260) and 9 for towns and streets."""

    code: str
    name: str
    level: Level


@dataclass(frozen=True, kw_only=True, slots=True)
class Territory:
    """The places that a name may begin with, one level deep or several, and what of the name is left."""

    codes: tuple[str, ...]
    """Codes as the table counts them (2, 4, 6 or 9 digits), all that the name alone admits; empty where it begins with none."""
    end: int


class _Table:
    """The code table in memory, by code and by name."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.names: dict[str, str] = {}
        self.codes: dict[str, list[str]] = {}
        self.stems: dict[str, list[str]] = {}
        path = ["", "", "", ""]
        for line in lines:
            part = line.lstrip("\t")
            depth = len(line) - len(part)
            suffix, _, name = part.partition(" ")
            code = path[depth - 1] + suffix if depth else suffix
            path[depth] = code
            self.names[code] = name
            if name not in _UNNAMED:
                self.codes.setdefault(name, []).append(code)
                if depth < len(path) - 1:
                    self.stems.setdefault(stem(name), []).append(code)
        self.order: list[str] = sorted(self.names)


@cache
def _table() -> _Table:
    packed = resources.files("extract.identity").joinpath("divisions.tsv.zst").read_bytes()
    text = zstandard.ZstdDecompressor().decompress(packed).decode("utf-8")
    return _Table(line for line in text.splitlines() if not line.startswith("#"))


def stem(name: str) -> str:
    """A place's name without its rank, where at least two characters are left: 富阳 of 富阳市 and 富阳区, 城关 of 城关镇."""
    bare = _RANK.sub("", name)
    return bare if len(bare) >= 2 else name


@lru_cache(maxsize=4096)
def territory(name: str) -> Territory:
    """The places that an organ's name begins with, read from the left: 三门峡市湖滨区前进街道办事处 gives one street.

    A rank that has changed since (富阳市, now 富阳区) is tolerated down to counties.
    """
    codes: tuple[str, ...] = ()
    end = position = 0
    while position < len(name):
        found, length = _step(name[position : position + _LONGEST], codes)
        if not found:
            break
        codes, end = found, position + length
        position = end + _skipped(name[end:])
    return Territory(codes=codes, end=end)


def find(name: str, context: str = "") -> Division | None:
    """The place whose organ bears the name, or null: where no place is named, where the name goes on to a town or street
    that the table does not have, and where several bear the name and the context (the report's text and its page)
    names the superiors of none or of more than one."""
    named = territory(name)
    if _UNKNOWN_TOWN.match(name, named.end):
        return None
    codes = settled(named.codes, context)
    return _division(codes[0]) if len(codes) == 1 else None


def settled(codes: tuple[str, ...], context: str) -> tuple[str, ...]:
    """Of places that share a name, those whose superiors the context names best; all of them where it names no superior."""
    codes = tuple(
        code for code in codes if not any(code != above and code.startswith(above) for above in codes)
    )
    if len(codes) < 2 or not context:
        return codes
    scores = {code: _named_superiors(code, context) for code in codes}
    best = max(scores.values())
    return tuple(code for code in codes if scores[code] == best)


def name(code: str) -> str:
    """What the table calls a code of 2, 4, 6 or 9 digits."""
    return _table().names[code]


def siblings(codes: Iterable[str]) -> frozenset[str]:
    """The names of the places that share a superior with one of these, without these places' own names."""
    own = {_table().names[code] for code in codes}
    near = (name for code in codes for name in _within(code[: _superior_length(code)], len(code)))
    return frozenset(near) - own


def is_unique_below(name: str, code: str, digits: int) -> bool:
    """Whether, under the first `digits` of a code, one place alone bears the name."""
    return sum(1 for other in _table().codes.get(name, ()) if other.startswith(code[:digits])) <= 1


def _step(text: str, above: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    for length in range(len(text), 1, -1):
        found = _named(text[:length])
        if above:
            found = [code for code in found if any(code.startswith(a) and len(code) > len(a) for a in above)]
        if found:
            return tuple(found), length
    return (), 0


def _named(word: str) -> list[str]:
    table = _table()
    if exact := table.codes.get(word):
        return exact
    if word[-1] in "市县区旗":
        # A county's rank changes (县, 市, 区) and its name stays; a prefecture is not taken for a county of the same stem.
        return [code for code in table.stems.get(stem(word), ()) if len(code) == 6]
    if word[-1] in "办处" and (street := _OFFICE.sub("", word)) != word:
        return table.codes.get(street) or table.codes.get(street + "道", [])
    return [code for code in table.stems.get(word, ()) if len(code) == 2] if len(word) < 4 else []


def _skipped(rest: str) -> int:
    """How many characters stand between one place and the next: 富阳区|人民政府|春江街道."""
    for between in _BETWEEN:
        if rest.startswith(between) and _step(rest[len(between) : len(between) + _LONGEST], ())[0]:
            return len(between)
    return 0


def _named_superiors(code: str, context: str) -> int:
    table = _table()
    return sum(
        weight
        for digits, weight in ((6, 4), (4, 2), (2, 1))
        if len(code) > digits and table.names[code[:digits]] in context
    )


def _within(above: str, digits: int) -> Iterator[str]:
    """The names of the places of one length of code under another."""
    table = _table()
    first, last = bisect_left(table.order, above), bisect_left(table.order, above + ":")
    return (table.names[code] for code in table.order[first:last] if len(code) == digits)


def _superior_length(code: str) -> int:
    return 6 if len(code) == 9 else len(code) - 2


def _division(code: str) -> Division:
    return Division(
        code=code if len(code) == 9 else code.ljust(6, "0"),
        name=_table().names[code],
        level=_LEVELS[len(code)],
    )
