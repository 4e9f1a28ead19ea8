import pytest

from extract.words.labels import core, fold, likeness, sign


@pytest.mark.parametrize(
    "printed",
    [
        "3.危及“三安全一稳定”",
        '3、危及"三安全一稳定"',
        "3．危及三安全\n一稳定",
        "  3 . 危及‘三安全一稳定’",
        "危及三安全一稳定[bookmark: _GoBack]",
        "<!--[if !supportLists]-->3、<!--[endif]-->危及三安全一稳定",
    ],
)
def test_spellings_of_one_label_have_one_core(printed: str) -> None:
    assert core(printed) == "危及三安全一稳定"


@pytest.mark.parametrize("printed", ["总计¹", "总计₂", "总计①", "（七）总计② （件）", "①总计", "总¹计"])
def test_notes_marks_are_no_part_of_a_label(printed: str) -> None:
    assert core(printed) == "总计"


@pytest.mark.parametrize(
    "printed",
    [
        "总计 Total",
        "Total<br>总计",
        "བསྡོམས། 总计",
        "جەمئىي 总计",
        "（七）总计 Gyoebgaiq (Total)",
        "总计\nzǒng jì",
    ],
)
def test_a_label_in_two_languages_says_what_it_says_in_chinese(printed: str) -> None:
    assert core(printed.replace("<br>", "\n")) == "总计"
    assert core("Total") == "Total"


def test_explanations_in_brackets_say_nothing_even_when_cut() -> None:
    assert core("（二）部分公开（区分处理的，只计这一情形，不计其他情形）") == "部分公开"
    assert core("（二）部分公开（区分处理的，只计") == "部分公开"
    assert core("不计其他情形）") == ""


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("三、本年度办理结果", "三、"),
        ("（七）总计", "(七)"),
        ("3．其他", "3."),
        ("3、其他", "3."),
        ("其他", None),
        ("2021年", None),
    ],
)
def test_outline_signs(printed: str, expected: str | None) -> None:
    assert sign(printed) == expected


def test_its_and_widths_fold() -> None:
    assert fold("其中：１．网站\u3000公开（条）") == "1.网站公开(条)"


def test_a_misprint_is_liker_than_a_neighbour() -> None:
    assert likeness("其他法律行政止公开", "其他法律行政法规禁止公开") > 0.8
    assert likeness("重复申请", "无正当理由大量反复申请") < 0.6
    assert likeness("", "其他") == 0
