"""Does a report name another organ as its own? A copied report does, where its text forgot to change the name.

Legitimate mentions (superiors, own offices, neighbours, other departments) stand elsewhere in a sentence or are of another
rank, and raise nothing.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Final

from archive.records import Finding
from extract.identity import divisions, organs
from extract.identity.naming import Named

_TOWN: Final = re.compile(
    r"([\u4e00-\u9fff]{2,5})(?:镇|乡|街道|苏木)(?:党委|党工委)?(?:人民政府|政府|办事处|办)?(?:党政|政务公开|信息公开)?(?:综合)?(?:办公室|办)?"
)
_NO_TOWN: Final = re.compile(
    r"^(?:各|全|我|本|该|其他|周边|兄弟|所辖|辖区|两个|多个|部分|推进|加强|统筹|新型|中心|重点|特色|美丽|建制|加快|促进|服务|深入|原|由|与|和|向|在|对|为|明确|指导|要求|组织|督促|依托|结合|通过|根据|按照|围绕|坚持|做好|提高|提升|确保|发挥|打造|实现|规范|强化|完善|优化|切实|积极)"
    r"|[城村乡集]$|街道$"
)
_ABOVE: Final = re.compile(r"^.*?[省市州盟县区旗](?:委|人民政府|政府)?(?=[\u4e00-\u9fff]{2,})")
_PRESS: Final = re.compile(r"日报|晚报|时报|电视|广播|新闻|网$|晨报|都市报|学习强国")
_COMMON: Final = frozenset(
    re.findall(
        "..",
        "光明和平团结胜利前进红旗新华幸福文化人民建设解放平安健康文明阳光美丽生态高新城关新城和谐振兴民主友谊向阳东风朝阳青年科技工业城区绿色智慧创新先锋清廉法治政务服务"
        "中心开发太平兴隆城东城西城南城北东城西城南城北城双创民生便民掌上微信发布党建信用安居公安交通",
    )
)
"""Names of places that are also everyday words: in the name of a public account they name no place."""
_FUNCTION: Final = re.compile(
    r"管理|服务|中心|综合|事务|公共|行政|人民政府|政府|工作|[局委办厅市县区旗省州镇乡的和与及部站处队社室]"
)
"""What departments' names have in common, whatever they are for; 民政 is none of it."""
_RENAMED: Final = r"(?:挂|牌子|合署|更名|原名|整合|组建|并入|合并|[（(]原|简称)"
_FACELESS: Final = re.compile(r"^(?:我|本|该|各|全)|^(?:省|市|县|区|镇|乡|街道)(?!.*[县市区])")
_STRONG: Final = frozenset({"prepared", "contact", "signed", "paper"})


def findings(organ: str, names: Iterable[Named], context: str = "") -> tuple[Finding, ...]:
    """The `organ` warnings: one for each other organ that the text names as its own. `context` is the report's text and
    page, which name the organ's superiors."""
    if not organ:
        return ()
    seen: dict[str, Finding] = {}
    for each, other in _others(organ, names, context):
        where = f"section {each.section}" if each.section else ""
        message = f"the report is {organ}'s, its text names {other} ({each.slot}: {each.name})"
        seen.setdefault(other, Finding(code="organ", level="warning", where=where, message=message))
    return tuple(seen.values())


def _others(organ: str, names: Iterable[Named], context: str) -> Iterator[tuple[Named, str]]:
    kind = organs.kind(organ)
    rivals = _rivals(organ, kind, context)
    for each in names:
        if each.slot == "media":
            other = _in_media(each.name, organ, kind, rivals)
        elif kind in {"town", "street"}:
            other = _other_town(each, organ, context)
        elif kind in {"government", "office", "zone"}:
            other = _other_county(each, organ) if each.slot in _STRONG else ""
        else:
            other = _other_department(each, organ, context)
        if not other and each.slot == "opening":
            other = _stranger(each, organ, kind)
        if other:
            yield each, other


def _stranger(each: Named, organ: str, kind: organs.Kind) -> str:
    """An organ of another kind as the subject of a report's first sentence, where the report's own belongs. Governments and
    their offices are superiors there, a government's own towns its subordinates."""
    named, own = organs.kind(each.name), organs.stem(organ)
    if (
        named == kind
        or _FACELESS.match(each.name)
        or (own and own in each.name)
        or _is_below(each.name, organ)
    ):
        return ""
    if named == "department":
        return each.name if organs.place(each.name) else ""
    town = _TOWN.fullmatch(_ABOVE.sub("", each.name))
    return each.name if named in {"town", "street"} and town and not _NO_TOWN.search(town[1]) else ""


