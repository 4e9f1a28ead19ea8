"""Two versions or two readings of a report side by side: cell by cell and sentence by sentence."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response
from markupsafe import Markup, escape

from archive import history
from archive.browse import ask, cells, layout
from archive.browse.ask import Row
from archive.browse.report import FIGURES, choose, known, listed

LONGEST = 3000
"""Sentences of a text, and characters of a sentence, that are compared finely; beyond, they are shown as replaced."""

FIELDS = (
    ("title", "标题 title"),
    ("organ", "机关 organ"),
    ("year", "年度 year"),
    ("published", "公布日期 published"),
    ("form", "表式 form"),
    ("status", "读取 status"),
    ("sha256", "原件摘要 digest"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two texts beside each other; null where a side has nothing there."""

    kind: str
    """same · changed · removed · added"""
    before: Markup | None
    after: Markup | None


async def page(request: Request, datasette: Datasette) -> Response:
    """`?a=` and `?b=` are readings; without them, the current one and the newest of the version before it."""
    report, readings = await known(datasette, request.url_vars["report"])
    newer = choose(readings, request.args.get("b"))
    older = choose(readings, request.args["a"]) if request.args.get("a") else _before(newer, readings)
    figures = [await ask.rows(datasette, FIGURES, {"reading": one["reading"]}) for one in (older, newer)]
    sections = [
        await ask.rows(
            datasette, "SELECT * FROM sections WHERE reading = :r ORDER BY position", {"r": one["reading"]}
        )
        for one in (older, newer)
    ]
    context = {
        "report": report,
        "readings": listed(readings, older, newer),
        "a": older,
        "b": newer,
        "by_organ": older["version"] != newer["version"],
        "fields": [
            (label, *(_shown(datasette, name, side[name]) for side in (older, newer)))
            for name, label in FIELDS
            if older[name] != newer[name]
        ],
        "figures": changed(*figures),
        "sections": list(texts(*sections)),
    }
    return await ask.page(datasette, request, "diff.html", context)


def _shown(datasette: Datasette, name: str, value: object) -> object:
    """A field's value; a digest leads to its copy."""
    link = cells.link(value, column=name, table=None, urls=datasette.urls)
    return link or str(value or "—")[:200]


def _before(newer: Row, readings: Sequence[Row]) -> Row:
    """What a reader means by «what changed»: the version before, as the same extractor read it in the same format, else an older reading,
    else the same."""

    def unlike(row: Row) -> tuple[bool, ...]:
        return (*(row[name] != newer[name] for name in ("extractor", "media_type")), row["status"] != "ok")

    earlier = sorted((row for row in readings if row["number"] == newer["number"] - 1), key=unlike)
    others = [
        row for row in readings if row["version"] == newer["version"] and row["reading"] != newer["reading"]
    ]
    return next(iter([*earlier, *others]), newer)


def changed(older: Iterable[Row], newer: Iterable[Row]) -> list[Row]:
    """Figures that differ in value or in print, in the order of the form."""
    before, after = ({(f["table"], f["row"], f["column"]): f for f in figures} for figures in (older, newer))
    out: list[Row] = []
    for key in dict.fromkeys([*after, *before]):
        one, other = before.get(key), after.get(key)
        if one is None or other is None or (one["raw"], one["value"]) != (other["raw"], other["value"]):
            rows, columns = layout.labels(key[0])
            out.append(
                {
                    "address": "/".join(key),
                    "row": rows.get(key[1], key[1]),
                    "column": columns.get(key[2], key[2]),
                    "before": one,
                    "after": other,
                }
            )
    return out


def texts(older: Sequence[Row], newer: Sequence[Row]) -> Iterable[tuple[str, list[Pair]]]:
    """Section by section, matched by number, else by heading; only those that differ."""

    def name(section: Row) -> tuple[int | None, str]:
        return section["number"], "" if section["number"] is not None else section["heading"]

    before, after = ({name(s): s for s in sections} for sections in (older, newer))
    for key in dict.fromkeys([*before, *after]):
        one, other = (side[key]["text"] if key in side else "" for side in (before, after))
        if one != other:
            heading = (after.get(key) or before[key])["heading"]
            yield heading, list(aligned(one, other))


def aligned(one: str, other: str) -> Iterable[Pair]:
    """Sentences beside each other, with what differs inside a changed sentence marked."""
    left, right = history.sentences(one), history.sentences(other)
    if max(len(left), len(right)) > LONGEST:
        yield Pair(kind="changed", before=escape(one), after=escape(other))
        return
    matcher = difflib.SequenceMatcher(a=left, b=right, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            yield from _same(left[a1:a2])
            continue
        for n in range(max(a2 - a1, b2 - b1)):
            gone = left[a1 + n] if a1 + n < a2 else None
            new = right[b1 + n] if b1 + n < b2 else None
            yield _pair(gone, new)


def _same(sentences: list[str]) -> Iterable[Pair]:
    """Unchanged sentences; the middle of a long run is left out."""
    shown = (
        sentences
        if len(sentences) <= 4
        else [*sentences[:2], f"…（{len(sentences) - 4} 句未变 unchanged）…", *sentences[-2:]]
    )
    return (Pair(kind="same", before=escape(s), after=escape(s)) for s in shown)


def _pair(gone: str | None, new: str | None) -> Pair:
    if gone is None or new is None:
        kind = "added" if gone is None else "removed"
        return Pair(
            kind=kind,
            before=None if gone is None else escape(gone),
            after=None if new is None else escape(new),
        )
    if len(gone) > LONGEST or len(new) > LONGEST:
        return Pair(kind="changed", before=escape(gone), after=escape(new))
    before, after = Markup(""), Markup("")
    for tag, a1, a2, b1, b2 in difflib.SequenceMatcher(a=gone, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            before, after = before + escape(gone[a1:a2]), after + escape(new[b1:b2])
            continue
        before += Markup("<del>{}</del>").format(gone[a1:a2]) if a2 > a1 else ""
        after += Markup("<ins>{}</ins>").format(new[b1:b2]) if b2 > b1 else ""
    return Pair(kind="changed", before=before, after=after)
