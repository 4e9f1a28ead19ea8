"""What a family is given and gives back: a fetched page, the requests it leads to, and what it lists.

Nothing here fetches. A family reads a `Page` and returns values; what is requested, and when, is decided in `crawler/discovery`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, cast
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from crawler.pages import bound, called, islands, markup, plugins, scripts, wording
from crawler.pages.joining import joined

Headers = tuple[tuple[str, str], ...]

_MOST_READ = 200_000
"""Letters of a script in which functions and calls are looked for."""
_CONSTANT = re.compile(
    r"(?:\b(?:var|let|const)|,|window\.)\s*([A-Za-z_]\w*)\s*=\s*(?:'([^'\n]{0,200})'|\"([^\"\n]{0,200})\")\s*(?=[;,\n])"
)
# A broken page may have several roots, which `/descendant::` all sees, in half the time of `//`.
_BASES = etree.XPath("/descendant::base/@href")
_HYPERLINKS = etree.XPath("/descendant::a[@href]")
_RUNNING = etree.XPath(
    "/descendant::*[@onclick or @ng-click or @onchange or starts-with(@href, 'javascript:')]"
    " | /descendant::select/descendant::option"
)
_WORDS = etree.XPath(
    "/descendant::body/descendant::text()[not(parent::script or parent::style)]", smart_strings=False
)
_MARKED = etree.XPath(
    "/descendant::*/@class/.. | /descendant::*/@id/.. | /descendant::h1 | /descendant::h2 | /descendant::h3"
    " | /descendant::ucaptitle | /descendant::ucapcontent"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """A request that a page leads to. `Ask(url=…)` is a plain GET of a page."""

    url: str
    method: Literal["GET", "POST"] = "GET"
    body: str = ""
    headers: Headers = ()
    """Only what the data call needs beyond a page's own (`Content-Type`, `X-Requested-With`). Referer is set as the request is made."""
    family: str | None = None
    """Set on a data call: the family that can read its reply, which carries no signal of its own (JSON, a fragment)."""
    base: str | None = None
    """Set on a data call: the page that it fills, against which the reply's relative addresses are resolved."""
    entry: str = ""
    """Set on a data call whose page puts its entries' addresses together: `/show?id=${guid}`, filled from a row's fields."""
    numbered: bool = False
    """Set on a data call whose path ends in the page's number (`/more/2`)."""
    cursor: str = ""
    """Set on a data call that goes on by a cursor: the field of the reply that its page takes it from, where it says so."""
    leaf: "Ask | None" = None
    """Set on a data call for a tree: how its page asks for what a leaf names, `${id}` in address or body for a field of the leaf."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """A request that a page's scripts made while a browser rendered it, and the reply's text."""

    ask: Ask
    text: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Signal:
    """Why a page was taken for a family's."""

    family: str
    where: Literal["body", "address"]
    what: str
    """The signal's name, as a person would look for it: `createPageHTML('page_div',`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """A link of a page, with what surrounds it."""

    ask: Ask
    text: str
    """The link's words: its `title` where that is the fuller of the two, spaces folded."""
    context: str = ""
    """The heading or label that stands over the link, or the row that holds it; may be empty."""
    beside: str = ""
    """The organ that its row names beside it."""
    path: tuple[str, ...] = ()
    """The tags from the root down to the link, each `tag#id.class`: what discovery learns from."""

    @property
    def url(self) -> str:
        return self.ask.url


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """An entry of a list."""

    url: str
    title: str
    """In full: the `title` attribute or data field where the printed text is cut."""
    published: str | None = None
    """ISO date, where the list prints a whole one."""
    organ: str | None = None
    """Where the list itself names the organ of each entry."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """One page of a list."""

    items: tuple[Item, ...]
    """In the order printed. Empty only where the list says that it is empty."""
    more: tuple[Ask, ...] = ()
    """The pages after this one: all that the page tells of, nearest first; or the next alone where pages shift (VSB)."""
    total: int | None = None
    """How many entries the whole list declares, where it does."""
    branches: tuple[Anchor, ...] = ()
    """Of a tree that is fetched branch by branch: the calls for the branches that a reply names."""
    restarts: bool = False
    """Whether this page begins the list anew, in larger pages than the one before: entries shown before come again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """A file that belongs to an article."""

    url: str
    name: str
    """Anchor text, or the name the address carries; '' where neither says one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """What an article page says of itself, outside its text. None: it does not say."""

    title: str
    crumb: tuple[str, ...] = ()
    """The breadcrumb from 首页 on, without the article itself."""
    organ: str | None = None
    """发布机构 and its synonyms; placeholders such as `01` and `无` are None."""
    source: str | None = None
    """来源: who sent the text in, often the office that publishes what others write."""
    published: str | None = None
    """ISO date."""
    published_label: str | None = None
    """The label or meta that gave `published`: `发布日期`, `成文日期`, `PubDate`."""
    text: str = ""
    """The article's own words without a space (`folded`), to judge whether it is a report; never stored."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Page:
    """An answer that the verdict found to be a page, decoded. One is equal to itself alone, so that functions may remember it."""

    url: str
    """The address that answered, after redirects."""
    text: str = field(repr=False)
    ask: Ask
    """The request. `ask.base` and `ask.body` tell a data call's reply which list and which page of it this is."""
    charset: str = "utf-8"
    """What it was decoded by: the queries of its links are sent in it, as browsers do."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """What the portal's earlier pages told the family (`Family.notes`) and this one may not repeat."""
    heard: tuple[Heard, ...] = ()
    """What its scripts fetched, where a browser rendered it."""
    paths: dict[lxml.html.HtmlElement, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False)
    """Element → the tags that lead to it, of those that were asked for (`anchors.tag_path`)."""
    captions: dict[lxml.html.HtmlElement, str] = field(default_factory=dict, init=False, repr=False)
    """Element → what it is called, of those that were asked for (`captions.called_by`): its list asks, and its links."""

    @cached_property
    def once(self) -> str:
        """The text without the pieces that repeat (`wording.once`), by which a system is told."""
        return wording.once(self.text)

    @cached_property
    def tree(self) -> lxml.html.HtmlElement:
        """The text as HTML (`markup.parsed`), with the lists that it keeps for its scripts laid open."""
        return islands.lay_open(markup.parsed(self.text), self.once)

    @cached_property
    def marked(self) -> list[lxml.html.HtmlElement]:
        """The nodes that say what they are, in order: by an id, a class, or a tag that is one (headings, UCAP's own)."""
        return cast("list[lxml.html.HtmlElement]", _MARKED(self.tree))

    @cached_property
    def hyperlinks(self) -> list[lxml.html.HtmlElement]:
        """The `a` elements that have an address, in order."""
        return cast("list[lxml.html.HtmlElement]", _HYPERLINKS(self.tree))

    @cached_property
    def running(self) -> list[lxml.html.HtmlElement]:
        """The elements that say themselves that they may run something where they are clicked or chosen, in order."""
        return cast("list[lxml.html.HtmlElement]", _RUNNING(self.tree))

    @property
    def words(self) -> list[str]:
        """The pieces of what the page prints, in order."""
        return cast("list[str]", _WORDS(self.tree))

    @cached_property
    def written(self) -> tuple[str, ...]:
        """The page's own scripts, as far as they are read."""
        return tuple((script.text or "")[:_MOST_READ] for script in self.tree.iter("script"))

    @cached_property
    def script(self) -> str:
        """The page's own scripts as one."""
        return "\n".join(self.written)

    @cached_property
    def functions(self) -> Mapping[str, tuple[tuple[str, ...], str]]:
        """The functions that the page's own scripts define: name → parameters and body."""
        return {
            name: (parameters, scripts.body(text, start))
            for text in self.written
            for name, parameters, start in scripts.functions(text)
        }

    @cached_property
    def clicked(self) -> Mapping[lxml.html.HtmlElement, str]:
        """The elements to which the page's own scripts bind what runs where they are clicked or chosen."""
        return bound.bound(self.tree, self.written)

    @cached_property
    def readers(self) -> Mapping[str, str]:
        """Name of an element → the function of the page's own scripts that names it."""
        return bound.readers({name: body for name, (_, body) in self.functions.items()})

    @cached_property
    def constants(self) -> Mapping[str, str]:
        """The texts that variables of the page's own scripts are first given."""
        given = [found for text in self.written for found in _CONSTANT.findall(text)]
        return {name: one or two for name, one, two in reversed(given)}

    @cached_property
    def given(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Where in the text the texts, and where the objects begin that variables are first given."""
        return scripts.given(self.text)

    @cached_property
    def handings(self) -> tuple[called.Handing, ...]:
        """The functions of the page's own scripts that hand on to a call what they are handed."""
        return called.handings(self.script)

    @cached_property
    def calls(self) -> tuple[called.Called, ...]:
        """The calls in the page's own scripts that may fetch something, those handed on, and those by which attributes plant tables."""
        own = called.calls(self.script, self.handings)
        return (*own, *plugins.planted(self.tree))

    @cached_property
    def json(self) -> object:
        """The text as JSON (JSONP is unwrapped); None where it is not JSON."""
        text = self.text.strip().lstrip("\ufeff")
        if text and text[0] not in "[{":
            called = re.fullmatch(r"[\w$.]+\s*\((.*)\)\s*;?", text, re.DOTALL)
            text = called.group(1) if called else ""
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            return None

    @property
    def sending(self) -> str:
        """The encoding in which browsers send what the page's links and forms ask for."""
        return "utf-8" if self.charset.startswith("utf") else self.charset

    @cached_property
    def base(self) -> str:
        """What relative addresses are resolved against: the page that a data call fills, `<base href>`, or the final address."""
        if self.ask.base:
            return self.ask.base
        bases = cast("list[str]", _BASES(self.tree))
        return urljoin(self.url, bases[0].strip()) if bases else self.url

    def join(self, href: str) -> str:
        """`href` as an absolute address; '' where it is none that can be fetched."""
        return joined(href, self.base, self.sending)


def words_of(element: lxml.html.HtmlElement) -> str:
    """The words in an element as they stand: `text_content`, which takes ten times as long where there is but one text."""
    return str(element.text_content() if len(element) else element.text or "")


def marks(element: lxml.html.HtmlElement) -> str:
    """The classes and the id of an element, by which it says what it is."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def page(url: str, text: str, ask: Ask | None = None) -> Page:
    """A `Page` as tests and families make it: fetched by a plain GET of `url` unless `ask` says otherwise."""
    return Page(url=url, text=text, ask=ask or Ask(url=url))
