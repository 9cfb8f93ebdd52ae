# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""items.xml: every post, comment and reply of a capture, readable without Avbild.

An item that was disposed of stays as a tombstone, so that its thread can be followed
and the count be right: its id, kind, place in the thread and row of the plan, under
which decision, and nothing of what it said or of who said it.

Written item by item, so that an account with a hundred thousand comments takes no more
memory than one with ten.
"""

from pathlib import Path
from typing import BinaryIO, Final

from lxml import etree

from eark.folder import disk_errors
from eark.markup import clean, instant, walk, writable
from eark.profile import ITEMS_SCHEMA
from schemas.capture import Capture
from schemas.errors import ArchiveError
from schemas.item import Box, ExportMember, Item, Media, Place
from schemas.plan import PlanReference

ITEMS: Final = "urn:avbild:items:1"


def write_items(capture: Capture, target: Path) -> None:
    """Write items.xml and check it against its schema.

    Each item keeps the plan row proposed for it, its place in the web archive and on
    the screenshot, and its permalink: what registration, disclosure and gallring need.

    Raises:
        InvalidPackage: an item breaks the schema, such as two items with one id.
        DiskFull: there is no room left; nothing is left behind.
    """
    try:
        with disk_errors(), target.open("wb") as stream:
            _write(capture, stream)
        with target.open("rb") as written:
            for _ in walk(written, ITEMS_SCHEMA):
                pass
    except ArchiveError:
        target.unlink(missing_ok=True)
        raise


def _write(capture: Capture, stream: BinaryIO) -> None:
    attributes = {
        "capture": capture.capture_id,
        "account": capture.account_id,
        "order": capture.order_id,
        "url": clean(capture.url),
        "started": instant(capture.started_at),
        "ended": instant(capture.ended_at),
        "count": str(len(capture.items)),
    }
    with etree.xmlfile(stream, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{ITEMS}}}items", attributes, nsmap={None: ITEMS}):
            xml.write("\n")
            for item in capture.items:
                xml.write(_item(item), pretty_print=True)
    stream.write(b"\n")


def _item(item: Item) -> etree._Element:
    element = etree.Element(f"{{{ITEMS}}}item", nsmap={None: ITEMS})
    element.set("id", item.item_id)
    element.set("kind", item.kind.value)
    _optional(element, "parent", item.parent_id)
    element.set("position", str(item.position))
    element.set("byAccount", "true" if item.is_by_account else "false")
    _optional(element, "gallring", item.gallring)
    if item.gallring is None:
        _content(element, item)
    else:  # whatever the record still holds, nothing of it is written
        _add(element, "author")
        _add(element, "body")
    for source in item.sources:
        _add(element, "source", source)
    if item.gallring is None:
        for kind, count in item.reactions.items():
            _add(element, "reaction").attrib.update({"kind": kind, "count": str(count)})
    if item.plan is not None:
        _plan(element, item.plan)
    return element


def _content(element: etree._Element, item: Item) -> None:
    _marks(element, item)
    body, replaced = writable(item.body)
    if replaced:
        element.set("replacedCharacters", str(replaced))
    _add(element, "author", item.author)
    _add(element, "body", body)
    _add_given(element, "permalink", item.permalink)
    _add_given(element, "published", instant(item.published) if item.published else "")
    _add_given(element, "publishedText", item.published_text)
    for media in item.media:
        _media(element, media)
    for place in item.places:
        _place(element, place)


def _marks(element: etree._Element, item: Item) -> None:
    if item.is_hidden:
        element.set("hidden", "true")
    if item.is_edited:
        element.set("edited", "true")
    if item.edited is not None:
        element.set("editedAt", instant(item.edited))


def _media(parent: etree._Element, media: Media) -> None:
    element = _add(parent, "media", media.alternative_text)
    element.set("url", clean(media.url))
    _optional(element, "mimeType", media.mime_type)
    _optional(element, "sha256", media.sha256)
    _optional(element, "warcRecord", media.warc_record)
    _member(element, media.member)


def _place(parent: etree._Element, place: Place) -> None:
    element = _add(parent, "place")
    element.set("pageUrl", clean(place.page_url))
    _optional(element, "warcRecord", place.warc_record)
    _member(element, place.member)
    _optional(element, "pointer", place.pointer)
    if place.box is not None:
        _box(element, place.box)


def _member(element: etree._Element, member: ExportMember | None) -> None:
    if member is not None:
        element.set("exportFile", clean(member.file))
        element.set("exportMember", clean(member.name))


def _box(parent: etree._Element, box: Box) -> None:
    element = _add(parent, "box")
    element.set("file", clean(box.file))
    for name in ("x", "y", "width", "height"):
        element.set(name, repr(getattr(box, name)))


def _plan(parent: etree._Element, plan: PlanReference) -> None:
    element = _add(parent, "plan")
    element.set("plan", plan.plan_id)
    element.set("version", str(plan.plan_version))
    element.set("row", plan.row_id)
    element.set("code", clean(plan.code))
    element.set("documentType", clean(plan.document_type))
    element.set("disposal", plan.disposal.value)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{ITEMS}}}{name}")
    if text is not None:
        element.text = clean(text)
    return element


def _add_given(parent: etree._Element, name: str, text: str | None) -> None:
    if text:
        _add(parent, name, text)


def _optional(element: etree._Element, name: str, value: str | None) -> None:
    if value is not None:
        element.set(name, clean(value))
