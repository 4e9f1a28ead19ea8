"""A report's title: is a line one, and which organ and year does it name?"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extract.chapters.lines import clean
from extract.words.labels import tight
from extract.words.numerals import positional

_YEAR: Final = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?!\d|[-/.]\d|年\d{1,2}月)年?度?|([一二][九〇○零Oo0][〇○零一二三四五六七八九Oo0]{2})(?![〇○零一二三四五六七八九]|年[一二十]{1,2}月)年?度?"
)
"""But not that of a day or a month (2024年1月)."""
_NUMBER: Final = re.compile(r"[(]?[^()]{0,12}[〔\[【(](?:19|20)\d{2}[〕\]】)]第?\d{1,4}号[)]?")
"""A document's number (县政办〔2024〕3号), whose year is that of its issue."""
_TERM: Final = re.compile(r"(?:\d{4}\s?[-—–~至]{1,2}\s?)?\d{2,4}学年度?")
"""A university's year (2022-2023学年), which is named by the one in which it ends."""
_CORE: Final = re.compile(
    r"(?:政府信息[与和及、]政务|政府|政务)?(?:信息)?公开(?![办中科处局领])(?:工作)?[^。；，,：:]{0,18}?(?:工作总结|年报|年度总结|报告)|(?:年度报告|年报)[-—（(]*(?:政府|政务)信息公开[)）]?"
)
_CUT: Final = re.compile(r"(?:政府|政务)?信息(?:[与和及、]政务)?公开(?![办中科处局领])")
_PREFIX: Final = re.compile(r"(?:[【\[][^】\]]{1,12}[】\]]|附件\d*[：:]?|标题[：:]|名称[：:]|《)+")
_SUFFIX: Final = re.compile(r"(?:[（(【\[][^）)】\]]{1,20}[）)】\]]|》|正文|全文|[-—_|–].{2,30})*")
_SITE: Final = re.compile(r"\s*[-—_|–]+\s*[^-—_|–]{2,30}$")
_NOT: Final = re.compile(r"[。；！？?!>›»]|通知|指南|制度|解读|图解|问答|依据|根据|按照|现将|公布|编制")
_FILLER: Final = re.compile(
    r"(?:关于|本级|部门|(?:政府|政务)?信息公开|工作|年度|情况|的|报告|年报|总结|[\s《》“”\"'、，,：:·\-—_|–【】\[\]]|[（(][^）)]{0,20}[）)])+"
)
_EXTENSION: Final = re.compile(r"\.[A-Za-z]{2,5}$")
_FACELESS: Final = re.compile(
    r"(?:我|本)(?:[局镇乡县市区委办街道单位机关]{1,3})|20\d\d|各单位|政府网站|正文|全文"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Title:
    """What a title says. `organ` is '' and `year` null where it names none."""

    text: str
    organ: str
    year: int | None


def may_be_in_title(text: str) -> bool:
    """Whether a text has characters that every title has: almost no line of a report needs a closer look."""
    text = text.replace(" ", "")
    return ("公开" in text or "年报" in text) and ("报" in text or "结" in text)


def is_title(line: str) -> bool:
    """Whether a line by itself is the title of an annual report on disclosure, and no sentence that mentions one."""
    return len(line) <= 90 and may_be_in_title(line) and _is_title(line)


@lru_cache(maxsize=16)  # each step of a reading asks of the same lines
def _is_title(line: str) -> bool:
    folded = _PREFIX.sub("", tight(unicodedata.normalize("NFKC", line)), count=1)
    match = _CORE.search(folded)
    if match is None or _NOT.search(folded) or "," in folded[: match.start()]:
        return False
    return match.start() <= 48 and _SUFFIX.fullmatch(folded, match.end()) is not None


def given(text: str) -> Title | None:
    """The title that a page, a list or a file's name gives, which may have cut it short; null where it is none."""
    bare = _EXTENSION.sub("", text)
    return parse(bare) if is_title(bare.replace("...", "年度报告").replace("…", "年度报告")) else None


@lru_cache(maxsize=8)  # each step of a reading asks what the same title says
def parse(text: str) -> Title:
    """A title's organ and year. The organ is what stands before the words of the title, without years and 关于;
    where nothing does, what stands after them. A title that a list cut short (“…政府信息公开工作年...”) names its organ too."""
    printed = clean(text.replace("\n", ""))
    folded = _PREFIX.sub("", _folded(printed), count=1)
    core = _CORE.search(folded) or _CUT.search(folded)
    before, after = (folded[: core.start()], folded[core.end() :]) if core else ("", "")
    if core and core[0].startswith("政府") and before.endswith("人民"):
        before += "政府"
    organ = _organ(before) or _organ(after.strip("()【】"))
    return Title(text=printed, organ=organ, year=year_in(folded))


def year_in(text: str) -> int | None:
    """The year that a title names; the last before its words where it names several (“2025湖口县大垅乡2025年度”)."""
    folded = _folded(text)
    years = [_value(match) for match in _YEAR.finditer(folded)]
    plausible = [year for year in years if year is not None and 1999 < year < 2100]
    return plausible[-1] if plausible else None


def _folded(text: str) -> str:
    return _NUMBER.sub("", tight(unicodedata.normalize("NFKC", text)))


def without_site(text: str) -> str:
    """A page's title without the site's name behind a dash or bar, where what is left is still a report's title."""
    cut = _SITE.sub("", text)
    return cut if cut != text and is_title(cut) else text


def _value(match: re.Match[str]) -> int | None:
    return int(match[1]) if match[1] else positional(match[2])


def _organ(words: str) -> str:
    bare = _YEAR.sub("\n", _TERM.sub("\n", words))
    parts = [_FILLER.sub("", part) if _is_filler(part) else _trim(part) for part in bare.split("\n")]
    organ = "".join(parts)
    return "" if len(organ) < 2 or _FACELESS.fullmatch(organ) else organ


def _is_filler(part: str) -> bool:
    return _FILLER.fullmatch(part) is not None


def _trim(part: str) -> str:
    """Without filler at either end; inside a name (工业和信息化局, 应急管理工作委员会) the same words stay."""
    head = re.match(r"(?:关于|[\s《》“”\"'、，,：:·\-—_|–【】\[\]]|[（(][^）)]{0,20}[）)])+", part)
    tail = re.search(
        r"(?:关于|发布|印发|的|[\s《》“”\"'、，,：:·\-—_|–【】\[\]]|[（(][^）)]{0,20}[）)])+$", part
    )
    return part[head.end() if head else 0 : tail.start() if tail else len(part)]
