# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the browser asks for, as its driver reports it: beside the recording, not of it.

Three things need it: to know when the network is at rest, which sub-resources failed,
and, independently of the recorder, what the recording must hold.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from schemas.capture import FailedResource

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Request, Response

ENDLESS = frozenset({"eventsource", "websocket", "media", "ping", "texttrack"})
"""Kinds of requests that may stay open for as long as the page is."""

HARMLESS = frozenset({"net::ERR_ABORTED"})
"""The page itself gave the request up: a film that had enough, a page that was left."""

OWN_REDIRECT = "non-authoritative-reason"
"""The header of a redirect that Chromium made up itself; it never was on the wire."""

FIRST_ERROR = 400


@dataclass
class Traffic:
    """The requests of one browser context since it was opened.

    `asked` is every address that was asked for, `answered` every one that was answered
    over the network: what the recording is compared with. `activity` counts every sign
    of life.
    """

    monotonic: Callable[[], float] = time.monotonic
    asked: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    activity: int = 0
    is_offline: bool = False
    _open: dict["Request", float] = field(default_factory=dict)
    _failed: dict[str, FailedResource] = field(default_factory=dict)
    _whole: set[str] = field(default_factory=set)

    def follow(self, context: "BrowserContext") -> None:
        """Take note of everything that a browser context asks for."""
        context.on("request", self._on_request)
        context.on("response", self._on_response)
        context.on("requestfinished", self._on_finished)
        context.on("requestfailed", self._on_failed)

    def pending(self, patience: float) -> int:
        """Count the requests under way that are younger than `patience` seconds."""
        now = self.monotonic()
        return sum(now - since < patience for since in self._open.values())

    def unanswered(self) -> frozenset[str]:
        """Give the addresses that no server answered: cut off, or served locally."""
        return frozenset(self.asked - self.answered)

    def failed(self) -> tuple[FailedResource, ...]:
        """Give the sub-resources that never came whole, each once."""
        return tuple(
            failure
            for url, failure in self._failed.items()
            if failure.status is not None or url not in self._whole
        )

    def _on_request(self, request: "Request") -> None:
        self.activity += 1
        self.asked.add(request.url)
        if request.resource_type not in ENDLESS:
            self._open[request] = self.monotonic()

    def _on_response(self, response: "Response") -> None:
        self.activity += 1
        url, status = response.url, response.status
        if response.from_service_worker or OWN_REDIRECT in response.headers:
            return
        if urlsplit(url).scheme in {"http", "https"}:
            self.answered.add(url)
        if status < FIRST_ERROR:
            self._failed.pop(url, None)
        elif not response.request.is_navigation_request():
            reason = f"Servern svarade {status} {response.status_text}".strip()
            self._failed[url] = FailedResource(url=url, reason=reason, status=status)

    def _on_finished(self, request: "Request") -> None:
        self.activity += 1
        self._open.pop(request, None)
        self._whole.add(request.url)

    def _on_failed(self, request: "Request") -> None:
        self.activity += 1
        self._open.pop(request, None)
        reason = request.failure or "net::ERR_FAILED"
        if self.is_offline or reason in HARMLESS or request.is_navigation_request():
            return
        self._failed.setdefault(
            request.url,
            FailedResource(url=request.url, reason=f"Hämtningen avbröts: {reason}"),
        )
