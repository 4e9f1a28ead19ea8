"""The site under a path of another server. Datasette writes every address with its `base_url`, but only where requests come without it."""

from typing import Any


def stripped(app: Any, base_url: str) -> Any:
    """An ASGI application that takes requests below `base_url` (and those that lack it already) for `app`, which knows nothing of it.

    Done here and not by the server in front, which would have to undo and redo the escapes of archived addresses. A feed names
    itself by the address that was asked for, and keeps it whole: Datasette finds the page either way.
    """

    async def below(scope: Any, receive: Any, send: Any) -> None:
        if (
            scope["type"] == "http"
            and scope["path"].startswith(base_url)
            and not scope["path"].endswith(".atom")
        ):
            length = len(base_url) - 1
            scope = {**scope, "path": scope["path"][length:], "raw_path": scope["raw_path"][length:]}
        await app(scope, receive, send)

    return below
