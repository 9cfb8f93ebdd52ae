# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keep what a batch of looks gave.

What is as before, and what failed as before, is nearly everything: it is written for
the whole batch at once. What is to be judged has a transaction of its own, so that one
account's trouble is its own and its change, order and notice stand or fall together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.context import Archive
from pipeline.watch.batch import Known, read_batch
from pipeline.watch.gone import weigh_gone, welcome_back
from pipeline.watch.judge import judge, needs_judging
from pipeline.watch.outcome import WatchOutcome, failed
from pipeline.watch.sighting import Sighting
from pipeline.watch.spans import Kept, keep_sight, write_sights
from rules.gone import GONE_STATES
from schemas.errors import ArchiveError
from schemas.order import EventKind
from schemas.profile import PageState


@dataclass(frozen=True)
class _Entry:
    """A look as it is to be written; without a sight only the watch state moves."""

    sighting: Sighting
    kept: Kept | None

    @property
    def known(self) -> Known:
        return self.sighting.known

    @property
    def is_calm(self) -> bool:
        """Whether there is nothing to judge: as before, or failed as anything may."""
        if self.kept is None:
            return True
        state = self.kept.sight.page_state
        if state is not PageState.OK:
            return state not in GONE_STATES
        return not (self._was_gone or needs_judging(self.known, self.kept))

    @property
    def _was_gone(self) -> bool:
        before = self.known.state
        return before is not None and before.last_state in GONE_STATES


def keep_batch(
    archive: Archive, sightings: Sequence[Sighting]
) -> dict[str, WatchOutcome]:
    """Write a batch of looks, judge them, and give what came of each.

    Raises:
        StoreDown: the database does not answer.
    """
    with archive.database.transaction():
        entries, outcomes = _entries(archive, sightings)
        calm = [entry for entry in entries if entry.is_calm]
        _write(archive, calm)
    outcomes |= {entry.sighting.account_id: _outcome(entry) for entry in calm}
    for entry in entries:
        if not entry.is_calm:
            outcomes[entry.sighting.account_id] = _judge(archive, entry.sighting)
    return outcomes


def _entries(
    archive: Archive, sightings: Sequence[Sighting]
) -> tuple[list[_Entry], dict[str, WatchOutcome]]:
    """Put each look beside what is known now, which may be more than when it began."""
    now_known = read_batch(archive, [one.account_id for one in sightings])
    entries, outcomes = [], {}
    for one in sightings:
        known = now_known[one.account_id]
        if isinstance(known, ArchiveError):
            outcomes[one.account_id] = failed(one.account_id, known)
        elif _is_overtaken(one.known, known):
            outcomes[one.account_id] = WatchOutcome(
                account_id=one.account_id, state=one.page_state
            )
        else:
            entries.append(_entry(replace(one, known=known)))
    return entries, outcomes


def _is_overtaken(before: Known, now: Known) -> bool:
    """Tell whether someone else has looked at the account while we did."""
    then = before.state.last_looked_at if before.state else None
    return (now.state.last_looked_at if now.state else None) != then


def _entry(sighting: Sighting) -> _Entry:
    seen = sighting.look.observation
    if seen is None:
        return _Entry(sighting, None)
    kept = keep_sight(sighting.known.heads, seen, sighting.look.evidence)
    return _Entry(sighting, kept)


def _write(archive: Archive, entries: Sequence[_Entry]) -> None:
    """Write sights and watch states, in as many questions as for one account."""
    now = archive.clock()
    write_sights(archive, [entry.kept for entry in entries if entry.kept])
    archive.database.watch.put([entry.sighting.state_after(now) for entry in entries])
    for entry in entries:
        _note_state(archive, entry)


def _note_state(archive: Archive, entry: _Entry) -> None:
    """Note in the event log when a page's state is new: once, not every hour."""
    before, kept = entry.known.state, entry.kept
    if kept is None or (before and before.last_state is kept.sight.page_state):
        return
    detail = {
        "state": kept.sight.page_state.value,
        "observation": kept.sight.observation_id,
    }
    archive.note(EventKind.OBSERVED, entry.sighting.account_id, detail)


def _judge(archive: Archive, sighting: Sighting) -> WatchOutcome:
    """Write and judge one account's look, beside what is known at this moment."""
    try:
        with archive.database.transaction():
            entries, outcomes = _entries(archive, [sighting])
            for entry in entries:
                _write(archive, [entry])
                return _judged(archive, entry)
            return outcomes[sighting.account_id]
    except ArchiveError as error:
        return failed(sighting.account_id, error)


def _judged(archive: Archive, entry: _Entry) -> WatchOutcome:
    if entry.kept is None or entry.kept.sight.page_state is not PageState.OK:
        _keep_others(archive, entry)
        weigh_gone(archive, entry.known, archive.clock())
        return _outcome(entry)
    welcome_back(archive, entry.known)
    return judge(archive, entry.known, entry.kept)


def _keep_others(archive: Archive, entry: _Entry) -> None:
    """Keep what other ways of looking showed of an account that seems gone."""
    heads = (*([entry.kept.sight] if entry.kept else []), *entry.known.heads)
    for look in entry.sighting.others:
        if look.observation is not None:
            kept = keep_sight(heads, look.observation, look.evidence)
            write_sights(archive, [kept])
            heads = (kept.sight, *heads)


def _outcome(entry: _Entry) -> WatchOutcome:
    failure, order = entry.sighting.look.failure, entry.known.open_order
    account_id = entry.sighting.account_id
    if failure is not None:
        return failed(account_id, failure)
    outcome = WatchOutcome(account_id=account_id, state=entry.sighting.page_state)
    return outcome.having(entry.known.standing.change, order, is_new=False)
