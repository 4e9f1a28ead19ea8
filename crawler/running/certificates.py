"""Whether a host's certificate would satisfy a browser. Scrapy does not ask; the archive records the answer (PORTALS §6)."""

import asyncio
import socket
import ssl
from urllib.parse import urlsplit

from scrapy.http import Response

_SECONDS = 10.0
_KNOWN: dict[tuple[str, int], str] = {}


async def certificate_state(response: Response) -> str | None:
    """`valid` or `invalid: why`, asked once a host by a handshake with the address that answered; None over plain HTTP."""
    parts = urlsplit(response.url)
    if parts.scheme != "https" or not parts.hostname:
        return None
    key = parts.hostname, parts.port or 443
    if key not in _KNOWN:
        address = str(response.ip_address or parts.hostname)
        _KNOWN[key] = await asyncio.to_thread(_handshake, address, *key)
    return _KNOWN[key]


def _handshake(address: str, host: str, port: int) -> str:
    try:
        with (
            socket.create_connection((address, port), timeout=_SECONDS) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host),
        ):
            return "valid"
    except ssl.SSLCertVerificationError as error:
        return f"invalid: {error.verify_message}"
    except (ssl.SSLError, OSError) as error:
        return f"invalid: {error}"
