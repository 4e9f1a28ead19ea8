"""Values written in a page's scripts and attributes: object literals with single quotes or bare keys, and lone assignments."""

import json
import re
from collections.abc import Iterator
from itertools import islice

Defined = tuple[str, tuple[str, ...], int]
"""A function's name, its parameters, and where its body opens."""

_MOST = 2_000_000
_MOST_TRIED = 3
_FUNCTION = re.compile(
    r"(?:\bfunction\s+(\w+)\s*|\b(\w+)\s*[:=]\s*(?:async\s+)?(?:function\s*)?)\(([^()]*)\)\s*(?:=>\s*)?(?=\{)"
)
_METHOD = re.compile(r"(?<![\w$.])(?!(?:if|for|while|switch|catch|function)\b)(\w+)\s*\(([^()]*)\)\s*(?=\{)")
"""As an object's methods are written (`methods: {toDetail(id) {…}}`)."""
_SELECTED = r"(?:'(?P<{0}>[^'\n]+)'|\"(?P<{0}_>[^\"\n]+)\")"
_BOUND = re.compile(
    rf"(?:\$|jQuery)\(\s*(?:document(?:\.body)?|{_SELECTED.format('box')})\s*\)"
    rf"\.(?:(?:click|change)\(|(?:on|bind|live)\(\s*['\"][\w. ]*(?:click|change)[\w. ]*['\"]\s*,(?:\s*{_SELECTED.format('inner')}\s*,)?)"
    r"\s*(?:async\s*)?(?:function\s*\w*\s*\([^()]*\)|(?:\([^()]*\)|\w+)\s*=>)\s*(?=\{)"
)
"""What jQuery is told to run where an element is clicked."""
_EACH = re.compile(
    rf"querySelectorAll\(\s*{_SELECTED.format('box')}\s*\)\s*\.forEach(?=\(\s*(?:function\s*)?\(?\s*(?P<one>\w+))"
)
_TEXT_GIVEN = re.compile(r"(?<![\w$.])([\w$.]+)\s*=\s*(?=['\"`])")
_OBJECT_GIVEN = re.compile(r"(?<![\w$])([\w$]+)['\"]?\s*[:=]\s*(?=\{)")
_MOST_BOUND = 20
_INNERMOST = re.compile(r"\{[^{}]*\}")
_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)|(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<mark>[{}\[\],:])|(?P<number>-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w$]))|(?P<word>[\w$.]+)""",
    re.DOTALL,
)
_EXPECTING = ("{", "[", ",", ":")
"""After these a value or a key stands; anything else there goes on with the value before it."""
_CONSTANTS = {"true": "true", "false": "false", "null": "null", "undefined": "null"}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def value(text: str) -> object:
    """The object or array literal at the head of `text`; whatever follows it is ignored. None where there is none.

    Single quotes, bare keys, comments and trailing commas are accepted; what only running the script could tell (a variable,
    a call) is None.
    """
    head = text.lstrip()[:_MOST]
    if head[:1] not in ("{", "["):
        return None
    try:
        found: object = json.JSONDecoder(strict=False).raw_decode(head)[0]
        return found
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(_as_json(head), strict=False)
    except (ValueError, RecursionError):
        return None


def assigned(text: str, name: str) -> object:
    """The literal assigned to `name`, as in `window._CONFIG = {…}` or `siteInfo: {…}`, also as `JSON.parse("…")`; the first readable."""
    if name not in text:
        return None
    opening = rf"(?<![\w$]){re.escape(name)}['\"]?\s*[:=]\s*(?:JSON\.parse\(\s*(?=['\"])|(?=[{{\[]))"
    for found in islice(re.finditer(opening, text), _MOST_TRIED):
        token = _TOKEN.match(text, found.end())
        quoted = token is not None and token.lastgroup == "text"
        literal = value(unescaped(token.group()[1:-1]) if token and quoted else text[found.end() :])
        if literal is not None:
            return literal
    return None


def holding(text: str, name: str) -> dict[str, str]:
    """The first flat object literal with the key `name`, its values as text; empty where there is none."""
    for found in _INNERMOST.finditer(text):
        if name in found.group() and isinstance(told := value(found.group()), dict) and name in told:
            return {str(key): str(given) for key, given in told.items() if given is not None}
    return {}


def scalar(text: str, name: str) -> str | None:
    """The string or number given to `name` (`pageCount: 3`, `var siteGuid = "…"`, `'unitid':'778'`); None where it has none."""
    if name not in text:
        return None
    found = re.search(
        rf"(?<![\w$-]){re.escape(name)}['\"]?\s*[:=]\s*(?:'([^'\n]*)'|\"([^\"\n]*)\"|(-?\d+(?:\.\d+)?)\b)",
        text,
    )
    return next((group for group in found.groups() if group is not None), None) if found else None


def functions(text: str) -> Iterator[Defined]:
    """The functions that a script defines."""
    return _defined(_FUNCTION, text)


def methods(text: str) -> Iterator[Defined]:
    """The methods of a script's objects, and whatever else is written like one."""
    return _defined(_METHOD, text)


