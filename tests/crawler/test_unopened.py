"""Lists that name reports which nothing on them leads to are told."""

import pytest

from crawler.pages.page import Page, page
from crawler.pages.unopened import unopened
from tests.crawler.conftest import Crawl
from tests.crawler.pages import HEADINGS, WORDS, html
from tests.crawler.server import Pages, site

YEARS = (2021, 2022, 2023)


def _title(year: int) -> str:
    return f"青石县水利局{year}年政府信息公开工作年度报告"


def _list(entry: str) -> Page:
    rows = "".join(f"<tr>{entry.format(year=year, title=_title(year))}</tr>" for year in YEARS)
    return page("http://qs.example.gov.cn/nb/", f"<body><table>{rows}</table></body>")


@pytest.mark.parametrize(
    "entry",
    [
        "<td>{title}</td>",
        '<td><a href=\'javascript:__doPostBack("gv$ctl{year}","")\'>{title}</a></td>',
        "<td><a href='javascript:;' class=show>{title}</a></td>",
    ],
    ids=["words", "a postback", "a script elsewhere"],
)
def test_titles_that_lead_nowhere_are_unopened(entry: str) -> None:
    assert unopened(_list(entry), shown=0)
    assert not unopened(_list(entry), shown=4), "a few beside many are no list"


@pytest.mark.parametrize(
    "entry",
    [
        "<td><a href='/{year}'>{title}</a></td>",
        "<td>{title}</td><td><a href='/{year}'>查看</a></td>",
        "<td><a href='/{year}' title='{title}'>水利局{year}年政府信息公开…</a></td>",
        "<td><a href='/{year}'>水利局{year}年政府..</a><p>{title}</p></td>",
        "<td>{year}年政府信息公开培训会召开</td>",
    ],
    ids=["links", "links beside", "links that are cut", "links over summaries", "others"],
)
def test_titles_that_links_bear_are_opened(entry: str) -> None:
    assert not unopened(_list(entry), shown=0)


def test_a_column_whose_entries_lead_nowhere_is_told(crawled: Crawl) -> None:
    rows = "".join(f"<li><a href='javascript:;'>{_title(year)}</a></li>" for year in YEARS)
    pages: Pages = {"/": html("<a href='/a/'>部门公开年报</a><a href='/b/'>乡镇公开年报</a>")}
    pages["/a/"] = html(f"<ul>{rows}</ul>")
    pages["/b/"] = html(f"<a href='/7'>{_title(2020)}</a>")
    pages["/7"] = html(f"<h1>{_title(2020)}</h1><p>{HEADINGS}{WORDS}</p>")
    with site(pages) as served:
        summary = crawled(served.url)
    assert summary.portals[0].failure == "1 list names reports that nothing on it leads to"
