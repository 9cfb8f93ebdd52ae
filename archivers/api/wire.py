# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""One question and its answer, as they went over the wire."""

import logging
import ssl
import tempfile
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from archivers.address import AddressGuard
from archivers.body import Body
from archivers.http_head import HttpHead
from archivers.limits import Limits
from archivers.netlog.exchange import Connection, Exchange
from archivers.patience import retry_after
from archivers.secret_forms import in_address
from archivers.trust import trusted
from archivers.version import AGENT

if TYPE_CHECKING:
    import httpcore

CONNECT_SECONDS = 10.0
TOO_LARGE = "Svaret är större än vad som tas emot."
TOO_SLOW = "Svaret tog för lång tid."
NO_ANSWER = "Servern svarade inte."
CUT = "Servern bröt överföringen."


def _names_no_key(record: logging.LogRecord) -> bool:
    """Whether a line of a log is free of addresses with a key in them.

    A question about a key has one, and so may an address that a server leads on to.
    """
    return (
        next(in_address(record.getMessage().encode("utf-8", "replace")), None) is None
    )


logging.getLogger("httpx").addFilter(_names_no_key)


class Wire:
    """Sends a question and takes the answer, body as sent; one pool of connections.

    A body is in memory while it is small and in a file without a name when it is not.
    """

    def __init__(
        self,
        guard: AddressGuard,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        limits: Limits,
        transport: httpx.BaseTransport | None,
    ) -> None:
        self._guard = guard
        self._clock = clock
        self._monotonic = monotonic
        self._limits = limits
        self._folder = Path(tempfile.gettempdir())
        self._connections: dict[str, Connection] = {}
        self._numbering = threading.Lock()
        seconds = limits.navigation_seconds
        self._client = httpx.Client(
            timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
            headers={"User-Agent": AGENT, "Accept-Language": "sv-SE,sv;q=0.9"},
            follow_redirects=False,
            verify=trusted(),
            transport=transport,
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def exchange(
        self, url: str, headers: Mapping[str, str], largest: int
    ) -> tuple[Exchange, str | None]:
        """Ask once, and say where a redirect leads.

        An answer that does not come, or not whole, is an exchange too: `partial` says
        what is missing.

        Raises:
            NotAllowed: the address lies in a private network.
            PlatformDown: the host's name cannot be resolved.
        """
        self._guard.check(url)
        request = self._client.build_request("GET", url, headers=headers)
        exchange = self._asked(request)
        try:
            answer = self._client.send(request, stream=True)
        except httpx.TransportError:
            exchange.partial = NO_ANSWER
            return exchange, None
        try:
            self._take(exchange, answer, largest)
        finally:
            answer.close()
        following = answer.next_request
        return exchange, str(following.url) if following is not None else None

    def _asked(self, request: httpx.Request) -> Exchange:
        target = request.url.raw_path.decode("ascii")
        fields = [(_text(n), _text(v)) for n, v in request.headers.raw]
        return Exchange(
            connection=Connection(number=0, is_secure=request.url.scheme == "https"),
            method=request.method,
            url=str(request.url),
            started=int(self._clock().timestamp() * 1000),
            request=HttpHead.build(f"{request.method} {target} HTTP/1.1", fields),
            request_body=Body(),
            response_body=Body(self._folder),
        )

    def _take(self, exchange: Exchange, answer: httpx.Response, largest: int) -> None:
        """Take the answer, but not one that came from a private network."""
        stream = answer.extensions.get("network_stream")
        if stream is not None:
            exchange.connection = self._connection(stream, exchange.connection)
            peer = stream.get_extra_info("server_addr")
            if peer:
                self._guard.check_answer(exchange.url, peer[0])
        exchange.partial = self._take_body(exchange.response_body, answer, largest)
        exchange.response = _head(answer, exchange.response_body.length)

    def _take_body(self, body: Body, answer: httpx.Response, largest: int) -> str:
        """Take the body as sent, and say why it was not taken whole."""
        ends_at = self._monotonic() + self._limits.page_seconds
        try:
            for chunk in answer.iter_raw():
                body.append(chunk)
                if body.length > largest:
                    return TOO_LARGE
                if self._monotonic() > ends_at:
                    return TOO_SLOW
        except httpx.TransportError:
            return CUT
        return ""

    def _connection(
        self, stream: "httpcore.NetworkStream", asked: Connection
    ) -> Connection:
        """Describe a connection once, for as long as it is kept open."""
        here = stream.get_extra_info("client_addr")
        there = stream.get_extra_info("server_addr")
        key = f"{here}-{there}"
        with self._numbering:
            if key not in self._connections:
                found = Connection(
                    number=len(self._connections) + 1,
                    is_secure=asked.is_secure,
                    local_address=_address(here),
                    remote_address=_address(there),
                )
                secured = stream.get_extra_info("ssl_object")
                if secured is not None:
                    _describe(found, secured)
                self._connections[key] = found
            return self._connections[key]


def _head(answer: httpx.Response, length: int) -> HttpHead:
    """Give the head as sent, but for chunks that are joined already."""
    version = _text(answer.extensions.get("http_version", b"HTTP/1.1"))
    line = f"{version} {answer.status_code} {answer.reason_phrase}".rstrip()
    fields = [(_text(name), _text(value)) for name, value in answer.headers.raw]
    if not any(name.lower() == "transfer-encoding" for name, _ in fields):
        return HttpHead.build(line, fields)
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() == "transfer-encoding" else name, v)
        for name, v in fields
    ]
    return HttpHead.build(line, [*kept, ("Content-Length", str(length))])


def _describe(connection: Connection, secured: ssl.SSLObject) -> None:
    """Note how a connection was secured, and by which certificate."""
    cipher = secured.cipher()
    connection.tls_version = (secured.version() or "").replace("TLSv", "TLS ")
    connection.cipher_suite = cipher[0] if cipher else ""
    certificate = secured.getpeercert(binary_form=True)
    if certificate:
        connection.certificates = (ssl.DER_cert_to_PEM_cert(certificate),)


def _address(found: tuple[str, int] | None) -> str:
    """Write an address as the browser's recording does: [host]:port for IPv6."""
    if not found:
        return ""
    host, port = found[:2]  # IPv6 has more
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _text(data: bytes) -> str:
    return data.decode("latin-1")


def asked_wait(head: HttpHead, now: datetime) -> float | None:
    """Read how long a server asks us to wait: Retry-After, or when its count is new.

    Bluesky names that moment in seconds since 1970, Mastodon as a time (ISO 8601).
    """
    stated = retry_after(head.value("retry-after"), lambda: now)
    if stated is not None:
        return stated
    reset = head.value("ratelimit-reset") or head.value("x-ratelimit-reset")
    try:
        seconds = float(reset) if reset.isdecimal() else _seconds(reset)
    except ValueError:
        return None
    return max(0.0, seconds - now.timestamp())


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
