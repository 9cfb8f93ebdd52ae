# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known of an account when it is checked: the watch's sight, and a visitor's.

What is seen here is not added to the watch's observations: a change that the watch has
not found yet would then be its new starting point, and never be archived.
"""

import hashlib
from dataclasses import replace
from datetime import timedelta

from archivers.conformity import Portrait
from archivers.scratch import scratch_folder
from archivers.tools import CaptureTools
from pipeline.conformity.crafts import ConformityCrafts
from pipeline.context import Archive
from pipeline.crafts import tools_for
from pipeline.policies import change_policy
from rules.conformity import AccountSight
from rules.gone import is_probably_gone
from schemas.account import Account
from schemas.errors import ArchiveError
from schemas.profile import Evidence, Observation, ObservedAs, PageState, Profile

FRESH = timedelta(days=1)
SOURCE = "conformity-portrait"

_CLOSED = frozenset({PageState.GONE, PageState.DEACTIVATED})


def see_account(
    archive: Archive,
    account: Account,
    listed: frozenset[str] | None,
    crafts: ConformityCrafts,
) -> AccountSight:
    """See an account as the watch and as a visitor; what cannot be seen is unknown.

    The picture is kept as evidence.

    Raises:
        StoreDown: the database does not answer.
    """
    fresh = _fresh(archive, account)
    seen, portrait = _looked(archive, account, fresh, crafts)
    state = _state(seen, portrait, is_new=fresh is None)
    profile = _profile(seen, portrait) if state is PageState.OK else Profile()
    at = [portrait.seen_at] if portrait else [seen.until] if seen else [None]
    return AccountSight(
        state=state,
        profile=profile,
        page_text=portrait.texts if portrait else None,
        is_told_whole=seen is not None and seen.observed_as is ObservedAs.API,
        listed=listed,
        is_gone=state is not PageState.OK and _is_gone(archive, account),
        seen_at=at[0],
        picture_sha256=_keep(archive, account, portrait),
    )


def _fresh(archive: Archive, account: Account) -> Observation | None:
    """Give the watch's last good sight, if it is of today."""
    last = archive.database.observations.last_good(account.account_id)
    is_fresh = last is not None and last.until >= archive.clock() - FRESH
    return last if is_fresh else None


def _looked(
    archive: Archive,
    account: Account,
    fresh: Observation | None,
    crafts: ConformityCrafts,
) -> tuple[Observation | None, Portrait | None]:
    """Look anew at what is not fresh; an account that cannot be seen stops no other."""
    seen, portrait = fresh, None
    try:
        with scratch_folder(archive.settings.work_folder) as workspace:
            tools = tools_for(archive, account.account_id, workspace)
            seen = fresh or crafts.observe(account, tools)
            portrait = crafts.portrait(account, _knowing(tools, seen))
    except ArchiveError:
        return seen, portrait
    return seen, portrait


def _knowing(tools: CaptureTools, seen: Observation) -> CaptureTools:
    """Let a page be known by the profile that an API has told."""
    is_told = seen.page_state is PageState.OK
    return replace(tools, known=seen.profile) if is_told else tools


def _state(
    seen: Observation | None, portrait: Portrait | None, *, is_new: bool
) -> PageState | None:
    """Say what the account's page is now.

    A guest may meet a wall where the watch has a key; but an account that was there
    this morning and is gone now is gone.
    """
    if portrait and (portrait.state in _CLOSED) and not is_new:
        return portrait.state
    if seen and seen.page_state is PageState.OK:
        return PageState.OK
    if portrait and portrait.state is PageState.OK:
        return PageState.OK
    if seen:
        return seen.page_state
    return portrait.state if portrait else None


def _profile(seen: Observation | None, portrait: Portrait | None) -> Profile:
    if seen and seen.page_state is PageState.OK:
        return seen.profile
    return portrait.profile if portrait else Profile()


def _is_gone(archive: Archive, account: Account) -> bool:
    """Ask the watch: one look that finds nothing proves nothing."""
    sights = archive.database.observations.gone_since_good(account.account_id)
    policy = change_policy(archive, account.board_id)
    return bool(sights) and is_probably_gone(sights, policy).is_gone


def _keep(archive: Archive, account: Account, portrait: Portrait | None) -> str | None:
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
