"""The code table: found by name, narrowed by context, never guessed."""

import pytest

from extract.identity.divisions import Division, find, is_unique_below, siblings, territory


@pytest.mark.parametrize(
    ("organ", "code", "level"),
    [
        ("樟树市鹿江街道办事处", "360982002", "township"),
        ("樟树市中洲乡人民政府", "360982200", "township"),
        ("富阳区人民政府春江街道办事处", "330111002", "township"),
        ("富阳市人民政府", "330111", "county"),
        ("江西省宜春市樟树市财政局", "360982", "county"),
        ("宜春市人民政府", "360900", "prefecture"),
        ("上海市人民政府办公厅", "310000", "province"),
        ("广西壮族自治区人民政府", "450000", "province"),
        ("东莞市人民政府", "441900", "prefecture"),
        ("仙桃市人民政府", "429004", "county"),
    ],
)
def test_an_organ_stands_in_its_place(organ: str, code: str, level: str) -> None:
    found = find(organ)
    assert found is not None
    assert (found.code, found.level) == (code, level)


@pytest.mark.parametrize(
    "organ", ["鼓楼区人民政府", "城关镇", "财政局", "无名镇", "樟树市无名镇人民政府", "市辖区", ""]
)
def test_what_is_unknown_or_shared_is_null(organ: str) -> None:
    assert find(organ) is None


def test_context_tells_places_of_one_name_apart() -> None:
    assert find("鼓楼区人民政府", "江苏省南京市") == Division(code="320106", name="鼓楼区", level="county")
    assert find("中洲乡", "地址：樟树市中洲乡") == Division(code="360982200", name="中洲乡", level="township")
    assert find("鼓楼区人民政府", "江苏省") is None


def test_neighbours_and_uniqueness() -> None:
    codes = territory("樟树市中洲乡").codes
    assert "鹿江街道" in siblings(codes)
    assert "中洲乡" not in siblings(codes)
    assert is_unique_below("中洲乡", codes[0], 4)
    assert not is_unique_below("城关镇", "410322100", 4)
