"""Trees of a page's script: the call for the first branches, those for the branches that a reply names, and what leaves lead to."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote

from crawler.pages import queries, replies, scripts
from crawler.pages.built import SLOT, template
from crawler.pages.page import Anchor, Ask, Page
from crawler.pages.scripted import address

_PARENT = re.compile(r"p_?id|parent_?id|parent|node_?id|node", re.IGNORECASE)
_ID = re.compile(r"id|node_?id|key|code", re.IGNORECASE)
_TREE = re.compile(r"tree|node|menu|child|catalog|mulu", re.IGNORECASE)
_ASYNC = re.compile(
    r"async(?<!\wasync)\s*:\s*\{[^{}]{0,400}?\burl\s*:\s*['\"]([^'\"]+)['\"][^{}]{0,400}?autoParam\s*:\s*\[\s*['\"](\w+)(?:=(\w+))?"
)
"""zTree's own option: where a branch is asked for, and which of its fields names it under which name."""
_OTHERS = re.compile(r"\botherParam\s*:\s*(?=\{)")
"""What each of its calls sends beside."""
_NEAR = 200
_JSTREE = re.compile(r"\.jstree\(\s*(?=\{)")
_DATA = re.compile(r"\bdata['\"]?\s*:\s*(?=\{)")
_URL = re.compile(r"\burl['\"]?\s*:\s*['\"]([^'\"\s]+)['\"]")
_OF_NODE = re.compile(
    r"(\w+)['\"]?\s*:\s*\w+\.id\b(?:\s*={2,3}\s*['\"]#['\"]\s*\?\s*['\"]?(?P<root>[\w#-]*))?"
)
"""The field in which jsTree's option sends the branch, and what names the root where that is not `#`."""
_IS_GET = re.compile(r"\btype\s*:\s*['\"]get['\"]", re.IGNORECASE)
_LED = re.compile(r"['\"][^'\"\s<>]+['\"]\s*\+\s*(?:\w+\.)?\w*[nN]ode\w*\.(\w+)")
"""An address that a node's field fills."""
_NODES = re.compile(r"[=:(,>']\s*(?=\[\s*\{)")
PATH = ("script", "tree")


def is_parent(name: str, url: str) -> bool:
    """Whether a call's field names the branch whose children it brings."""
    return _PARENT.fullmatch(name) is not None or (name.lower() == "id" and _TREE.search(url) is not None)


def planted(page: Page) -> tuple[str, dict[str, str], bool] | None:
    """(address, fields, whether by POST) of the first branches that a tree's options name; None where the page plants no such tree."""
    found = _ASYNC.search(page.text)
    if found is None or not address(found[1]):
        return _of_jstree(page.text)
    told = _OTHERS.search(page.text, found.end(), found.end() + _NEAR)
    others = scripts.value(page.text[told.end() :]) if told else None
    fixed = {name: str(value) for name, value in others.items()} if isinstance(others, dict) else {}
    return found[1], {found[3] or found[2]: "", **fixed}, _IS_GET.search(found[0]) is None


def _of_jstree(text: str) -> tuple[str, dict[str, str], bool] | None:
    """The same where jsTree's options name them (`core.data.url`)."""
    for found in _JSTREE.finditer(text):
        options = scripts.body(text, found.end())
        data = _DATA.search(options)
        told = scripts.body(options, data.end()) if data else ""
        url, field = _URL.search(told), _OF_NODE.search(told)
        if url and address(url[1]):
            sent = {field[1]: "#" if field["root"] is None else field["root"]} if field else {"id": "#"}
            return url[1], sent, re.search(r"['\"]post['\"]", told, re.IGNORECASE) is not None
    return None


def is_tree(url: str) -> bool:
    """Whether an address says that it brings a tree."""
    return _TREE.search(url) is not None


def led(page: Page) -> Ask | None:
    """Where a tree's leaf leads by its script (`src = '/list?c=' + treeNode.id`), as `calls.leaf` tells it; None for no such tree."""
    for found in _LED.finditer(page.text) if "ode." in page.text else ():
        written, _ = template(page.text, found.start())
        for name in SLOT.findall(written):
            held = page.constants.get(name) or f"${{{name.rpartition('.')[2]}}}"
            written = written.replace(f"${{{name}}}", held)
        url = page.join(written) if address(SLOT.sub("0", written)) else ""
        if url:
            return Ask(url=url)
    return None


