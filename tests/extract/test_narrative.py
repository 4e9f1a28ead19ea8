"""Numbers in the text beside the tables: every fair reading passes, a number that fits none is found."""

import pytest

from archive.records import Figure, State
from extract import narrative
from tests.extract.printed import sections

COLUMNS = (
    "individual",
    "company",
    "research_institution",
    "social_organisation",
    "legal_service",
    "other_organisation",
    "total",
)
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
REQUESTS = {
    "received": (41, 6),
    "carried_in": (5, 0),
    "granted": (13, 1),
    "partially_granted": (6, 2),
    "refused_state_secret": (2, 0),
    "refused_prohibited_by_law": (0, 0),
    "refused_safety_and_stability": (0, 0),
    "refused_third_party_rights": (0, 0),
    "refused_internal_affairs": (0, 0),
    "refused_process_information": (3, 0),
    "refused_enforcement_files": (0, 0),
    "refused_administrative_inquiry": (0, 0),
    "unavailable_not_held": (9, 1),
    "unavailable_needs_creation": (2, 0),
    "unavailable_unclear_request": (0, 0),
    "declined_petition_or_complaint": (4, 0),
    "declined_repeated": (0, 0),
    "declined_publications": (0, 0),
    "declined_excessive": (0, 0),
    "declined_confirmation": (0, 0),
    "other_not_corrected": (3, 0),
    "other_fee_unpaid": (0, 0),
    "other_other": (1, 1),
    "concluded_total": (43, 5),
    "carried_out": (3, 1),
}
DISPUTES = {
    "review": (6, 2, 0, 1, 9),
    "litigation_direct": (3, 0, 0, 0, 3),
    "litigation_after_review": (4, 0, 0, 0, 4),
}
QUIET = dict.fromkeys(REQUESTS, (0, 0))


def figure(table: str, row: str, column: str, value: int | None, state: State = State.NUMBER) -> Figure:
    state = State.BLANK if value is None and state is State.NUMBER else state
    return Figure(table=table, row=row, column=column, value=value, raw="", state=state)


def figures(
    requests: dict[str, tuple[int, int]] = REQUESTS, disputes: dict[str, tuple[int, ...]] = DISPUTES
) -> list[Figure]:
    made = [
        figure("proactive", "normative_documents", c, v)
        for c, v in (("issued", 7), ("repealed", 2), ("in_force", 31))
    ]
    for row, (individual, company) in requests.items():
        values = (individual, company, 0, 0, 0, 0, individual + company)
        made += [
            figure("requests", row, column, value) for column, value in zip(COLUMNS, values, strict=True)
        ]
    for row, outcome in disputes.items():
        made += [
            figure("review_litigation", row, column, value)
            for column, value in zip(OUTCOMES, outcome, strict=True)
        ]
    return made


def found(text: str, *, made: list[Figure] | None = None, organ: str = "青禾县人民政府") -> list[str]:
    told = narrative.compare(sections(text), figures() if made is None else made, organ=organ, year=2022)
    return [each.message for each in told]


