# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What breaks is noticed: an error, or a line in the report; never silence."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from archivers.chromium import find_chromium, launch, sweep
from archivers.netlog import NetLogRecorder
from archivers.warc import WarcHeader, WarcRecord, check_warc, read_records
from schemas.errors import RecordingLost
from schemas.package import Severity
from tests.contract.golden_site import GoldenSite, Transport
from tests.contract.golden_site.blunt import BluntServer

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

HEADER = WarcHeader(
    software="Avbild 0.1.0",
    capture_id="prov",
    account_id="konto",
    order_id="order",
    url="http://127.0.0.1/",
    started_at=datetime(2026, 11, 22, tzinfo=UTC),
)


@pytest.fixture
def recorder(tmp_path) -> Iterator[NetLogRecorder]:
    recorder = NetLogRecorder(tmp_path / "prov.warc.gz", HEADER, tmp_path / "work")
    yield recorder
    recorder.abort()


@contextmanager
def browsing(recorder: NetLogRecorder, folder: Path) -> Iterator[Page]:
    """Give a page of a browser that is being recorded."""
    arguments = [*recorder.start(), "--ignore-certificate-errors"]
    with launch(find_chromium(None), arguments, folder / "work") as browser:
        yield browser.new_context().new_page()


def descendants(mark: str) -> list[int]:
    """Give the processes below this one whose command line has the mark."""
    parents: dict[int, int] = {}
    marked = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            status = (process / "stat").read_text().rpartition(")")[2].split()
            command = (process / "cmdline").read_bytes().decode().replace("\0", " ")
        except OSError:
            continue
        parents[int(process.name)] = int(status[1])
        if mark in command:
            marked.append(int(process.name))
    return [number for number in marked if is_below(number, parents)]


def is_below(number: int, parents: dict[int, int]) -> bool:
    while number in parents:
        number = parents[number]
        if number == os.getpid():
            return True
    return False


def kill(mark: str) -> None:
    found = descendants(mark)
    assert found
    os.kill(min(found), signal.SIGKILL)


def responses(folder: Path) -> dict[str, WarcRecord]:
    return {
        "/" + record.target_uri.split("/", 3)[3]: record
        for record in read_records(folder / "prov.warc.gz")
        if record.type == "response"
    }


def test_reader_killed_half_way(recorder, tmp_path):
    """The page goes on as if nothing had happened; the recording may not."""
    with BluntServer() as server, browsing(recorder, tmp_path) as page:
        page.goto(server.origin)
        kill("archivers.netlog.reader")
        page.reload()
    with pytest.raises(RecordingLost, match="dog före webbläsaren"):
        recorder.finish([])


def test_network_service_crashed(recorder, tmp_path):
    """The log begins anew and ends well-formed, and yet something may be lost."""
    with BluntServer() as server, browsing(recorder, tmp_path) as page:
        page.goto(server.origin)
        kill("network.mojom.NetworkService")
        reload_until_answered(page)
    with pytest.raises(RecordingLost, match="startade om 1 gånger"):
        recorder.finish([])


def reload_until_answered(page: Page) -> None:
    for _ in range(40):
        try:
            page.reload()
        except PlaywrightError:
            page.wait_for_timeout(100)
        else:
            return
    pytest.fail("the browser did not come back")


@pytest.mark.parametrize("transport", Transport, ids=lambda t: t.value)
def test_browser_killed(recorder, tmp_path, transport):
    """What was under way is lost or listed, and the browser's end is an error."""
    with GoldenSite(transport, tmp_path) as site:
        with pytest.raises(RecordingLost, match="avslutades mitt i"):
            browse_until_killed(recorder, tmp_path, site)
        try:
            listed = [fault.url for fault in recorder.finish([]).partial]
        except RecordingLost as error:
            assert "slutet saknas" in str(error)  # noqa: PT017
        else:
            assert f"{site.origin}/endless" in listed


def browse_until_killed(
    recorder: NetLogRecorder, folder: Path, site: GoldenSite
) -> None:
    with browsing(recorder, folder) as page:
        page.goto(f"{site.origin}/worker.js")
        page.evaluate("fetch('/endless').then(() => 'under way')")
        kill("--log-net-log=")


def test_log_written_elsewhere(recorder, tmp_path):
    """A log on an ordinary disk would leave cookies behind in clear."""
    recorder.start()
    (fifo,) = (tmp_path / "work").glob("*/netlog")
    fifo.unlink()
    fifo.write_bytes(b"")
    with pytest.raises(RecordingLost, match="något annat än ledningen"):
        recorder.finish([])


def test_request_that_only_the_driver_saw(recorder, tmp_path):
    with BluntServer() as server, browsing(recorder, tmp_path) as page:
        page.goto(server.origin)
    with pytest.raises(RecordingLost, match="1 adresser saknas"):
        recorder.finish([f"{server.origin}/", f"{server.origin}/aldrig"])


