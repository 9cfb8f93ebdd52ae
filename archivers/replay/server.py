# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers a browser from a recording, whatever host it asks, with the network cut.

The browser is told that every host lies here. So redirects, workers, service workers,
preflights and caches work as they did at the capture, which they do not when a driver
answers in the server's place.
"""

import socket
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from archivers.http_head import HttpHead
from archivers.replay.recorded import Answer, Recorded

HANDSHAKE = b"\x16"
"""The first byte of TLS."""

POLL = 0.05
IDLE_SECONDS = 60.0
OWN_FRAMING = frozenset(
    {
        *("connection", "keep-alive", "transfer-encoding", "content-length"),
        *("upgrade", "trailer", "alt-svc", "proxy-connection"),
    }
)
BIRTH = datetime(2020, 1, 1, tzinfo=UTC)
LIFE = timedelta(days=365 * 60)


class ReplayServer(ThreadingHTTPServer):
    """Serves one recording on a free port of loopback, in clear and under TLS.

    `missed` are the addresses that were asked for and are not in the recording.
    """

    daemon_threads = False

    def __init__(self, recorded: Recorded, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.recorded = recorded
        self.missed: set[str] = set()
        self._tls = _tls_in(folder)

    def browser_arguments(self) -> tuple[str, ...]:
        """Give the arguments that leave a browser no other network than this."""
        return (
            f"--host-resolver-rules=MAP * 127.0.0.1:{self.server_port}",
            "--no-proxy-server",
            # The certificate is our own, made for this one browser.
            "--ignore-certificate-errors",
        )

    def finish_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 -- the library's own
        """Serve one connection, under TLS if it begins so."""
        request.settimeout(IDLE_SECONDS)
        if request.recv(1, socket.MSG_PEEK) != HANDSHAKE:
            super().finish_request(request, client_address)
            return
        with self._tls.wrap_socket(request, server_side=True) as secure:
            super().finish_request(secure, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 -- the library's own
        """Say nothing of connections that the browser let go of."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


@contextmanager
def serving(recorded: Recorded, folder: Path) -> Iterator[ReplayServer]:
    """Serve a recording for as long as it is needed."""
    with ReplayServer(recorded, folder) as server:
        thread = Thread(target=server.serve_forever, args=(POLL,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    server: ReplayServer

    def _reply(self) -> None:
        head = HttpHead.build(self.requestline, self.headers.items())
        body = self.rfile.read(int(head.value("content-length", "0")))
        if head.value("upgrade"):
            self._write("HTTP/1.1 503 Service Unavailable", [], 0)
            return
        is_secure = isinstance(self.connection, ssl.SSLSocket)
        scheme = "https" if is_secure else "http"
        url = f"{scheme}://{head.value('host')}{self.path}"
        asked = self.server.recorded.asked(url, head, body)
        answer = self.server.recorded.answer(asked)
        if answer is not None:
            self._send(answer)
            return
        if not self.server.recorded.is_torn(asked.url):
            self.server.missed.add(asked.url)
        self._write("HTTP/1.1 404 Not Found", [], 0)

    do_GET = do_POST = do_HEAD = do_OPTIONS = _reply  # noqa: N815 -- the library's own
    do_PUT = do_PATCH = do_DELETE = _reply  # noqa: N815

    def _send(self, answer: Answer) -> None:
        kept = [(n, v) for n, v in answer.head.fields if n.lower() not in OWN_FRAMING]
        length = answer.length
        if not answer.is_whole:
            # It ends too early, as it did when it was recorded.
            length = int(answer.head.value("content-length") or length)
            self.close_connection = True
        if self.command == "HEAD":
            length = int(answer.head.value("content-length") or 0)
        self._write(answer.head.start_line, kept, length)
        if self.command != "HEAD":
            for piece in answer.body:
                self.wfile.write(piece)

    def _write(self, line: str, fields: list[tuple[str, str]], length: int) -> None:
        if length or not line.startswith(("HTTP/1.1 204", "HTTP/1.1 304")):
            fields = [*fields, ("Content-Length", str(length))]
        self.wfile.write(HttpHead.build(line, fields).raw)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's own
        """Write no log: addresses may hold personal data."""


def _tls_in(folder: Path) -> ssl.SSLContext:
    """Make a certificate that no browser but ours believes in."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Avbild")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(BIRTH)
        .not_valid_after(BIRTH + LIFE)
        .sign(key, hashes.SHA256())
    )
    file = folder / "replay.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
