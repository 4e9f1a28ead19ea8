"""The calls in a script that may fetch something: those that it makes itself, and those to its functions that hand on to one."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from crawler.pages import scripts

_CALL = re.compile(
    r"(?:\.(?P<how>ajax|getJSON|post|get|request|load|open|bootstrapTable|render|datagrid|[dD]ataTable)|\b(?:fetch|axios))\s*\((?=\s*(?:[{'\"`]|[A-Za-z_$][\w$.]*(?:\((?:this|['\"][\w-]+['\"])\)[\w$.]*)*\s*[,)+]))"
    r"|(?<=[\w$)])\((?=\s*\{(?:[^{}]{0,200}[,\s])?url['\"]?\s*:)"
)
"""By a name that is known, or whatever is given options with an address (`request({url: …})`)."""
_BEFORE = 200
_OWNER = re.compile(r"([\w$]+)\)?$")
_NAME = r"[A-Za-z_$][\w$]*"
_HEAD = re.compile(
    rf"\bfunction\s+(?P<a>{_NAME})\s*\((?P<b>[^()]*)\)\s*(?=\{{)"
    rf"|(?<![\w$])(?P<c>{_NAME})['\"]?\s*[:=]\s*(?:async\s+)?(?:function\s*[\w$]*\s*\((?P<d>[^()]*)\)\s*(?=\{{)|(?:\((?P<e>[^()]*)\)|(?P<f>{_NAME}))\s*=>\s*)"
    rf"|(?<![\w$.])(?!(?:if|for|while|switch|catch|function|return)\b)(?P<g>{_NAME})\s*\((?P<h>[^()]*)\)\s*(?=\{{)"
)
"""A function's name and its parameters, however it is written; its body follows."""
_CALLING = re.compile(rf"(?<![\w$])({_NAME})\)?\(")
_SERIAL = re.compile(
    r"\+\s*(?:new\s+URLSearchParams|(?:\$|jQuery)\.param|[qQ][sS]\.stringify)\(([^()]*|\{[^{}]*\})\)(?:\.toString\(\))?"
)
"""Fields that the script itself writes into an address."""
_TOKEN = re.compile(rf"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|(?<![\w$.]){_NAME}(?:\.[\w$]+)*")
_IN_TEXT = re.compile(rf"\$\{{\s*({_NAME})\s*\}}")
_KEY = re.compile(rf"\s*(?:\.\.\.)?['\"]?({_NAME})['\"]?\s*(?::|$)")
_LONGEST = 2000
"""Letters of a function beyond which it does more than hand on."""
_WIDEST = 5000
"""Letters of what a call is given."""
_MOST, _MOST_CALLS = 60, 500
_DEEPEST = 4


class Called(NamedTuple):
    """A call that may fetch something."""

    how: str | None
    """`post`; None for one that is no known method."""
    inside: str
    """What stands between its brackets."""
    before: str
    """What stands in front of it."""
    owner: str = ""
    """What it is called on, or by (`$`, `axios`, `request`)."""


class Handing(NamedTuple):
    """A function that hands on to a call what it is handed."""

    name: str
    parameters: tuple[str, ...]
    called: Called


def calls(text: str, handings: Sequence[Handing] = ()) -> Iterator[Called]:
    """The calls in a script, in order; then what its calls to functions that hand on come to."""
    for _, called in _own(text):
        yield called
    places = _places(text) if handings else {}
    through = (called for handing in handings for _, called in _through(text, handing, places))
    yield from islice(dict.fromkeys(through), _MOST)


def handings(text: str) -> tuple[Handing, ...]:
    """The functions of a script that hand on to its calls, or to one another, what they are handed."""
    waiting = [one for one in _own(text) if len(one[1].inside) <= _LONGEST]
    heads = [(found.start(), found) for found in _HEAD.finditer(text)] if waiting else []
    places = _places(text) if waiting else {}
    told: list[Handing] = []
    for _ in range(_DEEPEST):
        found = [one for at, called in waiting for one in _around(text, heads, at, called)]
        new = list(dict.fromkeys(one for one in found if one not in told))[:_MOST]
        told += new
        through = (called for handing in new for called in _through(text, handing, places))
        waiting = list(islice(through, _MOST))
    return tuple(told)


def _own(text: str) -> Iterator[tuple[int, Called]]:
    for found in islice(_CALL.finditer(text), _MOST_CALLS):
        given = text[found.end() - 1 : found.end() + _WIDEST]
        inside = _serial(given[1 : scripts.closed(given, 0) - 1])
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        owner = _OWNER.search(before if found["how"] or found[0] == "(" else found[0].rstrip("( "))
        yield found.start(), Called(found["how"], inside, before, owner[1] if owner else "")


def _serial(inside: str) -> str:
    """A call with the fields that the script writes into its address beside it."""
    found = _SERIAL.search(inside)
    return f"{inside[: found.start()]}{inside[found.end() :]}, {{params: {found[1]}}}" if found else inside


def _around(
    text: str, heads: Sequence[tuple[int, re.Match[str]]], at: int, called: Called
) -> Iterator[Handing]:
    """The functions around a call that hand on to it what they are handed."""
    first = bisect_left(heads, at - _LONGEST, key=lambda one: one[0])
    for start, found in heads[first : bisect_left(heads, at, key=lambda one: one[0])]:
        parameters = tuple(one.strip().partition("=")[0].strip() for one in _parameters(found).split(","))
        handed = _laid_out(called, text[found.end() : at], parameters)
        if not _variables(handed.inside).isdisjoint(parameters) and start < at < _end(text, found.end()):
            yield Handing(found["a"] or found["c"] or found["g"], parameters, handed)


