"""Guangdong's directory platform: a page is `window._CONFIG`; columns are its TREE, lists are JSON, an article may be in DETAIL alone."""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.families.base import Family, ListingUnreadable
from crawler.pages import queries, scripts
from crawler.pages.entries import LIKELY_FULL, day, fragment, plain
from crawler.pages.page import Anchor, Article, Ask, File, Item, Listing, Page
from crawler.pages.wording import folded, spaced

_SITE = re.compile(r"^(https?://[^?#]*?/gkmlpt)(?:[/?#]|$)")
_FRAGMENT = re.compile(r"#/?(\d+)")
_MOST_NODES = 4000
_DEEPEST = 12
_NAMES = ("name", "title", "text")
_CONTENTS = ("content", "body", "html", "text")


class Gkmlpt(Family):
    """A column is asked for by its number, which a page's address carries in its fragment; `?jump=true` is a duplicate."""

    name = "gkmlpt"
    order = 20
    body_signals = (
        ("window._CONFIG", r"window\._CONFIG\s*="),
        ("/gkmlpt/", r"/gkmlpt/(?:index|annualreport|content|api|guide)"),
    )
    address_signals = (("/gkmlpt/", r"/gkmlpt(?:[/?#]|$)"),)

    def links(self, page: Page) -> Iterator[Anchor]:
        """The page's own links, and every column of the tree as the call that lists it, instead of what its script links."""
        config = _config(page)
        for anchor in super().links(page):
            if config and anchor.path[:1] == ("script",):
                continue
            number = _FRAGMENT.search(anchor.url)
            site = _SITE.match(anchor.url)
            if config and number and site and site[1] == _site(page):
                yield Anchor(
                    ask=_call(page, config, number[1]),
                    text=anchor.text,
                    context=anchor.context,
                    path=anchor.path,
                )
            else:
                yield anchor
        if config:
            yield from _columns(page, config)

    def listing(self, page: Page) -> Listing | None:
        if page.ask.family == self.name:
            return _reply(page)
        config = _config(page)
        number = _FRAGMENT.search(page.url) or _FRAGMENT.search(page.ask.url)
        if number and _SITE.match(page.url):
            if config is None:
                raise ListingUnreadable(page.url, self.name, "a column's page without _CONFIG")
            return Listing(items=(), more=(_call(page, config, number[1]),))
        return None if config else super().listing(page)

    def article(self, page: Page) -> Article:
        """What DETAIL says, where the page carries its article so."""
        shown, detail = super().article(page), _detail(page)
        if not detail:
            return shown
        published = next(
            (
                d
                for key in ("first_publish_time", "display_publish_time", "created_at", "date")
                if (d := day(detail.get(key)))
            ),
            None,
        )
        organ = detail.get("publisher") or detail.get("source")
        return Article(
            title=plain(str(detail.get("title") or "")) or shown.title,
            crumb=shown.crumb,
            organ=spaced(organ) if isinstance(organ, str) and spaced(organ) else shown.organ,
            published=shown.published or published,
            published_label=shown.published_label or ("发布日期" if published else None),
            text=folded(str(body.tree.text_content())) if (body := _body(page)) else shown.text,
        )

    def attachments(self, page: Page) -> tuple[File, ...]:
        """The page's files, those that DETAIL names, and those linked in the text that it holds."""
        files = list(super().attachments(page))
        if body := _body(page):
            files += super().attachments(body)
        detail = _detail(page)
        files += _named(page, detail.get("attachment") or detail.get("attachments"))
        return tuple({file.url: file for file in files}.values())

    def real(self, url: str) -> str:
        """The address without `jump=true`; its fragment, which names a column, is kept."""
        parts = urlsplit(url)
        if not _SITE.match(url) or queries.field(parts.query, "jump") is None:
            return url
        return parts._replace(query=queries.changed(parts.query, {"jump": None})).geturl()


@lru_cache(maxsize=1)
def _config(page: Page) -> dict[str, object] | None:
    found = scripts.assigned(page.text, "_CONFIG")
    return {str(key): value for key, value in found.items()} if isinstance(found, dict) else None


def _site(page: Page) -> str:
    found = _SITE.match(page.base) or _SITE.match(page.url)
    return found[1] if found else ""


def _call(page: Page, config: dict[str, object], number: str) -> Ask:
    site = _site(page) or f"{str(config.get('APP_URL') or '').rstrip('/')}/gkmlpt"
    sid = next((str(config[key]) for key in ("SID", "sid", "SITE_ID", "siteId") if config.get(key)), "")
    url = page.join(f"{site}/api/all/{number}?page=1" + (f"&sid={sid}" if sid else ""))
    return Ask(url=url, family="gkmlpt", base=page.base.partition("#")[0])


