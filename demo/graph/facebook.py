# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Facebook page and the person who looks after it; finds objects by their ids.

developers.facebook.com/docs/graph-api/reference/page
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graph import ids, instagram
from graph.content import Picture, Post
from graph.facebook_posts import (
    READ_OTHERS,
    CommentNode,
    PhotoNode,
    PostNode,
    web,
)
from graph.faults import GraphError
from graph.media import SQUARE, WIDE
from graph.nodes import Asked, Edge, Json, Node, plain
from graph.query import Field
from graph.tokens import Token, TokenKind

Made = Mapping[str, Callable[[Field], Any]]
READ = "pages_read_engagement"


@dataclass(frozen=True)
class PageNode:
    """The page."""

    asked: Asked
    kind = "Page"
    default = ("name",)
    node_id = ids.PAGE_ID

    def fields(self) -> Made:
        """Give what makes each field."""
        page, asked = self.asked.world.page, self.asked
        values = {
            "name": page.name,
            "username": page.username,
            "about": page.about,
            "description": page.description,
            "general_info": page.general_info,
            "mission": "",
            "company_overview": "",
            "founded": "",
            "phone": page.phone,
            "website": page.website,
            "emails": list(page.emails),
            "single_line_address": "Torget 1, 123 45 Älvmåla, Sweden",
            "category": (
                page.category_in_swedish if asked.is_in_swedish else page.category
            ),
            "link": f"{web(asked)}/{page.username}",
            "fan_count": page.fan_count,
            "followers_count": page.fan_count + 12,
            "is_published": page.is_published,
            "verification_status": "not_verified",
            "tasks": sorted(asked.token.tasks),
        }
        edges = dict.fromkeys(("posts", "published_posts", "feed"), self._posts)
        return {
            **dict(plain(values)),
            **edges,
            "picture": self._picture,
            "cover": self._cover,
            "access_token": self._access_token,
            "instagram_business_account": self._instagram,
        }

    def _picture(self, wanted: Field) -> Json:
        number = self.asked.world.page.avatar
        picture = Picture(f"avatar-{number}")
        side = 50 if not wanted.modifiers else SQUARE[0]
        return {
            "data": {
                "height": side,
                "width": side,
                "is_silhouette": number == 0,
                "url": self.asked.world.media.sign(picture, SQUARE),
            }
        }

    def _cover(self, _: Field) -> Json | None:
        number = self.asked.world.page.cover
        if not number:
            return None
        picture = Picture(f"cover-{number}")
        cover_id = str(ids.COVERS + number)
        return {
            "cover_id": cover_id,
            "offset_x": 50,
            "offset_y": 50,
            "source": self.asked.world.media.sign(picture, WIDE),
            "id": cover_id,
        }

    def _posts(self, wanted: Field) -> Edge:
        self.asked.token.demand(READ)
        timeline = self.asked.world.page.timeline
        visitors_too = wanted.name == "feed"

        def make(serial: int) -> Node | None:
            post = timeline.post(serial)
            if post is None or (post.author is not None and not visitors_too):
                return None
            return PostNode(self.asked, post)

        serials = timeline.serials()
        return Edge(ids.PAGE_ID, wanted.name, serials, make, is_strict=True)

    def _instagram(self, _: Field) -> Node | None:
        """Give the connected account, to a key that may know of it."""
        is_open = self.asked.token.permissions.intersection(instagram.BASIC)
        return instagram.AccountNode(self.asked) if is_open else None

    def _access_token(self, _: Field) -> str | None:
        return page_token_for(self.asked)


@dataclass(frozen=True)
class UserNode:
    """The person whose key it is."""

    asked: Asked
    kind = "User"
    default = ("name",)

    @property
    def node_id(self) -> str:
        """Its id."""
        return self.asked.world.viewer.person_id

    def fields(self) -> Made:
        """Give what makes each field."""
        return {
            **dict(plain({"name": self.asked.world.viewer.name})),
            "accounts": self._accounts,
        }

    def _accounts(self, _: Field) -> Edge:
        if "pages_show_list" not in self.asked.token.permissions:
            message = "(#200) Requires pages_show_list permission to see the accounts"
            raise GraphError(200, message)
        return Edge(self.node_id, "accounts", (1,), lambda _: PageNode(self.asked))


def page_token_for(asked: Asked) -> str | None:
    """Give the page's key to somebody who manages it."""
    if asked.token.kind is TokenKind.PAGE:
        return asked.token.value
    tokens: list[Token] = list(asked.world.tokens.values())
    return next((one.value for one in tokens if one.kind is TokenKind.PAGE), None)


def find(asked: Asked, node_id: str) -> Node | None:
    """Find an object by its id, or the page by its name."""
    page = asked.world.page
    if node_id in {ids.PAGE_ID, page.username}:
        return None if page.is_gone else PageNode(asked)
    found = ids.on_facebook(node_id)
    if found is None or page.is_gone:
        return None
    post = page.timeline.post(found.serial)
    return _below(asked, found, post, node_id) if post else None


def _below(asked: Asked, found: ids.Reference, post: Post, node_id: str) -> Node | None:
    if found.kind is ids.Kind.POST:
        return PostNode(asked, post)
    if found.kind is ids.Kind.PHOTO:
        pictures = post.pictures
        if not 1 <= found.number <= len(pictures):
            return None
        return PhotoNode(asked, node_id, pictures[found.number - 1], post)
    asked.token.demand(READ_OTHERS)
    comment = asked.world.page.timeline.comment(found.serial, found.number)
    if comment is None or (comment.is_hidden and not asked.token.moderates):
        return None
    if found.kind is ids.Kind.COMMENT:
        return CommentNode(asked, post, comment)
    return PhotoNode(asked, node_id, comment.picture, post) if comment.picture else None