def _parameters(head: re.Match[str]) -> str:
    return next((head[name] for name in "bdefh" if head[name] is not None), "")


def _end(text: str, start: int) -> int:
    """Behind a function's body: its brackets, or the one expression of an arrow."""
    if text[start : start + 1] == "{":
        return start + scripts.closed(text[start : start + _LONGEST], 0)
    position = start
    while position < min(len(text), start + _LONGEST):
        if text[position] in "([{":
            position = scripts.closed(text, position)
        elif text[position] in ",;)]}":
            break
        else:
            position += 1
    return position


def _laid_out(called: Called, body: str, parameters: tuple[str, ...]) -> Called:
    """A call whose address ends in a variable of its function, made of what this is handed: with that as what it sends."""
    if called.how not in (None, "get", "getJSON") or "+" not in called.inside:
        return called
    for name, made in islice(re.findall(rf"(?<![\w$.])({_NAME})\s*=\s*([^;]{{1,300}})", body), _MOST):
        handed = next((one for one in parameters if re.search(_word(one), made)), None)
        ending = re.compile(rf"\+\s*{re.escape(name)}(?=\s*(?:[,)]|$))")
        if handed and ending.search(called.inside):
            inside = f"{ending.sub('', called.inside, count=1)}, {{params: {handed}}}"
            return called._replace(inside=inside, how=None)
    return called


def _variables(inside: str) -> frozenset[str]:
    """The variables of a call."""
    words = (found[0] for found in _TOKEN.finditer(inside))
    in_texts = (name for word in _TOKEN.findall(inside) for name in _IN_TEXT.findall(word))
    return frozenset((*(word.partition(".")[0] for word in words if word[0] not in "'\"`"), *in_texts))


def _places(text: str) -> Mapping[str, Sequence[re.Match[str]]]:
    """Name → where a script calls what has it; looked for once, as a library's functions hand on to one another by the hundred."""
    places: dict[str, list[re.Match[str]]] = {}
    for found in _CALLING.finditer(text):
        places.setdefault(found[1], []).append(found)
    return places


def _through(
    text: str, handing: Handing, places: Mapping[str, Sequence[re.Match[str]]]
) -> Iterator[tuple[int, Called]]:
    """The calls to a function that hands on, each as the call that it comes to."""
    for found in places.get(handing.name, ())[:_MOST]:
        given = text[found.end() - 1 : found.end() + _LONGEST]
        end = scripts.closed(given, 0)
        defined = re.match(r"\s*(?:\{|=>)", given[end : end + 20])
        if defined or given[end - 1] != ")" or text.endswith("function ", 0, found.start()):
            continue
        arguments = _split(given[1 : end - 1])
        handed = dict(
            zip(handing.parameters, (*arguments, *["undefined"] * len(handing.parameters)), strict=False)
        )
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        inside = _handed(handing.called.inside, handed)
        yield found.start(), handing.called._replace(inside=_serial(inside), before=before)


def _split(inside: str) -> list[str]:
    """Arguments, or the entries of an object."""
    pieces, start, position = [], 0, 0
    while position < len(inside):
        if inside[position] == ",":
            pieces.append(inside[start:position].strip())
            start = position = position + 1
        else:
            position = scripts.closed(inside, position)
    return [*pieces, inside[start:].strip()]


def _handed(inside: str, handed: Mapping[str, str]) -> str:
    """A call with what its function is handed in place of its parameters."""

    def put(found: re.Match[str]) -> str:
        word = found[0]
        if word[0] == "`":
            return _IN_TEXT.sub(lambda slot: _in_text(handed.get(slot[1], slot[0]), slot[0]), word)
        root, _, member = word.partition(".")
        if word[0] in "'\"" or root not in handed:
            return word
        opening, following = inside[: found.start()].rstrip()[-1:], inside[found.end() :].lstrip()[:1]
        if opening in ("{", ",") and following == ":":
            return word
        if (
            opening in ("{", ",")
            and following in (",", "}")
            and not member
            and "{" in inside[: found.start()]
        ):
            return f"{word}: {handed[root]}"
        return _member(handed[root], member) if member else handed[root]

    return _TOKEN.sub(put, inside)


def _in_text(given: str, slot: str) -> str:
    quoted = re.fullmatch(r"'([^']*)'|\"([^\"]*)\"", given)
    if quoted:
        return quoted[1] or quoted[2] or ""
    return f"${{{given}}}" if re.fullmatch(rf"{_NAME}(?:\.[\w$]+)*", given) else slot


def _member(given: str, member: str) -> str:
    """What an object that is handed over holds under a name; the name itself of one that is a variable's."""
    if not given.startswith("{"):
        return f"{given}.{member}"
    for piece in _split(given[1:-1]):
        key = _KEY.match(piece)
        if key and key[1] == member:
            return piece[key.end() :].strip() or member
    return "undefined"


def _word(name: str) -> str:
    return rf"(?<![\w$.]){re.escape(name)}(?![\w$])"
