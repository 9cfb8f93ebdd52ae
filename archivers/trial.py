# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tries whether the Chromium at hand can be recorded through its network log.

The log is made for finding faults, and promises nothing: an update may change it. The
contract tests try it in full; here a small page on this very computer shows, in a
second or two, whether what was recorded is what was sent.
"""

import gzip
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from archivers.chromium import launch, translated_errors
from archivers.netlog import NetLogRecorder
from archivers.scratch import scratch_folder
from archivers.warc import WarcHeader, WarcRecord, read_records
from schemas.errors import Damaged, PageNotUnderstood, PlatformDown

DONE = "klart"
LONGEST_MS = 20_000
TRIES = 2
"""A computer that is short of breath is no broken Chromium."""

PAGE = f"""<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<title>prov</title><script>
(async () => {{
  await (await fetch("/svar", {{ method: "POST", body: "åäö ".repeat(999) }})).text();
  await (await fetch("/stor")).arrayBuffer();
  document.title = "{DONE}";
}})();
</script>""".encode()
BODIES = {
    "/": ("text/html", gzip.compress(PAGE, mtime=0), "gzip"),
    "/svar": ("text/plain", b"svar", ""),
    "/stor": ("application/octet-stream", bytes(range(256)) * 4096, ""),
}

_Exchange = tuple[str, str, bytes, bytes]


def is_recorded_exactly(chromium: Path, workspace: Path) -> bool:
    """Whether what this Chromium sends and gets is recorded, byte for byte.

    Raises:
        ToolMissing: it does not start.
        DiskFull: there is no room for a trial.
    """
    return any(_try(chromium, workspace) for _ in range(TRIES))


def _try(chromium: Path, workspace: Path) -> bool:
    with scratch_folder(workspace) as folder, _serving() as (origin, sent):
        warc = folder / "trial.warc.gz"
        try:
            _record(chromium, origin, warc, folder)
            return Counter(sent) == Counter(_found(warc))
        except (Damaged, PlatformDown, PageNotUnderstood):
            return False


def _record(chromium: Path, origin: str, warc: Path, folder: Path) -> None:
    header = WarcHeader(
        software="Avbild",
        capture_id="trial",
        account_id="trial",
        order_id="trial",
        url=origin,
        started_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    recorder = NetLogRecorder(warc, header, folder)
    try:
        with launch(chromium, recorder.start(), folder) as browser, translated_errors():
            page = browser.new_page()
            page.goto(origin, timeout=LONGEST_MS)
            page.wait_for_function(f"document.title === '{DONE}'", timeout=LONGEST_MS)
        recorder.finish([f"{origin}{path}" for path in BODIES])
    finally:
        recorder.abort()


def _found(warc: Path) -> list[_Exchange]:
    """Give what was recorded; small enough to be held at once."""
    found: list[_Exchange] = []
    answers: dict[str, WarcRecord] = {}
    for record in read_records(warc):
        if record.type == "response":
            answers[record.record_id] = record
        elif record.type == "request" and record.head is not None:
            answer = answers[record.fields["WARC-Concurrent-To"]]
            path = urlsplit(record.target_uri).path
            found.append((record.head.method, path, record.raw(), answer.raw()))
    return found


@contextmanager
def _serving() -> Iterator[tuple[str, list[_Exchange]]]:
    """Serve the page on a free port, for this computer only; gives what was sent."""
    sent: list[_Exchange] = []

    class Handler(_Handler):
        exchanges = sent

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", sent
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Answers, and remembers what was asked and answered."""

    protocol_version = "HTTP/1.1"
    exchanges: list[_Exchange]

    def do_GET(self) -> None:
        """Answer."""
        asked = self.rfile.read(int(self.headers.get("content-length", 0)))
        kind, body, coding = BODIES.get(self.path, ("text/plain", b"", ""))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if coding:
            self.send_header("Content-Encoding", coding)
        self.end_headers()
        self.exchanges.append((self.command, self.path, asked, body))
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""
