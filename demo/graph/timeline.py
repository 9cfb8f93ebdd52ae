# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An account's posts with what has happened since: removals, edits, hidings, more."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from graph.content import Comment, MadePosts, Person, Post

Place = tuple[int, int]
"""A post's serial and a comment's number, which is 0 for the post itself."""


@dataclass
class Timeline:
    """The posts as they were, and what is laid over them; nothing is ever moved."""

    posts: Sequence[Post]
    added: list[Post] = field(default_factory=list)
    more_comments: dict[int, list[Comment]] = field(default_factory=dict)
    deleted: set[Place] = field(default_factory=set)
    hidden: dict[Place, bool] = field(default_factory=dict)
    texts: dict[Place, tuple[str, datetime]] = field(default_factory=dict)

    def serials(self) -> range:
        """Give the serials of every post, newest first, removed ones too."""
        return range(len(self.posts) + len(self.added), 0, -1)

    def post(self, serial: int) -> Post | None:
        """Give a post as it stands now; None when it is not there."""
        if (serial, 0) in self.deleted or not 1 <= serial <= len(self.serials()):
            return None
        old = len(self.posts)
        post = (
            self.added[serial - old - 1] if serial > old else self.posts[old - serial]
        )
        text, _ = self.texts.get((serial, 0), (post.text, None))
        is_hidden = self.hidden.get((serial, 0), post.is_hidden)
        return replace(post, text=text, is_hidden=is_hidden)

    def edited(self, place: Place) -> datetime | None:
        """Give when a text was last changed."""
        found = self.texts.get(place)
        return found[1] if found else None

    def numbers(self, serial: int) -> range:
        """Give the numbers of a post's comments, oldest first, removed ones too."""
        return range(1, len(self._comments(serial)) + 1)

    def comment(self, serial: int, number: int) -> Comment | None:
        """Give a comment as it stands now; it is gone when what it answers is."""
        comments = self._comments(serial)
        if (serial, number) in self.deleted or not 1 <= number <= len(comments):
            return None
        comment = comments[number - 1]
        if comment.parent and (serial, comment.parent) in self.deleted:
            return None
        text, _ = self.texts.get((serial, number), (comment.text, None))
        is_hidden = self.hidden.get((serial, number), comment.is_hidden)
        return replace(comment, text=text, is_hidden=is_hidden)

    def shown(self, serial: int, *, with_hidden: bool) -> list[Comment]:
        """Give a post's comments as they stand now, oldest first."""
        found = (self.comment(serial, number) for number in self.numbers(serial))
        return [
            one
            for one in found
            if one is not None and (with_hidden or not one.is_hidden)
        ]

    def write(self, text: str, published: datetime, **more: object) -> int:
        """Publish a post, and give its serial."""
        serial = len(self.serials()) + 1
        self.added.append(replace(Post(serial, text, published), **more))  # type: ignore[arg-type]
        return serial

    def comment_on(
        self,
        serial: int,
        text: str,
        published: datetime,
        author: Person | None = None,
        parent: int | None = None,
    ) -> int:
        """Publish a comment, and give its number."""
        number = len(self.numbers(serial)) + 1
        made = Comment(number, text, published, author, parent)
        self.more_comments.setdefault(serial, []).append(made)
        return number

    def _comments(self, serial: int) -> Sequence[Comment]:
        old = len(self.posts)
        if serial > old:
            written = self.added[serial - old - 1].comments
        else:
            written = self.posts[old - serial].comments
        more = self.more_comments.get(serial)
        return (*written, *more) if more else written


def made(
    posts: int, comments: int, newest: datetime, *, is_pictured: bool = False
) -> Timeline:
    """Give a timeline of as many posts and comments as are wanted.

    Raises:
        ValueError: there can be no comments where there are no posts.
    """
    if posts < 1 and comments:
        message = "comments need posts to stand on"
        raise ValueError(message)
    return Timeline(MadePosts(posts, comments, newest, is_pictured) if posts else ())