LEGITIMATE = [
    "2022年，全县共收到政府信息公开申请47件。",
    "全年收到政府信息公开申请52件（含上年结转5件）。",
    "全年新收政府信息公开申请47件，上年度结转5件，共办理52件依申请公开事项。",
    "全县受理政府信息公开申请47件，其中自然人41件，法人或其他组织6件。",
    "全年办结政府信息公开申请48件，结转下年度继续办理4件。",
    "年内共答复政府信息公开申请44件。",
    "2022年，共收到47件依申请公开请求，2021年结转政府信息公开申请5件，共办结48件，结转2023年度继续办理4件。",
    "全县收到政府信息申请公开件47件。",
    "我县未收到信息公开的咨询和减免申请。",
    "收到依申请公开件47件，其中，当面申请的12件，来信申请的5件，网上申请的30件。办结依申请公开件48件（含2021年结转的5件）。",
    "共受理政府信息公开申请47件，答复政府信息公开申请48件（含上年度转结申请5件，另有4件申请转结下年度继续办理）。",
    "所有申请答复件中，予以公开及部分公开的22件，占45.8%；因不掌握等原因无法提供的12件，占25%。",
    "收到政府信息公开申请47件，其中43件按时办结。因信息公开引发争议16件，其中，行政复议9件，结果维持6件；行政诉讼7件。",
    "本年度没有出现应公开而不予公开的办件，未收到行政许可申请。",
    "自然人办件量为108101件，依申请办理的政务服务事项法人办件量1090件。",
    "收到四十七件政府信息公开申请，均按时答复。",
    "对收到的申请，予以公开14件，部分公开8件，不予公开5件，无法提供12件，不予处理4件，其他处理5件。",
    "申请办理结果中，予以公开或部分公开22件，不予公开及无法提供的另行说明。",
    "申请中因本机关不掌握无法提供10件。",
    "县政府办公室共收到政府信息公开申请17件。",
    "其中，县政府办公室收到政府信息公开申请17件，乡镇收到政府信息公开申请8件。",
    "县公安局受理政府信息公开申请9件，县自然资源局受理政府信息公开申请12件。",
    "其中，通过网络收到政府信息公开申请30件，通过信函收到政府信息公开申请17件。",
    "线上收到政府信息公开申请30件。",
    "2021年收到政府信息公开申请39件。",
    "政府信息公开申请数较上年减少8件，去年同期受理政府信息公开申请55件。",
    "自2008年以来累计受理政府信息公开申请620件。",
    "收到涉及征地拆迁的政府信息公开申请11件。",
    "近3年受理政府信息公开申请130件，上半年收到政府信息公开申请20件。",
    "全年收到政府信息公开申请约50件，答复率达到100%，办结率较上年提高3个百分点。",
    "因政府信息公开被申请行政复议9件，被提起行政诉讼7件。",
    "政府信息公开行政诉讼案件3件，均未经复议直接起诉。",
    "政府信息公开类行政复议、行政诉讼共16件。",
    "县司法局办理行政复议案件120件，应诉行政诉讼案件88件。",
    "没有因政府信息公开行政复议被撤销的情况，没有行政诉讼败诉案件。",
    "制发行政规范性文件7件，现行有效行政规范性文件31件，废止行政规范性文件2件。",
    "以县政府名义制发规范性文件3件，县政府办公室制发规范性文件2件。",
    "主动公开规范性文件31件，公开会议信息12条。",
    "明年计划受理政府信息公开申请不超过60件。",
    "开展培训3次，办理人大建议20件，办理政协提案12件。",
    "未收到要求减免信息处理费的申请。",
    "我县公安局收到政府信息公开申请9件。",
    "当面未收到政府信息公开申请。",
]
CONTRADICTORY = [
    ("2022年，全县共收到政府信息公开申请59件。", "59"),
    ("全年收到59件政府信息公开申请。", "59"),
    ("今年以来，我县共接到依申请公开办件五十九件。", "59"),
    ("全年新收政府信息公开申请52件。", "52"),
    ("2021年结转政府信息公开申请8件。", "8"),
    ("结转2023年度继续办理6件政府信息公开申请，申请均在办。", "6"),
    ("我县没有收到任何公民、法人和其他组织提出的公开政府信息的申请。", "47"),
    ("上年结转政府信息公开申请8件。", "8"),
    ("全年共受理依申请公开申请60件，均在期限内答复。", "60"),
    ("年内共办结政府信息公开申请52件。", "52"),
    ("全县收到申请47件，其中予以公开19件。", "19"),
    ("所有申请中，部分公开3件。", "3"),
    ("对申请依法作出处理：予以公开及部分公开30件；不予公开1件；无法提供10件；不予处理9件。", "30"),
    ("收到政府信息公开申请47件，涉及自然人30件。", "30"),
    ("全年答复申请48件，另有9件申请结转至下年度办理。", "9"),
    ("2022年，全县未收到政府信息公开申请。", "47"),
    ("因政府信息公开被申请行政复议12件。", "12"),
    ("政府信息公开行政诉讼案件共11件。", "11"),
    ("本年度没有因政府信息公开被申请行政复议、提起行政诉讼的情况。", "16"),
    ("政府信息公开类行政复议9件，均获维持。", "均获维持"),
    ("政府信息公开类行政复议9件，均已审结。", "均已审结"),
    ("全年制发行政规范性文件11件。", "11"),
    ("现行有效的行政规范性文件共45件。", "45"),
]


