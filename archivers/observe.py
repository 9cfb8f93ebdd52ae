# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Observe an account's profile: page state first, difference second.

Cheap first: one request without a browser is enough for pages that send their markup.
Where that gives too little, a browser looks, unrecorded and without scrolling. Pictures
are fetched and hashed: their addresses expire and churn, their bytes do not.
"""

import hashlib

from archivers import eyes_on, for_account
from archivers.address import AddressGuard
from archivers.api.platform import ApiPlatform
from archivers.browser import Session
from archivers.by_api import observe_by_api
from archivers.chromium import find_chromium, launch, translated_errors
from archivers.fetch import Fetched, Fetcher
from archivers.page_state import CORE_FIELDS, Arrival, Signs, classify
from archivers.platform import FoundProfile, Platform
from archivers.tools import CaptureTools
from archivers.visit import Sight, see_profile
from schemas.account import Account
from schemas.errors import NotAllowed, Unavailable
from schemas.profile import Observation, PageState, Picture, Profile

OK = 200
CERTAIN = frozenset({PageState.RATE_LIMITED, PageState.UNAVAILABLE})
"""States that a browser would only make worse by asking again."""


def observe_account(account: Account, tools: CaptureTools) -> Observation:
    """See the profile of an account as it is now.

    Walls, gone accounts and platforms that do not answer are states, never errors.

    Raises:
        UnknownName: the account's platform is not known.
        NotAllowed: the address is private and not allowed by the settings.
        ToolMissing: the page needs a browser and there is none.
    """
    platform = for_account(account)
    if isinstance(platform, ApiPlatform):
        return observe_by_api(platform, account, tools)
    guard = AddressGuard(tools.allowed_private_hosts)
    seconds = tools.limits.navigation_seconds
    observed_as, _ = eyes_on(account, is_logged_in=tools.login is not None)
    with Fetcher(guard, seconds, tools.clock, pace=tools.pace) as fetcher:
        how, sight = _look(str(account.url), platform, fetcher, tools)
        profile = sight.profile.profile
        is_ok = sight.state is PageState.OK
        return Observation(
            observation_id=tools.new_id(),
            account_id=account.account_id,
            seen_at=tools.clock(),
            page_state=sight.state,
            observed_as=observed_as,
            extractor=f"{platform.name}-{how}/{platform.version}",
            profile=_with_digests(profile, fetcher) if is_ok else Profile(),
        )


def _look(
    url: str, platform: Platform, fetcher: Fetcher, tools: CaptureTools
) -> tuple[str, Sight]:
    """Look without a browser, and with one if that was not enough or has the login."""
    try:
        if tools.login is None:
            sight = _by_http(platform, fetcher.get(url))
            if sight.state is PageState.OK or sight.state in CERTAIN:
                return "http", sight
        guard = AddressGuard(tools.allowed_private_hosts)
        return "browser", _by_browser(url, platform, guard, tools)
    except Unavailable as error:
        return "browser", Sight(
            Arrival(url, url, error=str(error)), PageState.UNAVAILABLE
        )


def _by_http(platform: Platform, fetched: Fetched) -> Sight:
    arrival = fetched.arrival
    found = FoundProfile()
    if arrival.status == OK:
        found = platform.read_static(fetched.body, arrival.final)
    understood = found.profile.core_fields() >= CORE_FIELDS
    state = classify(arrival, Signs(), is_understood=understood)
    return Sight(arrival, state, found)


def _by_browser(
    url: str, platform: Platform, guard: AddressGuard, tools: CaptureTools
) -> Sight:
    chromium = find_chromium(tools.chromium)
    arguments = guard.browser_arguments()
    with (
        launch(chromium, arguments, tools.workspace) as browser,
        translated_errors(),
        Session(
            browser,
            guard,
            tools.limits,
            tools.clock,
            login=tools.login,
            pace=tools.pace,
        ) as session,
    ):
        return see_profile(session, session.new_page(), platform, url)


def _with_digests(profile: Profile, fetcher: Fetcher) -> Profile:
    return profile.model_copy(
        update={
            "avatar": _digested(profile.avatar, fetcher),
            "cover": _digested(profile.cover, fetcher),
        }
    )


def _digested(picture: Picture | None, fetcher: Fetcher) -> Picture | None:
    """Add the checksum of a picture; without one it is unknown, not changed."""
    if picture is None:
        return None
    try:
        fetched = fetcher.get(picture.url)
    except (NotAllowed, Unavailable):
        return picture
    if fetched.arrival.status != OK or not fetched.body:
        return picture
    digest = hashlib.sha256(fetched.body).hexdigest()
    return picture.model_copy(update={"sha256": digest})
