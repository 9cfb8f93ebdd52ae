# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sites that captures are tried on: saved pages on loopback, and Torget."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

ROOT = Path(__file__).parent.parent.parent
PAGES = ROOT / "tests" / "pages"


class PageHandler(SimpleHTTPRequestHandler):
    """Serves saved pages, and answers that no file can give.

    `/answer?status=429&retry-after=7`, `/go?to=URL` redirects, `/silent` never answers.
    Pictures under `/bilder/` are the same on every site.
    """

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/answer":
            self._empty(int(asked.pop("status")), asked)
        elif parts.path == "/go":
            self._empty(302, {"location": asked["to"]})
        elif parts.path == "/silent":
            self.server.silence.wait(30)  # type: ignore[attr-defined]
            self.close_connection = True
        else:
            super().do_GET()

    def translate_path(self, path: str) -> str:
        """Find the file of a path."""
        if path.startswith("/bilder/"):
            return str(PAGES / urlsplit(path).path.lstrip("/"))
        return super().translate_path(path)

    def _empty(self, status: int, fields: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**fields, "content-length": "0"}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serve_pages(folder: Path = PAGES) -> Iterator[str]:
    """Serve a folder on a free port of loopback; gives its origin."""
    handler = partial(PageHandler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.silence = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.silence.set()  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Torget:
    """A running Torget, and its control port."""

    url: str
    origin: str
    media_origin: str
    control: str

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts and ports that a capture must be allowed."""
        return frozenset(urlsplit(o).netloc for o in (self.origin, self.media_origin))

    def change(self, what: str) -> None:
        """Change the profile, a wall, or whether the account is open."""
        self._ask("/change", json.dumps({"what": what}).encode())

    def reset(self) -> None:
        """Forget what was logged."""
        self._ask("/reset", b"")

    def log(self) -> list[dict[str, Any]]:
        """Give every response that the site has sent."""
        return [json.loads(line) for line in self._ask("/log").splitlines()]

    def content(self) -> list[dict[str, Any]]:
        """Give every post and comment that a complete capture holds."""
        found: list[dict[str, Any]] = json.loads(self._ask("/content"))
        return found

    def _ask(self, path: str, data: bytes | None = None) -> bytes:
        request = Request(  # noqa: S310 -- our own control port
            self.control + path, data, {"content-type": "application/json"}
        )
        with urlopen(request, timeout=10) as answer:  # noqa: S310
            body: bytes = answer.read()
        return body


@contextmanager
def run_torget(state: Path, *arguments: str) -> Iterator[Torget]:
    """Run Torget as a process of its own on free ports."""
    process = subprocess.Popen(
        [sys.executable, "-m", "torget", "serve", "--state", str(state), *arguments],
        cwd=ROOT / "demo",
        stdout=subprocess.DEVNULL,
    )
    try:
        facts = _facts(process, state / "torget.json")
        yield Torget(
            url=facts["url"],
            origin=facts["origin"],
            media_origin=facts["media_origin"],
            control=facts["control"],
        )
    finally:
        process.terminate()
        process.wait(20)


def _facts(process: subprocess.Popen[bytes], where: Path) -> dict[str, str]:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        if where.exists():
            try:
                facts: dict[str, str] = json.loads(where.read_text(encoding="utf-8"))
            except ValueError:
                continue
            return facts
        time.sleep(0.05)
    msg = "Torget did not start"
    raise AssertionError(msg)
