# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a page of more than a gigabyte takes more memory than one of 100 megabytes.

Each is loaded by a real browser and recorded; the finished recording is then read by
all that reads one before it is stored. What counts is the most that our processes took
on the way: this one, the recorder's and the browser driver's, but not the browser.
"""

import hashlib
import itertools
import os
import random
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from archivers.address import AddressGuard
from archivers.browser import Session
from archivers.chromium import find_chromium, launch
from archivers.limits import Limits
from archivers.locate import Wanted, map_recording
from archivers.netlog import NetLogRecorder
from archivers.secrets import find_secrets
from archivers.warc import WarcHeader, WarcRecord, check_warc, read_records
from tools.bench_figure import Figure
from tools.bench_memory import PeakMemory

BROWSER = "--remote-debugging-pipe"
"""What the browser has in its command line; its memory is not ours."""

MEGABYTE = 1024**2
SMALL = (30, 30, 30, 10)
LARGE = (*[30] * 40, 320)
"""The sizes of a page's films, in megabytes."""

PAGE = b'<!doctype html><link rel="icon" href="data:,"><title>Filmer</title>'
FETCH_ALL = """async (urls) => {
  for (const url of urls)
    await (await fetch(url)).body.pipeTo(new WritableStream());
}"""
STARTED = datetime(2026, 11, 2, tzinfo=UTC)
HEADER = WarcHeader(
    software="bench",
    capture_id="large",
    account_id="large",
    order_id="bench",
    url="http://127.0.0.1/",
    started_at=STARTED,
)


class _Films(BaseHTTPRequestHandler):
    """Answers `/NUMBER-SIZE` with that many megabytes, which lie nowhere."""

    protocol_version = "HTTP/1.1"
    block = random.Random(0).randbytes(MEGABYTE)  # noqa: S311 -- nothing is secret

    def do_GET(self) -> None:
        """Answer."""
        size = size_of(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "video/mp4" if size else "text/html")
        self.send_header("Content-Length", str(size * MEGABYTE or len(PAGE)))
        self.end_headers()
        for piece in itertools.repeat(self.block, size) if size else (PAGE,):
            self.wfile.write(piece)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def size_of(path: str) -> int:
    """Give the size that an address asks for in megabytes; 0 for the page."""
    return int(path.rpartition("-")[2]) if "-" in path else 0


@contextmanager
def serving() -> Iterator[str]:
    """Serve films on a free port of loopback; gives the origin."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Films) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True)
class LargePage:
    """A page with films of some sizes, and where its recording is kept."""

    origin: str
    folder: Path
    sizes: Sequence[int]

    @property
    def warc(self) -> Path:
        """The recording."""
        return self.folder / "large.warc.gz"

    def peak(self) -> float:
        """Record the page and read the recording; give the most memory in megabytes."""
        self.folder.mkdir()
        with PeakMemory(os.getpid(), without=BROWSER) as memory:
            self._record()
            self._read()
        return memory.megabytes

    def _record(self) -> None:
        guard = AddressGuard(frozenset({urlsplit(self.origin).netloc}))
        recorder = NetLogRecorder(self.warc, HEADER, self.folder)
        urls = [f"{self.origin}/{n}-{size}" for n, size in enumerate(self.sizes)]
        try:
            arguments = [*guard.browser_arguments(), *recorder.start()]
            with (
                launch(find_chromium(None), arguments, self.folder) as browser,
                Session(browser, guard, Limits(), lambda: STARTED) as session,
            ):
                page = session.new_page()
                session.open(page, self.origin)
                page.evaluate(FETCH_ALL, urls)
            recorder.finish(session.traffic.answered)
        finally:
            recorder.abort()

    def _read(self) -> None:
        """Do what is done with every recording before it is stored."""
        urls = frozenset(f"{self.origin}/{n}-{s}" for n, s in enumerate(self.sizes))
        map_recording(self.warc, Wanted((), urls), self.folder, _inspect)
        find_secrets(self.warc, ["not-in-any-film"])
        with self.warc.open("rb") as stream:
            check_warc(stream, self.warc.name)

    def share_exact(self) -> float:
        """Give the share of the films that are in the recording as they were sent."""
        sent = Counter(_digest_of(size) for size in self.sizes)
        kept = Counter(
            _digest(record)
            for record in read_records(self.warc)
            if record.type == "response"
        )
        return (sent & kept).total() / sent.total()


def _inspect(record: WarcRecord) -> None:
    del record


def _digest_of(size: int) -> str:
    digest = hashlib.sha256()
    for _ in range(size):
        digest.update(_Films.block)
    return digest.hexdigest()


def _digest(record: WarcRecord) -> str:
    digest = hashlib.sha256()
    for chunk in record.body.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def large_figures(folder: Path, runs: int) -> list[Figure]:
    """Measure once, however many runs are asked for: memory does not depend on luck."""
    del runs
    with serving() as origin:
        small = LargePage(origin, folder / "small", SMALL)
        large = LargePage(origin, folder / "large", LARGE)
        before, more = small.peak(), large.peak()
        exact = large.share_exact()
    hundred = f"the same with a page of {sum(SMALL)} MB ({before:.0f} MB)"
    return [
        Figure(
            "capture_large_extra_memory_mb", "MB", "<= 30", hundred, [more - before]
        ),
        Figure("capture_large_exact", "share", ">= 1", "what was sent", [exact]),
    ]
