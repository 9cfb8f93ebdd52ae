# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads what is attached to a post in the JSON form: media, links, places, events."""

from collections.abc import Mapping
from dataclasses import replace

from archivers.owner_export.json_entries import Entry
from archivers.platforms.facebook.export.drafts import (
    Draft,
    DraftMedia,
    instant,
    listed,
    mapping,
    worded,
)

MEDIA_FIELDS = ("media", "photos", "videos")
WORD_FIELDS = ("title", "question", "price", "text", "description")
"""What an event, a note, a poll or an advertisement says, in the order to be read."""
WORDED = frozenset(
    {"event", "note", "poll", "life_event", "for_sale_item", "fundraiser", "answer"}
)
PASSED_OVER = frozenset({"text", "name"})
"""Facebook's own words about something that is attached beside them."""


def media_in(value: Mapping[str, object], pointer: str) -> DraftMedia | None:
    """Read a picture or film; None if the value names none."""
    address = worded(value.get("uri"))
    if not address:
        return None
    caption = worded(value.get("description"))
    return DraftMedia(
        address,
        caption,
        instant(value.get("creation_timestamp")),
        f"{pointer}/description" if caption.strip() else pointer,
    )


class Attachments:
    """What is attached to one post.

    `unknown` takes the export's own names of what is not read.
    """

    def __init__(self, entry: Entry, unknown: set[str]) -> None:
        self._entry = entry
        self._unknown = unknown
        self._media: list[DraftMedia] = []
        self._links: list[str] = []
        self._more: list[str] = []
        self._place = ""

    def take(self, attachments: object) -> None:
        """Take in a post's list of attachments."""
        for group, attached in enumerate(listed(attachments)):
            parts = listed(mapping(attached).get("data"))
            for number, part in enumerate(parts):
                pointer = self._entry.at("attachments", group, "data", number)
                for kind, value in mapping(part).items():
                    self._one(kind, value, f"{pointer}/{kind}")

    def take_media(self, listing: object, pointer: str) -> None:
        """Take in a list of pictures and films."""
        for number, value in enumerate(listed(listing)):
            self._add(media_in(mapping(value), f"{pointer}/{number}"))

    def _add(self, media: DraftMedia | None) -> None:
        if media is not None and media.address not in {m.address for m in self._media}:
            self._media.append(media)

    def _one(self, kind: str, value: object, pointer: str) -> None:
        said = mapping(value)
        if kind == "media":
            self._add(media_in(said, pointer))
        elif kind == "external_context":
            self._links.append(worded(said.get("url")) or worded(said.get("name")))
        elif kind == "place":
            self._place = self._place or worded(said.get("name"))
        elif kind in WORDED:
            self._worded(said, pointer)
        elif kind not in PASSED_OVER:
            self._unknown.add(kind)

    def _worded(self, said: Mapping[str, object], pointer: str) -> None:
        lines = [worded(said.get(field)) for field in ("name", *WORD_FIELDS)]
        for option in map(mapping, listed(said.get("options"))):
            choice = worded(option.get("option"))
            lines += [f"– {choice}"] if choice else []
        text = "\n".join(line for line in lines if line.strip())
        self._more += [text] if text else []
        for field in MEDIA_FIELDS:
            self.take_media(said.get(field), f"{pointer}/{field}")

    def joined(self, draft: Draft) -> Draft:
        """Give a post with what is attached to it."""
        return replace(
            draft,
            media=tuple(self._media),
            links=tuple(link for link in self._links if link.strip()),
            place=self._place,
            more=tuple(self._more),
        )
