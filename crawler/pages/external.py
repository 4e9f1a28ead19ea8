"""The script files of a portal's own: which a page loads, whether it says too little without them, and the page read with them."""

import re
import tomllib
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.address import of_hosts, sent
from crawler.pages.anchors import destination
from crawler.pages.captions import link_text
from crawler.pages.clicked import handler, running
from crawler.pages.enclosed import enclosed
from crawler.pages.page import Ask, Page, words_of
from crawler.pages.pagers import is_next, pages
from crawler.pages.variables import set_elsewhere
from crawler.pages.wording import spaced
from crawler.relevance import COLUMNS, REPORTS, Kind, Trail, kind_of

_FAMILY = "generic"
"""Whose these pages are: other systems' scripts are known."""
_NOTE = "generic.script "
"""What the notes of files begin with; the file's address follows."""
_MISSING = "generic.missing "
"""What the notes begin with that a file did not come."""
_PROMISING = REPORTS | COLUMNS | {Kind.DIRECTORY, Kind.ORGAN, Kind.HUB}
_BARE = frozenset({Kind.REPORT, Kind.COLUMN})
_LIBRARIES = tomllib.loads(Path(__file__).with_name("libraries.toml").read_text("utf-8"))
_NAMES = "|".join(
    (*map(re.escape, _LIBRARIES["names"]), *(rf"\b{re.escape(word)}\b" for word in _LIBRARIES["words"]))
)
_LIBRARY = re.compile(_NAMES, re.IGNORECASE)
_BROWSERS = frozenset(name.lower() for name in _LIBRARIES["called"])
_MOST_FILES = 3
"""Files of one page that are asked for; those that only a number tells apart (`2023.js`), as a list's years, count once."""
_MOST_KNOWN = 6
"""Files of one portal."""
_MOST_ALIKE = 24
_LONGEST = 100_000
"""Letters of a file beyond which it is a library by whatever name."""
_DIGITS = re.compile(r"\d+")
_MOST_LOOKED_AT = 500
_MOST_WORDS = 100
_END = re.compile(r"</(?:body|html|frameset)\s*>", re.IGNORECASE)
_CALLED = re.compile(r"(?<!\)\.)\b([A-Za-z_$]\w*)\s*\(")
"""But for what is called on what another call brought (`$('#a').show()`)."""
_HOLDING = etree.XPath("/descendant::*[@*[starts-with(name(), 'data-')]]")
_BOUND = etree.XPath(f"{_HOLDING.path} | /descendant::a[not(@onclick)]")


def is_file(ask: Ask) -> bool:
    """Whether a request is for such a file."""
    return ask.family == _FAMILY and _is_script(ask.url)


def files(page: Page, *, hosts: frozenset[str]) -> tuple[Ask, ...]:
    """The requests for what a page loads from its portal's hosts that is not known yet."""
    unknown = [url for url in _loads(page) if note(url) not in page.notes and of_hosts(url, hosts)]
    known = {_form(key.removeprefix(_NOTE)) for key in page.notes if key.startswith(_NOTE)}
    forms = list(dict.fromkeys(map(_form, unknown)))
    most = max(min(_MOST_FILES, _MOST_KNOWN - len(known)), 0)
    told = [url for url in unknown if _form(url) in (*forms[:most], *known)]
    return tuple(Ask(url=url, family=_FAMILY, base=page.url) for url in told[:_MOST_ALIKE])


def _form(url: str) -> str:
    """What the addresses of files share that only a number in their names tells apart."""
    folder, _, name = url.partition("?")[0].rpartition("/")
    return f"{folder}/{_DIGITS.sub('#', name)}"


