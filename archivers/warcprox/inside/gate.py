# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate that stands inside warcprox: what may pass, what was kept, when it ends.

warcprox loads this file itself, by `--plugin gate.Gate`, in its own process and its own
Python: only the standard library is imported at the top, and warcprox never. It mends
what warcprox 2.13.1 does that no recording may rest on:

- a page can write records of its own, or leave its traffic out, by methods and header
  fields that warcprox obeys; here they are words like any other;
- a failure is shown to the browser as a page that no server ever sent, and remembered
  for a minute; here the connection is closed, and the next request tries again;
- what came before a connection broke is thrown away; here it is kept, and marked;
- a 103 is taken for the answer, which gives the next request the wrong one;
- nobody's certificate is checked, and only 127.0.0.1 counts as a private address.
"""

import base64
import hashlib
import json
import os
import runpy
import ssl
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from socket import MSG_PEEK, SHUT_RDWR
from typing import Any

ORDER = "AVBILD_GATE"
CLOSE = "close\n"
LAST_ANSWERS = 0.5
"""Seconds that answers under way are given when the browser has been closed."""

LAST_WAIT = 30.0
AFTER_LEAVING = 1024**2
"""How much more is fetched of a body that the browser has turned away from."""

PROCESSING, OK = 102, 200
HANDSHAKE = b"\x16"
"""The first byte that is sent over TLS (RFC 8446 section 5.1)."""

LONGEST_LINE = 65537

_Part = Any
"""A part of warcprox: nothing is known of its types here."""

_Base: Any = object


class Ledger:
    """What passed through the gate, counted, and written down a line each."""

    def __init__(self, path: str) -> None:
        self._lock = threading.Lock()
        self._file = Path(path).open("a", encoding="utf-8")  # noqa: SIM115
        self.counts = {
            **dict.fromkeys(("begun", "kept", "failed", "unsent"), 0),
            **dict.fromkeys(("refused", "websockets"), 0),
        }

    def count(self, what: str) -> None:
        """Count something."""
        with self._lock:
            self.counts[what] += 1

    def write(self, what: str, line: dict[str, object]) -> None:
        """Count something, and write it down."""
        with self._lock:
            self.counts[what] += 1
            self._file.write(json.dumps({"what": what, **line}) + "\n")
            self._file.flush()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    @property
    def is_settled(self) -> bool:
        """Whether every request that was begun has come to an end."""
        counts = self.counts
        return counts["begun"] == counts["kept"] + counts["failed"]


class Forgetful(dict[str, int]):
    """Remembers no failed host: a second try is a try."""

    def __setitem__(self, key: str, value: int) -> None:
        """Forget."""


class Policy:
    """Says which servers may be reached.

    The address that in fact answered is what counts, so no name can be made to lead
    elsewhere between the question and the connection.
    """

    def __init__(self, private: str, allowed: list[str]) -> None:
        self._is_private = runpy.run_path(private)["is_private"]
        self._allowed = frozenset(allowed)

    def lets(self, host: str, port: int, address: str) -> bool:
        """Whether a server may be asked."""
        names = {host.lower(), f"{host}:{port}".lower(), f"[{host}]:{port}".lower()}
        return not (self._is_private(address) and self._allowed.isdisjoint(names))


class Guarded(_Base):  # type: ignore[misc]
    """The gate in a handler of requests; it stands before warcprox's own."""

    ledger: Ledger
    policy: Policy
    allow_localhost = True  # the policy decides
    begun: str | None = None

    def do_COMMAND(self) -> object:  # noqa: N802 -- warcprox's name
        """Pass a request on, unless it asks for what cannot be recorded."""
        if self.headers.get("upgrade", "").strip().lower() == "websocket":
            self.ledger.count("websockets")
            self._hang_up()
            return None
        return super().do_COMMAND()

    do_GET = do_PUTMETA = do_WARCPROX_WRITE_RECORD = do_COMMAND  # noqa: N815

    def send_error(self, *_: object, **__: object) -> None:
        """Note that no answer came, and show the browser none."""
        begun, self.begun = self.begun, None
        if begun is not None:
            self.ledger.write("failed", {"url": begun})
        elif self.command != "CONNECT":  # a tunnel is nothing that was asked for
            self.ledger.count("unsent")
        self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True

    def _transition_to_ssl(self) -> None:
        first = self.connection.recv(1, MSG_PEEK)
        if first not in (b"", HANDSHAKE):  # of all that is in clear only they tunnel
            self.ledger.count("websockets")
            raise ConnectionAbortedError
        super()._transition_to_ssl()

    def _enforce_limits_and_blocks(self) -> None:
        """Take no orders from a page."""

    def _parse_warcprox_meta(self) -> dict[str, object]:
        return {"avbild": described(self._remote_server_conn.sock)}

    def _proxy_request(self) -> object:
        address = self._remote_server_conn.sock.getpeername()[0]
        if not self.policy.lets(self.hostname, int(self.port), address):
            self.ledger.count("refused")
            self._remote_server_conn.close()
            self._hang_up()
            return None
        self.begun = self.url
        self.ledger.count("begun")
        return super()._proxy_request()


class Arrived:
    """A stream that gives what has arrived before it tells that it broke."""

    def __init__(self, stream: _Part) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def read(self, size: int) -> bytes:
        """Give so many bytes, or fewer if no more come."""
        found = bytearray()
        while len(found) < size:
            try:
                piece = self._stream.read1(size - len(found))
            except OSError:
                if found:
                    break  # the next call meets it again
                raise
            if not piece:
                break
            found += piece
        return bytes(found)


