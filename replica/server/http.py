"""HTTP/1.1 over asyncio: keep-alive, pipelining, conditional requests, gzip, and replies that misbehave on the wire."""

import asyncio
import gzip
import logging
import socket
import struct
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import md5
from http import HTTPStatus
from typing import Literal
from urllib.parse import SplitResult, urlsplit

logger = logging.getLogger(__name__)

Fault = Literal["reset", "truncate", "hang"]
LARGEST_REQUEST = 1_000_000
_ODD_REASONS = {521: "Web Server Is Down"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What a client sent."""

    method: str
    target: str
    """Path and query as they came."""
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes = b""
    at: float = field(default_factory=time.time)
    """Seconds since 1970 when it had come whole, however long the server took to look at it and the answer takes to make."""

    @property
    def url(self) -> SplitResult:
        return urlsplit(self.target)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What the server answers, and what it does to the wire meanwhile."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    media_type: str | None = "text/html; charset=utf-8"
    delay: float = 0.0
    """Seconds before the answer."""
    fault: Fault | None = None
    modified: float | None = None
    """Seconds since 1970; with it the reply carries Last-Modified and an ETag and answers conditional requests."""


Handler = Callable[[Request], Reply]
_SINCE_DATA = struct.Struct("=52xI")
"""In Linux's `struct tcp_info` (linux/tcp.h): tcpi_last_data_recv, the milliseconds since the last bytes came, to a tick of the kernel."""


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return _ODD_REASONS.get(status, "Unknown")


def _unchanged(request: Request, *, etag: str, modified: str) -> bool:
    if "if-none-match" in request.headers:
        return etag in request.headers["if-none-match"]
    return request.headers.get("if-modified-since") == modified


def _validated(request: Request, reply: Reply, headers: dict[str, str]) -> tuple[int, bytes]:
    """Adds validators; turns the reply into a 304 where the client holds the same body."""
    if reply.modified is None or reply.status != 200:
        return reply.status, reply.body
    etag = f'"{md5(reply.body, usedforsecurity=False).hexdigest()[:16]}"'
    headers["ETag"] = etag
    headers["Last-Modified"] = formatdate(reply.modified, usegmt=True)
    if _unchanged(request, etag=etag, modified=headers["Last-Modified"]):
        return 304, b""
    return reply.status, reply.body


def encode(request: Request, reply: Reply, *, compress: bool) -> tuple[int, bytes]:
    """Status sent and the reply as bytes on the wire."""
    headers: dict[str, str] = {"Server": "nginx", "Date": formatdate(usegmt=True)}
    status, body = _validated(request, reply, headers)
    if reply.media_type and status != 304:
        headers["Content-Type"] = reply.media_type
    textual = (reply.media_type or "").startswith(("text/", "application/json"))
    if compress and textual and len(body) > 512 and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, compresslevel=1, mtime=0)
        headers["Content-Encoding"] = "gzip"
    if status != 304:
        headers["Content-Length"] = str(len(body))
    headers |= reply.headers
    lines = [f"HTTP/1.1 {status} {_reason(status)}", *(f"{name}: {value}" for name, value in headers.items())]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
    return status, head if request.method == "HEAD" else head + body


def _arrived(transport: asyncio.Transport) -> float:
    """When the kernel took in what has just been read, seconds since 1970: a server that plays many portals is late to read."""
    if sys.platform != "linux":
        return time.time()
    wire: socket.socket = transport.get_extra_info("socket")
    told: tuple[int] = _SINCE_DATA.unpack(
        wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _SINCE_DATA.size)
    )
    return time.time() - told[0] / 1000


class Connection(asyncio.Protocol):
    """One client connection: requests in order, replies in the same order."""

    def __init__(self, handle: Handler, *, compress: bool, seen: Callable[[Request, int], None]) -> None:
        self._handle = handle
        self._compress = compress
        self._seen = seen
        self._buffer = b""
        self._arrived = 0.0
        self._busy = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the transport; asyncio calls this once."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Takes bytes and answers every request that is complete."""
        self._buffer += data
        if self._transport is not None:
            self._arrived = _arrived(self._transport)
        if len(self._buffer) > LARGEST_REQUEST:
            self._close()
        self._advance()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client went away."""
        self._transport = None

    def _advance(self) -> None:
        while not self._busy and self._transport is not None:
            request = self._next_request()
            if request is None:
                return
            self._answer(request)

    def _next_request(self) -> Request | None:
        head, mark, rest = self._buffer.partition(b"\r\n\r\n")
        if not mark:
            return None
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        length = int(headers.get("content-length", "0") or 0)
        if len(rest) < length:
            return None
        self._buffer = rest[length:]
        method, target, *_ = [*first.split(" "), "/", "/"]
        return Request(method=method, target=target, headers=headers, body=rest[:length], at=self._arrived)

    def _answer(self, request: Request) -> None:
        try:
            reply = self._handle(request)
        except Exception:
            logger.exception("replica failed on %s", request.target)
            reply = Reply(status=500, body=b"replica error", headers={"X-Replica-Error": "1"})
        if reply.delay:
            self._busy = True
            asyncio.get_running_loop().call_later(reply.delay, self._late, request, reply)
        else:
            self._send(request, reply)

    def _late(self, request: Request, reply: Reply) -> None:
        self._busy = False
        self._send(request, reply)
        self._advance()

    def _send(self, request: Request, reply: Reply) -> None:
        status, wire = encode(request, reply, compress=self._compress)
        self._seen(request, status)
        if self._transport is None:
            return
        match reply.fault:
            case "hang":
                self._busy = True
            case "reset":
                self._transport.abort()
            case "truncate":
                self._transport.write(wire[: len(wire) // 2])
                self._close()
            case None:
                self._transport.write(wire)
                if request.headers.get("connection", "").lower() == "close":
                    self._close()

    def _close(self) -> None:
        if self._transport is not None:
            self._transport.close()


async def listen(
    handle: Handler,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    compress: bool = True,
    seen: Callable[[Request, int], None],
) -> asyncio.Server:
    """A server on a loopback address; port 0 takes a free one."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: Connection(handle, compress=compress, seen=seen), host, port)


def port_of(server: asyncio.Server) -> int:
    """The port a server got."""
    return int(server.sockets[0].getsockname()[1])
