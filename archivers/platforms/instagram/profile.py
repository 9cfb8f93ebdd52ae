# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads an account's profile from what Instagram's API says of it.

There is no cover picture. A field that the API does not give is one that the owner has
left empty: it leaves out what is empty.
https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user
"""

from archivers.api.graph import Row
from archivers.api.graph.rows import number, words
from archivers.api.platform import Errand, ProfileSight
from archivers.picture_keys import key_of
from archivers.platforms.instagram.doors import Door, demand_own
from archivers.text import one_line, paragraphs
from schemas.profile import Picture, Profile

_FIELDS = ("name", "about", "avatar", "links", "handle", "platform_id")
SOURCES = dict.fromkeys(_FIELDS, "graph:ig-user")
COUNTERS = {
    "posts": "media_count",
    "followers": "followers_count",
    "following": "follows_count",
}


def look_up(door: Door, errand: Errand) -> tuple[Row, ProfileSight]:
    """Ask for the profile: one question.

    Raises:
        NeedsPerson: the account is gone, the key opens another or is no longer good.
        Unavailable: the platform is down or asks us to wait.
    """
    row, answer = door.graph.get(door.node, door.graph.spec.of("profile"))
    if not words(row, "id") or not words(row, "username"):
        raise door.graph.not_understood()
    demand_own(row, errand)
    sight = ProfileSight(
        profile=profile_of(row),
        sources=SOURCES,
        counters=_counters(row),
        answers=(answer,),
    )
    return row, sight


def profile_of(row: Row) -> Profile:
    """Make the profile; its picture is named, not fetched."""
    address, website = words(row, "profile_picture_url"), words(row, "website")
    handle = words(row, "username")
    return Profile(
        name=one_line(words(row, "name")) or handle,
        about=paragraphs(words(row, "biography")),
        avatar=Picture(url=address, key=key_of(address) if address else None),
        links=(website,) if website else (),
        handle=handle,
        platform_id=words(row, "user_id") or words(row, "id"),
    )


def _counters(row: Row) -> dict[str, int]:
    counts = {name: number(row, field) for name, field in COUNTERS.items()}
    return {name: count for name, count in counts.items() if count is not None}
