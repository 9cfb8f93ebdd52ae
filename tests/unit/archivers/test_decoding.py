# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bodies are opened to their very end, or an error says that they are not."""

import gzip
import tracemalloc
import zlib

import brotlicffi
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from archivers.decoding import Dechunker, codings, dechunk, decode
from schemas.errors import Undecodable

TEXT = "Älmhults kommun svarar på frågor. ".encode() * 500


def raw_deflate(data: bytes) -> bytes:
    squeeze = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return squeeze.compress(data) + squeeze.flush()


CODERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotlicffi.compress,
    "zstd": zstandard.compress,
}


def opened(data: bytes, *applied: str, size: int = 7, limit: int = 10**9) -> bytes:
    pieces = (data[n : n + size] for n in range(0, len(data), size))
    return b"".join(decode(pieces, applied, limit))


@pytest.mark.parametrize("name", CODERS)
@pytest.mark.parametrize("size", [1, 100, 10**6])
def test_each_coding_opens_in_pieces_of_any_size(name, size):
    assert opened(CODERS[name](TEXT), name, size=size) == TEXT


@pytest.mark.parametrize("name", CODERS)
@pytest.mark.parametrize("lost", [1, 5, 200])
def test_a_body_cut_short_is_undecodable(name, lost):
    """Above all zstd, which a browser shows without a word."""
    whole = CODERS[name](bytes(range(256)) * 40 + TEXT[:3000])
    with pytest.raises(Undecodable):
        opened(whole[:-lost], name)


@pytest.mark.parametrize("name", CODERS)
def test_a_body_that_is_something_else_is_undecodable(name):
    with pytest.raises(Undecodable, match=f"som {name}|för tidigt"):
        opened(b"<!doctype html><p>inte kodad alls</p>", name)


@pytest.mark.parametrize("name", CODERS)
def test_an_empty_body_is_whole(name):
    """A response to HEAD names a coding and has no body."""
    assert opened(b"", name) == b""


def test_deflate_without_the_zlib_wrapper_opens():
    assert opened(raw_deflate(TEXT), "deflate") == TEXT


def test_raw_deflate_that_begins_like_a_wrapper_opens():
    """The first two bytes may look like a zlib header by chance."""
    for n in range(20_000):
        data = raw_deflate(str(n).encode())
        if data[0] & 15 == 8 and int.from_bytes(data[:2]) % 31 == 0:
            break
    assert opened(data, "deflate", size=1000) == str(n).encode()


def test_several_codings_are_undone_in_reverse_order():
    assert opened(brotlicffi.compress(gzip.compress(TEXT)), "gzip", "br") == TEXT


def test_gzip_of_several_members_and_padding_opens():
    parts = gzip.compress(TEXT) + gzip.compress(b"slut") + b"\0" * 30
    assert opened(parts, "gzip") == TEXT + b"slut"


def test_gzip_followed_by_something_else_is_undecodable():
    with pytest.raises(Undecodable):
        opened(gzip.compress(TEXT) + b"junk", "gzip")


def test_zstd_of_several_frames_opens():
    parts = zstandard.compress(TEXT) + zstandard.compress(b"slut")
    assert opened(parts, "zstd", size=1000) == TEXT + b"slut"


def test_an_unknown_coding_is_undecodable():
    with pytest.raises(Undecodable, match="'dcz' går inte"):
        opened(b"x", "dcz")


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_meets_the_limit_without_eating_memory(name):
    bomb = CODERS[name](b"\0" * 64 * 1024**2)
    tracemalloc.start()
    with pytest.raises(Undecodable, match="större än"):
        sum(map(len, decode([bomb], [name], 48 * 1024**2)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 * 1024**2


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_opened_in_small_pieces(name):
    pieces = decode([CODERS[name](b"\0" * 64 * 1024**2)], [name])
    assert max(map(len, pieces)) <= 16 * 1024**2


def test_codings_are_listed_in_the_order_applied():
    assert codings(["gzip, identity", " BR "]) == ("gzip", "br")
    assert codings([]) == ()


def test_what_servers_write_for_no_coding_is_none():
    assert codings(["UTF-8", "none", "", "identity, gzip"]) == ("gzip",)


CHUNKED = b"5;a=b\r\nhalva\r\nA\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n"


@given(st.integers(1, len(CHUNKED)))
def test_chunks_are_joined_whatever_pieces_they_come_in(size):
    pieces = [CHUNKED[n : n + size] for n in range(0, len(CHUNKED), size)]
    assert b"".join(dechunk(pieces)) == b"halva0123456789"


@pytest.mark.parametrize(
    "broken", [CHUNKED[:-1], b"5\r\nhal", b"zz\r\n", b"5\r\nhalvaXX\r\n", b"9" * 70000]
)
def test_broken_chunks_are_undecodable(broken):
    with pytest.raises(Undecodable, match="chunked"):
        b"".join(dechunk([broken]))


def test_what_follows_the_last_chunk_is_given_back():
    """The next response may begin in the same read."""
    dechunker = Dechunker()
    assert b"".join(dechunker.feed(CHUNKED + b"HTTP/1.1")) == b"halva0123456789"
    assert dechunker.is_finished
    assert dechunker.rest == b"HTTP/1.1"
