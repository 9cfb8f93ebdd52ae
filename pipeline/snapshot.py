# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Carry out an order: capture the account, pack it, check it and keep it.

The order's id gives the package's id, so an order makes at most one package. It may
stop anywhere: nothing half-done is ever in the store, and the next run either starts
over or, when the package was stored already, writes what the database lacks.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from archivers.resume import forget, forget_old, kept_for, may_go_on
from archivers.scratch import scratch_folder, sweep
from archivers.watch import LookErrand
from eark.items_read import read_items
from pipeline.attended import check_attended
from pipeline.context import Archive
from pipeline.crafts import REAL, Crafts, tools_for
from pipeline.difference import tell_of_missing
from pipeline.disk import translated
from pipeline.index import entries_of
from pipeline.pack import Assignment, make_package
from pipeline.profile_pictures import found_pictures, measured, warcs_in
from pipeline.progress import OrderProgress
from pipeline.report import CaptureReport, entry_of, read_report
from pipeline.returned import tell_of_returned
from pipeline.watch.batch import newest_good
from pipeline.watch.spans import keep_sight, write_sights
from rules.classify import PUBLIC_KINDS, account_row, check_covered
from rules.orders import LEASE
from schemas.account import Account
from schemas.classification import ItemEntry
from schemas.errors import ArchiveError
from schemas.order import EventKind, Order, OrderReason, OrderState
from schemas.package import PackageFiles, PackageVersion
from schemas.profile import Observation, ObservedAs, PageState

FIRST_VERSION = 1
UNEXPECTED = "Ett oväntat fel inträffade i Avbild."


def run_order(archive: Archive, order_id: str, crafts: Crafts = REAL) -> PackageVersion:
    """Carry out an order; a finished order gives the package that it made.

    A failed order is tried again.

    Raises:
        UnknownName: there is no such order.
        Unavailable: another worker holds the order.
        NotInPlan: the board has no plan in force, or the plan has no row.
        ArchiveError: what stopped the capture; it is noted on the order too.
    """
    order = archive.database.orders.get(order_id)
    if order.state is OrderState.DONE and order.package_id is not None:
        return archive.database.packages.get(order.package_id)
    if order.state is OrderState.FAILED:
        archive.database.orders.requeue(order_id)
    worker = archive.new_id()
    order = archive.database.orders.claim(
        order_id, worker, archive.clock(), LEASE.total_seconds()
    )
    with _failing(archive, order, worker):
        listener = OrderProgress(archive, order_id, worker)
        done = _Run(archive.telling(listener), order, worker, crafts).carry_out()
    forget(kept_for(archive.settings.work_folder, order_id))
    return done


def package_id_of(order: Order) -> str:
    """Give the id of the package that an order becomes."""
    return f"avbild-{order.order_id}"


@contextmanager
def _failing(archive: Archive, order: Order, worker: str) -> Iterator[None]:
    """Note on the order, in Swedish, what stopped the work on it.

    What the platform has given so far is kept if the next try can go on from there.
    """
    try:
        yield
    except ArchiveError as error:
        if not may_go_on(error):
            forget(kept_for(archive.settings.work_folder, order.order_id))
        _fail(archive, order, worker, str(error))
        raise
    except KeyboardInterrupt:
        _fail(archive, order, worker, "Arbetet avbröts.")
        raise
    except BaseException:
        _fail(archive, order, worker, UNEXPECTED)
        raise


def _fail(archive: Archive, order: Order, worker: str, sentence: str) -> None:
    """Close the order, unless another worker has it by now or the database is down.

    Then the lease runs out by itself, and what is to be told is the first error.
    """
    detail = {"order": order.order_id, "failure": sentence}
    with suppress(ArchiveError), archive.database.transaction():
        archive.database.orders.fail(order.order_id, worker, sentence, archive.clock())
        archive.note(EventKind.FAILED, order.account_id, detail)


