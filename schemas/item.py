# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Posts, comments and replies, and where each stands in a capture."""

from collections.abc import Mapping

from pydantic import Field

from schemas.plan import PlanReference
from schemas.record import Identifier, Instant, Labelled, LeanRecord, Sha256


class ItemKind(Labelled):
    """What a piece of the account's content is."""

    POST = "post", "Inlägg"
    COMMENT = "comment", "Kommentar"
    REPLY = "reply", "Svar"
    MESSAGE = "message", "Meddelande"


class Box(LeanRecord):
    """A rectangle on a screenshot slice, in CSS pixels."""

    file: str
    x: float
    y: float
    width: float
    height: float


class ExportMember(LeanRecord):
    """A file within the owner's export: the export's path in the capture, its name."""

    file: str
    name: str


class Place(LeanRecord):
    """One place where an item stands in the capture.

    `warc_record` is the WARC-Record-ID of the response that carried the text (without
    angle brackets), or `member` the file of the owner's export; `pointer` is the JSON
    pointer or CSS path inside it, `page_url` the page it was shown on and `box` its
    rectangle in the screenshot.
    """

    page_url: str
    warc_record: str | None = None
    member: ExportMember | None = None
    pointer: str | None = None
    box: Box | None = None


class Media(LeanRecord):
    """A picture or film of an item; `warc_record` or `member` holds its bytes.

    When both do, `sha256` is that of the record: the export's copy may be another size.
    """

    url: str
    alternative_text: str = ""
    mime_type: str | None = None
    sha256: Sha256 | None = None
    warc_record: str | None = None
    member: ExportMember | None = None


class Item(LeanRecord):
    """A post, comment or reply as it was found.

    `published` is the time as the page states it, `published_text` what the page shows
    ("8 min"). `position` counts from 1 in reading order within the parent. `is_hidden`
    says that the account's owner has hidden it from others on the platform, `is_edited`
    that its text was changed there, and `edited` when, if the source says. `reactions`
    counts them by kind, without who. `sources` are "api", "export", "browser": those
    that gave it, and by what markup or field. `gallring`
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
    is_hidden: bool = False
    is_edited: bool = False
    edited: Instant | None = None
    reactions: Mapping[str, int] = Field(default_factory=dict)
    plan: PlanReference | None = None
    gallring: Identifier | None = None
