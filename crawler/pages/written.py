"""The calls of a page's scripts as they are written: where to, with which fields, and which variables fill them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from crawler.pages import plugins, scripts, trees, turning, variables
from crawler.pages.built import SLOT, template
from crawler.pages.called import Called
from crawler.pages.clicked import plain
from crawler.pages.page import Page
from crawler.pages.scripted import address

_METHOD = re.compile(r"\s*['\"](get|post)['\"]\s*,\s*", re.IGNORECASE)
"""What stands before the address where a script opens its request itself."""
_URL = re.compile(r"\burl['\"]?\s*:\s*(?=['\"`]|[A-Za-z_$][\w$.]*\s*[+,}])")
_DATA = re.compile(r"\b(?:data|body|params)['\"]?\s*:\s*(?:JSON\.stringify\()?\s*(?=\{)")
_NAMED = re.compile(
    r"[{,]\s*(?:data|body|params)['\"]?(?:\s*:\s*(?:[\w$.]+\(\s*(?:\{\s*\}\s*,\s*)?)*([A-Za-z_$][\w$.]*)\s*[,)}]|(?=\s*[,}]))"
)
"""An object that the call sends by the name of a variable, which may be the field's own."""
_NEXT = re.compile(r"\s*,\s*(?:JSON\.stringify\()?\s*(?=\{)")
_NEXT_NAMED = re.compile(r"\s*,\s*(?:[\w$.]+\(\s*)*([A-Za-z_$][\w$.]*)\s*(?:[,)]|$)")
_FIELD = re.compile(
    r"(?<![\w$.])['\"]?([A-Za-z_]\w*)['\"]?\s*:\s*(?:'([^'\n]*)'|\"([^\"\n]*)\"|(-?\d+)|([A-Za-z_$][\w$.]*(?:\s*\+\s*\d)?))\s*(?=[,}])"
)
_IS_JSON = re.compile(r"application/json|JSON\.stringify")
_IS_FORM = re.compile(r"x-www-form-urlencoded|\b[qQ][sS]\.stringify|URLSearchParams")
_JQUERY = re.compile(r"\$\w?|jq\w*|jQuery")
_OF_JQUERY = ("ajax", "getJSON", "load", *plugins.NAMES)
_BROWSERS = re.compile(r"\$\w?|jq\w*|jQuery|mui|Zepto|fetch|\w*xhr|xmlhttp\w*|x", re.IGNORECASE)
"""By what a call is made that no base is set before, and whose fields are a form's unless it says otherwise."""
_DATA_FILE = re.compile(r"[\w/.-]+\.(?:xml|json)")
_BEFORE_PATH = re.compile(r"\$\{[\w$.]+\}(?=/)")
"""A variable in front of a whole path: where the site's pages stand (`ctx + '/list.do'`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A call as it is written."""

    address: str
    """With `${name}` where a variable fills it."""
    fields: Mapping[str, tuple[str, str]]
    """Name → the value written there, or the variable that fills it."""
    whole: Mapping[str, object]
    """What is sent as it is written, where it holds objects of its own; else empty."""
    post: bool
    json: bool
    within: str = field(repr=False)
    """What of the page's text tells its place: all that stands between its brackets, or what stands in front of it."""
    ajax: bool = False
    """Whether it says of itself that a script makes it, as jQuery's do."""
    before: str = field(repr=False)
    """What stands in front of it."""

    @property
    def names(self) -> Iterator[tuple[str, str]]:
        """The fields of the call and of its address, each with the variable that fills it, or ''."""
        for name, (_, variable) in self.fields.items():
            yield name, variable
        for name, _, value in (piece.partition("=") for piece in self.address.partition("?")[2].split("&")):
            slot = SLOT.search(value)
            yield name, slot[1] if slot else ""

    @property
    def filled(self) -> frozenset[str]:
        """The variables that fill it."""
        named = filter(None, (variable for _, variable in self.names))
        return frozenset({*named, *SLOT.findall(self.address)})

    @property
    def opens(self) -> bool:
        """Whether it names a tree's branch whose children it brings."""
        return any(trees.is_parent(name, self.address) for name, _ in self.names)

    @property
    def is_file(self) -> bool:
        """Whether it fetches a file of data as it is."""
        return not (self.post or self.filled) and _is_data_file(self.address.partition("?")[0])

    @property
    def page_field(self) -> tuple[str, str] | None:
        """The field with the page's place in the list and the variable that fills it, '' for a file that it numbers; else None."""
        for name, variable in self.names:
            if turning.is_place(name):
                return name, variable
        if place := turning.place_in(self.whole):
            return place[0], ""
        path = self.address.partition("?")[0]
        slots = [slot[1] for slot in SLOT.finditer(path) if slot.start()]
        return ("", slots[-1]) if slots and turning.is_number(slots[-1]) else None


