"""What the variables of a page's script hold when it first calls: what is assigned or passed to them, printed or asked for."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.pages import queries, scripts
from crawler.pages.built import template
from crawler.pages.page import Page

_LITERAL = re.compile(r"'([^']*)'|\"([^\"]*)\"|(-?\d+)")
_ARGUMENT = re.compile(r"\s*((?:'[^']*'|\"[^\"]*\"|[^,'\"])*)")
_FIELD = re.compile(r"[A-Za-z_$][\w$]*(?:\.\w+)*\.(\w+)")


def value(page: Page, name: str, *, within: str) -> str | None:
    """The first value of the variable `name` where the script says `within`; None where only running it could tell."""
    if not name:
        return None
    literals = filter(None, map(_LITERAL.match, _passed(page, name, within)))
    passed = ["".join(filter(None, literal.groups())) for literal in literals]
    if passed:
        return min(passed, key=lambda given: (not given.isdigit(), len(given), given))
    last = name.rpartition(".")[2]
    written, printed = scripts.scalar(page.text, last), _printed(page, last)
    return written or _asked(page, last) or (written if printed is None else printed)


def _asked(page: Page, name: str) -> str | None:
    """What the page's own address holds under the name by which its script asks for it (`code = getQueryString('code')`)."""
    query = urlsplit(page.url).query
    read = query and re.search(
        rf"(?<![\w$.]){re.escape(name)}\s*[:=]\s*[^;,'\"\n]{{1,60}}\(\s*['\"](\w+)['\"]\s*\)", page.text
    )
    return queries.field(query, read[1]) if read else None


def template_of(page: Page, name: str) -> str:
    """The address that the variable `name` is first given, with `${other}` where others fill it; '' where it is given none."""
    given = re.search(rf"(?<![\w$.]){re.escape(name)}\s*=\s*(?=['\"`])", page.text)
    return template(page.text, given.end())[0] if given else ""


def field_of(page: Page, name: str, *, within: str) -> str:
    """The field of an object that fills the variable `name` where the script says `within`: it is one (`treeNode.id`), is passed one
    (`load(treeNode.id, 1)`), or is set to a node's; '' for any other."""
    passed = (given.strip() for given in _passed(page, name, within))
    set_to = re.findall(rf"(?<![\w$.]){re.escape(name)}\s*=\s*([\w$.]*[nN]ode\.\w+)", page.text)
    fields = map(_FIELD.fullmatch, (name, *passed, *set_to))
    return next((found[1] for found in fields if found), "")


def _passed(page: Page, name: str, within: str) -> Iterator[str]:
    """What the page passes to the parameter `name` of the function around `within`, as it is written."""
    for called, (parameters, body) in page.functions.items():
        if name not in parameters or within not in body:
            continue
        for given in re.findall(rf"(?<!function )(?<![\w$.]){re.escape(called)}\s*\(([^()]*)\)", page.text):
            yield from _ARGUMENT.findall(given)[parameters.index(name) :][:1]


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
