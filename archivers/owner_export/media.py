# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pictures and films in an export that its posts and comments name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from archivers.media_bytes import OK, StoredMedia
from archivers.owner_export.notes import counted
from archivers.owner_export.opened import OwnerExport, media_address
from archivers.platform import FoundMedia
from schemas.item import ExportMember

MISSING = 404
MIME_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".avif": "image/avif",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".wav": "audio/wav",
}
"""Told by the name, and the same on every machine."""


def mime_type_of(name: str) -> str | None:
    """Give the type that the end of a file's name tells, if it is one of media."""
    return MIME_TYPES.get(PurePosixPath(name).suffix.lower())


@dataclass
class ExportMedia:
    """Finds pictures and films by their names within the export, and notes them.

    `stored` is what an `ExportReading` gives as its media. A file that is named and not
    there may lie in a part that nobody gave, so it is noted as missing.
    """

    export: OwnerExport
    stored: dict[str, StoredMedia] = field(default_factory=dict)

    def take(self, name: str, alternative_text: str = "") -> FoundMedia:
        """Note a picture or film by its name, and give it as an item has it."""
        info = self.export.members.get(name)
        member = info.member if info else ExportMember(file="", name=name)
        address, kind = media_address(member), mime_type_of(name)
        if address not in self.stored:
            self.stored[address] = (
                StoredMedia("", OK, kind, info.sha256 or None, info.member)
                if info
                else StoredMedia("", MISSING, kind)
            )
        is_video = (kind or "").startswith(("video/", "audio/"))
        return FoundMedia(address, alternative_text, is_video)

    def names(self) -> frozenset[str]:
        """Name the files within that are media of what was read."""
        members = (one.member for one in self.stored.values())
        return frozenset(member.name for member in members if member is not None)

    def notes(self) -> tuple[str, ...]:
        """Say in Swedish how many pictures and films are named and not there."""
        missing = sum(one.status == MISSING for one in self.stored.values())
        if not missing:
            return ()
        what = counted(missing, "En bild eller film", "bilder eller filmer")
        return (f"{what} saknas i exporten. Kanske finns fler delar att lämna in.",)


def within(export: OwnerExport, *roots: str) -> Callable[[str], str]:
    """Give what finds the name of a file from an address that is relative to a root.

    An export may lie in a folder of its own, and its parts in folders of theirs.
    """

    def found(address: str) -> str:
        names = (f"{root}{address}" for root in roots)
        return next((name for name in names if name in export.members), address)

    return found
