# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Carry out executed disposals anew, after a restore from a backup.

A backup holds what was there when it was taken. Before anybody may read what was
restored, everything that was disposed of since is disposed of again, from the replay
list: ids only, kept apart from the backups. No gate is tried: they were open when the
decision was carried out, and what was gone is to stay gone. So a list is believed only
if this archive has signed it: anybody could write one that names any record.
"""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from pipeline.context import Archive
from pipeline.crafts import REAL, Crafts
from pipeline.disk import translated
from pipeline.gallra.claim import claimed
from pipeline.gallra.execute import Run
from pipeline.gallra.sights import forget_sights, have_returned
from pipeline.signing import signing_key, verify_signature
from rules.lists import check_frozen
from schemas.errors import BadInput, UnknownName
from schemas.gallring import (
    Execution,
    ExecutionState,
    GallringDecision,
    GallringList,
)
from schemas.record import Record


class ReplayEntry(Record):
    """A decision that was carried out, with its list and what came of it."""

    frozen: GallringList
    decision: GallringDecision
    executions: tuple[Execution, ...]


class ReplayList(Record):
    """Every decision that was carried out, oldest first."""

    entries: tuple[ReplayEntry, ...]


def export_replay_list(archive: Archive, target: Path) -> int:
    """Write the replay list to a signed file, to be kept apart from the backups.

    The key that signs lies in the data home and must be restored with it.

    Raises:
        BadInput: there is a file of that name already, or the key cannot be read.
        StoreDown: the file cannot be written.
    """
    entries = tuple(_entries(archive))
    signed = signing_key(archive.settings.home_folder).sign(ReplayList(entries=entries))
    try:
        with translated("filen"), target.open("xb") as stream:
            stream.write(signed)
    except FileExistsError as error:
        message = f"Filen {target} finns redan och skrivs inte över."
        raise BadInput(message) from error
    return len(entries)


def reapply(
    archive: Archive, replay_list: Path | None = None, crafts: Crafts = REAL
) -> tuple[Execution, ...]:
    """Dispose again of whatever a restore brought back; say what that was.

    Harmless to repeat. With a file, what it tells of and the database does not know is
    taken in first.

    Raises:
        UnknownName: there is no such file.
        BadInput: the file is no replay list.
        Damaged: it was changed, or this archive has not signed it.
        NotAllowed: a list is not what was decided on.
        ArchiveError: a package could not be rewritten or destroyed.
    """
    if replay_list is not None:
        _take_in(archive, replay_list)
    again = tuple(
        execution
        for execution in archive.database.gallring.executed()
        if _has_returned(archive, execution) and _again(archive, execution, crafts)
    )
    _forget_again(archive)
    return again


def _forget_again(archive: Archive) -> None:
    """Destroy what the watch had kept of accounts that have gone whole."""
    gallring = archive.database.gallring
    for decision_id in sorted({one.decision_id for one in gallring.executed()}):
        decision = gallring.get_decision(decision_id)
        if have_returned(archive, decision):
            with claimed(archive, decision_id) as held:
                forget_sights(held, decision)


def _entries(archive: Archive) -> Iterator[ReplayEntry]:
    gallring = archive.database.gallring
    executed = {execution.decision_id for execution in gallring.executed()}
    for decision in reversed(gallring.decisions()):
        if decision.decision_id in executed:
            yield ReplayEntry(
                frozen=gallring.get_list(decision.list_id),
                decision=decision,
                executions=gallring.executions(decision.decision_id),
            )


def _take_in(archive: Archive, path: Path) -> None:
    """Enter decisions and destructions that the restored database is too old to know.

    It may know a decision and not that it was carried out, if the backup was taken in
    between.
    """
    if not path.is_file():
        message = f"Filen {path} finns inte."
        raise UnknownName(message)
    entries = _believed(archive, path)
    gallring = archive.database.gallring
    known = {decision.decision_id for decision in gallring.decisions()}
    destroyed = {(one.decision_id, one.package_id) for one in gallring.executed()}
    for entry in entries:
        check_frozen(entry.frozen, entry.decision)
        is_known = entry.decision.decision_id in known
        with archive.database.transaction():
            if not is_known:
                if not _has_list(archive, entry.frozen.list_id):
                    gallring.add_list(entry.frozen)
                gallring.add_decision(entry.decision)
            for one in entry.executions:
                is_news = (one.decision_id, one.package_id) not in destroyed
                if is_news and (not is_known or one.purge is not None):
                    gallring.put_execution(one)


def _believed(archive: Archive, path: Path) -> tuple[ReplayEntry, ...]:
    """Read a replay list that this archive has signed.

    Raises:
        BadInput: what is signed is something else.
        Damaged: it is not signed, was changed, or was signed by another key.
    """
    ours = signing_key(archive.settings.home_folder).key_id
    signed = verify_signature(path.read_bytes(), ours)
    try:
        return ReplayList.model_validate(signed.record).entries
    except ValidationError as error:
        message = f"Filen {path.name} är ingen lista över genomförda gallringar."
        raise BadInput(message) from error


def _has_list(archive: Archive, list_id: str) -> bool:
    return any(one.list_id == list_id for one in archive.database.gallring.lists())


def _has_returned(archive: Archive, execution: Execution) -> bool:
    """Whether the store has the destroyed version again."""
    versions = archive.store.versions(execution.package_id)
    return execution.from_version in versions


def _again(archive: Archive, execution: Execution, crafts: Crafts) -> bool:
    """Carry out one execution anew, from the start."""
    decision = archive.database.gallring.get_decision(execution.decision_id)
    begun = execution.model_copy(
        update={
            "state": ExecutionState.STARTED,
            "new_mets_sha256": None,
            "purge": None,
        }
    )
    with claimed(archive, execution.decision_id) as held:
        run = Run(held, decision, crafts, is_again=True)
        check_frozen(run.frozen, decision)
        run.finish(begun)
    return True
