"""What a page's own scripts fetch, page by page, branch by branch or by a click: their calls filled with what the variables hold."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from crawler.pages import called, clicked, queries, trees, turning, variables
from crawler.pages.anchors import tag_path
from crawler.pages.built import SLOT, entry
from crawler.pages.captions import called_by
from crawler.pages.page import Anchor, Ask, Page
from crawler.pages.written import Call, read
from crawler.relevance import is_choice

_JSON_HEADERS = (("Content-Type", "application/json"),)
_EMPTY = re.compile(r"=(?=&|\n|$)|: \"\"")
_OF_NODE = re.compile(r"[nN]ode\.")
_AJAX = (("X-Requested-With", "XMLHttpRequest"),)


def call(page: Page, *, printed: int) -> Ask | None:
    """The request for the first page of a list that a script of the page fetches; None where no call names a page's place.

    `printed`: how many of the list's entries the page shows itself, so that the call brings those after them.
    """
    found: Ask | None = None
    for told in read(page, page.calls):
        place = None if _filled_by_node(page, told) else told.page_field
        first = _first(page, told, place, printed=printed) if place else None
        asked = _ask(page, told, {}, place=place, first=first) if place and first is not None else None
        if asked and (found is None or _is_fuller(asked, found)):
            found = asked
    return found and replace(found, entry=entry(page))


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
        told = Call(address=url, fields=fields, whole={}, post=post, json=False, within="", before="")
        return _ask(page, told, {})
    for told in read(page, page.calls):
        if told.page_field is None and (told.opens or (named and trees.is_tree(told.address))):
            return _ask(page, told, {})
    return None


def file(page: Page) -> Ask | None:
    """The request for a file of data that a script of the page fetches as it is; None where none does."""
    for told in read(page, page.calls):
        if told.is_file:
            asked = _ask(page, told, {})
            return asked and replace(asked, entry=entry(page))
    return None


def leaf(page: Page) -> Ask | None:
    """How a script of the page asks for what a tree's leaf names, with `${id}` for the leaf's field; None where none does."""
    for told in read(page, page.calls):
        if not told.opens and (filled := _filled_by_node(page, told)):
            variable, slot = filled[0], f"${{{filled[1]}}}"
            place = told.page_field
            first = _first(page, told, place, printed=0) or "" if place else ""
            ask = _ask(page, told, {variable: slot}, place=place, first=first)
            return ask and trees.slotted(replace(ask, entry=entry(page)), slot)
    return trees.led(page)


def _filled_by_node(page: Page, told: Call) -> tuple[str, str] | None:
    """The variable of a call that holds nothing until a node is chosen, and the node's field that fills it; None where all hold something."""
    for name in dict.fromkeys(name for _, name in told.names if name):
        found = variables.field_of(page, name, within=told.within)
        if found and (_OF_NODE.search(name) or not variables.value(page, name, within=told.within)):
            return name, found
    return None


def handled(page: Page) -> Iterator[Anchor]:
    """What elements fetch when they are clicked or chosen: the lists behind tabs, each called by the element's words.

    A call that names no page's place is a list's where it names an organ, a year or a column by what its element holds.
    """
    calls: dict[str, Call | None] = {}
    for element in clicked.running(page):
        words = called_by(page, element)
        for run in clicked.runs(page, element) if words else ():
            if run.text not in calls:
                calls[run.text] = _fetching(page, run.text)
            told = calls[run.text]
            if told and (ask := _clicked(page, told, run.values, words)):
                yield Anchor(ask=replace(ask, entry=entry(page)), text=words, path=tag_path(page, element))
                break


def _fetching(page: Page, script: str) -> Call | None:
    """The call for a list's page in a piece of script, else the first that anything fills."""
    told = list(read(page, called.calls(script, page.handings)))
    return next((one for one in told if one.page_field), None) or next(
        (one for one in told if one.filled), None
    )


def _clicked(page: Page, told: Call, values: Mapping[str, str], words: str) -> Ask | None:
    """A call with what an element holds; None where the element says nothing of what is asked for."""
    place = told.page_field
    if place is None:
        return _ask(page, told, values) if told.filled & values.keys() and is_choice(words) else None
    first = values.get(place[1]) or _first(page, told, place, printed=0) or ""
    return _ask(page, told, values, place=place, first=first)


def _ask(
    page: Page,
    told: Call,
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
        return known.get(name) or variables.value(page, name, within=told.within) or ""

    lead = SLOT.match(told.address)
    if lead and filled(lead[1]).isdigit():
        # No path begins with a number: another variable has the name.
        return None
    url = page.join(SLOT.sub(lambda slot: filled(slot[1]), told.address))
    given = {name: written or filled(named) for name, (written, named) in told.fields.items()}
    given.update((name, value) for name, value in fields.items() if name in given)
    if not url:
        return None
    ajax = _AJAX if told.ajax else ()
    cursor = variables.set_from(page, variable) if turning.is_cursor(field) else ""
    numbered = bool(place) and not field
    asked = Ask(url=url, headers=ajax, family="generic", base=page.url, numbered=numbered, cursor=cursor)
    if not told.post:
        return replace(asked, url=queries.requeried(url, given))
    if told.whole and told.json:
        sent: Mapping[str, object] = told.whole
        for name, value in fields.items():
            sent = turning.placed(sent, name, value)
        return replace(
            asked, method="POST", body=json.dumps(sent, ensure_ascii=False), headers=(*_JSON_HEADERS, *ajax)
        )
    if told.json:
        typed = {name: int(value) if value.isdigit() else value for name, value in given.items()}
        body, headers = json.dumps(typed, ensure_ascii=False), (*_JSON_HEADERS, *ajax)
        return replace(asked, method="POST", body=body, headers=headers)
    return replace(asked, method="POST", body=queries.form(given), headers=(*queries.FORM_HEADERS, *ajax))


def _first(page: Page, told: Call, place: tuple[str, str], *, printed: int) -> str | None:
    """The place to begin with: what the script sets, one more where it counts on before it calls or the page shows the first.

    A number that the call itself writes is what it asks for, whatever the page shows beside. None for a cursor that is not told;
    '' for one that is said to be empty at first.
    """
    name, variable = place
    inner = turning.place_in(told.whole)
    written = (
        told.fields.get(name, ("", ""))[0]
        or (inner[1] if inner else "")
        or variables.value(page, variable, within=told.within)
    )
    if turning.is_cursor(name):
        return written
    number = int(written) if written and written.isdigit() else 0 if turning.is_offset(name) else 1
    escaped = re.escape(variable)
    counts_on = rf"\+\+{escaped}\b|\b{escaped}\+\+|\b{escaped}\s*(?:\+=|=[^;=\n]{{1,80}}\+\s*1\b)"
    if variable and re.search(counts_on, told.before):
        return str(number + 1)
    if not (variable and printed):
        return str(number)
    if turning.is_offset(name):
        return str(number or printed)
    return str(number + 1 if number <= 1 else number)


def _is_fuller(ask: Ask, other: Ask) -> bool:
    """Whether a request is another one with more of its fields filled, as by a function that hands on what the other is not told."""
    same = ask.url.partition("?")[0] == other.url.partition("?")[0] and ask.method == other.method
    return same and _lacking(ask) < _lacking(other)


def _lacking(ask: Ask) -> int:
    return len(_EMPTY.findall(f"{ask.url}\n{ask.body}"))
