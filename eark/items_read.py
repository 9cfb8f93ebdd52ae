# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""items.xml read back to the records that it was written from.

What a package holds is what counts: gallring, registration and disclosure start from
the package and not from a copy of it in a database. Read element by element, so that
only the records themselves take memory.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final

from lxml import etree
from pydantic import ValidationError

from eark.items import ITEMS
from eark.layout import ITEMS as ITEMS_REPRESENTATION
from eark.layout import ITEMS_NAME
from eark.markup import walk
from eark.profile import DATA_FOLDER, ITEMS_SCHEMA
from schemas.errors import InvalidPackage
from schemas.item import Box, ExportMember, Item, Media, Place
from schemas.package import PackageFiles
from schemas.plan import PlanReference

ITEMS_PATH: Final = f"{ITEMS_REPRESENTATION.folder}/{DATA_FOLDER}/{ITEMS_NAME}"
"""Where items.xml lies in a package."""

_PREFIX = f"{{{ITEMS}}}"
_TRUE = frozenset({"true", "1"})


def read_items(files: PackageFiles) -> tuple[Item, ...]:
    """Give every item of a package, the disposed ones too, in the order they stand.

    They are the records that `eark.items.write_items` was given, but for the characters
    that XML cannot hold.

    Raises:
        InvalidPackage: items.xml is missing, breaks its schema, or has another number
            of items than it says.
        StoreDown: the store stopped answering.
    """
    return tuple(walk_items(files))


def walk_items(files: PackageFiles) -> Iterator[Item]:
    """Give the items of a package one by one, so that they need not all be held.

    Raises:
        InvalidPackage: as `read_items`; what was given before that is not to be used.
        StoreDown: the store stopped answering.
    """
    try:
        with files.open(ITEMS_PATH) as stream:
            yield from _Reader().read(stream)
    except FileNotFoundError as error:
        message = "Paketet saknar items.xml."
        raise InvalidPackage(message) from error
    except ValidationError as error:
        message = "items.xml har en post som inte går att läsa."
        raise InvalidPackage(message) from error


class _Reader:
    """Gathers the parts of an item, which end before the item itself does."""

    def __init__(self) -> None:
        self._given = 0
        self._texts: dict[str, str] = {}
        self._media: list[Media] = []
        self._places: list[Place] = []
        self._sources: list[str] = []
        self._reactions: dict[str, int] = {}
        self._box: Box | None = None
        self._plan: PlanReference | None = None

    def read(self, stream: BinaryIO) -> Iterator[Item]:
        for element in walk(stream, ITEMS_SCHEMA):
            name = str(element.tag).removeprefix(_PREFIX)
            if name == "item":
                yield self._finished(element)
            else:
                self._take(name, element)

    def _take(self, name: str, element: etree._Element) -> None:
        match name:
            case "media":
                self._media.append(_media(element))
            case "place":
                self._places.append(_place(element, self._box))
                self._box = None
            case "box":
                self._box = _box(element)
            case "source":
                self._sources.append(element.text or "")
            case "reaction":
                kind, count = element.attrib["kind"], element.attrib["count"]
                self._reactions[kind] = int(count)
            case "plan":
                self._plan = _plan(element)
            case "items":
                self._count(int(element.attrib["count"]))
            case _:
                self._texts[name] = element.text or ""

    def _finished(self, element: etree._Element) -> Item:
        attributes = element.attrib
        record = {
            "item_id": attributes["id"],
            "kind": attributes["kind"],
            "parent_id": attributes.get("parent"),
            "position": int(attributes["position"]),
            "is_by_account": attributes["byAccount"] in _TRUE,
            "gallring": attributes.get("gallring"),
            "is_hidden": attributes.get("hidden") in _TRUE,
            "is_edited": attributes.get("edited") in _TRUE,
            "edited": attributes.get("editedAt"),
            "reactions": self._reactions,
            "published_text": self._texts.pop("publishedText", ""),
            "media": tuple(self._media),
            "places": tuple(self._places),
            "sources": tuple(self._sources),
            "plan": self._plan,
            **self._texts,
        }
        self._given += 1
        self._clear()
        return Item.model_validate(record)

    def _clear(self) -> None:
        self._texts, self._reactions = {}, {}
        self._media, self._places, self._sources = [], [], []
        self._plan = None

    def _count(self, stated: int) -> None:
        if stated != self._given:
            message = f"items.xml har {self._given} poster men säger sig ha {stated}."
            raise InvalidPackage(message)


def _media(element: etree._Element) -> Media:
    return Media(
        url=element.attrib["url"],
        alternative_text=element.text or "",
        mime_type=element.get("mimeType"),
        sha256=element.get("sha256"),
        warc_record=element.get("warcRecord"),
        member=_member(element),
    )


def _member(element: etree._Element) -> ExportMember | None:
    file, name = element.get("exportFile"), element.get("exportMember")
    return ExportMember(file=file, name=name) if file and name else None


def _place(element: etree._Element, box: Box | None) -> Place:
    return Place(
        page_url=element.attrib["pageUrl"],
        warc_record=element.get("warcRecord"),
        member=_member(element),
        pointer=element.get("pointer"),
        box=box,
    )


def _box(element: etree._Element) -> Box:
    names = ("x", "y", "width", "height")
    sides = {name: float(element.attrib[name]) for name in names}
    return Box(file=element.attrib["file"], **sides)


def _plan(element: etree._Element) -> PlanReference:
    return PlanReference.model_validate(
        {
            "plan_id": element.attrib["plan"],
            "plan_version": int(element.attrib["version"]),
            "row_id": element.attrib["row"],
            "code": element.attrib["code"],
            "document_type": element.attrib["documentType"],
            "disposal": element.attrib["disposal"],
        }
    )
