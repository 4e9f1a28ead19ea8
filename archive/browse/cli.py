"""`gongkai serve`."""

import socket
import sqlite3
import threading
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import click

from archive.errors import ArchiveDamaged, UsageInvalid
from archive.store import Archive


class Options(Protocol):
    """What stands before the verb."""

    @property
    def db(self) -> Path:
        """The archive."""

    @property
    def laid(self) -> str:
        """The module that lays out the tables of documents."""


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes a free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--base-url",
    metavar="PATH",
    default="/",
    show_default=True,
    help="Where the site stands behind another server, /reports/ for example.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open a browser on the front page.")
@click.pass_obj
def serve(options: Options, port: int, host: str, base_url: str, open_browser: bool) -> None:
    """Open the archive in Datasette, read-only.

    \b
    Example:
      gongkai --db reports.db serve --port 8001 --open
    """
    path = options.db
    try:
        Archive.open(path, mode="read").close()
    except sqlite3.DatabaseError as error:
        raise ArchiveDamaged(f"{path}: {error}") from error
    if not (base_url.startswith("/") and base_url.endswith("/")):
        raise UsageInvalid(f"--base-url {base_url}: begins and ends with a slash, as in /reports/")
    run(path, laid=options.laid, host=host, port=port, open_browser=open_browser, base_url=base_url)


def run(path: Path, *, laid: str, host: str, port: int, open_browser: bool, base_url: str = "/") -> None:
    """Serve until interrupted; the address is printed on standard output once the port is taken."""
    import uvicorn

    from archive.browse.prefix import stripped
    from archive.browse.server import datasette

    app = stripped(datasette(path, base_url=base_url, laid=laid).app(), base_url)
    config = uvicorn.Config(app, host=host, port=port, log_level="warning", lifespan="on")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family)
        # asyncio sets it only where a socket names its protocol: without it small answers wait 40 ms for an acknowledgement.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        raise UsageInvalid(f"port {port} on {host}: {error.strerror or error}") from error
    taken = listening.getsockname()[1]
    url = f"http://{f'[{host}]' if ':' in host else host}:{taken}{base_url}"
    click.echo(url)
    if open_browser:
        threading.Timer(1.0, webbrowser.open, [url]).start()
    # uvicorn has ended well by then, and hands the signal on.
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])
