"""Lists that a page's own script fetches page by page: the call as the script writes it, filled with what its variables hold."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from crawler.pages import clicked, queries, scripts, trees, turning, variables
from crawler.pages.anchors import called_by, tag_path
from crawler.pages.built import SLOT, entry, template
from crawler.pages.page import Anchor, Ask, Page
from crawler.pages.scripted import address
from crawler.relevance import is_choice

_METHOD = re.compile(r"\s*['\"](get|post)['\"]\s*,\s*", re.IGNORECASE)
"""What stands before the address where a script opens its request itself."""
_URL = re.compile(r"\burl['\"]?\s*:\s*(?=['\"`]|[A-Za-z_$][\w$.]*\s*[+,}])")
_DATA = re.compile(r"\b(?:data|body|params)['\"]?\s*:\s*(?:JSON\.stringify\()?\s*(?=\{)")
_NAMED = re.compile(r"\b(?:data|body|params)['\"]?\s*:\s*(?:JSON\.stringify\()?\s*([A-Za-z_$][\w$]*)\s*[,)}]")
"""An object that the call sends by the name of a variable."""
_SENT = {
    "bootstrapTable": {"limit": "10", "offset": "0"},
    "render": {"page": "1", "limit": "10"},
    "datagrid": {"page": "1", "rows": "10"},
}
"""What a table's plugin (bootstrap-table, layui, EasyUI) sends for its first page, beside what its options name."""
_OPTION = re.compile(r"\b(?:where|queryParams)['\"]?\s*:\s*(?:function\s*\([^()]*\)\s*\{\s*return\s*)?(?=\{)")
"""What of a plugin's options is sent too."""
_NEXT = re.compile(r"\s*,\s*(?:JSON\.stringify\()?\s*(?=\{)")
_FIELD = re.compile(
    r"(?<![\w$.])['\"]?([A-Za-z_]\w*)['\"]?\s*:\s*(?:'([^'\n]*)'|\"([^\"\n]*)\"|(-?\d+)|([A-Za-z_$][\w$.]*(?:\s*\+\s*\d)?))\s*(?=[,}])"
)
_IS_POST = re.compile(r"(?:type|method)['\"]?\s*:\s*['\"]post", re.IGNORECASE)
_IS_GET = re.compile(r"(?:type|method)['\"]?\s*:\s*['\"]get", re.IGNORECASE)
_IS_JSON = re.compile(r"application/json|JSON\.stringify")
_JSON_HEADERS = (("Content-Type", "application/json"),)
_DATA_FILE = re.compile(r"[\w/.-]+\.(?:xml|json)")
_BEFORE_PATH = re.compile(r"\$\{[\w$.]+\}(?=/)")
"""A variable in front of a whole path: where the site's pages stand (`ctx + '/list.do'`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Call:
    """A call as it is written."""

    address: str
    """With `${name}` where a variable fills it."""
    fields: Mapping[str, tuple[str, str]]
    """Name → the value written there, or the variable that fills it."""
    whole: Mapping[str, object]
    """What is sent as it is written, where it holds objects of its own; else empty."""
    post: bool
    json: bool
    written: str = field(repr=False)
    """All that stands between its brackets."""
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
    def page_field(self) -> tuple[str, str] | None:
        """The field with the page's place in the list and the variable that fills it, '' for a file that it numbers; else None."""
        for name, variable in self.names:
            if turning.is_place(name):
                return name, variable
        if place := turning.place_in(self.whole):
            return place[0], ""
        slots = SLOT.findall(self.address.partition("?")[0])
        return ("", slots[-1]) if slots and turning.is_number(slots[-1]) else None


def call(page: Page, *, printed: int) -> Ask | None:
    """The request for the first page of a list that a script of the page fetches; None where no call names a page's place.

    `printed`: how many of the list's entries the page shows itself, so that the call brings those after them.
    """
    for told in _read(page, page.calls):
        place = None if _filled_by_node(page, told) else told.page_field
        first = _first(page, told, place, printed=printed) if place else None
        if place and first is not None:
            asked = _ask(page, told, {}, place=place, first=first)
            return asked and replace(asked, entry=entry(page))
    return None


def tree(page: Page, *, leaf: Ask | None) -> Ask | None:
    """The request for the first branches of a tree that a script of the page fetches; None where it fetches none.

    `leaf`: how the page asks for what a leaf names. Where it does, a call is known for a tree's by its address alone.
    """
    ask = _tree(page, named=leaf is not None)
    return ask and replace(ask, leaf=leaf)


