"""Is this title, this link, this page an annual report on government information disclosure? Pure, by words alone (PORTALS §4)."""

import re
from dataclasses import dataclass
from enum import StrEnum

from crawler.documents import bare
from crawler.organs import ENDS, is_organ
from crawler.pages.page import Article
from crawler.pages.wording import folded
from crawler.remembered import remembered
from crawler.years import YEAR, named_year, report_year, several_years

_SUBJECT = r"(?:政府|政务)?信息公开|政务公开|信息公開"
_KIND = (
    r"年度(?:工作)?报告|年度工作年报|年报|工作(?:年度)?报告|年度(?:工作)?(?:总结|情况)报告|年度(?:工作)?情况的?报告"
    r"|(?:工作)?情况(?:的|年度)?报告|报告"
)
_REPORT = re.compile(rf"(?:{_SUBJECT}).{{0,16}}?(?:{_KIND})|(?:{_KIND}).{{0,4}}(?:{_SUBJECT})")
_SHORT_REPORT = re.compile(r"年度?(?:工作)?(?:年度)?(?:报告|年报)|年报")
_REJECTED = re.compile(
    r"网站.{0,8}报[表告]|年度报表|工作报表|法治政府|依法行政|法治建设|解读|图解|图说|图示|读懂|一图|问答|h5|电子书|语音|视频|动漫|漫画|长图"
    r"|指南|制度|办法|规定$|规程|依申请|申请(?:表|须知|流程)|要点|方案|计划|预算|决算|财政|行政执法|执法统计|统计年报|统计公报|统计年鉴"
    r"|新闻|召开|举行|会议|培训|座谈|调研|督查|考核|评估|通报|[^报]的?通知$|通知[(（]|征求意见|征集|公示|目录$|汇总表$|(?<!年报)(?<!报告)汇总$|清单"
    r"|审计|国有资产|企业年报|(?:食品|药品|企业|财务|价格|信用|扶贫|征地)(?:安全|质量)?信息公开|社会组织|质量报告|环境状况|行政复议(?:情况|工作|年度)|双随机|权责|绩效|安全生产|政府工作报告"
    r"|建议提案|优化营商|机构职能|领导(?:信息|简介|之窗)|人事任免|招考|采购公告|^关于(?:报送|印发|做好|开展|公布|发布|加强)|模板|格式"
)
_NAMED_ORGAN = re.compile(
    r"[一-龥]{0,14}(?:财政|审计|执法|统计|新闻|信访|会议|督查|考核|培训|规划|调查|复议|资产|营商|安全生产|计划|方案|质量)[一-龥]{0,10}?"
    r"(?:局|所|大队|支队|中心|委员会|办公室|办|处|委|院|厅|站|署)"
)
"""Organs whose names hold a word that would reject a title."""
_CUT_ORGAN = re.compile(r"[一-龥]{0,14}(?:财政|审计|执法|统计|信访|规划|资产|安全生产|质量)[一-龥]{0,6}$")
"""Where a title is cut: the beginning, maybe, of such a name."""
_COLUMN = re.compile(
    rf"^.{{0,20}}?(?:{_SUBJECT}).{{0,6}}?(?:年度报告|年报|年度工作报告|工作报告)[^\d]{{0,8}}$"
    r"|^(?:历年|本级|部门|镇街|乡镇|区级|县级|市级|各?单位|公开|工作|信息|政府)*(?:年度报告|年报|年度年报|公开年报|工作年报|年度工作报告)(?:专栏|专区|栏目|列表|公开|汇总|下载|查询|查看|浏览)?$"
)
_ABOUT = re.compile(rf"报告|{_SUBJECT}")
"""What a title in a column of reports says of itself at least, however it is mistyped or worded (…信息公开工作总结)."""
_SHORT_COLUMN = re.compile(r"^[^\d]{1,8}(?:年度报告|年度年报|年报)$|^年度工作报告$")
"""What a column of reports is called where all is about disclosure (区县年报)."""
_EARLIER = re.compile(
    rf"^(?:(?:{YEAR})年?度?(?:[及和含]?其?(?:以前|之前)|(?:[-—–~～至到]+)(?:{YEAR})年?度?)(?:的?年[份度])?(?:{_SUBJECT})?(?:年报|年度报告|报告|信息)?"
    r"|(?:查看)?(?:(?:往年|历年|往期|历史|以往|以前年度)(?:的?(?:回顾|年份|年度|信息|数据|资料|内容|查询|归档|存档))?|(?:更多|更早|其他|其它)的?年[份度]))$"
)
"""What leads from a column's newest reports to the earlier ones: by a word, or by the years (2018年及以前, 2014—2018年)."""
_REMARK = re.compile(r"[(（][^()（）]*[)）]$")
_LETTERS = re.compile(r"[A-Za-z](?:[-~—][A-Za-z])?")
_YEAR_COLUMN = re.compile(
    rf"^(?:{YEAR})(?:年度?)?(?:{_SUBJECT})?(?:工作)?(?:年度报告|年报|报告|年度工作报告)?$"
)
_DIRECTORY = re.compile(
    r"公开目录|信息目录|部门(?:信息)?公开|单位(?:信息)?公开|(?:乡镇|镇街|街道|部门|单位|机构|区直|县直|市直|镇办|园区)"
    r".{0,8}(?:公开|目录|平台|导航|列表|网站|子站|站群)|^机构导航$"
)
_CLASS_OF_ORGANS = re.compile(
    r"^(?:人民政府|政府|中央|直属|组成|工作|公开|其他|派出|垂直管理|垂管|双管|[各省市州县区旗级直属辖驻和及其与])*"
    r"(?:部门|部门单位|(?<=.)单位|(?:[乡镇街办]|街道){2,}|街道|(?<=公开|直属|派出|其他|垂管|管理)机构)$"
)
"""What a portal calls the organs of a kind, whatever stands between (县（市、区）直部门): a list of them."""
_BETWEEN = re.compile(r"[()（）、，,·\s]")
_FORMER = r"^(?:访问|进入|查看|返回)?(?:网站|门户)?(?:[旧老原]版|[旧老]网?站|原网站)(?:网站|门户|入口|首页|页面|回顾)?$"
"""What leads to the site before this one, where older reports stayed."""
_HUB = re.compile(rf"(?:{_SUBJECT})|{_FORMER}|^(?:公开|政务|政府信息|阳光政务)(?:平台|专栏|专区)?$|信息公开")
_WHATEVER = re.compile(rf"{_FORMER}|^(?:通知|公告|公示|通告)+(?:栏|信息)?$|^依法行政$")
"""That and boards of notices: columns that hold everything on small portals, though no title of a report holds such words."""
_CUT_AT_ORGAN = re.compile(rf"(?:{ENDS})(?:关于)?(?:[12]\d{{0,3}})?$|关于[12]\d{{0,3}}$")
"""What a list leaves of a title that begins with a long name: the year does not stand in it any more."""
_NEVER = re.compile(
    r"^第?\d{1,3}页?$|(?:加载|显示)更多|^\d{4}年\d{1,2}月|^[上下]个?月|^(?:周|星期)[一二三四五六日天]$|日历|登录|注册|无障碍|长者|适老|老年|rss|微博|微信|客户端|app|邮箱|english|繁[体體]|打印|字体|字号|分享|收藏|设为首页|返回|搜索|检索|"
    r"网站(?:声明)?$|联系我们|版权|备案|^首页$|纠错|下载(?:中心)?$|关闭|[上下]一?[篇页]|^[尾末]页$|举报|投诉|信箱|调查|征集|在线|直播"
)
_HEADINGS = (
    r"总体情况|基本情况|概述",
    r"主动公开政府信息(?:的)?情况|主动公开情况",
    r"收到和处理政府信息公开申请(?:的)?情况|依申请公开(?:办理)?情况",
    r"(?:行政复议|行政诉讼).{0,12}情况",
    r"存在的?(?:主要)?问题.{0,8}改进|存在的?(?:主要)?问题",
    r"其他需要报告的事项",
)
FIRST_STATUTORY_YEAR = 2019
LEAST_TEXT = 200
"""Letters of a page below which it has no text of its own (PORTALS §6)."""
LONG_BODY = 500
"""Letters from which a text must show that it is a report."""
_BRACKETED = re.compile(r"^(?:【[^】]*】|\[[^\]]*\]|•|·|\d{1,2}[.、])+")
_ORGAN_NOISE = re.compile(
    rf"关于|历年|(?:(?:{YEAR})[-—–~至])?(?:{YEAR})学?年?度?|年度|(?:{_SUBJECT})|工作|{_KIND}|的|[(（].*?[)）]|[《》“”\"'【】\[\]—\-:：,，.。…]|情况|政府信息[与和]?|统计表|[公发]布(?=(?:{YEAR})|{_SUBJECT})",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """What a link promises."""

    REPORT = "report"
    LIKELY = "likely"
    """A title that may be a report's: cut, or short in a column of reports. The page decides."""
    COLUMN = "column"
    """A list of reports."""
    YEAR = "year"
    """A year inside a column of reports."""
    DIRECTORY = "directory"
    """A list of organs."""
    ORGAN = "organ"
    HUB = "hub"
    """A page about disclosure in general."""
    OTHER = "other"
    NEVER = "never"


REPORTS = frozenset({Kind.REPORT, Kind.LIKELY})
COLUMNS = frozenset({Kind.COLUMN, Kind.YEAR})


@dataclass(frozen=True, kw_only=True, slots=True)
class Trail:
    """What the way to a page tells of it."""

    organ: str | None = None
    """The organ under whose name the way led."""
    column: bool = False
    """Whether a column of reports was entered."""
    public: bool = False
    """Whether the way led through pages on disclosure."""
    year: int | None = None
    """The year whose column was entered."""


@remembered
def kind_of(words: str, trail: Trail, *, dated: bool = False) -> Kind:
    """What a link worded so promises. `dated`: it is an entry with a date, hence an article and no column."""
    text = _unmarked(words).rstrip(".…")
    cut = is_cut(words)
    place = Kind.OTHER if dated else _place(text, trail)
    if place in (Kind.ORGAN, Kind.DIRECTORY) or (not dated and _WHATEVER.match(text)):
        return place
    if not text or rejected(text, cut=cut and trail.column):
        return Kind.NEVER
    title = judge_title(words, in_column=trail.column, cut=cut)
    earlier = trail.column and not dated and _EARLIER.match(text)
    if earlier or (several_years(text) and _REPORT.search(text)):
        return Kind.COLUMN
    if (
        title is not Kind.OTHER
        and (dated or cut or named_year(text) is not None)
        and not (trail.column and _YEAR_COLUMN.match(text) and not dated)
    ):
        return title
    column = _REMARK.sub("", text)
    short = trail.public and trail.year is None
    if _COLUMN.match(column) or (short and _SHORT_COLUMN.match(column)):
        return Kind.LIKELY if dated else Kind.COLUMN
    if trail.column and _YEAR_COLUMN.match(text):
        return Kind.LIKELY if dated else Kind.YEAR
    if trail.year is not None and _SHORT_REPORT.search(text):
        return Kind.LIKELY
    if dated and trail.column and is_organ(text):
        return Kind.LIKELY
    if dated or _NEVER.search(text.lower()):
        return Kind.NEVER
    return place


def is_cut(words: str) -> bool:
    """Whether a list printed but the beginning of a title."""
    return folded(words).rstrip("更多>»").endswith(("..", "…"))


@remembered
def rejected(words: str, *, cut: bool = False) -> bool:
    """Whether words name what stands beside reports and is none; an organ's own name (财政局), whole or `cut`, does not count."""
    text = _NAMED_ORGAN.sub("", folded(words))
    return _REJECTED.search((_CUT_ORGAN.sub("", text) if cut else text).lower()) is not None


def _unmarked(words: str) -> str:
    """Words folded, without the marks before them (【文字版】, `1.`); a mark that says that this is no report (【图解】) stays."""
    text = folded(words)
    marks = _BRACKETED.match(text)
    return text if marks is None or rejected(marks.group()) else text[marks.end() :]


def _place(text: str, trail: Trail) -> Kind:
    if trail.public and _LETTERS.fullmatch(text):
        return Kind.DIRECTORY
    of_organs = _DIRECTORY.search(text) or _CLASS_OF_ORGANS.match(_BETWEEN.sub("", text))
    if len(text) <= 16 and of_organs and not _COLUMN.match(text):
        return Kind.DIRECTORY
    if len(text) <= 30 and is_organ(text) and not _REPORT.search(text):
        return Kind.ORGAN
    if len(text) <= 14 and _HUB.search(text):
        return Kind.HUB
    return Kind.OTHER if len(text) <= 14 else Kind.NEVER


@remembered
def judge_title(words: str, *, in_column: bool = False, cut: bool = False) -> Kind:
    """REPORT, LIKELY or OTHER, by an article's title alone."""
    text = _unmarked(words).rstrip(".…")
    if not text or several_years(text) or rejected(text, cut=cut and in_column):
        return Kind.OTHER
    year = named_year(text)
    if _REPORT.search(text) and not _ends_otherwise(text):
        return Kind.REPORT if year is not None or in_column else Kind.LIKELY
    if (
        in_column
        and year is not None
        and (_SHORT_REPORT.search(text) or _YEAR_COLUMN.match(text) or _ABOUT.search(text) or _of_organ(text))
    ):
        return Kind.LIKELY
    if cut and (in_column or re.search(_SUBJECT, text)) and year is not None:
        return Kind.LIKELY
    if cut and in_column and _CUT_AT_ORGAN.search(text):
        return Kind.LIKELY
    return Kind.OTHER


def is_report(article: Article, *, expected: Kind, attached: bool, listed: str = "") -> bool:
    """Whether a page, fetched because its link promised a report, is one: by its title, and from 2019 on by its headings.

    A short text with a file attached is a report that the file bears. A long text must show three of the six statutory headings.
    """
    title = article.title or listed
    own, told = judge_title(title, in_column=True), judge_title(listed, in_column=True)
    if rejected(article.title) and (told is not Kind.REPORT or _is_beginning(listed, article.title)):
        return False
    if Kind.OTHER in (own, told) and own is told:
        return False
    text = article.text
    year = report_year(title=title, text=text, published=article.published)
    if not (attached or _named_by(article, listed)):
        return False
    if expected is Kind.LIKELY and own is not Kind.REPORT and headings(text) < 3 and not attached:
        return False
    # A column under its own name (政府信息公开年报) which shows nothing.
    if expected is Kind.LIKELY and year is None and not (attached or headings(text)):
        return False
    if year is not None and year < FIRST_STATUTORY_YEAR:
        return True
    return attached or len(text) < LONG_BODY or headings(text) >= 3


def _named_by(article: Article, listed: str) -> bool:
    """Whether a page itself says that it is a report, by its title, a heading or the words of the link: a list may outlive it."""
    own = judge_title(article.title, in_column=True)
    return (
        own is not Kind.OTHER
        or headings(article.text) > 0
        or (bool(listed) and folded(listed) in article.text)
    )


def headings(text: str) -> int:
    """How many of the six statutory headings stand in a folded text."""
    return sum(re.search(heading, text) is not None for heading in _HEADINGS)


def _is_beginning(listed: str, whole: str) -> bool:
    """Whether a list printed but the beginning of a title: what it left out may turn its meaning (…文字解读)."""
    beginning, title = folded(listed).rstrip(".…"), folded(whole)
    return len(beginning) >= 6 and len(beginning) < len(title) and title.startswith(beginning)


def title_organ(title: str) -> str | None:
    """What remains of a report's title without the year and the words of every such title, else the organ that marks it (【财政局】)."""
    marks = _BRACKETED.match(folded(title))
    mark = marks.group().strip("【】[]") if marks else ""
    rest = _ORGAN_NOISE.sub("", bare(_unmarked(title))) or (mark if is_organ(mark) else "")
    return rest if 2 <= len(rest) <= 40 else None


def _of_organ(text: str) -> bool:
    """Whether words are an organ's name beside a year, and nothing else."""
    return is_organ(re.sub(rf"[(（]?(?:{YEAR})年?度?[)）]?", "", text, count=1))


def is_board(words: str) -> bool:
    """Whether words name a column that holds everything on small portals (通知公告)."""
    return _WHATEVER.match(folded(words)) is not None


@remembered
def is_year(words: str) -> bool:
    """Whether words name a year, at most with what its reports are called."""
    return _YEAR_COLUMN.match(folded(words)) is not None


def is_choice(words: str) -> bool:
    """Whether words name what a list is chosen by: an organ, a year, a column of reports or a directory."""
    return is_organ(words) or is_year(words) or kind_of(words, Trail()) in (Kind.DIRECTORY, *COLUMNS)


def _ends_otherwise(text: str) -> bool:
    """Whether words after the report's own say that this is something about it."""
    last = max((found.end() for found in _REPORT.finditer(text)), default=0)
    rest = re.sub(
        r"[(（].*?[)）]|[《》】\]\"”]|全文|正文|文字版|pdf版?|word版?|\.\w{3,4}$|\d{4}年?度?", "", text[last:]
    )
    return len(rest) > 8
