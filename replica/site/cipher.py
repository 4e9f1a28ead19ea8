"""Opaque identifiers that can be read back: item numbers as random-looking digits and letters, without a table of them."""

from hashlib import blake2b

_HALF = 8
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _round(key: bytes, index: int, half: bytes) -> bytes:
    return blake2b(half, key=key, salt=bytes([index]), digest_size=_HALF).digest()


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def seal(key: bytes, number: int) -> str:
    """32 hexadecimal digits for `number` (below 2**64)."""
    left, right = bytes(_HALF), number.to_bytes(_HALF, "big")
    for index in range(4):
        left, right = right, _xor(left, _round(key, index, right))
    return (left + right).hex()


def unseal(key: bytes, digits: str) -> int | None:
    """The number behind 32 digits; null where no number has them."""
    try:
        raw = bytes.fromhex(digits)
    except ValueError:
        return None
    if len(raw) != 2 * _HALF:
        return None
    left, right = raw[:_HALF], raw[_HALF:]
    for index in reversed(range(4)):
        left, right = _xor(right, _round(key, index, left)), left
    return int.from_bytes(right, "big") if left == bytes(_HALF) else None


def mixed(key: bytes, number: int) -> str:
    """Up to 22 digits and letters, upper and lower case, for `number`."""
    rest, out = int(seal(key, number), 16), ""
    while rest:
        rest, digit = divmod(rest, 62)
        out = _DIGITS[digit] + out
    return out


def unmixed(key: bytes, text: str) -> int | None:
    """The number behind such letters; null where no number has them."""
    number = 0
    for character in text:
        number = number * 62 + _DIGITS.index(character)
    return unseal(key, f"{number:032x}") if number < 16**32 else None
