"""What runs where an element of a page is clicked or chosen, and what of the element it is given."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.pages.page import Page, words_of
from crawler.pages.wording import spaced

_RUNNING = etree.XPath(
    "/descendant::*[@onclick or @onchange or starts-with(@href, 'javascript:')] | /descendant::select/descendant::option"
)
_CALLED = re.compile(r"\b(\w+)\(([^()]*)\)")
_ARGUMENT = re.compile(r"'([^']*)'|\"([^\"]*)\"|([^\s,'\"]+)")
_LOCAL = re.compile(r"(?<![\w$.])([\w$]+)\s*=\s*([\w$.]+)\s*[;,\n}]")
_PLAIN = tuple(
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
        (r"\.(?:attr|prop|getAttribute)\(\s*['\"](\w+)['\"]\s*\)", r".\1"),
        (r"\.val\(\)", ".value"),
        (r"\.(?:text|html)\(\)|\.(?:textContent|innerHTML|text\b(?!\())", ".innerText"),
    )
)
"""The ways in which scripts read what an element holds, and the one in which `Run.values` names it."""
_DATASET = re.compile(r"(?<=\.dataset\.)[\w-]+")
_DEEPEST = 3
"""Functions that call one another with what the element holds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A piece of script that runs."""

    text: str
    """With what it reads of elements as `this.value`, `this.dataset.year`."""
    values: Mapping[str, str]
    """What its variables hold that the element gives."""


def handler(element: HtmlElement) -> str:
    """The script that runs where an element is clicked or chosen, as the element itself says; '' where it says none."""
    if element.tag == "option":
        box = next(element.iterancestors("select"), None)
        return "" if box is None else box.get("onchange") or ""
    href = element.get("href") or ""
    written = element.get("onclick") or (element.get("onchange") if element.tag == "input" else None)
    return str(written or (href if href.lower().startswith("javascript:") else ""))


def running(page: Page) -> Iterator[HtmlElement]:
    """The elements that may run something, in order."""
    return filter(handler, cast("list[HtmlElement]", _RUNNING(page.tree)))


def runs(page: Page, element: HtmlElement) -> Iterator[Run]:
    """The element's handler, and the functions that it calls with what the element holds or with what it writes itself."""
    if script := handler(element):
        yield from _runs(page, plain(script), _held(element), deep=0)


def plain(script: str) -> str:
    """A script in which each way to read an element is written as one."""
    for written, meant in _PLAIN:
        script = written.sub(meant, script)
    return _DATASET.sub(lambda found: _joined(found[0]), script)


def _runs(page: Page, script: str, values: Mapping[str, str], *, deep: int) -> Iterator[Run]:
    values = {**values, **{name: values[given] for name, given in _LOCAL.findall(script) if given in values}}
    yield Run(text=script, values=values)
    for name, given in _CALLED.findall(script) if deep < _DEEPEST else ():
        if name in page.functions:
            parameters, body = page.functions[name]
            if passed := _passed(parameters, given, values):
                yield from _runs(page, plain(body), passed, deep=deep + 1)


def _passed(parameters: tuple[str, ...], given: str, values: Mapping[str, str]) -> dict[str, str]:
    """What a function's parameters hold where it is called with these arguments, as far as the call tells it."""
    passed: dict[str, str] = {}
    for parameter, (one, two, bare) in zip(parameters, _ARGUMENT.findall(given), strict=False):
        if bare == "this":
            held = ((name, value) for name, value in values.items() if name.startswith("this."))
            passed.update((parameter + name.removeprefix("this"), value) for name, value in held)
        elif bare in values:
            passed[parameter] = values[bare]
        elif not bare or bare.lstrip("-").isdigit():
            passed[parameter] = one or two or bare
    return passed


def _held(element: HtmlElement) -> dict[str, str]:
    """What scripts may read of an element: its attributes, its value, its words; of a box's choice also by the box's name."""
    words = spaced(words_of(element))
    told = {_attribute(str(name)): str(value) for name, value in element.attrib.items()}
    told["innerText"] = words
    box = element
    if element.tag == "option":
        box = next(element.iterancestors("select"))
        told.setdefault("value", words)
    held = {f"this.{name}": value for name, value in told.items() if value}
    if (named := box.get("id")) and told.get("value"):
        held[f"${named}.value"] = told["value"]
    return held


def _attribute(name: str) -> str:
    return f"dataset.{_joined(name[5:])}" if name.startswith("data-") else name


def _joined(name: str) -> str:
    """A name that attributes write with hyphens and scripts with capitals."""
    return name.replace("-", "").lower()
