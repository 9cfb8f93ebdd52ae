# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tells the files of an export apart, and finds those that others name.

Both layouts have the same innermost folders, so it is those that say what a file is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import unquote

from archivers.owner_export.media import mime_type_of
from archivers.owner_export.mojibake import mended_text
from archivers.owner_export.opened import ExportMemberInfo, OwnerExport
from archivers.platforms.facebook.export.labels import begins_as_one_of, folder_is

ENDINGS = (".json", ".html")
ROOT_BEGINS = "facebook-"
ADDRESSES = ("http://", "https://")


class Kind(Enum):
    """What a file of an export is about."""

    PROFILE = "profile"
    UPDATES = "updates"
    POSTS = "posts"
    COMMENTS = "comments"
    ALBUM = "album"
    MESSAGES = "messages"
    EVENTS = "events"
    OTHER = "other"


@dataclass(frozen=True)
class File:
    """A file of an export that can be read, and what it is about."""

    info: ExportMemberInfo
    kind: Kind

    @property
    def name(self) -> str:
        """Its name within the export."""
        return self.info.name

    @property
    def is_html(self) -> bool:
        """Whether it is a page rather than JSON."""
        return self.name.endswith(".html")


@dataclass(frozen=True)
class Members:
    """The files of an export."""

    export: OwnerExport
    _found: dict[str, str] = field(default_factory=dict)

    def files(self) -> Iterator[File]:
        """Give the JSON files and pages, by name, with what they are about."""
        for info in self.export.named(*ENDINGS):
            yield File(info, kind_of(info.name))

    @cached_property
    def _roots(self) -> tuple[str, ...]:
        """Give the folders that whole parts may lie in."""
        first = {name.partition("/")[0] for name in self.export.members}
        named = sorted(one for one in first if one.lower().startswith(ROOT_BEGINS))
        return ("", *(f"{one}/" for one in named))

    @cached_property
    def _tails(self) -> dict[str, str]:
        """Give the names of media by their last two parts; those of several are out."""
        tails: dict[str, str] = {}
        for name in self.export.members:
            if mime_type_of(name) is not None:
                tail = _tail(name)
                tails[tail] = "" if tail in tails else name
        return tails

    def called(self, address: str) -> str:
        """Give the name of the file that a post names; the address if there is none."""
        if address not in self._found:
            self._found[address] = self._looked_up(address)
        return self._found[address]

    def _looked_up(self, address: str) -> str:
        if address.startswith(ADDRESSES):
            return address
        plain = mended_text(unquote(address)).removeprefix("./")
        while plain.startswith("../"):
            plain = plain.removeprefix("../")
        for form in dict.fromkeys((address, unquote(address), plain)):
            for root in self._roots:
                if f"{root}{form}" in self.export.members:
                    return f"{root}{form}"
        return self._tails.get(_tail(plain)) or plain


def _tail(name: str) -> str:
    return "/".join(mended_text(name).replace("'", "_").split("/")[-2:])


def kind_of(name: str) -> Kind:
    """Tell what a file is about by its folder and the beginning of its name."""
    path = PurePosixPath(mended_text(name))
    folders, stem = path.parts[:-1], path.stem
    if folder_is(folders, "messages"):
        return Kind.MESSAGES
    if folder_is(folders, "events"):
        return Kind.EVENTS
    if begins_as_one_of(stem, "files", "updates"):
        return Kind.UPDATES
    return _kind_in(folders[-1:], stem)


def _kind_in(folder: tuple[str, ...], stem: str) -> Kind:
    if folder_is(folder, "profile") and begins_as_one_of(stem, "files", "profile"):
        return Kind.PROFILE
    if folder_is(folder, "albums"):
        return Kind.ALBUM
    if folder_is(folder, "posts"):
        unread = begins_as_one_of(stem, "files", "unread_posts")
        return Kind.OTHER if unread else Kind.POSTS
    if folder_is(folder, "comments"):
        unread = begins_as_one_of(stem, "files", "unread_comments")
        return Kind.OTHER if unread else Kind.COMMENTS
    return Kind.POSTS if folder_is(folder, "reviews") else Kind.OTHER
