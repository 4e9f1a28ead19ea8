"""Automatic numbers and outline levels of Word: what a reader sees printed before a paragraph, though its text lacks it."""

from collections import defaultdict

from lxml import etree

from extract.readers.elements import child, integer, local, value

_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"


class Outline:
    """Which paragraphs the document marks as headings, by their style or their own outline level."""

    def __init__(self, styles: etree._Element | None) -> None:
        self._levels: dict[str, int] = {}
        for style in styles if styles is not None else ():
            key = value(style, "styleId")
            level = _style_level(style)
            if key and level is not None:
                self._levels[key] = level

    def level(self, paragraph: etree._Element) -> int | None:
        """Level from 1; null for body text."""
        own = integer(value(child(paragraph, "pPr", "outlineLvl")))
        if own is not None:
            return own + 1 if own < 9 else None
        return self._levels.get(value(child(paragraph, "pPr", "pStyle")) or "")


def _style_level(style: etree._Element) -> int | None:
    name = (value(child(style, "name")) or "").lower()
    if name.startswith("heading ") and name[8:].isdigit():
        return int(name[8:])
    if name == "title":
        return 1
    level = integer(value(child(style, "pPr", "outlineLvl")))
    return level + 1 if level is not None and level < 9 else None


class Numbering:
    """The counters of a document's lists; `label` must be asked for every paragraph once, in order."""

    def __init__(self, root: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._abstract: dict[str, str] = {}
        self._styles = _style_lists(styles)
        for each in root if root is not None else ():
            if local(each) == "abstractNum":
                levels = [_Level(level) for level in each if local(level) == "lvl"]
                self._levels[value(each, "abstractNumId") or ""] = {level.depth: level for level in levels}
            elif local(each) == "num":
                self._abstract[value(each, "numId") or ""] = value(child(each, "abstractNumId")) or ""

    def label(self, paragraph: etree._Element) -> str:
        """The number as printed (`一、`, `（二）`, `3.`); '' for a paragraph outside any list."""
        if not self._levels:
            return ""
        style = self._styles.get(value(child(paragraph, "pPr", "pStyle")) or "", (None, None))
        own = child(paragraph, "pPr", "numPr")
        list_id = value(child(own, "numId")) or style[0]
        own_depth = integer(value(child(own, "ilvl")))
        depth = own_depth if own_depth is not None else style[1] or 0
        abstract = self._abstract.get(list_id or "", "")
        level = self._levels.get(abstract, {}).get(depth)
        if level is None:
            return ""
        return self._next(abstract, level)

    def _next(self, abstract: str, level: "_Level") -> str:
        counts = self._counts[abstract]
        counts[level.depth] = counts.get(level.depth, level.start - 1) + 1
        for deeper in [depth for depth in counts if depth > level.depth]:
            del counts[deeper]
        text = level.text
        for depth in range(level.depth + 1):
            shown = self._levels[abstract].get(depth, level)
            text = text.replace(f"%{depth + 1}", numeral(counts.get(depth, shown.start), shown.form))
        return text


class _Level:
    """One level of a list: where it starts, how it counts, what it prints around the number."""

    def __init__(self, element: etree._Element) -> None:
        self.depth = integer(value(element, "ilvl")) or 0
        start = integer(value(child(element, "start")))
        self.start = 1 if start is None else start
        self.form = value(child(element, "numFmt")) or "decimal"
        self.text = value(child(element, "lvlText")) or ""
        if self.form in {"bullet", "none"}:
            self.text = ""


def _style_lists(styles: etree._Element | None) -> dict[str, tuple[str | None, int | None]]:
    found = {}
    for style in styles if styles is not None else ():
        own = child(style, "pPr", "numPr")
        if own is not None:
            key = value(style, "styleId") or ""
            found[key] = (value(child(own, "numId")), integer(value(child(own, "ilvl"))))
    return found


def numeral(number: int, form: str) -> str:
    """A counter in one of Word's forms (ECMA-376 ST_NumberFormat); decimal for those that reports don't use."""
    match form:
        case (
            "chineseCounting"
            | "chineseCountingThousand"
            | "japaneseCounting"
            | "ideographDigital"
            | "taiwaneseCounting"
        ):
            return _chinese(number)
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 1 <= number <= 20:
            return chr(0x245F + number)
        case "decimalFullWidth":
            return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
        case "lowerLetter" if number >= 1:
            return chr(ord("a") + (number - 1) % 26)
        case "upperLetter" if number >= 1:
            return chr(ord("A") + (number - 1) % 26)
        case "ideographTraditional" if 1 <= number <= 10:
            return _STEMS[number - 1]
        case _:
            return str(number)


def _chinese(number: int) -> str:
    if not 0 < number < 100:
        return str(number) if number else "〇"
    tens, ones = divmod(number, 10)
    front = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return front + (_DIGITS[ones] if ones else "")
