# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A played Facebook whose servers are asked without a network."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from archivers.address import AddressGuard
from archivers.api import ApiAccess, Pace, RecordedClient
from archivers.api.platform import Errand
from archivers.extent import ALL
from archivers.limits import Limits
from archivers.platforms.facebook import Facebook
from graph.api import FACEBOOK, GraphApi
from graph.tokens import PAGE_TOKEN
from graph.world import World
from schemas.account import Account

GRAPH, MEDIA, WEB = "https://graph.test", "https://cdn.test", "https://www.facebook.com"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def answer(status, headers, body):
    """Make an answer whose body has not been read yet."""
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))


class Played:
    """The world, a client to it, and what was asked and waited for.

    `change` may change an answer of the API before it is given: it gets the path and
    the JSON of the answer.
    """

    def __init__(self):
        self.world = World(clock=NOW.timestamp)
        self.world.media.origin = MEDIA
        self.world.facebook_web = WEB
        self.api = GraphApi(self.world, FACEBOOK, GRAPH)
        self.waits, self.told, self.kept = [], [], []
        self.client = RecordedClient(
            self._keep,
            AddressGuard(resolve=lambda _host, _port: ["93.184.215.14"]),
            Pace(1e6, 10**6, monotonic=lambda: 0.0, sleep=self.waits.append),
            lambda: NOW,
            Limits(retry_seconds=1.0, retries=1),
            httpx.MockTransport(self._answer),
        )

    def _keep(self, exchange):
        self.kept.append(exchange.url)
        return f"urn:uuid:{len(self.kept)}"

    def _answer(self, request):
        url = request.url
        parts = urlsplit(str(url))
        if url.host == "cdn.test":
            fault = self.world.fault_for(parts.path)
            if fault is not None:
                return answer(fault.status, {}, b"")
            query = dict(parse_qsl(parts.query))
            status, kind, body = self.world.media.answer(parts.path, query)
            headers = {"content-type": kind}
            return httpx.Response(
                status, headers=headers, stream=httpx.ByteStream(body)
            )
        target = f"{parts.path}?{parts.query}"
        reply = self.api.answer(
            target, {k.lower(): v for k, v in request.headers.items()}
        )
        stream = httpx.ByteStream(reply.body)
        return httpx.Response(reply.status, headers=dict(reply.headers), stream=stream)

    def errand(self, url=f"{WEB}/alvmalakommun", known=None, extent=ALL):
        """Make an errand with the page's key."""
        account = Account(
            account_id="k1", board_id="ks", platform="facebook", url=url, name="Älvmåla"
        )
        access = ApiAccess(facebook_graph=GRAPH, account_tokens={"k1": PAGE_TOKEN})
        return Errand(account, access, self.told.append, known, extent)

    def read(self, **how):
        """Read the page."""
        return Facebook().read_account(self.client, self.errand(**how))

    def see(self, **how):
        """Look at the page."""
        return Facebook().see_profile(self.client, self.errand(**how))

    def asked_of(self, part):
        """Give the questions whose address holds some text."""
        return [url for url in self.kept if part in url]


@pytest.fixture
def played():
    return Played()
