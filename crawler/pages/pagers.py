"""The pager forms that portals share: numbered links, next-page links, script variables, declared totals."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from urllib.parse import unquote, urlsplit, urlunsplit

from lxml.html import HtmlElement

from crawler.address import sent
from crawler.pages import names
from crawler.pages.anchors import destination
from crawler.pages.built import chosen
from crawler.pages.captions import link_text
from crawler.pages.clicked import running
from crawler.pages.page import Ask, Page, words_of
from crawler.pages.sequences import sequel
from crawler.pages.wording import folded

NEXT = re.compile(
    r"^(?:下一?页|后一?页|下页|(?:较早|早期|更早)的?(?:文章|内容)|next|>|>>|»|›|(?:点击)?(?:加载|显示)更多)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^第?(\d{1,3})页?$")
MARKS = "[](){}<>«»‹›←→|·"
"""What stands around the words of a pager's links (下一页>>, [2])."""
_LAST = re.compile(r"^(?:尾页|末页|最后一?页|last)$", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:共计?有?|总计?数?|总共有?|合计)[:：]?(\d{1,6})(?:条|篇|个记录|项|件)|(?:(?:总记录数|记录总数|信息总数|total(?:Records)?)[::=]|\.pagination\()(\d{1,6})(?!\d|,totalRecords)"
)
_VARIABLES = re.compile(
    r"\b(countPage|totalPage|totalPages|pageCount|page_count|allPage)\s*[:=]\s*['\"]?(\d{1,4})"
)
_CURRENT = re.compile(
    r"\b(?:currentPage|curPage|currPage|page_current|pageIndex|nowPage)\s*[:=]\s*['\"]?(\d{1,4})"
)
_PLUGIN = re.compile(
    r"\b(?:count|total)\s*:\s*(?P<count>\d{1,5})\b[^{}]{0,200}?\b(?:limit|pageSize|size)\s*:\s*(?P<size>[1-9]\d{0,2})\b"
)
"""The entries and the page's size that a pager's plugin is given."""
_PATH_NUMBER = re.compile(
    r"^(?P<stem>.*?[a-zA-Z])(?P<mark>[_-]?)(?P<number>\d{1,4})?(?P<extension>\.[a-zA-Z]{3,5})?$"
)
_NUMBERED_FILE = re.compile(r"/[^/]+\.\w*html?$", re.IGNORECASE)
_PART = re.compile(r"([_-])(\d{1,2})")
_WRITTEN = re.compile(r"['\"]([^'\"\s<>]*[?&]\w{1,20}=)['\"]")
_MOST = 200
_LAST_WORDS = 20_000
"""Letters at the end of a page, where its pager stands."""
_DAYS = 28
_MOST_CONTINUED = 30


def pages(page: Page) -> tuple[tuple[Ask, ...], int | None]:
    """The pages after this one, nearest first, and how many entries the list declares. Empty where the page has no pager."""
    total = declared(page)
    linked = _linked(page)
    if linked:
        return tuple(Ask(url=url) for url in linked), total
    return tuple(Ask(url=url) for url in _counted(page)), total


def continued(page: Page) -> tuple[str, ...]:
    """The further pages of an article that begins here, as far as it links them: its own address with a number (`7_2.html`)."""
    stem, dot, extension = page.url.rpartition(".")
    name = stem.rpartition("/")[2]
    # Few links hold its name; only those are worth joining.
    linked = {page.join(href) for link in page.hyperlinks if name in (href := link.get("href", ""))}
    ends = (
        _PART.fullmatch(url.removeprefix(stem).removesuffix(dot + extension))
        for url in linked
        if url.startswith(stem) and url.endswith(dot + extension)
    )
    numbered = [(int(found[2]), found[1]) for found in ends if found]
    last, mark = max(numbered, default=(1, ""))
    return tuple(f"{stem}{mark}{number}{dot}{extension}" for number in range(2, last + 1))[:_MOST_CONTINUED]


def declared(page: Page) -> int | None:
    """The total that the page prints (共133条), else that a script of it is given."""
    found = _TOTAL.search(folded(str(page.tree.text_content()))[-_LAST_WORDS:])
    if found and found.group(2):
        found = _TOTAL.search(folded("".join(page.words))[-_LAST_WORDS:]) or found
    return int(found.group(1) or found.group(2)) if found else None


def is_page_key(name: str) -> bool:
    """Whether a field of a query or form, or an option of a call, holds a page's number by its name."""
    return name.rpartition(".")[2].replace("_", "").lower() in names.PAGES


