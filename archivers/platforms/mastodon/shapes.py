# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The answers of Mastodon and servers that speak as it does, as far as they are read.

What is not named here is left to the recording. https://docs.joinmastodon.org/entities
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, RootModel


class Shape(BaseModel):
    """Something in an answer."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ProfileRow(Shape):
    """A row that an owner adds to the profile: a label and a value in HTML."""

    name: str = ""
    value: str = ""


class Writer(Shape):
    """An account."""

    id: str
    acct: str
    url: str = ""
    display_name: str = ""


class Profile(Writer):
    """An account with all of its profile."""

    note: str = ""
    avatar: str = ""
    header: str = ""
    fields: tuple[ProfileRow, ...] = ()
    statuses_count: int | None = None
    followers_count: int | None = None
    following_count: int | None = None
    last_status_at: str | None = None
    moved: dict[str, Any] | None = None
    suspended: bool = False


class Attachment(Shape):
    """A picture, film or sound; `url` is the server's own copy of the original."""

    type: str = ""
    url: str | None = None
    remote_url: str | None = None
    description: str | None = None


class Choice(Shape):
    """A choice of a poll."""

    title: str
    votes_count: int | None = None


class Poll(Shape):
    """A poll."""

    options: tuple[Choice, ...] = ()


class Card(Shape):
    """What a post shows of a page that it links to."""

    url: str = ""


class Status(Shape):
    """A post, a reply, or a share of one."""

    id: str
    uri: str
    url: str | None = None
    created_at: str
    edited_at: str | None = None
    in_reply_to_id: str | None = None
    content: str = ""
    spoiler_text: str = ""
    replies_count: int = 0
    account: Writer
    reblog: "Status | None" = None
    media_attachments: tuple[Attachment, ...] = ()
    poll: Poll | None = None
    card: Card | None = None


class Statuses(RootModel[tuple[Status, ...]]):
    """A page of an account's posts."""


class Context(Shape):
    """What stands before and after a post in its thread."""

    descendants: tuple[Status, ...] = Field(default=())
