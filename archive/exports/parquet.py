"""One Parquet file a table, written in groups of rows; what a column holds stands in its field's metadata and in codebook.csv."""

import csv
import sqlite3
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from archive.exports import sheets
from archive.exports.rows import Chosen, rows

GROUP = 20_000
"""Rows kept in memory before they are written."""
TYPES = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64()}


def write(db: sqlite3.Connection, folder: Path, chosen: Chosen) -> int:
    """Write every table into `folder`, made where it is not there; gives how many versions."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with ExitStack() as files:
        schemas = {name: _schema(columns) for name, columns in sheets.SHEETS.items()}
        out = {
            name: files.enter_context(
                pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd")
            )
            for name, schema in schemas.items()
        }
        waiting: dict[str, list[sheets.Values]] = {name: [] for name in schemas}
        for name, values in sheets.lines(rows(db, chosen)):
            waiting[name].append(values)
            count += name == "reports"
            if len(waiting[name]) >= GROUP:
                out[name].write_table(_table(schemas[name], waiting[name]))
                waiting[name].clear()
        for name, left in waiting.items():
            out[name].write_table(_table(schemas[name], left))
    with (folder / "codebook.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("table", "column", "type", "holds"), *sheets.book()])
    return count


def _schema(columns: tuple[sheets.Column, ...]) -> pa.Schema:
    return pa.schema(
        [
            pa.field(column.name, TYPES[column.type], metadata={"description": column.says})
            for column in columns
        ]
    )


def _table(schema: pa.Schema, values: list[sheets.Values]) -> pa.Table:
    columns = zip(*values, strict=True) if values else ([] for _ in schema)
    return pa.Table.from_arrays(
        [pa.array(list(column), field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )
