# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Divides a large account's transcript into volumes, each a PDF file of its own.

A browser prints a few thousand items in a minute or two; at tens of thousands it runs
out of memory, and nobody can open what comes of it. The numbers of the items go through
all volumes, so that 3.2 is the same comment wherever it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from archivers.transcript.thread import Entry

MOST_ITEMS = 2500
"""How many items a volume holds; most accounts have one volume."""

Thread = Sequence[Entry]


@dataclass(frozen=True)
class Volume:
    """A volume: its number, of how many, and what stands in it.

    A thread that is longer than a volume goes on in the next.
    """

    number: int
    count: int
    threads: tuple[Thread, ...]

    @property
    def is_first(self) -> bool:
        """Whether it has the cover, and what there is to say of the whole."""
        return self.number == 1

    @property
    def path(self) -> str:
        """Where it lies in the capture."""
        end = "" if self.is_first else f"-{self.number}"
        return f"pdf/transcript{end}.pdf"

    @property
    def named(self) -> str:
        """Name it among its fellows; nothing when it is alone."""
        return f"del {self.number} av {self.count}" if self.count > 1 else ""

    @property
    def span(self) -> str:
        """Say from which item to which it goes."""
        first, last = self.threads[0][0], self.threads[-1][-1]
        return f"{first.label.lower()} till {last.label.lower()}"


def volumes_of(threads: Sequence[Thread], most: int = MOST_ITEMS) -> tuple[Volume, ...]:
    """Divide threads into volumes; an account without items has one, and it is empty.

    A thread is kept together if it fits in a volume.
    """
    held: list[list[Thread]] = [[]]
    room = most
    for thread in threads:
        if len(thread) > room and held[-1]:
            held.append([])
            room = most
        for start in range(0, len(thread), most):
            piece = thread[start : start + most]
            if start:
                held.append([])
                room = most
            held[-1].append(piece)
            room -= len(piece)
    return tuple(
        Volume(number, len(held), tuple(pieces))
        for number, pieces in enumerate(held, start=1)
    )
