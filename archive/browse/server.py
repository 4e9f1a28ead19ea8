"""The archive opened in Datasette: metadata, templates, limits and our plugin, put together in one place."""

import os
from pathlib import Path

from datasette.app import Datasette
from datasette.plugins import pm

from archive.browse import plugin
from archive.browse.ask import NAME
from archive.browse.describe import metadata
from archive.browse.reader import Reader
from archive.connect import connect

HERE = Path(__file__).parent
SETTINGS = {
    "sql_time_limit_ms": 2000,
    "max_returned_rows": 1000,
    "default_page_size": 50,
    "facet_time_limit_ms": 50,
    "facet_suggest_time_limit_ms": 20,
    "suggest_facets": False,  # declared ones are indexed; guessing at others costs every page up to 20 ms a column
    "default_facet_size": 20,
    "num_sql_threads": 4,
    "allow_download": False,  # the file may hold cookies; `gongkai export` and `backup` are the ways to copy it
    "allow_csv_stream": True,
    "max_csv_mb": 200,
    "force_https_urls": False,
}


def tables(path: Path) -> dict[str, list[str]]:
    """Every table and view of an archive with its columns."""
    db = connect(path, "read")
    try:
        names = [*db.table_names(), *db.view_names()]
        return {name: [row[1] for row in db.execute(f"PRAGMA table_info([{name}])")] for name in names}
    finally:
        db.close()


def datasette(path: Path, *, base_url: str = "/", laid: str | None = None) -> Datasette:
    """A Datasette over one archive, read-only, whose addresses begin with `base_url`.

    `laid` is a module that lays out the tables of documents which browsers don't show (archive.browse.marked); without it there are only words.
    A file in a place where nothing may be written is opened as immutable.
    """
    if not pm.has_plugin(NAME):
        pm.register(plugin, name=NAME)
        # Every handler runs, and Datasette's own prints a traceback with all local variables for each wrong address: seconds of work.
        pm.unregister(name="datasette.handle_exception")
    told = metadata(tables(path), database=NAME)
    told["plugins"][NAME] = {"laid": laid}
    ds = Datasette(
        [],
        metadata=told,
        settings={**SETTINGS, "base_url": base_url},
        template_dir=str(HERE / "templates"),
        static_mounts=[("-/look", str(HERE / "static"))],
        memory=False,
    )
    ds.remove_database("_memory")
    frozen = not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists()
    ds.add_database(Reader(ds, path=str(path), is_mutable=not frozen), name=NAME)
    return ds
