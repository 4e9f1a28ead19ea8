"""Addresses: one spelling for each, whose they are, which are traps, which are not on the public internet."""

import hashlib
import ipaddress
import re
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import safe_url_string

from crawler.pages.page import Ask
from crawler.remembered import SHORT, remembered

_DEFAULT_PORTS = {"http": "80", "https": "443"}
_SESSION = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
_COOKIELESS = re.compile(r"/\([A-Z]\([\w-]{20,}\)\)(?=/)")
"""ASP.NET's session in a path (`/(S(…))/`): another at every visit. A server that is asked without it redirects to a new one."""
_DROPPED = re.compile(
    r"^(?:_=|_$|_t=|timestamp=|nocache=|jump=true$|jsessionid=|phpsessid=|utm_\w+=|spm=|randid=|random="
    r"|isappinstalled=|from=(?:singlemessage|groupmessage|timeline)$|(?:t|ts|tm|time|r|rnd|rand|v)=0\.\d{6,}$"
    # What a form sends to show that it came from its own page, new with every page.
    r"|_?(?:csrf|xsrf)(?:[_.-]?token)?=|csrfmiddlewaretoken=|authenticity_token=|__requestverificationtoken=|struts\.token(?:\.name)?=)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:t|ts|tm|time|r|rnd|rand|v)=1[4-9]\d{8}(?:\d{3})?$", re.IGNORECASE)
"""The moment at which a page was made, by which its links are new to every cache; or a record's own number."""
_RENDITION = re.compile(r"(/t\d{8}_\d+)_(?:wap|app)(\.s?html?)$")
_COUNTER = re.compile(r"/hit/count|visit_?count|/counter", re.IGNORECASE)
_TRAPS = re.compile(
    r"[?&](?:date|day|riqi)=|/calendar|[?&](?:font|fontsize|print|skin|style|theme)="
    # Only as a word: three letters stand by chance in one random name of an article out of some thousands.
    r"|(?<![a-z0-9])wza[a-z]*(?![a-z0-9])"
    r"|/print[/._]|share\.|/share[/?]|[?&]share=|accessib|/elder|/login|/logout|/sso/|/register|/passport"
    r"|\.(?:jpe?g|png|gif|bmp|ico|svg|css|js|mp[34]|avi|flv|wmv|mov|webp|woff2?|ttf|apk|exe|swf)(?:$|\?)",
    re.IGNORECASE,
)
_YEARS = frozenset({"y", "year", "nian", "yyyy"})
_MONTHS = frozenset({"m", "month", "yue", "mm"})
_MOST_SEGMENTS = 16


@remembered
def canonical(url: str) -> str:
    """The one spelling of an address: what changes without changing the page is dropped, the query sorted, the path kept as it is.

    The fragment goes too, except in Guangdong's `/gkmlpt/`, where it names the column.
    """
    parts = urlsplit(safe_url_string(url, encoding="utf-8"))
    host = (parts.hostname or "").lower().rstrip(".")
    host = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port and str(parts.port) != _DEFAULT_PORTS.get(parts.scheme) else ""
    path = _RENDITION.sub(r"\1\2", _COOKIELESS.sub("", _SESSION.sub("", parts.path))) or "/"
    query = "&".join(sorted(_telling(parts.query, path)))
    fragment = parts.fragment if "/gkmlpt/" in path else ""
    return urlunsplit((parts.scheme.lower(), host + port, path, query, fragment))


def _telling(query: str, path: str) -> list[str]:
    """The pairs of a query that tell one page from another. What may be a clock does where no other number would."""
    pairs = [pair for pair in query.split("&") if pair and not _DROPPED.match(pair)]
    others = [pair for pair in pairs if not _CLOCK.match(pair)]
    return others if re.search(r"\d", path + "".join(others)) else pairs


@remembered
def sent(url: str) -> str:
    """An address as it is asked for: as it was found, without session and fragment. Some servers know one order of a query only."""
    parts = urlsplit(safe_url_string(url, encoding="utf-8"))
    fragment = parts.fragment if "/gkmlpt/" in parts.path else ""
    return urlunsplit(
        (parts.scheme, parts.netloc, _SESSION.sub("", parts.path) or "/", parts.query, fragment)
    )


def fingerprint(ask: Ask) -> str:
    """The request's identity: method, canonical address without its scheme, body without what changes without changing the page."""
    address = canonical(ask.url).partition("://")[2]
    body = ask.body
    if not body.startswith(("{", "[")):
        body = "&".join(pair for pair in body.split("&") if not _DROPPED.match(pair))
    return hashlib.sha256("\n".join((ask.method, address, body)).encode()).hexdigest()[:32]


@remembered
def netloc(url: str) -> str:
    """Host and, where it is not the scheme's own, port: `www.example.gov.cn`, `127.0.0.1:8000`; '' where there is none."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:
        return ""
    return host if port is None or str(port) == _DEFAULT_PORTS.get(parts.scheme) else f"{host}:{port}"


def portal_key(home: str) -> str:
    """The portal's key: its home's host without `www.`, with the port where it is not the default."""
    return netloc(home).removeprefix("www.")


def of_hosts(url: str, hosts: frozenset[str]) -> bool:
    """Whether an address belongs to one of `hosts`, `www.` or not."""
    return netloc(url).removeprefix("www.") in hosts


@remembered
def is_trap(url: str) -> bool:
    """Whether an address is of the kinds that never lead to a report: counters, calendars, share, print, login, pictures, loops."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    repeated = len(segments) > 6 and len(set(segments)) <= len(segments) // 2
    keys = {pair.partition("=")[0].lower() for pair in parts.query.split("&")}
    return (
        len(url) > SHORT
        or bool(keys & _YEARS and keys & _MONTHS)
        or len(segments) > _MOST_SEGMENTS
        or repeated
        or is_counter(url)
        or _TRAPS.search(f"{parts.path}?{parts.query}") is not None
    )


def is_counter(url: str) -> bool:
    """Whether asking for an address adds to a count of visits."""
    return _COUNTER.search(url) is not None


def is_private(address: str) -> bool:
    """Whether an IP address is not one of the public internet's (loopback, private, link-local, reserved, mapped)."""
    try:
        number = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None)
    return not number.is_global or number.is_multicast or (mapped is not None and not mapped.is_global)


def is_loopback(url: str) -> bool:
    """Whether an address plainly names this machine, where politeness towards others does not matter."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
