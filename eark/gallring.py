# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What gallring did to a package, and that it did nothing else.

The new version is compared with the one before it: a file that changed or is gone
without having been named beforehand stops it, so that nothing but what was decided
upon is ever lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from eark.earlier import EarlierVersion
from eark.provenance import PlacedFile
from schemas.errors import InvalidPackage
from schemas.item import ItemKind

_PLURAL = {
    ItemKind.POST: "inlägg",
    ItemKind.COMMENT: "kommentarer",
    ItemKind.REPLY: "svar",
    ItemKind.MESSAGE: "meddelanden",
}
_UNKNOWN = "{} skulle tas bort men fanns inte i den tidigare versionen."


def counted(kind: ItemKind, count: int) -> str:
    """Write how many items of a kind, such as "2 kommentarer"."""
    return f"{count} {kind.label.lower() if count == 1 else _PLURAL[kind]}"


@dataclass(frozen=True)
class GallringNote:
    """What the new version tells of the disposal that made it; never what was removed.

    `version` is the new version's number, `plans` cites the plans and rows, `detail` is
    the Swedish sentence of the event and `counts` says how many items of each kind.
    `removed` and `rewritten` are paths in the package, as planned: what is not named
    there may not change. A file may be named as rewritten and yet come out the same.
    """

    decision_id: str
    version: int
    at: datetime
    approved_by: str
    executed_by: str
    plans: tuple[str, ...]
    detail: str
    counts: Mapping[ItemKind, int]
    removed: tuple[str, ...] = ()
    rewritten: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changes:
    """Which content files differ from the version before, by path."""

    removed: frozenset[str]
    rewritten: frozenset[str]
    added: frozenset[str]

    @property
    def touched(self) -> frozenset[str]:
        """The files whose earlier bytes are to be nowhere."""
        return self.removed | self.rewritten

    def within(self, folder: str) -> "Changes":
        """Give the changes of one representation."""
        return Changes(
            *(
                frozenset(p for p in paths if p.startswith(f"{folder}/"))
                for paths in (self.removed, self.rewritten, self.added)
            )
        )

    def __bool__(self) -> bool:
        """Whether anything changed at all."""
        return bool(self.touched | self.added)


def planned_changes(
    earlier: EarlierVersion, placed: Iterable[PlacedFile], note: GallringNote
) -> Changes:
    """Compare the new content with the earlier, and hold it against what was planned.

    Raises:
        InvalidPackage: a file changed, disappeared or stayed that should not have.
    """
    before = {path: stored.sha256 for path, stored in earlier.content.items()}
    now = {file.path: file.captured.sha256 for file in placed}
    changes = Changes(
        removed=frozenset(before.keys() - now.keys()),
        rewritten=frozenset(
            path for path in before.keys() & now.keys() if before[path] != now[path]
        ),
        added=frozenset(now.keys() - before.keys()),
    )
    unknown = sorted(set(note.removed) - before.keys())
    found = [
        *_unplanned(changes, note),
        *_left(note, now),
        *map(_UNKNOWN.format, unknown),
    ]
    if found:
        message = "Den nya versionen ändrar annat än vad gallringen omfattar."
        raise InvalidPackage(message, found)
    return changes


def _unplanned(changes: Changes, note: GallringNote) -> list[str]:
    gone = sorted(changes.removed - set(note.removed))
    changed = sorted(changes.rewritten - set(note.rewritten))
    return [
        *(f"{path} saknas men skulle vara kvar." for path in gone),
        *(f"{path} har ändrats men skulle vara orörd." for path in changed),
    ]


def _left(note: GallringNote, now: Mapping[str, str]) -> list[str]:
    left = sorted(set(note.removed) & now.keys())
    return [f"{path} skulle tas bort men finns kvar." for path in left]
