"""Trees that a page's script fetches branch by branch: the call for the first, and those for the branches that a reply names."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from crawler.pages import queries, replies
from crawler.pages.page import Anchor, Ask, Page
from crawler.pages.scripted import address

_PARENT = re.compile(r"p_?id|parent_?id|parent|node_?id|node", re.IGNORECASE)
_ID = re.compile(r"id|node_?id|key|code", re.IGNORECASE)
_TREE = re.compile(r"tree|node|menu|child|catalog|mulu", re.IGNORECASE)
_ASYNC = re.compile(
    r"\basync\s*:\s*\{[^{}]{0,400}?\burl\s*:\s*['\"]([^'\"]+)['\"][^{}]{0,400}?autoParam\s*:\s*\[\s*['\"](\w+)(?:=(\w+))?"
)
"""zTree's own option: where a branch is asked for, and which of its fields names it under which name."""
_IS_GET = re.compile(r"\btype\s*:\s*['\"]get['\"]", re.IGNORECASE)
PATH = ("script", "tree")


def is_parent(name: str, url: str) -> bool:
    """Whether a call's field names the branch whose children it brings."""
    return _PARENT.fullmatch(name) is not None or (name.lower() == "id" and _TREE.search(url) is not None)


def planted(page: Page) -> tuple[str, str, bool] | None:
    """(address, field, whether by POST) of the branches that a tree's options name; None where the page plants no such tree."""
    found = _ASYNC.search(page.text)
    if found is None or not address(found[1]):
        return None
    return found[1], found[3] or found[2], _IS_GET.search(found[0]) is None


def branches(page: Page, told: object) -> Iterator[Anchor]:
    """The branches of a reply that have no address: each the same call with its own identifier."""
    field = _field(page.ask)
    if field is None:
        return
    for node in _nodes(told):
        key = next((str(node[name]) for name in node if _ID.fullmatch(name)), "")
        name = replies.titled(node)
        if key and name and not any(isinstance(value, str) and address(value) for value in node.values()):
            yield Anchor(ask=_of_branch(page.ask, field, key), text=name, path=PATH)


def _nodes(told: object) -> Iterator[Mapping[str, object]]:
    """Every object of a reply that is a node and may have branches of its own."""
    if isinstance(told, dict):
        if told.get("isParent", True) not in (False, "false", 0) and not told.get("leaf"):
            yield told
        told = list(told.values())
    for value in told if isinstance(told, list) else ():
        if isinstance(value, dict | list):
            yield from _nodes(value)


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
