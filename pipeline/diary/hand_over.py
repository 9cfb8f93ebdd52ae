# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hand what is to be registered over to the diary, and note that it was done."""

from collections.abc import Mapping, Sequence

from archivers.scratch import scratch_folder
from pipeline.context import Archive
from pipeline.crafts import REAL, Crafts
from pipeline.diary.desks import Desk
from pipeline.diary.files import write_files
from pipeline.diary.matter import find_matter, follow_on, standing
from pipeline.diary.sheet import Gathered, Gatherer
from pipeline.disk import translated
from pipeline.index import index_missing
from schemas.diary import Registration
from schemas.order import EventKind, Progress

STEP = "Lämnar underlag till diariet"


def to_hand_over(
    archive: Archive,
    account_id: str | None = None,
    board_id: str | None = None,
    *,
    again: bool = False,
) -> tuple[Registration, ...]:
    """Give what waits to be handed over, in an account, in a board's, or in all.

    What is gone from the archive is left out; with `again`, what was handed over
    already and has no number yet is given too.

    Raises:
        UnknownName: the account or the board is not in the register.
    """
    if account_id is not None:
        archive.database.accounts.get(account_id)
    if board_id is not None:
        archive.database.boards.get(board_id)
    index_missing(archive)
    return tuple(
        found
        for found in archive.database.registrations.waiting(board_id)
        if account_id in {None, found.account_id}
        if again or found.handed_over_at is None
        if _is_held(archive, found)
    )


def _is_held(archive: Archive, found: Registration) -> bool:
    """Tell whether what a decision is about is still in the archive."""
    if archive.database.items.get(found.account_id, found.item_id):
        return True
    packages = archive.database.packages.list(found.account_id)
    return found.item_id in {package.package_id for package in packages}


def hand_over(
    archive: Archive,
    registrations: Sequence[Registration],
    desk: Desk,
    crafts: Crafts = REAL,
) -> tuple[Registration, ...]:
    """Hand some decisions over at a desk; harmless to repeat.

    What is secret and may not go to the desk is left waiting, and not given back.
    Each is noted when the desk has taken it, so that one that fails leaves those
    before it handed over and those after it waiting.

    Raises:
        UnknownName: what was judged is no longer in the archive.
        Damaged: a package cannot be read, or its words could not be printed as PDF/A.
        ArchiveError: the desk could not take it.
    """
    gatherer = Gatherer(archive)
    chosen = [one for one in registrations if desk.takes_secret or not one.secrecy]
    noted: list[Registration] = []
    for one in chosen:
        archive.progress(Progress(step=STEP, done=len(noted), total=len(chosen)))
        _deliver(archive, gatherer.gather(one), desk, crafts)
        noted.append(_note(archive, one, desk))
    return tuple(noted)


def hand_over_all(
    archive: Archive,
    registrations: Sequence[Registration],
    desks: Mapping[str, Sequence[Desk]],
    crafts: Crafts = REAL,
) -> tuple[Registration, ...]:
    """Hand decisions over at every desk of the board that each belongs to.

    Returns:
        Those that at least one desk took, each once.

    Raises:
        UnknownName: what was judged is no longer in the archive.
        Damaged: a package cannot be read, or its words could not be printed as PDF/A.
        ArchiveError: a desk could not take it.
    """
    taken: dict[tuple[str, str, bool], Registration] = {}
    for board_id, wanted in desks.items():
        mine = [one for one in registrations if _board_of(archive, one) == board_id]
        for desk in wanted:
            for noted in hand_over(archive, mine, desk, crafts):
                about = (noted.account_id, noted.item_id, noted.covers_thread)
                taken.setdefault(about, noted)
    return tuple(taken.values())


def _board_of(archive: Archive, registration: Registration) -> str:
    return archive.database.accounts.get(registration.account_id).board_id


def _deliver(archive: Archive, gathered: Gathered, desk: Desk, crafts: Crafts) -> None:
    work = archive.settings.work_folder
    with translated("arbetsmappen"), scratch_folder(work) as workspace:
        files = workspace / "files"
        files.mkdir()
        if desk.needs_files:
            write_files(archive, gathered, files, workspace, crafts)
        desk.take(gathered.sheet, files)


def _note(archive: Archive, handed: Registration, desk: Desk) -> Registration:
    """Note a hand-over on the decision, unless a newer one was made meanwhile."""
    said = {
        "registration_id": archive.new_id(),
        "handed_over_at": archive.clock(),
        "handed_over_by": archive.agent,
    }
    made = handed.model_copy(update=said)
    detail = {
        "registration": handed.registration_id,
        "item": handed.item_id,
        "to": desk.name,
    }
    with archive.database.transaction():
        archive.note(EventKind.HANDED_OVER, handed.account_id, detail)
        if _standing_id(archive, handed) != handed.registration_id:
            return handed
        follow_on(archive, made)
    return made


def _standing_id(archive: Archive, handed: Registration) -> str | None:
    matter = find_matter(
        archive,
        handed.account_id,
        handed.item_id,
        covers_thread=handed.covers_thread,
    )
    found = standing(archive, matter)
    return found.registration_id if found else None
