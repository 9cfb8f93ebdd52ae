# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small servers on loopback that answer as platforms do; what they have in common.

All have the same account: two pages of posts, one of them with a thread that is deeper
than one view shows, a share of somebody else's post, pictures, and an answer that is
counted but shown to nobody.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

POSTS = 45
OWN, CITIZEN = "kommun", "karin"
DEEP = ("Fråga på djup 1", "Svar på djup 2", "Fråga på djup 3", "Svar på djup 4")
PICTURE = b"\x89PNG\r\n\x1a\n en bild"
AVATAR = b"\x89PNG\r\n\x1a\n ett vapen"


@dataclass
class Fake:
    """A server's memory: its state, and the paths that were asked for."""

    origin: str = ""
    state: str = "ok"
    asked: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    lacks: set[str] = field(default_factory=set)

    def answer(self, path: str, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        """Answer a question, as the state has it."""
        if self.state == "down":
            return 503, {}, b""
        if self.state == "limited":
            return 429, {"Retry-After": "900"}, b""
        return self.content(path, asked)

    def content(self, path: str, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        """Answer a question of an account that is open or closed."""
        raise NotImplementedError


def told(value: Any, status: int = 200, **headers: str) -> tuple[int, dict, bytes]:
    """Make an answer of JSON."""
    return status, {"Content-Type": "application/json", **headers}, _json(value)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


@contextmanager
def serving(fake: Fake) -> Iterator[Fake]:
    """Serve on a free port of loopback."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            fake.asked.append(self.path)
            fake.keys.append(self.headers.get("Authorization", ""))
            status, headers, body = fake.answer(
                parts.path, dict(parse_qsl(parts.query))
            )
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    fake.origin = f"http://127.0.0.1:{server.server_port}"
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
