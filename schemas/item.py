# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Posts, comments and replies, and where each stands in a capture."""

from schemas.plan import PlanReference
from schemas.record import Identifier, Instant, Labelled, Record, Sha256


class ItemKind(Labelled):
    """What a piece of the account's content is."""

    POST = "post", "Inlägg"
    COMMENT = "comment", "Kommentar"
    REPLY = "reply", "Svar"
    MESSAGE = "message", "Meddelande"


class Box(Record):
    """A rectangle on a screenshot slice, in CSS pixels."""

    file: str
    x: float
    y: float
    width: float
    height: float


class Place(Record):
    """One place where an item stands in the capture.

    `warc_record` is the WARC-Record-ID of the response that carried the text (without
    angle brackets), `pointer` the JSON pointer or CSS path inside it, `page_url` the
    page it was shown on and `box` its rectangle in the screenshot.
    """

    page_url: str
    warc_record: str | None = None
    pointer: str | None = None
    box: Box | None = None


class Media(Record):
    """A picture or film of an item; `warc_record` holds its bytes."""

    url: str
    alternative_text: str = ""
    mime_type: str | None = None
    sha256: Sha256 | None = None
    warc_record: str | None = None


class Item(Record):
    """A post, comment or reply as it was found.

    `published` is the time as the page states it, `published_text` what the page shows
    ("8 min"). `position` counts from 1 in reading order within the parent. `gallring`
    is the decision under which it was disposed of: then only its id, its kind, its
    place in the thread and its plan row remain, and its texts are empty.
    """

    item_id: Identifier
    kind: ItemKind
    parent_id: Identifier | None = None
    position: int
    author: str
    is_by_account: bool
    body: str
    permalink: str | None = None
    published: Instant | None = None
    published_text: str = ""
    media: tuple[Media, ...] = ()
    places: tuple[Place, ...] = ()
    sources: tuple[str, ...] = ("browser",)
    plan: PlanReference | None = None
    gallring: Identifier | None = None
