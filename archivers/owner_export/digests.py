# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The SHA-256 of the parts of an export, in a thread beside what reads their files.

Neither holds the interpreter while it digests or inflates, so two cores share the work.
"""

import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Self

from archivers.owner_export.checked import CheckedZip

PIECE = 1024**2
_CHANGED = "ändrades medan den lästes. Vänta tills den är färdig och försök igen"


class PartDigests:
    """Digests the parts one after the other; on leaving, it has stopped."""

    def __init__(self, parts: Iterable[CheckedZip]) -> None:
        self._parts = tuple(parts)
        self._stop = Event()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="export-digest")
        self._work: Future[tuple[str, ...]] | None = None

    def __enter__(self) -> Self:
        self._work = self._pool.submit(self._digest_all)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._pool.shutdown(wait=True)

    def result(self) -> tuple[str, ...]:
        """Wait for the digests, in the order of the parts.

        Raises:
            BadInput: a part was changed meanwhile.
        """
        found = () if self._work is None else self._work.result()
        for part in self._parts:
            if not part.is_as_it_was:
                raise part.refusal(_CHANGED)
        return found

    def _digest_all(self) -> tuple[str, ...]:
        return tuple(map(self._digest, self._parts))

    def _digest(self, part: CheckedZip) -> str:
        digest, at = hashlib.sha256(), 0
        piece = bytearray(PIECE)
        while not self._stop.is_set():
            count = os.preadv(part.file.fileno(), [piece], at)
            if not count:
                break
            digest.update(memoryview(piece)[:count])
            at += count
        return digest.hexdigest()
