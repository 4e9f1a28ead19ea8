"""Links that stand in a page's scripts: markup that they write, and the nodes of menus and trees, each a name with an address."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from urllib.parse import unquote

from lxml.html import HtmlElement

from crawler.pages import scripts
from crawler.pages.decode import decode
from crawler.pages.wording import spaced

DATA_ADDRESSES = ("data-url", "data-href", "data-link", "data-src", "data-uri", "lay-href", "_href")
"""Attributes in which elements carry an address for a script."""
_ADDRESS = re.compile(
    r"(?:https?:/)?\.{0,2}/[^\s<>]*|\?[\w%=&.-]+|[\w/.-]+\.(?:[sjp]?html?|aspx?|jsp|php|do|action)(?:[?#][^\s<>]*)?",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"<a\s[^<>]{0,300}?href\s*=\s*\\?['\"]?([^'\"\\<>\s]{1,500})[^<>]{0,300}>((?:(?!<\\?/?a\b).){1,300})<\\?/a>",
    re.IGNORECASE | re.DOTALL,
)
_NAME = re.compile(r"name|title|text|label|\w{1,12}[nN]ame")
_URL = re.compile(r"url|href|link|\w{1,12}(?:Url|URL|_url|Link)")
_FIELD = re.compile(
    r"(?<![\w$])['\"]?(?P<key>[A-Za-z_]\w{0,30})['\"]?\s*:\s*(?:'(?P<one>[^'\n]{2,500})'|\"(?P<two>[^\"\n]{2,500})\")"
)
_BRACES = re.compile(r"[{}]")
_SAID = r"['\"](?P<name>[^'\"{}<>\n]{2,60})['\"]"
_MEANT = r"['\"](?P<url>[^'\"{}<>\s]{2,500})['\"]"
_ARGUMENTS = (re.compile(rf"{_SAID}\s*,\s*{_MEANT}"), re.compile(rf"[(\[]\s*{_MEANT}\s*,\s*{_SAID}"))
"""A name and an address side by side in a call or an array (`d.add(7,1,'…','…')`); the address first only where it opens them."""
_PACKED = re.compile(r"['\"]((?:text|name|title):[^'\"{}<>\n]{4,500})['\"]")
"""A node whose fields stand in one text (`"text:…;url:…;target:main"`)."""
_DATA = re.compile(r"xml|html|template", re.IGNORECASE)
"""Types of what only looks like a script: a list's data, which its family reads."""
_HAN = re.compile(r"[一-龥]")
_PARSED = re.compile(r"(?<=JSON\.parse\()\s*(?:'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\")")
"""JSON as a text, in which its own quotes are escaped."""
_ESCAPED = re.compile(r"\\u([4-9][0-9a-fA-F]{3})")
"""Chinese as some servers write it into scripts."""
_DECODED = re.compile(
    r"\b(?:unescape|decodeURI(?:Component)?)\(\s*['\"](?P<escaped>[^'\"\n]{8,})['\"]\s*\)"
    r"|\b(?:atob|[bB]ase64\.?[dD]ecode)\(\s*['\"](?P<packed>[A-Za-z0-9+/=]{8,})['\"]\s*\)"
)
_WIDE = re.compile(r"%u([0-9a-fA-F]{4})")
"""A character as `escape` writes it that is none of Latin 1."""
_QUOTED = re.compile(r"(?<!\+)(?<!\+ )['\"]([^'\"\s]{2,500})['\"](?!\s*\+)")
"""A text that no other is put together with."""
_JOINED = re.compile(r"(['\"])\s*\+\s*([A-Za-z_$][\w$]*)\s*\+\s*\1")
"""A variable in a text that is put together (`'<a href="' + url + '">'`)."""
_HELD = re.compile(
    r"(?<![\w$.])([A-Za-z_$][\w$]*)\s*=\s*(?:'([^'\\\n]{1,300})'|\"([^\"\\\n]{1,300})\")\s*[;,\n]"
)
_LONGEST = 500_000


def written(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """(address as written, words) of what the page's own scripts link, in their order; those without a Chinese word are left out."""
    for script in tree.iter("script"):
        text = _PARSED.sub(
            lambda found: scripts.unescaped(found[1] or found[2] or ""), (script.text or "")[:_LONGEST]
        )
        text = _ESCAPED.sub(_character, _DECODED.sub(_decoded, text))
        if not _HAN.search(text) or script.get("src") or _DATA.search(script.get("type", "")):
            continue
        yield from marked_up(text)
        yield from _nodes(text)
        for node in _ARGUMENTS:
            for found in node.finditer(text):
                href = found["url"].replace("\\/", "/")
                if _HAN.search(found["name"]) and address(href):
                    yield href, spaced(found["name"])


def marked_up(text: str) -> Iterator[tuple[str, str]]:
    """(address as written, words) of the links in the markup that a script holds."""
    for href, markup in _WRITTEN.findall(_with_held(text[:_LONGEST])):
        words = spaced(re.sub(r"<[^<>]*>", "", markup))
        if _HAN.search(words):
            yield href, words


def _with_held(text: str) -> str:
    """A script that writes into its page, with what its variables are first given in place of these."""
    if ".write(" not in text:
        return text
    held = {name: one or two for name, one, two in reversed(_HELD.findall(text))}
    return _JOINED.sub(lambda found: held.get(found[2], found[0]), text)


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def _decoded(found: re.Match[str]) -> str:
    """What a script decodes before it writes it."""
    text = found["escaped"]
    if text is not None:
        return unquote(_WIDE.sub(_character, text))
    with suppress(binascii.Error, ValueError):
        return decode(base64.b64decode(found["packed"])).text
    return found[0]


def _nodes(text: str) -> Iterator[tuple[str, str]]:
    """What the objects of a script name and where it stands: by the keys that say so, else by what the values look like."""
    for piece in _BRACES.split(text):
        fields = ((one["key"], one["one"] or one["two"]) for one in _FIELD.finditer(piece))
        if link := named(fields):
            yield link
    for packed in _PACKED.findall(text):
        pairs = (field.partition(":") for field in packed.split(";"))
        if link := named((key, value) for key, _, value in pairs):
            yield link


def named(fields: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """The address among an object's fields and what it is called; None where one of the two is missing."""
    told = list(fields)
    names = [(key, value) for key, value in told if _HAN.search(value) and "<" not in value]
    links = [(key, href) for key, value in told if address(href := value.replace("\\/", "/"))]
    return (_best(links, _URL), spaced(_best(names, _NAME))) if names and links else None


def _best(fields: list[tuple[str, str]], called: re.Pattern[str]) -> str:
    """The value whose key says what it is; else the first of them."""
    return next((value for key, value in fields if called.fullmatch(key)), fields[0][1])


def data_address(element: HtmlElement) -> str:
    """The address that an element carries for a script, in an attribute of its own; '' where it carries none."""
    return next((value for name in DATA_ADDRESSES if (value := element.get(name))), "")


def called(handler: str) -> str:
    """The address that a handler passes on (`goUrl('/gk/nb.html')`); '' where none of its texts looks like one."""
    return next((text for text in _QUOTED.findall(handler) if address(text)), "")


def address(text: str) -> bool:
    """Whether a text can only be an address: it begins like one or ends in what pages end in."""
    return len(text) > 1 and _ADDRESS.fullmatch(text) is not None
