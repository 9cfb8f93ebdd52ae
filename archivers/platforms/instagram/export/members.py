# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which files of an Instagram export are read, and as what.

Since 2023 most lie in `your_instagram_activity`; before that they lay beside it. The
export may lie in a folder of its own as well, if somebody packed it anew.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from archivers.owner_export.opened import ExportMemberInfo, OwnerExport


class Content(Enum):
    """What a file of the export holds."""

    PROFILE = "profile"
    CHANGES = "changes"
    PROFILE_PHOTOS = "profile photos"
    POSTS = "posts"
    ARCHIVED = "archived posts"
    STORIES = "stories"
    COMMENTS = "comments"
    DELETED = "deleted posts"
    MESSAGES = "messages"


_ROOT = r"(?P<root>(?:.+?/)??)"
_ACTIVITY = _ROOT + r"(?:your_instagram_activity/)?"
_MEDIA = _ACTIVITY + r"(?:content|media)/"
_PERSONAL = (
    _ROOT + r"(?:personal_information|account_information)/(?:personal_information/)?"
)
_NUMBER = r"(?:_\d+)?"

_NAMES: tuple[tuple[Content, str], ...] = (
    (Content.PROFILE, _PERSONAL + r"personal_information"),
    (Content.CHANGES, _PERSONAL + r"profile_changes"),
    (Content.PROFILE_PHOTOS, _MEDIA + r"profile_photos"),
    (Content.ARCHIVED, _MEDIA + rf"archived_posts{_NUMBER}"),
    (Content.STORIES, _MEDIA + rf"stories{_NUMBER}"),
    (
        Content.POSTS,
        _MEDIA + rf"(?:posts|reels|igtv_videos|other_content|live_videos){_NUMBER}",
    ),
    (Content.DELETED, _MEDIA + rf"recently_deleted_content{_NUMBER}"),
    (
        Content.COMMENTS,
        _ACTIVITY + rf"comments/(?:post_comments|reels_comments|hype){_NUMBER}",
    ),
    (
        Content.MESSAGES,
        _ACTIVITY + r"messages/(?:inbox|message_requests|broadcast)/[^/]+/message_\d+",
    ),
)
_JSON = tuple((content, re.compile(name + r"\.json")) for content, name in _NAMES)
_HTML = tuple(re.compile(name + r"\.html") for _, name in _NAMES)


@dataclass(frozen=True)
class Members:
    """The files of an export that are known, by what they hold, each in name order.

    `roots` are the folders that addresses within the export start from.
    """

    by_content: Mapping[Content, tuple[ExportMemberInfo, ...]]
    roots: tuple[str, ...]
    is_older: bool

    @property
    def is_of_instagram(self) -> bool:
        """Whether any file is Instagram's; messages lie as in Facebook's exports."""
        return any(content is not Content.MESSAGES for content in self.by_content)

    def holding(self, *contents: Content) -> Iterator[ExportMemberInfo]:
        """Give the files that hold something."""
        for content in contents:
            yield from self.by_content.get(content, ())


def members_of(export: OwnerExport) -> Members:
    """Find the files that are known."""
    found: dict[Content, list[ExportMemberInfo]] = {}
    roots: dict[str, None] = {}
    is_older = True
    for info in export.named(".json"):
        for content, name in _JSON:
            match = name.fullmatch(info.name)
            if match is not None:
                found.setdefault(content, []).append(info)
                roots[match["root"]] = None
                is_older &= "your_instagram_activity/" not in info.name
                break
    listed = {
        content: tuple(sorted(each, key=_order)) for content, each in found.items()
    }
    return Members(listed, tuple(roots), is_older)


def is_html(export: OwnerExport) -> bool:
    """Whether it is an export of Instagram's in the form that is for reading."""
    return any(
        name.fullmatch(one.name) for one in export.named(".html") for name in _HTML
    )


def _order(info: ExportMemberInfo) -> tuple[str, int, str]:
    """Order files so that the tenth comes after the ninth."""
    match = re.fullmatch(r"(.*?)(?:_(\d+))?\.json", info.name)
    if match is None:
        return info.name, 0, info.name
    return match[1], int(match[2] or 0), info.name
