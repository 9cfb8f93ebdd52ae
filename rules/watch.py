# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a difference between two sights counts, and when to look again.

A platform shows some visitors another layout, or an old copy, for an hour. So a
difference must be seen again before an account is archived for it, and one that goes
back is only noted; the evidence is kept from the first sight all the same.
Outages are weighed in `rules.outages`, accounts that seem gone in `rules.gone`.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeGuard

from schemas.policy import ChangePolicy
from schemas.profile import (
    ChangeState,
    FieldComparison,
    FieldVerdict,
    Observation,
    PageState,
    ProfileChange,
    ProfileField,
)
from schemas.record import Identifier
from schemas.watch import WatchState

LONGEST_WAIT = timedelta(hours=6)
"""An account that fails is never left alone for longer than this."""

LONGEST_PLEA = timedelta(hours=24)
"""A server may ask us to stay away for so long; a longer plea is a mistake."""

SETTLED = (ChangeState.CONFIRMED, ChangeState.REVERTED, ChangeState.MINOR)
"""The states that the rules settle a change in, without a person."""

_DIFFERING = (FieldVerdict.CHANGED, FieldVerdict.UNSURE)
_NOTED = (*_DIFFERING, FieldVerdict.REPLACED)


@dataclass(frozen=True)
class Weighed:
    """What is to be done with a difference: the state that its change is to have.

    `WAITING`: see it again. `CONFIRMED`: archive. `TO_JUDGE`: ask a person. `MINOR`:
    note it. `REVERTED`: note that it went back. None: there is nothing to write.
    """

    state: ChangeState | None
    comparisons: tuple[FieldComparison, ...] = ()
    times_seen: int = 1


def weigh_change(
    open_change: ProfileChange | None,
    comparisons: Sequence[FieldComparison],
    seen: Observation,
    policy: ChangePolicy,
    now: datetime,
    moved: Collection[ProfileField] = (),
) -> Weighed:
    """Weigh what a good sight shows, together with the change that is open already.

    Every larger difference is counted by itself: it must be seen in `confirm_sights`
    good sights, and what was unknown in a sight neither counts nor is taken back.
    What changes meanwhile joins the open change, so that there is one archiving. A
    field that shows yet another value (`moved`) starts its count again, but not for
    longer than the policy's window: then it has differed long enough.

    Args:
        open_change: The account's change that is `WAITING` or `TO_JUDGE`.
        comparisons: `compare` from the sight that the open change began from, or with
            no open change from the newest good sight.
        seen: The sight that is weighed.
        policy: What the board has decided.
        now: When it is weighed.
        moved: The fields that differ between the open change's newest sight and this.
    """
    if seen.page_state is not PageState.OK or not comparisons:
        return Weighed(None)
    stands = _is_asked(open_change) and _is_overdue(open_change, policy, now)
    merged = _merge(open_change, comparisons, moved, stands=stands)
    larger = [c for c in merged if c.field in policy.larger and c.verdict in _DIFFERING]
    if not larger:
        return _without_larger(open_change, merged)
    shown = _differing(comparisons)
    if open_change is not None and not shown and _differing(merged) == _of(open_change):
        return Weighed(None)
    ripe = shown & _ripe(open_change, larger, policy, now)
    state = _state_of(larger, ripe, is_asked=_is_asked(open_change))
    return _unless_known(
        open_change, seen, Weighed(state, merged, _times(open_change, shown))
    )


def begin_change(
    change_id: Identifier,
    before: Observation,
    seen: Observation,
    weighed: Weighed,
    now: datetime,
) -> ProfileChange:
    """Begin the record of a difference that was weighed with no change open.

    Raises:
        ValueError: the weighing said that there is nothing to write.
    """
    if weighed.state is None:
        message = "there is nothing to write"
        raise ValueError(message)
    return ProfileChange(
        change_id=change_id,
        account_id=seen.account_id,
        before_id=before.observation_id,
        after_id=seen.observation_id,
        comparisons=weighed.comparisons,
        state=weighed.state,
        found_at=now,
        times_seen=weighed.times_seen,
        settled_at=now if weighed.state in SETTLED else None,
    )


