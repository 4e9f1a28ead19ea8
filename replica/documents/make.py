"""Makes the report of an organ for a year, whole: figures, words, title, date."""

from collections.abc import Mapping
from random import Random

from replica.documents import layout, narrative
from replica.documents.figures import Shape, history, printed
from replica.documents.names import Organ
from replica.documents.report import Number, Report

_TITLES = (
    "{organ}{year}年政府信息公开工作年度报告",
    "{organ}{year}年政府信息公开工作年度报告",
    "{organ}{year}年度政府信息公开工作年度报告",
    "{organ}{year}年度政府信息公开工作年度报告",
    "{organ}{year}年政府信息公开年度报告",
    "{organ}{year}年度政府信息公开工作报告",
    "{year}年{organ}政府信息公开工作年度报告",
    "{year}年度{organ}政府信息公开年报",
    "{organ}{year}年政府信息公开年报",
    "{organ}关于{year}年度政府信息公开工作的报告",
    "{year}{organ}{year}年度政府信息公开工作年度报告",
)


def title(random: Random, organ: Organ, year: int) -> str:
    """One of the orders and wordings in which portals title a report."""
    return random.choice(_TITLES).format(organ=organ.name, year=year)


def published(random: Random, organ: Organ, year: int) -> str:
    """January of the next year, up to March for the government's aggregate; now and then too late.

    Towns are always in time: whether a town's government counts among governments is a matter of reading.
    """
    overdue = organ.kind != "town" and random.random() < 0.04
    if organ.kind == "government":
        return f"{year + 1}-0{4 if overdue else random.choice((2, 3))}-{random.randrange(2, 29):02d}"
    if overdue:
        return f"{year + 1}-0{random.choice((2, 3, 5))}-{random.randrange(5, 29):02d}"
    return f"{year + 1}-01-{random.randrange(4, 31):02d}"


def corrected(values: Mapping[str, Number], times: int) -> dict[str, Number]:
    """The figures after so many corrections: each adds requests that had been overlooked, and keeps every identity."""
    result = dict(values)
    for row in ("received", "granted", "concluded_total"):
        for column in ("individual", "total"):
            result[f"requests/{row}/{column}"] += times
    return result


def report(
    organ: Organ,
    year: int,
    *,
    seed: str,
    values: Mapping[str, Number],
    shape: Shape | None = None,
    revision: int = 0,
) -> Report:
    """The report of one year; `revision` above 0 gives a corrected text over the same or other values."""
    shape = shape or Shape.of(year)
    random = Random(f"report/{seed}/{organ.key}/{year}")
    figures = printed(values)
    tables = (
        layout.proactive(shape.proactive, figures),
        layout.requests(shape.requests, figures),
        layout.review_litigation(figures),
    )
    headline = title(random, organ, year)
    date = published(Random(f"date/{seed}/{organ.key}/{year}"), organ, year)
    words = Random(f"words/{seed}/{organ.key}/{year}/{revision}")
    return Report(
        id=f"{organ.key}-{year}",
        organ=organ.name,
        year=year,
        form=shape.proactive,
        title=headline,
        published=date,
        preamble=narrative.preamble(random, organ, year),
        chapters=narrative.chapters(words, organ=organ, year=year, values=values),
        tables=tables,
        figures=figures,
        marks=("aggregate",) if organ.kind == "government" else (),
    )


def reports(
    organ: Organ, *, seed: str, years: range, shapes: Mapping[int, Shape] | None = None
) -> dict[int, Report]:
    """Every year's report of one organ, each consistent with the one before."""
    chosen = shapes or {}
    values = history(f"{seed}/{organ.key}", years=years, scale=organ.kind, shapes=chosen)
    return {
        year: report(organ, year, seed=seed, values=values[year], shape=chosen.get(year)) for year in years
    }
