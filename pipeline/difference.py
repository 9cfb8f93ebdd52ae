# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is gone from the platform, or edited there, since the account's last archiving.

A platform that deletes leaves no trace of it: a removed post is found only by holding
the new capture against the one before. What is taken away may be an official document
(allmän handling), so it is told of; but only two complete captures of the whole
account, made in the same way, can show that something is not there.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from archivers.transcript.thread import Entry, in_reading_order
from eark.items_read import walk_items
from pipeline.context import Archive
from pipeline.notices import Message, tell
from pipeline.report import CaptureReport, read_report
from rules.changes import extractor_line, normal_text
from rules.wording import counted, listed
from schemas.account import ArchiveLevel
from schemas.capture import Capture
from schemas.change_report import ChangeReport, ContentDifference, ListedItem, posts_of
from schemas.item import Item, ItemKind
from schemas.order import EventKind
from schemas.package import PackageFiles, PackageVersion
from schemas.source import SourceName
from schemas.watch import NoticeFor, NoticeKind

NO_EARLIER = "Det finns ingen tidigare fullständig arkivering av hela kontot."
INCOMPLETE = (
    "Fångsten är inte fullständig och kan inte visa om något har försvunnit från "
    "plattformen."
)
PARTIAL = (
    "Arkiveringen omfattar inte hela kontot och kan inte visa om något har försvunnit "
    "från plattformen."
)
OTHER_EYES = (
    "Den förra arkiveringen gjordes på ett annat sätt, så innehållet går inte att "
    "jämföra."
)

SOURCES = frozenset(source.value for source in SourceName)


@dataclass(frozen=True)
class Earlier:
    """A package that was made of the account before."""

    package: PackageVersion
    files: PackageFiles = field(repr=False)
    report: CaptureReport = field(repr=False)


def earlier_packages(archive: Archive, account_id: str) -> Iterator[Earlier]:
    """Open the packages that archive an account, newest capture first.

    By when the capture was made, and not the version: gallring makes new versions of
    old packages.

    Raises:
        InvalidPackage: a package's report cannot be read.
        StoreDown: the store stopped answering.
    """
    known = archive.database.packages.list(account_id, with_purged=True)
    first: dict[str, PackageVersion] = {}
    newest: dict[str, PackageVersion] = {}
    for package in sorted(known, key=lambda each: each.version):
        first.setdefault(package.package_id, package)
        if package.purged_by is None and package.is_complete:
            newest[package.package_id] = package
    for package in sorted(
        newest.values(),
        key=lambda each: first[each.package_id].created_at,
        reverse=True,
    ):
        if package.version in archive.store.versions(package.package_id):
            files = archive.store.open(package.package_id, package.version)
            yield Earlier(package, files, read_report(files))


def is_whole(archive: Archive, order_id: str) -> bool:
    """Whether an order was for all of an account.

    Raises:
        UnknownName: there is no such order.
    """
    return archive.database.orders.get(order_id).level is ArchiveLevel.FULL


def why_not(capture: Capture, level: ArchiveLevel) -> str:
    """Say why a capture can show no disappearance; nothing when it can."""
    if not capture.health.is_complete:
        return INCOMPLETE
    return "" if level is ArchiveLevel.FULL else PARTIAL


def are_alike(earlier: CaptureReport, capture: Capture) -> bool:
    """Whether two captures saw the account in the same way.

    A guest is shown less than the owner, and a new major version of an extractor may
    name the same comment otherwise: both would be a false alarm.
    """
    return earlier.observed_as is capture.observed_as and extractor_line(
        earlier.extractor
    ) == extractor_line(capture.extractor)