def _tree(page: Page, *, named: bool) -> Ask | None:
    if planted := trees.planted(page):
        url, sent, post = planted
        fields = {name: (value, "") for name, value in sent.items()}
        told = _Call(address=url, fields=fields, whole={}, post=post, json=False, written="", before="")
        return _ask(page, told, {})
    for told in _read(page, page.calls):
        if told.page_field is None and (told.opens or (named and trees.is_tree(told.address))):
            return _ask(page, told, {})
    return None


def file(page: Page) -> Ask | None:
    """The request for a file of data that a script of the page fetches as it is; None where none does."""
    for told in _read(page, page.calls):
        if not (told.post or told.filled) and _DATA_FILE.fullmatch(told.address.partition("?")[0]):
            asked = _ask(page, told, {})
            return asked and replace(asked, entry=entry(page))
    return None


def leaf(page: Page) -> Ask | None:
    """How a script of the page asks for what a tree's leaf names, with `${id}` for the leaf's field; None where none does."""
    for told in _read(page, page.calls):
        if not told.opens and (filled := _filled_by_node(page, told)):
            variable, slot = filled[0], f"${{{filled[1]}}}"
            place = told.page_field
            first = _first(page, told, place, printed=0) or "" if place else ""
            ask = _ask(page, told, {variable: slot}, place=place, first=first)
            return ask and trees.slotted(replace(ask, entry=entry(page)), slot)
    return trees.led(page)


def _filled_by_node(page: Page, told: _Call) -> tuple[str, str] | None:
    """The variable of a call that holds nothing until a node is chosen, and the node's field that fills it; None where all hold something."""
    for name in dict.fromkeys(name for _, name in told.names if name):
        found = variables.field_of(page, name, within=told.written)
        if found and not variables.value(page, name, within=told.written):
            return name, found
    return None


def handled(page: Page) -> Iterator[Anchor]:
    """What elements fetch when they are clicked or chosen: the lists behind tabs, each called by the element's words.

    A call that names no page's place is a list's where it names an organ, a year or a column by what its element holds.
    """
    calls: dict[str, _Call | None] = {}
    for element in clicked.running(page):
        words = called_by(element)
        for run in clicked.runs(page, element) if words else ():
            if run.text not in calls:
                calls[run.text] = _fetching(page, run.text)
            told = calls[run.text]
            if told and (ask := _clicked(page, told, run.values, words)):
                yield Anchor(ask=replace(ask, entry=entry(page)), text=words, path=tag_path(element))
                break


def _fetching(page: Page, script: str) -> _Call | None:
    """The call for a list's page in a piece of script, else the first that anything fills."""
    told = list(_read(page, scripts.calls(script)))
    return next((one for one in told if one.page_field), None) or next(
        (one for one in told if one.filled), None
    )


def _clicked(page: Page, told: _Call, values: Mapping[str, str], words: str) -> Ask | None:
    """A call with what an element holds; None where the element says nothing of what is asked for."""
    place = told.page_field
    if place is None:
        return _ask(page, told, values) if told.filled & values.keys() and is_choice(words) else None
    first = values.get(place[1]) or _first(page, told, place, printed=0) or ""
    return _ask(page, told, values, place=place, first=first)


def _read(page: Page, called: Iterable[scripts.Called]) -> Iterator[_Call]:
    for how, inside, before in called:
        told = _written(page, how, inside, before)
        path = SLOT.sub("0", _BEFORE_PATH.sub("", told.address)).partition("?")[0] if told else ""
        if told and (address(path) or _DATA_FILE.fullmatch(path)):
            yield told


