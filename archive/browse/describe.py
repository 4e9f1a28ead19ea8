"""metadata.yaml made whole: its glossary of columns spread over the tables that an archive really has."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from archive import codebook
from archive.browse.layout import labels

METADATA = Path(__file__).with_name("metadata.yaml")


def metadata(tables: Mapping[str, Iterable[str]], *, database: str) -> dict[str, Any]:
    """Datasette's metadata for an archive with these tables and columns."""
    told: dict[str, Any] = yaml.safe_load(METADATA.read_text(encoding="utf-8"))
    glossary: dict[str, str] = told.pop("columns")
    known = told["databases"][database]["tables"]
    for table, columns in tables.items():
        described = {name: text for name in columns if (text := column(glossary, table, name))}
        known.setdefault(table, {})["columns"] = described
    return told


def column(glossary: Mapping[str, str], table: str, name: str) -> str | None:
    """What a column means in a table; null where nobody has said."""
    if table == "panel" and name in _spread():
        return _spread()[name]
    if table == "current" and name in labels("requests")[0]:
        return f"{labels('requests')[0][name]} · 总计"
    return glossary.get(f"{table}.{name}") or glossary.get(name)


@cache
def _spread() -> Mapping[str, str]:
    """The panel's columns: official labels of row and column."""
    out = {}
    for table, row, name in codebook.addresses():
        rows, columns = labels(table)
        out[codebook.spread(row, name)] = f"{rows.get(row, row)} · {columns.get(name, name)}"
    return out
