# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looks a second time, in another way, at an account that seems to be gone.

One way of looking may fail for reasons of its own. What an API does not find is held
against the page that everybody sees; what one request did not find, against what a
browser is shown. And a page that is known to be there is looked at too, so that a
platform which hides everything is not taken for an account that has closed.
"""

from dataclasses import replace

from lxml import html
from pydantic import HttpUrl, ValidationError

from archivers import for_account, reader_for
from archivers.api.platform import ApiPlatform
from archivers.attended import demand_eyes
from archivers.linked_pages import LinkedPages
from archivers.markup import parsed
from archivers.page_state import Arrival, Signs, classify
from archivers.platform import FoundProfile, Platform
from archivers.text import one_line
from archivers.tools import CaptureTools
from archivers.visit import Sight, see_profile
from archivers.watch.batch import look_at
from archivers.watch.by_page import (
    BROWSER,
    HTTP,
    OK,
    code_of,
    extractor_of,
    fetch,
    look_by_browser,
    look_by_request,
    new_session,
)
from archivers.watch.errand import Look, LookErrand, Seen, look_of
from archivers.watch.eyes import Eyes
from schemas.account import Account
from schemas.errors import ArchiveError, BadInput, Unavailable
from schemas.profile import Observation, ObservedAs, PageState, Profile

PAGE, LOGIN = "page", "login"
CONTROL = "kontroll"
TITLES = "//title/text() | //meta[@property='og:title']/@content"


def look_another_way(account: Account, seen: Observation, tools: CaptureTools) -> Look:
    """Look at an account in another way than the one that gave a sight of it.

    What the account is known by is taken from the tools, and the login if there is one.
    The extractor is never that of the first sight.
    """
    errand = LookErrand(account, login=tools.login)
    with Eyes(tools) as eyes:
        try:
            return _look(errand, seen, eyes)
        except ArchiveError as error:
            return Look(account.account_id, failure=error)


def look_at_control(platform: str, address: str, tools: CaptureTools) -> bool:
    """Whether a page that is known to be there shows as it should, right now.

    It is seen in the way that accounts of the platform are, as a guest.

    Raises:
        BadInput: the address or the platform is none.
        NoSource: the platform's terms let no program look at pages.
    """
    try:
        control = Account(
            account_id=CONTROL,
            board_id=CONTROL,
            platform=platform,
            url=HttpUrl(address),
            name=CONTROL,
        )
    except ValidationError:
        msg = "Kontrollsidans adress är inte en webbadress."
        raise BadInput(msg) from None
    demand_eyes(for_account(control), tools)
    as_guest = replace(tools, login=None, known=None)
    looks = tuple(look_at([LookErrand(control)], as_guest))
    return all(_is_as_it_should(look) for look in looks)


def _is_as_it_should(look: Look) -> bool:
    seen = look.observation
    return seen is not None and seen.page_state is PageState.OK


def _look(errand: LookErrand, seen: Observation, eyes: Eyes) -> Look:
    demand_eyes(for_account(errand.account), eyes.tools)
    platform = reader_for(errand.account)
    if isinstance(platform, ApiPlatform):
        return _look_at_page(errand, platform, eyes)
    was_by_request = seen.extractor == extractor_of(platform, HTTP)
    was_logged_in = seen.observed_as is ObservedAs.LOGGED_IN
    if errand.login is not None and not was_logged_in:
        return look_by_browser(errand, platform, eyes, LOGIN)
    if was_by_request:
        return look_by_browser(errand, platform, eyes, BROWSER)
    return look_by_request(errand, platform, eyes)


# --- the public page of an account that has an API ------------------------------------


def _look_at_page(errand: LookErrand, platform: ApiPlatform, eyes: Eyes) -> Look:
    """Look at the page that everybody sees; of it only the state is believed."""
    known = eyes.tools.known or Profile()
    sight = _by_request(errand, known, eyes)
    if sight.state is PageState.NOT_UNDERSTOOD:
        sight = _by_browser(errand, platform, known, eyes)
    seen = Seen(
        sight.state,
        f"{platform.name}-{PAGE}/{platform.version}",
        ObservedAs.GUEST,
        code=code_of(sight),
    )
    return look_of(errand, seen, eyes.tools)


def _by_request(errand: LookErrand, known: Profile, eyes: Eyes) -> Sight:
    fetched = fetch(eyes.fetcher(errand.account), str(errand.account.url))
    is_shown = fetched.arrival.status == OK and _is_titled(fetched.body, known)
    state = classify(fetched.arrival, Signs(), is_understood=is_shown)
    return Sight(fetched.arrival, state)


def _is_titled(body: bytes, known: Profile) -> bool:
    """Whether a page bears the account's name: a page may repeat its own address."""
    name = one_line(known.name or "").casefold()
    root = parsed(body)
    if root is None or not name:
        return False
    return any(name in one_line(title).casefold() for title in _titles(root))


def _titles(root: html.HtmlElement) -> list[str]:
    return [str(title) for title in root.xpath(TITLES)]


def _by_browser(
    errand: LookErrand, platform: ApiPlatform, known: Profile, eyes: Eyes
) -> Sight:
    """See what the page's own program shows: the account, or its error."""
    url = str(errand.account.url)
    pages = _pages(platform, known)
    try:
        with new_session(eyes) as session:
            return see_profile(session, session.new_page(), pages, url)
    except Unavailable as error:
        arrival = Arrival(url, url, error=type(error).__name__)
        return Sight(arrival, PageState.UNAVAILABLE)


def _pages(platform: ApiPlatform, known: Profile) -> Platform:
    """Give what finds an account on a page: by its name or its handle, in the text."""
    signs = Profile(name=known.name or "", about="", handle=known.handle)
    return LinkedPages(platform.name, platform.version, FoundProfile(signs), ())
