# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether an account is probably closed: never from one look, never by itself.

A platform says "not found" of a renamed account, of a page that a guest may not see and
when it is out of order. So it takes several looks over days, in more ways than one,
while a page that is known to be there shows as it should; and then a person is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.changes import extractor_line
from rules.wording import counted, listed
from schemas.policy import ChangePolicy
from schemas.profile import Observation, PageState

GONE_STATES = (PageState.GONE, PageState.DEACTIVATED)
"""What a platform says of an account that is closed, or may come back."""


@dataclass(frozen=True)
class GoneVerdict:
    """Whether an account is probably closed, and if not, what is lacking (`why_not`).

    `is_ours` says that the control page failed too: then the fault is the platform's or
    our own, and operations are told, not the board secretary.
    """

    is_gone: bool
    why_not: str = ""
    is_ours: bool = False

    def __bool__(self) -> bool:
        """Tell whether the account is probably closed."""
        return self.is_gone


@dataclass(frozen=True)
class _Looks:
    """The looks of a span that may count: how many, from when to when, in which way."""

    first: datetime
    last: datetime
    sights: int
    way: tuple[str, str]


def is_probably_gone(
    observations: Sequence[Observation], policy: ChangePolicy
) -> GoneVerdict:
    """Tell whether an account is probably closed.

    Only looks after the last good one count, whichever eyes it was seen by, and only
    those at which the control page was ok. What is refused to our login, asked to wait
    or walled says nothing of the account.

    Args:
        observations: The account's observations, in any order.
        policy: How many looks, over how many hours, in how many ways.
    """
    gone = [one for one in observations if one.page_state in GONE_STATES]
    if not gone:
        return GoneVerdict(
            is_gone=False, why_not="Ingen avläsning säger att kontot är borta."
        )
    good = [one for one in observations if one.page_state is PageState.OK]
    since = max((one.until for one in good), default=None)
    newer = [one for one in gone if since is None or one.until > since]
    if not newer:
        return GoneVerdict(
            is_gone=False, why_not="Kontot har visats som det ska sedan dess."
        )
    vouched = [one for one in newer if one.control_ok]
    if not vouched:
        return _unvouched(newer)
    return _weigh([_looks_of(one, since) for one in vouched], policy)


def _looks_of(one: Observation, since: datetime | None) -> _Looks:
    """Give the looks of a span; one begun before the last good sight counts once."""
    way = (one.observed_as.value, extractor_line(one.extractor)[0])
    if since is not None and one.seen_at <= since:
        return _Looks(one.until, one.until, 1, way)
    return _Looks(one.seen_at, one.until, one.sights, way)


def _unvouched(gone: Sequence[Observation]) -> GoneVerdict:
    if any(one.control_ok is False for one in gone):
        why_not = (
            "Kontrollsidan på plattformen visas inte heller, så felet är plattformens "
            "eller vårt eget."
        )
        return GoneVerdict(is_gone=False, why_not=why_not, is_ours=True)
    why_not = "Ingen kontrollsida på plattformen har lästs av samtidigt."
    return GoneVerdict(is_gone=False, why_not=why_not)


def _weigh(looks: Sequence[_Looks], policy: ChangePolicy) -> GoneVerdict:
    sights = sum(one.sights for one in looks)
    span = max(one.last for one in looks) - min(one.first for one in looks)
    ways = len({one.way for one in looks})
    lacking = []
    if sights < policy.gone_sights:
        lacking.append(f"{policy.gone_sights} avläsningar (hittills {sights})")
    if span < timedelta(hours=policy.gone_hours):
        hours = int(span.total_seconds() // 3600)
        lacking.append(
            f"{counted(policy.gone_hours, 'timme', 'timmar')} mellan den första och "
            f"den sista (hittills {hours})"
        )
    if ways < policy.gone_ways:
        lacking.append(f"{policy.gone_ways} sätt att läsa av (hittills {ways})")
    if not lacking:
        return GoneVerdict(is_gone=True)
    return GoneVerdict(is_gone=False, why_not=f"Det krävs {listed(lacking)}.")