def loaded(page: Page) -> Page:
    """The page with what is known of its files in it, as a browser reads it; the page itself where nothing is."""
    told = (page.notes.get(note(url), "") for url in _loads(page))
    # A `</script>` in a text of theirs would end them.
    whole = [text.replace("</", "<\\/") for text in told if text]
    written = "".join(f"<script>{text}</script>" for text in whole)
    inside = min((found.start() for found in _END.finditer(page.text)), default=len(page.text))
    return replace(page, text=page.text[:inside] + written + page.text[inside:]) if written else page


def note(url: str) -> str:
    """The key of the note that holds what a file tells."""
    return _NOTE + sent(url)


def noted(page: Page) -> dict[str, str]:
    """What a file tells, as later pages are given it (`Page.notes`)."""
    return {note(page.ask.url): page.text if len(page.text) <= _LONGEST else ""}


def lacking(page: Page, trail: Trail) -> bool:
    """Whether a page has something to click that may lead to reports and does so by what a file has to tell."""
    clicked = islice(running(page), _MOST_LOOKED_AT)
    words = {link_text(one) for one in clicked if _calls(page, one)}
    turning = set(filter(is_next, words))
    if any(kind_of(one, trail) in _PROMISING for one in words - turning):
        return True
    # What turns pictures is worded like a pager.
    turns = (bool(turning) or _turns_bare(page)) and not pages(page)[0]
    return (trail.column and (turns or set_elsewhere(page))) or _leaves_bare(page, trail)


def missing(page: Page) -> tuple[str, ...]:
    """The notes that say of the page's files that they did not come, so that no page waits for them any more."""
    return tuple(_MISSING + url for url in _loads(page) if page.notes.get(note(url)) == "")


def awaited(page: Page) -> bool:
    """Whether a file of the page's is on its way, for all that is known."""
    return any(key not in page.notes for key in missing(page))


def lacking_files(page: Page) -> bool:
    """Whether an article has a file that only a function of a script file opens."""
    return any(_calls(page, one) for one in enclosed(page))


def _loads(page: Page) -> tuple[str, ...]:
    """The addresses of a page's script files, but for libraries."""
    sources = [(script.get("src") or "").strip() for script in page.tree.iter("script")]
    own = [one for one in sources if _is_script(one) and not _LIBRARY.search(one.rpartition("/")[2])]
    return tuple(dict.fromkeys(sent(url) for url in map(page.join, own) if url))


def _is_script(url: str) -> bool:
    return url.partition("?")[0].endswith(".js")


def _calls(page: Page, element: HtmlElement) -> bool:
    """Whether what runs where an element is clicked calls what the page does not define, and leads nowhere without it."""
    names = {name for name in _CALLED.findall(handler(page, element)) if name.lower() not in _BROWSERS}
    return bool(names) and names.isdisjoint(page.functions) and not destination(page, element)


def _leaves_bare(page: Page, trail: Trail) -> bool:
    """Whether elements that do nothing are worded like reports or columns of them that no link of the page leads to."""
    elements = islice(cast("list[HtmlElement]", _BOUND(page.tree)), _MOST_LOOKED_AT)
    bare = {words for one in elements if (words := _bare(page, one, trail))}
    linked = (link_text(one) for one in page.hyperlinks if page.join(one.get("href", "")))
    return bool(bare) and not bare <= set(linked)


def _turns_bare(page: Page) -> bool:
    """Whether something that holds data for a script and does nothing is worded like what turns a list, to its second page too."""
    elements = islice(cast("list[HtmlElement]", _HOLDING(page.tree)), _MOST_LOOKED_AT)
    return any(
        (is_next(one.text) or one.text.strip() == "2")
        and one not in page.clicked
        and not destination(page, one)
        for one in elements
        if not len(one) and one.text
    )


def _bare(page: Page, element: HtmlElement, trail: Trail) -> str:
    """The words of an element that does nothing, where they promise something; '' for any other."""
    if element in page.clicked or element.find(".//a") is not None or destination(page, element):
        return ""
    words = spaced(words_of(element))
    return words if len(words) <= _MOST_WORDS and kind_of(words, trail) in _BARE else ""
