# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tests the verifier's own alarm, each time it is used.

An invented person is planted in what the verifier must be able to open. If it does not
find her there, that it found nothing elsewhere means nothing.
"""

import base64
import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import zstandard

from proof.results import Search
from proof.search import search
from schemas.gallring import RemovedValue, ValueKind

_NAME = "Örtrud Kanariefågelqvist"
_NUMBER = "191212121212"
_VALUES = (
    RemovedValue(kind=ValueKind.NAME, text=_NAME),
    RemovedValue(kind=ValueKind.IDENTIFIER, text=_NUMBER),
)
"""The number is one of Skatteverket's test numbers."""


class _Planted:
    """A package in memory, with one file for each way to hide."""

    def __init__(self) -> None:
        self._files = dict(_files())

    def paths(self) -> Iterable[str]:
        """Name the files."""
        return sorted(self._files)

    def open(self, path: str) -> BinaryIO:
        """Open a file."""
        return io.BytesIO(self._files[path])

    def size(self, path: str) -> int:
        """Say how large a file is."""
        return len(self._files[path])


def sees_canaries() -> bool:
    """Whether the verifier finds what is planted, and stops at what it cannot open."""
    planted = _Planted()
    found = search(planted, _VALUES)
    seen = {(hit.path, hit.value) for hit in found.hits}
    wanted = {
        (path, value)
        for path in planted.paths()
        if path != _BROKEN
        for value in range(len(_VALUES))
    }
    return wanted <= seen and _stopped_at(found)


def _stopped_at(found: Search) -> bool:
    return len(found.undecodable) == 1 and found.undecodable[0].startswith(_BROKEN)


_BROKEN = "broken"


def _files() -> Iterator[tuple[str, bytes]]:
    text = f"{_NAME} {_NUMBER[:8]}-{_NUMBER[8:]}"
    escaped = json.dumps({"text": text}).encode()
    yield "plain", text.encode()
    yield "latin", text.encode("latin-1")
    yield "wide", text.encode("utf-16-le")
    yield "twice", json.dumps(escaped.decode()).encode()
    yield "base64", b"data:text/plain;base64," + base64.b64encode(escaped)
    yield "tags", f"Örtrud Ka<b>narie</b>fågel&shy;qvist {_NUMBER}".encode()
    yield "gzip", gzip.compress(escaped)
    yield "zip", _zipped(escaped)
    yield "warc", _record(zstandard.compress(escaped), "zstd")
    yield _BROKEN, _record(escaped, "zstd")


def _zipped(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", data)
    return stream.getvalue()


def _record(body: bytes, coding: str) -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n".encode() + body
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:canary>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n")
