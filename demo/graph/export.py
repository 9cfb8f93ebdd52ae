# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The export that the page's owner may order: what the page itself has written."""

from collections.abc import Iterator
from pathlib import Path

from exports.facebook import (
    FacebookComment,
    FacebookMedia,
    FacebookPost,
    FacebookWorld,
    build_facebook_export,
)
from graph.content import Picture, Post
from graph.media import ORIGINAL, SQUARE, WIDE, Size, content_of, path_of
from graph.timeline import Timeline
from graph.world import World


def export_page(world: World, folder: Path, parts: int = 2) -> tuple[Path, ...]:
    """Write the page's export into a folder, in Swedish and as JSON, in some parts."""
    page, timeline = world.page, world.page.timeline
    posts = [post for post in _posts(timeline) if post.author is None]
    told = FacebookWorld(
        name=page.name,
        username=page.username,
        about=page.about,
        website=page.website,
        email=page.emails[0],
        posts=tuple(_post(post, timeline) for post in posts),
        comments=tuple(_comments(timeline)),
        avatar=(_file(Picture(f"avatar-{page.avatar}"), SQUARE),),
        cover=(_file(Picture(f"cover-{page.cover}"), WIDE),),
        conversations=1,
        made=world.now(),
    )
    folder.mkdir(parents=True, exist_ok=True)
    return build_facebook_export(folder, told, parts=parts)


def _posts(timeline: Timeline) -> Iterator[Post]:
    for serial in timeline.serials():
        post = timeline.post(serial)
        if post is not None:
            yield post


def _post(post: Post, timeline: Timeline) -> FacebookPost:
    return FacebookPost(
        text=post.text,
        published=post.published.replace(microsecond=0),
        media=tuple(_file(picture) for picture in post.pictures),
        link=post.link,
        edited=timeline.edited((post.serial, 0)),
    )


def _comments(timeline: Timeline) -> Iterator[FacebookComment]:
    """Give what the page itself has written below posts; nobody else's is in it."""
    for post in _posts(timeline):
        for comment in timeline.shown(post.serial, with_hidden=True):
            if comment.author is None:
                yield FacebookComment(
                    text=comment.text,
                    published=comment.published.replace(microsecond=0),
                    whose=post.author.name if post.author else "",
                    is_reply=comment.parent is not None,
                )


def _file(picture: Picture, size: Size = ORIGINAL) -> FacebookMedia:
    name = path_of(picture).rpartition("/")[2]
    content, _ = content_of(picture, size)
    return FacebookMedia(name, content)
