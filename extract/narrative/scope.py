"""Whom and when a number in a sentence is about: the report's own organ as a whole in the year reported on, or something less."""

import re
from dataclasses import dataclass
from typing import Final

from extract.identity import organs

_HAN: Final = "[\u4e00-\u9fff]"
_WHOLE: Final = re.compile(
    r"[我本](?:局|委|办|镇|乡|县|区|市|州|省|旗|街道?|院|中心|厅|机关|单位|部门|管委会|社)|全(?:区|市|县|省|州|旗|镇|乡|街道|局|系统|委)|各级(?:行政机关|政府|人民政府)"
)
_TERRITORY: Final = re.compile(r"全(?:区|市|县|省|州|旗|镇|乡|街道)")
_GOVERNING: Final = frozenset({"government", "zone", "town", "street"})
_ACTS: Final = (
    r"(?=20\d\d年|全年|年度|共|累计|代表|新收|直接|收到|接到|接收|受理|办理|审理|审结|办结|答复|承办|收办|依法|已|予以|制发|发布|公开|主动|现行|废止"
    r"|未|没有|无|被|，|、)"
)
_PART: Final = re.compile(
    rf"{_HAN}{{0,14}}?(?:政府办公?[厅室]?|府办|[局委厅院府]机关|局|委员会|[发卫]改?健?委|法院|检察院|街道|[镇乡](?!街道)|办事处|部门|单位|窗口|中心|科室?|处室?|站|所|[省市县区州旗](?:人民)?政府|名义){_ACTS}"
    r"|本级|市直|县直|区直|省直|直属|下属|所属|垂直|乡镇|镇街|村居"
)
_OTHER_TIME: Final = re.compile(
    r"去年|上年(?!度?结转)|上一年(?!度?结转)|同比|[较比](?=上|去|20|前)|历年|(?<!全年)(?<!年内)(?<!年度)累计|近[\d三四五几两]+年|[上下]半年|季度|(?<!\d)\d{1,2}月份|\d年以来|历次|至今"
)
_PLAN: Final = re.compile(r"将(?!.{0,4}情况)|计划|力争|目标|预计|拟于|下一步|今后")
_CHANNEL: Final = re.compile(
    r"通过(?!各|多种|不同)|利用|借助|依托|线上|线下|当面|邮寄|信函|窗口|传真|网上|网络|在线|平台|网站|微信|信件|书面|(?<!各)(?<!各种)(?<!各类)(?<!多种)(?<!不同)渠道|现场|电话|口头|邮件|涉及|关于|其中有"
)
_YEAR: Final = re.compile(r"(20\d\d)年")
_CLAUSE: Final = re.compile(r"[，：（(]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Speaker:
    """Whose report on which year it is; '' and null where unknown."""

    organ: str
    year: int | None

    def means_the_whole(self, sentence: str, match: re.Match[str], *, is_subset: bool) -> bool:
        """Whether the matched number is of the whole organ and this year, so far as the sentence shows.

        `is_subset`: the words are such that, after 其中 or a channel, they count a part only.
        """
        before = sentence[: match.start()]
        start = max((found.end() for found in _CLAUSE.finditer(before)), default=0)
        clause = before[start:] + match[0]
        if _OTHER_TIME.search(clause) or _PLAN.search(clause) or self._is_other_year(before):
            return False
        if is_subset and ("其中" in before or _CHANNEL.search(clause)):
            return False
        return self._is_own(before + match[0])

    def _is_other_year(self, before: str) -> bool:
        years = _YEAR.findall(before)
        return bool(years) and self.year is not None and int(years[-1]) != self.year

    def _is_own(self, words: str) -> bool:
        """Whether the last subject that the sentence names before the number is the organ itself."""
        marks = [(found.start(), self._is_all_of(found[0])) for found in _WHOLE.finditer(words)]
        marks += [(found.end() - 1, self._names_itself(found[0])) for found in _PART.finditer(words)]
        return max(marks)[1] if marks else True

    def _is_all_of(self, name: str) -> bool:
        """Whether 全市 and the like are the organ's own: a government's or a zone's, of that rank."""
        if not self.organ or not _TERRITORY.fullmatch(name):
            return True
        place = organs.key(self.organ) if organs.kind(self.organ) in _GOVERNING else ""
        return place.endswith(name[1:])

    def _names_itself(self, name: str) -> bool:
        own, other = organs.key(self.organ), organs.key(_YEAR.sub("", name))
        whole = next((found for found in _WHOLE.finditer(name) if found.end() == len(name)), None)
        if whole:
            return self._is_all_of(whole[0])
        if not own or not other:
            return False
        stem = organs.stem(self.organ)
        return (
            own.endswith(other)
            or other.endswith(own)
            or (len(stem) >= 2 and stem in name and organs.kind(name) == organs.kind(self.organ))
        )