def _is_below(name: str, organ: str) -> bool:
    above = divisions.territory(organs.bare(organ)).codes
    return any(code.startswith(over) for code in divisions.territory(name).codes for over in above)


def _rivals(organ: str, kind: organs.Kind, context: str) -> dict[str, str]:
    """The stems of the places beside the organ's own, with their full names."""
    if kind not in {"town", "street", "government"}:
        return {}
    codes = divisions.settled(divisions.territory(organs.bare(organ)).codes, context)
    names = divisions.siblings(codes) if len(codes) == 1 else frozenset()
    return {
        stem: name for name in sorted(names) if len(stem := divisions.stem(name)) >= 2 and stem not in _COMMON
    }


def _in_media(media: str, organ: str, kind: organs.Kind, rivals: dict[str, str]) -> str:
    own = organs.stem(organ)
    if not own or own in media or _PRESS.search(media):
        return ""
    if kind in {"town", "street"} and (match := _TOWN.search(media)) and not _NO_TOWN.search(match[1]):
        return match[0]
    return next((name for stem, name in rivals.items() if stem in media), "")


def _other_town(each: Named, organ: str, context: str) -> str:
    """A town or street in the place of a town's or street's own name."""
    match = _TOWN.fullmatch(_ABOVE.sub("", each.name)) or _TOWN.fullmatch(each.name)
    if match is None or _NO_TOWN.search(match[1]):
        return ""
    own, stem = organs.stem(organ), match[1]
    if len(own) < 2 or own in each.name or own.endswith(stem) or stem.endswith(own):
        return ""
    # As the subject of a sentence a word that ends in 镇 or 街道 may be anything (明确街道): only a known or repeated name counts.
    if (
        each.slot == "subject"
        and not divisions.territory(match[0]).codes
        and context.count(f"{stem}{match[0][len(stem)]}") < 2
    ):
        return ""
    return match[0]


def _other_county(each: Named, organ: str) -> str:
    """A place of the same rank as the organ's own that is neither above nor below it."""
    own, other = organs.place(organ) or organs.key(organ), organs.place(each.name)
    if not own or not other or own == other or organs.stem(other) in organ or organs.stem(own) in each.name:
        return ""
    mine, theirs = divisions.territory(own).codes, divisions.territory(other).codes
    if len(mine) == len(theirs) == 1:
        related = mine[0].startswith(theirs[0]) or theirs[0].startswith(mine[0])
        return "" if related else other
    return other if not mine and not theirs and own[-1] == other[-1] in "县旗" else ""


def _other_department(each: Named, organ: str, context: str) -> str:
    """A department of wholly other duties, or of another county, in the place of a department's own name; none that is the same
    body under another name."""
    if organs.kind(each.name) != "department" or not re.search(r"[局委院馆]$", each.name):
        return ""
    if elsewhere := _other_county(each, organ) if each.slot in _STRONG else "":
        return elsewhere
    if each.slot == "opening" and _is_elsewhere(organs.place(each.name), organs.place(organ)):
        return each.name
    own, other = set(_duties(organ)), set(_duties(each.name))
    # 水务局 was 水利局, 自然资源局 was 国土资源局: half of the words in common is the same body renamed.
    related = not own or not other or 2 * len(own & other) >= min(len(own), len(other))
    return (
        ""
        if related or _shares_boards(each.name, organ) or _is_board(each.name, organ, context)
        else each.name
    )


def _shares_boards(name: str, organ: str) -> bool:
    """Whether the duties of both are often those of one department."""
    one, other = organs.key(name), organs.key(organ)
    return any(
        any(word in one for word in group) and any(word in other for word in group) for group in _boards()
    )


@cache
def _boards() -> tuple[tuple[str, ...], ...]:
    data = tomllib.loads(resources.files("extract.identity").joinpath("boards.toml").read_text("utf-8"))
    return tuple(map(tuple, data["boards"]))


def _is_board(name: str, organ: str, context: str) -> bool:
    """Whether the report says that the organ goes by the name too: in brackets behind its own, on a second board, before a reform."""
    bare = re.escape(name.removeprefix(organs.place(name)).lstrip("省市县区旗州"))
    said = rf"{_RENAMED}[^。；\n]{{0,16}}{bare}|{bare}[^。；\n]{{0,8}}{_RENAMED}"
    return re.search(bare, organ) is not None or re.search(said, context) is not None


def _is_elsewhere(place: str, own: str) -> bool:
    """Whether a place is another county than the organ's own, and so neither its own nor its superior."""
    return bool(place and own) and place[-1] in "县区旗" and organs.stem(place) != organs.stem(own)


def _duties(department: str) -> str:
    """The characters of a department's name that say what it is for."""
    folded = organs.key(department)
    return _FUNCTION.sub("", folded.removeprefix(organs.place(folded)))
