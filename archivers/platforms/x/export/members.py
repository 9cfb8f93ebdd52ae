# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which files of X's archive are read, and as what.

Most lie in `data`; in the oldest archives they lay beside it. Large files come in
parts: `tweets.js`, then `tweets-part1.js`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from archivers.owner_export.opened import ExportMemberInfo, OwnerExport


class Content(Enum):
    """What a file of the archive holds."""

    MANIFEST = "manifest"
    ACCOUNT = "account"
    PROFILE = "profile"
    RENAMES = "renames"
    POSTS = "posts"
    COMMUNITY_POSTS = "posts in communities"
    LONG_TEXTS = "long texts"
    DELETED = "deleted posts"
    MESSAGES = "messages"


POSTS = (Content.POSTS, Content.COMMUNITY_POSTS)

_NAMES = {
    Content.MANIFEST: r"manifest",
    Content.ACCOUNT: r"account",
    Content.PROFILE: r"profile",
    Content.RENAMES: r"screen-name-change",
    Content.POSTS: r"tweets?",
    Content.COMMUNITY_POSTS: r"community-tweets?",
    Content.LONG_TEXTS: r"note-tweets?",
    Content.DELETED: r"deleted-tweets?",
    Content.MESSAGES: r"direct-messages?(?:-group)?",
}
_FOLDER = r"(?P<folder>(?:.+?/)??(?:data/)?)"
_PATTERNS = tuple(
    (content, re.compile(rf"{_FOLDER}{name}(?:-part(?P<part>\d+))?\.js"))
    for content, name in _NAMES.items()
)
_MEDIA = re.compile(
    r"(?:.+/)?(?P<folder>(?:tweets?|community_tweets?|profile)_media)/(?P<file>[^/]+)"
)
_OF_PROFILE = "profile_media"


@dataclass(frozen=True)
class Members:
    """The files of an archive that are known, by what they hold, each in part order.

    `media` are the pictures and films of posts, and `profile_media` those of the
    profile: full names by the part of the name after the folder.
    """

    by_content: Mapping[Content, tuple[ExportMemberInfo, ...]]
    media: Mapping[str, str]
    profile_media: Mapping[str, str]

    def holding(self, *contents: Content) -> Iterator[ExportMemberInfo]:
        """Give the files that hold something."""
        for content in contents:
            yield from self.by_content.get(content, ())

    @property
    def is_older(self) -> bool:
        """Whether it has the form that archives had until 2022."""
        names = (info.name for info in self.holding(Content.POSTS))
        return any(re.search(r"(?:^|/)tweet(?:-part\d+)?\.js$", name) for name in names)


def members_of(export: OwnerExport) -> Members:
    """Find the files that are known."""
    found: dict[Content, list[tuple[int, ExportMemberInfo]]] = {}
    media: dict[str, str] = {}
    profile_media: dict[str, str] = {}
    for name in sorted(export.members):
        match = _MEDIA.fullmatch(name)
        if match is not None:
            kept = profile_media if match["folder"] == _OF_PROFILE else media
            kept[match["file"]] = name
        elif name.endswith(".js"):
            for content, part in _known(name):
                found.setdefault(content, []).append((part, export.members[name]))
    listed = {
        content: tuple(info for _, info in sorted(each, key=lambda pair: pair[0]))
        for content, each in found.items()
    }
    return Members(listed, media, profile_media)


def _known(name: str) -> Iterator[tuple[Content, int]]:
    for content, pattern in _PATTERNS:
        match = pattern.fullmatch(name)
        if match is not None:
            yield content, int(match["part"] or 0)
