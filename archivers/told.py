# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an account's own doors told of it: its platform's API, its owner's export, both.

What both tell is one item with two sources. The API comes first: it gives the whole
conversation, where an export holds only what the owner wrote.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from archivers.assembly import Owner
from archivers.by_api import SOURCE as API
from archivers.by_api import Asked, enter_items
from archivers.items import Gathered, ItemCollection
from archivers.locate import RecordingMap
from archivers.media_bytes import StoredMedia
from archivers.merge import match
from archivers.owner_export.take import Taken
from archivers.platform import FoundItem, FoundProfile
from schemas.capture import CaptureFile, ExportReport, RecorderReport
from schemas.item import Item
from schemas.profile import ObservedAs, Profile

EXPORT = "export"
ALONE = (
    "Innehållet kommer bara från kontoägarens export. Den innehåller inte andras "
    "kommentarer, så samtalen är inte hela."
)


@dataclass(frozen=True)
class Told:
    """Everything that the account's own doors told, as one.

    `recordings` says, by source, where it stands; `gaps` what makes it incomplete.
    """

    profile: FoundProfile
    eyes: tuple[ObservedAs, str]
    items: ItemCollection
    recordings: Mapping[str, RecordingMap]
    addresses: tuple[str, ...]
    recorder: RecorderReport | None = None
    posts_source: str = ""
    notes: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    export: ExportReport | None = None
    files: tuple[CaptureFile, ...] = ()

    @property
    def owner(self) -> Owner:
        """The owner, known by address alone: anybody may take the same name."""
        return Owner.of(Profile(), self.addresses)

    def in_order(self) -> tuple[Gathered, ...]:
        """Give the items in reading order: as the API gives them.

        An export has files of its own for albums and films, and names the oldest first;
        so with one the posts are put in the order of the page, the newest first.
        """
        found = self.items.all()
        return found if self.export is None else newest_first(found)

    def drained(self) -> Iterator[Gathered]:
        """Give the items in that order, once, and let go of each.

        So a large account is never in memory in two forms.
        """
        left = list(self.in_order()[::-1])
        self.items.clear()
        while left:
            yield left.pop()


def newest_first(found: Sequence[Gathered]) -> tuple[Gathered, ...]:
    """Put threads in the order of a page: posts from the newest, then what is left.

    Each thread stays as it is; what nobody has dated comes last.
    """
    ids = {one.item_id for one in found}
    threads: list[list[Gathered]] = []
    for one in found:
        if one.parent_id in ids:
            threads[-1].append(one)
        else:
            threads.append([one])
    threads.sort(key=lambda thread: _place_of(thread[0].found))
    return tuple(chain.from_iterable(threads))


def _place_of(first: FoundItem) -> tuple[bool, float]:
    when = first.published.timestamp() if first.published else float("-inf")
    return not first.is_post, -when


def told_by_api(account_id: str, asked: Asked, eyes: tuple[ObservedAs, str]) -> Told:
    """Take in what an API gave."""
    reading = asked.reading
    items = ItemCollection(account_id, API)
    recording = enter_items(reading, items)
    return Told(
        profile=reading.profile,
        eyes=eyes,
        items=items,
        recordings={API: recording},
        addresses=reading.addresses,
        recorder=asked.report,
        posts_source=reading.posts_source,
        notes=reading.notes,
        gaps=reading.gaps,
    )


def told_by_export(
    account_id: str,
    taken: Taken,
    eyes: tuple[ObservedAs, str],
    gaps: Sequence[str],
    earlier: Iterable[Item] = (),
) -> Told:
    """Take in an export when nothing else tells what the account holds.

    `earlier` are items of earlier captures: what is one of them is known as it was.
    """
    reading = taken.reading
    owner = Owner.of(Profile(), reading.addresses)
    matched = match(reading.sheets, reading.media, (), owner, earlier)
    items = ItemCollection(account_id, EXPORT)
    recording = enter_items(replace(reading, sheets=matched.sheets), items)
    return Told(
        profile=reading.profile,
        eyes=eyes,
        items=items,
        recordings={EXPORT: recording},
        addresses=reading.addresses,
        notes=reading.notes,
        gaps=(*gaps, ALONE),
        export=taken.report,
        files=taken.files,
    )


def told_by_both(
    account_id: str, told: Told, taken: Taken, earlier: Iterable[Item] = ()
) -> Told:
    """Take in an export beside what the API told; `earlier` as for an export alone."""
    reading, known = taken.reading, told.recordings[API]
    given, owner = told.items.all(), told.owner
    matched = match(reading.sheets, reading.media, given, owner, earlier)
    others = ItemCollection(account_id, EXPORT)
    recording = enter_items(replace(reading, sheets=matched.sheets), others)
    told.items.join(others)
    return replace(
        told,
        recordings={API: _with_copies(known, matched.copies), EXPORT: recording},
        notes=(*told.notes, *reading.notes),
        export=taken.report,
        files=(*told.files, *taken.files),
    )


def _with_copies(
    known: RecordingMap, copies: Mapping[str, StoredMedia]
) -> RecordingMap:
    """Say of the API's pictures which the export has too; it may have what failed."""
    media = dict(known.media)
    for address, copy in copies.items():
        mine = media.get(address)
        if mine is not None and mine.sha256 is not None:
            media[address] = replace(mine, member=copy.member)
        else:
            media[address] = copy
    return RecordingMap(known.occurrences, media)
