"""The log says when a request came in, not when a busy server looked at it: the crawl's politeness is judged by it."""

import asyncio
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from replica.server.http import Reply, Request, listen, port_of


@contextmanager
def _listening(busy: threading.Event, release: threading.Event, seen: list[Request]) -> Iterator[int]:
    """A server's port; a request for /busy keeps the whole server until it is released."""

    def handle(request: Request) -> Reply:
        if request.target == "/busy":
            busy.set()
            release.wait(10)
        return Reply(body=b"answered")

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(listen(handle, seen=lambda request, _: seen.append(request)))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield port_of(server)
    finally:
        release.set()
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _asked(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".encode()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells when a socket's bytes came in")
def test_what_came_in_while_the_server_was_busy_is_noted_at_its_own_moment() -> None:
    busy, release, seen = threading.Event(), threading.Event(), list[Request]()
    with _listening(busy, release, seen) as port:
        first, second = (socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(2))
        with first, second:
            first.sendall(_asked("/busy"))
            assert busy.wait(10)
            second.sendall(_asked("/meanwhile"))
            sent = time.time()
            time.sleep(0.5)
            released = time.time()
            release.set()
            for connection in (first, second):
                assert b"answered" in connection.makefile("rb").read()
    meanwhile = next(request for request in seen if request.target == "/meanwhile")
    assert meanwhile.at < (sent + released) / 2
