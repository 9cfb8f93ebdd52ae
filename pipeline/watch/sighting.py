# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A look at an account, together with what was known of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from archivers.tools import CaptureTools
from archivers.watch import Look, LookErrand
from archivers.watch.batch import NOT_ASKED
from archivers.watch.errand import NO_SOURCE
from pipeline.context import Archive
from pipeline.crafts import Crafts
from pipeline.logins import login_for
from pipeline.tokens import holding, takes_token, tokens_of
from pipeline.watch.batch import Known
from rules.outages import Looked
from rules.watch import state_after
from schemas.errors import (
    ArchiveError,
    BadInput,
    Damaged,
    LoginExpired,
    Unavailable,
)
from schemas.profile import ObservedAs, PageState
from schemas.watch import WatchState

_NO_ACCESS = (LoginExpired, Damaged, BadInput)
"""What is wrong with a saved login or a key, not with the account."""


@dataclass(frozen=True)
class Sighting:
    """A look at an account; `others` are further looks at one that seems gone."""

    known: Known
    look: Look
    others: tuple[Look, ...] = ()

    @property
    def account_id(self) -> str:
        """The account's id."""
        return self.known.account.account_id

    @property
    def page_state(self) -> PageState:
        """What answered; for a look that gave nothing, what that comes to."""
        if self.look.observation is not None:
            return self.look.observation.page_state
        if isinstance(self.look.failure, Unavailable):
            return PageState.UNAVAILABLE
        if isinstance(self.look.failure, _NO_ACCESS):
            return PageState.ACCESS_REFUSED
        return PageState.NOT_UNDERSTOOD

    def state_after(self, now: datetime) -> WatchState:
        """Give where the watch stands with the account after this look.

        While its host is out the account itself has not failed: it would else be left
        alone for longer and longer, and be seen long after the host is back.
        """
        before = self.known.state or WatchState(account_id=self.account_id, due_at=now)
        asked = getattr(self.look.failure, "retry_after", None)
        seen, policy = self.look.observation, self.known.policy
        own = not self.known.is_host_out and self.was_asked
        first = before if own else before.model_copy(update={"failures": 0})
        after = state_after(first, seen, policy, now, asked)
        validators = {**self.look.validators}
        return after.model_copy(
            update={"last_state": self.page_state, "validators": validators}
        )

    @property
    def was_asked(self) -> bool:
        """Whether the look was made, and not spared since the host is out."""
        seen = self.look.observation
        return seen is None or seen.code != NOT_ASKED

    def as_looked(self) -> Looked:
        """Say how the look went, for telling an outage from an account's own fault."""
        seen, before = self.look.observation, self.known.state
        is_good = self.page_state is PageState.OK
        return Looked(
            account_id=self.account_id,
            host=self.known.host,
            state=self.page_state,
            failures=0 if is_good else (before.failures if before else 0) + 1,
            observed_as=seen.observed_as if seen else ObservedAs.GUEST,
            is_own_key=self.is_own_key,
        )

    @property
    def is_own_key(self) -> bool:
        """Whether the account's own key was refused, or it has no way in at all."""
        if self.page_state is not PageState.ACCESS_REFUSED:
            return False
        seen = self.look.observation
        lacks_any = seen is not None and seen.code == NO_SOURCE
        return lacks_any or takes_token(self.known.account)


def look_at(
    archive: Archive,
    known: Mapping[str, Known],
    crafts: Crafts,
    tools: CaptureTools,
) -> Iterator[Sighting]:
    """Look at some accounts, as they answer; what goes wrong with one is its own.

    Nothing is read from the database meanwhile.
    """
    errands: list[LookErrand] = []
    tokens: dict[str, str] = {}
    for one in known.values():
        try:
            tokens |= tokens_of(archive, [one.account])
            errands.append(_errand(archive, one))
        except ArchiveError as error:
            yield Sighting(one, _nothing(one, error))
    tools = holding(tools, tokens)
    left = {errand.account.account_id for errand in errands}
    try:
        for look in crafts.look(errands, tools):
            left.discard(look.account_id)
            yield Sighting(known[look.account_id], look)
    except ArchiveError as error:
        for account_id in sorted(left):
            yield Sighting(known[account_id], _nothing(known[account_id], error))


def _errand(archive: Archive, known: Known) -> LookErrand:
    """Ask about an account; with care, and not at a glance, while a change waits."""
    state = None if known.standing.change else known.state
    return LookErrand(
        account=known.account,
        last=known.last_good,
        validators=state.validators if state else {},
        login=login_for(archive, known.account.account_id),
        others=known.heads,
    )


def _nothing(known: Known, error: ArchiveError) -> Look:
    """Give a look that was not made; what a server gave still belongs to the last."""
    validators = known.state.validators if known.state else {}
    return Look(known.account.account_id, validators=validators, failure=error)
