"""Reports of the years before 2019: free chapters and one statistics table, the national one of 2014 or a local one."""

from collections.abc import Iterable, Sequence
from random import Random

from replica.documents.names import Organ
from replica.documents.report import Cell, Chapter, Figure, Report, Row, Sentence, Table

_NATIONAL = """
1|一、主动公开情况|—
1.1|（一）主动公开政府信息数|条
1.1a|其中：主动公开规范性文件数|条
1.1b|制发规范性文件总数|件
1.2|（二）通过不同渠道和方式公开政府信息的情况|—
1.2.1|1.政府公报公开政府信息数|条
1.2.2|2.政府网站公开政府信息数|条
1.2.3|3.政务微博公开政府信息数|条
1.2.4|4.政务微信公开政府信息数|条
1.2.5|5.其他方式公开政府信息数|条
2|二、回应解读情况|—
2.1|（一）回应公众关注热点或重大舆情数|次
2.2|（二）通过不同渠道和方式回应解读的情况|—
2.2.1|1.参加或举办新闻发布会总次数|次
2.2.1a|其中：主要负责同志参加新闻发布会次数|次
2.2.2|2.政府网站在线访谈次数|次
2.2.2a|其中：主要负责同志参加政府网站在线访谈次数|次
2.2.3|3.政策解读稿件发布数|篇
2.2.4|4.微博微信回应事件数|次
2.2.5|5.其他方式回应事件数|次
3|三、依申请公开情况|—
3.1|（一）收到申请数|件
3.1.1|1.当面申请数|件
3.1.2|2.传真申请数|件
3.1.3|3.网络申请数|件
3.1.4|4.信函申请数|件
3.2|（二）申请办结数|件
3.2.1|1.按时办结数|件
3.2.2|2.延期办结数|件
3.3|（三）申请答复数|件
3.3.1|1.属于已主动公开范围数|件
3.3.2|2.同意公开答复数|件
3.3.3|3.同意部分公开答复数|件
3.3.4|4.不同意公开答复数|件
3.3.4a|其中：涉及国家秘密|件
3.3.4b|涉及商业秘密|件
3.3.4c|涉及个人隐私|件
3.3.4d|危及国家安全、公共安全、经济安全和社会稳定|件
3.3.4e|不是《条例》所指政府信息|件
3.3.4f|法律法规规定的其他情形|件
3.3.5|5.不属于本行政机关公开数|件
3.3.6|6.申请信息不存在数|件
3.3.7|7.告知作出更改补充数|件
3.3.8|8.告知通过其他途径办理数|件
4|四、行政复议数量|件
4.1|（一）维持具体行政行为数|件
4.2|（二）被依法纠错数|件
4.3|（三）其他情形数|件
5|五、行政诉讼数量|件
5.1|（一）维持具体行政行为或者驳回原告诉讼请求数|件
5.2|（二）被依法纠错数|件
5.3|（三）其他情形数|件
6|六、举报投诉数量|件
7|七、依申请公开信息收取的费用|万元
8|八、机构建设和保障经费情况|—
8.1|（一）政府信息公开工作专门机构数|个
8.2|（二）设置政府信息公开查阅点数|个
8.3|（三）从事政府信息公开工作人员数|人
8.3.1|1.专职人员数（不包括政府公报及政府网站工作人员数）|人
8.3.2|2.兼职人员数|人
8.4|（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）|万元
9|九、政府信息公开会议和培训情况|—
9.1|（一）召开政府信息公开工作会议或专题会议数|次
9.2|（二）举办各类培训班数|次
9.3|（三）接受培训人员数|人次
"""
_SUMS = {
    "3.1": ("3.1.1", "3.1.2", "3.1.3", "3.1.4"),
    "3.2": ("3.2.1", "3.2.2"),
    "3.3.4": ("3.3.4a", "3.3.4b", "3.3.4c", "3.3.4d", "3.3.4e", "3.3.4f"),
    "3.3": ("3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.3.5", "3.3.6", "3.3.7", "3.3.8"),
    "4": ("4.1", "4.2", "4.3"),
    "5": ("5.1", "5.2", "5.3"),
    "8.3": ("8.3.1", "8.3.2"),
}
_LOCAL: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("主动公开信息总数", "条", ("网站公开数", "公报公开数", "查阅点公开数")),
    ("受理申请总数", "件", ("当面申请数", "网上申请数", "信函、传真申请数")),
    ("答复申请总数", "件", ("同意公开数", "部分公开数", "不予公开数", "其他答复数")),
    ("行政复议数", "件", ()),
    ("行政诉讼数", "件", ()),
)
_WORDS = (
    ("一、概述", "本机关把公开工作列入全年日程，明确专人负责，按季度通报进度。"),
    ("二、主动公开政府信息的情况", "内容以财政、民生、规划三类为主，均在形成后二十个工作日内上网。"),
    ("三、存在的主要问题及改进情况", "栏目更新不够均衡，下一年将逐项补齐，并增加查阅点的开放时间。"),
)


