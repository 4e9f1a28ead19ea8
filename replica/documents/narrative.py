"""The report's own words: sentences of this project, some of which state numbers that the tables hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from replica.documents.labels import CHAPTERS
from replica.documents.names import Organ
from replica.documents.report import Chapter, Number, Sentence

Values = Mapping[str, Number]
Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A sentence pattern and the figures whose sum it states."""

    pattern: str
    addresses: tuple[str, ...]


_CLAIMS = (
    Claim(pattern="本年度新收到政府信息公开申请{}件", addresses=("requests/received/total",)),
    Claim(pattern="其中自然人提出申请{}件", addresses=("requests/received/individual",)),
    Claim(pattern="上年结转的政府信息公开申请{}件", addresses=("requests/carried_in/total",)),
    Claim(
        pattern="连同上年结转共办理政府信息公开申请{}件",
        addresses=("requests/received/total", "requests/carried_in/total"),
    ),
    Claim(pattern="年内办结政府信息公开申请{}件", addresses=("requests/concluded_total/total",)),
    Claim(pattern="对其中{}件作出予以公开的答复", addresses=("requests/granted/total",)),
    Claim(pattern="结转下年度继续办理{}件", addresses=("requests/carried_out/total",)),
)
_STOCK = (
    Claim(pattern="全年制发行政规范性文件{}件", addresses=("proactive/normative_documents/issued",)),
    Claim(pattern="现行有效的行政规范性文件共{}件", addresses=("proactive/normative_documents/in_force",)),
)
_DISPUTES = (
    Claim(
        pattern="因政府信息公开工作被申请行政复议{}件",
        addresses=("review_litigation/review/total",),
    ),
    Claim(
        pattern="因政府信息公开被提起行政诉讼{}件",
        addresses=(
            "review_litigation/litigation_direct/total",
            "review_litigation/litigation_after_review/total",
        ),
    ),
)
_OPENINGS = (
    "{year}年，{organ}把政务公开当作改进作风的抓手，公开的范围比上一年更宽，答复群众的速度也更快。",
    "过去一年，{organ}围绕群众最常打听的几类事情，逐项补齐了应当公开的内容。",
    "{year}年里，{organ}明确一名负责同志分管公开工作，科室之间按月核对目录，漏项当月补上。",
    "{organ}在{year}年继续坚持先审后发、谁发布谁负责的做法，公开工作总体平稳。",
)
_PROACTIVE = (
    "通过门户网站主动发布各类信息{n}条，比较集中的是惠民补贴、工程建设和人事招考。",
    "全年在网站更新信息{n}条，政务新媒体推送{m}条，便民手册印发{k}册。",
    "公开栏与网站同步更新，合计发布{n}条，其中村居一级的账目占了近半数。",
    "财政资金、救助名单等事项按季张贴并上网，一年累计{n}条。",
)
_MANAGEMENT = (
    "重新梳理了公开目录，把过时的栏目合并，把重复的条目删去。",
    "建立了发布前三级把关的台账，错别字和隐私信息的问题明显减少。",
    "对存量文件逐份标注了有效状态，便于群众分辨哪些仍在执行。",
    "信息员队伍做了一次轮换，新上岗的同志先跟班两周再独立操作。",
)
_PLATFORM = (
    "网站改版后首页增加了公开专栏入口，手机端也能顺畅打开。",
    "政务大厅设了一台自助查询机，老年人可以请志愿者帮忙检索。",
    "查阅点搬到了一楼，周六上午照常开放。",
    "新媒体账号由三个并为一个，更新频次反而提高。",
)
_SUPERVISION = (
    "全年组织业务学习{k}次，参加人员{m}人次。",
    "办公室每季度抽查一次，发现问题{k}个，均在一周之内改完。",
    "把公开工作列入年终考评，占分较上年有所提高。",
    "邀请代表委员和群众走进机关{k}次，听取意见{k}条。",
)
_PROBLEMS = (
    "有的科室仍把公开看作额外负担，供稿不够主动",
    "政策发布以后缺少通俗的说明，群众看得懂的不多",
    "基层人手紧，信息员更换频繁，业务不熟的情况时有发生",
    "历史文件的电子化进度偏慢，检索起来不方便",
    "答复文书的格式还不够统一",
)
_REMEDIES = (
    "把培训安排到每个科室，用身边的例子讲清楚要求",
    "发布文件时同步准备图表和问答",
    "固定专人专岗，离岗必须交接清楚",
    "分三批完成旧文件的扫描和标引",
    "编写一份答复文书的样式供各科室参照",
)
_OTHERS = (
    "本年度没有收取政府信息公开信息处理费。除上述内容外，没有其他需要报告的事项。",
    "依照信息处理费的管理办法，本机关当年没有发出收费通知，也没有收取费用。",
    "无其他需要报告的事项。",
)
_STREETS = ("府前路", "人民路", "解放大道", "文昌街", "滨河路", "建设东路")


