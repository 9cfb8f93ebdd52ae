# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Posts on a Facebook page, what is attached to them, and the comments below.

developers.facebook.com/docs/graph-api/reference: page-post, comment, photo, video
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graph import ids
from graph.content import Comment, Person, Picture, Post
from graph.media import ORIGINAL, REDUCED
from graph.nodes import Asked, Edge, Json, Node, instant, plain
from graph.query import Field

Made = Mapping[str, Callable[[Field], Any]]
READ_OTHERS = "pages_read_user_content"


@dataclass(frozen=True)
class PostNode:
    """A post of the page, or of a visitor on it."""

    asked: Asked
    post: Post
    kind = "Post"
    default = ("created_time", "message", "story")

    @property
    def node_id(self) -> str:
        """Its id."""
        return ids.post_id(self.post.serial)

    def fields(self) -> Made:
        """Give what makes each field."""
        post, asked = self.post, self.asked
        timeline = asked.world.page.timeline
        values = {
            "message": post.text,
            "story": post.story,
            "created_time": instant(post.published),
            "updated_time": instant(
                timeline.edited((post.serial, 0)) or post.published
            ),
            "from": signed(asked, post.author),
            "permalink_url": address_of(asked, post),
            "is_hidden": post.is_hidden,
            "is_published": True,
            "is_expired": False,
            "status_type": _status_type(post),
            "shares": {"count": post.serial % 5} if post.serial % 5 else None,
        }
        return {
            **dict(plain(values)),
            "full_picture": self._full_picture,
            "attachments": self._attachments,
            "comments": self._comments,
            "reactions": self._reactions,
            "likes": self._likes,
        }

    def _full_picture(self, _: Field) -> str | None:
        pictures = self.post.pictures
        if not pictures:
            return None
        return self.asked.world.media.sign(_still(pictures[0]), ORIGINAL, REDUCED)

    def _attachments(self, _: Field) -> Edge | None:
        post = self.post
        if not post.pictures and not post.link:
            return None
        node = AttachmentNode(self.asked, post)
        return Edge(self.node_id, "attachments", (1,), lambda _: node, is_paged=False)

    def _comments(self, wanted: Field) -> Edge:
        return comments_of(self.asked, self.post, None, wanted.modifiers)

    def _reactions(self, wanted: Field) -> Edge:
        kind = wanted.modifiers.get("type")
        counts = self.post.reactions
        total = counts.get(kind, 0) if kind else sum(counts.values())
        return self._counted("reactions", total, {"viewer_reaction": "NONE"})

    def _likes(self, _: Field) -> Edge:
        total = sum(self.post.reactions.values())
        return self._counted("likes", total, {"can_like": True, "has_liked": False})

    def _counted(self, name: str, total: int, more: Json) -> Edge:
        """Give an edge that tells how many, and not who."""
        summary = {"total_count": total, **more}
        return Edge(self.node_id, name, (), lambda _: None, summary=summary)


