"""Archived copies by address and date: a page with a banner for people, RFC 7089 (Memento) for programs.

`/-/web/<moment>/<address>` shows a copy, `/-/web/<moment>id_/<address>` is the copy itself (the URI-M), `/-/timegate/<address>`
negotiates by Accept-Datetime, `/-/timemap/link/<address>` lists what there is. A moment is the first 4 to 20 digits of
year, month, day, hour, minute, second and microsecond, in UTC.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Literal
from urllib.parse import quote, unquote, urljoin

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response
from datasette.views.base import DatasetteError

from archive.browse import ask, raw
from archive.browse.ask import Row

COPIES = """
SELECT capture, url, received_at, sha256, media_type, status, outcome, portal, run
FROM captures WHERE url = :url AND (sha256 IS NOT NULL AND outcome IN ('ok', 'not_modified')
  OR status BETWEEN 300 AND 399 AND outcome = 'redirect') ORDER BY received_at, capture
"""
"""What an address showed, or where it led: a memento of a redirect answers as the address did, as pywb and the Wayback Machine have it."""
FILES = """
SELECT l.url, max(l.text) AS text FROM links AS l JOIN captures AS c ON c.url = l.url AND c.outcome = 'ok' AND c.sha256 IS NOT NULL
WHERE l.capture = :capture AND l.kind = 'attachment' GROUP BY l.url LIMIT 100
"""
LINK_FORMAT = "application/link-format"
SAFE = "%/:=&?~#+!$,;'@()*[]"
"""What stays as it is in an address inside ours: percent signs too, since it is encoded already."""


class NoCopy(DatasetteError):  # type: ignore[misc]
    """An address that the archive has no copy of. For NotFound, Datasette would send one that ends in a slash on to itself without it."""


async def page(request: Request, datasette: Datasette) -> Response:
    """A copy in a frame, under a banner that says what it is and from when."""
    url, copies = await found(request, datasette)
    copy = nearest(copies, request.url_vars["moment"])
    if copy["outcome"] == "redirect":
        return await _redirect(request, datasette, copy, status=302)
    at = copies.index(copy)
    reports = await ask.rows(
        datasette,
        "SELECT DISTINCT a.report, r.organ, r.year FROM parts JOIN appearances AS a USING (source)"
        " JOIN readings AS r ON r.source = a.source WHERE parts.sha256 = :sha256 LIMIT 5",
        {"sha256": copy["sha256"]},
    )
    context = {
        "url": url,
        "copy": copy,
        "copies": [{**one, "href": href(datasette, one)} for one in copies[-200:]],
        "position": at + 1,
        "total": len(copies),
        "before": href(datasette, copies[at - 1]) if at else None,
        "after": href(datasette, copies[at + 1]) if at + 1 < len(copies) else None,
        "original": href(datasette, copy, "id_"),
        "frame": href(datasette, copy, "if_"),
        "files": [
            {**file, "href": datasette.urls.path(f"-/web/{digits(copy)}/{encoded(file['url'])}")}
            for file in await ask.rows(datasette, FILES, {"capture": copy["capture"]})
        ],
        "framed": copy["media_type"] in ("text/html", "text/plain", "application/xhtml+xml"),
        "reports": reports,
    }
    response = await ask.page(datasette, request, "copy.html", context)
    response.headers["Link"] = links(request, datasette, url, copies)
    return response


async def original(request: Request, datasette: Datasette) -> Response:
    """The copy itself, as it was received, in its sandbox, with the headers of a memento."""
    url, copies = await found(request, datasette)
    copy = nearest(copies, request.url_vars["moment"])
    if copy["outcome"] == "redirect":
        response = await _redirect(request, datasette, copy, status=copy["status"], form="id_")
    else:
        response = raw.respond(copy["sha256"], await raw.load(datasette, copy["sha256"], url=url))
    response.headers["Memento-Datetime"] = http_date(copy)
    response.headers["Link"] = links(request, datasette, url, copies)
    # Which copy is nearest may change with the next crawl, unlike the bytes behind a digest.
    response.headers["Cache-Control"] = "no-cache"
    return response


async def _redirect(
    request: Request, datasette: Datasette, copy: Row, *, status: int, form: Literal["", "id_"] = ""
) -> Response:
    """To what an address led to, as it was at that time. Raises NoCopy where that is nowhere, or the address itself."""
    target = urljoin(copy["url"], await raw.location(datasette, copy["capture"]) or copy["url"])
    if target == copy["url"]:
        raise NoCopy(f"只是转向自身 Led nowhere: {target[:300]}", status=404)
    location = datasette.absolute_url(request, href(datasette, {**copy, "url": target}, form))
    return Response("", status=status, headers={"Location": location})


async def timegate(request: Request, datasette: Datasette) -> Response:
    """302 to the copy nearest to Accept-Datetime, to the newest without one; 400 for a date that is none."""
    url, copies = await found(request, datasette)
    headers = {
        "Vary": "accept-datetime",
        "Link": links(request, datasette, url, copies),
        "Cache-Control": "no-cache",
    }
    wanted = request.headers.get("accept-datetime")
    if wanted is None:
        to_people = "text/html" in request.headers.get("accept", "")
        target = href(datasette, copies[-1], "" if to_people else "id_")
    else:
        moment = accepted(wanted)
        if moment is None:
            return Response.text(f"Accept-Datetime: not a date: {wanted[:80]}", status=400, headers=headers)
        target = href(datasette, nearest(copies, moment.strftime("%Y%m%d%H%M%S")), "id_")
    return Response("", status=302, headers={**headers, "Location": datasette.absolute_url(request, target)})


def accepted(wanted: str) -> datetime | None:
    """The moment of an Accept-Datetime, which RFC 7089 §2.1.1 wants in GMT; null where it is none. A leap second is the one before."""
    told = re.sub(":60 GMT$", ":59 GMT", wanted.strip())
    try:
        return parsedate_to_datetime(told) if told.endswith(" GMT") else None
    except (ValueError, OverflowError):
        return None


async def timemap(request: Request, datasette: Datasette) -> Response:
    """Every copy of an address, in link format (RFC 6690)."""
    url, copies = await found(request, datasette)
    lines = [
        f'<{encoded(url)}>; rel="original"',
        f'<{_map(request, datasette, url)}>; rel="self"; type="{LINK_FORMAT}";'
        f' from="{http_date(copies[0])}"; until="{http_date(copies[-1])}"',
        f'<{_gate(request, datasette, url)}>; rel="timegate"',
        *(
            f'<{datasette.absolute_url(request, href(datasette, copy, "id_"))}>; rel="{_place(at, len(copies))}";'
            f' datetime="{http_date(copy)}"'
            for at, copy in enumerate(copies)
        ),
    ]
    return Response(",\n".join(lines) + "\n", content_type=LINK_FORMAT)


async def found(request: Request, datasette: Datasette) -> tuple[str, list[Row]]:
    """The address asked for and its copies, oldest first. Raises NoCopy."""
    for url in spellings(request):
        copies = await ask.rows(datasette, COPIES, {"url": url})
        if copies:
            return url, copies
    raise NoCopy(f"档案中没有这个地址 No copy of this address: {spellings(request)[0][:300]}", status=404)


def spellings(request: Request) -> list[str]:
    """The address in the path, with the query that belongs to it, as it came, decoded, and encoded."""
    url = request.url_vars["url"] + (f"?{request.query_string}" if request.query_string else "")
    # Proxies fold `//` into `/`.
    url = re.sub(
        r"^(https?|file):/+(?=[^/])", lambda m: f"{m[1]}:///" if m[1] == "file" else f"{m[1]}://", url
    )
    return list(dict.fromkeys((url, unquote(url), encoded(url), encoded(unquote(url)))))


def encoded(url: str) -> str:
    """An address that may stand between angle brackets or in a header: ASCII, no blank, quote or bracket."""
    return quote(url, safe=SAFE)


def nearest(copies: Sequence[Row], moment: str) -> Row:
    """The copy whose time begins with these digits (the last of them), else the nearest in time."""
    begins = [copy for copy in copies if digits(copy).startswith(moment)]
    if begins:
        return begins[-1]
    wanted = when(moment)
    times = [datetime.fromisoformat(copy["received_at"]) for copy in copies]
    at = bisect_left(times, wanted)
    around = [n for n in (at - 1, at) if 0 <= n < len(times)]
    return copies[min(around, key=lambda n: abs(times[n] - wanted))]


def when(moment: str) -> datetime:
    """The moment that digits name, what is left out being the first; out of range is the nearest that exists."""
    text = (moment + "00000101000000000000"[len(moment) :])[:20]
    year, month, day, hour, minute, second = (
        int(text[a:b]) for a, b in ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14))
    )
    try:
        return datetime(
            max(year, 1), month or 1, day or 1, hour, minute, second, int(text[14:20]), tzinfo=UTC
        )
    except ValueError as error:
        raise NotFound(f"不是时间 Not a time: {moment}") from error


def digits(copy: Row) -> str:
    """A copy's time as twenty digits."""
    return re.sub(r"\D", "", str(copy["received_at"]))