def is_next(words: str) -> bool:
    """Whether a link's words say that it leads to a list's next page."""
    return NEXT.match(folded(words).strip(MARKS)) is not None


def number_in(url: str) -> tuple[str, int]:
    """(the address without its page number, the page number): two pages of one list agree in the first. 1 where none is told."""
    stem, number = _number_told(url)
    return stem, 1 if number is None else number


def _number_told(url: str) -> tuple[str, int | None]:
    """`number_in`, with None where no number is told."""
    parts = urlsplit(url)
    # As they are sent: a page in GBK names its column in the query in its own encoding.
    pairs = parts.query.split("&")
    for position, (key, _, value) in enumerate(pair.partition("=") for pair in pairs):
        if is_page_key(unquote(key)) and value.isdigit():
            rest = "&".join(pairs[:position] + pairs[position + 1 :])
            return urlunsplit((parts.scheme, parts.netloc, parts.path, rest, "")), int(value)
    head, _, tail = parts.path.rpartition("/")
    found = _PATH_NUMBER.match(tail)
    if found and (found["extension"] or not found["number"]):
        path = f"{head}/{found['stem']}{found['extension'] or ''}"
        number = int(found["number"]) if found["number"] else None
        return urlunsplit((parts.scheme, parts.netloc, path, parts.query, "")), number
    if not tail:
        return urlunsplit((parts.scheme, parts.netloc, f"{head}/index.html", parts.query, "")), None
    return url, None


def _linked(page: Page) -> list[str]:
    """Addresses of numbered, next and last links that are of the same list as this page."""
    own = sent(page.url)
    stem, current = number_in(own)
    following: dict[int, str] = {}
    labelled: list[tuple[int, str]] = []
    nexts: list[str] = []
    lasts: list[str] = []
    for element in (*page.tree.iter("a", "option", "link", "button"), *_pressed(page)):
        whole = folded(words_of(element) or link_text(element))
        words = whole.strip(MARKS) or whole
        numbered, next_page = _NUMBER.match(words), element.get("rel") == "next" or NEXT.match(words)
        if not (numbered or next_page or _LAST.match(words) or not words):
            continue
        href = _href(page, element)
        if not href or "javascript" in href:
            href = destination(page, element)
        url = sent(url) if href and (url := page.join(href)) else ""
        if numbered:
            labelled.append((int(numbered[1]), url))
        if not url or url.split("#")[0] == page.url.split("#")[0]:
            continue
        if numbered and _same(stem, url):
            following[int(numbered.group(1))] = url
        elif next_page or (not words and _same(stem, url) and number_in(url)[1] == current + 1):
            # A picture that says nothing (an arrow) tells by its address.
            nexts.append(url)
        elif words and not numbered:
            lasts.append(url)
    return _after(own, following, nexts, lasts, labelled=labelled)


def _after(
    own: str,
    following: Mapping[int, str],
    nexts: list[str],
    lasts: list[str],
    *,
    labelled: Sequence[tuple[int, str]],
) -> list[str]:
    """The pages after the one at `own`, by the links to numbered, next and last pages; `labelled`: all that say but a number."""
    alike = {label: url for label, url in labelled if _alike(url, own)}
    if not (following or nexts or lasts):
        return sequel(own, labelled) or _unnumbered(own, alike)
    if _falls(following):
        # The links' own words count the pages.
        return _unnumbered(own, alike) or nexts[:1]
    stem, current = number_in(own)
    if counted := _from_zero(own, following):
        following, current = counted, 0
    return _ordered(following, nexts, lasts, stem=stem, current=current)


def _from_zero(own: str, following: Mapping[int, str]) -> dict[int, str]:
    """The links of a list's first page, where page 2 is numbered 1 and this one needs no number; empty for any other."""
    told = {label: url for label, url in following.items() if _number_told(url)[1] is not None}
    shifts = {label - number_in(url)[1] for label, url in told.items()}
    return told if shifts == {1} and _number_told(own)[1] is None else {}


def _falls(following: Mapping[int, str]) -> bool:
    """Whether the numbers of addresses fall where those of their links rise."""
    numbers = [_number_told(url)[1] or 0 for _, url in sorted(following.items())]
    return len(numbers) > 1 and all(one > after for one, after in pairwise(numbers))


def _pressed(page: Page) -> Iterator[HtmlElement]:
    """What turns pages by a handler and is no link."""
    return (one for one in running(page) if one.tag not in ("a", "option", "button"))


