# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the posts, comments and albums of an export in its JSON form.

The forms are told by what stands in an entry, not by the name of the file: a post has
`data` or `attachments` and a time, a comment has `comment` in its `data`, a picture has
a `uri`. The newest exports also write entries as a list of labels and values.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import IO

from archivers.owner_export.json_entries import Entry, read_entries
from archivers.platforms.facebook.export.attachments import Attachments, media_in
from archivers.platforms.facebook.export.drafts import (
    Draft,
    DraftAlbum,
    DraftMedia,
    FileDrafts,
    instant,
    listed,
    mapping,
    worded,
)
from archivers.platforms.facebook.export.labels import is_one_of

REVIEW_WORDS = ("review", "recommendation")


def read_json(stream: IO[bytes]) -> FileDrafts:
    """Read a file of posts, comments, pictures or an album, entry by entry.

    Raises:
        Undecodable: it is not JSON.
    """
    found, album = FileDrafts(is_empty=True), _Album()
    for entry in read_entries(stream, mended=True):
        found.is_empty = False
        if not album.takes(entry):
            _take(entry, found)
    if album.is_one:
        found.albums.append(album.drawn())
    return found


def _take(entry: Entry, found: FileDrafts) -> None:
    value = mapping(entry.value)
    comment = _comment(entry, value, found.unknown)
    if comment is not None:
        found.comments.append(comment)
    elif "uri" in value:
        found.loose += _loose(entry)
    elif "label_values" in value:
        found.posts.append(_labelled(entry, value, found))
    elif "timestamp" in value and ("data" in value or "attachments" in value):
        found.posts.append(_post(entry, value, found))
    elif listed(entry.value) or value:
        found.odd += 1


def _post(entry: Entry, value: Mapping[str, object], found: FileDrafts) -> Draft:
    attached = Attachments(entry, found.unknown)
    attached.take(value.get("attachments"))
    texts = [
        (text, entry.at("data", number, name))
        for number, part in enumerate(listed(value.get("data")))
        for name, text in _words_of(mapping(part))
    ]
    draft = Draft(
        entry=entry.pointer,
        pointer=texts[0][1] if texts else entry.pointer,
        text="\n\n".join(text for text, _ in texts),
        when=instant(value.get("timestamp")),
        title=worded(value.get("title")),
        edited=_edited(value),
    )
    return attached.joined(draft)


def _words_of(part: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Give the words in a part of a post's data, and where within it they stand."""
    text = worded(part.get("post"))
    if text.strip():
        yield "post", text
    for name in REVIEW_WORDS:
        review = worded(mapping(part.get("review")).get(name))
        if review.strip():
            yield f"review/{name}", review


def _edited(value: Mapping[str, object]) -> datetime | None:
    parts = [mapping(part) for part in listed(value.get("data"))]
    times = [instant(part.get("update_timestamp")) for part in parts]
    known = [time for time in times if time is not None]
    published = instant(value.get("timestamp"))
    last = max(known, default=None)
    return last if last and published and last > published else None


def _comment(
    entry: Entry, value: Mapping[str, object], unknown: set[str]
) -> Draft | None:
    """Read a comment; None if the entry is none."""
    for number, part in enumerate(listed(value.get("data"))):
        said = mapping(mapping(part).get("comment"))
        if "comment" in said:
            draft = _said(entry, value, said, entry.at("data", number, "comment"))
            attached = Attachments(entry, unknown)
            attached.take(value.get("attachments"))
            return attached.joined(draft)
    if "comment" in value and "author" in value:
        return _said(entry, value, value, entry.pointer)
    return None


def _said(
    entry: Entry,
    value: Mapping[str, object],
    said: Mapping[str, object],
    pointer: str,
) -> Draft:
    text = worded(said.get("comment"))
    return Draft(
        entry=entry.pointer,
        pointer=f"{pointer}/comment" if text.strip() else entry.pointer,
        text=text,
        when=instant(said.get("timestamp")) or instant(value.get("timestamp")),
        title=worded(value.get("title")),
        author=worded(said.get("author")),
    )


def _loose(entry: Entry) -> Iterator[Draft]:
    """Read a picture or film that is in no album."""
    media = media_in(mapping(entry.value), entry.pointer)
    if media is not None:
        yield Draft(
            entry=entry.pointer,
            pointer=media.pointer,
            text=media.caption,
            when=media.created,
            media=(media,),
        )


def _labelled(entry: Entry, value: Mapping[str, object], found: FileDrafts) -> Draft:
    """Read an entry that is a list of labels and values."""
    attached = Attachments(entry, found.unknown)
    attached.take_media(value.get("media"), entry.at("media"))
    text, pointer, link = "", entry.pointer, ""
    for number, row in enumerate(map(mapping, listed(value.get("label_values")))):
        label, said = worded(row.get("label")), worded(row.get("value"))
        if is_one_of(label, "fields", "text") and said.strip() and not text:
            text, pointer = said, entry.at("label_values", number, "value")
        elif is_one_of(label, "fields", "link"):
            link = worded(row.get("href")) or said
    draft = Draft(
        entry.pointer, pointer, text, instant(value.get("timestamp")), address=link
    )
    return attached.joined(draft)


class _Album:
    """An album, whose file is one object with a list of pictures in it."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._photos: list[DraftMedia] = []
        self._said: list[Draft] = []
        self.is_one = False

    def takes(self, entry: Entry) -> bool:
        """Take in an entry, if it is of an album."""
        name, _, number = entry.pointer.lstrip("/").partition("/")
        if name == "photos" and number:
            self.is_one = True
            self._photo(entry)
            return True
        if name in {"name", "description"} and isinstance(entry.value, str):
            self._words[name] = entry.value
            return True
        return name in {"cover_photo", "last_modified_timestamp"}

    def _photo(self, entry: Entry) -> None:
        value = mapping(entry.value)
        media = media_in(value, entry.pointer)
        if media is None:
            return
        self._photos.append(media)
        for number, said in enumerate(listed(value.get("comments"))):
            at = Entry(entry.at("comments", number), said)
            comment = _comment(at, mapping(said), set())
            self._said += [comment] if comment else []

    def drawn(self) -> DraftAlbum:
        """Give the album."""
        about = self._words.get("description", "")
        return DraftAlbum(
            name=self._words.get("name", ""),
            about=about,
            pointer="/description" if about.strip() else "/photos",
            photos=tuple(self._photos),
            said=tuple(self._said),
        )
