# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""When the watch itself is out: told once, told again when it changes, told when over.

A platform that is down takes thousands of accounts with it, and that is one event. So a
host is out when many of its accounts fail in the same way, and while it is out none of
them is out by itself.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from rules.gone import GONE_STATES
from schemas.policy import ChangePolicy
from schemas.profile import ObservedAs, PageState
from schemas.watch import NoticeKind, Outage, OutageScope

FEWEST_ACCOUNTS = 3
"""Fewer accounts that fail together say nothing of their host."""


class Turn(Enum):
    """What becomes of an outage: only `GOES_ON` is told to nobody."""

    BEGINS = "begins"
    CHANGES = "changes"
    GOES_ON = "goes_on"
    ENDS = "ends"


@dataclass(frozen=True)
class Looked:
    """How a look at an account went; `failures` counts the looks since a good one.

    With `is_own_key` it was refused for a key that is the account's alone, or that it
    lacks: many such at once say nothing of their host.
    """

    account_id: str
    host: str
    state: PageState
    failures: int
    observed_as: ObservedAs = ObservedAs.GUEST
    is_own_key: bool = False

    @property
    def is_good(self) -> bool:
        """Whether the account's page showed as it should."""
        return self.state is PageState.OK


@dataclass(frozen=True)
class OutageTurn:
    """A turn of an outage of `subject`: an account's id or a host's name.

    `notice` is what people are told, None when they know already. `accounts` failed at
    these looks.
    """

    turn: Turn
    scope: OutageScope
    subject: str
    state: PageState
    accounts: int
    notice: NoticeKind | None


def is_outage(state: PageState, failures: int, policy: ChangePolicy) -> bool:
    """Tell whether an account's failed looks are an outage of the watch.

    An account that the platform says is gone is no outage: the platform answered.
    """
    return (
        state is not PageState.OK
        and state not in GONE_STATES
        and failures >= policy.outage_sights
    )


def is_access_fault(state: PageState, observed_as: ObservedAs) -> bool:
    """Tell whether it is our login or key that fails, so that it must be renewed."""
    is_walled = state is PageState.LOGIN_WALL and observed_as is not ObservedAs.GUEST
    return state is PageState.ACCESS_REFUSED or is_walled


def weigh_outages(
    looks: Sequence[Looked], open_outages: Iterable[Outage], policy: ChangePolicy
) -> tuple[OutageTurn, ...]:
    """Say which outages begin, change and end with a batch of looks.

    Args:
        looks: The looks of a batch, of any hosts.
        open_outages: The outages that are open, of these accounts and hosts at least.
        policy: How many failed looks make an outage of an account.
    """
    known = {(one.scope, one.subject): one for one in open_outages}
    turns: list[OutageTurn] = []
    for host in dict.fromkeys(one.host for one in looks):
        there = [one for one in looks if one.host == host]
        of_host = _weigh_host(host, there, known.get((OutageScope.HOST, host)))
        turns.extend([of_host] if of_host else [])
        is_out = of_host is not None and of_host.turn is not Turn.ENDS
        for look in there:
            own = known.get((OutageScope.ACCOUNT, look.account_id))
            turn = _weigh_account(look, own, policy, is_host_out=is_out)
            turns.extend([turn] if turn else [])
    return tuple(turns)


def _weigh_host(
    host: str, looks: Sequence[Looked], known: Outage | None
) -> OutageTurn | None:
    """Weigh the looks at one host together.

    An outage begins when half of them fail in the same way and ends when three of four
    are answered: a host that halts does not come and go with each batch.
    """
    fault = _common_fault(looks)
    if fault is None:
        return None if known is None else _without_fault(host, looks, known)
    failing = [one for one in looks if one.state is fault]
    if known is None:
        turn = Turn.BEGINS
    else:
        turn = Turn.GOES_ON if known.state is fault else Turn.CHANGES
    notice = None if turn is Turn.GOES_ON else _alarm(failing)
    return OutageTurn(turn, OutageScope.HOST, host, fault, len(failing), notice)


def _common_fault(looks: Sequence[Looked]) -> PageState | None:
    """Give the state that many accounts of a host fail in together, if they do.

    Accounts that are said to be gone are many closed accounts as long as any other
    account is there; if none is, the host is out of order.
    """
    states = Counter(
        one.state for one in looks if not one.is_good and not one.is_own_key
    )
    if not states:
        return None
    state, count = states.most_common(1)[0]
    is_common = count >= FEWEST_ACCOUNTS and 2 * count >= len(looks)
    if state in GONE_STATES and any(one.is_good for one in looks):
        return None
    return state if is_common else None


def _without_fault(host: str, looks: Sequence[Looked], known: Outage) -> OutageTurn:
    answered = [one for one in looks if _is_answered(one, known)]
    is_over = 4 * len(answered) >= 3 * len(looks)
    turn = Turn.ENDS if is_over else Turn.GOES_ON
    notice = NoticeKind.RECOVERED if is_over else None
    failing = len(looks) - len(answered)
    return OutageTurn(turn, OutageScope.HOST, host, known.state, failing, notice)


def _is_answered(look: Looked, known: Outage) -> bool:
    is_gone = look.state in GONE_STATES and known.state not in GONE_STATES
    return look.is_good or is_gone


def _weigh_account(
    look: Looked, known: Outage | None, policy: ChangePolicy, *, is_host_out: bool
) -> OutageTurn | None:
    """Weigh a look by itself; while its host is out, the host's outage says it all.

    Only a good look ends an outage: an account that is said to be gone now and then
    would begin a new one each time.
    """
    if look.is_good:
        return _turn_of(look, Turn.ENDS, NoticeKind.RECOVERED) if known else None
    if is_host_out or look.state in GONE_STATES:
        return None
    if known is not None:
        is_other = known.state is not look.state
        return _turn_of(look, Turn.CHANGES, _alarm([look])) if is_other else None
    if not is_outage(look.state, look.failures, policy):
        return None
    return _turn_of(look, Turn.BEGINS, _alarm([look]))


def _turn_of(look: Looked, turn: Turn, notice: NoticeKind) -> OutageTurn:
    scope = OutageScope.ACCOUNT
    return OutageTurn(turn, scope, look.account_id, look.state, 1, notice)


def _alarm(failing: Sequence[Looked]) -> NoticeKind:
    is_ours = any(is_access_fault(one.state, one.observed_as) for one in failing)
    return NoticeKind.ACCESS if is_ours else NoticeKind.OUTAGE