def _href(page: Page, element: HtmlElement) -> str:
    """Where a link or a choice leads as it is written; a choice of a bare number leads where its box's handler puts it together."""
    if element.tag != "option":
        return str(element.get("href") or "")
    value = str(element.get("value") or "")
    return chosen(page, element) if value.isdigit() else value


def _alike(url: str, own: str) -> bool:
    """Whether an address differs from the page's own in its query alone."""
    return url.partition("?")[0] == own.partition("?")[0]


def _unnumbered(own: str, alike: Mapping[int, str]) -> list[str]:
    """The pages after this one where links count 1, 2, 3 … and their addresses do not say so (`?k=` and a code).

    This page is the one that links itself, or the one that is not linked. A month's days are no pages.
    """
    last = max(alike, default=0)
    missing = [number for number in range(1, last + 1) if number not in alike]
    if not 2 <= last < _DAYS or len(missing) > 1:
        return []
    here = next((number for number, url in alike.items() if url == own), missing[0] if missing else 1)
    return [url for number, url in sorted(alike.items()) if number > here]


def _ordered(
    following: Mapping[int, str], nexts: list[str], lasts: list[str], *, stem: str, current: int
) -> list[str]:
    ahead = [url for _, url in sorted(following.items()) if number_in(url)[1] > current]
    for url in lasts:
        last = number_in(url)[1]
        # Pages numbered downwards, or from another first number, are left to the link to the next one.
        upwards = not nexts or (_same(stem, nexts[0]) and number_in(nexts[0])[1] == current + 1)
        if _same(stem, url) and upwards:
            ahead += [
                _renumbered(url, number) for number in range(current + 1, min(last, current + _MOST) + 1)
            ]
    unique = dict.fromkeys([*nexts[:1], *ahead])
    return sorted(unique, key=lambda url: number_in(url)[1] if _same(stem, url) else 0)


def _same(stem: str, url: str) -> bool:
    """Whether `url` is of the list with this stem; a query that came with the way to the list may be missing where files are numbered."""
    own, bare = number_in(url)[0], url.partition("?")[0]
    return own.rstrip("_-") == stem.rstrip("_-") or (
        bare == url and number_in(url)[1] > 1 and own == stem.partition("?")[0]
    )


def _renumbered(url: str, number: int) -> str:
    """`url`, a page's address with a number in it, with another number."""
    parts = urlsplit(url)
    pairs = [pair.partition("=") for pair in parts.query.split("&")]
    for position, (key, _, value) in enumerate(pairs):
        if is_page_key(unquote(key)) and value.isdigit():
            pairs[position] = key, "=", str(number)
            return parts._replace(query="&".join(map("".join, pairs))).geturl()
    head, _, tail = parts.path.rpartition("/")
    found = _PATH_NUMBER.match(tail)
    if not (found and found["number"]):
        return url
    name = f"{found['stem']}{found['mark']}{number}{found['extension'] or ''}"
    return parts._replace(path=f"{head}/{name}").geturl()


def _built(page: Page, stem: str) -> str:
    """The address that a script writes the page's number behind (`'/list.do?id=7&currPage=' + n`); '' where none is this list's."""
    for written in _WRITTEN.findall(page.once):
        url = page.join(written)
        if url and number_in(f"{url}1") in ((stem, 1), (page.url, 1)):
            return url
    return ""


def _counted(page: Page) -> list[str]:
    """The next pages by script variables (`countPage = 5`, `currentPage = 0`): page k is `<stem>_k<extension>`."""
    counted, plugin = _VARIABLES.search(page.once), _PLUGIN.search(page.text)
    if not (counted or plugin):
        return []
    stem, here = number_in(page.url)
    if built := _built(page, stem):
        count = (
            int(counted[2]) if counted else -(-int(plugin["count"]) // int(plugin["size"])) if plugin else 0
        )
        return [f"{built}{number}" for number in range(here + 1, min(count, here + _MOST) + 1)]
    if counted is None:
        return []
    spoken = _CURRENT.search(page.once)
    zero_based = spoken is None or (int(spoken.group(1)) == 0)
    if not _NUMBERED_FILE.search(urlsplit(stem).path):
        return []
    head, _, extension = stem.rpartition(".")
    current = here if "_" in page.url.rpartition("/")[2] else (0 if zero_based else 1)
    last = int(counted.group(2)) - (1 if zero_based else 0)
    return [f"{head}_{number}.{extension}" for number in range(current + 1, min(last, current + _MOST) + 1)]
