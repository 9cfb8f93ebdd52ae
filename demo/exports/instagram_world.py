# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small world of posts, stories and comments, and what Instagram calls its fields."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class InstagramMedia:
    """A picture or film: the name of its file, and its bytes.

    Without `content` the export names it and does not have it.
    """

    name: str
    content: bytes | None


@dataclass(frozen=True)
class InstagramPost:
    """A post or story, and into which file the export puts it.

    `kind` is "posts", "reels", "igtv_videos", "archived_posts", "stories" or
    "recently_deleted_content".
    """

    text: str
    published: datetime
    media: tuple[InstagramMedia, ...]
    kind: str = "posts"


@dataclass(frozen=True)
class InstagramComment:
    """A comment that the account wrote, and the user name of whose post it is under."""

    text: str
    published: datetime
    owner: str
    is_on_reel: bool = False


@dataclass(frozen=True)
class InstagramWorld:
    """An account and all that its owner's export holds of it.

    `avatars` are the pictures that it has had, the newest first, `renamed` the user
    name that it had before and when it was changed, and `conversations` counts those
    in its inbox.
    """

    username: str
    name: str
    about: str = ""
    website: str = ""
    posts: tuple[InstagramPost, ...] = ()
    comments: tuple[InstagramComment, ...] = ()
    avatars: tuple[InstagramMedia, ...] = ()
    renamed: tuple[str, datetime] | None = None
    conversations: int = 0


@dataclass(frozen=True)
class Words:
    """The names of fields in a language."""

    username: str
    name: str
    about: str
    website: str
    photo: str
    email: str
    changed: str
    before: str
    after: str
    change_date: str
    comment: str
    owner: str
    time: str


WORDS = {
    "en": Words(
        username="Username",
        name="Name",
        about="Bio",
        website="Website",
        photo="Profile Photo",
        email="Email",
        changed="Changed",
        before="Previous Value",
        after="New Value",
        change_date="Change Date",
        comment="Comment",
        owner="Media Owner",
        time="Time",
    ),
    "sv": Words(
        username="Användarnamn",
        name="Namn",
        about="Biografi",
        website="Webbplats",
        photo="Profilbild",
        email="E-post",
        changed="Ändrat",
        before="Tidigare värde",
        after="Nytt värde",
        change_date="Ändringsdatum",
        comment="Kommentar",
        owner="Medieägare",
        time="Tid",
    ),
    "is": Words(
        username="Notandanafn",
        name="Fullt nafn",
        about="Æviágrip",
        website="Vefsvæði",
        photo="Prófílmynd",
        email="Netfang",
        changed="Breytt",
        before="Fyrra gildi",
        after="Nýtt gildi",
        change_date="Dagsetning breytingar",
        comment="Ummæli",
        owner="Eigandi efnis",
        time="Tími",
    ),
}
"""Icelandic is here as a language that no reader has a list for."""
