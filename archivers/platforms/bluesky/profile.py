# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the profile of an account as its owner wrote it."""

from collections.abc import Callable

from pydantic import Field

from archivers.platforms.bluesky.network import Network
from archivers.platforms.bluesky.shapes import (
    ActorProfile,
    Blob,
    RepoStatus,
    Shape,
)
from schemas.profile import Picture, Profile

COLLECTION = "app.bsky.actor.profile"


class ProfileValue(Shape):
    """What an owner writes in a profile."""

    display_name: str = ""
    description: str = ""
    website: str = ""
    avatar: Blob | None = None
    banner: Blob | None = None


class ProfileRecord(Shape):
    """The record of a profile; an account without one has an empty profile."""

    value: ProfileValue = Field(default_factory=ProfileValue)


def profile_from(
    network: Network,
    seen: ActorProfile,
    status: RepoStatus,
    picture: Callable[[Blob | None], Picture],
) -> Profile:
    """Read a profile from its owner's server; `picture` names or fetches its pictures.

    A field that the owner left empty is empty, not unknown: this is the owner's word.

    Raises:
        NeedsPerson: an answer is not understood.
        Unavailable: the server is down or asks us to wait.
    """
    server = network.identity(seen.did).data_server
    answer = network.ask(
        server,
        "com.atproto.repo.getRecord",
        repo=seen.did,
        collection=COLLECTION,
        rkey="self",
    )
    record = answer.read_as(ProfileRecord)
    value = record.value
    return Profile(
        name=value.display_name or seen.handle,
        about=value.description,
        avatar=picture(value.avatar),
        cover=picture(value.banner),
        links=(value.website,) if value.website else (),
        handle=seen.handle,
        platform_id=seen.did,
        revision=status.rev,
    )