def test_nothing_is_left_behind(recorder, tmp_path):
    with BluntServer() as server, browsing(recorder, tmp_path) as page:
        page.goto(server.origin)
    recorder.finish([f"{server.origin}/"])
    assert list((tmp_path / "work").iterdir()) == []
    assert descendants("archivers.netlog.reader") == []
    with pytest.raises(RecordingLost, match="redan avslutad"):
        recorder.finish([])


def test_bodies_that_were_cut_are_listed_and_marked(recorder, tmp_path):
    """What arrived is kept bit for bit, and nobody takes it for the whole."""
    with BluntServer() as server, browsing(recorder, tmp_path) as page:
        page.goto(server.origin)
        page.evaluate(READ_ALL, ["/cut", "/reset", "/cut-chunks", "/until-close"])
    report = recorder.finish([])
    partial = {fault.url.removeprefix(server.origin) for fault in report.partial}
    assert partial == {"/cut", "/reset", "/cut-chunks"}
    found = responses(tmp_path)
    assert found["/cut"].raw() == b"x" * 70_000
    assert found["/reset"].raw() == b"x" * 70_000
    assert found["/cut-chunks"].raw() == b"5\r\nhalva\r\n10\r\nresten"
    assert found["/until-close"].raw() == b"allt"
    cut = {p for p, r in found.items() if r.fields.get("WARC-Truncated")}
    assert cut == partial
    assert only_warnings(tmp_path / "prov.warc.gz")


def only_warnings(warc: Path) -> bool:
    with warc.open("rb") as stream:
        _, findings = check_warc(stream, warc.name)
    return all(finding.severity is Severity.WARNING for finding in findings)


READ_ALL = """async (urls) => {
  for (const url of urls)
    await fetch(url).then((r) => r.arrayBuffer()).catch(() => "as expected");
}"""


def test_interim_response_is_kept_beside_the_final_one(recorder, tmp_path):
    with BluntServer() as server, browsing(recorder, tmp_path) as page:
        page.goto(server.origin)
        page.evaluate(READ_ALL, ["/interim"])
    recorder.finish([])
    assert responses(tmp_path)["/interim"].raw() == b"klar"
    kept = [
        record.raw()
        for record in read_records(tmp_path / "prov.warc.gz")
        if record.fields["Content-Type"] == "text/plain; msgtype=interim"
    ]
    assert kept == [b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"]


@pytest.mark.parametrize("transport", Transport, ids=lambda t: t.value)
def test_truncated_zstd_is_listed(recorder, tmp_path, transport):
    """The browser shows a zstd body that was cut short without a word."""
    with GoldenSite(transport, tmp_path) as site:
        with browsing(recorder, tmp_path) as page:
            page.goto(f"{site.origin}/worker.js")
            page.evaluate(READ_ALL, ["/truncated-zstd"])
        report = recorder.finish([])
    (fault,) = report.undecodable
    assert fault.url.endswith("/truncated-zstd")
    assert "avkortad" in fault.reason
    assert "WARC-Undecodable" in responses(tmp_path)["/truncated-zstd"].fields
    assert only_warnings(tmp_path / "prov.warc.gz")


@pytest.mark.parametrize("transport", Transport, ids=lambda t: t.value)
def test_aborted_fetch_is_listed(recorder, tmp_path, transport):
    with GoldenSite(transport, tmp_path) as site:
        with browsing(recorder, tmp_path) as page:
            page.goto(f"{site.origin}/worker.js")
            page.evaluate(ABORT, "/endless")
            page.evaluate(READ_ALL, ["/last"])
        report = recorder.finish([])
    (fault,) = report.partial
    assert fault.url.endswith("/endless")
    assert fault.status == 200
    assert responses(tmp_path)["/endless"].raw().count(b"mer mer") > 0


ABORT = """async (url) => {
  const control = new AbortController();
  const answer = await fetch(url, { signal: control.signal });
  await answer.body.getReader().read();
  control.abort();
}"""


def test_sweep_removes_what_a_killed_run_left(tmp_path):
    """A profile holds cookies; a run that was killed could not remove it."""
    start = (
        "import sys; from pathlib import Path; from archivers.scratch import Scratch;"
        "s = Scratch(Path(sys.argv[1])); (s.folder / 'cookies').write_text('x');"
        "print('made', flush=True); sys.stdin.read()"
    )
    with held_by_another_process(start, tmp_path) as end:
        sweep(tmp_path)
        assert len(list(tmp_path.iterdir())) == 1
        end()
        sweep(tmp_path)
        assert list(tmp_path.iterdir()) == []


@contextmanager
def held_by_another_process(code: str, folder: Path) -> Iterator[Callable[[], None]]:
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )

    def end() -> None:
        other.kill()
        other.wait()

    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"made\n"
        yield end
        end()