def move_change(
    open_change: ProfileChange, seen: Observation, weighed: Weighed, now: datetime
) -> ProfileChange:
    """Move an open change on to what was weighed; what went back keeps its sight."""
    if weighed.state is None:
        return open_change
    is_back = weighed.state is ChangeState.REVERTED
    return open_change.model_copy(
        update={
            "after_id": open_change.after_id if is_back else seen.observation_id,
            "comparisons": open_change.comparisons if is_back else weighed.comparisons,
            "state": weighed.state,
            "times_seen": weighed.times_seen,
            "settled_at": now if weighed.state in SETTLED else None,
        }
    )


def is_turned_back(
    confirmed: ProfileChange,
    comparisons: Sequence[FieldComparison],
    policy: ChangePolicy,
    now: datetime,
) -> bool:
    """Tell whether a sight shows again what a newly confirmed change lay between.

    Both looks are archived already: the first before the change, the second when it was
    confirmed. So A -> B -> A within the policy's window is only noted, and so is the
    next turn: the sight is the new baseline, and no change is begun for it.

    Args:
        confirmed: The account's newest confirmed change.
        comparisons: `compare` from either of its two sights to the new one.
        policy: What the board has decided.
        now: When it is weighed.
    """
    verdicts = {each.field: each.verdict for each in comparisons}
    back = (FieldVerdict.SAME, FieldVerdict.REPLACED)
    return (
        confirmed.state is ChangeState.CONFIRMED
        and not _has_passed(confirmed.found_at, policy, now)
        and all(verdicts.get(field) in back for field in _of(confirmed))
        and not _differing(comparisons) & set(policy.larger)
    )


def next_due(
    state: WatchState,
    seen: Observation | None,
    policy: ChangePolicy,
    now: datetime,
    retry_after: float | None = None,
) -> datetime:
    """Say when an account is to be looked at next.

    Accounts are spread over the interval by a hash of their ids, so a whole register is
    never due in one minute, and an account keeps its minute. One that fails is left
    alone for longer each time, up to six hours, or for as long as its server asks.

    Args:
        state: Where the watch stood with the account before this look.
        seen: What the look gave; None when nothing was seen.
        policy: What the board has decided.
        now: When it was looked at.
        retry_after: The seconds that the server asked us to stay away for.
    """
    interval = timedelta(minutes=policy.interval_minutes)
    failures = _failures(state, seen)
    if not failures:
        return _own_minute(state.account_id, now + interval / 2, interval)
    step = min(interval, LONGEST_WAIT)
    wait = min(step * 2 ** min(failures - 1, 10), LONGEST_WAIT)
    due = _own_minute(state.account_id, now + wait - step / 2, step)
    due = min(due, now + LONGEST_WAIT)
    if not retry_after or retry_after < 0:
        return due
    asked = now + min(timedelta(seconds=min(retry_after, 1e8)), LONGEST_PLEA)
    return due if due >= asked else _own_minute(state.account_id, asked, step)


def state_after(
    state: WatchState,
    seen: Observation | None,
    policy: ChangePolicy,
    now: datetime,
    retry_after: float | None = None,
) -> WatchState:
    """Move the watch of an account on after a look; an error keeps what was good."""
    is_good = seen is not None and seen.page_state is PageState.OK
    return state.model_copy(
        update={
            "due_at": next_due(state, seen, policy, now, retry_after),
            "last_looked_at": now,
            "last_good_at": now if is_good else state.last_good_at,
            "last_state": seen.page_state if seen else PageState.UNAVAILABLE,
            "failures": _failures(state, seen),
        }
    )


def _merge(
    open_change: ProfileChange | None,
    comparisons: Sequence[FieldComparison],
    moved: Collection[ProfileField],
    *,
    stands: bool,
) -> tuple[FieldComparison, ...]:
    """Join what a sight shows with what was open, and count each difference.

    A picture that a person is asked about and that `stands`, since it was there for
    longer than the window, is asked about whatever is shown now.
    """
    earlier = {
        each.field: each
        for each in (open_change.comparisons if open_change else ())
        if each.verdict in _DIFFERING
    }
    merged = []
    for each in comparisons:
        known = earlier.get(each.field)
        if known is None:
            merged.append(each)
        elif each.verdict is FieldVerdict.UNKNOWN or (
            stands and each.verdict not in _DIFFERING
        ):
            merged.append(known)
        elif each.verdict in _DIFFERING and each.field not in moved:
            merged.append(each.model_copy(update={"sights": known.sights + 1}))
        else:
            merged.append(each)
    return tuple(merged)


