"""What a browser drew of a list, page by page, as one reading."""

import pytest

from crawler.discovery.reading import Reading
from crawler.discovery.turned import whole
from crawler.pages.page import Page, page

URL = "http://www.example.gov.cn/gk/nb/"
LAST = "<body><ul><li>河湾局的年报</ul></body>"


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param([], id="none"),
        pytest.param([LAST], id="one"),
        pytest.param(["<body><ul><li>山口局的年报</ul></body>", LAST], id="several"),
        pytest.param(["<body><ul><li>山口局的年报</ul></body>"], id="another than is left"),
    ],
)
def test_every_page_that_was_drawn_is_read_and_what_is_parsed_is_not_parsed_again(drawn: list[str]) -> None:
    left, pages = page(URL, LAST), list[Page]()

    def read(page: Page) -> Reading:
        pages.append(page)
        return Reading()

    whole(left, read, drawn=drawn, stuck=False)
    assert [one.text for one in pages] == (drawn or [LAST])
    assert [one for one in pages if one.text == LAST] == [left] * (LAST in drawn or not drawn)
