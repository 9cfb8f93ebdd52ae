# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The answers of Bluesky's servers, as far as they are read.

The names are those of the network's own definitions (lexicons); what is not named here
is left to the recording. https://docs.bsky.app/docs/category/http-reference
"""

from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Raw = dict[str, Any]
UNCONFIRMED = "handle.invalid"
"""What views show in the place of a handle that does not answer for its account."""


class Shape(BaseModel):
    """Something in an answer."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True
    )


class Fault(Shape):
    """An error: its name tells more than the status code, which is always 400."""

    error: str = ""
    message: str = ""


class Actor(Shape):
    """An account as views show it."""

    did: str
    handle: str
    display_name: str = ""


class ActorProfile(Actor):
    """An account's profile as views show it."""

    description: str = ""
    avatar: str = ""
    banner: str = ""
    website: str = ""
    posts_count: int | None = None
    followers_count: int | None = None
    follows_count: int | None = None

    @property
    def known_handle(self) -> str | None:
        """The handle; None while the network cannot confirm it, which may pass."""
        return None if self.handle == UNCONFIRMED else self.handle

    @property
    def counters(self) -> dict[str, int]:
        """The counts that are shown beside the profile."""
        counts = {
            "posts": self.posts_count,
            "followers": self.followers_count,
            "following": self.follows_count,
        }
        return {name: count for name, count in counts.items() if count is not None}


class ActorProfiles(Shape):
    """The profiles of those among some accounts that are shown."""

    profiles: tuple[ActorProfile, ...]


class Service(Shape):
    """A server that an account names."""

    id: str
    service_endpoint: str | Raw = ""


class Identity(Shape):
    """An account's entry in the directory (DID document)."""

    id: str
    also_known_as: tuple[str, ...] = ()
    service: tuple[Service, ...] = ()

    @property
    def data_server(self) -> str:
        """The address of the server that holds the account's repository (PDS)."""
        for service in self.service:
            address = service.service_endpoint
            if service.id.endswith("#atproto_pds") and isinstance(address, str):
                return address.rstrip("/")
        return ""


class RepoStatus(Shape):
    """Whether an account's repository is open, and its revision."""

    active: bool
    status: str = ""
    rev: str | None = None


class StoredRecord(Shape):
    """A record with its name."""

    uri: str
    value: Raw


class Post(Shape):
    """A post or reply as views show it."""

    uri: str
    author: Actor
    record: Raw
    embed: Raw = Field(default_factory=dict)
    reply_count: int = 0
    indexed_at: str = ""


class Reason(Shape):
    """Why a post stands in a feed: it was shared or pinned."""

    kind: str = Field(default="", validation_alias="$type")


class FeedEntry(Shape):
    """A post in a feed."""

    post: Post
    reason: Reason | None = None


class Feed(Shape):
    """A page of a feed."""

    feed: tuple[FeedEntry, ...]
    cursor: str | None = None


class ThreadNode(Shape):
    """A post in a thread, or what stands in the place of one that is not shown."""

    post: Post | None = None
    replies: tuple["ThreadNode", ...] | None = None
    not_found: bool = False
    blocked: bool = False


class Thread(Shape):
    """A post with what was answered to it."""

    thread: ThreadNode


class Blob(Shape):
    """A reference to a picture or film by its checksum."""

    kind: Literal["blob"] = Field(validation_alias=AliasChoices("$type", "kind"))
    ref: dict[str, str]
    mime_type: str = ""

    @property
    def cid(self) -> str:
        """The checksum that names the content."""
        return self.ref.get("$link", "")
