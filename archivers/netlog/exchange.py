# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A request and its answer, as they grow while their bytes pass by."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from archivers.body import Body
from archivers.http_head import HttpHead

SERVER_BROKE = "Servern bröt överföringen."
BROWSER_BROKE = "Webbläsaren avbröt överföringen."
CONNECTION_CLOSED = "Förbindelsen stängdes innan allt hade kommit."


class BrokenStream(Exception):
    """Bytes that no browser can have exchanged: some are lost. Never leaves netlog."""


@dataclass
class Connection:
    """Where an exchange took place, for its provenance."""

    number: int
    is_secure: bool = False
    local_address: str = ""
    remote_address: str = ""
    tls_version: str = ""
    cipher_suite: str = ""
    key_exchange: str = ""
    protocol: str = "http/1.1"
    certificates: tuple[str, ...] = ()
    record_id: str = ""

    @property
    def scheme(self) -> str:
        """The scheme of the addresses asked for here."""
        return "https" if self.is_secure else "http"


@dataclass
class Exchange:
    """A request, its answer, and what came between and after.

    `partial` says in Swedish why a part is missing; it is empty when none is.
    """

    connection: Connection
    method: str
    url: str
    started: int
    request: HttpHead
    request_body: Body
    response_body: Body
    response: HttpHead | None = None
    interim: list[HttpHead] = field(default_factory=list)
    trailers: list[tuple[str, str]] = field(default_factory=list)
    partial: str = ""
    is_own: bool = False

    @property
    def status(self) -> int | None:
        """The status code of the answer, if one came."""
        return self.response.status if self.response else None

    def close(self) -> None:
        """Let go of the bodies."""
        self.request_body.close()
        self.response_body.close()


@dataclass
class Frames:
    """The messages of a WebSocket, in a body of JSON lines."""

    connection: Connection
    url: str
    started: int
    handshake_id: str
    messages: Body
    partial: str = ""


class Sink(Protocol):
    """Where what was recorded goes."""

    def begin(self, exchange: Exchange) -> None:
        """Learn that a request was seen on the wire."""
        ...

    def exchange(self, exchange: Exchange) -> str:
        """Take an exchange and give the id of its response record ("" if none)."""
        ...

    def frames(self, frames: Frames) -> None:
        """Take the messages of a WebSocket that has ended."""
        ...


class Conversation(Protocol):
    """One protocol spoken over one connection."""

    def sent(self, data: bytes, at: int) -> None:
        """Take bytes from the browser.

        Raises:
            BrokenStream: they cannot be what the browser sent.
        """
        ...

    def received(self, data: bytes, at: int) -> None:
        """Take bytes from the server; none means that the server has ended.

        Raises:
            BrokenStream: they cannot be what the server sent.
        """
        ...

    def closed(self, at: int) -> None:
        """Write what is still open; the connection is no more.

        Raises:
            BrokenStream: bytes are left over that belong to nothing.
        """
        ...


@dataclass(frozen=True)
class Surroundings:
    """What every conversation needs: where it is, where to write, where to spool."""

    connection: Connection
    sink: Sink
    folder: Path

    def body(self) -> Body:
        """Give an empty body."""
        return Body(self.folder)