def _ripe(
    open_change: ProfileChange | None,
    larger: Sequence[FieldComparison],
    policy: ChangePolicy,
    now: datetime,
) -> set[ProfileField]:
    """Give the fields that have differed in enough sights, or for long enough."""
    ripe = {each.field for each in larger if each.sights >= policy.confirm_sights}
    if _is_overdue(open_change, policy, now):
        ripe |= _of(open_change)
    return ripe


def _state_of(
    larger: Sequence[FieldComparison],
    ripe: Collection[ProfileField],
    *,
    is_asked: bool,
) -> ChangeState:
    """Confirm what has changed; ask a person only about what a machine cannot see.

    A person is still asked while the picture is doubtful, also when a text changes.
    """
    changed = {c.field for c in larger if c.verdict is FieldVerdict.CHANGED}
    doubtful = {c.field for c in larger if c.verdict is FieldVerdict.UNSURE}
    if changed & set(ripe):
        return ChangeState.CONFIRMED
    if doubtful and (is_asked or (not changed and doubtful & set(ripe))):
        return ChangeState.TO_JUDGE
    return ChangeState.WAITING


def _without_larger(
    open_change: ProfileChange | None, merged: tuple[FieldComparison, ...]
) -> Weighed:
    """Note what is minor, and what went back before it was confirmed."""
    times = open_change.times_seen if open_change else 1
    if any(each.verdict in _NOTED for each in merged):
        return Weighed(ChangeState.MINOR, merged, times)
    if open_change is None:
        return Weighed(None)
    return Weighed(ChangeState.REVERTED, open_change.comparisons, times)


def _unless_known(
    open_change: ProfileChange | None, seen: Observation, weighed: Weighed
) -> Weighed:
    """Write nothing while a person is asked and the same is seen again."""
    is_counted = any(c.verdict is FieldVerdict.CHANGED for c in weighed.comparisons)
    is_known = (
        _is_asked(open_change)
        and weighed.state is ChangeState.TO_JUDGE
        and open_change.after_id == seen.observation_id
        and _of(open_change) == _differing(weighed.comparisons)
    )
    return Weighed(None) if is_known and not is_counted else weighed


def _is_asked(change: ProfileChange | None) -> TypeGuard[ProfileChange]:
    return change is not None and change.state is ChangeState.TO_JUDGE


def _differing(comparisons: Sequence[FieldComparison]) -> set[ProfileField]:
    return {each.field for each in comparisons if each.verdict in _DIFFERING}


def _of(change: ProfileChange) -> set[ProfileField]:
    return _differing(change.comparisons)


def _times(open_change: ProfileChange | None, shown: Collection[ProfileField]) -> int:
    if open_change is None:
        return 1
    return open_change.times_seen + bool(shown)


def _is_overdue(
    change: ProfileChange | None, policy: ChangePolicy, now: datetime
) -> TypeGuard[ProfileChange]:
    return change is not None and _has_passed(change.found_at, policy, now)


def _has_passed(since: datetime, policy: ChangePolicy, now: datetime) -> bool:
    return now - since > timedelta(hours=policy.flap_hours)


def _failures(state: WatchState, seen: Observation | None) -> int:
    is_good = seen is not None and seen.page_state is PageState.OK
    return 0 if is_good else state.failures + 1


def _own_minute(
    account_id: Identifier, earliest: datetime, interval: timedelta
) -> datetime:
    """Give the first moment from `earliest` on that is the account's own."""
    seconds = int(interval.total_seconds())
    digest = hashlib.sha256(account_id.encode()).digest()
    own = int.from_bytes(digest[:8]) % seconds
    passed = int(earliest.timestamp())
    passed += passed < earliest.timestamp()
    return datetime.fromtimestamp(passed + (own - passed) % seconds, UTC)