def _columns(page: Page, config: dict[str, object]) -> Iterator[Anchor]:
    tree = config.get("TREE") or config.get("tree")
    for node, above in list(_nodes(tree, (), 0))[:_MOST_NODES]:
        name = next((plain(str(node[key])) for key in _NAMES if node.get(key)), "")
        path = ("tree",) * len(above) + ("node",)
        context = above[-1] if above else ""
        jump, number = node.get("jump_url"), node.get("id")
        jump = page.join(jump) if isinstance(jump, str) and jump else ""
        told, site = _FRAGMENT.search(jump), _SITE.match(jump)
        if jump and not (told and site and site[1] == _site(page)):
            yield Anchor(ask=Ask(url=jump), text=name, context=context, path=path)
        elif told:
            yield Anchor(ask=_call(page, config, told[1]), text=name, context=context, path=path)
        elif isinstance(number, int | str) and str(number).isdigit() and node.get("post_count") != 0:
            yield Anchor(ask=_call(page, config, str(number)), text=name, context=context, path=path)


def _nodes(
    tree: object, above: tuple[str, ...], depth: int
) -> Iterator[tuple[dict[str, object], tuple[str, ...]]]:
    """(node, the names above it), parents first; deeper nesting than a directory's is cut off."""
    if not isinstance(tree, list) or depth > _DEEPEST:
        return
    for node in tree:
        if isinstance(node, dict):
            yield node, above
            yield from _nodes(node.get("children"), (*above, plain(str(node.get("name") or ""))), depth + 1)


def _reply(page: Page) -> Listing:
    match page.json:
        case {"articles": list(rows), **told} | {"data": {"articles": list(rows), **told}}:
            pass
        case _:
            raise ListingUnreadable(page.url, "gkmlpt", "the reply has no articles")
    items = tuple(item for row in rows if (item := _item(page, row)))
    if rows and not items:
        raise ListingUnreadable(page.url, "gkmlpt", "no article with a title and an address")
    classify = told.get("classify")
    total = classify.get("post_count") if isinstance(classify, dict) else None
    total = int(total) if isinstance(total, int | str) and str(total).isdigit() else None
    number = queries.number(urlsplit(page.ask.url).query, "page")
    rest = total > len(rows) if total is not None else len(rows) >= LIKELY_FULL
    more = (_numbered(page.ask, number + 1),) if rows and rest else ()
    return Listing(items=items, more=more, total=total)


def _numbered(ask: Ask, number: int) -> Ask:
    return Ask(url=queries.requeried(ask.url, {"page": str(number)}), family="gkmlpt", base=ask.base)


def _item(page: Page, row: object) -> Item | None:
    match row:
        case {"title": str(title), **rest}:
            address = next(
                (a for key in ("url", "post_url") if isinstance(a := rest.get(key), str) and a), ""
            )
            number = rest.get("id")
            if not address and isinstance(number, int):
                address = f"{_site(page)}/content/{number // 1_000_000}/{number // 1000}/post_{number}.html"
            url = page.join(address) if address else ""
            keys = ("first_publish_time", "display_publish_time", "created_at", "date", "create_time")
            published = next((d for key in keys if (d := day(rest.get(key)))), None)
            organ = rest.get("publisher")
            return (
                Item(
                    url=FAMILY.real(url),
                    title=plain(title),
                    published=published,
                    organ=spaced(organ) if isinstance(organ, str) and spaced(organ) else None,
                )
                if url
                else None
            )
    return None


@lru_cache(maxsize=1)
def _detail(page: Page) -> dict[str, object]:
    """The article in `_CONFIG.DETAIL`: an object, or one more layer of JSON as a string."""
    told = (_config(page) or {}).get("DETAIL") or scripts.assigned(page.text, "_CONFIG.DETAIL")
    told = scripts.value(html.unescape(told)) if isinstance(told, str) else told
    return {str(key): value for key, value in told.items()} if isinstance(told, dict) else {}


@lru_cache(maxsize=1)
def _body(page: Page) -> Page | None:
    """The article's markup, which may be escaped once more for the script, as a page; None where DETAIL has none."""
    detail = _detail(page)
    markup = next((m for key in _CONTENTS if isinstance(m := detail.get(key), str) and m), "")
    escaped = "&lt;" in markup and "<" not in markup
    return fragment(page, html.unescape(markup) if escaped else markup) if markup else None


def _named(page: Page, told: object) -> Iterator[File]:
    for one in told if isinstance(told, list) else ():
        if isinstance(one, dict):
            address = next(
                (a for key in ("url", "path", "link") if isinstance(a := one.get(key), str) and a), ""
            )
            name = next(
                (n for key in ("name", "title", "filename") if isinstance(n := one.get(key), str)), ""
            )
            if address and (url := page.join(address)):
                yield File(url=url, name=spaced(name))


FAMILY = Gkmlpt()
