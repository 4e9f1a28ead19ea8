"""What the variables of a page's script hold when it first calls: what is assigned or passed to them, printed or asked for."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.pages import queries, scripts
from crawler.pages.built import SLOT, template
from crawler.pages.page import Page

_LITERAL = re.compile(r"'([^']*)'|\"([^\"]*)\"|(-?\d+)")
_NAME = re.compile(r"[A-Za-z_$][\w$]{2,}")
_JOINED = re.compile(r"\s*(['\"])\s*\+[^'\"]*\+\s*\1\s*")
"""What stands between two texts that are put together, in markup that a script writes."""
_READ = re.compile(r"(?:getAttribute|attr)\(\s*['\"]data-([\w-]+)|\.data\(\s*['\"]([\w-]+)|\.dataset\.(\w+)")
_SHORT = 2
_ARGUMENT = re.compile(r"\s*((?:'[^']*'|\"[^\"]*\"|[^,'\"])*)")
_BASE = re.compile(r"\bbaseURL['\"]?\s*[:=]\s*(?=['\"`]|[A-Za-z_$][\w$.]*\s*[,}+;])")
_TAG = re.compile(r"<[a-zA-Z][\w-]*\s[^<>]*\Z")
_LONGEST_TAG = 300
_GLOBAL_BASE = re.compile(
    r"(?:\bbaseURL['\"]?\s*[:=]|\burl['\"]?\s*:|\(|`\$\{)\s*window\.(?!location\b)([A-Za-z_$][\w$.]*)(?=\s*[,}+;)])"
)
_GLOBAL = re.compile(r"^(?:window|self|globalThis)\.")
_LONGEST = 10_000
_FIELD = re.compile(r"[A-Za-z_$][\w$]*(?:\.\w+)*\.(\w+)")


def value(page: Page, name: str, *, within: str) -> str | None:
    """The first value of the variable `name` where the script says `within`; None where only running it could tell.

    What reads an element is named as `clicked.plain` writes it (`$box.value`, `button.dataset.page`).
    """
    if not name:
        return None
    if (held := _of_element(page, name)) is not None:
        return held
    passed = [given for given in _passed(page, name, within) if not _JOINED.fullmatch(given)]
    literals = ["".join(filter(None, found.groups())) for found in map(_LITERAL.fullmatch, passed) if found]
    if literals:
        return min(literals, key=lambda given: (not given.isdigit(), len(given), given))
    others = (
        scripts.scalar(page.text, other) for other in passed if _NAME.fullmatch(other) and other != name
    )
    if told := next(filter(None, others), None):
        return told
    if len(name) <= _SHORT:
        return _nearest(page, name, within) or _asked(page, name)
    last = name.rpartition(".")[2]
    written, printed = scripts.scalar(page.text, last), _printed(page, last)
    told = written or _asked(page, last) or (written if printed is None else printed)
    return _otherwise(page, last) if told is None else told


def _of_element(page: Page, name: str) -> str | None:
    """What an element holds that a script reads by its name, or in an attribute of its own; None where the page has none such."""
    named, _, attribute = name.partition(".")
    if attribute.startswith("dataset."):
        attribute = attribute.removeprefix("dataset.")
        held = page.tree.xpath("//*/@*[translate(name(), '-', '') = $name]", name=f"data{attribute}")
        return str(held[0]) if held else None
    if not named.startswith("$") or attribute != "value":
        return None
    for element in page.tree.xpath("//*[@id = $id]", id=named[1:])[:1]:
        chosen = element.xpath("string((.//option[@selected] | .//option)[1]/@value)")
        return str(element.get("value") or chosen)
    return None


def _nearest(page: Page, name: str, within: str) -> str | None:
    """What a name of few letters, which a script has many of, holds where it says `within`: what it was given last before that."""
    place = max(page.text.find(within), 0)
    given = re.compile(rf"(?<![\w$.]){re.escape(name)}\s*=\s*(?![=>])([^;\n]{{0,120}})")
    start = max(0, place - _LONGEST)
    before = [one for one in given.finditer(page.text, start, place) if not _in_tag(page.text, one.start())]
    found = before[-1] if before else given.search(page.text, place)
    if found is None:
        return None
    if literal := _LITERAL.match(found[1]):
        return "".join(filter(None, literal.groups()))
    read = _READ.search(found[1])
    name = "".join(filter(None, read.groups())) if read else ""
    return _of_element(page, f".dataset.{name.replace('-', '').lower()}") if read else None


def _in_tag(text: str, place: int) -> bool:
    """Whether an attribute stands there, not a variable (`<div id="list">`)."""
    return _TAG.search(text, max(0, place - _LONGEST_TAG), place) is not None


def _otherwise(page: Page, name: str) -> str | None:
    """What a script gives a variable where what it reads holds nothing (`cid = box.dataset.cid || '7'`)."""
    found = re.search(
        rf"(?<![\w$.]){re.escape(name)}\s*[:=][^;,\n]{{1,120}}?(?:\|\||\?\?)\s*(?:'([^'\n]*)'|\"([^\"\n]*)\"|(-?\d+))",
        page.text,
    )
    return "".join(filter(None, found.groups())) if found else None


def _asked(page: Page, name: str) -> str | None:
    """What the page's own address holds under the name by which its script asks for it (`code = getQueryString('code')`)."""
    query = urlsplit(page.url).query
    read = query and re.search(
        rf"(?<![\w$.]){re.escape(name)}\s*[:=]\s*[^;,'\"\n]{{1,60}}\(\s*['\"](\w+)['\"]\s*\)", page.text
    )
    return queries.field(query, read[1]) if read else None


