"""What the variables of a page's script hold when it first calls: what is assigned to them, passed to them, or printed for them."""

import re
from collections.abc import Iterator

from crawler.pages import scripts
from crawler.pages.built import functions, template
from crawler.pages.page import Page

_PASSED = re.compile(r"\s*(?:'([^']*)'|\"([^\"]*)\"|(-?\d+))?[^,]*")


def value(page: Page, name: str, *, within: str) -> str | None:
    """The first value of the variable `name` where the script says `within`; None where only running it could tell."""
    if not name:
        return None
    passed = list(_passed(page, name, within))
    if passed:
        return min(passed, key=lambda given: (not given.isdigit(), len(given), given))
    last = name.rpartition(".")[2]
    return scripts.scalar(page.text, last) or _printed(page, last)


def template_of(page: Page, name: str) -> str:
    """The address that the variable `name` is first given, with `${other}` where others fill it; '' where it is given none."""
    given = re.search(rf"(?<![\w$.]){re.escape(name)}\s*=\s*(?=['\"`])", page.text)
    return template(page.text, given.end())[0] if given else ""


def _passed(page: Page, name: str, within: str) -> Iterator[str]:
    """What the page passes to the parameter `name` of the function around `within`."""
    for called, (parameters, body) in functions(page.tree).items():
        if name not in parameters or within not in body:
            continue
        for given in re.findall(rf"(?<!function )(?<![\w$.]){re.escape(called)}\s*\(([^()]*)\)", page.text):
            pieces = [match.groups() for match in _PASSED.finditer(given)]
            place = parameters.index(name)
            told = pieces[place] if place < len(pieces) else ()
            yield from (group for group in told if group is not None)


def _printed(page: Page, name: str) -> str | None:
    """What an attribute of an element holds, where the variable is read from it (`c = $('#more').data('cursor')`)."""
    read = re.search(
        rf"(?<![\w$]){re.escape(name)}\s*[:=]\s*[^;,\n]{{0,80}}?(?:(?:data|attr)\(\s*['\"](?:data-)?([\w-]+)['\"]\s*\)|dataset\.(\w+))",
        page.text,
    )
    if read is None:
        return None
    attribute = (read[1] or read[2]).lower()
    found = page.tree.xpath(
        "//*/@*[name() = $plain or name() = $data]", plain=attribute, data=f"data-{attribute}"
    )
    return str(found[0]) if found else None
