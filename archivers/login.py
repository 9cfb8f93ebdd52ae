# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lets a person log in to a platform, in a browser window that is not recorded.

No password is seen or kept: the person types it into the platform's own form, and what
is kept is what the browser remembers. It is kept only if the account's page can then be
read.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from playwright.sync_api import Error as PlaywrightError

from archivers import reader_for
from archivers.address import AddressGuard
from archivers.api.platform import ApiPlatform
from archivers.attended import demand_display
from archivers.browser import Session
from archivers.chromium import find_chromium, launch, translated_errors
from archivers.saved_login import Login
from archivers.tools import CaptureTools
from archivers.visit import demand_ok, see_profile
from schemas.account import Account
from schemas.errors import NeedsPerson

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from playwright.sync_api import Page

NO_DISPLAY = (
    "Den här datorn har ingen skärm att visa webbläsaren på. Logga in på en dator med "
    "skärm, med samma datamapp och nyckel."
)
CLOSED = "Fönstret stängdes innan inloggningen var klar. Ingen inloggning sparades."


@dataclass(frozen=True)
class LoginWindow:
    """The window that the person logs in with."""

    page: "Page"
    poll_ms: int

    def wait(self) -> None:
        """Wait for a moment.

        Raises:
            NeedsPerson: the person has closed the window.
        """
        try:
            self.page.wait_for_timeout(self.poll_ms)
        except PlaywrightError as error:
            raise NeedsPerson(CLOSED) from error
        if self.page.is_closed():
            raise NeedsPerson(CLOSED)


def log_in(
    account: Account,
    tools: CaptureTools,
    attend: Callable[[LoginWindow], None],
    *,
    is_visible: bool = True,
) -> Login:
    """Open the account's page for a person, and keep the login that they make.

    `attend` returns when the person says that they are logged in.

    Raises:
        NeedsPerson: there is no display, the window was closed, or the account's page
            cannot be read with this login either.
        NotAllowed: the address is private and not allowed by the settings.
        Unavailable: the platform does not answer.
    """
    if is_visible:
        demand_display(NO_DISPLAY)
    url = str(account.url)
    guard = AddressGuard(tools.allowed_private_hosts)
    guard.check(url)
    chromium, arguments = find_chromium(tools.chromium), guard.browser_arguments()
    with (
        launch(chromium, arguments, tools.workspace, is_visible=is_visible) as browser,
        Session(browser, guard, tools.limits, tools.clock) as session,
    ):
        page = session.new_page()
        with translated_errors():
            session.open(page, url)
        attend(LoginWindow(page, tools.limits.poll_ms))
        with translated_errors():
            _demand_in(session, account)
            return Login(cast("Mapping[str, Any]", session.remembered()))


def _demand_in(session: Session, account: Account) -> None:
    """Look at the account's page as a capture will.

    Raises:
        NeedsPerson: it still shows a wall.
    """
    platform = reader_for(account)
    if isinstance(platform, ApiPlatform):
        return  # what the page holds is known only with what the API says
    page = session.new_page()
    demand_ok(see_profile(session, page, platform, str(account.url)))
    with suppress(PlaywrightError):
        page.close()