def href(datasette: Datasette, copy: Row, form: Literal["", "id_", "if_"] = "") -> str:
    """The path of a copy: to the microsecond, so that two of one second stay apart. Bare is `id_`, for the frame is `if_`."""
    return str(datasette.urls.path(f"-/web/{digits(copy)}{form}/{encoded(copy['url'])}"))


def http_date(copy: Row) -> str:
    """A copy's time as HTTP writes it, to the second."""
    return format_datetime(datetime.fromisoformat(copy["received_at"]).replace(microsecond=0), usegmt=True)


def links(request: Request, datasette: Datasette, url: str, copies: Sequence[Row]) -> str:
    """The Link header of RFC 7089 §2.2: original, gate, map, first and last copy."""
    told = [
        f'<{encoded(url)}>; rel="original"',
        f'<{_gate(request, datasette, url)}>; rel="timegate"',
        f'<{_map(request, datasette, url)}>; rel="timemap"; type="{LINK_FORMAT}"',
    ]
    for at in sorted({0, len(copies) - 1}):
        target = datasette.absolute_url(request, href(datasette, copies[at], "id_"))
        told.append(f'<{target}>; rel="{_place(at, len(copies))}"; datetime="{http_date(copies[at])}"')
    return ", ".join(told)


def _place(at: int, total: int) -> str:
    names = [name for name, holds in (("first", at == 0), ("last", at == total - 1)) if holds]
    return " ".join([*names, "memento"])


def _gate(request: Request, datasette: Datasette, url: str) -> str:
    return str(datasette.absolute_url(request, datasette.urls.path(f"-/timegate/{encoded(url)}")))


def _map(request: Request, datasette: Datasette, url: str) -> str:
    return str(datasette.absolute_url(request, datasette.urls.path(f"-/timemap/link/{encoded(url)}")))
