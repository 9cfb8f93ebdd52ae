# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Content codings: how bodies are packed for the wire, and unpacked for the log."""

import gzip
import zlib

import brotlicffi  # type: ignore[import-untyped]
import zstandard

ALTERNATING = ("gzip", "br")


def pick(accepted: str, turn: int) -> str | None:
    """Choose gzip and br by turns, as far as the client accepts them."""
    offered = {part.split(";")[0].strip() for part in accepted.split(",")}
    able = [coding for coding in ALTERNATING if coding in offered]
    return able[turn % len(able)] if able else None


def encode(body: bytes, coding: str | None) -> bytes:
    """Pack a body; the same body always gives the same bytes."""
    if coding == "gzip":
        return gzip.compress(body, 6, mtime=0)
    if coding == "br":
        packed: bytes = brotlicffi.compress(body, quality=5)
        return packed
    if coding == "deflate":
        return zlib.compress(body)
    if coding == "zstd":
        return zstandard.ZstdCompressor().compress(body)
    return body


def decode(body: bytes, coding: str | None) -> bytes:
    """Unpack a body."""
    if coding == "gzip":
        return gzip.decompress(body)
    if coding == "br":
        unpacked: bytes = brotlicffi.decompress(body)
        return unpacked
    if coding == "deflate":
        return zlib.decompress(body)
    if coding == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress(body)
    return body
