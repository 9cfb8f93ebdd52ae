# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The profile that an export shows: its facts, and the newest of its pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from archivers.owner_export.opened import media_address
from archivers.platform import FoundProfile
from archivers.platforms.facebook.export.drafts import DraftMedia, FileDrafts
from archivers.platforms.facebook.export.facts import Facts
from archivers.platforms.facebook.export.identity import known_of
from archivers.platforms.facebook.export.labels import holds_one_of, is_one_of
from archivers.platforms.facebook.export.members import Members
from archivers.text import one_line
from schemas.profile import Picture, Profile

AVATAR, COVER = "avatar", "cover"
BEGINNING = datetime.min.replace(tzinfo=UTC)

_KEY = re.compile(r"(?:^|/)(\d+_\d+_\d+_n)(?:_\d+)?\.\w+$")
"""Meta's own name of an upload, which the addresses of its servers have too."""


@dataclass
class Portrait:
    """The pictures that the account has had, with when they came."""

    members: Members
    _pictures: dict[str, list[DraftMedia]] = field(default_factory=dict)

    def take(self, drafts: FileDrafts) -> None:
        """Take in the profile and cover pictures among what a file says."""
        for which in (AVATAR, COVER):
            for album in drafts.albums:
                if is_one_of(album.name, "albums", which):
                    self._enter(which, album.photos)
            for post in drafts.posts:
                if holds_one_of(post.title, "titles", which):
                    self._enter(which, post.media)

    def _enter(self, which: str, photos: tuple[DraftMedia, ...]) -> None:
        self._pictures.setdefault(which, []).extend(photos)

    def picture(self, which: str) -> Picture | None:
        """Give the newest; None if the export says of none."""
        name = self._newest(which)
        info = self.members.export.members.get(name)
        if info is None:
            return None
        key = _KEY.search(name)
        return Picture(
            url=media_address(info.member),
            key=key[1] if key else None,
            sha256=info.sha256 or None,
        )

    def names(self) -> frozenset[str]:
        """Name the files of the newest pictures."""
        found = {self._newest(which) for which in (AVATAR, COVER)}
        return frozenset(found & self.members.export.members.keys())

    def _newest(self, which: str) -> str:
        pictures = self._pictures.get(which, [])
        if not pictures:
            return ""
        newest = max(pictures, key=lambda one: one.created or BEGINNING)
        return self.members.called(newest.address)


def profile_of(facts: Facts, portrait: Portrait, *, is_page: bool) -> FoundProfile:
    """Make the profile; what the export does not say is unknown.

    A page's contact details are shown on it; a person's are those of the login, and
    are nobody's business.
    """
    profile = Profile(
        name=one_line(facts.name) or None,
        about=facts.about,
        avatar=portrait.picture(AVATAR),
        cover=portrait.picture(COVER),
        links=facts.websites,
        contact=facts.contact if is_page and facts.contact else None,
        handle=facts.username or known_of(facts.address).username or None,
        platform_id=known_of(facts.address).number or None,
    )
    return FoundProfile(profile, dict(_sources(profile, facts)))


def _sources(profile: Profile, facts: Facts) -> Iterator[tuple[str, str]]:
    """Say which file gave each field."""
    for name in ("name", "about", "links", "contact", "handle", "platform_id"):
        if getattr(profile, name) is not None and facts.member:
            yield name, facts.member
    for name, picture in (("avatar", profile.avatar), ("cover", profile.cover)):
        if picture is not None:
            yield name, picture.url
