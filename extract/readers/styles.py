"""What the styles of an element do to what it prints: hide it, veil it, strike it out, set it off its line."""

import re
from functools import lru_cache

from lxml.html import HtmlElement as Element

from extract.readers.page import CELLS, names

_END = r"\s*(?:[;!]|$)"
_NOTHING = r"0(?:\.0+)?(?:px|pt|r?em|%)?"
_LENGTH = r"(?:(?:[3-9]|\d\d)(?:\.\d+)?px|(?:[2-9]|\d\d)(?:\.\d+)?pt|(?:0?\.[2-9]\d*|[1-9](?:\.\d+)?)em|[2-9]\d(?:\.\d+)?%)"
"""By how much a mark stands off the line of a number, at least."""
_PARTS = r"\(\s*(?:2(?:4[89]|5[0-5])\s*,?\s*){3}"
_WHITE_INK = rf"(?:#fff|#(?:f[89a-f]){{3}}|white|rgba?{_PARTS}(?:[,/]\s*1\s*)?\)|hsla?\([^()]*,\s*(?:9[89]|100)%\s*(?:,\s*1\s*)?\))"
"""White, and what nobody tells from it."""
MARK = "vertical-align"
SHIFTED = "shifted"
"""Set off by so much or made so much smaller, which makes a mark only of digits behind a number: whole cells are shifted too."""
CUT = "cut"
"""Cut off, filtered out or written beside its place."""
WHITE = "white"
"""In white ink: unseen unless something dark lies below."""
_PATTERNS = {
    "display": r"(?<![\w-])display\s*:\s*none",
    "position": r"\A(?=.*(?<![\w-])position\s*:\s*(?:absolute|fixed|relative))"
    r".*(?<![\w-])(?:(?:left|right|top)\s*:\s*-(?:\d{4}|999)|clip\s*:\s*rect\(\s*[01])",
    "overflow": r"\A(?=.*(?<![\w-])overflow\s*:\s*hidden)"
    rf".*(?<![\w-])(?:max-)?(?:width|height)\s*:\s*{_NOTHING}{_END}",
    "text-decoration": r"(?<![\w-])text-decoration[^;]*line-through",
    "visibility": r"(?<![\w-])visibility\s*:\s*(?:hidden|collapse)",
    "opacity": rf"(?<![\w-])opacity\s*:\s*{_NOTHING}{_END}",
    "font-size": rf"(?<![\w-])font-size\s*:\s*{_NOTHING}{_END}",
    # What shows a background through its letters has no colour of its own.
    "color": r"\A(?!.*background-clip).*(?<![\w-])color\s*:\s*(?:transparent|rgba\([^()]*,\s*0(?:\.0+)?\s*\))",
    "transform": r"(?<![\w-])(?:transform\s*:[^;]*scale[xy]?\(|scale\s*:)\s*0(?:\.0+)?\s*[,;)!]|(?<![\w-])scale\s*:\s*0\s*$",
    CUT: r"(?<![\w-])(?:clip-path\s*:\s*(?:inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0)"
    r"|filter\s*:[^;]*opacity\(\s*0(?:\.0+)?%?\s*\)|text-indent\s*:\s*-(?:\d{4}|999))",
    WHITE: rf"\A(?!.*background)(?:|.*[\s;])color\s*:\s*{_WHITE_INK}{_END}",
    MARK: r"(?<![\w-])vertical-align\s*:\s*(?:super|sub)",
    SHIFTED: rf"\A(?=.*(?<![\w-])position\s*:\s*relative).*(?<![\w-])(?:top|bottom)\s*:\s*-?{_LENGTH}"
    rf"|(?<![\w-])vertical-align\s*:\s*-?{_LENGTH}"
    r"|(?<![\w-])font-size\s*:\s*(?:[1-7]\d(?:\.\d+)?%|0?\.[1-7]\d*em|smaller|[1-8](?:\.\d+)?pt|(?:[1-9]|10)(?:\.\d+)?px)",
}
"""By the property that does it."""
SETTING = re.compile(
    r"(?<![\w-])(?:display|position|overflow|visibility|opacity|vertical-align|top|bottom|font|color|text-decoration|text-indent|clip|filter|transform|scale)[\w-]*\s*:",
    re.IGNORECASE,
)
"""What sets any property that does such a thing, or takes it back."""
_COMPILED = tuple((name, re.compile(text, re.IGNORECASE | re.DOTALL)) for name, text in _PATTERNS.items())
_LONGEST = 2000
"""Characters of one element's styles."""
_AGAIN = {
    "visibility": re.compile(r"(?<![\w-])visibility\s*:\s*visible", re.IGNORECASE),
    "font-size": re.compile(r"(?<![\w-])font(?:-size)?\s*:", re.IGNORECASE),
    "color": re.compile(r"(?<![\w-])color\s*:", re.IGNORECASE),
    WHITE: re.compile(r"(?<![\w-])color\s*:", re.IGNORECASE),
}
"""How an element shows what the one around it veils."""
_STYLES = re.compile(
    rb"""\sstyle\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))|\s(hidden)(?=[\s=/>])""", re.IGNORECASE
)
_UNSHUT = CELLS | names("tr table tbody thead tfoot")
"""Elements that grow with what they hold, whatever size a style gives them."""
VEILED = names("visibility opacity font-size color transform cut")
"""Properties that leave what they hide its room; where others hide something, nothing is left of it."""
STRUCK = "text-decoration"
PROPERTIES = {
    SHIFTED: "(?:vertical-align|top|bottom|font-size)",
    CUT: "(?:clip-path|filter|text-indent)",
    WHITE: "color",
    "transform": "(?:transform|scale)",
}
"""Those that do what is not called by its property."""
_INKED = _AGAIN[WHITE]
_WHITE_FONT = re.compile(
    rb"<font\s[^<>]*?(?<![\w-])color\s*=\s*[\"']?(?:white|#?fff|#?(?:f[89a-f]){3})", re.IGNORECASE
)
_SIZE = re.compile(r"(?<![\w-])font-size\s*:\s*(\d+(?:\.\d+)?)(pt|px)", re.IGNORECASE)
_LOWER = re.compile(
    r"vertical-align\s*:\s*(?:sub|-)|(?<![\w-])(?:top\s*:\s*\d|bottom\s*:\s*-)", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def effect(style: str) -> str:
    """The property by which a style hides what it is given to, veils it, strikes it out or sets it off; '' where it does not."""
    if len(style) > _LONGEST:
        return ""
    return next((name for name, pattern in _COMPILED if pattern.search(style)), "")


def effect_on(element: Element) -> str:
    """The same for an element by its own attributes."""
    if element.get("hidden") is not None:
        return "display"
    style = element.get("style")
    if element.tag == "font" and (ink := element.get("color")):
        # A style of its own is stronger.
        style = style if style and _INKED.search(style) else f"color:{ink};{style or ''}"
    found = "" if style is None else effect(style)
    return "" if found == "overflow" and element.tag in _UNSHUT else found


def size(element: Element) -> float | None:
    """The size that an element's own style gives its text, in points; null where it gives none, or one by that around it."""
    found = _SIZE.search(element.get("style") or "")
    return float(found[1]) * (0.75 if found[2].lower() == "px" else 1) if found else None


def is_off_at_any_size(element: Element) -> bool:
    """Whether an element's own style does something but for the size that it gives."""
    return effect(_SIZE.sub("", element.get("style") or "")) != ""


def has_ground(element: Element) -> bool:
    """Whether something lies below what an element prints, by its own style or those around it."""
    return any(
        each.get("bgcolor") is not None or "background" in (each.get("style") or "").lower()
        for each in (element, *element.iterancestors())
    )


def lowers(style: str) -> bool:
    """Whether what a style sets off its line stands lower."""
    return _LOWER.search(style) is not None


def distinct_tags(markup: bytes) -> bytes:
    """Each tag of a page once, with the text behind it: they repeat, above all those of word processors."""
    return b"<".join(set(markup.split(b"<")))


def have_effects(tags: bytes) -> bool:
    """Whether any of a page's tags does such a thing."""
    return _WHITE_FONT.search(tags) is not None or any(hidden or effect((one or other or bare).decode("utf-8", "replace"))
               for one, other, bare, hidden in set(_STYLES.findall(tags)))  # fmt: skip


def veil(element: Element, by: str) -> None:
    """Takes the text out of an element, but for what in it is shown again."""
    veiled = [element]
    while veiled:
        here = veiled.pop()
        here.text = None
        for inner in here:
            inner.tail = None
            if not _is_shown_again(inner, by):
                veiled.append(inner)


def _is_shown_again(element: Element, by: str) -> bool:
    pattern = _AGAIN.get(by)
    if pattern is None:
        return False
    # What size or colour a class gives the text of its elements, no page says that has its sheets elsewhere.
    told_elsewhere = by in {"font-size", "color", WHITE} and any(
        element.get(name) for name in ("class", "id", "size", "color")
    )
    return told_elsewhere or pattern.search(element.get("style") or "") is not None
