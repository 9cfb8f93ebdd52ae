# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counts what a platform failed to give of an account, while the rest is read on.

One thread that a platform cannot put together must not cost the other five thousand.
But when it fails time after time it is not the thread that is wrong: it is down.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from schemas.errors import PlatformDown

MOST_IN_A_ROW = 5
FEW = 20
"""So few comments that are not given may be whatever they are of a thread."""


@dataclass
class Losses:
    """What one reading was not given, counted by kind."""

    counts: Counter[str] = field(default_factory=Counter)
    _in_a_row: int = 0

    @contextmanager
    def counted(self, kind: str) -> Iterator[None]:
        """Let what is done within fail, and count it.

        Raises:
            PlatformDown: it has failed so many times in a row that nothing works.
        """
        try:
            yield
        except PlatformDown:
            self.counts[kind] += 1
            self._in_a_row += 1
            if self._in_a_row >= MOST_IN_A_ROW:
                raise
        else:
            self._in_a_row = 0

    def suspect(self, passed: str, lacking: str, given: int) -> None:
        """Call what was passed over lacking, when it is more than all that was given.

        A platform goes on counting comments that it gives nobody, such as those that
        its filter took. But a key that may not read what others write can be given
        empty lists and no error, and then nearly all is lost.

        Args:
            passed: the kind that is a note.
            lacking: the kind that is a gap.
            given: how many were given.
        """
        number = self.counts[passed]
        if number > max(given, FEW):
            del self.counts[passed]
            self.counts[lacking] += number

    def sentences(self, words: Mapping[str, str]) -> tuple[str, ...]:
        """Say in Swedish what was lost: one sentence for each kind, with its number.

        Args:
            words: the sentence of each kind, with a place for `{number}`.
        """
        return tuple(
            sentence.format(number=self.counts[kind])
            for kind, sentence in words.items()
            if self.counts[kind]
        )
