"""Lists that are chosen in two boxes, an organ and a year: each pair is a list of its own, and most have nothing new."""

from tests.crawler.known.conftest import Again, Clock
from tests.crawler.pages import html, report
from tests.crawler.server import Pages, site

ORGANS = ("财政局", "水利局", "民政局", "林业局", "审计局", "教育局")
YEARS = range(2018, 2026)


def box(name: str, options: dict[str, str], chosen: str) -> str:
    marked = "".join(
        f"<option value='{value}' {'selected' if value == chosen else ''}>{words}</option>"
        for value, words in {"": "请选择", **options}.items()
    )
    return f"<select name={name}>{marked}</select>"


def chosen_by_pairs(reports: set[tuple[int, int]]) -> Pages:
    """A portal whose one column shows what the pair of an organ and a year has, and nothing before both are chosen."""
    pages: Pages = {"/": html("<a href='/nb'>信息公开年报</a>")}
    organs = {str(number): name for number, name in enumerate(ORGANS)}
    years = {str(year): f"{year}年" for year in YEARS}
    for dept in ("", *organs):
        for year in ("", *years):
            form = f"<form action='/nb'>{box('dw', organs, dept)}{box('nd', years, year)}<input type=submit></form>"
            shown = bool(dept and year) and (int(dept), int(year)) in reports
            title = f"青石县{organs.get(dept)}{year}年政府信息公开工作年度报告"
            entry = f"<ul><li><a href='/show/{dept}/{year}'>{title}</a></li></ul>" if shown else ""
            pages[f"/nb?dw={dept}&nd={year}"] = html(form + entry)
            if shown:
                pages[f"/show/{dept}/{year}"] = report(title, organs[dept])
    return pages | {"/nb": pages["/nb?dw=&nd="]}


def test_pairs_of_years_past_are_not_all_asked_for_again(clock: Clock, again: Again) -> None:
    reports = {(dept, year) for dept in range(6) for year in YEARS if year < 2025 and (dept + year) % 4}
    pages = chosen_by_pairs(reports)
    with site(pages) as served:
        first, _ = again(served)
        clock.wait(1)
        _, unchanged = again(served)
        pages.update(chosen_by_pairs(reports | {(2, 2025), (5, 2025)}))
        clock.wait(1)
        newest, _ = again(served)
        pages.update(chosen_by_pairs(reports | {(2, 2025), (5, 2025), (0, 2020)}))
        clock.wait(400)
        whole, _ = again(served, due=True)
    assert first.reports == len(reports) == 31
    assert len(unchanged) <= 20, "of 48 pairs, 31 of which have a report"
    assert newest.reports == 2, "the newest year's pairs are asked for, though they showed nothing"
    assert whole.reports == 1, "a search of the whole portal asks for every pair"
