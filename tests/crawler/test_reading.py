"""What a fetched page comes to: what it leads to, and whether only a browser could list it."""

from crawler.families import family_of
from crawler.page import Ask, page
from crawler.reading import Reading, read
from crawler.relevance import Kind, Trail
from crawler.steps import Step
from tests.crawler.pages import html

URL = "http://qs.example.gov.cn/gk/nb/"


def column(main: str) -> Reading:
    """A column of reports whose page shows `main`."""
    shown = page(URL, html(main))
    step = Step(ask=Ask(url=URL), kind=Kind.COLUMN, trail=Trail(column=True, public=True))
    return read(shown, family_of(shown)[0], step=step, hosts=frozenset({"qs.example.gov.cn"}))


def test_a_column_without_links_is_left_to_a_browser() -> None:
    assert column("<h2>政府信息公开年报</h2><div id='list'></div>").unlisted


def test_a_column_that_names_organs_is_a_directory_and_needs_no_browser() -> None:
    names = ("水利局", "财政局", "民政局", "青山镇", "柳河镇")
    organs = "".join(f'<li><a href="/gk/{number}/">{name}</a></li>' for number, name in enumerate(names))
    reading = column(f"<ul>{organs}</ul>")
    assert not reading.unlisted
    assert [name for name, _ in reading.organs] == list(names)