@dataclass(frozen=True)
class _Run:
    """One worker's attempt at one order."""

    archive: Archive
    order: Order
    worker: str
    crafts: Crafts

    def carry_out(self) -> PackageVersion:
        package_id = package_id_of(self.order)
        if FIRST_VERSION not in self.archive.store.versions(package_id):
            self._make(package_id)
        files = self.archive.store.open(package_id, FIRST_VERSION)
        report = read_report(files)
        items = entries_of(report, read_items(files))
        seen = self._sight(report, files)
        return self._enter(report, entry_of(report, files), items, seen)

    def _sight(self, report: CaptureReport, files: PackageFiles) -> Observation:
        """Give the capture's own sight of the profile, with how its pictures look.

        Without that, a replaced picture could never be told from a re-encoded one.
        """
        warcs = warcs_in(files, report.files)
        found, kept = found_pictures(self.archive, report.profile, warcs)
        profile = measured(report.profile, found, kept)
        return _sight(report.model_copy(update={"profile": profile}))

    def _make(self, package_id: str) -> None:
        """Capture, pack, check and store."""
        check_attended(self.archive, self.order)
        assignment = self._assignment(package_id)
        self._note(EventKind.CAPTURE_STARTED, {})
        work = self.archive.settings.work_folder
        sweep(work)
        forget_old(work, self.archive.clock())
        with translated("arbetsmappen"), scratch_folder(work) as workspace:
            self._look(assignment.account, workspace)
            folder = make_package(self.archive, assignment, workspace, self.crafts)
            self._note(EventKind.PACKAGED, {"package": package_id})
            self.archive.store.put(
                package_id, FIRST_VERSION, folder, self.archive.progress
            )

    def _look(self, account: Account, workspace: Path) -> None:
        """See the profile as the watch will see it, so that it has a like to compare.

        Before the capture: what changes in between is archived once too often, never
        missed. When the watch placed the order it has just looked.
        """
        if self.order.reason is OrderReason.PROFILE_CHANGE:
            return
        heads = self.archive.database.observations.heads([account.account_id])
        tools = tools_for(self.archive, account.account_id, workspace)
        known = heads.get(account.account_id, ())
        errand = LookErrand(account, last=newest_good(known), login=tools.login)
        for look in self.crafts.look([errand], tools):
            if look.failure is not None:
                raise look.failure
            seen = look.observation
            if seen is not None and seen.page_state is PageState.OK:
                with self.archive.database.transaction():
                    kept = keep_sight(known, seen, look.evidence)
                    write_sights(self.archive, [kept])

    def _assignment(self, package_id: str) -> Assignment:
        """Gather what the register and the plan say, before anything is captured."""
        database = self.archive.database
        account = database.accounts.get(self.order.account_id)
        plan = database.plans.current(account.board_id, self.archive.today())
        check_covered(plan, PUBLIC_KINDS)
        return Assignment(
            package_id=package_id,
            version=FIRST_VERSION,
            account=account,
            board=database.boards.get(account.board_id),
            order=self.order,
            plan=plan,
            plan_row=account_row(plan),
        )

    def _enter(
        self,
        report: CaptureReport,
        entry: PackageVersion,
        items: tuple[ItemEntry, ...],
        seen: Observation,
    ) -> PackageVersion:
        """Enter the package, its items, its sight and the finished order at once."""
        database = self.archive.database
        with database.transaction():
            database.packages.add(entry)
            database.items.put(items)
            if seen.observed_as is not ObservedAs.EXPORT:
                # A file that somebody brings says nothing of whether the page is there.
                database.observations.add(seen)
            self._note(EventKind.STORED, _stored(entry))
            if report.change_report is not None:
                tell_of_missing(self.archive, report.change_report)
            tell_of_returned(self.archive, items)
            now = self.archive.clock()
            database.orders.finish(
                self.order.order_id, self.worker, entry.package_id, now
            )
        return entry

    def _note(self, kind: EventKind, detail: dict[str, str]) -> None:
        said = {"order": self.order.order_id, **detail}
        self.archive.note(kind, self.order.account_id, said)


def _sight(report: CaptureReport) -> Observation:
    """Give the capture's own sight of the profile; it bears the capture's id."""
    return Observation(
        observation_id=report.capture_id,
        account_id=report.account_id,
        seen_at=report.started_at,
        page_state=PageState.OK,
        observed_as=report.observed_as,
        extractor=report.extractor,
        profile=report.profile,
    )


def _stored(entry: PackageVersion) -> dict[str, str]:
    return {
        "package": entry.package_id,
        "version": str(entry.version),
        "files": str(entry.files),
        "size": str(entry.size),
        "posts": str(entry.posts),
        "comments": str(entry.comments),
        "mets_sha256": entry.mets_sha256,
        "complete": "yes" if entry.is_complete else "no",
    }
