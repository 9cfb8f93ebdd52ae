# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looks at accounts by their pages: by one request, or through a browser.

Most pages of the open web send their markup, and say themselves when nothing in it is
new. A browser looks where that gives too little, and where a person has logged in: it
is slow, so one at a time in each process.
"""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archivers.browser import Session
from archivers.chromium import find_chromium, launch, translated_errors
from archivers.conditional import conditions_from, validators_in
from archivers.fetch import Fetched, Fetcher
from archivers.page_state import CORE_FIELDS, Arrival, Signs, classify
from archivers.platform import FoundProfile, Platform
from archivers.visit import Sight, see_profile
from archivers.watch.errand import Look, LookErrand, Seen, look_of
from archivers.watch.eyes import Eyes, host_of
from archivers.watch.hosts import TRYING
from archivers.watch.pictures import PictureKeeper
from schemas.errors import Unavailable
from schemas.profile import Observation, ObservedAs, PageState, Profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archivers.saved_login import Login

OK = 200
HTTP, BROWSER = "http", "browser"
FINAL = "final"
"""The validator that says at which address, after redirects, the others were given."""

SETTLED = frozenset({PageState.OK, *TRYING})
"""States in which a browser would see no more, or make it worse."""

_one_browser = threading.Lock()


def extractor_of(platform: Platform, how: str) -> str:
    """Name the eyes with which a page is looked at."""
    return f"{platform.name}-{how}/{platform.version}"


def look_by_http(errand: LookErrand, platform: Platform, eyes: Eyes) -> Look | None:
    """Look by one request; None if a browser must look.

    That the page is gone is believed if the same eyes have seen it before: some servers
    show programs nothing, whatever is there.

    Raises:
        NotAllowed: the address is private and not allowed by the settings.
    """
    look = look_by_request(errand, platform, eyes)
    state = look.observation.page_state if look.observation else None
    extractor = extractor_of(platform, HTTP)
    was_seen = errand.good(extractor, ObservedAs.GUEST) is not None
    is_gone = state is PageState.GONE and was_seen
    return look if is_gone or state in SETTLED else None


def look_by_request(errand: LookErrand, platform: Platform, eyes: Eyes) -> Look:
    """Look by one request, whatever it gives.

    Raises:
        NotAllowed: the address is private and not allowed by the settings.
    """
    extractor = extractor_of(platform, HTTP)
    last = errand.good(extractor, ObservedAs.GUEST)
    given = errand.given_to(extractor, ObservedAs.GUEST)
    sight, fetched = _request(errand, platform, given, eyes)
    eyes.health.note(host_of(errand.account), sight.state)
    if last is not None and fetched.is_unmodified and sight.state is PageState.OK:
        return look_of(errand, _unmodified(errand, last, given, eyes), eyes.tools)
    seen = _seen(errand, sight, extractor, ObservedAs.GUEST, eyes)
    return look_of(errand, _with_header(seen, fetched), eyes.tools)


def _request(
    errand: LookErrand, platform: Platform, given: "Mapping[str, str]", eyes: Eyes
) -> tuple[Sight, Fetched]:
    """Ask for what is new; "nothing" counts only at the place where it was seen."""
    fetcher, url = eyes.fetcher(errand.account), str(errand.account.url)
    conditions = conditions_from(given)
    fetched = fetch(fetcher, url, conditions)
    if conditions and fetched.is_unmodified:
        if fetched.arrival.final == given.get(FINAL):
            return Sight(fetched.arrival, PageState.OK), fetched
        fetched = fetch(fetcher, url)
    return _read(platform, fetched), fetched


def fetch(
    fetcher: Fetcher, url: str, conditions: "Mapping[str, str] | None" = None
) -> Fetched:
    """Fetch a page; a name that nobody knows is an arrival with an error too.

    Raises:
        NotAllowed: the address is private and not allowed by the settings.
    """
    try:
        return fetcher.get(url, conditions)
    except Unavailable:
        return Fetched(Arrival(url, url, error="NameNotResolved"))


def _read(platform: Platform, fetched: Fetched) -> Sight:
    arrival = fetched.arrival
    found = FoundProfile()
    if arrival.status == OK:
        found = platform.read_static(fetched.body, arrival.final)
    understood = found.profile.core_fields() >= CORE_FIELDS
    state = classify(arrival, Signs(), is_understood=understood)
    return Sight(arrival, state, found)


def _with_header(seen: Seen, fetched: Fetched) -> Seen:
    """Add what the head of the answer tells of a page that shows the account."""
    if seen.state is not PageState.OK:
        return seen
    stated = fetched.headers.get("content-language", "")
    own = validators_in(lambda name: fetched.headers.get(name, ""))
    validators = {**own, FINAL: fetched.arrival.final, **seen.validators}
    return replace(seen, locale=seen.locale or stated, validators=validators)


def _unmodified(
    errand: LookErrand, last: Observation, given: "Mapping[str, str]", eyes: Eyes
) -> Seen:
    """Give the last sight again; only its pictures may be others."""
    fetcher = eyes.fetcher(errand.account)
    keeper = PictureKeeper(fetcher, eyes.tools.clock, last, given)
    profile = keeper.keep(last.profile)
    kept = dict.fromkeys((*last.evidence, *keeper.digests_of(profile)))
    return Seen(
        state=PageState.OK,
        extractor=last.extractor,
        observed_as=last.observed_as,
        profile=profile,
        locale=last.locale,
        sources=last.sources,
        counters=last.counters,
        last_active_at=last.last_active_at,
        evidence=tuple(keeper.evidence),
        kept=tuple(kept),
        validators={**given, **keeper.validators},
    )


def _seen(
    errand: LookErrand,
    sight: Sight,
    extractor: str,
    observed_as: ObservedAs,
    eyes: Eyes,
) -> Seen:
    """Say what a page showed; only one that shows the account has a profile."""
    seen = Seen(sight.state, extractor, observed_as, code=code_of(sight))
    if sight.state is not PageState.OK:
        return seen
    last = errand.good(extractor, observed_as)
    given = errand.given_to(extractor, observed_as)
    fetcher = eyes.fetcher(errand.account)
    keeper = PictureKeeper(fetcher, eyes.tools.clock, last, given)
    profile = keeper.keep(_placed(sight))
    stated = sight.profile.stated_posts
    return replace(
        seen,
        profile=profile,
        locale=sight.profile.locale,
        sources=sight.profile.sources,
        counters={} if stated is None else {"posts": stated},
        evidence=tuple(keeper.evidence),
        kept=keeper.digests_of(profile),
        validators=keeper.validators,
    )


def _placed(sight: Sight) -> Profile:
    """Let a page that names no account be known by the host that it was found on.

    A domain that is let go of leads to a stranger's page, which is not this account's.
    """
    profile = sight.profile.profile
    host = (urlsplit(sight.arrival.final).hostname or "").removeprefix("www.")
    return profile.model_copy(update={"platform_id": profile.platform_id or host})


def code_of(sight: Sight) -> str:
    """Give the short name of what went wrong."""
    if sight.state is PageState.OK:
        return ""
    if sight.arrival.error:
        return sight.arrival.error
    is_error = sight.arrival.status is not None and sight.arrival.status != OK
    return f"HTTP {sight.arrival.status}" if is_error else ""


# --- with a browser -------------------------------------------------------------------


def look_by_browser(
    errand: LookErrand, platform: Platform, eyes: Eyes, how: str = BROWSER
) -> Look:
    """Look through a browser, as the person whose login is saved if there is one.

    A login that no longer works is our own trouble and says nothing of the account.

    Raises:
        NotAllowed: the address is private and not allowed by the settings.
        ToolMissing: there is no browser.
        Damaged: the browser ended in the middle.
    """
    extractor = extractor_of(platform, how)
    login = errand.login
    observed_as = ObservedAs.GUEST if login is None else ObservedAs.LOGGED_IN
    if login is not None and login.has_expired(eyes.tools.clock()):
        seen = Seen(PageState.ACCESS_REFUSED, extractor, observed_as, code="expired")
        return look_of(errand, seen, eyes.tools)
    sight = _by_browser(errand, platform, eyes)
    eyes.health.note(host_of(errand.account), sight.state)
    seen = _seen(errand, sight, extractor, observed_as, eyes)
    return look_of(errand, seen, eyes.tools)


def _by_browser(errand: LookErrand, platform: Platform, eyes: Eyes) -> Sight:
    url = str(errand.account.url)
    try:
        with new_session(eyes, errand.login) as session:
            sight = see_profile(session, session.new_page(), platform, url)
            return _as_logged_in(sight, errand.login, session)
    except Unavailable as error:
        arrival = Arrival(url, url, error=type(error).__name__)
        return Sight(arrival, PageState.UNAVAILABLE)


@contextmanager
def new_session(eyes: Eyes, login: "Login | None" = None) -> Iterator[Session]:
    """Start a browser when no other look of this process has one.

    Raises:
        ToolMissing: there is no browser.
        Unavailable: the page does not answer.
        Damaged: the browser ended in the middle.
    """
    tools = eyes.tools
    chromium = find_chromium(tools.chromium)
    # The browser has a folder of its own for such files; no other thread may take it.
    tempfile.gettempdir()
    with (
        _one_browser,
        launch(chromium, eyes.guard.browser_arguments(), tools.workspace) as browser,
        translated_errors(),
        Session(
            browser,
            eyes.guard,
            tools.limits,
            tools.clock,
            login=login,
            pace=tools.pace,
        ) as session,
    ):
        yield session


def _as_logged_in(sight: Sight, login: "Login | None", session: Session) -> Sight:
    """Tell a wall in front of a login that no longer works from any other wall."""
    if login is None:
        return sight
    is_walled = sight.state is PageState.LOGIN_WALL
    is_out = sight.state is PageState.OK and not login.is_left_in(
        session.context.cookies()
    )
    state = PageState.ACCESS_REFUSED if is_walled or is_out else sight.state
    return replace(sight, state=state)
