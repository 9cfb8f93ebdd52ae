# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the profile of an account as its owner wrote it."""

from collections.abc import Callable

from pydantic import Field

from archivers.api.client import Answer
from archivers.platforms.bluesky.network import Network, error_of
from archivers.platforms.bluesky.shapes import (
    ActorProfile,
    Blob,
    Fault,
    RepoStatus,
    Shape,
)
from schemas.profile import Picture, Profile

COLLECTION = "app.bsky.actor.profile"
QUESTION = "com.atproto.repo.getRecord"
NO_RECORD = "RecordNotFound"
NO_RECORD_MESSAGE = "Could not locate record"


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

    Raises:
        NeedsPerson: an answer is not understood.
        Unavailable: the server is down or asks us to wait.
    """
    _, value = owners_word(network, seen.did)
    return profile_of(value, seen, status, picture)


def owners_word(network: Network, did: str) -> tuple[Answer, ProfileValue]:
    """Read what an owner has written in the profile, from the owner's own server.

    An error is never an empty profile; only a record that is not there is.

    Raises:
        NeedsPerson: the account is gone, or the answer is not understood.
        Unavailable: the server is down or asks us to wait.
    """
    server = network.identity(did).data_server
    answer = network.ask(server, QUESTION, repo=did, collection=COLLECTION, rkey="self")
    if not answer.is_ok and not _is_without(answer):
        raise error_of(answer)
    return answer, answer.read_as(ProfileRecord).value


def _is_without(answer: Answer) -> bool:
    """Whether the server says that the owner has written no profile."""
    fault = answer.read_as(Fault)
    return fault.error == NO_RECORD or fault.message.startswith(NO_RECORD_MESSAGE)


def profile_of(
    value: ProfileValue,
    seen: ActorProfile,
    status: RepoStatus,
    picture: Callable[[Blob | None], Picture],
) -> Profile:
    """Make the profile; a field that the owner left empty is empty, not unknown."""
    return Profile(
        name=value.display_name or seen.known_handle,
        about=value.description,
        avatar=picture(value.avatar),
        cover=picture(value.banner),
        links=(value.website,) if value.website else (),
        handle=seen.known_handle,
        platform_id=seen.did,
        revision=status.rev,
    )