def based(page: Page, written: str, *, by: str | None) -> str:
    """An address with the texts before its path that the page's scripts hold: those of variables, and what is set as the base of
    all that is fetched `by` a name of theirs; None: by what no base is set for."""
    if lone := SLOT.fullmatch(written):
        written = _place_of(page, lone[1]) or _template_of(page, lone[1])
    path, mark, query = written.partition("?")
    told = SLOT.sub(lambda slot: _place_of(page, slot[1]) or slot[0], path)
    base = "" if by is None or told.startswith(("http", "//", "$")) else _base(page)
    return (f"{base.rstrip('/')}/{told.lstrip('/')}" if base and told else told) + mark + query


def _place_of(page: Page, name: str) -> str:
    """The address or the part of one that a variable is first given, with `${other}` where others fill it; '' for any other."""
    if ".dataset." in name and (shown := _of_element(page, name)):
        return shown
    name = _GLOBAL.sub("", name)
    root, *members = name.split(".")
    told = scripts.assigned(page.text, root) if members else None
    for member in members:
        told = told.get(member) if isinstance(told, dict) else None
    held = told if isinstance(told, str) else _template_of(page, name)
    return held if held.startswith(("/", "./", "../", "http", "$")) else ""


def _template_of(page: Page, name: str) -> str:
    start = page.given[0].get(name)
    return "" if start is None else template(page.text, start)[0]


def _base(page: Page) -> str:
    """The first base that a script sets for what it fetches (`axios.create({baseURL: '/api'})`); '' where none does."""
    found = _BASE.search(page.text) if "baseURL" in page.text else None
    written = template(page.text, found.end())[0] if found else ""
    return SLOT.sub(lambda slot: _place_of(page, slot[1]), written)


def set_elsewhere(page: Page) -> bool:
    """Whether what a page fetches stands under a global base that no script of its own sets (`baseURL: window.API_BASE`)."""
    named = _GLOBAL_BASE.findall(page.text) if "window." in page.text else ()
    return any(not _place_of(page, name) for name in named)


def object_of(page: Page, name: str, *, before: str) -> str:
    """The object that the variable `name` is given, from its bracket on; '' where it is given none. `before`: what stands in front of
    where it is used, which may give it another's."""
    other = re.findall(rf"(?<![\w$.]){re.escape(name)}\s*=\s*((?:this\.)?[\w$.]+)", before)
    last = (other[-1] if other else name).rpartition(".")[2]
    start = page.given[1].get(last)
    return "" if start is None else page.text[start : start + _LONGEST]


def set_from(page: Page, name: str) -> str:
    """The field of a reply that a variable is set to (`last = r.data.endId`); '' where it is set to none."""
    pattern = rf"(?<![\w$]){re.escape(name)}\s*=\s*[A-Za-z_$][\w$]*(?:\.[\w$]+)*?\.([A-Za-z_]\w*)\s*(?:\|\||\?\?|[;,)\n}}])"
    found = re.search(pattern, page.text) if name else None
    return found[1] if found else ""


def handed_on(page: Page, field: str) -> str:
    """The field of a reply that the page's calls hand on as a `field` of theirs, by the variable that fills it or has its name."""
    if not field:
        return ""
    fills = re.findall(rf"(?<![\w$.]){re.escape(field)}['\"]?\s*:\s*([A-Za-z_$][\w$.]*)", page.text)
    return next(filter(None, (set_from(page, name) for name in (*fills, field))), "")


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
            yield from map(str.strip, _ARGUMENT.findall(given)[parameters.index(name) :][:1])


def _printed(page: Page, name: str) -> str | None:
    """What an attribute of an element holds, where the variable is read from it (`c = $('#more').data('cursor')`)."""
    read = re.search(
        rf"(?<![\w$]){re.escape(name)}\s*[:=]\s*[^;,\n]{{0,80}}?(?:(?:data|attr|getAttribute)\(\s*['\"](?:data-)?([\w-]+)['\"]\s*\)|dataset\.(\w+))",
        page.text,
    )
    if read is None:
        return None
    attribute = (read[1] or read[2]).lower()
    found = page.tree.xpath(
        "//*/@*[name() = $plain or name() = $data]", plain=attribute, data=f"data-{attribute}"
    )
    return str(found[0]) if found else None
