# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Serves the golden site over one transport, and keeps score of every response."""

import asyncio
import datetime as dt
import hashlib
import ipaddress
import socket
import threading
import time
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypercorn.asyncio import serve
from hypercorn.config import Config

from tests.contract.golden_site import app as site


class Transport(Enum):
    """How the site is served."""

    HTTP1_TLS = "http/1.1"
    HTTP2_TLS = "h2"
    HTTP1_PLAIN = "plain"


@dataclass(frozen=True)
class Served:
    """A response as the server sent it."""

    method: str
    target: str
    status: int
    request_sha256: str
    body_sha256: str


class GoldenSite:
    """The site on a free port of 127.0.0.1, in a thread of its own."""

    def __init__(self, transport: Transport, folder: Path) -> None:
        self.served: list[Served] = []
        self.aborted: list[str] = []
        self.said: list[tuple[str, str | bytes]] = []
        self._transport = transport
        self._folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def origin(self) -> str:
        """The site's address without a path."""
        plain = self._transport is Transport.HTTP1_PLAIN
        return f"{'http' if plain else 'https'}://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        self._thread.start()
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return self
            threading.Event().wait(0.05)
        raise TimeoutError

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        self._loop.close()

    def _run(self) -> None:
        config = Config()
        config.bind = [f"127.0.0.1:{self._port}"]
        config.accesslog = config.errorlog = None
        config.graceful_timeout = 0.2
        config.h11_max_incomplete_size = 256 * 1024
        if self._transport is not Transport.HTTP1_PLAIN:
            config.certfile, config.keyfile = map(str, certificate(self._folder))
            config.alpn_protocols = [self._transport.value]
        self._loop.run_until_complete(
            serve(self._app, config, shutdown_trigger=self._stop.wait)
        )

    async def _app(self, scope, receive, send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await site.websocket(self._hearing(receive), self._saying(send))
        else:
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})

    async def _http(self, scope, receive, send) -> None:
        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        status, sent = 0, hashlib.sha256()

        async def watched(message) -> None:
            nonlocal status
            status = message.get("status", status)
            if scope["method"] != "HEAD":
                sent.update(message.get("body", b""))
            await send(message)

        query = scope["query_string"].decode()
        target = scope["path"] + (f"?{query}" if query else "")
        answering = asyncio.ensure_future(site.respond(scope, watched, body))
        leaving = asyncio.ensure_future(receive())
        await asyncio.wait({answering, leaving}, return_when="FIRST_COMPLETED")
        if not answering.done():
            await asyncio.wait({answering}, timeout=0.2)
        leaving.cancel()
        if not answering.done():
            answering.cancel()
            self.aborted.append(target)
            return
        answering.result()
        digest = hashlib.sha256(body).hexdigest()
        self.served.append(
            Served(scope["method"], target, status, digest, sent.hexdigest())
        )

    def _hearing(self, receive):
        async def hear():
            message = await receive()
            if message["type"] == "websocket.receive":
                said = message.get("text")
                self.said.append(("sent", message["bytes"] if said is None else said))
            return message

        return hear

    def _saying(self, send):
        async def say(message) -> None:
            if message["type"] == "websocket.send":
                said = message.get("text", message.get("bytes"))
                self.said.append(("received", said))
            await send(message)

        return say


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate that nobody but the test trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.fromtimestamp(time.time(), dt.UTC)
    names = [
        x509.DNSName("localhost"),
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    ]
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    certfile, keyfile = folder / "cert.pem", folder / "key.pem"
    certfile.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    keyfile.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certfile, keyfile
