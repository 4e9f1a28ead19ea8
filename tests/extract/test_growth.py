"""Text made to be slow: four times as much of it takes four times as many steps to read, whatever it repeats.

Steps are calls of functions, counted and not timed. What a regular expression does by itself is not counted; what each is run on,
how often, is.
"""

import sys
from types import FrameType

import pytest

from archive.records import Source
from extract.read import read
from tests.extract.damage import source

REPEATED = (
    "由某", "编制", "，某某某某局编制", "请与", "2022年", "2022年某某局", "（", "（）", "1.1.", "公开", "信息公开\n", "年度报告公开\n",
    "一、总体情况\n", "一、总体情况。", "一、", "一二三", "全年收到政府信息公开申请3件。", "全年收到政府信息公开申请3件，", "没有", "结转",
    "复议和诉讼",
    "“某某”微信", "统计期限自2022年1月1日", "地址：", "发布时间：2022-01-01 ", "来源：某县\n", "首页>", "，", "某", "某县某局认真公开", "某镇某街道",
    "《某局2022年", " \u3000", "\n", "\t1\n", "1 2 3 ", "| 1 | 2 |\n", "+--+\n|12|\n", "┌─┐\n", "3件 ",
    "甲\t1\n", "某局2021年政府信息公开工作年度报告\n", "[bookmark:", "<o:p>",
    "微信公众号：", "县区市", "1234567890", "1,", "自然人1", "总计0", "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n",
    "由某县某局编制某县某镇2022年政府信息公开", "信息公開\n",
    "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计\n一、本年新收政府信息公开申请数量 3 0 0 0 0 0 3\n（一）予以公开 1 0 0 0 0 0 1\n",
    "| 项目 | 自然人 | 商业企业 | 总计 |\n| 本年新收 | 3 | 1 | 4 |\n| 上年结转 | 1 | 0 | 1 |\n公开信息。\n"
    "| 项目 | 自然人 | 商业企业 | 总计 |\n| 本年新收 | 2 | 0 | 2 |\n| 上年结转 | 0 | 0 | 0 |\n公开信息。\n",
)  # fmt: skip
SMALL, TIMES = 3_000, 4
SLACK = 1.25
"""Some steps come in blocks."""


class Counted:
    """Counts calls of Python and of C functions while it is open."""

    def __init__(self) -> None:
        self.steps = 0

    def _one(self, frame: FrameType, event: str, argument: object) -> None:
        del frame, argument
        self.steps += event in {"call", "c_call"}

    def __enter__(self) -> "Counted":
        sys.setprofile(self._one)
        return self

    def __exit__(self, *raised: object) -> None:
        sys.setprofile(None)


def steps(found: Source) -> int:
    with Counted() as counted:
        read(found)
    return counted.steps


def made(repeated: str, length: int, kind: str) -> Source:
    text = (repeated * (length // len(repeated) + 1))[:length]
    body = text if kind == "txt" else f"<html><body><p>{text}</p></body></html>"
    return source(f"report.{kind}", body.encode())


@pytest.mark.parametrize("kind", ["txt", "html"])
@pytest.mark.parametrize("repeated", REPEATED)
def test_four_times_the_text_takes_four_times_the_steps(repeated: str, kind: str) -> None:
    read(made(repeated, SMALL, kind))
    few = steps(made(repeated, SMALL, kind))
    many = steps(made(repeated, TIMES * SMALL, kind))
    assert many <= SLACK * TIMES * few
