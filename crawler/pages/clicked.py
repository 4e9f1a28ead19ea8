"""What runs where an element of a page is clicked or chosen, and what of the element it is given."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from crawler.pages import scripts
from crawler.pages.page import Page, words_of
from crawler.pages.wording import spaced

_CALLED = re.compile(r"\b(\w+)\(([^()]*)\)")
_ARGUMENT = re.compile(r"'([^']*)'|\"([^\"]*)\"|([^\s,'\"]+)")
_GIVEN = re.compile(r"(?<![\w$.])(?:(var|let|const)\s+)?([\w$]+)\s*=\s*([\w$.]+)\s*[;,\n}]")
_WAYS = tuple(
    (re.compile(written), meant)
    for written, meant in (
        (r"\b(?:e|ev|evt|event)\.(?:target|currentTarget|srcElement)\b", "this"),
        (r"(?:\$|jQuery)\(\s*([A-Za-z_]\w*)\s*\)", r"\1"),
        (
            r"(?:document\.getElementById\(\s*['\"]|(?:\$|jQuery)\(\s*['\"]#)([\w-]+)(?:\s+option:selected)?['\"]\s*\)",
            r"$\1",
        ),
        (r"([\w$]+)\.options\[\s*\1\.selectedIndex\s*\]", r"\1"),
        (r"\.(?:find|children)\(\s*['\"](?:option)?:selected['\"]\s*\)", ""),
        (r"\.(?:attr|getAttribute)\(\s*['\"]data-([\w-]+)['\"]\s*\)", r".dataset.\1"),
        (r"\.data\(\s*['\"]([\w-]+)['\"]\s*\)|\.dataset\[\s*['\"](\w+)['\"]\s*\]", r".dataset.\1\2"),
        (r"\.(?:attr|getAttribute)\(\s*['\"](\w+-[\w-]+)['\"]\s*\)", r".dataset.\1"),
        (r"\.(?:attr|prop|getAttribute)\(\s*['\"](\w+)['\"]\s*\)", r".\1"),
        (r"\.val\(\)", ".value"),
        (r"\.(?:text|html)\(\)|\.(?:textContent|innerHTML|text\b(?!\())", ".innerText"),
    )
)
"""The ways in which scripts read what an element holds, and the one in which `Run.values` names it."""
_SUM = re.compile(r"([A-Za-z_$]\w*)(?:([+-])(\d{1,4}))?")
"""What a variable holds, or some more or less than that (`go(cur+1)`)."""
_DATASET = re.compile(r"(?<=\.dataset\.)[\w-]+")
_DEEPEST = 3
"""Functions that call one another with what the element holds."""
_MOST_RUNS = 12
_MOST_WORDS = 100
_LONGEST = 10_000
"""Letters of a function beyond which nothing of it is read: who writes more keeps a page's whole script in it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A piece of script that runs."""

    text: str
    """With what it reads of elements as `this.value`, `this.dataset.year`."""
    values: Mapping[str, str]
    """What its variables hold that the element gives."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Plain:
    """A script in which each way to read an element is written as one."""

    text: str
    given: tuple[tuple[str, str], ...]
    """(variable, what it is given) where that is a variable too."""
    kept: frozenset[str]
    """The variables among them that are not its own: what it calls finds them set."""
    calls: tuple[tuple[str, str], ...]
    """(function, its arguments) of what it calls."""


def handler(page: Page, element: HtmlElement) -> str:
    """The script that runs where an element is clicked or chosen; '' where none does."""
    if element.tag == "option":
        box = next(element.iterancestors("select"), element)
        return str(box.get("onchange") or page.clicked.get(box, "") or _asking(page, box.get("id")))
    bound = page.clicked.get(element, "")
    return f"{own(element)};{bound}" if bound else own(element)


def _asking(page: Page, box: str | None) -> str:
    """The call of the function that reads what a box without a handler shows, as the button beside it makes it; '' where none does."""
    function = page.readers.get(box or "")
    return f"{function}()" if function else ""


def own(element: HtmlElement) -> str:
    """The script that runs where an element is clicked, as it says itself."""
    href = element.get("href") or ""
    clicked = element.get("onclick") or element.get("ng-click")
    written = clicked or (element.get("onchange") if element.tag == "input" else None)
    return str(written or (href if href.lower().startswith("javascript:") else ""))


def running(page: Page) -> Iterator[HtmlElement]:
    """The elements that may run something: first those that say so themselves."""
    return (one for one in dict.fromkeys((*page.running, *page.clicked)) if handler(page, one))


def runs(page: Page, element: HtmlElement) -> Iterator[Run]:
    """The element's handler, and the functions that it calls with what the element holds or with what it writes itself."""
    if script := handler(page, element):
        yield from islice(_runs(page, script, _held(element), deep=0), _MOST_RUNS)


