# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A Graph API that says what it is told to, and a client with a recording."""

import json
from datetime import UTC, datetime
from pathlib import Path

import httpx

from archivers.address import AddressGuard
from archivers.api import ApiRecording, Pace, RecordedClient
from archivers.api.graph import FieldList, Graph, GraphSpec
from archivers.limits import Limits
from archivers.warc import WarcHeader

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
TOKEN = "EAAhemlig0nyckel1234567890"  # noqa: S105 -- made up
ORIGIN = "https://graph.example.se"
POSTS = FieldList("posts", "id,message", "published_posts", ("pages_read",), limit=20)
SPEC = GraphSpec(
    platform="Facebook",
    version="v25.0",
    host="graph.facebook.com",
    locale="sv_SE",
    token_prefixes=("EAA",),
    lists={"posts": POSTS},
)


def said(body, status=200, **headers):
    """Make an answer of JSON whose body has not been read yet."""
    fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
    stream = httpx.ByteStream(json.dumps(body).encode())
    kind = ("Content-Type", "application/json")
    return httpx.Response(status, headers=[kind, *fields], stream=stream)


def fault(code, subcode=None, message="(#0) Fel", status=400, **headers):
    """Make an answer that is an error of the Graph API."""
    error = {"message": message, "type": "OAuthException", "code": code}
    if subcode:
        error["error_subcode"] = subcode
    return said({"error": error}, status, **headers)


class Setting:
    """A Graph API that gives the answers in turn, and the last one again and again."""

    def __init__(self, folder: Path):
        self.answers = []
        self.asked = []
        self.waits = []
        self.warc = folder / "prov-api.warc.gz"
        header = WarcHeader(
            software="Avbild 0.1.0",
            capture_id="c1",
            account_id="konto",
            order_id="o1",
            url="https://www.facebook.com/almhult",
            started_at=NOW,
        )
        self.recording = ApiRecording(self.warc, header, (TOKEN,), folder)
        self.client = RecordedClient(
            self.recording.keep,
            AddressGuard(resolve=lambda _host, _port: ["93.184.215.14"]),
            Pace(100.0, 100, monotonic=lambda: 0.0, sleep=self.waits.append),
            lambda: NOW,
            Limits(retry_seconds=1.0, retries=2),
            httpx.MockTransport(self._answer),
        )
        self.graph = Graph(self.client, ORIGIN, TOKEN, SPEC)

    def _answer(self, request):
        self.asked.append(request)
        given = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return given(request) if callable(given) else given

    def gives(self, *answers):
        """Say what is answered; a callable makes an answer each time."""
        self.answers = list(answers)
        return self
