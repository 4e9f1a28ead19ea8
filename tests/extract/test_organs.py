"""One organ, many spellings; two organs, never one key."""

import pytest

from extract.identity.organs import key, kind, place, stem


@pytest.mark.parametrize(
    "spellings",
    [
        ("中洲乡", "樟树市中洲乡", "中洲乡人民政府", "江西省樟树市中洲乡人民政府", "樟树市 中洲乡政府"),
        (
            "前进街道",
            "前进街道办事处",
            "湖滨区前进街道办事处",
            "三门峡市湖滨区前进街道",
            "湖滨区人民政府前进街道办事处",
        ),
        ("樟树市", "樟树市人民政府", "江西省樟树市人民政府", "宜春市樟树市人民政府"),
        ("樟树市人民政府办公室", "樟树市政府办公室", "樟树市政府办"),
        ("云溪开发区", "云溪开发区管委会", "云溪开发区管理委员会"),
        ("青禾县人力资源和社会保障局", "青禾县人力资源社会保障局", "青禾县人社局", "白鹭市青禾县人社局"),
        ("青禾县发展和改革委员会", "青禾县发展改革委", "青禾县发改委"),
        ("国家税务总局青禾县税务局", "青禾县税务局"),
        ("青石镇", "青禾县青石镇", "白鹭市青禾县青石镇人民政府"),
    ],
)
def test_spellings_of_one_organ_agree(spellings: tuple[str, ...]) -> None:
    assert len({key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("樟树市人民政府", "樟树市人民政府办公室"),
        ("樟树市财政局", "宜春市财政局"),
        ("青禾县水利局", "青禾县财政局"),
        ("青禾县", "青禾县城关镇"),
        ("青石镇", "青石乡"),
        ("云溪开发区管委会", "云溪开发区管委会办公室"),
        ("南京市鼓楼区人民政府", "徐州市鼓楼区人民政府"),
        ("白鹭市青禾县财政局", "白鹭市财政局"),
    ],
)
def test_different_organs_differ(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_a_town_of_a_common_name_keeps_its_county_where_its_prefecture_has_several() -> None:
    assert key("赣州市章贡区水东镇") == "水东镇"
    counties = {key(f"洛阳市{county}城关镇") for county in ("新安县", "嵩县", "宜阳县")}
    assert len(counties) == 3


def test_a_department_without_a_place_takes_the_one_its_report_speaks_from() -> None:
    assert key("市财政局", territory="樟树市") == key("财政局", territory="樟树市") == key("樟树市财政局")
    assert key("樟树市财政局", territory="宜春市") == key("樟树市财政局")


@pytest.mark.parametrize(
    ("organ", "expected"),
    [
        ("樟树市", "government"),
        ("樟树市人民政府", "government"),
        ("樟树市人民政府办公室", "office"),
        ("中洲乡", "town"),
        ("青石镇人民政府", "town"),
        ("前进街道", "street"),
        ("富阳区人民政府春江街道办事处", "street"),
        ("云溪综合实验区", "zone"),
        ("云溪经济开发区管理委员会", "zone"),
        ("青禾县水利局", "department"),
        ("青禾县行政服务中心", "department"),
        ("首页", "other"),
    ],
)
def test_kind(organ: str, expected: str) -> None:
    assert kind(organ) == expected


def test_stem_and_place() -> None:
    assert stem("淮安市洪泽区人民政府") == "洪泽"
    assert stem("青禾县青石镇人民政府") == "青石"
    assert stem("青禾县水利局") == ""
    assert place("江西省樟树市财政局") == "樟树市"
    assert place("财政局") == ""