def read(page: Page, found: Iterable[Called]) -> Iterator[Call]:
    """Calls that name an address, each with what it sends."""
    for one in found:
        told = _written(page, one)
        path = SLOT.sub("0", _BEFORE_PATH.sub("", told.address)).partition("?")[0] if told else ""
        if told and (address(path) or _is_data_file(path)):
            yield told


def _written(page: Page, called: Called) -> Call | None:
    """What stands between the brackets of a call."""
    how, inside = called.how, plain(called.inside)
    direct = called.inside in page.text
    optional = inside.lstrip().startswith("{")
    start = _address_at(how, inside, optional=optional)
    if start is None:
        return None
    written, end = template(inside, start)
    given = _given(page, called._replace(inside=inside), end, optional=optional)
    fields = _FIELD.findall(given[: scripts.closed(given, 0)]) if given else []
    own = plugins.sends(how, inside) if how in plugins.NAMES else {}
    sent = {
        name: (single or double or number or own.get(variable.rpartition(".")[2], ""), variable)
        for name, single, double, number, variable in fields
    }
    added = {} if plugins.is_told_all(how, sent) else own
    posted = how == "open" and "post" in inside[:start].lower()
    return Call(
        address=variables.based(
            page, written, by=None if _BROWSERS.fullmatch(called.owner) else called.owner
        ),
        fields={
            **{name: (value, "" if value else variable) for name, (value, variable) in sent.items()},
            **{name: (value, "") for name, value in added.items()},
        },
        whole=_whole(given),
        post=how == "post" or posted or plugins.is_post(how, inside),
        json=_is_json(called),
        within=called.inside if direct else called.before,
        ajax=how in _OF_JQUERY or _JQUERY.fullmatch(called.owner) is not None,
        before=called.before,
    )


def _address_at(how: str | None, inside: str, *, optional: bool) -> int | None:
    """Where between a call's brackets its address stands; None where it names none."""
    if how in plugins.NAMES:
        return plugins.address_at(inside)
    if not optional and how != "open":
        return 0
    named = _URL.search(inside) if optional else _METHOD.match(inside)
    return named.end() if named else None


def _given(page: Page, called: Called, end: int, *, optional: bool) -> str:
    """The object that a call sends, from its bracket on, also where it is a variable's; '' where it sends none.

    `end`: where the address ends.
    """
    inside = called.inside
    if called.how in plugins.NAMES:
        return plugins.given(inside, page.functions)
    beside = optional or called.how is None
    if found := _DATA.search(inside) if beside else _NEXT.match(inside, end):
        return inside[found.end() :]
    named = _NAMED.search(inside) if beside else _NEXT_NAMED.match(inside, end)
    if named is None:
        return ""
    return variables.object_of(page, named[1] or named[0].strip("{, \n'\""), before=called.before)


def _is_json(called: Called) -> bool:
    """Whether what a call sends is JSON: where it says so, or is made by what sends it unless told otherwise."""
    if _IS_JSON.search(called.inside):
        return True
    plain = called.how in (None, "post", "request") and not _BROWSERS.fullmatch(called.owner)
    return plain and not _IS_FORM.search(called.inside)


def _whole(given: str) -> Mapping[str, object]:
    """The object that a call sends, where it holds others; else empty."""
    told = scripts.value(given)
    nested = isinstance(told, dict) and any(isinstance(value, dict) for value in told.values())
    return told if isinstance(told, dict) and nested else {}


def _is_data_file(path: str) -> bool:
    return _DATA_FILE.fullmatch(path) is not None