@pytest.mark.parametrize("text", LEGITIMATE)
def test_every_fair_reading_passes(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("text", "named"), CONTRADICTORY)
def test_a_number_that_fits_no_reading_is_found(text: str, named: str) -> None:
    messages = found(text)
    assert messages
    assert any(named in message for message in messages)


def test_the_finding_says_where_and_names_both() -> None:
    (each,) = narrative.compare(sections("全县收到政府信息公开申请59件。"), figures())
    assert (each.code, each.level, each.where) == ("narrative", "warning", "section 1")
    assert "59" in each.message
    assert "47" in each.message


def test_an_organs_own_name_is_no_part_of_it() -> None:
    text = "县水利局全年收到政府信息公开申请59件。"
    assert found(text, organ="青禾县水利局")
    assert not found(text, organ="青禾县财政局")
    assert found("我局全年收到政府信息公开申请59件。", organ="青禾县水利局")
    assert found("青石镇共收到依申请公开申请59件。", organ="青禾县青石镇")


def test_where_nothing_happened_silence_and_noughts_pass() -> None:
    none = figures(QUIET, dict.fromkeys(DISPUTES, (0, 0, 0, 0, 0)))
    text = "全年未收到政府信息公开申请，无因政府信息公开引发的行政复议、行政诉讼。"
    assert found(text, made=none) == []
    assert found("全年收到政府信息公开申请3件。", made=none)


def test_a_printed_total_and_the_sum_of_its_parts_are_both_fair() -> None:
    wrong = {**DISPUTES, "review": (6, 2, 0, 1, 0)}
    made = figures(disputes=wrong)
    assert found("因政府信息公开被申请行政复议9件。", made=made) == []
    assert found("无因政府信息公开被申请行政复议的情况。", made=made) == []
    assert found("因政府信息公开被申请行政复议5件。", made=made)


def test_blank_totals_are_added_up() -> None:
    made = [
        figure(each.table, each.row, each.column, None if each.column == "total" else each.value)
        for each in figures()
    ]
    assert found("全县收到政府信息公开申请47件。", made=made) == []
    assert found("全县收到政府信息公开申请48件。", made=made)


def test_what_the_tables_do_not_tell_is_not_compared() -> None:
    assert found("全县收到政府信息公开申请59件。", made=[]) == []
    unread = [
        figure(each.table, each.row, each.column, None, State.UNREADABLE) if each.row == "received" else each
        for each in figures()
    ]
    assert found("全县收到政府信息公开申请59件。", made=unread) == []
    lost = [
        each
        for each in figures()
        if each.row not in {"carried_in", "litigation_direct", "refused_state_secret"}
    ]
    for text in (
        "全县受理政府信息公开申请59件。",
        "因政府信息公开被提起行政诉讼9件。",
        "对申请不予公开11件。",
    ):
        assert found(text)
        assert found(text, made=lost) == []
    empty = [figure(each.table, each.row, each.column, None) for each in figures()]
    assert found("全县收到政府信息公开申请59件。", made=empty) == []


def test_plans_and_problems_say_nothing() -> None:
    told = narrative.compare(
        sections("", "", "", "", "全县收到政府信息公开申请59件，办理不够及时。"), figures()
    )
    assert told == ()


def test_tables_before_2019() -> None:
    local = [
        figure("local", "主动公开信息数", "2012年度", 320),
        figure("local", "主动公开信息数", "历年累计", 2100),
        figure("local", "受理依申请公开信息总数", "2012年度", 3),
    ]
    national = [figure("statistics", "1.1", "value", 320), figure("statistics", "3.1", "value", 3)]
    for made in (local, national):
        assert found("全县主动公开政府信息320条，收到政府信息公开申请3件。", made=made) == []
        assert len(found("全县主动公开政府信息944条，收到政府信息公开申请7件。", made=made)) == 2
    assert found("各乡镇主动公开政府信息120条。", made=local) == []
