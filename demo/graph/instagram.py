# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Objects of Instagram: professional account, media, comments.

developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference: ig-user,
ig-media, ig-comment
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import ids
from graph.content import Comment, Picture, Post
from graph.faults import GraphError
from graph.media import SQUARE
from graph.nodes import Asked, Edge, Json, Node, instant, plain
from graph.query import Field
from graph.timeline import Timeline
from graph.tokens import TokenKind

Made = Mapping[str, Callable[[Field], Any]]
BASIC = ("instagram_business_basic", "instagram_basic")
COMMENTS = ("instagram_business_manage_comments", "instagram_manage_comments")
MOST_COMMENTS, MOST_LISTED = 50, 10_000
NOT_ALLOWED = "(#10) Application does not have permission for this action"


def demand(asked: Asked, *wanted: str) -> None:
    """Refuse a key that has none of some permissions.

    Raises:
        GraphError: code 10.
    """
    if not asked.token.permissions.intersection(wanted):
        raise GraphError(10, NOT_ALLOWED)


@dataclass(frozen=True)
class AccountNode:
    """The account."""

    asked: Asked
    node_id: str = ids.IG_ID
    kind = "ShadowIGUser"
    default = ()

    def fields(self) -> Made:
        """Give what makes each field."""
        profile, asked = self.asked.world.profile, self.asked
        shown = [serial for serial in profile.timeline.serials() if self._is(serial)]
        picture = Picture(f"ig-avatar-{profile.avatar}")
        values = {
            "username": profile.username,
            "name": profile.name,
            "biography": profile.biography,
            "website": profile.website,
            "followers_count": profile.followers_count,
            "follows_count": profile.follows_count,
            "media_count": len(shown),
            "profile_picture_url": (
                asked.world.media.sign(picture, SQUARE) if profile.avatar else None
            ),
        }
        edges = {"media": self._media, "stories": self._stories}
        return {**dict(plain(values)), **dict(plain(self._names())), **edges}

    def _names(self) -> Json:
        """Give the account's ids: each door has names of its own for them."""
        if self.asked.token.kind is TokenKind.INSTAGRAM:
            return {"user_id": ids.IG_ID, "account_type": "BUSINESS"}
        return {"ig_id": ids.IG_ID}

    def _is(self, serial: int) -> bool:
        return self.asked.world.profile.timeline.post(serial) is not None

    def _media(self, wanted: Field) -> Edge:
        timeline = self.asked.world.profile.timeline

        def make(serial: int) -> Node | None:
            post = timeline.post(serial)
            return MediaNode(self.asked, post) if post else None

        return Edge(self.node_id, wanted.name, listed(timeline), make)

    def _stories(self, _: Field) -> Edge:
        return Edge(self.node_id, "stories", (), lambda _: None)


@dataclass(frozen=True)
class MediaNode:
    """A post, or with `place` one of the pictures of its carousel."""

    asked: Asked
    post: Post
    place: int | None = None
    kind = "ShadowIGMedia"
    default = ()

    @property
    def node_id(self) -> str:
        """Its id."""
        if self.place is None:
            return ids.media_id(self.post.serial)
        return ids.child_id(self.post.serial, self.place)

    @property
    def _picture(self) -> Picture:
        return self.post.pictures[(self.place or 1) - 1]

    def fields(self) -> Made:
        """Give what makes each field."""
        values = {
            "ig_id": self.node_id[-12:],
            "media_type": self._type(),
            "media_product_type": "FEED",
            "permalink": self._permalink(),
            "shortcode": shortcode(self.post.serial),
            "timestamp": instant(self.post.published),
            "username": self.asked.world.profile.username,
            "owner": {"id": ids.IG_ID},
        }
        made = {
            **dict(plain(values)),
            "media_url": self._media_url,
            "thumbnail_url": self._thumbnail,
        }
        return made if self.place is not None else {**made, **self._of_a_post()}

    def _of_a_post(self) -> Made:
        timeline, serial = self.asked.world.profile.timeline, self.post.serial
        comments = timeline.shown(serial, with_hidden=True)
        values = {
            "caption": self.post.text,
            "alt_text": self._picture.alt,
            "like_count": self.post.reactions.get("like", 0),
            "comments_count": len(comments),
            "is_comment_enabled": True,
            "is_shared_to_feed": True,
        }
        return {
            **dict(plain(values)),
            "children": self._children,
            "comments": self._comments,
        }

    def _type(self) -> str:
        if self.place is None and len(self.post.pictures) > 1:
            return "CAROUSEL_ALBUM"
        return "VIDEO" if self._picture.is_video else "IMAGE"

    def _permalink(self) -> str:
        code = shortcode(self.post.serial)
        return f"{self.asked.world.instagram_web}/p/{code}/"

    def _media_url(self, _: Field) -> str:
        return self.asked.world.media.sign(self._picture)

    def _thumbnail(self, _: Field) -> str | None:
        if not self._picture.is_video:
            return None
        return self.asked.world.media.sign(Picture(f"{self._picture.name}-still"))

    def _children(self, _: Field) -> Edge | None:
        count = len(self.post.pictures)
        if count < 2:  # noqa: PLR2004 - a carousel
            return None
        return Edge(
            self.node_id,
            "children",
            range(1, count + 1),
            lambda place: MediaNode(self.asked, self.post, place),
            is_falling=False,
            is_paged=False,
        )

    def _shown(self) -> list[Comment]:
        if self.post.is_age_restricted:
            return []
        timeline = self.asked.world.profile.timeline
        return timeline.shown(self.post.serial, with_hidden=True)

    def _comments(self, _: Field) -> Edge:
        """Give the comments that answer the post itself, newest first.

        Those on what is shown to adults only are given to nobody.
        """
        demand(self.asked, *COMMENTS)
        there = {one.number: one for one in self._shown() if one.parent is None}
        return comment_edge(self, "comments", there, is_falling=True)


