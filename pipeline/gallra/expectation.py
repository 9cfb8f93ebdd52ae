# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the verifier is to hold an execution to: places that were mapped, boxes."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping

from pipeline.contents import package_path
from pipeline.gallra.files import Remade, Task
from proof import ClearedBox, MappedPlace, PlannedExport
from rules.removal import HEADLINE
from schemas.capture import FileRole
from schemas.item import Box, Item, Place

_Where = tuple[str, str | None, str | None]
"""A file, and the record or the member of it."""

ITEMS_PATH = "representations/items/data/items.xml"


def mapped_places(task: Task) -> Iterator[MappedPlace]:
    """Give every place where the map of the capture says that a removed text stands."""
    numbers = {value.text: number for number, value in enumerate(task.values)}
    hits = _hits(task)
    files = _Files(task)
    for item in task.removed:
        held = tuple(numbers[text] for text in _texts(item) if text in numbers)
        if held:
            yield MappedPlace(ITEMS_PATH, values=held)
        for place in item.places:
            path = files.path_of(place)
            if path is not None:
                member = place.member.name if place.member else None
                here = hits[path, place.warc_record, member]
                text = _text_in(item, numbers, here)
                yield from _mapped(place, (path, member), text, numbers.get(text))


def _mapped(
    place: Place, where: tuple[str, str | None], text: str, number: int | None
) -> Iterator[MappedPlace]:
    path, member = where
    if text:
        body = () if number is None else (number,)
        shared = text if number is None else ""
        record, pointer = place.warc_record, place.pointer
        yield MappedPlace(path, record, pointer, body, shared, member)


def _hits(task: Task) -> Mapping[_Where, set[int]]:
    """Give the values that were found in each record and each file of an export."""
    found: defaultdict[_Where, set[int]] = defaultdict(set)
    for hit in task.found.hits:
        found[hit.path, hit.record_id, hit.member].add(hit.value)
    return found


def _text_in(item: Item, numbers: Mapping[str, int], hit: set[int]) -> str:
    """Give an item's text as a record has it: whole, or apart from its headline."""
    body = item.body.strip()
    ways = [body, *(part.strip() for part in reversed(body.split(HEADLINE, 1)))]
    return next((way for way in ways if numbers.get(way) in hit), body)


def planned_exports(remade: Remade) -> Mapping[str, PlannedExport]:
    """Give what was to change in each export, by its path in the package."""
    return {
        path: PlannedExport(one.names, one.edited)
        for path, one in remade.exports.items()
    }


def cleared_box(path: str, box: Box) -> ClearedBox:
    """Give a rectangle of a screenshot in whole pixels, within what was filled."""
    return ClearedBox(
        path=path,
        left=max(math.floor(box.x), 0),
        top=max(math.floor(box.y), 0),
        right=math.ceil(box.x + box.width),
        bottom=math.ceil(box.y + box.height),
    )


def _texts(item: Item) -> tuple[str, ...]:
    return item.body.strip(), item.author.strip()


class _Files:
    """The web archives and exports of a package, in which the map names places."""

    def __init__(self, task: Task) -> None:
        files = task.contents.capture.files
        self._warcs = [package_path(f) for f in files if f.role is FileRole.WARC]
        self._exports = {
            f.path: package_path(f) for f in files if f.role is FileRole.EXPORT
        }
        self._records = {
            hit.record_id: hit.path
            for hit in task.found.hits
            if hit.record_id and hit.path in self._warcs
        }

    def path_of(self, place: Place) -> str | None:
        """Name the file of a place: where its record was found, else the first.

        None if the place is none in a file, but on a page.
        """
        if place.member is not None:
            return self._exports.get(place.member.file, place.member.file)
        if place.warc_record:
            return self._records.get(place.warc_record, self._warcs[0])
        return None