def _written(page: Page, how: str | None, inside: str, before: str) -> _Call | None:
    """What stands between the brackets of a call; `before`: what stands in front of it."""
    optional = inside.lstrip().startswith("{")
    named = _URL.search(inside) if optional else _METHOD.match(inside) if how == "open" else None
    if named is None and (optional or how == "open"):
        return None
    written, end = template(inside, named.end() if named else 0)
    if lone := SLOT.fullmatch(written):
        written = variables.template_of(page, lone[1])
    data = _OPTION if how in _SENT else _DATA
    given = data.search(inside) if optional or how is None else _NEXT.match(inside, end)
    fields = _FIELD.findall(inside[given.end() : scripts.closed(inside, given.end())]) if given else []
    sent = {name: _option(inside, name) or first for name, first in _SENT.get(how or "", {}).items()}
    posted = how == "open" and named is not None and named[1].lower() == "post"
    return _Call(
        address=written,
        fields={
            **{
                name: (single or double or number, variable)
                for name, single, double, number, variable in fields
            },
            **{name: (value, "") for name, value in sent.items()},
        },
        whole=_whole(page, inside, given.end() if given else None),
        post=how == "post" or posted or _is_post(how, inside),
        json=_IS_JSON.search(inside) is not None or before.endswith("axios"),
        written=inside,
        before=before,
    )


def _option(inside: str, name: str) -> str | None:
    """What a plugin's options set for a field of its own: the page's size under another name too."""
    size = scripts.scalar(inside, "pageSize") if name in ("rows", "limit") else None
    return scripts.scalar(inside, name) or size


def _is_post(how: str | None, inside: str) -> bool:
    """Whether a call's options say that it posts; EasyUI's tables do unless they say otherwise."""
    return _IS_POST.search(inside) is not None or (how == "datagrid" and _IS_GET.search(inside) is None)


def _whole(page: Page, inside: str, given: int | None) -> Mapping[str, object]:
    """The object that a call sends, where it is a variable's or holds others; else empty."""
    named = _NAMED.search(inside) if given is None else None
    told = scripts.assigned(page.text, named[1]) if named else None
    if given is not None:
        told = scripts.value(inside[given:])
        if isinstance(told, dict) and not any(isinstance(value, dict) for value in told.values()):
            return {}
    return told if isinstance(told, dict) else {}


def _ask(
    page: Page,
    told: _Call,
    known: Mapping[str, str],
    *,
    place: tuple[str, str] | None = None,
    first: str = "",
) -> Ask | None:
    """The call with `first` for the page's place and these variables set, and the others as the page holds them."""
    field, variable = place or ("", "")
    fields = {field: first} if field else {}
    known = {**known, variable: first} if variable else known

    def filled(name: str) -> str:
        return known.get(name) or variables.value(page, name, within=told.written) or ""

    url = page.join(SLOT.sub(lambda slot: filled(slot[1]), told.address))
    given = {name: written or filled(named) for name, (written, named) in told.fields.items()}
    given.update((name, value) for name, value in fields.items() if name in given)
    if not url:
        return None
    asked = Ask(url=url, family="generic", base=page.url, numbered=bool(place) and not field)
    if not told.post:
        return replace(asked, url=queries.requeried(url, given))
    if told.whole and told.json:
        sent: Mapping[str, object] = told.whole
        for name, value in fields.items():
            sent = turning.placed(sent, name, value)
        return replace(asked, method="POST", body=json.dumps(sent, ensure_ascii=False), headers=_JSON_HEADERS)
    if told.json:
        typed = {name: int(value) if value.isdigit() else value for name, value in given.items()}
        body, headers = json.dumps(typed, ensure_ascii=False), _JSON_HEADERS
        return replace(asked, method="POST", body=body, headers=headers)
    return replace(asked, method="POST", body=queries.form(given), headers=queries.FORM_HEADERS)


def _first(page: Page, told: _Call, place: tuple[str, str], *, printed: int) -> str | None:
    """The place to begin with: what the script sets, one more where it counts on before it calls or the page shows the first.

    A number that the call itself writes is what it asks for, whatever the page shows beside. None for a cursor that is not told;
    '' for one that is said to be empty at first.
    """
    name, variable = place
    inner = turning.place_in(told.whole)
    written = (
        told.fields.get(name, ("", ""))[0]
        or (inner[1] if inner else "")
        or variables.value(page, variable, within=told.written)
    )
    if turning.is_cursor(name):
        return written
    number = int(written) if written and written.isdigit() else 0 if turning.is_offset(name) else 1
    escaped = re.escape(variable)
    counts_on = rf"\+\+{escaped}\b|\b{escaped}\+\+|\b{escaped}\s*\+="
    if variable and re.search(counts_on, told.before):
        return str(number + 1)
    if not (variable and printed):
        return str(number)
    if turning.is_offset(name):
        return str(number or printed)
    return str(number + 1 if number <= 1 else number)