def plain(text: str) -> Sentence:
    """A sentence that states nothing of the tables."""
    return Sentence(text=text)


def total(values: Values, addresses: tuple[str, ...]) -> Number | None:
    """The sum of the figures; null where the form has one of them not."""
    if any(address not in values for address in addresses):
        return None
    return sum((values[address] for address in addresses), start=0)


def _claims(random: Random, claims: tuple[Claim, ...], values: Values, most: int) -> Paragraph:
    chosen = sorted(random.sample(range(len(claims)), min(most, len(claims))))
    sentences = []
    for index in chosen:
        stated = total(values, claims[index].addresses)
        if stated is not None:
            text = claims[index].pattern.format(stated)
            sentences.append(Sentence(text=text, claim=claims[index].addresses, stated=stated))
    return _punctuated(sentences)


def _punctuated(sentences: list[Sentence]) -> Paragraph:
    """Commas between, a full stop at the end."""
    last = len(sentences) - 1
    return tuple(
        Sentence(text=s.text + ("。" if i == last else "，"), claim=s.claim, stated=s.stated)
        for i, s in enumerate(sentences)
    )


def _filled(random: Random, pattern: str, organ: str, year: int) -> Sentence:
    text = pattern.format(
        organ=organ,
        year=year,
        n=random.randrange(90, 4000),
        m=random.randrange(60, 900),
        k=random.randrange(2, 12),
    )
    return plain(text)


def preamble(random: Random, organ: Organ, year: int) -> Paragraph:
    """Why and for which period the report is made, and whom to ask."""
    number = f"0{random.randrange(300, 900)}-{random.randrange(2_000_000, 8_999_999)}"
    street = f"{random.choice(_STREETS)}{random.randrange(1, 400)}号"
    period = random.choice(
        (
            f"报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
            f"本报告中数据的统计期限为{year}年1月1日至{year}年12月31日。",
            f"文中各项数据统计期限从{year}年1月1日起，到{year}年12月31日止。",
        )
    )
    return (
        plain(f"按照《中华人民共和国政府信息公开条例》的规定，{organ.name}编制了{year}年度政府信息公开工作年度报告。"),
        plain(period),
        plain(f"对报告有疑问的，请与本机关联系（地址：{street}，邮政编码：33{random.randrange(1000, 9999)}，电话：{number}）。"),
    )  # fmt: skip


def _overview(random: Random, organ: Organ, year: int, values: Values) -> tuple[Paragraph, ...]:
    def said(pool: tuple[str, ...]) -> Sentence:
        return _filled(random, random.choice(pool), organ.name, year)

    stock = _claims(random, _STOCK, values, 2)
    heads = (
        "（一）主动公开。",
        "（二）依申请公开。",
        "（三）政府信息管理。",
        "（四）平台建设。",
        "（五）监督保障。",
    )
    bodies: tuple[Paragraph, ...] = (
        (said(_PROACTIVE), *stock),
        (*_claims(random, _CLAIMS, values, random.choice((2, 3, 4))), *_claims(random, _DISPUTES, values, 2)),
        (said(_MANAGEMENT),),
        (said(_PLATFORM),),
        (said(_SUPERVISION),),
    )
    opening = (said(_OPENINGS),)
    return (opening, *((plain(head), *body) for head, body in zip(heads, bodies, strict=True)))


def _listed(random: Random, lead: str, pool: tuple[str, ...]) -> Paragraph:
    points = random.sample(pool, random.choice((2, 3)))
    joined = "；".join(f"{mark}是{point}" for mark, point in zip("一二三", points, strict=False))
    return (plain(f"{lead}{joined}。"),)


def chapters(random: Random, *, organ: Organ, year: int, values: Values) -> tuple[Chapter, ...]:
    """The six chapters of the statutory outline."""
    one, two, three, four, five, six = CHAPTERS
    problems = _listed(random, "回头看，还有几处不足：", _PROBLEMS)
    remedies = _listed(random, "下一步的打算：", _REMEDIES)
    return (
        Chapter(number=1, heading=one, paragraphs=_overview(random, organ, year, values)),
        Chapter(number=2, heading=two, tables=("proactive",)),
        Chapter(number=3, heading=three, tables=("requests",)),
        Chapter(number=4, heading=four, tables=("review_litigation",)),
        Chapter(number=5, heading=five, paragraphs=(problems, remedies)),
        Chapter(number=6, heading=six, paragraphs=((plain(random.choice(_OTHERS)),),)),
    )
