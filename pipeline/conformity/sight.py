# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known of an account when it is checked: the watch's sight, and a visitor's.

What is seen here is not added to the watch's observations: a change that the watch has
not found yet would then be its new starting point, and never be archived.
"""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from archivers.conformity import Portrait
from archivers.scratch import scratch_folder
from archivers.tools import CaptureTools
from archivers.watch import Look, LookErrand
from pipeline.conformity.crafts import ConformityCrafts
from pipeline.context import Archive
from pipeline.crafts import watch_tools
from pipeline.logins import login_for
from pipeline.policies import change_policy
from pipeline.tokens import holding, tokens_of
from rules.conformity import AccountSight
from rules.gone import is_probably_gone
from schemas.account import Account
from schemas.errors import ArchiveError
from schemas.profile import Evidence, Observation, ObservedAs, PageState, Profile

FRESH = timedelta(days=1)
SOURCE = "conformity-portrait"

_CLOSED = frozenset({PageState.GONE, PageState.DEACTIVATED})


@dataclass(frozen=True)
class Seen:
    """An account as the watch sees it: a sight of today, or one that was made now."""

    observation: Observation | None = None
    is_new: bool = True

    @property
    def is_ok(self) -> bool:
        """Whether the account's page showed as it should."""
        seen = self.observation
        return seen is not None and seen.page_state is PageState.OK

    @property
    def profile(self) -> Profile:
        """The profile, with nothing known if the page did not show it."""
        return self.observation.profile if self.observation else Profile()


def watch_sights(
    archive: Archive, accounts: Sequence[Account], crafts: ConformityCrafts
) -> Mapping[str, Seen]:
    """Give the watch's good sights of today, and look at the other accounts now.

    Raises:
        BadInput: the settings name a file of keys that cannot be used.
        StoreDown: the database does not answer.
    """
    fresh = {each.account_id: _fresh(archive, each) for each in accounts}
    errands = [
        _errand(archive, each) for each in accounts if not fresh[each.account_id]
    ]
    seen = {name: Seen(last, is_new=False) for name, last in fresh.items() if last}
    if not errands:
        return seen
    with scratch_folder(archive.settings.work_folder) as workspace:
        tools = holding(watch_tools(archive, workspace), _tokens(archive, errands))
        for look in crafts.look(errands, tools):
            seen[look.account_id] = Seen(look.observation)
            _keep_avatar(archive, look)
    return seen


def see_account(
    archive: Archive,
    account: Account,
    seen: Seen,
    listed: frozenset[str] | None,
    crafts: ConformityCrafts,
) -> AccountSight:
    """See an account as a visitor too; what cannot be seen is unknown.

    The picture is kept as evidence.

    Raises:
        BadInput: the settings name a file of keys that cannot be used.
        StoreDown: the database does not answer.
    """
    portrait = _portrait(archive, account, seen, crafts)
    state = _state(seen, portrait)
    told = seen.observation
    return AccountSight(
        state=state,
        profile=_profile(seen, portrait) if state is PageState.OK else Profile(),
        page_text=portrait.texts if portrait else None,
        posts=portrait.posts if portrait else (),
        is_told_whole=told is not None and told.observed_as is ObservedAs.API,
        listed=listed,
        is_gone=state is not PageState.OK and _is_gone(archive, account),
        seen_at=portrait.seen_at if portrait else told.until if told else None,
        picture_sha256=_keep_portrait(archive, account, portrait),
    )


def _fresh(archive: Archive, account: Account) -> Observation | None:
    """Give the watch's last good sight, if it is of today."""
    last = archive.database.observations.last_good(account.account_id)
    is_fresh = last is not None and last.until >= archive.clock() - FRESH
    return last if is_fresh else None


def _errand(archive: Archive, account: Account) -> LookErrand:
    """Ask for a look as the watch makes it; without a login that cannot be opened."""
    try:
        return LookErrand(account, login=login_for(archive, account.account_id))
    except ArchiveError:
        return LookErrand(account)


def _tokens(archive: Archive, errands: Sequence[LookErrand]) -> dict[str, str]:
    """Give the owners' keys to some accounts, without those that cannot be opened."""
    found: dict[str, str] = {}
    for errand in errands:
        with suppress(ArchiveError):
            found |= tokens_of(archive, [errand.account])
    return found


def _portrait(
    archive: Archive, account: Account, seen: Seen, crafts: ConformityCrafts
) -> Portrait | None:
    """See an account as a visitor; one that cannot be seen stops no other."""
    with scratch_folder(archive.settings.work_folder) as workspace:
        tools = _knowing(watch_tools(archive, workspace), seen)
        try:
            return crafts.portrait(account, tools)
        except ArchiveError:
            return None


def _knowing(tools: CaptureTools, seen: Seen) -> CaptureTools:
    """Let a page be known by the profile that an API has told."""
    return replace(tools, known=seen.profile) if seen.is_ok else tools


def _state(seen: Seen, portrait: Portrait | None) -> PageState | None:
    """Say what the account's page is now.

    A guest may meet a wall where the watch has a key; but an account that was there
    this morning and is gone now is gone.
    """
    visited = portrait.state if portrait else None
    if visited in _CLOSED and not seen.is_new:
        return visited
    if seen.is_ok or visited is PageState.OK:
        return PageState.OK
    return seen.observation.page_state if seen.observation else visited


def _profile(seen: Seen, portrait: Portrait | None) -> Profile:
    if seen.is_ok or portrait is None:
        return seen.profile
    return portrait.profile


def _is_gone(archive: Archive, account: Account) -> bool:
    """Ask the watch: one look that finds nothing proves nothing."""
    sights = archive.database.observations.gone_since_good(account.account_id)
    policy = change_policy(archive, account.board_id)
    return bool(sights) and is_probably_gone(sights, policy).is_gone


def _keep_avatar(archive: Archive, look: Look) -> None:
    """Keep the profile picture that a person may be asked about, and nothing more."""
    avatar = look.observation.profile.avatar if look.observation else None
    if avatar is not None:
        mine = [each for each in look.evidence if each.sha256 == avatar.sha256]
        archive.database.evidence.put(mine)


def _keep_portrait(
    archive: Archive, account: Account, portrait: Portrait | None
) -> str | None:
    if portrait is None or portrait.png is None:
        return None
    picture = Evidence(
        sha256=hashlib.sha256(portrait.png).hexdigest(),
        media_type="image/png",
        taken_at=portrait.seen_at,
        source=f"{SOURCE} {account.url}",
        content=portrait.png,
    )
    archive.database.evidence.put([picture])
    return picture.sha256
