# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small world of posts and comments, and where Facebook's export puts it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from exports.facebook_words import Words

ACTIVITY = "this_profile's_activity_across_facebook/"
MADE = datetime(2026, 11, 3, 9, 14, tzinfo=UTC)


@dataclass(frozen=True)
class FacebookMedia:
    """A picture or film: the name of its file, its bytes, and what stands below it.

    Without `content` the export names it and does not have it.
    """

    name: str
    content: bytes | None
    caption: str = ""


@dataclass(frozen=True)
class FacebookPost:
    """A post of the page; `edited` is when it was last changed."""

    text: str
    published: datetime
    media: tuple[FacebookMedia, ...] = ()
    link: str = ""
    place: str = ""
    edited: datetime | None = None


@dataclass(frozen=True)
class FacebookComment:
    """A comment that the page itself wrote, on its own post or on that of another.

    `whose` is the other's name; empty when the page answered below its own post.
    """

    text: str
    published: datetime
    whose: str = ""
    is_reply: bool = False


@dataclass(frozen=True)
class FacebookAlbum:
    """An album with pictures that no post shows."""

    name: str
    about: str
    changed: datetime
    media: tuple[FacebookMedia, ...]


@dataclass(frozen=True)
class FacebookWorld:
    """A page and all that its owner's export holds of it.

    `avatar` and `cover` are the pictures that it has had, the newest first, `made` is
    when the export was made, and `conversations` counts those in its inbox.
    """

    name: str
    username: str
    about: str = ""
    website: str = ""
    email: str = ""
    posts: tuple[FacebookPost, ...] = ()
    comments: tuple[FacebookComment, ...] = ()
    albums: tuple[FacebookAlbum, ...] = ()
    avatar: tuple[FacebookMedia, ...] = ()
    cover: tuple[FacebookMedia, ...] = ()
    conversations: int = 0
    made: datetime = MADE


@dataclass(frozen=True)
class Places:
    """Where the files of a layout lie; names without their endings."""

    layout: str
    posts: str
    comments: str
    albums: str
    media: str
    profile: str
    messages: str
    events: str

    @classmethod
    def of(cls, layout: str) -> "Places":
        """Give the places of a layout."""
        if layout == "old":
            return cls(
                layout,
                posts="posts/your_posts_1",
                comments="comments/comments",
                albums="photos_and_videos/album",
                media="photos_and_videos",
                profile="profile_information/profile_information",
                messages="messages/inbox",
                events="events/your_events",
            )
        return cls(
            layout,
            posts=f"{ACTIVITY}posts/profile_posts_1",
            comments=f"{ACTIVITY}comments_and_reactions/comments",
            albums=f"{ACTIVITY}posts/album",
            media=f"{ACTIVITY}posts/media",
            profile="personal_information/profile_information/profile_information",
            messages=f"{ACTIVITY}messages/inbox",
            events=f"{ACTIVITY}events/events",
        )

    def of_media(self, media: FacebookMedia) -> str:
        """Give the name of a picture's file in the export."""
        return f"{self.media}/{media.name}"


def every_album(world: FacebookWorld, words: Words) -> Iterator[FacebookAlbum]:
    """Give the albums, with those that Facebook itself makes first."""
    if world.avatar:
        yield FacebookAlbum(words.avatars, "", world.made, world.avatar)
    if world.cover:
        yield FacebookAlbum(words.covers, "", world.made, world.cover)
    yield from world.albums