def _runs(page: Page, script: str, values: Mapping[str, str], *, deep: int) -> Iterator[Run]:
    read = _plain(script[:_LONGEST])
    values = {**values, **_renamed(page, values, read.given)}
    yield Run(text=read.text, values=values)
    kept = {name: values[name] for name in read.kept if name in values}
    for name, given in read.calls if deep < _DEEPEST else ():
        if name in page.functions:
            parameters, body = page.functions[name]
            if passed := {**kept, **_passed(page, parameters, given, values)}:
                yield from _runs(page, body, passed, deep=deep + 1)


def _renamed(page: Page, values: Mapping[str, str], given: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """What variables hold that are given another's value, the element itself (`var me = $(this)`), or that of a box left as it is."""
    told = {name: values[other] for name, other in given if other in values}
    for name, other in given:
        if name not in told and (shown := _untouched(page, other)) is not None:
            told[name] = shown
        held = ((one, value) for one, value in values.items() if one.startswith(f"{other}."))
        told.update((name + one.removeprefix(other), value) for one, value in held)
    return told


def _untouched(page: Page, name: str) -> str | None:
    """The first choice of the box that a name reads (`$box.value`), where it shows that; None where something has been chosen in it, for
    no page is chosen by two boxes, and for anything else."""
    if not (name.startswith("$") and name.endswith(".value")):
        return None
    options = page.tree.xpath("//select[@id = $id]//option", id=name[1:].removesuffix(".value"))
    chosen = next((one for one in options if one.get("selected") is not None), None)
    return str(options[0].get("value") or "") if options and chosen in (None, options[0]) else None


# Every element of a list runs the same: what is told of its script is told once.
@lru_cache(256)
def _plain(script: str) -> _Plain:
    script = plain(script)
    found = _GIVEN.findall(script)
    return _Plain(
        text=script,
        given=tuple((name, other) for _, name, other in found),
        kept=frozenset(name for own, name, _ in found if not own),
        calls=tuple(_CALLED.findall(script)),
    )


def plain(script: str) -> str:
    """A script with each way to read what an element holds written as one (`this.dataset.year`, `$box.value`)."""
    for written, meant in _WAYS:
        script = written.sub(meant, script)
    return _DATASET.sub(lambda found: _joined(found[0]), script)


def _passed(page: Page, parameters: tuple[str, ...], given: str, values: Mapping[str, str]) -> dict[str, str]:
    """What a function reads by an element's name, and its parameters hold where it is called with these arguments, as far as the
    call tells it."""
    passed = {name: value for name, value in values.items() if name.startswith("$")}
    for parameter, (one, two, bare) in zip(parameters, _ARGUMENT.findall(given), strict=False):
        if bare == "this":
            held = ((name, value) for name, value in values.items() if name.startswith("this."))
            passed.update((parameter + name.removeprefix("this"), value) for name, value in held)
        elif bare in values:
            passed[parameter] = values[bare]
        elif not bare or bare.lstrip("-").isdigit():
            passed[parameter] = one or two or bare
        elif told := _counted(page, bare):
            passed[parameter] = told
    return passed


def _counted(page: Page, written: str) -> str:
    """The number that an argument comes to where a script of the page sets its variable; '' for any other."""
    summed = _SUM.fullmatch(written)
    held = scripts.scalar(page.text, summed[1]) if summed else None
    if summed is None or held is None or not held.isdigit():
        return ""
    return str(int(held) + int(f"{summed[2] or ''}{summed[3] or 0}"))


def _held(element: HtmlElement) -> dict[str, str]:
    """What scripts may read of an element: its attributes, its value, its words; of a box's choice also by the box's name."""
    words = spaced(words_of(element))[:_MOST_WORDS]
    told = {_attribute(str(name)): str(value) for name, value in element.attrib.items()}
    told["innerText"] = words
    box = element
    if element.tag == "option":
        box = next(element.iterancestors("select"), element)
        told.setdefault("value", words)
    held = {f"this.{name}": value for name, value in told.items() if value}
    if (named := box.get("id")) and told.get("value"):
        held[f"${named}.value"] = told["value"]
    return held


def _attribute(name: str) -> str:
    return f"dataset.{_joined(name.removeprefix('data-'))}" if "-" in name else name


def _joined(name: str) -> str:
    """A name that attributes write with hyphens and scripts with capitals."""
    return name.replace("-", "").lower()
