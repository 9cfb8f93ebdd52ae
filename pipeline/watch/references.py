# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a sight is compared with: what is archived, or what was settled since then.

Where that leaves a field unknown the newest good sight has its say, so that a field
that was hidden once is still watched.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.context import Archive
from rules.changes import are_comparable, compare
from schemas.policy import ChangePolicy
from schemas.profile import (
    ChangeState,
    FieldComparison,
    FieldVerdict,
    Observation,
    ProfileChange,
    ProfileField,
)

STANDING = frozenset({ChangeState.CONFIRMED, ChangeState.DISMISSED, ChangeState.MINOR})
"""What such a change led to is how the account looks, until it is archived."""

_DIFFERING = frozenset({FieldVerdict.CHANGED, FieldVerdict.UNSURE})
_RECENT = 50
"""How many of an account's changes are looked through for the newest of a kind."""


@dataclass(frozen=True)
class Difference:
    """What a sight shows, beside the sight that it was compared with first.

    `before` is None and `comparisons` empty when there is nothing alike.
    """

    before: Observation | None
    comparisons: tuple[FieldComparison, ...]

    @property
    def fields(self) -> tuple[ProfileField, ...]:
        """The fields that differ, or may."""
        return differing(self.comparisons)


@dataclass(frozen=True)
class References:
    """The earlier sights of one account, as its changes and archivings have left them.

    `settled` are the changes that are not open, newest first.
    """

    archive: Archive
    policy: ChangePolicy
    archived_at: datetime
    settled: tuple[ProfileChange, ...]

    def difference(
        self,
        open_change: ProfileChange | None,
        sight: Observation,
        last: Observation | None,
    ) -> Difference:
        """Compare a sight with what it is to be compared with.

        While a change is open that is the sight which the change began from.
        """
        archived = self.archive.database.observations.nearest(sight, self.archived_at)
        candidates: tuple[Observation | None, ...]
        if open_change is not None:
            candidates = (self._sight(open_change.before_id), archived)
        else:
            candidates = (self._standing_sight(), archived, last)
        alike = [one for one in candidates if one and are_comparable(one, sight)]
        return _merged(alike, sight, self.policy)

    def from_archived(self, sight: Observation) -> Difference:
        """Compare a sight with what is archived, whatever was settled since then."""
        archived = self.archive.database.observations.nearest(sight, self.archived_at)
        return _merged([archived] if archived else [], sight, self.policy)

    def newest(self, *states: ChangeState) -> ProfileChange | None:
        """Give the newest settled change that is in one of some states."""
        found = (change for change in self.settled if change.state in states)
        return next(found, None)

    def is_archived(self, change: ProfileChange) -> bool:
        """Tell whether the last archiving began after the change was first seen."""
        return self._sight(change.after_id).seen_at <= self.archived_at

    def moved(
        self, open_change: ProfileChange, sight: Observation
    ) -> tuple[ProfileField, ...]:
        """Name the fields that differ from how they were when last seen changed."""
        if open_change.after_id == sight.observation_id:
            return ()
        after = self._sight(open_change.after_id)
        return differing(compare(after, sight, self.policy))

    def since(
        self, change: ProfileChange, sight: Observation
    ) -> Iterator[tuple[FieldComparison, ...]]:
        """Compare a sight with each of the two that a change lies between."""
        for observation_id in (change.before_id, change.after_id):
            yield compare(self._sight(observation_id), sight, self.policy)

    def _standing_sight(self) -> Observation | None:
        """Give what the newest standing change led to, if it is not archived yet."""
        change = self.newest(*STANDING)
        if change is None:
            return None
        after = self._sight(change.after_id)
        return after if after.seen_at > self.archived_at else None

    def _sight(self, observation_id: str) -> Observation:
        return self.archive.database.observations.get(observation_id)


def references_of(
    archive: Archive, account_id: str, policy: ChangePolicy, archived_at: datetime
) -> References:
    """Gather an account's earlier changes.

    Raises:
        StoreDown: the database does not answer.
    """
    found = archive.database.changes.list(account=account_id, limit=_RECENT)
    settled = tuple(change for change in found if change.settled_at is not None)
    return References(archive, policy, archived_at, settled)


def differing(comparisons: Sequence[FieldComparison]) -> tuple[ProfileField, ...]:
    """Name the fields that differ, or may."""
    return tuple(each.field for each in comparisons if each.verdict in _DIFFERING)


def _merged(
    befores: Sequence[Observation], sight: Observation, policy: ChangePolicy
) -> Difference:
    """Compare with the first; what is unknown in it with those that follow.

    The difference begins from the newest sight that had a say in it: until now it
    showed what the older ones did, or the older ones did not know.
    """
    found: dict[ProfileField, FieldComparison] = {}
    began = befores[0] if befores else None
    for before in befores:
        for each in compare(before, sight, policy):
            known = found.get(each.field)
            if known is None or known.verdict is FieldVerdict.UNKNOWN:
                found[each.field] = each
                began = before if each.verdict in _DIFFERING else began
    return Difference(began, tuple(found.values()))
