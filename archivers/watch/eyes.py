# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the looks of one round share: connections, paces, and what hosts have shown."""

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self
from urllib.parse import urlsplit

import httpx

from archivers import PLATFORMS
from archivers.address import AddressGuard
from archivers.api import RecordedClient
from archivers.api.pace import Pace
from archivers.api.platform import ApiPlatform
from archivers.fetch import Fetcher
from archivers.limits import Limits
from archivers.netlog.exchange import Exchange
from archivers.tools import CaptureTools
from archivers.watch.hosts import HostHealth
from schemas.account import Account

MOST_RETRIES = 1
LONGEST_WAIT = 15.0
"""Seconds. Whoever is asked to wait for longer comes back in the next round."""


@dataclass
class Eyes:
    """The connections that the looks of one round share; threads may use them.

    Open it before any thread looks, so that it is made once. Tests give it a
    `transport`.
    """

    tools: CaptureTools
    transport: httpx.BaseTransport | None = None
    health: HostHealth = field(init=False)

    def __post_init__(self) -> None:
        self.health = HostHealth(self.tools.resting)
        self._open = ExitStack()
        self._clients: dict[str, RecordedClient] = {}
        self._fetchers: dict[str, Fetcher] = {}
        for platform in PLATFORMS.values():
            pace = self.tools.pace
            if isinstance(platform, ApiPlatform):
                pace = platform.pace()
                self._clients[platform.name] = self._client(pace)
            self._fetchers[platform.name] = self._fetcher(pace)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @cached_property
    def guard(self) -> AddressGuard:
        """Says which addresses may be asked."""
        return AddressGuard(self.tools.allowed_private_hosts)

    @cached_property
    def limits(self) -> Limits:
        """Less patience than a capture's: there is another look in an hour."""
        limits = self.tools.limits
        return replace(
            limits,
            retries=min(limits.retries, MOST_RETRIES),
            retry_after_seconds=min(limits.retry_after_seconds, LONGEST_WAIT),
        )

    def client(self, platform: ApiPlatform) -> RecordedClient:
        """Give what asks a platform's API, and records nothing."""
        return self._clients[platform.name]

    def fetcher(self, account: Account) -> Fetcher:
        """Give what fetches pages and pictures at the pace of an account's platform."""
        return self._fetchers[account.platform]

    def _client(self, pace: Pace) -> RecordedClient:
        tools = self.tools
        client = RecordedClient(
            _forget, self.guard, pace, tools.clock, self.limits, self.transport
        )
        return self._open.enter_context(client)

    def _fetcher(self, pace: Pace) -> Fetcher:
        seconds = self.limits.navigation_seconds
        fetcher = Fetcher(
            self.guard, seconds, self.tools.clock, self.transport, pace=pace
        )
        return self._open.enter_context(fetcher)


def host_of(account: Account) -> str:
    """Give the host on which an account stands."""
    return urlsplit(str(account.url)).netloc.lower()


def _forget(exchange: Exchange) -> str:
    exchange.close()
    return ""
