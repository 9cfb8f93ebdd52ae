# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Makes the export that Facebook gives a page's owner, of a small world of posts.

Two layouts (older, with folders such as `posts/` at the top; newer, with all activity
in one folder), two forms (JSON and HTML), Swedish and English, in one or several zip
files. As in the real ones, JSON has every byte of UTF-8 as a character of its own.
"""

import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from exports.facebook_pages import html_files
from exports.facebook_words import WORDS, Words
from exports.facebook_world import (
    FacebookAlbum,
    FacebookComment,
    FacebookMedia,
    FacebookPost,
    FacebookWorld,
    Places,
    every_album,
)

__all__ = [
    "FORMS",
    "LAYOUTS",
    "FacebookAlbum",
    "FacebookComment",
    "FacebookMedia",
    "FacebookPost",
    "FacebookWorld",
    "build_facebook_export",
]

LAYOUTS = ("old", "new")
FORMS = ("json", "html")
ZIPPED = (2026, 11, 3, 10, 14, 0)


def build_facebook_export(
    folder: Path,
    world: FacebookWorld,
    layout: str = "new",
    form: str = "json",
    locale: str = "sv",
    parts: int = 1,
) -> tuple[Path, ...]:
    """Write the zip files of an export into a folder, and give them in order."""
    words, places = WORDS[locale], Places.of(layout)
    files = dict(_media_files(world, places))
    if form == "json":
        described = _json_files(world, places, words)
        files |= {f"{name}.json": _mojibake(value) for name, value in described}
    else:
        files |= html_files(world, places, words)
    files["start_here.html"] = b"<html><body>Facebook</body></html>"
    return _zipped(folder, world.username, files, parts)


def _media_files(world: FacebookWorld, places: Places) -> Iterator[tuple[str, bytes]]:
    shown = [media for post in world.posts for media in post.media]
    kept = [media for album in world.albums for media in album.media]
    for media in (*world.avatar, *world.cover, *shown, *kept):
        if media.content is not None:
            yield places.of_media(media), media.content


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _json_files(
    world: FacebookWorld, places: Places, words: Words
) -> Iterator[tuple[str, object]]:
    is_old = places.layout == "old"
    yield places.profile, {"profile" if is_old else "profile_v2": _profile(world)}
    yield places.posts, [_post(post, world, places, words) for post in world.posts]
    comments = [_comment(one, world, words) for one in world.comments]
    yield places.comments, {"comments" if is_old else "comments_v2": comments}
    for number, album in enumerate(every_album(world, words)):
        yield f"{places.albums}/{number}", _album(album, places)
    for number in range(world.conversations):
        said = {"sender_name": "Kim", "timestamp_ms": 1_700_000_000_000, "content": "?"}
        thread = {"participants": [{"name": "Kim"}], "messages": [said]}
        yield f"{places.messages}/kim_{number}/message_1", thread
    yield places.events, {"your_events_v2": []}
    yield "logged_information/notifications/notifications", {"notifications_v2": []}


def _profile(world: FacebookWorld) -> Mapping[str, object]:
    return {
        "name": {"full_name": world.name},
        "username": world.username,
        "profile_uri": f"https://www.facebook.com/{world.username}",
        "about_me": world.about,
        "websites": [{"address": world.website}] if world.website else [],
        "emails": {"emails": [world.email] if world.email else []},
        "registration_timestamp": 1_262_304_000,
    }


def _post(
    post: FacebookPost, world: FacebookWorld, places: Places, words: Words
) -> Mapping[str, object]:
    data: list[dict[str, object]] = [{"post": post.text}] if post.text else []
    if post.edited:
        data.append({"update_timestamp": _seconds(post.edited)})
    written: dict[str, object] = {"timestamp": _seconds(post.published)}
    attachments = list(_attachments(post, places))
    if attachments:
        written["attachments"] = attachments
    return {**written, "data": data, "title": words.did(world.name, len(post.media))}


def _attachments(post: FacebookPost, places: Places) -> Iterator[Mapping[str, object]]:
    if post.media:
        when = _seconds(post.published)
        shown = [_media(media, places, when) for media in post.media]
        yield {"data": [{"media": media} for media in shown]}
    if post.link:
        yield {"data": [{"external_context": {"url": post.link}}]}
    if post.place:
        spot = {"latitude": 56.55, "longitude": 14.14}
        yield {"data": [{"place": {"name": post.place, "coordinate": spot}}]}


def _media(media: FacebookMedia, places: Places, when: int) -> Mapping[str, object]:
    return {
        "uri": places.of_media(media),
        "creation_timestamp": when,
        "media_metadata": {
            "photo_metadata": {"exif_data": [{"upload_ip": "192.0.2.1"}]}
        },
        "title": "",
        "description": media.caption,
    }


def _comment(
    comment: FacebookComment, world: FacebookWorld, words: Words
) -> Mapping[str, object]:
    when = _seconds(comment.published)
    said = {"timestamp": when, "comment": comment.text, "author": world.name}
    title = words.commented(world.name, comment.whose, is_reply=comment.is_reply)
    return {"timestamp": when, "data": [{"comment": said}], "title": title}


def _album(album: FacebookAlbum, places: Places) -> Mapping[str, object]:
    last = _seconds(album.changed)
    photos = [
        _media(media, places, last - 60 * number)
        for number, media in enumerate(album.media)
    ]
    return {
        "name": album.name,
        "photos": photos,
        "cover_photo": photos[0],
        "last_modified_timestamp": last,
        "description": album.about,
    }


def _mojibake(value: object) -> bytes:
    return json.dumps(_faulty(value), indent=2).encode("ascii")


def _faulty(value: Any) -> Any:  # noqa: ANN401 -- JSON of any shape
    if isinstance(value, str):
        return value.encode().decode("latin-1")
    if isinstance(value, list):
        return [_faulty(each) for each in value]
    if isinstance(value, dict):
        return {name: _faulty(each) for name, each in value.items()}
    return value


def _zipped(
    folder: Path, username: str, files: Mapping[str, bytes], parts: int
) -> tuple[Path, ...]:
    """Deal the files out, so that pictures and posts lie in different parts."""
    paths = tuple(
        folder / f"facebook-{username}-{number}.zip" for number in range(1, parts + 1)
    )
    for number, path in enumerate(paths):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(files)[number::parts]:
                info = zipfile.ZipInfo(name, ZIPPED)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, files[name])
    return paths
