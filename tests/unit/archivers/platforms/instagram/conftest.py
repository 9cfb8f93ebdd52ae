# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A played Instagram whose servers are asked without a network."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from archivers.address import AddressGuard
from archivers.api import ApiAccess, Pace, RecordedClient
from archivers.api.platform import Errand
from archivers.extent import ALL
from archivers.limits import Limits
from archivers.platforms.instagram import Instagram
from graph.api import FACEBOOK, INSTAGRAM, GraphApi
from graph.tokens import IG_TOKEN
from graph.world import World
from schemas.account import Account

GRAPHS = {INSTAGRAM: "https://graph.test", FACEBOOK: "https://facebook.test"}
MEDIA, WEB = "https://cdn.test", "https://www.instagram.com"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Played:
    """The world, a client to it, and what was asked of it.

    `change` may change an answer of the API before it is given.
    """

    def __init__(self):
        self.world = World(clock=NOW.timestamp)
        self.world.media.origin = MEDIA
        self.world.instagram_web = WEB
        self.apis = {
            urlsplit(origin).netloc: GraphApi(self.world, host, origin)
            for host, origin in GRAPHS.items()
        }
        self.kept, self.key = [], IG_TOKEN
        self.change = lambda _path, found: found
        self.client = RecordedClient(
            self._keep,
            AddressGuard(resolve=lambda _host, _port: ["93.184.215.14"]),
            Pace(1e6, 10**6, monotonic=lambda: 0.0, sleep=lambda _: None),
            lambda: NOW,
            Limits(retry_seconds=1.0, retries=1),
            httpx.MockTransport(self._answer),
        )

    def _keep(self, exchange):
        self.kept.append(exchange.url)
        return f"urn:uuid:{len(self.kept)}"

    def _answer(self, request):
        parts = urlsplit(str(request.url))
        if parts.netloc == "cdn.test":
            query = dict(parse_qsl(parts.query))
            status, kind, body = self.world.media.answer(parts.path, query)
            return _made(status, {"content-type": kind}, body)
        headers = {name.lower(): value for name, value in request.headers.items()}
        api = self.apis[parts.netloc]
        reply = api.answer(f"{parts.path}?{parts.query}", headers)
        body = self.change(parts.path, json.loads(reply.body))
        return _made(reply.status, dict(reply.headers), json.dumps(body).encode())

    def errand(self, url=f"{WEB}/alvmalakommun/", known=None, extent=ALL):
        """Make an errand with the owner's key."""
        account = Account(
            account_id="k1",
            board_id="ks",
            platform="instagram",
            url=url,
            name="Älvmåla",
        )
        access = ApiAccess(
            instagram_graph=GRAPHS[INSTAGRAM],
            facebook_graph=GRAPHS[FACEBOOK],
            account_tokens={"k1": self.key},
        )
        return Errand(account, access, lambda _: None, known, extent)

    def read(self, **how):
        """Read the account."""
        return Instagram().read_account(self.client, self.errand(**how))

    def see(self, **how):
        """Look at the account."""
        return Instagram().see_profile(self.client, self.errand(**how))


def _made(status, headers, body):
    """Make an answer whose body has not been read yet."""
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))


@pytest.fixture
def played():
    return Played()
