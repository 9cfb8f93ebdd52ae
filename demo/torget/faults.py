# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a server does when it breaks: bodies that end before they are whole."""

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from torget.state import CUT_PICTURES, CUT_ZSTD, SiteState

PICTURE = re.compile(r"/bild/\d+/")


class Faults:
    """An ASGI application whose answers break as the state says."""

    def __init__(self, app: ASGIApp, state: SiteState) -> None:
        self._app = app
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer whole, unless a fault is switched on that fits."""
        faults = self._state.faults
        if scope["type"] == "http" and CUT_PICTURES in faults:
            send = _Broken(send) if PICTURE.match(scope["path"]) else send
        if scope["type"] == "http" and CUT_ZSTD in faults:
            send = _Shortened(send)
        await self._app(scope, receive, send)


class _Broken:
    """Sends half of a body, and leaves the connection broken."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            body = message.get("body", b"")
            message = {**message, "body": body[: len(body) // 2], "more_body": True}
        await self._send(message)


class _Shortened:
    """Takes the end of zstd bodies away, and states a length that fits the rest.

    A browser shows such a body as far as it goes, without a word.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            if headers.get("content-encoding") == "zstd":
                self._start = message
                return
        elif self._start is not None:
            body = message["body"][: len(message["body"]) * 3 // 4]
            headers = MutableHeaders(raw=list(self._start["headers"]))
            headers["content-length"] = str(len(body))
            await self._send({**self._start, "headers": headers.raw})
            self._start, message = None, {**message, "body": body}
        await self._send(message)
