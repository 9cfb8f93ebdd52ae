# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Makes the export that Instagram gives an account's owner, of a small world of posts.

Three layouts: "old" (2021, folders such as `content/` at the top), "new" (2023, all
activity in one folder) and "labelled" (2025, posts as lists of named values). As in the
real ones, every byte of UTF-8 is a character of its own, also in the names of fields.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from exports.instagram_world import (
    WORDS,
    InstagramComment,
    InstagramMedia,
    InstagramPost,
    InstagramWorld,
    Words,
)
from exports.packed import packed, with_fault

__all__ = [
    "LAYOUTS",
    "LOCALES",
    "InstagramComment",
    "InstagramMedia",
    "InstagramPost",
    "InstagramWorld",
    "build_instagram_export",
]

LAYOUTS = ("old", "new", "labelled")
LOCALES = tuple(WORDS)
ACTIVITY = "your_instagram_activity/"
WRAPPERS = {
    "reels": "ig_reels_media",
    "igtv_videos": "ig_igtv_media",
    "archived_posts": "ig_archived_post_media",
    "stories": "ig_stories",
    "recently_deleted_content": "ig_recently_deleted_media",
}


def build_instagram_export(
    folder: Path,
    world: InstagramWorld,
    layout: str = "new",
    locale: str = "sv",
    parts: int = 1,
) -> tuple[Path, ...]:
    """Write the zip files of an export into a folder, and give them in order."""
    words = WORDS[locale]
    described = dict(_described(world, layout, words))
    files = {f"{name}.json": with_fault(value) for name, value in described.items()}
    files |= dict(_media_files(world))
    files["start_here.html"] = b"<html><body>Instagram</body></html>"
    return packed(folder, f"instagram-{world.username}-{layout}", files, parts)


def place_of(media: InstagramMedia, kind: str = "posts") -> str:
    """Give the name of a picture's file in the export."""
    folder = {"stories": "stories/202611", "avatar": "other"}.get(kind, "posts/202611")
    return f"media/{folder}/{media.name}"


def _media_files(world: InstagramWorld) -> Iterator[tuple[str, bytes]]:
    shown = [(media, post.kind) for post in world.posts for media in post.media]
    for media, kind in [*shown, *((one, "avatar") for one in world.avatars)]:
        if media.content is not None:
            yield place_of(media, kind), media.content


def _described(
    world: InstagramWorld, layout: str, words: Words
) -> Iterator[tuple[str, object]]:
    is_old = layout == "old"
    activity = "" if is_old else ACTIVITY
    content = "content" if is_old else f"{ACTIVITY}media"
    yield from _profile_files(world, is_old=is_old, words=words)
    yield f"{content}/profile_photos", {"ig_profile_picture": _photos(world)}
    for kind in {post.kind: None for post in world.posts}:
        posts = [post for post in world.posts if post.kind == kind]
        yield _post_file(posts, kind, content, layout)
    listed = [_comment(one, words) for one in world.comments if not one.is_on_reel]
    yield f"{activity}comments/post_comments_1", listed
    reels = [_comment(one, words) for one in world.comments if one.is_on_reel]
    yield f"{activity}comments/reels_comments", {"comments_reels_comments": reels}
    yield f"{activity}likes/liked_posts", {"likes_media_likes": []}
    for number in range(world.conversations):
        said = {"sender_name": "Kim", "timestamp_ms": 1_700_000_000_000, "content": "?"}
        thread = {"participants": [{"name": "Kim"}], "messages": [said]}
        yield f"{activity}messages/inbox/kim_{number}/message_1", thread


def _profile_files(
    world: InstagramWorld, *, is_old: bool, words: Words
) -> Iterator[tuple[str, object]]:
    folder = (
        "account_information" if is_old else "personal_information/personal_information"
    )
    user = {"media_map_data": _current_photo(world, words)}
    said = {
        words.email: "sociala.medier@kommunen.example",
        words.username: world.username,
        words.name: world.name,
        words.about: world.about,
        words.website: world.website,
    }
    user["string_map_data"] = {
        name: {"href": "", "value": value, "timestamp": 0}
        for name, value in said.items()
        if value
    }
    yield f"{folder}/personal_information", {"profile_user": [user]}
    changes = {"profile_profile_change": [_rename(world, words)]}
    if world.renamed:
        yield f"{folder}/profile_changes", changes


def _current_photo(world: InstagramWorld, words: Words) -> dict[str, object]:
    if not world.avatars:
        return {}
    return {words.photo: {"uri": place_of(world.avatars[0], "avatar"), "title": ""}}


def _rename(world: InstagramWorld, words: Words) -> Mapping[str, object]:
    if world.renamed is None:
        return {}
    before, when = world.renamed
    return {
        "title": "",
        "string_map_data": {
            words.changed: {"value": words.username},
            words.before: {"value": before},
            words.after: {"value": world.username},
            words.change_date: {"value": "", "timestamp": _seconds(when)},
        },
    }


def _photos(world: InstagramWorld) -> list[object]:
    newest = 1_780_000_000
    return [
        {"uri": place_of(one, "avatar"), "creation_timestamp": newest - at, "title": ""}
        for at, one in enumerate(world.avatars)
    ]


def _post_file(
    posts: list[InstagramPost], kind: str, content: str, layout: str
) -> tuple[str, object]:
    if kind == "posts" and layout == "labelled":
        return f"{content}/posts", [_labelled(post) for post in posts]
    if kind == "posts":
        return f"{content}/posts_1", [_post(post) for post in posts]
    make = _story if kind == "stories" else _post
    return f"{content}/{kind}", {WRAPPERS[kind]: [make(post) for post in posts]}


def _post(post: InstagramPost) -> Mapping[str, object]:
    """Write a post; with one picture, its text stands with that."""
    if len(post.media) == 1:
        return {"media": [_media(post.media[0], post, post.text)]}
    return {
        "media": [_media(media, post, "") for media in post.media],
        "title": post.text,
        "creation_timestamp": _seconds(post.published),
    }


def _story(post: InstagramPost) -> Mapping[str, object]:
    return _media(post.media[0], post, post.text)


def _labelled(post: InstagramPost) -> Mapping[str, object]:
    shown = [_media(media, post, "") for media in post.media]
    if shown:
        shown[0] = {**shown[0], "title": post.text}
    return {
        "timestamp": _seconds(post.published),
        "media": [],
        "label_values": [{"label": "Media", "media": shown}],
        "fbid": "17900000000000000",
    }


def _media(
    media: InstagramMedia, post: InstagramPost, title: str
) -> Mapping[str, object]:
    return {
        "uri": place_of(media, post.kind),
        "creation_timestamp": _seconds(post.published),
        "media_metadata": {"camera_metadata": {"has_camera_metadata": False}},
        "title": title,
        "cross_post_source": {"source_app": "FB"},
    }


def _comment(comment: InstagramComment, words: Words) -> Mapping[str, object]:
    return {
        "media_list_data": [{"uri": ""}],
        "string_map_data": {
            words.comment: {"value": comment.text},
            words.owner: {"value": comment.owner},
            words.time: {"timestamp": _seconds(comment.published)},
        },
    }


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
