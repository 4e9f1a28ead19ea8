"""The rows of a reading: written once, and a Reading back from them."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from math import isfinite

from archive.files.clean import as_json, wellformed
from archive.records import Figure, Finding, Place, Reading, Section, State

COLUMNS = (
    "source, extractor, status, why, sha256, media_type, form, title, organ, organ_key, division_code, division_level,"
    " year, published, published_label, contact, content"
)

_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""One encoder for all places; `json.dumps` would make one for each."""


def key(source: str, extractor: str) -> str:
    """What a reading is told by: one source, one extractor."""
    return hashlib.sha256(f"{source} {extractor}".encode()).hexdigest()[:32]


def put(db: sqlite3.Connection, reading: Reading, *, at: str) -> str:
    """Append a reading with its figures, sections and findings; gives its key."""
    name = key(reading.source, reading.extractor)
    reading = stored(reading)
    told = {**_plain(reading), "contact": json.dumps(dict(reading.contact), ensure_ascii=False)}
    values = [told[column.strip()] for column in COLUMNS.split(",")]
    db.execute(
        f"INSERT INTO readings (reading, {COLUMNS}, read_at, proof) VALUES ({', '.join('?' * (len(values) + 3))})",
        (name, *values, at, proof(reading)),
    )
    _put_figures(db, name, reading.figures)
    db.executemany(
        "INSERT INTO sections (reading, position, number, heading, text) VALUES (?, ?, ?, ?, ?)",
        ((name, at, s.number, s.heading, s.text) for at, s in enumerate(reading.sections, 1)),
    )
    db.executemany(
        'INSERT INTO findings (reading, position, code, level, "where", message) VALUES (?, ?, ?, ?, ?, ?)',
        ((name, at, f.code, f.level, f.where, f.message) for at, f in enumerate(reading.findings, 1)),
    )
    return name


def _plain(reading: Reading) -> dict[str, object]:
    return {name: getattr(reading, name) for name in (c.strip() for c in COLUMNS.split(","))}


def _put_figures(db: sqlite3.Connection, reading: str, figures: Iterable[Figure]) -> None:
    db.executemany(
        'INSERT INTO figures (reading, "table", "row", "column", value, raw, state, place) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        (
            (reading, f.table, f.row, f.column, _number(f.value), f.raw, f.state.value, _where(f.place))
            for f in figures
        ),
    )


def _number(value: int | Decimal | None) -> int | float | None:
    """What SQLite holds of a value: whole ones (12.0) as integers; beyond 64 bits it is inexact, and beyond a float's range only
    `raw` has it."""
    if isinstance(value, int) and -(2**63) <= value < 2**63:
        return value
    rounded = None if value is None else float(Decimal(value))
    if rounded is None or not isfinite(rounded):
        return None
    return int(rounded) if rounded.is_integer() and abs(rounded) < 2**63 else rounded


def _where(place: Place | None) -> str | None:
    if place is None:
        return None
    # Not asdict, which copies deeply: a report has two hundred places.
    return _compact({name: value for name in Place.__slots__ if (value := getattr(place, name)) is not None})


def stored(reading: Reading) -> Reading:
    """A reading as it comes back from its rows: figures by address (the first, where one is given twice), decimals as SQLite keeps them."""
    reading = wellformed(reading)
    kept = {figure.address: figure for figure in reversed(reading.figures)}
    ordered = sorted(map(_kept, kept.values()), key=lambda figure: (figure.table, figure.row, figure.column))
    return replace(reading, figures=tuple(ordered), contact=dict(reading.contact))


def _kept(figure: Figure) -> Figure:
    if type(figure.value) is int and -(2**63) <= figure.value < 2**63:
        return figure
    return replace(figure, value=_exact(_number(figure.value)))


def proof(reading: Reading) -> str:
    """A digest over everything a stored reading says: no row of it can be lost or altered unseen."""
    return hashlib.sha256(as_json(reading).encode()).hexdigest()


def has(db: sqlite3.Connection, name: str) -> bool:
    return db.execute("SELECT 1 FROM readings WHERE reading = ?", (name,)).fetchone() is not None


def remove(db: sqlite3.Connection, name: str) -> None:
    """Take a reading back, for the same extractor to be asked anew; its source stays."""
    for table in ("figures", "sections", "findings"):
        db.execute(f"DELETE FROM {table} WHERE reading = ?", (name,))
    db.execute("DELETE FROM readings WHERE reading = ?", (name,))


def load(db: sqlite3.Connection, name: str) -> Reading:
    """A reading from its rows."""
    row = db.execute(f"SELECT {COLUMNS} FROM readings WHERE reading = ?", (name,)).fetchone()
    told = dict(zip((column.strip() for column in COLUMNS.split(",")), row, strict=True))
    return Reading(
        **{**told, "contact": json.loads(told["contact"])},
        figures=figures(db, name),
        sections=tuple(
            Section(number=number, heading=heading, text=text)
            for number, heading, text in db.execute(
                "SELECT number, heading, text FROM sections WHERE reading = ? ORDER BY position", (name,)
            )
        ),
        findings=tuple(
            Finding(code=code, level=level, where=where, message=message)
            for code, level, where, message in db.execute(
                'SELECT code, level, "where", message FROM findings WHERE reading = ? ORDER BY position',
                (name,),
            )
        ),
    )


def figures(db: sqlite3.Connection, name: str) -> tuple[Figure, ...]:
    """A reading's figures, by address."""
    return tuple(
        Figure(
            table=table,
            row=row,
            column=column,
            value=_exact(value),
            raw=raw,
            state=State(state),
            place=_place(place),
        )
        for table, row, column, value, raw, state, place in db.execute(
            'SELECT "table", "row", "column", value, raw, state, place FROM figures WHERE reading = ?'
            ' ORDER BY "table", "row", "column"',
            (name,),
        )
    )


def _exact(value: int | float | None) -> int | Decimal | None:
    return Decimal(repr(value)) if isinstance(value, float) else value


def _place(text: str | None) -> Place | None:
    if text is None:
        return None
    told = json.loads(text)
    return Place(**{**told, **({"box": tuple(told["box"])} if "box" in told else {})})
