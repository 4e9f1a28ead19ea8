"""Table cells that lead somewhere: digests to archived copies, reports to their pages; blobs to nothing."""

import re

from datasette.url_builder import Urls
from markupsafe import Markup

from archive.browse.words import linkable


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
    if column in ("url", "final_url", "found_on", "home") and linkable(value):
        # To the archived copy, never straight to the live site.
        return Markup('<a href="{}">{}</a>').format(urls.path(f"-/timegate/{value}"), value)
    return None
