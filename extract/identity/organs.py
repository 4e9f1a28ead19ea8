"""Names of organs: what kind of organ a name means, and the one spelling that its spellings across years come down to."""

import re
import unicodedata
from typing import Final, Literal

from extract.identity import divisions

Kind = Literal["government", "zone", "town", "street", "office", "department", "other"]
"""`government`: of a county or above; `zone`: a 管委会; `office`: a government's own 办公室; `department`: anything else that a government has."""

_HAN: Final = "[\u4e00-\u9fff]"
_KINDS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("street", re.compile(r"(?:街道|街)(?:办事处|办)?$|办事处$")),
    ("office", re.compile(r"政府办公?[厅室]?$|(?:^|[省市县区旗州盟])府办(?:公室)?$")),
    ("town", re.compile(r"(?:镇|乡|苏木)(?:人民政府|政府)?$")),
    (
        "zone",
        re.compile(
            r"(?:管委会|管理委员会)$|(?:开发|实验|新|园|高新|示范|度假|保税|景|合作|产业|风景名胜)区$"
        ),
    ),
    ("government", re.compile(r"(?:人民政府|政府)$|[省市县区旗州盟]$")),
    (
        "department",
        re.compile(r"[局委厅办室会院社队站所馆处署](?:机关)?$|中心$|公司$|学校$|集团$|大学$|医院$"),
    ),
)
_BRACKETS: Final = re.compile(r"[(（][^()（）]*[)）]")
_STREET: Final = re.compile(r"街(?:道)?(?:办事处|办)$")
_TOWN: Final = re.compile(r"(?<=[镇乡木])(?:人民政府|政府)$")
_COUNTY: Final = re.compile(r"(?<=[省市县区旗州盟])(?:人民政府|政府)$")
_ZONE: Final = re.compile(r"(?<=区)(?:管理委员会|管委会)$")
_UPPER: Final = re.compile(
    rf"^(?:{_HAN}{{2,9}}?(?:省|自治区))?(?:{_HAN}{{2,7}}?[市州盟])?(?={_HAN}{{1,7}}?[县市区旗]{_HAN}*)"
)
_ABOVE_TOWN: Final = re.compile(
    rf"^(?:{_HAN}{{2,9}}?(?:省|自治区))?(?:{_HAN}{{2,7}}?[市州盟])?(?:{_HAN}{{1,7}}?[县市区旗])?(?:人民政府)?(?={_HAN}{{2,}}?(?:镇|乡|街道|苏木)$)"
)
_SHORT: Final = (
    ("人力资源社会保障", "人社"),
    ("发展改革", "发改"),
    ("住房城乡建设", "住建"),
    ("市场监督管理", "市监"),
    ("市场监管", "市监"),
    ("卫生健康", "卫健"),
    ("文化广电新闻出版旅游", "文广新旅"),
    ("文化广播电视旅游", "文广旅"),
    ("文化广电旅游", "文广旅"),
    ("文化旅游", "文旅"),
    ("教育体育", "教体"),
    ("科学技术", "科技"),
    ("工业信息化", "工信"),
    ("交通运输", "交通"),
    ("城市管理", "城管"),
    ("退役军人事务", "退役军人"),
    ("医疗保障", "医保"),
    ("应急管理", "应急"),
    ("民族宗教事务", "民宗"),
    ("国有资产监督管理", "国资"),
    ("地方税务", "地税"),
    ("国家税务局", "国税局"),
    ("供销合作社联合社", "供销社"),
    ("机构编制委员会办公室", "编办"),
    ("人民政府办公厅", "政府办"),
    ("人民政府办公室", "政府办"),
    ("政府办公室", "政府办"),
    ("管理委员会", "管委会"),
    ("委员会", "委"),
    ("办公室", "办"),
)
"""Long and short names in common use for the same body; 和 and 与 are taken out before."""
_PLACE: Final = re.compile(rf"{_HAN}{{2,7}}?[县市区旗州省](?={_HAN}{{2,}})")
_SYSTEM: Final = re.compile(r"^国家税务总局(?=.{3,}税务局)")
_FACELESS: Final = re.compile(r"^(?:省|市|县|区|旗|州)(?=.)")


def kind(organ: str) -> Kind:
    """What a name means. A bare place (樟树市, 中洲乡) means its government."""
    plain = bare(organ)
    return next((kind for kind, pattern in _KINDS if pattern.search(plain)), "other")


def key(organ: str, *, territory: str = "") -> str:
    """The organ's name folded: 中洲乡 for 樟树市中洲乡人民政府, 前进街道 for its 办事处, 樟树市人社局 for the long name.

    A town keeps its county only where another town of its prefecture bears its name, a county its prefecture only where
    another county of its province does; a department always keeps the nearest place, else it is given `territory`,
    the place its report speaks from.
    """
    plain = bare(organ)
    if not plain:
        return ""
    match kind(plain):
        case "street":
            return _town(_STREET.sub("街道", plain))
        case "town":
            return _town(_TOWN.sub("", plain))
        case "government":
            return _county(_COUNTY.sub("", plain))
        case "zone":
            return _ZONE.sub("", plain)
        case "office" | "department" | "other":
            return _department(plain, territory)


def stem(organ: str) -> str:
    """The name that tells a place from its like: 南郊 for 南郊镇人民政府, 洪泽 for 淮安市洪泽区; '' for a department."""
    plain = bare(organ)
    match kind(plain):
        case "street" | "town":
            return divisions.stem(_ABOVE_TOWN.sub("", _TOWN.sub("", _STREET.sub("街道", plain))))
        case "government":
            county = _COUNTY.sub("", plain)
            return divisions.stem(_UPPER.sub("", county) or county)
        case _:
            return ""


def place(organ: str) -> str:
    """The nearest place of county level or above that a name begins with: 樟树市 for 江西省樟树市财政局; else ''."""
    plain = bare(organ)
    codes = divisions.territory(plain).codes
    if len(codes) == 1:
        return divisions.name(codes[0][:6])
    found = _PLACE.match(_UPPER.sub("", plain))
    return found[0] if found else ""


def bare(organ: str) -> str:
    """A name without white space, brackets and the 国家税务总局 that stands before a local one."""
    return _SYSTEM.sub("", _BRACKETS.sub("", "".join(unicodedata.normalize("NFKC", organ).split())))


def _town(plain: str) -> str:
    short = _ABOVE_TOWN.sub("", plain)
    codes = divisions.territory(plain).codes
    if short == plain or len(codes) != 1 or divisions.is_unique_below(short, codes[0], 4):
        return short
    return divisions.name(codes[0][:6]) + short


def _county(plain: str) -> str:
    short = _UPPER.sub("", plain) or plain
    codes = divisions.territory(plain).codes
    if short == plain or len(codes) != 1 or divisions.is_unique_below(short, codes[0], 2):
        return short
    return divisions.name(codes[0][:4]) + short


def _department(plain: str, territory: str) -> str:
    short = _UPPER.sub("", plain) or plain
    for long, brief in (("和", ""), ("与", ""), *_SHORT):
        short = short.replace(long, brief)
    if _PLACE.match(short) or divisions.territory(short).codes:
        return short
    return territory + _FACELESS.sub("", short) if territory else short
