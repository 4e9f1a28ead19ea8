"""Time as the archive writes it, and identifiers that sort by it."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The machine's clock; tests and simulations pass another."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds and `Z`: text order is time order."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def ident(moment: datetime) -> str:
    """A unique identifier, 26 hexadecimal digits, that sorts by `moment`: 14 of microseconds since 1970, 12 random."""
    micros = int(moment.timestamp() * 1_000_000)
    return f"{micros:014x}{secrets.token_hex(6)}"


def after(at: str) -> str:
    """What sorts behind every identifier that was given up to a stamped moment: looking back from there needs no later one."""
    micros = (datetime.fromisoformat(at) - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1)
    return f"{micros + 1:014x}"
