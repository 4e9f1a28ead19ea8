"""Bodies as HTTP sent them: as long as they may be, whole or told to be cut off."""

import gzip
import zlib
from collections.abc import Callable

import pyarrow
import pytest
import zstandard

from archive.imports import codings

PAGE = "<title>示例镇2023年政府信息公开工作年度报告</title>".encode()


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate"])
def test_a_body_that_is_not_encoded_as_it_says_stays(coding: str) -> None:
    headers = [("Content-Encoding", coding), ("Transfer-Encoding", "chunked")]
    assert codings.decoded(PAGE, headers).body == PAGE


@pytest.mark.parametrize(("coding", "packed"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_body_is_whole_up_to_its_checksum_and_no_shorter(
    coding: str, packed: Callable[[bytes], bytes]
) -> None:
    wire, checksum = packed(b"".join(b"%d " % at for at in range(99))), 8 if coding == "gzip" else 4
    whole = [
        codings.decoded(wire[:end], [("Content-Encoding", coding)]).whole for end in range(12, len(wire) + 1)
    ]
    assert whole == [False] * (len(whole) - checksum - 1) + [True] * (checksum + 1)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_is_decoded_no_further_than_it_may_be_long(coding: str) -> None:
    zeros = bytes(10**6)
    made = {
        "gzip": gzip.compress(zeros),
        "deflate": zlib.compress(zeros),
        "br": pyarrow.Codec("brotli").compress(zeros, asbytes=True),
        "zstd": zstandard.compress(zeros),
    }
    assert codings.undone(made[coding], coding, most=1000) == (bytes(1001), False)
    assert codings.undone(made[coding], coding, most=10**6) == (zeros, True)


CHUNKED = [("Transfer-Encoding", "chunked")]
CHAIN = b"5\r\nhello\r\nA;x=y\r\n0123456789\r\n"
"""Two of a body's chunks."""


@pytest.mark.parametrize("end", [b"0\r\n\r\n", b"00\r\nTrailer: a\r\n\r\n"])
@pytest.mark.parametrize("line", [b"\r\n", b"\n"])
def test_chunks_are_joined(end: bytes, line: bytes) -> None:
    told = codings.decoded((CHAIN + end).replace(b"\r\n", line), CHUNKED)
    assert (told.body, told.whole) == (b"hello0123456789", True)


def test_chunks_without_the_last_are_no_whole_body() -> None:
    for cut in range(4, len(CHAIN) + 1):
        told = codings.decoded(CHAIN[:cut], CHUNKED)
        assert not told.whole
        assert b"hello0123456789".startswith(told.body)


@pytest.mark.parametrize("body", [b"", b"<p>5", b"12 reports\r\nand more", b"5\r\nhello, reader", b"5"])
def test_a_body_that_is_joined_already_stays(body: bytes) -> None:
    assert codings.decoded(body, CHUNKED) == codings.Decoded(came=body, body=body, whole=True)
