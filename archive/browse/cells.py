"""Table cells that lead somewhere: digests to archived copies, reports to their pages; blobs to nothing."""

import re

from datasette.url_builder import Urls
from markupsafe import Markup

from archive.browse import words

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\dZ+:]*")


def link(value: object, *, column: str, table: str | None, urls: Urls) -> Markup | None:
    """What a cell shows instead of its value; null leaves it to Datasette."""
    if isinstance(value, bytes):
        # Datasette would link to the row, which a view does not have: its page would fail.
        return Markup("{} bytes").format(len(value))
    if not isinstance(value, str):
        return None
    if column in ("sha256", "wire_sha256") and re.fullmatch(r"[0-9a-f]{64}", value):
        if column == "wire_sha256":
            return Markup("<code>{}…</code>").format(value[:12])
        return Markup('<a href="{}"><code>{}…</code></a>').format(urls.path(f"-/raw/{value}"), value[:12])
    if column == "report" and re.fullmatch(r"\w{16,64}", value):
        return Markup('<a href="{}"><code>{}…</code></a>').format(urls.path(f"-/report/{value}"), value[:8])
    if column in ("url", "final_url", "found_on", "home") and words.linkable(value):
        # To the archived copy, never straight to the live site.
        return Markup('<a href="{}" title="{}">{}</a>').format(
            urls.path(f"-/timegate/{value}"), value, words.address(value)
        )
    return _in_words(value, column=column)


OF_REPORTS = {"organ": "", "changed_at": "/diff"}
"""Columns of answers that lead to a report → to which of its pages."""


def report(key: str, value: object, *, column: str, urls: Urls) -> Markup:
    """The way to a report's page, or to what was changed in it."""
    words = _in_words(str(value), column=column) or value
    return Markup('<a href="{}">{}</a>').format(urls.path(f"-/report/{key}{OF_REPORTS[column]}"), words)


def _in_words(value: str, *, column: str) -> Markup | None:
    """Names and times as a person reads them, as they stand in the database beside."""
    if column == "code" and value in words.FINDINGS:
        return Markup('<span title="{}">{}</span>').format(value, words.bilingual(words.FINDINGS[value]))
    if column == "where" and "/" in value:
        return Markup('<span title="{}">{}</span>').format(value, words.place(value))
    if column == "outcome" and value in words.OUTCOMES:
        return Markup('<span title="{}">{}</span>').format(value, words.bilingual(words.OUTCOMES[value]))
    if MOMENT.fullmatch(value):
        return Markup('<time datetime="{}" title="{}">{}</time>').format(
            value, value, value[:16].replace("T", " ")
        )
    return None
