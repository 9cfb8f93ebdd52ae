# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Slices of coded bodies (206), which open only when put together."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from archivers.body import Body
from archivers.decoding import codings, dechunk, decode
from archivers.http_head import HttpHead
from schemas.errors import Undecodable

LARGEST = 256 * 1024**2
PARTIAL_CONTENT = 206
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_GAP = "Bara delar av den kodade kroppen hämtades, så den går inte att öppna."


class _Slice(NamedTuple):
    start: int
    end: int
    total: int
    body: Body


class Slices:
    """Keeps slices until the end, to prove that the whole can be opened."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[tuple[str, tuple[str, ...]], list[_Slice]] = {}
        self._size = 0

    def keep(self, url: str, head: HttpHead, body: Body) -> bool:
        """Take a slice of a coded body; False if this is none."""
        applied = codings(head.values("content-encoding"))
        if head.status != PARTIAL_CONTENT or not applied:
            return False
        found = _RANGE.fullmatch(head.value("content-range"))
        start, end, total = map(int, found.groups()) if found else (0, 0, 0)
        chunks = dechunk(body.chunks()) if head.is_chunked else body.chunks()
        self._size += body.length
        # Beyond the limit the bytes are let go of, and the gap will be told of.
        copy = Body.of(chunks if self._size <= LARGEST else (), self._folder)
        self._kept.setdefault((url, applied), []).append(
            _Slice(start, end, total, copy)
        )
        return True

    def faults(self) -> list[tuple[str, str]]:
        """Give address and reason for every body whose slices do not open."""
        found = []
        for (url, applied), slices in self._kept.items():
            try:
                for _ in decode(_joined(slices), applied):
                    pass
            except Undecodable as error:
                found.append((url, str(error)))
            for piece in slices:
                piece.body.close()
        return found


def _joined(slices: list[_Slice]) -> Iterator[bytes]:
    position, total = 0, max(piece.total for piece in slices)
    for piece in sorted(slices, key=lambda piece: piece.start):
        if piece.start > position:
            break
        data = piece.body.read()[position - piece.start :]
        position += len(data)
        yield data
    if position < total or not total:
        raise Undecodable(_GAP)