@dataclass(frozen=True)
class AttachmentNode:
    """What a post shows below its text: a picture, an album, a film or a link."""

    asked: Asked
    post: Post
    place: int | None = None
    kind = "StoryAttachment"
    default = ("media", "media_type", "target", "title", "type", "url", "description")
    node_id = ""
    """An attachment has no id of its own; what it shows has."""

    @property
    def _shown(self) -> str:
        """The id of what it shows."""
        return ids.photo_id(self.post.serial, self.place or 1)

    def fields(self) -> Made:
        """Give what makes each field."""
        pictures = self.post.pictures
        is_album = self.place is None and len(pictures) > 1
        picture = pictures[(self.place or 1) - 1] if pictures else None
        values = {
            "media_type": _media_type(picture, is_album=is_album),
            "type": _media_type(picture, is_album=is_album).replace("link", "share"),
            "title": "" if picture else self.post.link_title,
            "description": picture.alt if picture else "",
            "media": self._media(picture) if picture else None,
            "target": {"id": self._shown, "url": self._url(picture)},
            "url": self._url(picture),
            "unshimmed_url": self._url(picture),
        }
        return {**dict(plain(values)), "subattachments": self._inner}

    def _media(self, picture: Picture) -> Json:
        sign = self.asked.world.media.sign
        image = {
            "height": 480,
            "src": sign(_still(picture), ORIGINAL, REDUCED),
            "width": REDUCED,
        }
        source = {"source": sign(picture)} if picture.is_video else {}
        return {"image": image, **source}

    def _url(self, picture: Picture | None) -> str:
        if picture is None:
            return self.post.link
        kind = "videos" if picture.is_video else "photos"
        page = self.asked.world.page
        return f"{web(self.asked)}/{page.username}/{kind}/{self._shown}/"

    def _inner(self, _: Field) -> Edge | None:
        """Give the pictures of an album."""
        pictures = self.post.pictures
        if self.place is not None or len(pictures) < 2:  # noqa: PLR2004 - an album
            return None
        places = range(1, len(pictures) + 1)
        return Edge(
            self._shown,
            "subattachments",
            places,
            lambda place: AttachmentNode(self.asked, self.post, place),
            is_falling=False,
            is_paged=False,
        )


@dataclass(frozen=True)
class CommentNode:
    """A comment on a post, or an answer to one."""

    asked: Asked
    post: Post
    comment: Comment
    kind = "Comment"
    default = ("created_time", "from", "message")

    @property
    def node_id(self) -> str:
        """Its id."""
        return ids.comment_id(self.post.serial, self.comment.number)

    def fields(self) -> Made:
        """Give what makes each field."""
        comment, asked = self.comment, self.asked
        is_own = comment.author is None
        number = ids.comment_number(self.post.serial, comment.number)
        values = {
            "message": comment.text,
            "created_time": instant(comment.published),
            "from": (
                signed(asked, comment.author)
                if is_own or asked.token.moderates
                else None
            ),
            "permalink_url": f"{address_of(asked, self.post)}?comment_id={number}",
            "is_hidden": comment.is_hidden,
            "is_private": comment.is_private,
            "can_hide": asked.token.moderates and not is_own,
            "can_remove": asked.token.moderates,
            "like_count": comment.likes,
            "user_likes": False,
        }
        return {
            **dict(plain(values)),
            "comment_count": self._count,
            "parent": self._parent,
            "object": self._object,
            "attachment": self._attachment,
            "comments": self._comments,
            "reactions": self._reactions,
        }

    def _count(self, _: Field) -> int:
        timeline = self.asked.world.page.timeline
        with_hidden = self.asked.token.moderates
        shown = timeline.shown(self.post.serial, with_hidden=with_hidden)
        return sum(one.parent == self.comment.number for one in shown)

    def _parent(self, _: Field) -> Node | None:
        if self.comment.parent is None:
            return None
        serial, timeline = self.post.serial, self.asked.world.page.timeline
        above = timeline.comment(serial, self.comment.parent)
        return CommentNode(self.asked, self.post, above) if above else None

    def _object(self, _: Field) -> Node:
        return PostNode(self.asked, self.post)

    def _attachment(self, _: Field) -> Json | None:
        picture, serial = self.comment.picture, self.post.serial
        if picture is None:
            return None
        sign = self.asked.world.media.sign
        photo = ids.comment_photo_id(serial, self.comment.number)
        url = f"{web(self.asked)}/photo.php?fbid={photo}"
        image = {"height": 480, "src": sign(_still(picture)), "width": REDUCED}
        return {
            "media": {"image": image},
            "target": {"id": photo, "url": url},
            "type": "photo",
            "url": url,
        }

    def _comments(self, wanted: Field) -> Edge:
        number = self.comment.number
        return comments_of(self.asked, self.post, number, wanted.modifiers)

    def _reactions(self, _: Field) -> Edge:
        summary = {"total_count": self.comment.likes, "viewer_reaction": "NONE"}
        return Edge(self.node_id, "reactions", (), lambda _: None, summary=summary)


