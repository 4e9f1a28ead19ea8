"""When things are due: the calendar, growing intervals, their bounds, what they cost, and settings that are checked."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from archive.errors import UsageInvalid
from crawler.schedule import Season, schedule
from crawler.schedule.cost import list_cost, report_cost

RULES = schedule()
SUMMER = datetime(2026, 7, 1, 2, tzinfo=UTC)
WINTER = datetime(2027, 2, 1, 2, tzinfo=UTC)


def after(days: float) -> timedelta:
    return timedelta(days=days)


@pytest.mark.parametrize(
    ("first", "last", "inside", "outside"),
    [
        ("01-01", "04-30", ["01-01", "04-30"], ["05-01", "12-31"]),
        ("11-15", "02-10", ["11-15", "01-01", "02-10"], ["02-11", "11-14"]),
    ],
)
def test_a_season_holds_both_its_ends_and_may_hold_new_year(
    first: str, last: str, inside: list[str], outside: list[str]
) -> None:
    season = Season(from_=first, to=last, every=1)
    assert [day for day in inside + outside if season.holds(date.fromisoformat(f"2026-{day}"))] == inside


def test_lists_are_due_daily_in_season_however_long_they_have_been_quiet() -> None:
    assert RULES.list_due(looked=WINTER - after(1), changed=WINTER - after(900), now=WINTER)
    assert not RULES.list_due(looked=WINTER - after(0.5), changed=WINTER - after(900), now=WINTER)
    new_year = datetime(2027, 1, 1, 2, tzinfo=UTC)
    assert RULES.list_due(looked=new_year - after(5), changed=new_year - after(300), now=new_year)


@pytest.mark.parametrize(("quiet", "wait"), [(0, 7), (60, 15), (5000, 28)])
def test_out_of_season_a_list_waits_for_a_share_of_its_quiet_within_bounds(quiet: int, wait: int) -> None:
    changed = SUMMER - after(quiet)
    assert not RULES.list_due(looked=SUMMER, changed=changed, now=SUMMER + after(wait - 1))
    assert RULES.list_due(looked=SUMMER, changed=changed, now=SUMMER + after(wait))


def test_a_timer_that_fires_a_little_early_skips_no_day() -> None:
    early = timedelta(minutes=20)
    assert RULES.list_due(looked=WINTER, changed=WINTER, now=WINTER + after(1) - early)
    deep, retry = after(RULES.lists.deep), after(RULES.reports.retry)
    assert RULES.deep_due(looked=WINTER, now=WINTER + deep - early)
    assert not RULES.deep_due(looked=WINTER, now=WINTER + deep - after(0.5))
    assert RULES.retry_due(attempted=WINTER, now=WINTER + retry - early)
    assert not RULES.retry_due(attempted=WINTER, now=WINTER + retry - after(0.5))
    assert RULES.whole_due(ended=WINTER, now=WINTER + after(RULES.lists.least) - early, fruitful=False)


def test_a_portal_is_searched_anew_out_of_season_or_soon_where_it_shows_no_report() -> None:
    long, soon = after(RULES.explore.whole), after(RULES.lists.least)
    assert RULES.whole_due(ended=SUMMER - long, now=SUMMER, fruitful=True)
    assert not RULES.whole_due(ended=SUMMER - long + after(0.1), now=SUMMER, fruitful=True)
    assert not RULES.whole_due(ended=WINTER - long, now=WINTER, fruitful=True)
    assert RULES.whole_due(ended=WINTER - soon, now=WINTER, fruitful=False)
    assert not RULES.whole_due(ended=WINTER - soon + after(0.5), now=WINTER, fruitful=False)


@pytest.mark.parametrize(("quiet", "wait"), [(0, 7), (100, 25), (10_000, 180)])
def test_a_report_waits_longer_the_longer_it_is_unchanged_and_never_longer_than_the_bound(
    quiet: int, wait: int
) -> None:
    waits = {
        RULES.report_due(f"http://a/{n}", looked=SUMMER, changed=SUMMER - after(quiet)) - SUMMER
        for n in range(200)
    }
    assert after(wait * (1 - RULES.reports.spread)) <= min(waits)
    assert after(wait * 0.98) <= max(waits) <= after(wait)
    assert len(waits) == 200, "what was found on one day does not come due at one moment"


def test_the_told_cost_is_that_of_looking_day_by_day() -> None:
    """Reckoned against nights that are gone through one by one, for many reports, with an edit in the middle of each day."""
    since, until, looks, waits = 30, 365, 0, []
    for number in range(300):
        looked, edits = SUMMER, [SUMMER + after(day + 0.5) for day in range(since, until)]
        while looked < SUMMER + after(until):
            due = RULES.report_due(f"http://a/{number}", looked=looked, changed=SUMMER)
            waits += [due - edit for edit in edits if looked < edit <= due]
            looks += after(since) < due - SUMMER <= after(until)
            looked = due
    told = report_cost(RULES, since=since, until=until)
    assert told.delay == pytest.approx(sum(waits, timedelta()) / len(waits) / after(1), rel=0.05)
    assert told.requests == pytest.approx(looks / 300 * 365 / (until - since), rel=0.05)
    assert max(waits) <= after(RULES.reports.growth * until * 1.35)


def test_a_list_costs_a_request_a_day_in_season_and_few_outside() -> None:
    assert list_cost(RULES, in_season=True).requests in (119, 120, 121)
    assert list_cost(RULES, in_season=True).delay == pytest.approx(0.5)
    assert list_cost(RULES, in_season=False).requests <= 36
    assert list_cost(RULES, in_season=False).longest <= RULES.lists.most


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[season]\nfrom = '02-01'\n[reports]\nmost = 90\n", "utf-8")
    mine = schedule(file)
    assert (mine.season.from_, mine.season.to) == ("02-01", RULES.season.to)
    assert (mine.reports.most, mine.reports.least, mine.lists) == (90, RULES.reports.least, RULES.lists)
    assert (
        report_cost(mine, since=1095, until=3650).longest < report_cost(RULES, since=1095, until=3650).longest
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[lists]\ngrowth = 0.5\n", "lists.growth: more than 0.4 makes intervals unstable"),
        ("[lists]\nleast = 30\n", "lists.least: more than lists.most"),
        ("[lists]\nmost = 0\n", "lists.most: must be more than 0 days"),
        ("[reports]\nspread = 1\n", "reports.spread: must be less than 1"),
        ("[reports]\nleast = 'a week'\n", "reports.least: 'a week' is no number"),
        ("[reports]\nmost = inf\n", "reports.most: inf is no number from 0 to 36525"),
        ("[lists]\ndeep = nan\n", "lists.deep: nan is no number from 0 to 36525"),
        ("[season]\nevery = 1e300\n", "season.every: 1e+300 is no number from 0 to 36525"),
        ("[explore]\nleast = 2.5\n", "explore.least: 2.5 is no whole number"),
        ("[explore]\nleast = true\n", "explore.least: True is no number"),
        ("[explore]\nshare = -0.1\n", "explore.share: -0.1 is no number from 0 to 36525"),
        ("[reports]\nleast = 200\n", "reports.least: more than reports.most"),
        ("lists = 3\n", "lists: unknown"),
        ("[season]\nto = '02-30'\n", "season.to: '02-30' is no MM-DD"),
        ("[season]\nuntil = '02-03'\n", "season.until: unknown"),
        ("[seasons]\n", "seasons: unknown"),
        ("[season", "no schedule"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageInvalid, match=r"mine\.toml: ") as raised:
        schedule(file)
    assert why in str(raised.value)
