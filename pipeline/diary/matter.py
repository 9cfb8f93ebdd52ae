# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a judgement on registration is about: an item, a thread or a whole package."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.context import Archive
from pipeline.index import index_missing
from rules.diary import Document
from schemas.account import Account
from schemas.classification import ItemEntry
from schemas.diary import Registration
from schemas.errors import Refused, UnknownName
from schemas.package import PackageVersion


@dataclass(frozen=True)
class Matter:
    """An item, a thread or a package in the archive.

    `covered` are the ids that a decision on it is about: its own, and in a thread
    those of everything that stands under the post. `package_id` is the oldest package
    that holds it.
    """

    account: Account
    item_id: str
    thread_id: str
    document: Document
    covered: tuple[str, ...]
    package_id: str

    @property
    def covers_thread(self) -> bool:
        """Whether it is a thread as a whole."""
        return self.document.covers_thread


def find_matter(
    archive: Archive, account_id: str, item_id: str, *, covers_thread: bool
) -> Matter:
    """Find what an id of an account is about.

    Raises:
        UnknownName: the account has no such item or package, or no longer has.
        Refused: the thread is named by another of its items than the post.
    """
    account = archive.database.accounts.get(account_id)
    index_missing(archive)
    entries = archive.database.items.get(account_id, item_id)
    if not entries:
        return _package(archive, account, item_id)
    first = min(entries, key=lambda entry: entry.captured_at)
    if covers_thread and first.thread_id != item_id:
        message = (
            f"”{item_id}” är inte trådens första inlägg. Ange ”{first.thread_id}” "
            "för att bedöma hela tråden."
        )
        raise Refused(message)
    thread = _thread(archive, first) if covers_thread else [first]
    return Matter(
        account=account,
        item_id=item_id,
        thread_id=first.thread_id,
        document=_document(archive, first, covers_thread=covers_thread),
        covered=tuple(dict.fromkeys(entry.item_id for entry in thread)),
        package_id=first.package_id,
    )


def standing(archive: Archive, matter: Matter) -> Registration | None:
    """Give the decision that counts for it today; of a thread, the one that covers it.

    None means that nobody has judged it.
    """
    known = archive.database.registrations
    if not matter.covers_thread:
        return known.of(matter.account.account_id, matter.item_id, matter.thread_id)
    return newest_covering(known.of_account(matter.account.account_id), matter.item_id)


def newest_covering(
    decisions: Sequence[Registration], thread_id: str
) -> Registration | None:
    """Give the newest of some decisions, in their order, that covers a whole thread."""
    covering = (
        found
        for found in reversed(decisions)
        if found.covers_thread and found.item_id == thread_id
    )
    return next(covering, None)


def follow_on(archive: Archive, made: Registration) -> None:
    """Keep a decision that says the same as before and something more.

    It must change nothing else: when it is on a thread, what was decided since on the
    thread's post alone is kept once more, so that it still is the post's newest.
    """
    known = archive.database.registrations
    alone = known.of(made.account_id, made.item_id, made.item_id)
    with archive.database.transaction():
        known.add(made)
        if alone is not None and alone.covers_thread is not made.covers_thread:
            again = {"registration_id": archive.new_id()}
            known.add(alone.model_copy(update=again))


def document_of(entry: ItemEntry, parents: Iterable[ItemEntry]) -> Document:
    """Give what the diary needs to know of an item as the index has it."""
    return Document(
        kind=entry.kind,
        is_by_account=entry.is_by_account,
        published=entry.published,
        captured_at=entry.captured_at,
        answers_other=any(not parent.is_by_account for parent in parents),
    )


def package_document(package: PackageVersion) -> Document:
    """Give what the diary needs to know of a package: it was drawn up when made."""
    return Document(
        kind=None,
        is_by_account=True,
        published=None,
        captured_at=package.created_at,
    )


def _document(archive: Archive, entry: ItemEntry, *, covers_thread: bool) -> Document:
    if covers_thread:
        return Document(
            kind=entry.kind,
            is_by_account=entry.is_by_account,
            published=entry.published,
            captured_at=entry.captured_at,
            covers_thread=True,
        )
    parent = entry.parent_id
    known = archive.database.items
    return document_of(entry, known.get(entry.account_id, parent) if parent else ())


def _thread(archive: Archive, first: ItemEntry) -> list[ItemEntry]:
    return [
        entry
        for entry in archive.database.items.of_account(first.account_id)
        if entry.thread_id == first.thread_id and not entry.is_gallrad
    ]


def _package(archive: Archive, account: Account, package_id: str) -> Matter:
    packages = archive.database.packages.list(account.account_id)
    versions = [found for found in packages if found.package_id == package_id]
    if not versions:
        message = (
            f"”{package_id}” finns inte bland kontots handlingar eller arkivpaket."
        )
        raise UnknownName(message)
    first = min(versions, key=lambda found: found.version)
    return Matter(
        account=account,
        item_id=package_id,
        thread_id=package_id,
        document=package_document(first),
        covered=(package_id,),
        package_id=package_id,
    )