@dataclass(frozen=True)
class PhotoNode:
    """A picture or film by its own id, where its original is."""

    asked: Asked
    node_id: str
    picture: Picture
    post: Post
    default = ("created_time", "name")

    @property
    def kind(self) -> str:
        """Its kind."""
        return "Video" if self.picture.is_video else "Photo"

    def fields(self) -> Made:
        """Give what makes each field."""
        sign, picture = self.asked.world.media.sign, self.picture
        values: Json = {
            "created_time": instant(self.post.published),
            "updated_time": instant(self.post.published),
            "permalink_url": address_of(self.asked, self.post),
        }
        if picture.is_video:
            values |= {
                "source": sign(picture),
                "description": self.post.text,
                "length": 4,
                "picture": sign(_still(picture)),
                "format": [],
            }
            return dict(plain(values))
        values |= {
            "name": self.post.text,
            "alt_text_custom": picture.alt,
            "link": address_of(self.asked, self.post),
            "width": ORIGINAL[0],
            "height": ORIGINAL[1],
            "picture": sign(picture, ORIGINAL, REDUCED),
            "images": [
                {"height": 800, "source": sign(picture), "width": 1200},
                {
                    "height": 480,
                    "source": sign(picture, ORIGINAL, REDUCED),
                    "width": REDUCED,
                },
            ],
        }
        return dict(plain(values))


def comments_of(
    asked: Asked, post: Post, below: int | None, params: Mapping[str, str]
) -> Edge:
    """Give the comments of a post, or the answers to a comment.

    `filter=stream` gives all of them in the order of time, `toplevel` those that
    answer the post itself.

    Raises:
        GraphError: the key does not open what others have written.
    """
    asked.token.demand(READ_OTHERS)
    timeline, serial = asked.world.page.timeline, post.serial
    is_stream = params.get("filter", "toplevel") == "stream"
    is_falling = params.get("order") == "reverse_chronological"
    shown = timeline.shown(serial, with_hidden=asked.token.moderates)
    there = {
        one.number: one for one in shown if _belongs(one, below, is_stream=is_stream)
    }
    every = [*timeline.numbers(serial)] if is_stream and below is None else [*there]
    owner = ids.post_id(serial) if below is None else ids.comment_id(serial, below)
    summary = {
        "order": "chronological",
        "total_count": len(there),
        "can_comment": True,
    }

    def make(number: int) -> Node | None:
        found = there.get(number)
        return CommentNode(asked, post, found) if found else None

    keys = every[::-1] if is_falling else every
    return Edge(owner, "comments", keys, make, is_falling=is_falling, summary=summary)


def _belongs(comment: Comment, below: int | None, *, is_stream: bool) -> bool:
    if below is not None:
        return comment.parent == below
    return is_stream or comment.parent is None


def signed(asked: Asked, author: Person | None) -> Json:
    """Give who has written something."""
    if author is None:
        return {"name": asked.world.page.name, "id": ids.PAGE_ID}
    return {"name": author.name, "id": author.person_id}


def web(asked: Asked) -> str:
    """Give the origin of the pages."""
    return asked.world.facebook_web


def address_of(asked: Asked, post: Post) -> str:
    """Give the address of a post's own page."""
    page = asked.world.page
    return f"{web(asked)}/{page.username}/posts/{ids.post_number(post.serial)}"


def _still(picture: Picture) -> Picture:
    """Give a picture of a film, or the picture itself."""
    if picture.is_video:
        return Picture(f"{picture.name}-still", picture.alt)
    return picture


def _status_type(post: Post) -> str:
    if post.pictures:
        return "added_video" if post.pictures[0].is_video else "added_photos"
    return "shared_story" if post.link else "mobile_status_update"


def _media_type(picture: Picture | None, *, is_album: bool) -> str:
    if picture is None:
        return "link"
    if is_album:
        return "album"
    return "video" if picture.is_video else "photo"