@dataclass(frozen=True)
class CommentNode:
    """A comment, or an answer to one."""

    asked: Asked
    post: Post
    comment: Comment
    kind = "ShadowIGComment"
    default = ("text", "timestamp")

    @property
    def node_id(self) -> str:
        """Its id."""
        return ids.ig_comment_id(self.post.serial, self.comment.number)

    def fields(self) -> Made:
        """Give what makes each field."""
        comment, serial = self.comment, self.post.serial
        parent = comment.parent
        values = {
            "text": comment.text,
            "timestamp": instant(comment.published),
            "username": self._writer()["username"],
            "from": self._writer(),
            "hidden": comment.is_hidden,
            "like_count": comment.likes,
            "parent_id": ids.ig_comment_id(serial, parent) if parent else None,
            "media": {"id": ids.media_id(serial), "media_product_type": "FEED"},
            "user": {"id": ids.IG_ID} if comment.author is None else None,
        }
        return {**dict(plain(values)), "replies": self._replies}

    def _writer(self) -> Json:
        author = self.comment.author
        if author is None:
            return {"id": ids.IG_ID, "username": self.asked.world.profile.username}
        return {"id": f"17{author.person_id}", "username": author.username}

    def _replies(self, _: Field) -> Edge:
        timeline = self.asked.world.profile.timeline
        shown = timeline.shown(self.post.serial, with_hidden=True)
        number = self.comment.number
        there = {one.number: one for one in shown if one.parent == number}
        return comment_edge(self, "replies", there, is_falling=False)


def comment_edge(
    owner: MediaNode | CommentNode,
    name: str,
    there: Mapping[int, Comment],
    *,
    is_falling: bool,
) -> Edge:
    """Give the comments below something; at most fifty are given in a page."""
    asked, post = owner.asked, owner.post

    def make(number: int) -> Node | None:
        return CommentNode(asked, post, there[number])

    keys = sorted(there, reverse=is_falling)
    return Edge(
        owner.node_id, name, keys, make, is_falling=is_falling, most=MOST_COMMENTS
    )


def listed(timeline: Timeline) -> Sequence[int]:
    """Give the serials of the posts that the list of them holds: the newest."""
    return timeline.serials()[:MOST_LISTED]


def shortcode(serial: int) -> str:
    """Give the short name of a post, as it stands in addresses."""
    return f"DAlvmala{serial:05d}"


def find(asked: Asked, node_id: str) -> Node | None:
    """Find an object by its id.

    Raises:
        GraphError: the key does not open it.
    """
    profile = asked.world.profile
    if node_id in {ids.IG_ID, ids.IG_SCOPED_ID}:
        demand(asked, *BASIC)
        return None if profile.is_gone else AccountNode(asked, node_id)
    found = ids.on_instagram(node_id)
    if found is None or profile.is_gone:
        return None
    demand(asked, *BASIC)
    post = profile.timeline.post(found.serial)
    return _below(asked, found, post) if post else None


def _below(asked: Asked, found: ids.Reference, post: Post) -> Node | None:
    if found.kind is ids.Kind.POST:
        return MediaNode(asked, post)
    if found.kind is ids.Kind.PHOTO:
        is_there = 1 <= found.number <= len(post.pictures)
        return MediaNode(asked, post, found.number) if is_there else None
    demand(asked, *COMMENTS)
    comment = asked.world.profile.timeline.comment(found.serial, found.number)
    return CommentNode(asked, post, comment) if comment else None
