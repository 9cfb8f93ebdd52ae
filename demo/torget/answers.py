# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the programming interface answers; no transport here."""

import base64
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from torget.content import Comment, Content, Picture, Post
from torget.media import AddressBook
from torget.pictures import ORIGINAL, WIDTHS
from torget.state import SiteState

Json = dict[str, Any]
Entry = TypeVar("Entry")

POSTS_A_PAGE = 6
COMMENTS_A_PAGE = 10
EXCERPT = 280
OK, NOT_FOUND = 200, 404
GONE: Json = {"code": "ACCOUNT_NOT_FOUND", "message": "Kontot finns inte längre"}
NO_POST: Json = {"code": "POST_NOT_FOUND", "message": "Inlägget finns inte"}


@dataclass(frozen=True)
class Answers:
    """Answers each operation from content and state; `visitor` makes cookie values."""

    content: Content
    state: SiteState
    book: AddressBook
    visitor: Callable[[], str]

    def start(self) -> Json:
        """Tell what the page must know before it fetches anything."""
        return {"cookie_wall": "cookie-wall" in self.state.walls, "locale": "sv-SE"}

    def answer(self, operation: str, variables: Mapping[str, Any]) -> tuple[int, Json]:
        """Answer an operation by name with status and data.

        Raises:
            KeyError: there is no such operation, or a variable is lacking.
        """
        if variables["handle"] != self.content.account.handle or not self.state.active:
            return NOT_FOUND, GONE
        if operation == "Profile":
            return OK, {"Profile": self._profile()}
        if operation == "Feed":
            return OK, {"Feed": self._feed(variables.get("cursor"))}
        post = self.content.post(variables["post"])
        if post is None:
            return NOT_FOUND, NO_POST
        return OK, {operation: self._about_post(operation, post, variables)}

    def topics(self) -> Json:
        """Give words for the worker to count."""
        words = Counter(
            word
            for post in self.content.posts
            for word in set(re.findall(r"[a-zåäö]{7,}", post.text.lower()))
        )
        ranked = sorted(words.items(), key=lambda item: (-item[1], item[0]))
        return {"words": ranked[:60]}

    def _about_post(
        self, operation: str, post: Post, variables: Mapping[str, Any]
    ) -> Json:
        if operation == "Post":
            return self._post(post, whole=True)
        if operation == "FullText":
            return {"text": post.text}
        if operation == "Reactions":
            return {"likes": int(post.post_id) % 173, "comments": post.comment_count()}
        if operation == "Comments":
            return self._comments(post, variables.get("cursor"))
        raise KeyError(operation)

    def _profile(self) -> Json:
        account, versions = self.content.account, self.state.versions
        avatar, cover = (f"{kind}-{versions[kind]}" for kind in ("avatar", "cover"))
        return {
            "id": account.account_id,
            "handle": account.handle,
            "name": account.names[versions["name"]],
            "about": account.abouts[versions["about"]],
            "category": account.category,
            "links": list(account.links),
            "avatar": self.book.sign(f"/bild/{avatar}/640.png"),
            "cover": self.book.sign(f"/bild/{cover}/1600.png"),
            "posts": len(self.content.posts),
            "followers": account.followers,
        }

    def _author(self) -> Json:
        versions = self.state.versions
        avatar = f"/bild/avatar-{versions['avatar']}/160.png"
        return {
            "name": self.content.account.names[versions["name"]],
            "avatar": self.book.sign(avatar),
        }

    def _feed(self, cursor: str | None) -> Json:
        posts, following = _page(self.content.posts, cursor, POSTS_A_PAGE)
        return {
            "edges": [self._post(post, whole=False) for post in posts],
            "page_info": {
                "end_cursor": following,
                "has_next_page": following is not None,
            },
        }

    def _post(self, post: Post, *, whole: bool) -> Json:
        is_cut = not whole and len(post.text) > EXCERPT
        text = post.text[:EXCERPT].rsplit(" ", 1)[0] + " …" if is_cut else post.text
        return {
            "id": post.post_id,
            "author": self._author(),
            "text": text,
            "is_cut": is_cut,
            "published": _instant(post.published),
            "pictures": [self._picture(picture) for picture in post.pictures],
            "links": [self._link(post, place) for place in range(len(post.links))],
            "video": self._video(post),
            "comments": post.comment_count(),
        }

    def _picture(self, picture: Picture) -> Json:
        base = f"/bild/{picture.picture_id}"
        entry = base
        if int(picture.picture_id) % 5 == 0:  # some lie behind a redirect
            entry = f"/hamta/{picture.picture_id}"
        kind = picture.file_type
        widths = () if picture.is_heavy else WIDTHS
        original = self.book.sign(
            f"{entry if picture.is_heavy else base}/{ORIGINAL}.{kind}"
        )
        return {
            "alt": picture.alt,
            "original": original,
            "sources": [
                {"width": width, "url": self.book.sign(f"{entry}/{width}.{kind}")}
                for width in widths
            ],
        }

    def _link(self, post: Post, place: int) -> Json:
        link = post.links[place]
        missing = self.book.sign(f"/bild/saknas-{post.post_id}/480.jpg")
        return {
            "url": link.url,
            "title": link.title,
            "picture": missing if link.picture_missing else None,
        }

    def _video(self, post: Post) -> Json | None:
        if post.video is None:
            return None
        return {"url": self.book.sign(f"/film/{post.video}"), "alt": post.video_alt}

    def _comments(self, post: Post, cursor: str | None) -> Json:
        comments, following = _page(post.comments, cursor, COMMENTS_A_PAGE)
        return {
            "edges": [self._comment(comment) for comment in comments],
            "page_info": {
                "end_cursor": following,
                "has_next_page": following is not None,
            },
        }

    def _comment(self, comment: Comment) -> Json:
        return {
            "id": comment.comment_id,
            "author": comment.author or self._author()["name"],
            "is_by_account": comment.author is None,
            "text": comment.text,
            "published": _instant(comment.published),
            "replies": [self._comment(reply) for reply in comment.replies],
        }


def _page(
    entries: Sequence[Entry], cursor: str | None, size: int
) -> tuple[Sequence[Entry], str | None]:
    start = int(base64.urlsafe_b64decode(cursor)) if cursor else 0
    end = start + size
    following = base64.urlsafe_b64encode(str(end).encode()).decode()
    return entries[start:end], following if end < len(entries) else None


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