def _defined(pattern: re.Pattern[str], text: str) -> Iterator[Defined]:
    for found in pattern.finditer(text):
        *names, given = found.groups()
        parameters = tuple(name.strip() for name in (given or "").split(","))
        yield next(filter(None, names)), parameters, found.end()


def given(text: str) -> tuple[dict[str, int], dict[str, int]]:
    """Where the texts, and where the objects begin that the variables of a script are first given."""
    texts = {found[1]: found.end() for found in reversed(list(_TEXT_GIVEN.finditer(text)))}
    return texts, {found[1]: found.end() for found in reversed(list(_OBJECT_GIVEN.finditer(text)))}


def bindings(text: str) -> Iterator[tuple[str, str]]:
    """(selector, script) of what a script has run where one of the elements that the selector tells is clicked or chosen."""
    for found in islice(_BOUND.finditer(text), _MOST_BOUND):
        told = (found["box"] or found["box_"], found["inner"] or found["inner_"])
        if any(told):
            yield " ".join(filter(None, told)), body(text, found.end())
    for found in islice(_EACH.finditer(text), _MOST_BOUND):
        of_one = re.compile(rf"(?<![\w$.]){re.escape(found['one'])}\.")
        yield found["box"] or found["box_"], of_one.sub("this.", body(text, found.end()))


def body(text: str, start: int) -> str:
    """What stands in the brackets that open at `start`, with them."""
    return text[start : closed(text, start)]


def _as_json(text: str) -> str:
    """The leading literal of `text` rewritten as JSON, up to the bracket that closes it."""
    pieces: list[str] = []
    depth = position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None or (token.group() in "{[" and pieces and pieces[-1] not in _EXPECTING):
            position = closed(text, position) if text[position] in "([{" else position + 1
            continue
        position = token.end()
        kind, words = token.lastgroup, token.group()
        if kind == "mark":
            if words in "}]" and pieces and pieces[-1] == ",":
                pieces.pop()
            depth += (words in "{[") - (words in "}]")
            pieces.append(words)
            if depth == 0:
                break
        elif kind != "space":
            _push(pieces, _scalar_json(kind, words, key=_is_key(text, position)))
    return "".join(pieces)


def closed(text: str, position: int) -> int:
    """Behind the bracket that closes the one at `position`: arguments, an index, a function's body."""
    depth = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        words = token.group() if token else text[position]
        depth += (words in ("(", "[", "{")) - (words in (")", "]", "}"))
        position += len(words)
        if depth == 0:
            break
    return position


def _push(pieces: list[str], piece: str) -> None:
    """Adds a value; of an expression of several words (`a + b`, `f('x')`) only the first counts."""
    if not pieces or pieces[-1] in _EXPECTING:
        pieces.append(piece)


def _scalar_json(kind: str | None, words: str, *, key: bool) -> str:
    if kind == "text":
        return json.dumps(unescaped(words[1:-1]))
    if key:
        return json.dumps(words)
    return words if kind == "number" else _CONSTANTS.get(words, "null")


def _is_key(text: str, position: int) -> bool:
    return text[position : position + 20].lstrip().startswith(":")


def unescaped(text: str) -> str:
    """What stands between a text's quotes, as the script reads it."""

    def replaced(found: re.Match[str]) -> str:
        escape = found.group(1)
        if escape[0] in "ux" and len(escape) > 1:
            return chr(int(escape[1:], 16))
        return _ESCAPES.get(escape, escape)

    return _ESCAPE.sub(replaced, text)
