# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The archive's own list of its files: whose they are, and how much each holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from archivers.owner_export.files import ExportFiles
from archivers.platforms.x.export.members import Content, Members
from archivers.platforms.x.export.shapes import (
    JSON,
    child,
    number_at,
    objects_at,
    text_at,
)

MESSAGES = ("directMessages", "directMessagesGroup")
IN_PARTS = (
    "X har delat upp arkivet i flera filer. Kontrollera att alla delar har lämnats in."
)


@dataclass(frozen=True)
class Manifest:
    """What the list says; it is empty in an archive that has none.

    `counts` are the entries of each file, by its name, and `conversations` how many
    with direct messages there are, None if it is not told.
    """

    username: str = ""
    name: str = ""
    account_id: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    conversations: int | None = None
    is_partial: bool = False

    @classmethod
    def read(cls, files: ExportFiles, members: Members) -> "Manifest":
        """Read the list, if the archive has one."""
        said: dict[str, object] = {}
        for info in members.holding(Content.MANIFEST):
            for entry in files.entries(info):
                said.setdefault(entry.pointer.removeprefix("/"), entry.value)
        user, types = child(said, "userInfo"), child(said, "dataTypes")
        return cls(
            username=text_at(user, "userName"),
            name=text_at(user, "displayName"),
            account_id=text_at(user, "accountId"),
            counts=dict(_counts(types)),
            conversations=_conversations(types),
            is_partial=text_at(child(said, "archiveInfo"), "isPartialArchive") == "true"
            or child(said, "archiveInfo").get("isPartialArchive") is True,
        )

    def gaps(self, read: Mapping[str, int]) -> Iterator[str]:
        """Say in Swedish what of the list was not read; `read` is by file name."""
        if self.is_partial:
            yield IN_PARTS
        for name, count in read.items():
            wanted = next(
                (n for said, n in self.counts.items() if name.endswith(said)), count
            )
            if wanted != count:
                short = name.rpartition("/")[2]
                yield (
                    f"{short} har {count} poster men ska enligt arkivets egen "
                    f"förteckning ha {wanted}."
                )


def _counts(types: JSON) -> Iterator[tuple[str, int]]:
    for name in types:
        for file in objects_at(child(types, name), "files"):
            said = text_at(file, "fileName")
            if said and text_at(file, "count"):
                yield said, number_at(file, "count")


def _conversations(types: JSON) -> int | None:
    listed = [
        number_at(file, "count")
        for name in MESSAGES
        for file in objects_at(child(types, name), "files")
    ]
    return sum(listed) if listed else None
