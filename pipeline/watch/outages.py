# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Outages: told once when they begin, once when they are over.

A platform that is down takes thousands of accounts with it and is one event. What the
looks of one batch do not tell, whether an account or its host is out, the other
accounts on the host do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from archivers.watch.hosts import TRYING
from pipeline.context import Archive
from pipeline.notices import tell
from pipeline.watch import messages
from pipeline.watch.register import neighbours
from pipeline.watch.sighting import Sighting
from rules.outages import Looked, OutageTurn, Turn, weigh_outages
from schemas.account import Account
from schemas.order import EventKind
from schemas.policy import ChangePolicy
from schemas.profile import PageState
from schemas.watch import NoticeKind, Outage, OutageScope

REST = timedelta(minutes=10)
"""How long a host that is out is left in peace before it is tried again."""

RECENT = timedelta(minutes=90)
"""How old a look at another account may be and still say how its host is."""


def note_outages(archive: Archive, sightings: Sequence[Sighting]) -> None:
    """Note which outages a batch of looks began and ended, and tell operations.

    Raises:
        StoreDown: the database does not answer.
    """
    known = {one.subject: one for one in archive.database.watch.open_outages()}
    looks = [one.as_looked() for one in sightings]
    if not looks:
        return
    subjects = {one.account_id for one in looks} | {one.host for one in looks}
    if all(one.is_good for one in looks) and not subjects & set(known):
        return
    turns = _weigh(archive, sightings, looks, known)
    if not turns:
        return
    book = _Book(archive, {one.account_id: one for one in sightings}, known)
    with archive.database.transaction():
        for turn in turns:
            book.enter(turn)


def hosts_at_rest(archive: Archive) -> dict[str, PageState]:
    """Give the hosts that do not answer and were tried a short while ago.

    Raises:
        StoreDown: the database does not answer.
    """
    since = archive.clock() - REST
    return {
        one.subject: one.state
        for one in archive.database.watch.open_outages()
        if one.scope is OutageScope.HOST
        and one.state in TRYING
        and (one.checked_at or one.began_at) > since
    }


def _weigh(
    archive: Archive,
    sightings: Sequence[Sighting],
    looks: Sequence[Looked],
    known: Mapping[str, Outage],
) -> tuple[OutageTurn, ...]:
    """Weigh a batch by itself, and beside its hosts' other accounts if one seems out.

    The policy is the most patient of those that the accounts' boards have.
    """
    policy = max((one.known.policy for one in sightings), key=_patience)
    turns = weigh_outages(looks, known.values(), policy)
    alone = {turn.subject for turn in turns if _begins_alone(turn)}
    hosts = {one.host for one in looks if one.account_id in alone}
    others = _others(archive, hosts, {one.account_id for one in looks})
    keyed = {one.host for one in looks if one.is_own_key}
    others = [replace(one, is_own_key=_is_refused(one, keyed)) for one in others]
    if others:
        turns = weigh_outages([*looks, *others], known.values(), policy)
    ours = {one.account_id for one in looks}
    return tuple(
        turn for turn in turns if turn.scope is OutageScope.HOST or turn.subject in ours
    )


def _is_refused(other: Looked, keyed: set[str]) -> bool:
    """Tell whether it is refused where each account has a key of its own."""
    return other.state is PageState.ACCESS_REFUSED and other.host in keyed


def _code(sighting: Sighting) -> str:
    seen = sighting.look.observation
    return seen.code if seen is not None else ""


def _patience(policy: ChangePolicy) -> int:
    return policy.outage_sights


def _begins_alone(turn: OutageTurn) -> bool:
    return turn.turn is Turn.BEGINS and turn.scope is OutageScope.ACCOUNT


def _others(archive: Archive, hosts: set[str], ours: set[str]) -> list[Looked]:
    if not hosts:
        return []
    since = archive.clock() - RECENT
    return [
        Looked(
            account_id=state.account_id,
            host=host,
            state=state.last_state,
            failures=state.failures,
        )
        for host, state in neighbours(archive, hosts, since)
        if state.account_id not in ours and state.last_state is not None
    ]


@dataclass(frozen=True)
class _Book:
    """Writes outages, with their events and what is told; in one transaction."""

    archive: Archive
    sightings: Mapping[str, Sighting]
    known: Mapping[str, Outage]

    def enter(self, turn: OutageTurn) -> None:
        """Write what has become of an outage."""
        if turn.turn is Turn.BEGINS:
            self._begin(turn)
        elif turn.turn is Turn.ENDS:
            self._end(turn)
        else:
            self._widen(turn)

    def _begin(self, turn: OutageTurn) -> None:
        outage = Outage(
            outage_id=self.archive.new_id(),
            scope=turn.scope,
            subject=turn.subject,
            state=turn.state,
            began_at=self.archive.clock(),
            checked_at=self.archive.clock(),
            accounts=turn.accounts,
        )
        if self.archive.database.watch.begin(outage):
            self._note(EventKind.OUTAGE_BEGAN, outage)
            self._alarm(outage, turn)

    def _widen(self, turn: OutageTurn) -> None:
        """Count those that have failed since it began; say so if the fault is other."""
        before = self.known[turn.subject]
        new = sum(self._is_new_in(one, turn) for one in self.sightings.values())
        accounts = max(turn.accounts, before.accounts + new)
        checked_at = self.archive.clock() if self._is_tried(turn) else before.checked_at
        after = before.model_copy(
            update={
                "state": turn.state,
                "accounts": accounts,
                "checked_at": checked_at,
            }
        )
        if after == before:
            return
        self.archive.database.watch.widen(after)
        if turn.notice is not None:
            self._alarm(after, turn)

    def _is_tried(self, turn: OutageTurn) -> bool:
        """Tell whether any account of the outage was really asked for."""
        return any(
            turn.subject in (one.account_id, one.known.host) and one.was_asked
            for one in self.sightings.values()
        )

    def _is_new_in(self, sighting: Sighting, turn: OutageTurn) -> bool:
        """Tell whether an account failed now that was good, or never looked at."""
        before = sighting.known.state
        was_good = before is None or before.last_state in (None, PageState.OK)
        is_good = sighting.page_state is PageState.OK
        return sighting.known.host == turn.subject and was_good and not is_good

    def _end(self, turn: OutageTurn) -> None:
        now = self.archive.clock()
        ended = self.archive.database.watch.end(turn.subject, now)
        if ended is not None:
            self._note(EventKind.OUTAGE_ENDED, ended)
            tell(self.archive, messages.outage_over(ended, self._account(ended)))

    def _alarm(self, outage: Outage, turn: OutageTurn) -> None:
        failures = (
            one.look.failure
            for one in self.sightings.values()
            if turn.subject in (one.account_id, one.known.host) and one.look.failure
        )
        own = self.sightings.get(turn.subject)
        if own is not None and own.is_own_key:
            tell(
                self.archive, messages.no_way_in(outage, own.known.account, _code(own))
            )
            return
        said = str(next(failures, ""))
        kind = turn.notice or NoticeKind.OUTAGE
        account = self._account(outage)
        tell(self.archive, messages.outage(outage, kind, account, said))

    def _account(self, outage: Outage) -> Account | None:
        one = self.sightings.get(outage.subject)
        return one.known.account if one else None

    def _note(self, kind: EventKind, outage: Outage) -> None:
        detail = {
            "outage": outage.outage_id,
            "scope": outage.scope.value,
            "state": outage.state.value,
            "accounts": str(outage.accounts),
        }
        self.archive.note(kind, outage.subject, detail)