def national(organ: Organ, year: int, *, seed: int | str) -> Report:
    """A report with the national table."""
    random = Random(f"national/{seed}")
    rows = [line.split("|") for line in _NATIONAL.strip().splitlines()]
    values = {key: random.choice((0, 0, 1, 3, 12, 240)) for key, _, unit in rows if unit != "—"}
    for total, parts in _SUMS.items():
        values[total] = sum(values[part] for part in parts)
    figures = {
        f"statistics/{key}/value": Figure(value=None, raw="——", state="dash")
        if unit == "—"
        else Figure(value=values[key], raw=str(values[key]))
        for key, _, unit in rows
    }
    body = [
        (Cell(text=label), Cell(text=unit), _cell(figures, f"statistics/{key}/value"))
        for key, label, unit in rows
    ]
    return _report(organ, year, form="2014", head=("统计指标", "单位", "统计数"), body=body, figures=figures)


def local(organ: Organ, year: int, *, seed: int | str) -> Report:
    """A report with a table of indicators under headings of its own: this year, and all years."""
    random = Random(f"local/{seed}")
    columns = (f"{year}年度", "历年累计")
    figures: dict[str, Figure] = {}
    body: list[Row] = []
    for label, unit, parts in _LOCAL:
        printed = {part: _pair(random) for part in parts}
        own = tuple(map(sum, zip(*printed.values(), strict=True))) if parts else _pair(random)
        body.append(_line(figures, label, unit, own, key=label, columns=columns))
        for number, (part, pair) in enumerate(printed.items(), start=1):
            prefix = "其中：" if number == 1 else ""
            body.append(_line(figures, f"{prefix}{number}.{part}", unit, pair, key=part, columns=columns))
    return _report(
        organ, year, form="local", head=("指标名称", "计量单位", *columns), body=body, figures=figures
    )


def _pair(random: Random) -> tuple[int, ...]:
    year = random.choice((0, 0, 2, 15, 137))
    return year, year + random.choice((0, 4, 60, 900))


def _line(
    figures: dict[str, Figure],
    label: str,
    unit: str,
    values: Sequence[int],
    *,
    key: str,
    columns: tuple[str, ...],
) -> Row:
    cells = []
    for column, value in zip(columns, values, strict=True):
        figures[f"local/{key}/{column}"] = Figure(value=value, raw=str(value))
        cells.append(_cell(figures, f"local/{key}/{column}"))
    return (Cell(text=label), Cell(text=unit), *cells)


def _cell(figures: dict[str, Figure], address: str) -> Cell:
    return Cell(text=figures[address].raw, address=address)


def _report(
    organ: Organ,
    year: int,
    *,
    form: str,
    head: tuple[str, ...],
    body: Iterable[Row],
    figures: dict[str, Figure],
) -> Report:
    key = "statistics" if form == "2014" else "local"
    rows = (tuple(Cell(text=text) for text in head), *body)
    chapters = [
        Chapter(number=number, heading=heading, paragraphs=((Sentence(text=text),),))
        for number, (heading, text) in zip((1, 2, 5), _WORDS, strict=True)
    ]
    table = Chapter(number=None, heading="附：政府信息公开情况统计表", tables=(key,))
    return Report(
        id=f"{organ.key}-{year}",
        organ=organ.name,
        year=year,
        form=form,
        title=f"{organ.name}{year}年政府信息公开工作年度报告",
        published=f"{year + 1}-01-20",
        preamble=(
            Sentence(text=f"本报告由{organ.name}编制，统计期限自{year}年1月1日起至{year}年12月31日止。"),
        ),
        chapters=(*chapters, table),
        tables=(Table(key=key, width=len(head), rows=rows, heads=1),),
        figures=figures,
        marks=("aggregate",) if organ.kind == "government" else (),
    )
