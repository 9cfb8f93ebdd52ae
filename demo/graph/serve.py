# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Serves a world on loopback: two hosts of the API, media, two hosts of pages."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from graph.api import FACEBOOK, INSTAGRAM, GraphApi, Reply
from graph.web import Front
from graph.world import Question, World

LOOPBACK = "127.0.0.1"
POLL = 0.05

Answers = Callable[[str, str, Mapping[str, str], str], Reply]
"""Answers a request by its method, target, headers (lower case) and body."""


@dataclass(frozen=True)
class Origins:
    """Where the servers of a world are."""

    facebook_graph: str
    instagram_graph: str
    media: str
    facebook_web: str
    instagram_web: str

    def every(self) -> tuple[str, ...]:
        """Give all of them."""
        return tuple(asdict(self).values())


@dataclass(frozen=True)
class Running:
    """A world that is served: change `world`, ask `origins`."""

    world: World
    origins: Origins


@contextmanager
def serving(world: World | None = None) -> Iterator[Running]:
    """Serve a world on free ports until the block ends."""
    shown = world or World()
    with ExitStack() as stack:

        def start(make: Callable[[str], Answers]) -> str:
            return stack.enter_context(listening(make))

        media = start(lambda _: media_of(shown))
        shown.media.origin = media
        shown.facebook_web = start(lambda _: pages_of(shown, FACEBOOK))
        shown.instagram_web = start(lambda _: pages_of(shown, INSTAGRAM))
        origins = Origins(
            facebook_graph=start(lambda at: api_of(shown, FACEBOOK, at)),
            instagram_graph=start(lambda at: api_of(shown, INSTAGRAM, at)),
            media=media,
            facebook_web=shown.facebook_web,
            instagram_web=shown.instagram_web,
        )
        yield Running(shown, origins)


def api_of(world: World, host: str, origin: str) -> Answers:
    """Give what answers for the API at a host."""
    api = GraphApi(world, host, origin)

    def answer(method: str, target: str, headers: Mapping[str, str], _: str) -> Reply:
        if method != "GET":
            return Reply(405, {"content-type": "text/plain"}, b"")
        with world.lock:
            return api.answer(target, headers)

    return answer


def pages_of(world: World, host: str) -> Answers:
    """Give what answers for the pages at a host."""
    front = Front(world, host)

    def answer(
        method: str, target: str, headers: Mapping[str, str], body: str
    ) -> Reply:
        world.asked.append(Question(f"{host}-web", method, target, ""))
        with world.lock:
            return front.answer(method, target, headers.get("cookie", ""), body)

    return answer


def media_of(world: World) -> Answers:
    """Give what answers for pictures and films."""

    def answer(method: str, target: str, _: Mapping[str, str], __: str) -> Reply:
        world.asked.append(Question("media", method, target, ""))
        parts = urlsplit(target)
        if world.down:
            return Reply(503, {"content-type": "text/plain"}, b"")
        fault = world.fault_for(parts.path)
        if fault is not None and not fault.is_cut:
            return Reply(fault.status, {"content-type": "text/plain"}, b"")
        query = dict(parse_qsl(parts.query))
        with world.lock:
            status, kind, body = world.media.answer(parts.path, query)
        headers = {
            "content-type": kind,
            "access-control-allow-origin": "*",
            "cross-origin-resource-policy": "cross-origin",
            "cache-control": "max-age=1209600, no-transform",
        }
        return Reply(status, headers, body, is_cut=fault is not None)

    return answer


@contextmanager
def listening(make: Callable[[str], Answers], port: int = 0) -> Iterator[str]:
    """Listen on a port of loopback; `make` gets the origin and gives what answers."""
    server = _Server(port, make)
    thread = threading.Thread(target=server.serve_forever, args=(POLL,), daemon=True)
    thread.start()
    try:
        yield server.origin
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "_Server"

    def do_GET(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length).decode() if length else ""
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.answers(self.command, self.path, headers, body)
        if not reply.status:
            self.close_connection = True
            return
        self._send(reply)

    def do_POST(self) -> None:
        self.do_GET()

    def do_HEAD(self) -> None:
        self.do_GET()

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            half = len(reply.body) // 2
            self.wfile.write(reply.body[:half] if reply.is_cut else reply.body)
        self.close_connection = self.close_connection or reply.is_cut

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, make: Callable[[str], Answers]) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.origin = f"http://{LOOPBACK}:{self.server_port}"
        self.answers = make(self.origin)
