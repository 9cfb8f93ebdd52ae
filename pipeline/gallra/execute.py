# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Carry out a decision on disposal, package by package, so that it may stop anywhere.

For each package: the gates are tried again; the next version is written beside the old
one and proven; it is stored and read back; the gates are tried once more; the old
version is destroyed, and the store is listed again. A restart goes on where it stopped:
until the next version is stored nothing has happened, and after that only the
destruction remains.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archivers.scratch import scratch_folder, sweep
from eark.items_read import read_items
from pipeline.contents import contents_of
from pipeline.context import Archive
from pipeline.crafts import REAL, Crafts
from pipeline.disk import translated
from pipeline.gallra import sentences
from pipeline.gallra.cases import (
    judge_account,
    judge_entries,
    judge_packages,
)
from pipeline.gallra.certify import certify
from pipeline.gallra.claim import claimed
from pipeline.gallra.sights import forget_sights
from pipeline.gallra.version import Assignment, stage
from pipeline.index import index_package
from pipeline.report import entry_of, read_report
from pipeline.verify import verify_package
from rules.lists import check_frozen, recheck
from schemas.errors import Damaged, NotAllowed, UnknownName
from schemas.gallring import (
    Execution,
    ExecutionState,
    GallringCertificate,
    GallringDecision,
    GallringList,
    GallringScope,
    ListEntry,
    Verdict,
)
from schemas.order import EventKind


def execute(
    archive: Archive, decision_id: str, crafts: Crafts = REAL
) -> GallringCertificate:
    """Carry out a decision in every package that it reaches, and certify it.

    Harmless to repeat: what is done is not done again.

    Raises:
        UnknownName: there is no such decision.
        NotAllowed: the list is not what was approved, or a gate has closed since.
        Unavailable: another worker is carrying it out.
        Damaged: what was to go could not be proven gone; what is stored is whole.
        ArchiveError: the store, the database or a file could not be used.
    """
    decision = archive.database.gallring.get_decision(decision_id)
    with claimed(archive, decision_id) as held:
        run = Run(held, decision, crafts)
        run.check()
        for package_id in run.to_reach:
            run.carry_out(package_id)
        forget_sights(held, decision)
        return certify(held, decision, crafts)


