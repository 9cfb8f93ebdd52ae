# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tells quickly which of many texts can stand in a long one at all.

To look for each of a thousand names in every view would take minutes. A text of at
least 2n - 1 letters covers, wherever it stands, a whole block of n letters that begins
at a multiple of n. So the blocks of the long text are taken once, and of each text
looked for only n blocks must be known.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

SIZES = (8, 4)


class Sieve:
    """The texts that are looked for, by some of their blocks.

    What is too short for a block is always let through.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._short: list[str] = []
        self._blocks: dict[int, dict[str, list[str]]] = {}
        by_size: defaultdict[int, list[str]] = defaultdict(list)
        for text in dict.fromkeys(texts):
            size = next((s for s in SIZES if len(text) >= 2 * s - 1), 0)
            by_size[size].append(text)
        self._short = by_size.pop(0, [])
        for size, sized in by_size.items():
            self._blocks[size] = _blocks(sized, size)

    def candidates(self, text: str) -> set[str]:
        """Give those that may stand in a text; the others do not."""
        found = {short for short in self._short if short in text}
        for size, blocks in self._blocks.items():
            seen = {text[i : i + size] for i in range(0, len(text), size)}
            for block in blocks.keys() & seen:
                found.update(blocks[block])
        return found


def _blocks(texts: Sequence[str], size: int) -> dict[str, list[str]]:
    """Choose of each text the blocks that the fewest others have."""
    common = Counter(block for text in texts for block in set(_every(text, size)))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for text in texts:
        every = list(_every(text, size))
        starts = range(len(every) - size + 1)
        best = min(starts, key=lambda s: sum(common[b] for b in every[s : s + size]))
        for block in every[best : best + size]:
            found[block].append(text)
    return dict(found)


def _every(text: str, size: int) -> Iterator[str]:
    return (text[i : i + size] for i in range(len(text) - size + 1))
