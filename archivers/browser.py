# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A browsing session: one fresh context, its traffic, and pages opened with care.

The browser says honestly what it is: Chromium's own user agent is kept. Language and
time zone are Swedish, so that texts and times are those that the public sees.
"""

import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from archivers.page_state import CHALLENGE_HEADER, Arrival
from archivers.patience import retry_after
from archivers.traffic import Traffic
from schemas.errors import ArchiveError, DiskFull, RecordingLost

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from playwright.sync_api import (
        Browser,
        BrowserContext,
        Page,
        Request,
        Response,
        StorageState,
    )

    from archivers.address import AddressGuard
    from archivers.api.pace import Pace
    from archivers.limits import Limits
    from archivers.saved_login import Login

LOCALE = "sv-SE"
TIME_ZONE = "Europe/Stockholm"
VIEWPORT = {"width": 1280, "height": 900}
EMPTY_ERROR = "ERR_HTTP_RESPONSE_CODE_FAILURE"
"""What Chromium says of an error status without a body; it did answer."""

INTERRUPTED = 'interrupted by another navigation to "chrome-error:'
"""Chromium puts its error page in place a moment after the error itself."""

TRIES = 5
BROKEN = ("crash", "has been closed", "Connection closed")


@dataclass
class Session:
    """One browser context of a capture or an observation.

    `limits_hit` collects in Swedish what had to be given up; a capture that hit a limit
    is not complete. Of a browser that `is_proxied` the servers' addresses are unknown.
    With a `pace` a host is visited no more often than it says; with a `login` the sites
    meet the browser that a person has logged in with.
    """

    browser: "Browser"
    guard: "AddressGuard"
    limits: "Limits"
    clock: "Callable[[], datetime]"
    traffic: Traffic = field(default_factory=Traffic)
    limits_hit: list[str] = field(default_factory=list)
    is_proxied: bool = False
    login: "Login | None" = None
    pace: "Pace | None" = None
    _refused: list[ArchiveError] = field(default_factory=list)
    _answers: "list[Response]" = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context: BrowserContext = self.browser.new_context(
            locale=LOCALE,
            timezone_id=TIME_ZONE,
            viewport=cast("Any", VIEWPORT),
            accept_downloads=False,
            storage_state=cast("Any", self.login.state if self.login else None),
        )
        self.traffic.follow(self.context)
        self.context.on("request", self._check_navigation)
        self.context.on("response", self._note_answer)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # When the browser is gone already, its loss is reported by what met it first.
        with suppress(PlaywrightError):
            self.context.close()

    def new_page(self) -> "Page":
        """Open an empty tab; windows that its page opens are closed again."""
        page = self.context.new_page()
        page.on("popup", _close)
        return page

    def remembered(self) -> "StorageState":
        """Give what the browser remembers of its sites: a login, if there is one."""
        return self.context.storage_state(indexed_db=True)

    def hit(self, limit: str) -> None:
        """Note once that a limit was reached."""
        if limit not in self.limits_hit:
            self.limits_hit.append(limit)

    def open(self, page: "Page", url: str) -> Arrival:
        """Go to an address and say how it answered.

        A page that does not answer is an arrival too: its state says what it was.

        Raises:
            NotAllowed: the page, or one it redirects to, lies in a private network.
            RecordingLost: the browser is no longer there.
        """
        self._keep_pace(page, url)
        self._refused.clear()
        self._answers.clear()
        try:
            response = self._go(page, url)
        except PlaywrightError as error:
            self._raise_refusal()
            _raise_if_broken(error)
            if EMPTY_ERROR in error.message and self._was_answered(page):
                answer = self._answers[-1]
                return _arrival(url, answer.url, answer, self.clock)
            return Arrival(url, url, error=error.message.partition("\n")[0])
        self._raise_refusal()
        if response is not None and not self.is_proxied:
            self._check_answer(response)
        self._wait_for_document(page)
        return _arrival(url, page.url, response, self.clock)

    def _keep_pace(self, page: "Page", url: str) -> None:
        """Wait for the host's turn, in short steps in which the browser may speak."""
        wait = self.pace.take(urlsplit(url).netloc) if self.pace else 0.0
        end = time.monotonic() + wait
        while (left := end - time.monotonic()) > 0:
            page.wait_for_timeout(min(left * 1000, self.limits.poll_ms))

    def _was_answered(self, page: "Page") -> bool:
        """Whether a status came; a busy computer may tell of it after the error."""
        for _ in range(TRIES):
            if self._answers:
                return True
            page.wait_for_timeout(self.limits.poll_ms)
        return bool(self._answers)

    def _go(self, page: "Page", url: str) -> "Response | None":
        """Go to an address, also while the browser still shows an error of its own."""
        timeout = self.limits.navigation_seconds * 1000
        for _ in range(TRIES):
            try:
                return page.goto(url, wait_until="commit", timeout=timeout)
            except PlaywrightError as error:
                if INTERRUPTED not in error.message:
                    raise
            page.wait_for_timeout(self.limits.poll_ms)
        return page.goto(url, wait_until="commit", timeout=timeout)

    def _wait_for_document(self, page: "Page") -> None:
        try:
            page.wait_for_load_state(
                "domcontentloaded", timeout=self.limits.navigation_seconds * 1000
            )
        except PlaywrightTimeout:
            self.hit("Sidan blev aldrig färdig med att läsas in.")

    def _check_navigation(self, request: "Request") -> None:
        """Check the page's own address at every redirect, as it happens."""
        if not _is_page_itself(request):
            return
        try:
            self.guard.check(request.url)
        except ArchiveError as error:
            self._refused.append(error)

    def _note_answer(self, response: "Response") -> None:
        if _is_page_itself(response.request):
            self._answers.append(response)

    def _check_answer(self, response: "Response") -> None:
        address = response.server_addr()
        if address is not None:
            self.guard.check_answer(response.url, address["ipAddress"])

    def _raise_refusal(self) -> None:
        if self._refused:
            raise self._refused[0]


def _close(page: "Page") -> None:
    with suppress(PlaywrightError):
        page.close()


def _is_page_itself(request: "Request") -> bool:
    """Whether a page is asked for, not a frame in it; a new window counts as a page."""
    if not request.is_navigation_request():
        return False
    try:
        return request.frame.parent_frame is None
    except PlaywrightError:
        return True


def _raise_if_broken(error: PlaywrightError) -> None:
    if "No space left" in error.message:
        msg = "Disken är full. Webbläsaren kunde inte arbeta vidare."
        raise DiskFull(msg) from error
    if any(sign in error.message for sign in BROKEN):
        msg = "Webbläsaren avslutades mitt i fångsten. Försök igen."
        raise RecordingLost(msg) from error


def _arrival(
    url: str,
    final: str,
    response: "Response | None",
    clock: "Callable[[], datetime]",
) -> Arrival:
    if response is None:
        return Arrival(url, final, status=200)
    wait = retry_after(response.headers.get("retry-after"), clock)
    is_challenge = response.headers.get(CHALLENGE_HEADER) == "challenge"
    return Arrival(url, final, response.status, wait, is_challenge=is_challenge)
