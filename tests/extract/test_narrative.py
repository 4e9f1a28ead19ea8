"""Numbers in the text beside the tables: every fair reading passes, a number that fits none is found."""

import pytest

from archive.records import Figure, State
from extract.narrative.compare import compare
from tests.extract.printed import sections
from tests.extract.wordings import CONTRADICTORY, LEGITIMATE

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
    made += [
        figure("proactive", f"administrative_{row}", "decisions", v)
        for row, v in (("licensing", 120), ("penalty", 34))
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


def found(
    text: str, *, made: list[Figure] | None = None, organ: str = "青禾县人民政府", number: int = 1
) -> list[str]:
    told = compare(
        sections(*[""] * (number - 1), text), figures() if made is None else made, organ=organ, year=2022
    )
    return [each.message for each in told]


@pytest.mark.parametrize("text", LEGITIMATE)
def test_every_fair_reading_passes(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("text", "named"), CONTRADICTORY)
def test_a_number_that_fits_no_reading_is_found(text: str, named: str) -> None:
    messages = found(text)
    assert messages
    assert any(named in message for message in messages)


@pytest.mark.parametrize(
    ("organ", "says"),
    [("青禾县人民政府", True), ("青禾县水利局", False), ("白塔市人民政府", False), ("", True)],
)
def test_the_whole_county_is_the_countys_own(organ: str, says: bool) -> None:
    assert bool(found("全县收到政府信息公开申请59件。", organ=organ)) is says


def test_chapter_three_is_about_requests_whatever_it_says() -> None:
    assert found("结转下年度继续办理的18件。", number=3)
    assert not found("结转下年度继续办理的18件。", number=1)


def test_the_finding_says_where_and_names_both() -> None:
    (each,) = compare(sections("全县收到政府信息公开申请59件。"), figures())
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
    told = compare(sections("", "", "", "", "全县收到政府信息公开申请59件，办理不够及时。"), figures())
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
