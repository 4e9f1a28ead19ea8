"""How the plugins of tables ask for their rows: what they send for the first page, under which names, and what their options add."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.pages import scripts
from crawler.pages.called import Called


@dataclass(frozen=True, kw_only=True, slots=True)
class _Plugin:
    """What a plugin does unless its options say otherwise."""

    sends: Mapping[str, str]
    """Its own fields for the first page."""
    sized: tuple[str, ...]
    """The options that set the size of a page, which its last field tells."""
    named: Mapping[str, str] = field(default_factory=dict)
    """Its field → the option that names it otherwise."""
    posts: bool = False


_PLUGINS = {
    "bootstrapTable": _Plugin(sends={"offset": "0", "limit": "10"}, sized=("limit", "pageSize")),
    "render": _Plugin(
        sends={"page": "1", "limit": "10"},
        sized=("limit", "pageSize"),
        named={"page": "pageName", "limit": "limitName"},
    ),
    "datagrid": _Plugin(sends={"page": "1", "rows": "10"}, sized=("rows", "pageSize"), posts=True),
    "DataTable": _Plugin(
        sends={"draw": "1", "start": "0", "length": "10"}, sized=("pageLength", "iDisplayLength")
    ),
    "dataTable": _Plugin(
        sends={"sEcho": "1", "iDisplayStart": "0", "iDisplayLength": "10"}, sized=("iDisplayLength",)
    ),
}
NAMES = tuple(_PLUGINS)
"""The plugins' own functions: bootstrap-table, layui, EasyUI, DataTables of either generation."""
_OF_PAGES = {"pageNumber": "1", "pageSize": "10"}
"""What bootstrap-table sends where it is told to count pages."""
_BY_PAGE = re.compile(r"\bqueryParamsType['\"]?\s*:\s*(?:''|\"\"|'undefined'|undefined)")
_ADDRESS = re.compile(r"\b(?:url|ajax|sAjaxSource)['\"]?\s*:\s*(?=['\"`]|[A-Za-z_$][\w$.]*\s*[+,}])")
_GIVEN = re.compile(
    r"\b(?:where|queryParams|data|fnServerParams)['\"]?\s*:\s*(?:function\s*\w*)?(?=[({A-Za-z_$])"
)
_FUNCTION = re.compile(r"\(\s*(\w*)[^()]*\)\s*(?=\{)")
_RETURNED = re.compile(r"(?:\breturn|=|,)\s*(?=\{[^{}]*\w\s*['\"]?\s*:)")
_IS_POST = re.compile(r"(?:type|method|sServerMethod)['\"]?\s*:\s*['\"]post", re.IGNORECASE)
_IS_GET = re.compile(r"(?:type|method)['\"]?\s*:\s*['\"]get", re.IGNORECASE)
_IN_ATTRIBUTES = "//table[@data-url] | //*[@data-options][contains(@class, 'easyui-datagrid')]"


def address_at(inside: str) -> int | None:
    """Where a plugin's options tell its address; None where they do not."""
    found = _ADDRESS.search(inside)
    return found.end() if found else None


def sends(how: str, inside: str) -> dict[str, str]:
    """The plugin's own fields for its first page, as its options name and size them."""
    plugin = _PLUGINS[how]
    own = dict(_OF_PAGES if how == "bootstrapTable" and _BY_PAGE.search(inside) else plugin.sends)
    size = next(filter(None, (scripts.scalar(inside, name) for name in plugin.sized)), None)
    own[list(own)[-1]] = size or own[list(own)[-1]]
    renamed = {name: scripts.scalar(inside, option) for name, option in plugin.named.items()}
    return {renamed.get(name) or name: value for name, value in own.items()}


def is_told_all(how: str | None, given: Mapping[str, object]) -> bool:
    """Whether a plugin sends nothing beside what its options have sent: bootstrap-table, where a function of theirs tells it."""
    return how == "bootstrapTable" and bool(given)


def given(inside: str, functions: Mapping[str, tuple[tuple[str, ...], str]]) -> str:
    """The object that a plugin's options have sent too, from its bracket on; '' where they have none."""
    for found in _GIVEN.finditer(inside):
        rest = inside[found.end() :]
        if rest.startswith("{"):
            return rest
        named = re.match(r"\w+", rest)
        if named and named[0] in functions:
            parameters, body = functions[named[0]]
            return _told(body, parameters[0])
        if handed := _FUNCTION.match(rest):
            return _told(scripts.body(rest, handed.end()), handed[1])
    return ""


def _told(body: str, parameter: str) -> str:
    """The object that a function gives back, or that it fills what it is handed with."""
    if found := _RETURNED.search(body):
        return body[found.end() :]
    set_to = (
        re.findall(rf"(?<![\w$.]){re.escape(parameter)}\.(\w+)\s*=\s*([^;,\n]+)", body) if parameter else ()
    )
    return "{" + ", ".join(f"{name}: {value}" for name, value in set_to) + "}" if set_to else ""


def is_post(how: str | None, inside: str) -> bool:
    """Whether a call's options say that it posts; EasyUI's tables do unless they say otherwise."""
    posts = how in _PLUGINS and _PLUGINS[how].posts
    return _IS_POST.search(inside) is not None or (posts and _IS_GET.search(inside) is None)


def planted(tree: HtmlElement) -> Iterator[Called]:
    """The tables whose options stand in their attributes, as the calls that plant them."""
    for table in tree.xpath(_IN_ATTRIBUTES):
        if options := table.get("data-options"):
            yield Called("datagrid", "{" + options + "}", "", "$")
        else:
            told = {_camel(name[5:]): value for name, value in table.items() if name.startswith("data-")}
            written = ", ".join(f"{name}: {_literal(name, value)}" for name, value in told.items())
            yield Called("bootstrapTable", "{" + written + "}", "", "$")


def _camel(name: str) -> str:
    return re.sub(r"-(\w)", lambda letter: letter[1].upper(), name)


def _literal(name: str, value: str) -> str:
    """An attribute as a script would write the option: a function by its name, anything else as a text."""
    return value if name == "queryParams" else "'" + value.replace("'", "\\'").replace("\n", " ") + "'"
