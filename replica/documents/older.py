"""Reports of the years before 2019: free chapters, and either the national statistics table of 2014 or a table of a province's own."""

import re
from collections.abc import Mapping
from random import Random
from typing import Literal

from replica.documents.figures import Scale
from replica.documents.make import published, title
from replica.documents.names import Organ
from replica.documents.narrative import plain, preamble
from replica.documents.report import Cell, Chapter, Figure, Report, Row, Sentence, Table

Kind = Literal["national", "coastal", "coded"]
KINDS: tuple[Kind, ...] = ("national", "coastal", "coded")

# Path, label, unit; a unit of '' is a heading without a number.
NATIONAL: tuple[tuple[str, str, str], ...] = (
    ("1", "一、主动公开情况", ""),
    ("1.1", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
    ("1.1a", "其中：主动公开规范性文件数", "条"),
    ("1.1b", "制发规范性文件总数", "件"),
    ("1.2", "（二）通过不同渠道和方式公开政府信息的情况", ""),
    ("1.2.1", "1.政府公报公开政府信息数", "条"),
    ("1.2.2", "2.政府网站公开政府信息数", "条"),
    ("1.2.3", "3.政务微博公开政府信息数", "条"),
    ("1.2.4", "4.政务微信公开政府信息数", "条"),
    ("1.2.5", "5.其他方式公开政府信息数", "条"),
    ("2", "二、回应解读情况", ""),
    ("2.1", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次"),
    ("2.2", "（二）通过不同渠道和方式回应解读的情况", ""),
    ("2.2.1", "1.参加或举办新闻发布会总次数", "次"),
    ("2.2.1a", "其中：主要负责同志参加新闻发布会次数", "次"),
    ("2.2.2", "2.政府网站在线访谈次数", "次"),
    ("2.2.2a", "其中：主要负责同志参加政府网站在线访谈次数", "次"),
    ("2.2.3", "3.政策解读稿件发布数", "篇"),
    ("2.2.4", "4.微博微信回应事件数", "次"),
    ("2.2.5", "5.其他方式回应事件数", "次"),
    ("3", "三、依申请公开情况", ""),
    ("3.1", "（一）收到申请数", "件"),
    ("3.1.1", "1.当面申请数", "件"),
    ("3.1.2", "2.传真申请数", "件"),
    ("3.1.3", "3.网络申请数", "件"),
    ("3.1.4", "4.信函申请数", "件"),
    ("3.2", "（二）申请办结数", "件"),
    ("3.2.1", "1.按时办结数", "件"),
    ("3.2.2", "2.延期办结数", "件"),
    ("3.3", "（三）申请答复数", "件"),
    ("3.3.1", "1.属于已主动公开范围数", "件"),
    ("3.3.2", "2.同意公开答复数", "件"),
    ("3.3.3", "3.同意部分公开答复数", "件"),
    ("3.3.4", "4.不同意公开答复数", "件"),
    ("3.3.4a", "其中：涉及国家秘密", "件"),
    ("3.3.4b", "涉及商业秘密", "件"),
    ("3.3.4c", "涉及个人隐私", "件"),
    ("3.3.4d", "危及国家安全、公共安全、经济安全和社会稳定", "件"),
    ("3.3.4e", "不是《条例》所指政府信息", "件"),
    ("3.3.4f", "法律法规规定的其他情形", "件"),
    ("3.3.5", "5.不属于本行政机关公开数", "件"),
    ("3.3.6", "6.申请信息不存在数", "件"),
    ("3.3.7", "7.告知作出更改补充数", "件"),
    ("3.3.8", "8.告知通过其他途径办理数", "件"),
    ("4", "四、行政复议数量", "件"),
    ("4.1", "（一）维持具体行政行为数", "件"),
    ("4.2", "（二）被依法纠错数", "件"),
    ("4.3", "（三）其他情形数", "件"),
    ("5", "五、行政诉讼数量", "件"),
    ("5.1", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件"),
    ("5.2", "（二）被依法纠错数", "件"),
    ("5.3", "（三）其他情形数", "件"),
    ("6", "六、举报投诉数量", "件"),
    ("7", "七、依申请公开信息收取的费用", "万元"),
    ("8", "八、机构建设和保障经费情况", ""),
    ("8.1", "（一）政府信息公开工作专门机构数", "个"),
    ("8.2", "（二）设置政府信息公开查阅点数", "个"),
    ("8.3", "（三）从事政府信息公开工作人员数", "人"),
    ("8.3.1", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人"),
    ("8.3.2", "2.兼职人员数", "人"),
    ("8.4", "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "万元"),
    ("9", "九、政府信息公开会议和培训情况", ""),
    ("9.1", "（一）召开政府信息公开工作会议或专题会议数", "次"),
    ("9.2", "（二）举办各类培训班数", "次"),
    ("9.3", "（三）接受培训人员数", "人次"),
)
# A total and the rows that it adds up.
SUMS: dict[str, tuple[str, ...]] = {
    "3.1": ("3.1.1", "3.1.2", "3.1.3", "3.1.4"),
    "3.2": ("3.2.1", "3.2.2"),
    "3.3": tuple(f"3.3.{number}" for number in range(1, 9)),
    "3.3.4": tuple(f"3.3.4{letter}" for letter in "abcdef"),
    "4": ("4.1", "4.2", "4.3"),
    "5": ("5.1", "5.2", "5.3"),
    "8.3": ("8.3.1", "8.3.2"),
}
_COASTAL = (
    ("主动公开文件数", "条"),
    ("其中：1、政府网站公开数", "条"),
    ("2、政府公报公开数", "条"),
    ("受理依申请公开信息总数", "条"),
    ("其中：1、当面申请数", "条"),
    ("2、网上申请数", "条"),
    ("3、信函、传真申请数", "条"),
    ("对申请的答复总数", "条"),
    ("其中：1、同意公开答复数", "条"),
    ("2、同意部分公开答复数", "条"),
    ("3、不予公开答复数", "条"),
    ("4、其他类型答复数", "条"),
    ("接受行政诉讼、举报数", "宗"),
    ("行政复议数", "宗"),
    ("行政诉讼数", "宗"),
)
_CODED = (
    ("主动公开信息数", "条"),
    ("其中：全文电子化的主动公开信息数", "条"),
    ("新增的行政规范性文件数", "条"),
    ("提供服务类信息数", "条"),
    ("网站专栏页面访问量", "人次"),
    ("现场接待人数", "人次"),
    ("网上咨询数", "人次"),
    ("咨询电话接听数", "人次"),
    ("依申请公开信息目录数", "条"),
    ("申请总数", "条"),
    ("其中：1.当面申请数", "条"),
    ("2.传真申请数", "条"),
    ("3.电子邮件申请数", "条"),
    ("4.网上申请数", "条"),
    ("5.信函申请数", "条"),
    ("6.其他形式申请数", "条"),
    ("对申请的答复总数", "条"),
    ("其中：1.同意公开答复数", "条"),
    ("2.同意部分公开答复数", "条"),
    ("3.否决公开答复总数", "条"),
    ("行政复议数", "件"),
    ("行政诉讼数", "件"),
    ("行政申诉数", "件"),
)
_HEADINGS = (
    "一、概述",
    "二、主动公开政府信息的情况",
    "三、依申请公开政府信息和不予公开政府信息的情况",
    "四、收费及减免情况",
    "五、因政府信息公开申请行政复议、提起行政诉讼的情况",
    "六、存在的主要问题及改进情况",
)
_MEANINGS = (1, 2, 3, 6, 4, 5)
_TEXTS = (
    "{year}年，{organ}把信息公开列入年度重点工作，由办公室牵头，各股室配合。",
    "全年公开的内容以政策、财务和办事指南为主，张贴与上网同步。",
    "群众来访询问的事项当场答复，需要书面答复的按期寄出。",
    "没有收取任何费用，也没有减免的情形。",
    "没有发生由信息公开引起的争议。",
    "目录编排还不够细，来年将逐项核对补齐。",
)


def _count(random: Random, scale: Scale) -> int:
    mean = {"government": 40.0, "department": 6.0, "town": 3.0}[scale]
    return 0 if random.random() < 0.45 else int(random.expovariate(1 / mean))


def _national_values(random: Random, scale: Scale) -> dict[str, int]:
    """Counts of every row; totals are the sums of their parts, the deepest first."""
    values = {path: _count(random, scale) for path, _, unit in NATIONAL if unit}
    for total in sorted(SUMS, key=len, reverse=True):
        values[total] = sum(values[part] for part in SUMS[total])
    return values


def _national(random: Random, scale: Scale) -> tuple[Table, dict[str, Figure]]:
    values = _national_values(random, scale)
    dash = random.choice(("——", "—", "/"))
    figures: dict[str, Figure] = {}
    rows: list[Row] = [tuple(Cell(text=head) for head in ("统计指标", "单位", "统计数"))]
    for path, label, unit in NATIONAL:
        figure = (
            Figure(value=values[path], raw=str(values[path]))
            if unit
            else Figure(value=None, raw=dash, state="dash")
        )
        address = f"statistics/{path}/value"
        figures[address] = figure
        rows.append((Cell(text=label), Cell(text=unit or dash), Cell(text=figure.raw, address=address)))
    return Table(key="statistics", width=3, rows=tuple(rows), heads=1), figures


def _bare(label: str) -> str:
    """A label without 其中 and without its number: what names the row."""
    return re.sub(r"^(其中：)?(\d+[、.])?", "", label)


def _own(random: Random, scale: Scale, *, kind: Kind, year: int) -> tuple[Table, dict[str, Figure]]:
    """A table of two columns of numbers, the second not less than the first; with codes or without."""
    lines = _COASTAL if kind == "coastal" else _CODED
    columns = (f"{year}年度", "历年累计") if kind == "coastal" else ("本期数", "本年累计")
    coded = kind == "coded"
    heads = ("指标名称", "计量单位", *(("代码",) if coded else ()), *columns)
    rows: list[Row] = [tuple(Cell(text=head) for head in heads)]
    figures: dict[str, Figure] = {}
    for number, (label, unit) in enumerate(lines, start=1):
        first = _count(random, scale)
        cells = [Cell(text=label), Cell(text=unit), *((Cell(text=f"{number:02d}"),) if coded else ())]
        for column, value in zip(columns, (first, first + _count(random, scale) * 4), strict=True):
            address = f"local/{_bare(label)}/{column}"
            figures[address] = Figure(value=value, raw=str(value))
            cells.append(Cell(text=str(value), address=address))
        rows.append(tuple(cells))
    return Table(key="local", width=len(heads), rows=tuple(rows), heads=1), figures


def _chapters(
    random: Random, *, organ: Organ, year: int, table: str, name: str, revision: int
) -> tuple[Chapter, ...]:
    texts = [text.format(year=year, organ=organ.name) for text in _TEXTS]
    texts[1] += f"另更正数据{revision}处。" if revision else ""
    chapters = [
        Chapter(number=number, heading=heading, paragraphs=((plain(text),),))
        for number, heading, text in zip(_MEANINGS, _HEADINGS, texts, strict=True)
    ]
    caption: tuple[tuple[Sentence, ...], ...] = (
        ((plain(f"填报单位：{organ.name}"),),) if random.random() < 0.5 else ()
    )
    return (*chapters, Chapter(number=None, heading=name, paragraphs=caption, tables=(table,)))


def report(organ: Organ, year: int, *, seed: str, kind: Kind, revision: int = 0) -> Report:
    """A report of a year before 2019 with the table of that kind; `revision` above 0 gives a corrected text."""
    random = Random(f"older/{seed}/{organ.key}/{year}")
    if kind == "national":
        table, figures = _national(random, organ.kind)
    else:
        table, figures = _own(random, organ.kind, kind=kind, year=year)
    name = "附表：政府信息公开情况统计表" if kind != "national" else f"政府信息公开情况统计表（{year}年度）"
    return Report(
        id=f"{organ.key}-{year}",
        organ=organ.name,
        year=year,
        form="2014" if kind == "national" else "local",
        title=title(Random(f"report/{seed}/{organ.key}/{year}"), organ, year),
        published=published(Random(f"date/{seed}/{organ.key}/{year}"), organ, year),
        preamble=preamble(random, organ, year),
        chapters=_chapters(random, organ=organ, year=year, table=table.key, name=name, revision=revision),
        tables=(table,),
        figures=figures,
        marks=("aggregate",) if organ.kind == "government" else (),
    )


def sums(figures: Mapping[str, Figure]) -> list[str]:
    """Addresses of totals of the national table that are not the sum of their parts."""
    return [
        f"statistics/{total}/value"
        for total, parts in SUMS.items()
        if (printed := figures[f"statistics/{total}/value"].value) is not None
        and sum(figures[f"statistics/{part}/value"].value or 0 for part in parts) != printed
    ]
