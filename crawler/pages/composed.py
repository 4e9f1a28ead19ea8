"""The pages of a list where only a script of its page puts their addresses together, with variables of its own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.pages import scripts
from crawler.pages.built import SLOT, filled
from crawler.pages.page import Ask, Page
from crawler.pages.pagers import is_page_key, number_in
from crawler.pages.turning import is_number

_GIVEN = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]*)\s*[=:]\s*(?:(?:parseInt|Number)\(\s*)?['\"]?(\d{1,4})\b")
"""A number that a variable is given."""
_LIMIT = re.compile(r"(?:<=?|!==?)\s*\(?\s*([A-Za-z_$][\w$]*)(?!\s*[+*.(\w$])")
"""What a counter is compared with."""
_OPTION = re.compile(r"\btotal\s*:\s*['\"]?(\d{1,4})['\"]?\s*,\s*totalRecords\b")
"""The pages that a pager's plugin is told (kkpager), beside its entries."""
_SUM = re.compile(r"\(\s*(?:parseInt\(\s*)?([A-Za-z_$][\w$.]*)\)?\s*[-+]\s*\d+\s*\)")
_LINKED = re.compile(r"\b(?:href|value)\s*=\s*\\?['\"]?([^'\"\\<>\s]*\$\{[\w$.]+\}[^'\"\\<>\s]*)")
_ADDRESS = re.compile(r"[^<>\s'\"]*\$\{[\w$.]+\}[^<>\s'\"]*")
_FIRST = re.compile(r"(?:index|list|default|more|page)[_-]?", re.IGNORECASE)
"""What the pages of a list are called whose first is its folder."""
_PLACE = "1000009"
"""A number that no list has so many pages for."""
_MOST = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class _Form:
    """The address of a page of this list, around its number."""

    before: str
    behind: str
    counter: str
    """The variable that holds the number."""

    def page(self, number: int) -> Ask:
        return Ask(url=f"{self.before}{number}{self.behind}")


def pages(page: Page) -> tuple[Ask, ...]:
    """The pages after this one, nearest first; empty where no script says how many there are."""
    for script in page.written:
        text = _SUM.sub(r"\1", script)
        numbers = {name: int(number) for name, number in reversed(_GIVEN.findall(text))}
        ends = [numbers[name] for name in _LIMIT.findall(text) if name in numbers]
        last = max((*ends, *map(int, _OPTION.findall(text))), default=0)
        if last and (forms := list(_forms(page, text, numbers))):
            return _following(page, forms, numbers, last)
    return ()


def _following(page: Page, forms: Sequence[_Form], numbers: Mapping[str, int], last: int) -> tuple[Ask, ...]:
    begun = [numbers[one.counter] for one in forms if numbers.get(one.counter, 2) < 2]
    first = min(begun, default=1)
    told = (_numbered(page.url, one) for one in forms)
    here = next((number for number in told if number is not None), first)
    end = min(last + (first > 0), here + _MOST)
    return tuple(forms[0].page(number) for number in range(here + 1, end))


def _forms(page: Page, text: str, numbers: Mapping[str, int]) -> Iterator[_Form]:
    """How a script puts together what can only be pages of this list."""
    for written, slots in filled(text):
        held = {slot: _text(page, slot) for slot in slots if slot not in numbers}
        counters = {slot for slot in slots if not held.get(slot)}
        whole = _filled(written, held)
        found = _LINKED.search(whole) or _ADDRESS.fullmatch(whole)
        if len(counters) != 1 or found is None:
            continue
        counter = counters.pop()
        address = found[found.re.groups]
        if address.count("${") != 1 or not (counter in numbers or is_number(counter)):
            continue
        before, _, behind = page.join(SLOT.sub(_PLACE, address)).partition(_PLACE)
        form = _Form(before=before, behind=behind, counter=counter)
        if before and (_numbered(page.url, form) is not None or _begins(page.url, form)):
            yield form


def _filled(written: str, held: Mapping[str, str]) -> str:
    return SLOT.sub(lambda slot: held.get(slot[1]) or slot[0], written)


def _text(page: Page, name: str) -> str:
    """The text that a variable or an option holds; '' for a number or nothing."""
    held = page.constants.get(name) or scripts.scalar(page.text, name.rpartition(".")[2]) or ""
    return "" if held.isdigit() else held


def _numbered(url: str, form: _Form) -> int | None:
    """The number that this page's own address has in such a form."""
    number = url.removeprefix(form.before).removesuffix(form.behind)
    return int(number) if number.isdigit() and f"{form.before}{number}{form.behind}" == url else None


def _begins(url: str, form: _Form) -> bool:
    """Whether a page without a number may be the first of those with such addresses."""
    if "?" in form.before:
        key = re.split(r"[?&]", form.before)[-1].removesuffix("=")
        return is_page_key(key) and number_in(form.page(2).url)[0] == number_in(url)[0]
    folder, _, name = urlsplit(url).path.rpartition("/")
    place, _, beginning = urlsplit(form.before).path.rpartition("/")
    stem, dot, extension = name.rpartition(".")
    if folder != place or "?" in url:
        return False
    if not name:
        return _FIRST.fullmatch(beginning) is not None
    return bool(stem) and beginning.startswith(stem) and form.behind == dot + extension
