"""Links inside archived copies: to the copy that we hold nearest in time, else cut with a word why; never to the live site.

`/-/web/<moment>if_/<address>` is a copy for the frame under our banner, its links changed so; the copy itself stays at `id_`.
"""

import asyncio
import base64
import json
from collections.abc import Iterator, Mapping

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response
from lxml import html
from markupsafe import Markup

from archive.browse import ask, memento, raw, tree
from archive.browse.marked import SHELL, respond

HELD = """
SELECT DISTINCT c.url FROM json_each(:urls) AS wanted
JOIN captures AS c ON c.url = wanted.value AND c.sha256 IS NOT NULL AND c.outcome IN ('ok', 'not_modified')
"""
PICTURES = """
SELECT c.url, c.sha256 FROM json_each(:urls) AS wanted JOIN captures AS c ON c.url = wanted.value
WHERE c.outcome = 'ok' AND c.media_type IN ('image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp')
ORDER BY abs(julianday(c.received_at) - julianday(:at)) DESC
"""
"""The nearest in time last."""
LARGEST = 16 * 2**20
"""Bytes of pictures that a page is shown with."""
MOST = 3000
"""Links of a page that are looked up; any more count as not held."""

CUT = "color:#777;text-decoration:line-through;cursor:not-allowed"
NOTE = "background:#fff8e6;color:#333;border-bottom:1px solid #e3cf98;font:13px/1.6 sans-serif;padding:4px 10px;overflow-wrap:anywhere"


async def page(request: Request, datasette: Datasette) -> Response:
    """A copy as the frame shows it; a notice where there is none, or where it is a file."""
    try:
        url, copies = await memento.found(request, datasette)
    except memento.NoCopy:
        said = "这个地址没有存档，也不会去原网站。 Not in the archive, and the live site is not asked."
        return _notice(memento.spellings(request)[0], said, status=404)
    copy = memento.nearest(copies, request.url_vars["moment"])
    body = await raw.load(datasette, copy["sha256"], url=url)
    if copy["media_type"] == "text/plain":
        return raw.respond(copy["sha256"], body)
    if copy["media_type"] not in tree.PAGES:
        return _notice(
            url,
            "这是一份文件，请从上方“附件”中打开。 A file: open it from the list of files above.",
            status=200,
        )
    root = await asyncio.to_thread(tree.parse, body)
    base = tree.base_of(root, body.url or url)
    targets = dict(anchors(root, base))
    held = await _held(datasette, list(dict.fromkeys(targets.values()))[:MOST])
    prefix = datasette.urls.path(f"-/web/{memento.digits(copy)}if_/")
    ways = {one: prefix + memento.encoded(target) for one, target in targets.items() if target in held}
    cut({one: target for one, target in targets.items() if target not in held})
    shown = await pictures(datasette, dict(tree.pictures(root, base)), copy["received_at"])
    note = html.Element("div", style=NOTE)
    note.text = f"存档副本 archived copy · {url} · {copy['received_at'][:16].replace('T', ' ')} UTC"
    (root.body if root.body is not None else root).insert(0, note)
    return respond(await asyncio.to_thread(tree.dump, root, {**ways, **shown}), copy["sha256"])


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
    for element in root.iter("a", "area"):
        href = (element.get("href") or "").strip()
        target = tree.joined(base, href) if href and not href.startswith("#") else None
        if target:
            yield element, target


def cut(targets: Mapping[html.HtmlElement, str]) -> None:
    """Say of these anchors that what they lead to is not held."""
    for element, target in targets.items():
        element.set("title", f"没有存档 not archived: {target}")
        element.set("style", f"{element.get('style', '')};{CUT}")


async def pictures(
    datasette: Datasette, targets: Mapping[html.HtmlElement, str], at: str
) -> dict[html.HtmlElement, str]:
    """The pictures of a page that are held, as they were nearest to its time, written out: its sandbox lets it ask for nothing."""
    wanted = json.dumps(list(dict.fromkeys(targets.values()))[:MOST])
    found = await ask.rows(datasette, PICTURES, {"urls": wanted, "at": at})
    nearest = {row["url"]: row for row in found}
    shown, left = {}, LARGEST
    for element, target in targets.items():
        if target not in nearest:
            continue
        body = await raw.load(datasette, nearest[target]["sha256"])
        left -= len(body.data)
        if left < 0:
            break
        shown[element] = f"data:{body.media_type};base64,{base64.b64encode(body.data).decode()}"
    return shown
