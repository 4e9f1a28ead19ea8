"""Links inside archived copies: to the copy that we hold nearest in time, else cut with a word why; never to the live site.

`/-/web/<moment>if_/<address>` is a copy for the frame under our banner, its links changed so; the copy itself stays at `id_`.
"""

import asyncio
import json
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response
from lxml import html
from markupsafe import Markup

from archive.browse import ask, memento, raw
from archive.browse.marked import PAGES, SHELL, as_page, as_tree, respond

HELD = """
SELECT DISTINCT c.url FROM json_each(:urls) AS wanted
JOIN captures AS c ON c.url = wanted.value AND c.sha256 IS NOT NULL AND c.outcome IN ('ok', 'not_modified')
"""
MOST = 3000
"""Links of a page that are looked up; any more count as not held."""

LEADING = ("href", "xlink:href", "action", "formaction", "ping", "target")
"""Attributes that lead elsewhere: only an anchor gets one back."""

CUT = "color:#777;text-decoration:line-through;cursor:not-allowed"
NOTE = "background:#fff8e6;color:#333;border-bottom:1px solid #e3cf98;font:13px/1.6 sans-serif;padding:4px 10px;text-align:left"


async def page(request: Request, datasette: Datasette) -> Response:
    """A copy as the frame shows it; a notice where there is none, or where it is a file."""
    try:
        url, copies = await memento.found(request, datasette)
    except NotFound:
        said = "这个地址没有存档，也不会去原网站。 Not in the archive, and the live site is not asked."
        return _notice(memento.spellings(request)[0], said, status=404)
    copy = memento.nearest(copies, request.url_vars["moment"])
    body = await raw.load(datasette, copy["sha256"], url=url)
    if copy["media_type"] == "text/plain":
        return raw.respond(copy["sha256"], body)
    if copy["media_type"] not in PAGES:
        return _notice(
            url,
            "这是一份文件，请从上方“附件”中打开。 A file: open it from the list of files above.",
            status=200,
        )
    root = await asyncio.to_thread(as_tree, body)
    targets = dict(anchors(root, body.url or url))
    held = await _held(datasette, list(dict.fromkeys(targets.values()))[:MOST])
    prefix = datasette.urls.path(f"-/web/{memento.digits(copy)}if_/")
    redirect(root, targets, {target: prefix + memento.encoded(target) for target in held})
    note = html.Element("div", style=NOTE)
    note.text = f"存档副本 archived copy · {url} · {copy['received_at'][:16].replace('T', ' ')} UTC"
    (root.body if root.body is not None else root).insert(0, note)
    return respond(await asyncio.to_thread(as_page, root), copy["sha256"])


def _notice(url: str, said: str, *, status: int) -> Response:
    told = Markup("<p><b>{}</b></p><p style='overflow-wrap:anywhere'>{}</p>").format(said, url[:2000])
    return respond(SHELL.format("—", told).encode(), "", status=status)


async def _held(datasette: Datasette, targets: list[str]) -> set[str]:
    """Those of the addresses that the archive has a copy of, spelled as there or encoded."""
    spelled = {spelling: target for target in targets for spelling in (memento.encoded(target), target)}
    rows = await ask.rows(datasette, HELD, {"urls": json.dumps(list(spelled))})
    return {spelled[row["url"]] for row in rows}


def anchors(root: html.HtmlElement, base: str) -> Iterator[tuple[html.HtmlElement, str]]:
    """Each anchor that leads to another page, and the address it leads to."""
    declared = root.find(".//base[@href]")
    if declared is not None:
        base = _joined(base, declared.get("href")) or base
    for element in root.iter("a", "area"):
        href = (element.get("href") or "").strip()
        target = _joined(base, href) if href and not href.startswith("#") else None
        if target:
            yield element, target


def _joined(base: str, href: str) -> str | None:
    """An address without its fragment; null for what is none on the web."""
    try:
        target = urldefrag(urljoin(base, href)).url
    except ValueError:
        return None
    return target if target.startswith(("http://", "https://")) else None


def redirect(root: html.HtmlElement, targets: dict[html.HtmlElement, str], held: dict[str, str]) -> None:
    """Take every way out of a page; give the anchors whose target is held the way to it, and say of the others that it is not."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        inside = element.tag == "a" and (element.get("href") or "").startswith("#") and element.get("href")
        for name in LEADING:
            element.attrib.pop(name, None)
        target = targets.get(element)
        if inside:
            element.set("href", inside)
        elif target in held:
            element.set("href", held[target])
        elif target:
            element.set("title", f"没有存档 not archived: {target}")
            element.set("style", f"{element.get('style', '')};{CUT}")
    for declared in list(root.iter("base")):
        declared.drop_tag()
