"""The official wording of the statutory tables: keys of rows and columns beside the labels that forms 2021 and 2019 print."""

from dataclasses import dataclass
from typing import Literal

Form = Literal["2021", "2019"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One block of section 二: an item of article 20, its column headings, its rows."""

    item: str
    columns: tuple[tuple[str, str], ...]
    """Key and heading, left to right."""
    rows: tuple[tuple[str, str], ...]
    """Key and label, top to bottom."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One row of section 三: its key, the labels of the groups around it, its own label."""

    key: str
    groups: tuple[str, ...] = ()
    label: str


ISSUED = (("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数"))
MADE = (("made", "本年新制作数量"), ("disclosed", "本年新公开数量"), ("total_disclosed", "对外公开总数量"))
DECISIONS = (("decisions", "本年处理决定数量"),)
ITEMS = (("previous_items", "上一年项目数量"), ("change", "本年增/减"))
ITEM_DECISIONS = (*ITEMS, ("decisions", "处理决定数量"))

PROACTIVE: dict[Form, tuple[Block, ...]] = {
    "2021": (
        Block(
            item="第二十条第（一）项",
            columns=ISSUED,
            rows=(("regulations", "规章"), ("normative_documents", "行政规范性文件")),
        ),
        Block(item="第二十条第（五）项", columns=DECISIONS, rows=(("administrative_licensing", "行政许可"),)),
        Block(
            item="第二十条第（六）项",
            columns=DECISIONS,
            rows=(("administrative_penalty", "行政处罚"), ("administrative_coercion", "行政强制")),
        ),
        Block(
            item="第二十条第（八）项",
            columns=(("amount", "本年收费金额（单位：万元）"),),
            rows=(("administrative_fees", "行政事业性收费"),),
        ),
    ),
    "2019": (
        Block(
            item="第二十条第（一）项",
            columns=MADE,
            rows=(("regulations", "规章"), ("normative_documents", "规范性文件")),
        ),
        Block(
            item="第二十条第（五）项",
            columns=ITEM_DECISIONS,
            rows=(
                ("administrative_licensing", "行政许可"),
                ("other_external_services", "其他对外管理服务事项"),
            ),
        ),
        Block(
            item="第二十条第（六）项",
            columns=ITEM_DECISIONS,
            rows=(("administrative_penalty", "行政处罚"), ("administrative_coercion", "行政强制")),
        ),
        Block(item="第二十条第（八）项", columns=ITEMS, rows=(("administrative_fees", "行政事业性收费"),)),
        Block(
            item="第二十条第（九）项",
            columns=(("items", "采购项目数量"), ("amount", "采购总金额")),
            rows=(("government_procurement", "政府集中采购"),),
        ),
    ),
}

APPLICANTS = (
    ("individual", "自然人"),
    ("company", "商业企业"),
    ("research_institution", "科研机构"),
    ("social_organisation", "社会公益组织"),
    ("legal_service", "法律服务机构"),
    ("other_organisation", "其他"),
    ("total", "总计"),
)
BALANCE_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = "三、本年度办理结果"
REFUSED, UNAVAILABLE = "（三）不予公开", "（四）无法提供"
DECLINED, OTHER = "（五）不予处理", "（六）其他处理"


def _lines(group: str, keys_and_labels: tuple[tuple[str, str], ...]) -> tuple[Line, ...]:
    return tuple(Line(key=key, groups=(RESULTS, group), label=label) for key, label in keys_and_labels)


_HEAD = (
    Line(key="received", label="一、本年新收政府信息公开申请数量"),
    Line(key="carried_in", label="二、上年结转政府信息公开申请数量"),
    Line(key="granted", groups=(RESULTS,), label="（一）予以公开"),
    Line(
        key="partially_granted",
        groups=(RESULTS,),
        label="（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    ),
    *_lines(
        REFUSED,
        (
            ("refused_state_secret", "1.属于国家秘密"),
            ("refused_prohibited_by_law", "2.其他法律行政法规禁止公开"),
            ("refused_safety_and_stability", "3.危及“三安全一稳定”"),
            ("refused_third_party_rights", "4.保护第三方合法权益"),
            ("refused_internal_affairs", "5.属于三类内部事务信息"),
            ("refused_process_information", "6.属于四类过程性信息"),
            ("refused_enforcement_files", "7.属于行政执法案卷"),
            ("refused_administrative_inquiry", "8.属于行政查询事项"),
        ),
    ),
    *_lines(
        UNAVAILABLE,
        (
            ("unavailable_not_held", "1.本机关不掌握相关政府信息"),
            ("unavailable_needs_creation", "2.没有现成信息需要另行制作"),
            ("unavailable_unclear_request", "3.补正后申请内容仍不明确"),
        ),
    ),
    *_lines(
        DECLINED,
        (
            ("declined_petition_or_complaint", "1.信访举报投诉类申请"),
            ("declined_repeated", "2.重复申请"),
            ("declined_publications", "3.要求提供公开出版物"),
            ("declined_excessive", "4.无正当理由大量反复申请"),
            ("declined_confirmation", "5.要求行政机关确认或重新出具已获取信息"),
        ),
    ),
)
_THREE_OTHERS = _lines(
    OTHER,
    (
        ("other_not_corrected", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
        ("other_fee_unpaid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
        ("other_other", "3.其他"),
    ),
)
_ONE_OTHER = (Line(key="other", groups=(RESULTS,), label=OTHER),)
_TAIL = (
    Line(key="concluded_total", groups=(RESULTS,), label="（七）总计"),
    Line(key="carried_out", label="四、结转下年度继续办理"),
)
REQUESTS: dict[Form, tuple[Line, ...]] = {
    "2021": (*_HEAD, *_THREE_OTHERS, *_TAIL),
    "2019": (*_HEAD, *_ONE_OTHER, *_TAIL),
}

OUTCOMES = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)
DISPUTES = (
    ("review", "行政复议"),
    ("litigation_direct", "未经复议直接起诉"),
    ("litigation_after_review", "复议后起诉"),
)
LITIGATION = "行政诉讼"

CHAPTERS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def details(form: Form) -> tuple[str, ...]:
    """Keys of the rows that （七）总计 adds up."""
    keys = [line.key for line in REQUESTS[form]]
    return tuple(keys[2:-2])
