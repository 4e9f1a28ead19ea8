"""Portals that give each year a page or a table's column of its own."""

from tests.crawler.outside import ORGANS, YEARS, Outside, every, title
from tests.crawler.outside_paged import portal, report, wrap
from tests.crawler.pages import HEADINGS, WORDS
from tests.crawler.server import Pages, Reply

OLD = (2016, 2017, 2018)


def _cell(key: int, year: int) -> str:
    return f"<td><a href='{report(key)}'>{year + 1}-1-{key % 28 + 1}</a></td>"


def dated() -> Outside:
    """Organs by years, where links say no more than when they were published; earlier years in a table of their own, without a title."""
    pages = portal("<a href='/nb'>公开年报</a>")

    def table(years: tuple[int, ...], keys: dict[tuple[str, int], int]) -> str:
        heads = "".join(f"<td>{year}年度</td>" for year in years)
        rows = "".join(
            f"<tr><td>{organ}</td>{''.join(_cell(keys[organ, year], year) for year in years)}</tr>"
            for organ in ORGANS
        )
        return f"<table><tr><td>单位</td>{heads}</tr>{rows}</table>"

    recent = {(organ, year): key for key, organ, year in every()}
    early = {(organ, year): 500 + 10 * n + year % 10 for n, organ in enumerate(ORGANS) for year in OLD}
    pages["/nb"] = wrap(f"{table(YEARS, recent)}<a href='/nb/old'>2018年以前年度报告</a>")
    pages["/nb/old"] = wrap(table(OLD, early))
    for (organ, year), key in early.items():
        words = f"概述：{organ}主动公开政府信息。" + WORDS[:300]
        told = f"<tr><td align=center><b>{title(organ, year)}</b></td></tr><tr><td>{words}</td></tr>"
        pages[report(key)] = wrap(f"<table>{told}</table>")
    return Outside(pages=pages, reports=frozenset(report(key) for key in (*recent.values(), *early.values())))


def year_page(year: int, *, organs: tuple[str, ...] = ORGANS) -> Pages:
    """A year's page, which names organs alone, and their reports."""
    pages: Pages = {f"/y/{year}/{n}": _page(organ, year) for n, organ in enumerate(organs)}
    cells = "".join(f"<td><a href='/y/{year}/{n}'>{organ}</a></td>" for n, organ in enumerate(organs))
    return {f"/y/{year}": wrap(f"<h2>{year}年</h2><table><tr>{cells}</tr></table>"), **pages}


def _page(organ: str, year: int) -> str:
    return wrap(f"<h1>{title(organ, year)}</h1><p>{HEADINGS}{WORDS}</p>")


def years() -> Outside:
    """A page a year, called like its report: organs' names, and for one year their reports' files, which are reports each by itself."""
    links = "".join(f"<li><a href='/y/{year}'>{year}年政府信息公开工作年度报告</a></li>" for year in YEARS)
    pages = portal("<a href='/nb'>公开年报</a>")
    pages["/nb"] = wrap(f"<ul>{links}</ul>")
    for year in YEARS[1:]:
        pages.update(year_page(year))
    files = {f"/upload/{n}.pdf": f"{title(organ, YEARS[0])}.pdf" for n, organ in enumerate(ORGANS)}
    listed = "".join(f"<p><a href='{path}'>{name}</a></p>" for path, name in files.items())
    pages[f"/y/{YEARS[0]}"] = wrap(f"<h1>{YEARS[0]}年度报告</h1>{listed}")
    pages.update(
        {
            path: Reply(body=b"%PDF-1.4 a report", headers={"Content-Type": "application/pdf"})
            for path in files
        }
    )
    found = {f"/y/{year}/{n}" for year in YEARS[1:] for n in range(len(ORGANS))}
    return Outside(pages=pages, reports=frozenset(found | files.keys()))


def chosen() -> Outside:
    """The home names organs under the column's name; each shows its newest report in place, and the other years in a box."""
    menu = "".join(f"<li><a href='/nb/{n}/'>{organ}</a></li>" for n, organ in enumerate(ORGANS))
    pages: Pages = {"/": wrap(f"<h3>信息公开年报</h3><ul>{menu}</ul>")}
    for n, organ in enumerate(ORGANS):
        options = "".join(f"<option value='/nb/{n}/{year}.html'>{year}年</option>" for year in YEARS[1:])
        box = f"<select onchange='if(this.value)location.href=this.value'>{options}</select>"
        for year in YEARS:
            shown = f"<h2>{organ}</h2>{box}<h3>{year}年度报告</h3><p>{HEADINGS}{WORDS}</p>"
            pages[f"/nb/{n}/{year}.html" if year != YEARS[0] else f"/nb/{n}/"] = wrap(shown)
    return Outside(pages=pages, reports=frozenset(path for path in pages if path != "/"))


YEARLY = {"dated": dated, "years": years, "chosen": chosen}
