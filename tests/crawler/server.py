"""A real HTTP server with pages written in the test, and its log of what was asked."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic

Headers = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a path answers."""

    body: bytes | str = ""
    status: int = 200
    headers: Headers = field(default_factory=dict)


Pages = dict[str, "Reply | str | Callable[[Headers], Reply]"]
"""Path with query → answer; for a POST, `POST `, the path, a space and the body."""


@dataclass(kw_only=True)
class Site:
    """A running server."""

    url: str
    asked: list[tuple[float, str, dict[str, str]]]
    """(moment, key as in `Pages`, headers in lower case) of every request."""

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]


@contextmanager
def site(pages: Pages, *, host: str = "127.0.0.1") -> Iterator[Site]:
    """Serve `pages` (path with query → answer; text is an HTML page) on a loopback address; anything else is a 404."""
    asked: list[tuple[float, str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer(f"POST {self.path} {body}")

        def do_GET(self) -> None:
            self.answer(self.path)

        def answer(self, key: str) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked.append((monotonic(), key, headers))
            found = pages.get(key, Reply(status=404, body="404"))
            reply = found(headers) if callable(found) else found
            reply = (
                Reply(body=reply, headers={"Content-Type": "text/html; charset=utf-8"})
                if isinstance(reply, str)
                else reply
            )
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: the list is the log."""

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Site(url=f"http://{host}:{server.server_port}/", asked=asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