@dataclass(frozen=True)
class Run:
    """One worker's attempt at one decision.

    `is_again` carries out anew, after a restore from a backup, what was carried out
    before: the gates were open then, and what is gone is to stay gone.
    """

    archive: Archive
    decision: GallringDecision
    crafts: Crafts
    is_again: bool = False

    @cached_property
    def frozen(self) -> GallringList:
        """The list as it was approved."""
        return self.archive.database.gallring.get_list(self.decision.list_id)

    @cached_property
    def to_reach(self) -> Mapping[str, int]:
        """Every package that holds something on the list, in its version then."""
        entries = (kept for entry in self.frozen.entries for kept in entry.kept_in)
        reached = {kept.package_id: kept.version for kept in entries}
        return dict(sorted(reached.items()))

    @cached_property
    def whole(self) -> frozenset[str]:
        """The packages that are destroyed whole."""
        return frozenset(kept.package_id for kept in self.frozen.whole_packages)

    def check(self) -> None:
        """Try the decision itself, and every gate for what it has not yet reached.

        Raises:
            NotAllowed: something has changed since the decision.
        """
        check_frozen(self.frozen, self.decision)
        begun = {one.package_id for one in self._executions if self._is_past(one)}
        waiting = [
            entry
            for entry in self.frozen.entries
            if any(kept.package_id not in begun for kept in entry.kept_in)
        ]
        if not waiting:
            return
        ids = [
            e.verdict.item_id for e in waiting if e.verdict.item_id not in self.whole
        ]
        judged = judge_account(self.archive, self.frozen.account_id, ids)
        packages = [
            self.archive.database.packages.get(name)
            for name in sorted(self.whole - begun)
        ]
        judged += judge_packages(self.archive, self.frozen.account_id, packages)
        kept_then = {k for entry in self.frozen.entries for k in entry.kept_in}
        kept_now = {kept for one in judged for kept in one.kept_in}
        if self.frozen.scope is GallringScope.PACKAGE:  # other packages may stay
            kept_now = {kept for kept in kept_now if kept.package_id in self.whole}
        if kept_now - kept_then:
            raise NotAllowed(sentences.MOVED)
        for package_id in sorted(set(self.to_reach) - begun):
            self._must_be_alone(package_id)
        self._recheck(waiting, (one.verdict for one in judged))

    def _must_be_alone(self, package_id: str) -> None:
        """Refuse while another disposal has left the package in two versions.

        What this one takes out of the newest would remain in the one before it.

        Raises:
            NotAllowed: the store holds a version that is not this disposal's.
        """
        is_ours = any(e.package_id == package_id and e.proof for e in self._executions)
        version = self.to_reach[package_id]
        ours = {version, version + 1} if is_ours else {version}
        if set(self.archive.store.versions(package_id)) - ours:
            raise NotAllowed(sentences.UNFINISHED)

    def carry_out(self, package_id: str) -> None:
        """Carry the decision out in one package, from wherever it stopped."""
        execution = self._begun(package_id)
        if execution.state is ExecutionState.DONE:
            return
        self.finish(execution)

    def finish(self, execution: Execution) -> None:
        """Write and store the next version if it is not stored; destroy the old one.

        Raises:
            NotAllowed: what was noted takes another version, or more, than the list.
        """
        package_id, version = execution.package_id, execution.from_version
        following = None if package_id in self.whole else version + 1
        if (self.to_reach[package_id], following) != (version, execution.to_version):
            raise NotAllowed(sentences.NOT_DECIDED)
        if execution.to_version is not None and not _has_stored(execution):
            execution = self._store(execution)
        self._destroy(execution)

    # --- the next version -------------------------------------------------------------

    def _begun(self, package_id: str) -> Execution:
        """Give how far it has come in a package, or note that it begins."""
        for known in self._executions:
            if known.package_id == package_id:
                return known
        version = self.to_reach[package_id]
        package = self.archive.database.packages.get(package_id, version)
        execution = Execution(
            decision_id=self.decision.decision_id,
            package_id=package_id,
            from_version=version,
            to_version=None if package_id in self.whole else version + 1,
            state=ExecutionState.STARTED,
            started_at=self.archive.clock(),
            executed_by=self.archive.agent,
            items=len(self._item_ids(package_id)),
            old_mets_sha256=package.mets_sha256,
        )
        return self._note(execution, EventKind.GALLRING_STARTED)

    def _store(self, execution: Execution) -> Execution:
        """Write, prove and store the next version; a stored one is only entered."""
        package_id, version = execution.package_id, execution.to_version
        if version not in self.archive.store.versions(package_id):
            execution = self._make(execution)
        return self._enter(execution)

    def _make(self, execution: Execution) -> Execution:
        package_id = execution.package_id
        assignment = Assignment(
            decision=self.decision,
            contents=contents_of(self.archive, package_id, execution.from_version),
            item_ids=self._item_ids(package_id),
            to_version=execution.from_version + 1,
        )
        work = self.archive.settings.work_folder
        sweep(work)
        with translated("arbetsmappen"), scratch_folder(work) as workspace:
            staged = stage(self.archive, assignment, workspace, self.crafts)
            execution = execution.model_copy(
                update={"proof": staged.proof, "removed_files": staged.dropped}
            )
            if not staged.proof.passed:
                raise self._incomplete(execution, sentences.UNPROVEN)
            self.archive.database.gallring.put_execution(execution)
            self.archive.store.put(
                package_id, assignment.to_version, staged.folder, self.archive.progress
            )
        return execution

    def _enter(self, execution: Execution) -> Execution:
        """Enter the stored version in the database, and read it back."""
        database, package_id = self.archive.database, execution.package_id
        version = execution.from_version + 1
        files = self.archive.store.open(package_id, version)
        entry = entry_of(read_report(files), files)
        with database.transaction():
            if not self._is_entered(package_id, version):
                database.packages.add(entry)
            elif self.is_again:
                database.packages.replace(entry)
            index_package(self.archive, package_id, version)
            self._must_be_ours(execution)
            stored = execution.model_copy(
                update={
                    "state": ExecutionState.STORED,
                    "new_mets_sha256": entry.mets_sha256,
                }
            )
            return self._note(stored, EventKind.GALLRING_STORED)

    def _is_entered(self, package_id: str, version: int) -> bool:
        try:
            self.archive.database.packages.get(package_id, version)
        except UnknownName:
            return False
        return True

    def _must_be_ours(self, execution: Execution) -> None:
        """Refuse to destroy for a version that another decision made.

        Raises:
            Damaged: this decision did not take out of it what it takes out.
        """
        files = self.archive.store.open(
            execution.package_id, execution.from_version + 1
        )
        ours = self.decision.decision_id
        gone = {item.item_id for item in read_items(files) if item.gallring == ours}
        if execution.proof is None or self._item_ids(execution.package_id) != gone:
            raise Damaged(sentences.NOT_OURS)

    # --- the old version --------------------------------------------------------------

    def _destroy(self, execution: Execution) -> None:
        """Destroy the old version, unless a gate has closed in the meantime.

        What killed runs left in the work folder of what is now gone goes with it.

        Raises:
            NotAllowed: a gate has closed; both versions remain.
            Damaged: the new version is not whole, or the store still shows the old.
        """
        if execution.state is not ExecutionState.PURGED:
            execution = self._purge(execution)
        sweep(self.archive.settings.work_folder)
        done = execution.model_copy(
            update={"state": ExecutionState.DONE, "ended_at": self.archive.clock()}
        )
        self._note(done, EventKind.GALLRING_DONE)

    def _purge(self, execution: Execution) -> Execution:
        database = self.archive.database
        package_id, version = execution.package_id, execution.from_version
        if execution.to_version is not None:
            report = verify_package(self.archive, package_id, execution.to_version)
            if not report.is_valid:
                raise self._incomplete(execution, sentences.NOT_WHOLE)
        if not self._is_destroyed(execution):
            self._recheck(self._entries(package_id), self._verdicts(execution))
        purge = self.archive.store.purge(
            package_id, version, self.decision, whole=execution.to_version is None
        )
        if purge.remaining:
            raise self._incomplete(
                execution.model_copy(update={"purge": purge}), sentences.REMAINS
            )
        with database.transaction():
            database.items.forget(package_id, version)
            database.packages.mark_purged(
                package_id, version, self.decision.decision_id, self.archive.clock()
            )
            purged = execution.model_copy(
                update={"state": ExecutionState.PURGED, "purge": purge}
            )
            return self._note(purged, EventKind.GALLRING_PURGED)

    def _verdicts(self, execution: Execution) -> tuple[Verdict, ...]:
        """Try the gates on what the old version holds of the list."""
        package_id, account_id = execution.package_id, self.frozen.account_id
        held = self.archive.database.items.of_package(
            package_id, execution.from_version
        )
        ids = self._item_ids(package_id)
        verdicts = judge_entries(
            self.archive, account_id, (e for e in held if e.item_id in ids)
        )
        if package_id in self.whole:
            package = self.archive.database.packages.get(
                package_id, execution.from_version
            )
            judged = judge_packages(self.archive, account_id, [package])
            verdicts += tuple(one.verdict for one in judged)
        return verdicts

    # --- what the parts share ---------------------------------------------------------

    @property
    def _executions(self) -> tuple[Execution, ...]:
        return self.archive.database.gallring.executions(self.decision.decision_id)

    def _is_past(self, execution: Execution) -> bool:
        """Whether only destruction remains, or only to note that it is done."""
        is_whole = execution.to_version is None
        return _has_stored(execution) or (is_whole and self._is_destroyed(execution))

    def _is_destroyed(self, execution: Execution) -> bool:
        """Whether the old version can be read no more: no gate can save it now."""
        versions = self.archive.store.versions(execution.package_id)
        return execution.from_version not in versions

    def _item_ids(self, package_id: str) -> frozenset[str]:
        """Give the items on the list that a package holds."""
        ids = (entry.verdict.item_id for entry in self._entries(package_id))
        return frozenset(ids) - {package_id}

    def _entries(self, package_id: str) -> tuple[ListEntry, ...]:
        """Give what the list says of a package."""
        return tuple(
            entry
            for entry in self.frozen.entries
            if any(kept.package_id == package_id for kept in entry.kept_in)
        )

    def _recheck(
        self, entries: Sequence[ListEntry], verdicts: Iterable[Verdict]
    ) -> None:
        """Refuse unless the gates were tried on every entry, and let all through."""
        if not self.is_again:
            tried = self.frozen.model_copy(update={"entries": tuple(entries)})
            recheck(tried, verdicts)

    def _incomplete(self, execution: Execution, sentence: str) -> Damaged:
        """Note that it could not be brought to its end, and give the error to raise."""
        left = {"state": ExecutionState.INCOMPLETE, "failure": sentence}
        self._note(execution.model_copy(update=left), EventKind.GALLRING_INCOMPLETE)
        return Damaged(sentence)

    def _note(self, execution: Execution, kind: EventKind) -> Execution:
        """Write how far it has come, and the event that says so, together."""
        detail = {
            "decision": execution.decision_id,
            "package": execution.package_id,
            "from_version": str(execution.from_version),
            "to_version": str(execution.to_version or ""),
            "items": str(execution.items),
        }
        with self.archive.database.transaction():
            self.archive.database.gallring.put_execution(execution)
            self.archive.note(kind, self.frozen.account_id, detail)
        return execution


def _has_stored(execution: Execution) -> bool:
    """Whether the next version is stored, so that only destruction remains."""
    return execution.new_mets_sha256 is not None or execution.purge is not None