def content_difference(
    earlier: Earlier, items: Sequence[Item], sources: Collection[str] = SOURCES
) -> ContentDifference:
    """Compare the items of a new capture with those of an earlier package.

    What the archive itself has disposed of is neither gone nor new, and what the new
    capture's `sources` never gave is not missed. What stands in the owner's export
    alone is neither: an export is made once, of the years and the kinds that somebody
    chose, and holds what the platform no longer shows. The earlier items are read one
    by one, and no text of theirs is kept.

    Raises:
        InvalidPackage: the package's items cannot be read.
        StoreDown: the store stopped answering.
    """
    now = {item.item_id: _digest(item.body) for item in items}
    shown = frozenset(item.item_id for item in items if not _is_export_alone(item))
    known: list[Item] = []
    edited: set[str] = set()
    for item in walk_items(earlier.files):
        known.append(_bare(item))
        text = now.get(item.item_id)
        if item.gallring is None and text not in (None, _digest(item.body)):
            edited.add(item.item_id)
    entries = [entry for thread in in_reading_order(known) for entry in thread]
    there = {item.item_id for item in known}
    new = [i for i in items if i.item_id in shown and i.item_id not in there]
    posts = sum(item.kind is ItemKind.POST for item in new)
    return ContentDifference(
        earlier_package_id=earlier.package.package_id,
        earlier_captured_at=earlier.report.started_at,
        missing=_listed(e for e in entries if _is_gone(e.item, shown, sources)),
        edited=_listed(e for e in entries if e.item.item_id in edited),
        new_posts=posts,
        new_comments=len(new) - posts,
    )


def _digest(text: str) -> bytes:
    return hashlib.sha256(normal_text(text).encode("utf-8", "replace")).digest()


def _bare(item: Item) -> Item:
    """Give an item's id and place in its thread, without what it says."""
    nothing = {"author": "", "body": "", "media": (), "places": (), "plan": None}
    return item.model_copy(update=nothing)


def _gave(item: Item) -> frozenset[str]:
    return SOURCES & set(item.sources)


def _is_export_alone(item: Item) -> bool:
    """Whether nothing but the owner's export says that there is such an item."""
    return _gave(item) == {SourceName.EXPORT.value}


def _is_gone(item: Item, shown: Collection[str], sources: Collection[str]) -> bool:
    if item.gallring is not None or item.item_id in shown or _is_export_alone(item):
        return False
    gave = _gave(item) - {SourceName.EXPORT.value}
    return not gave or not gave.isdisjoint(sources)


def _listed(entries: Iterable[Entry]) -> tuple[ListedItem, ...]:
    return tuple(
        ListedItem(
            item_id=entry.item.item_id,
            kind=entry.item.kind,
            number=entry.number,
            is_by_account=entry.item.is_by_account,
        )
        for entry in entries
    )


# --- telling of it --------------------------------------------------------------------


def tell_of_missing(archive: Archive, report: ChangeReport) -> None:
    """Note that content is gone from the platform, and tell the board secretary.

    Ids and counts only: the notice leaves by e-mail.

    Raises:
        UnknownName: the account is not in the register.
    """
    content = report.content
    if content is None or not content.missing:
        return
    detail = {
        "order": report.order_id,
        "package": report.package_id,
        "earlier_package": content.earlier_package_id,
        "posts": str(content.missing_posts),
        "comments": str(content.missing_comments),
        "edited": str(len(content.edited)),
    }
    archive.note(EventKind.CONTENT_MISSING, report.account_id, detail)
    tell(archive, _message(report, content))


def _message(report: ChangeReport, content: ContentDifference) -> Message:
    return Message(
        key=f"content:{report.package_id}",
        kind=NoticeKind.CONTENT_MISSING,
        recipient=NoticeFor.SECRETARY,
        account_id=report.account_id,
        title="Innehåll finns inte längre på plattformen",
        text=(
            f"{_amounts(content.missing)} som fanns vid den förra arkiveringen finns "
            f"inte längre på kontot {report.account_id}. Innehållet, som det var, "
            f"finns i arkivpaketet {content.earlier_package_id}.{_edited(content)}"
        ),
        action=(
            f"Läs förändringsrapporten i arkivpaketet {report.package_id}, som säger "
            "vilka det är. Bedöm om det togs bort av kommunen: att ta bort en allmän "
            "handling från plattformen kan vara gallring, och ska ha stöd i planen. "
            "Bedöm också om något av det skulle ha diarieförts innan det togs bort. "
            "Diarieför det i så fall nu, ur det tidigare arkivpaketet."
        ),
    )


def _edited(content: ContentDifference) -> str:
    if not content.edited:
        return ""
    return f" {_amounts(content.edited)} har fått en annan text."


def _amounts(items: Sequence[ListedItem]) -> str:
    posts = posts_of(items)
    comments = len(items) - posts
    parts = [
        counted(posts, "inlägg", "inlägg") if posts else "",
        counted(comments, "kommentar", "kommentarer") if comments else "",
    ]
    return listed([part for part in parts if part])
