# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Judge a good sight: is there a larger change since the last archiving?

A sight is compared with what is archived, or with what was settled since then. So a
change is found again until it is archived, also when the order that it gave failed.
The first archiving comes before everything else: without it there is nothing that a
change could be shown against, and a replaced picture is gone at its source.
"""

from dataclasses import dataclass, replace

from pipeline.context import Archive
from pipeline.order import Request, place_order
from pipeline.watch.batch import Known
from pipeline.watch.outcome import WatchOutcome
from pipeline.watch.references import Difference, References, references_of
from pipeline.watch.settle import (
    confirm_change,
    is_other_account,
    note_turned_back,
    order_for,
    settle_archived,
    write_change,
)
from pipeline.watch.spans import Kept
from rules.changes import is_rebaselined
from rules.orders import is_resting
from rules.watch import Weighed, begin_change, is_turned_back, move_change, weigh_change
from schemas.order import EventKind, Order, OrderReason, OrderState
from schemas.profile import ChangeState, PageState, ProfileChange
from schemas.watch import Standing

_OPEN = frozenset({ChangeState.WAITING, ChangeState.TO_JUDGE})


def needs_judging(known: Known, kept: Kept) -> bool:
    """Tell whether a good sight can be anything but the same as before.

    The answer is no for nearly every account at nearly every look: then nothing more is
    asked of the database.
    """
    standing = known.standing
    if standing.archived_at is None:
        return known.open_order is None
    return (
        kept.is_other
        or standing.change is not None
        or (known.open_order is None and _is_unarchived(standing))
    )


def _is_unarchived(standing: Standing) -> bool:
    """Tell whether the newest order made no archive: it failed, or lacked something."""
    order = standing.order
    return order is not None and order.order_id != standing.archived_by


def judge(archive: Archive, known: Known, kept: Kept) -> WatchOutcome:
    """Judge a good sight that was written, in the same transaction as it was.

    Raises:
        Refused: someone has ordered an archiving of the account at this very moment.
        Damaged: what is kept of the account is not what was written.
    """
    outcome = WatchOutcome(account_id=known.account.account_id, state=PageState.OK)
    _note_rebaselined(archive, known, kept)
    archived_at = known.standing.archived_at
    if archived_at is None:
        order = known.open_order or _baseline_if_due(archive, known)
        return outcome.having(None, order, is_new=order is not known.open_order)
    account_id = known.account.account_id
    references = references_of(archive, account_id, known.policy, archived_at)
    return _Judgement(archive, known, kept, references).carry_out(outcome)


def _baseline_if_due(archive: Archive, known: Known) -> Order | None:
    """Order the first archiving, unless one failed a short while ago."""
    if is_resting(known.standing.order, archive.clock()):
        return None
    request = Request(
        account_id=known.account.account_id,
        ordered_by=archive.agent,
        reason=OrderReason.BASELINE,
    )
    return place_order(archive, request)


def _note_rebaselined(archive: Archive, known: Known, kept: Kept) -> None:
    """Note that the account is read otherwise than before: it alarms nobody."""
    if kept.before is not None:
        return
    if any(is_rebaselined(one, kept.sight) for one in known.heads):
        detail = {
            "observation": kept.sight.observation_id,
            "extractor": kept.sight.extractor,
        }
        archive.note(EventKind.REBASELINED, known.account.account_id, detail)


@dataclass(frozen=True)
class _Judgement:
    """One account's good sight, weighed against what is archived of it."""

    archive: Archive
    known: Known
    kept: Kept
    references: References

    def carry_out(self, outcome: WatchOutcome) -> WatchOutcome:
        """Settle what the sight settles, order what it gives, and tell of it."""
        waiting = self.known.open_order
        change, order = self._weigh(self._still_open())
        if change is None or change.state not in (*_OPEN, ChangeState.CONFIRMED):
            change = self._unarchived()
            order = self._order_again(change)
        order = order or waiting
        return outcome.having(change, order, is_new=order is not waiting)

    def _still_open(self) -> ProfileChange | None:
        """Give the open change, unless an archiving has taken it meanwhile."""
        change = self.known.standing.change
        if change is None or not self.references.is_archived(change):
            return change
        taken = change.model_copy(
            update={
                "state": ChangeState.CONFIRMED,
                "settled_at": self.archive.clock(),
                "order_id": self.known.standing.archived_by,
            }
        )
        settle_archived(self.archive, self.known.account, taken)
        return None

    def _weigh(
        self, change: ProfileChange | None
    ) -> tuple[ProfileChange | None, Order | None]:
        """Weigh what the sight shows, and write what comes of it."""
        sight, now = self.kept.sight, self.archive.clock()
        found = self.references.difference(change, sight, self.kept.before)
        if change is None and self._is_turned_back(found):
            return None, None
        moved = self.references.moved(change, sight) if change else ()
        policy = self.known.policy
        weighed = weigh_change(change, found.comparisons, sight, policy, now, moved)
        weighed = self._asked_about(self._held(change, weighed))
        if weighed.state is None or found.before is None:
            return change, None
        if change is not None:
            return self._write(move_change(change, sight, weighed, now), is_new=False)
        change_id = self.archive.new_id()
        begun = begin_change(change_id, found.before, sight, weighed, now)
        return self._write(begun, is_new=True)

    def _write(
        self, change: ProfileChange, *, is_new: bool
    ) -> tuple[ProfileChange, Order | None]:
        account = self.known.account
        if change.state is not ChangeState.CONFIRMED:
            write_change(self.archive, account, change, is_new=is_new)
            return change, None
        waiting = self.known.open_order
        return change, confirm_change(
            self.archive, account, change, waiting, is_new=is_new
        )

    def _asked_about(self, weighed: Weighed) -> Weighed:
        """Let a person say whose account it is that has taken over the address.

        It may be a stranger's, whom the municipality has no right to archive.
        """
        is_settled = weighed.state in (ChangeState.CONFIRMED, ChangeState.MINOR)
        if is_settled and is_other_account(self.archive, self.kept.sight):
            return replace(weighed, state=ChangeState.TO_JUDGE)
        return weighed

    def _held(self, change: ProfileChange | None, weighed: Weighed) -> Weighed:
        """Let a change wait that cannot be ordered now.

        An archiving that is running may have passed the profile already, and one that
        failed a short while ago would most likely fail again.
        """
        if weighed.state is not ChangeState.CONFIRMED or self._may_order():
            return weighed
        state = change.state if change else ChangeState.WAITING
        return replace(weighed, state=state)

    def _may_order(self) -> bool:
        waiting = self.known.open_order
        if waiting is not None:
            return waiting.state is OrderState.QUEUED
        return not is_resting(self.known.standing.order, self.archive.clock())

    def _is_turned_back(self, found: Difference) -> bool:
        """Note a change that has gone back, or forth again: both looks are archived.

        It is a settled change too, so that what follows is compared with this sight.
        """
        confirmed = self.references.newest(ChangeState.CONFIRMED)
        if confirmed is None or found.before is None or not found.fields:
            return False
        sight, now, policy = self.kept.sight, self.archive.clock(), self.known.policy
        if not any(
            is_turned_back(confirmed, since, policy, now)
            for since in self.references.since(confirmed, sight)
        ):
            return False
        weighed = Weighed(ChangeState.MINOR, found.comparisons)
        change_id = self.archive.new_id()
        note_turned_back(
            self.archive, begin_change(change_id, found.before, sight, weighed, now)
        )
        return True

    def _unarchived(self) -> ProfileChange | None:
        """Give the confirmed change that is still not archived, if there is one."""
        change = self.references.newest(ChangeState.CONFIRMED)
        if change is None or self.references.is_archived(change):
            return None
        return change if self.references.from_archived(self.kept.sight).fields else None

    def _order_again(self, change: ProfileChange | None) -> Order | None:
        """Order the archiving of a change whose order failed, a day later."""
        if change is None or self.known.open_order or not self._may_order():
            return None
        return order_for(self.archive, self.known.account, change)
