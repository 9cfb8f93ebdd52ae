# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Content edited by itself: a body of a web archive, a file of the owner's export.

The mapped places go first, then every form of a removed value that is left. What
cannot be edited in place with certainty goes whole: nothing proves more than something
that may still hold a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from archivers.gallring.folding import letters
from archivers.gallring.in_pieces import clean_in_pieces
from archivers.gallring.mapped import Mapped, MappedPlaces, OwnTexts
from archivers.gallring.needles import SHORTEST, Needles
from archivers.gallring.removal import Removal
from archivers.gallring.sweep import Sweep

UNEDITABLE = ("image/", "video/", "audio/", "font/", "application/pdf")
_MAGIC = (
    *(b"PK\x03\x04", b"%PDF", b"\x1f\x8b", b"\xff\xd8\xff", b"\x89PNG", b"GIF8"),
    *(b"RIFF", b"wOFF", b"wOF2", b"\x00\x00\x00", b"\x28\xb5\x2f\xfd", b"OggS"),
)
SAMPLE = 4096
_CONTROLS = bytes({*range(1, 9), *range(14, 32)} - {27})
_TOO_MANY_CONTROLS = 0.02


@dataclass
class Counts:
    """What has been taken out so far."""

    spliced: int = 0
    emptied: int = 0
    mapped_removed: int = 0


@dataclass
class ContentEditor:
    """Takes a removal out of content, and counts what it took."""

    removal: Removal
    counts: Counts = field(default_factory=Counts)

    @cached_property
    def sweep(self) -> Sweep:
        """What looks for the removed values."""
        return Sweep(Needles(self.removal.values))

    @cached_property
    def _own(self) -> OwnTexts:
        return OwnTexts(self.removal.items, self.removal.values)

    def edited(
        self,
        content: bytes,
        places: Sequence[Mapped],
        *,
        is_page: bool,
        beside: frozenset[str] | None = None,
    ) -> bytes | None:
        """Give a text without the removal, or None: then it is to go whole.

        `beside` are the pointers of every item that stays in this content, if the map
        knows all items in it.
        """
        mapped = MappedPlaces(places, self._own, beside)
        without, missed = mapped.clean(content, is_page=is_page)
        cleaned = clean_in_pieces(self.sweep, without)
        has_missed = any(_is_short(item.body) for item, _ in missed)
        if has_missed or not cleaned.is_clean:
            return None
        self.counts.mapped_removed += len(places)
        self.counts.spliced += cleaned.pieces + len(places) - len(missed)
        return cleaned.data

    def emptied(self, places: Sequence[Mapped]) -> None:
        """Count content that went whole."""
        self.counts.emptied += 1
        self.counts.mapped_removed += len(places)


def is_binary(content: bytes, mime_type: str = "") -> bool:
    """Whether content is no text to be edited; its beginning tells."""
    if "svg" in mime_type:
        return False
    if mime_type.startswith(UNEDITABLE) or content.startswith(_MAGIC):
        return True
    sample = content[:SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > _TOO_MANY_CONTROLS * len(sample)


def _is_short(text: str) -> bool:
    """Whether a text could stand there still, too short to be looked for."""
    return len(letters(text)) < SHORTEST
