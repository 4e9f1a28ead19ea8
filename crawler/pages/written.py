"""The calls of a page's scripts as they are written: where to, with which fields, and which variables fill them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from crawler.pages import scripts, trees, turning, variables
from crawler.pages.built import SLOT, template
from crawler.pages.page import Page
from crawler.pages.scripted import address

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
        slots = SLOT.findall(self.address.partition("?")[0])
        return ("", slots[-1]) if slots and turning.is_number(slots[-1]) else None


def read(page: Page, called: Iterable[scripts.Called]) -> Iterator[Call]:
    """Calls that name an address, each with what it sends."""
    for how, inside, before in called:
        told = _written(page, how, inside, before)
        path = SLOT.sub("0", _BEFORE_PATH.sub("", told.address)).partition("?")[0] if told else ""
        if told and (address(path) or _is_data_file(path)):
            yield told


def _written(page: Page, how: str | None, inside: str, before: str) -> Call | None:
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
    return Call(
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


def _is_data_file(path: str) -> bool:
    return _DATA_FILE.fullmatch(path) is not None