def slotted(ask: Ask, slot: str) -> Ask:
    """A request whose slot was escaped as a value, with the slot itself."""
    escaped = quote(slot, safe="")
    return replace(ask, url=ask.url.replace(escaped, slot), body=ask.body.replace(escaped, slot))


def plants(page: Page) -> bool:
    """Whether rows or nodes stand in the page's scripts, or in what it keeps for them."""
    return _NODES.search(page.text) is not None


def planted_leaves(page: Page, leaf: Ask) -> Iterator[Anchor]:
    """What the leaves of a tree lead to whose nodes stand in the page's scripts."""
    end = 0
    for found in _NODES.finditer(page.text):
        if found.end() >= end:
            yield from leaves(scripts.value(page.text[found.end() :]), leaf)
            end = scripts.closed(page.text, found.end())


def leaves(told: object, leaf: Ask) -> Iterator[Anchor]:
    """What the nodes lead to that have no branches and no address of their own: each as the page asks for it (`Ask.leaf`)."""
    nodes = list(_objects(told))
    parents = {str(node[name]) for node in nodes for name in node if _PARENT.fullmatch(name)}
    fields = set(SLOT.findall(leaf.url + leaf.body))
    for node in nodes:
        name = replies.titled(node)
        keys = {str(node[key]) for key in node if _ID.fullmatch(key)}
        branches = keys & parents or node.get("children") or node.get("isParent") in (True, "true")
        if name and fields <= node.keys() and not (branches or _leads(node)):
            yield Anchor(ask=_of_leaf(leaf, node), text=name, path=PATH)


def _of_leaf(leaf: Ask, node: Mapping[str, object]) -> Ask:
    def filled(text: str) -> str:
        return SLOT.sub(lambda slot: quote(str(node[slot[1]]), safe=""), text)

    return replace(leaf, url=filled(leaf.url), body=filled(leaf.body))


def _leads(node: Mapping[str, object]) -> bool:
    """Whether a node has an address of its own."""
    return any(isinstance(value, str) and address(value) for value in node.values())


def branches(page: Page, told: object) -> Iterator[Anchor]:
    """The branches of a reply that have no address: each the same call with its own identifier."""
    field = _field(page.ask)
    if field is None:
        return
    for node in filter(_branches, _objects(told)):
        key = next((str(node[name]) for name in node if _ID.fullmatch(name)), "")
        name = replies.titled(node)
        if key and name and not _leads(node):
            yield Anchor(ask=_of_branch(page.ask, field, key), text=name, path=PATH)


def _objects(told: object) -> Iterator[Mapping[str, object]]:
    """Every object of a reply, however deep."""
    if isinstance(told, dict):
        yield told
        told = list(told.values())
    for value in told if isinstance(told, list) else ():
        if isinstance(value, dict | list):
            yield from _objects(value)


def _branches(node: Mapping[str, object]) -> bool:
    """Whether a node may have branches of its own."""
    closed = node.get("isParent", node.get("children", True)) in (False, "false", 0)
    return not (closed or node.get("leaf"))


def _field(ask: Ask) -> str | None:
    """The field by which a call names a branch; None for any other call."""
    if ask.body.startswith("{"):
        names = list(json.loads(ask.body))
    else:
        query = ask.body or ask.url.partition("?")[2]
        names = [piece.partition("=")[0] for piece in query.split("&")]
    return next((name for name in names if is_parent(name, ask.url)), None)


def _of_branch(ask: Ask, field: str, key: str) -> Ask:
    if ask.body.startswith("{"):
        return replace(ask, body=json.dumps({**json.loads(ask.body), field: key}, ensure_ascii=False))
    if ask.body:
        return replace(ask, body=queries.changed(ask.body, {field: key}))
    return replace(ask, url=queries.requeried(ask.url, {field: key}))
