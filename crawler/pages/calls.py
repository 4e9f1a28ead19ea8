"""Lists that a page's own script fetches page by page: the call as the script writes it, and the pages after it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from crawler.pages import queries, scripts
from crawler.pages.built import SLOT, template
from crawler.pages.page import Ask, Page
from crawler.pages.pagers import is_page_key
from crawler.pages.scripted import address
from crawler.pages.submitted import FORM_HEADERS

_CALL = re.compile(r"(?:\.(?P<how>ajax|getJSON|post|get|request)|\b(?:fetch|axios))\s*\((?=\s*[{'\"`])")
_URL = re.compile(r"\burl['\"]?\s*:\s*(?=['\"`])")
_DATA = re.compile(r"\b(?:data|body|params)['\"]?\s*:\s*(?:JSON\.stringify\()?\s*(?=\{)")
_NEXT = re.compile(r"\s*,\s*(?:JSON\.stringify\()?\s*(?=\{)")
_FIELD = re.compile(
    r"(?<![\w$.])['\"]?([A-Za-z_]\w*)['\"]?\s*:\s*(?:'([^'\n]*)'|\"([^\"\n]*)\"|(-?\d+)|([A-Za-z_$][\w$.]*))\s*(?=[,}])"
)
_IS_POST = re.compile(r"(?:type|method)['\"]?\s*:\s*['\"]post", re.IGNORECASE)
_IS_JSON = re.compile(r"application/json|JSON\.stringify")
_JSON_HEADERS = (("Content-Type", "application/json"),)
_MOST = 200_000


@dataclass(frozen=True, kw_only=True, slots=True)
class _Call:
    """A call as it is written."""

    address: str
    """With `${name}` where a variable fills it."""
    fields: Mapping[str, tuple[str, str]]
    """Name → the value written there, or the variable that fills it."""
    post: bool
    json: bool

    @property
    def page_field(self) -> tuple[str, str] | None:
        """The field with the page's number and the variable that fills it; None where the call names no page."""
        for name, (_, variable) in self.fields.items():
            if is_page_key(name):
                return name, variable
        for name, _, value in (piece.partition("=") for piece in self.address.partition("?")[2].split("&")):
            if is_page_key(name):
                slot = SLOT.search(value)
                return name, slot[1] if slot else ""
        return None


def call(page: Page, *, printed: bool) -> Ask | None:
    """The request for the first page of a list that a script of the page fetches; None where no call names a page's number.

    `printed`: the page shows the list's first entries itself, so that the call brings those after them.
    """
    for script in page.tree.iter("script"):
        text = (script.text or "")[:_MOST]
        for found in _CALL.finditer(text):
            before = text[max(0, found.start() - 200) : found.start()]
            told = _written(
                found["how"], text[found.end() : scripts.closed(text, found.end() - 1) - 1], before
            )
            if told and told.page_field and address(told.address.partition("?")[0]):
                return _ask(page, told, first=_first(page, told, before=before, printed=printed))
    return None


def turned(ask: Ask) -> Ask | None:
    """The same call for the next page; None where it names no page."""
    query = ask.url.partition("?")[2]
    if key := next((key for key in _keys(query) if is_page_key(key)), None):
        return replace(ask, url=queries.requeried(ask.url, {key: str(queries.number(query, key) + 1)}))
    if ask.body.startswith("{"):
        told = json.loads(ask.body)
        key = next(filter(is_page_key, told), None)
        return key and replace(ask, body=json.dumps({**told, key: int(told[key]) + 1}, ensure_ascii=False))
    if key := next((key for key in _keys(ask.body) if is_page_key(key)), None):
        return replace(ask, body=queries.changed(ask.body, {key: str(queries.number(ask.body, key) + 1)}))
    return None


def _keys(query: str) -> Iterator[str]:
    return (piece.partition("=")[0] for piece in query.split("&"))


def _written(how: str | None, inside: str, before: str) -> _Call | None:
    """What stands between the brackets of a call; `before`: what stands in front of it."""
    optional = inside.lstrip().startswith("{")
    named = _URL.search(inside) if optional else None
    if optional and named is None:
        return None
    written, end = template(inside, named.end() if named else 0)
    given = _DATA.search(inside) if optional or how is None else _NEXT.match(inside, end)
    fields = _FIELD.findall(inside[given.end() : scripts.closed(inside, given.end())]) if given else []
    return _Call(
        address=written,
        fields={
            name: (single or double or number, variable) for name, single, double, number, variable in fields
        },
        post=how == "post" or _IS_POST.search(inside) is not None,
        json=_IS_JSON.search(inside) is not None or before.endswith("axios"),
    )


def _ask(page: Page, told: _Call, *, first: int) -> Ask | None:
    key, variable = told.page_field or ("", "")

    def filled(name: str) -> str:
        return str(first) if name == variable else _value(page, name) or ""

    url = page.join(SLOT.sub(lambda slot: filled(slot[1]), told.address))
    given = {name: written or filled(named) for name, (written, named) in told.fields.items()}
    if key in given:
        given[key] = str(first)
    if not url:
        return None
    asked = Ask(url=url, family="generic", base=page.url)
    if not told.post:
        return replace(asked, url=queries.requeried(url, given))
    if told.json:
        typed = {name: int(value) if value.isdigit() else value for name, value in given.items()}
        body, headers = json.dumps(typed, ensure_ascii=False), _JSON_HEADERS
        return replace(asked, method="POST", body=body, headers=headers)
    return replace(asked, method="POST", body=queries.form(given), headers=FORM_HEADERS)


def _first(page: Page, told: _Call, *, before: str, printed: bool) -> int:
    """The number to begin with: what the script sets, one more where it counts on before it calls or the page shows the first.

    A number that the call itself writes is what it asks for, whatever the page shows beside.
    """
    key, variable = told.page_field or ("", "")
    value = told.fields.get(key, ("", ""))[0] or _value(page, variable) or ""
    number = int(value) if value.isdigit() else 1
    name = re.escape(variable)
    counted_on = (
        bool(variable) and re.search(rf"\+\+{name}\b|\b{name}\+\+|\b{name}\s*\+=", before) is not None
    )
    return number + 1 if counted_on or (variable and printed and number <= 1) else number


def _value(page: Page, variable: str) -> str | None:
    return scripts.scalar(page.text, variable.rpartition(".")[2]) if variable else None
