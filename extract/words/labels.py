"""How printed labels are folded before they are compared, and how alike two labels are."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

_SPELLING = (
    dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0x00AD])
    | str.maketrans(dict.fromkeys("“”„‟«»″〝〞＂", '"') | dict.fromkeys("‘’‚‛′＇", "'"))
    | str.maketrans("[]{}〔〕【】〖〗", "()" * 5)
)
"""Invisible characters go, quotes and brackets of any kind are plain ones."""
_RESIDUE = re.compile(
    r"\[bookmark:[^\]]{0,60}\]|<!--\[if[^\]]{0,60}\]-->|<!--\[endif\]-->|<!\[endif\]-->|</?o:p>|#PAGE_BREAK#",
    re.IGNORECASE,
)
_HAN = "〇零一二三四五六七八九十"
_SIGN = re.compile(
    rf"^(?:(?P<han>[{_HAN}]{{1,3}})[、.,:]|\((?P<paren>[{_HAN}\d]{{1,3}})\)|(?P<digit>\d{{1,2}})[.、,:)](?=\D|$))"
)
_SIGNS = re.compile(
    rf"\([{_HAN}\d]{{1,3}}\)|(?<![\d.])\d{{1,2}}[.、](?=\D|$)|^\d{{1,2}}[,:]?(?=[㐀-鿿\"])|^[{_HAN}]{{1,3}}[、.,:]"
)
_NOTE = re.compile(r"[⁰¹²³⁴-⁹₀-₉]+|(?<=[㐀-鿿）)])[①-⓿]+(?=\s*(?:$|[(（]))")
"""A note's mark in a label or behind it; before it a circled number is an outline sign."""
_BRACKETED = re.compile(r"\([^()]*\)")
_NOT_WORDS = re.compile(r"[^0-9A-Za-z㐀-鿿〇]")
_LATIN = re.compile(r"[A-Za-z]+")


def without_residue(text: str) -> str:
    """The text without what word processors and portals leak into it: bookmarks, list markers, page break marks."""
    return _RESIDUE.sub("", text) if "[" in text or "<" in text or "#" in text else text


def tight(text: str) -> str:
    """The text without any white space, else as printed."""
    return "".join(text.split())


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """One spelling for what reads the same: NFKC, no whitespace, plain quotes, a point after an ordinal digit."""
    text = unicodedata.normalize("NFKC", without_residue(text)).translate(_SPELLING)
    return re.sub(r"^(其中[:,]?)", "", tight(text))


@lru_cache(maxsize=16384)
def core(text: str) -> str:
    """What a label says: folded, without outline signs, notes' marks, explanations in brackets and punctuation, in Chinese alone where
    it stands in two languages.

    `3.危及“三安全一稳定”` → `危及三安全一稳定`. Empty for a label that is all explanation.
    """
    text = _SIGNS.sub("", fold(_NOTE.sub("", text)))
    while _BRACKETED.search(text):
        text = _BRACKETED.sub("", text)
    # A bracket that opens or closes in another cell still only explains.
    text = re.sub(r"\(.*$|^[^()]*\)", "", text)
    text = _NOT_WORDS.sub("", text)
    return _LATIN.sub("", text) or text


def sign(text: str) -> str | None:
    """The outline sign a label begins with, `三、`, `(三)` or `3.`; null where it has none."""
    found = _SIGN.match(fold(text))
    if found is None:
        return None
    if han := found["han"]:
        return f"{han}、"
    return f"({paren})" if (paren := found["paren"]) else f"{int(found['digit'])}."


@lru_cache(maxsize=16384)
def likeness(left: str, right: str) -> float:
    """How much of two folded labels agrees in order, from 0 to 1."""
    if not left or not right:
        return 0.0
    return SequenceMatcher(None, left, right, autojunk=False).ratio()
