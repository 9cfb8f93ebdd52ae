# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An account that seems gone: looked at in another way, beside one that is there.

Never from one look and never by itself: several looks over days, in more ways than one,
while a page that is known to be there shows as it should. Then a person is asked.
Nothing is closed and nothing is disposed of by it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from archivers.tools import CaptureTools
from archivers.watch import Look
from pipeline.context import Archive
from pipeline.crafts import Crafts
from pipeline.logins import login_for
from pipeline.notices import tell
from pipeline.tokens import holding, tokens_of
from pipeline.watch import messages
from pipeline.watch.batch import Known
from pipeline.watch.register import neighbours
from pipeline.watch.sighting import Sighting
from rules.gone import GONE_STATES, is_probably_gone
from schemas.closure import ClosureStep
from schemas.errors import ArchiveError
from schemas.order import EventKind
from schemas.profile import Observation, PageState
from schemas.watch import NoticeFor

FRESH = timedelta(hours=1)
"""How old a good look at another account may be and still vouch for the platform."""


def look_closer(
    archive: Archive,
    sightings: Sequence[Sighting],
    crafts: Crafts,
    tools: CaptureTools,
) -> list[Sighting]:
    """Look again, in another way, at the accounts that seem gone; outside transactions.

    Raises:
        StoreDown: the database does not answer.
    """
    control = _Control(archive, sightings, crafts, tools, {})
    return [
        _Closer(archive, one, crafts, tools).look(control)
        if one.page_state in GONE_STATES
        else one
        for one in sightings
    ]


@dataclass(frozen=True)
class _Closer:
    """A closer look at one account that seems gone."""

    archive: Archive
    sighting: Sighting
    crafts: Crafts
    tools: CaptureTools

    def look(self, control: "_Control") -> Sighting:
        """Look in another way, and mark both sights with how the control page is."""
        seen = self.sighting.look.observation
        if seen is None:
            return self.sighting
        is_ok = control.of(self.sighting)
        known = self.sighting.known
        last = known.last_good
        tools = replace(
            holding(self.tools, tokens_of(self.archive, [known.account])),
            known=last.profile if last else None,
            login=login_for(self.archive, known.account.account_id),
        )
        other = self.crafts.look_another_way(known.account, seen, tools)
        first = _vouched(self.sighting.look, is_ok=is_ok)
        others = (_vouched(other, is_ok=is_ok),)
        return replace(self.sighting, look=first, others=others)


def _vouched(look: Look, *, is_ok: bool | None) -> Look:
    """Say beside a sight of nothing whether the platform showed anything else."""
    seen = look.observation
    if seen is None or seen.page_state not in GONE_STATES:
        return look
    return replace(look, observation=seen.model_copy(update={"control_ok": is_ok}))


@dataclass(frozen=True)
class _Control:
    """Finds a page on the same host that is known to be there.

    An account of the register that showed as it should in this very batch, or within
    the hour; else the address that the policy gives for the platform.
    """

    archive: Archive
    sightings: Sequence[Sighting]
    crafts: Crafts
    tools: CaptureTools
    asked: dict[str, bool | None]

    def of(self, gone: Sighting) -> bool | None:
        """Tell whether the control page is ok; None when there is none to look at."""
        states = list(self._states(gone))
        if PageState.OK in states:
            return True
        account = gone.known.account
        address = gone.known.policy.control_addresses.get(account.platform)
        if address is not None:
            return self._asked(account.platform, str(address))
        failing = [state for state in states if state not in GONE_STATES]
        return False if failing else None

    def _asked(self, platform: str, address: str) -> bool | None:
        """Look at a control page, once for a batch."""
        if address not in self.asked:
            try:
                is_ok = self.crafts.look_at_control(platform, address, self.tools)
                self.asked[address] = is_ok
            except ArchiveError:
                self.asked[address] = None
        return self.asked[address]

    def _states(self, gone: Sighting) -> Iterator[PageState]:
        """Give how the other accounts on the host were last seen, within the hour."""
        host, mine = gone.known.host, gone.account_id
        here = [one for one in self.sightings if one.known.host == host]
        here_ids = {one.account_id for one in here}
        yield from (one.page_state for one in here if one.account_id != mine)
        if any(one.page_state is PageState.OK for one in here):
            return
        since = self.archive.clock() - FRESH
        for _, state in neighbours(self.archive, {host}, since):
            if state.account_id not in here_ids and state.last_state is not None:
                yield state.last_state


def weigh_gone(archive: Archive, known: Known, now: datetime) -> None:
    """Ask a person about an account that has been gone for long enough, once.

    One that is to be closed is expected to go, and its closure asks. What cannot be
    told from a fault of the platform, or of ours, is told to operations instead. In the
    same transaction as the sights.

    Raises:
        StoreDown: the database does not answer.
    """
    account = known.account
    if _is_to_be_closed(archive, account.account_id):
        return
    gone = archive.database.observations.gone_since_good(account.account_id)
    verdict = is_probably_gone(gone, known.policy)
    since = _episode(known)
    if verdict:
        sights = sum(one.sights for one in gone)
        if tell(archive, messages.probably_closed(account, since, sights)):
            detail = {"sights": str(sights), "since": since}
            archive.note(EventKind.GONE_SUSPECTED, account.account_id, detail)
        return
    hours = timedelta(hours=known.policy.gone_hours)
    if now - _gone_from(known, gone, now) >= hours:
        tell(archive, messages.gone_unsure(account, since, verdict.why_not))


def _is_to_be_closed(archive: Archive, account_id: str) -> bool:
    """Tell whether the secretary has approved that the account be closed by now."""
    closure = archive.database.closures.open_for(account_id)
    return closure is not None and closure.done(ClosureStep.CONFIRMED) is not None


def welcome_back(archive: Archive, known: Known) -> None:
    """Tell that an account which was thought closed is there again, if it was told so.

    Raises:
        StoreDown: the database does not answer.
    """
    account, since = known.account, _episode(known)
    notices = archive.database.notices
    key = messages.gone_key(account.account_id, since)
    for notice in notices.list(NoticeFor.SECRETARY, account.board_id):
        if notice.key == key:
            notices.done(notice.notice_id, archive.agent, archive.clock())
            tell(archive, messages.found_again(account, since))


def _episode(known: Known) -> str:
    """Name the time that an account is gone by when it was last good."""
    last = known.state.last_good_at if known.state else None
    return last.isoformat(timespec="seconds") if last else "aldrig"


def _gone_from(known: Known, gone: Iterable[Observation], now: datetime) -> datetime:
    """Give since when the account has been gone: since it was last good at least."""
    last = known.state.last_good_at if known.state else None
    first = (one.seen_at for one in gone if one.page_state in GONE_STATES)
    return min(first, default=last or now)
