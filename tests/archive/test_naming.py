"""Names of files as servers tell them."""

from urllib.parse import quote

import pytest

from archive.files.naming import further_page, is_further_page, told_name

NAME = "青石镇2023年度报告.docx"


@pytest.mark.parametrize(
    "value",
    [
        f'attachment; filename="{NAME.encode("gbk").decode("latin-1")}"',
        f'attachment; filename="{NAME.encode().decode("latin-1")}"',
        f"attachment;filename={NAME.encode('gbk').decode('latin-1')}",
        f"attachment; filename={quote(NAME)}; size=3",
        f"attachment; filename=\"x.docx\"; filename*=UTF-8''{quote(NAME)}",
        f"attachment; filename*=GBK''{quote(NAME.encode('gbk'))}",
        f'attachment; filename="C:\\\\upload\\\\{NAME.encode().decode("latin-1")}"',
        f'attachment; filename="../../{NAME.encode().decode("latin-1")}"',
        f'inline; filename="{NAME}"',
    ],
)
def test_a_name_is_read_however_it_is_written(value: str) -> None:
    assert told_name([("Content-Type", "x"), ("content-DISPOSITION", value)]) == NAME


@pytest.mark.parametrize(
    "value",
    ["attachment", "attachment; filename=", "attachment; filename*=nonsense''%ff", 'a; filename=".."'],
)
def test_what_names_nothing_gives_no_name(value: str) -> None:
    assert told_name([("Content-Disposition", value)]) == ""
    assert told_name([]) == ""


def test_a_further_page_is_known_by_what_it_was_called() -> None:
    assert all(is_further_page(further_page(number)) for number in (2, 30))
    assert not any(map(is_further_page, ("", "第2页.docx", "附件第2页")))