class Watching(_Base):  # type: ignore[misc]
    """A reader of responses that loses nothing; it stands before warcprox's own."""

    def __init__(self, sock: _Part, *more: object, **named: object) -> None:
        super().__init__(sock, *more, **named)
        self.recorder.fp = Arrived(self.recorder.fp)
        self._upstream, self._unasked = sock, 0

    def read(self, amount: int | None = None) -> bytes:
        """Give a piece of the body; none when it has ended or broken off."""
        try:
            piece: bytes = super().read(amount)
        except OSError:
            return self._stop()
        if has_left(self.recorder):
            self._unasked += len(piece)
        return self._stop() if self._unasked > AFTER_LEAVING else piece

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            found: tuple[str, int, str] = super()._read_status()
            if not PROCESSING <= found[1] < OK:
                return found
            while self.fp.readline(LONGEST_LINE).strip():
                """The fields of an interim answer are recorded by being read."""

    def _stop(self) -> bytes:
        self.truncated = b"disconnect"
        with suppress(OSError):  # half a body is left in it: nobody may use it again
            self._upstream.shutdown(SHUT_RDWR)
        return b""


def has_left(recorder: _Part) -> bool:
    """Whether the browser hung up before it had all of an answer."""
    return not recorder._proxy_client_conn_open  # noqa: SLF001


def described(sock: _Part) -> dict[str, object]:
    """Describe a connection, for the provenance of what comes through it."""
    found: dict[str, object] = {
        "local": _joined(sock.getsockname()),
        "remote": _joined(sock.getpeername()),
    }
    if isinstance(sock, ssl.SSLSocket):
        certificate = sock.getpeercert(binary_form=True) or b""
        found["tls"] = sock.version() or ""
        found["cipher"] = (sock.cipher() or ("",))[0]
        found["certificate"] = ssl.DER_cert_to_PEM_cert(certificate)
    return found


def _joined(name: tuple[str, int]) -> str:
    host, port = name[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


class Gate:
    """The plugin itself: takes its place in warcprox, and ends it when told to.

    Args:
        options: how warcprox was started; not used.
        controller: warcprox itself, ready to be started.
    """

    def __init__(self, options: object, controller: _Part) -> None:
        del options
        order = json.loads(os.environ[ORDER])
        self._said = os.fdopen(order["announce"], "w", encoding="utf-8")
        self._ledger = Ledger(order["ledger"])
        self._proxy = proxy = controller.proxy
        _stand_before(proxy, self._ledger, Policy(order["private"], order["allowed"]))
        proxy.bad_hostnames_ports = Forgetful()
        _check_certificates(proxy)
        writer = controller.warc_writer_processor.writer_pool.default_warc_writer
        # It asks for a way to the internet, and loses a record where there is none.
        writer.record_builder._local_address = lambda: ""  # noqa: SLF001
        threading.Thread(target=self._obey, daemon=True).start()
        self._say(
            {
                "version": sys.modules["warcprox"].__version__,
                "port": proxy.server_address[1],
                "spki": _spki(proxy.ca),
            }
        )

    def notify(self, recorded: _Part, records: _Part) -> None:
        """Write down that an exchange is in the WARC; warcprox calls this."""
        if not records:
            return
        line = {
            "record": records[0].id.decode().strip("<>"),
            "started": round(recorded.timestamp.timestamp() * 1000),
            "has_left": has_left(recorded.response_recorder),
            **recorded.warcprox_meta["avbild"],
        }
        self._ledger.write("kept", line)

    def _say(self, what: dict[str, object]) -> None:
        self._said.write(json.dumps(what) + "\n")
        self._said.flush()

    def _obey(self) -> None:
        """End when told to; at once if whoever started it is no more."""
        if sys.stdin.readline() != CLOSE:
            os._exit(1)
        self._wait(LAST_ANSWERS)
        for sock in list(self._proxy.remote_server_socks):
            with suppress(OSError):
                sock.shutdown(SHUT_RDWR)
        self._wait(LAST_WAIT)
        self._say(dict(self._ledger.counts))
        os._exit(0)  # all is written; an orderly end takes two seconds

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._ledger.is_settled and not self._proxy.active_requests:
                return
            time.sleep(0.01)


def _stand_before(proxy: _Part, ledger: Ledger, policy: Policy) -> None:
    """Put the gate before warcprox's own handler, and the watch before its response."""
    handler = proxy.RequestHandlerClass
    names = handler._inner_proxy_request.__globals__  # noqa: SLF001
    name = "ProxyingRecordingHTTPResponse"
    names[name] = type("Response", (Watching, names[name]), {})
    parts = {"ledger": ledger, "policy": policy}
    proxy.RequestHandlerClass = type("Handler", (Guarded, handler), parts)


def _check_certificates(proxy: _Part) -> None:
    """Demand of the servers what the browser would have demanded of them."""
    context = proxy.remote_connection_pool.connection_pool_kw["ssl_context"]
    context.check_hostname = True
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_default_certs()
    paths = ssl.get_default_verify_paths()
    if not any((paths.cafile, paths.capath)):
        import certifi  # noqa: PLC0415 -- comes with warcprox

        context.load_verify_locations(certifi.where())


def _spki(authority: _Part) -> str:
    """Give the digest of the key that its certificates have (RFC 7469 2.4)."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415

    key = authority.key.public_key().public_bytes(
        serialization.Encoding.DER,
        serialization.PublicFormat.SubjectPublicKeyInfo,
    )
    return base64.b64encode(hashlib.sha256(key).digest()).decode()
