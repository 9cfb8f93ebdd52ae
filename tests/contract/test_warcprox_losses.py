# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What breaks on the way through warcprox is noticed, and no page can command it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from archivers.base import Recording
from archivers.chromium import find_chromium
from archivers.scratch import sweep
from archivers.warc import WarcRecord, check_warc, read_records
from archivers.warcprox import WarcproxRecorder, process
from schemas.errors import DiskFull, RecordingLost, ToolMissing
from tests.contract.golden_site import GoldenSite, Transport
from tests.contract.golden_site.blunt import BluntServer
from tests.contract.recorders import browser_of, need_warcprox, warcprox
from tests.contract.test_recorders import HEADER

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

READ_ALL = """async (urls) => {
  for (const url of urls)
    await fetch(url).then((r) => r.arrayBuffer()).catch(() => "as expected");
}"""


@pytest.fixture
def recorder(tmp_path) -> Iterator[WarcproxRecorder]:
    made = warcprox(tmp_path / "prov.warc.gz", HEADER, tmp_path / "work")
    yield made
    made.abort()


@contextmanager
def browsing(recorder: WarcproxRecorder, folder: Path) -> Iterator[Page]:
    """Give a page of a browser that is being recorded."""
    with (
        pytest.MonkeyPatch.context() as patch,
        browser_of(recorder, folder, patch) as browser,
    ):
        yield browser.new_context().new_page()


def proxy_of(recorder: WarcproxRecorder) -> subprocess.Popen:
    return recorder._proxy._process  # noqa: SLF001


def raw_of(folder: Path) -> Path:
    (raw,) = (folder / "work").glob("*/raw/*")
    return raw


def responses(folder: Path) -> dict[str, WarcRecord]:
    return {
        "/" + record.target_uri.split("/", 3)[3]: record
        for record in read_records(folder / "prov.warc.gz")
        if record.type == "response"
    }


def test_proxy_killed_half_way(recorder, tmp_path):
    """What came before it proves nothing; what came after it failed."""
    with BluntServer() as server, browsing(recorder, tmp_path) as page:
        page.goto(server.origin)
        os.kill(proxy_of(recorder).pid, signal.SIGKILL)
        proxy_of(recorder).wait(10)
        with pytest.raises(PlaywrightError, match="ERR_PROXY_CONNECTION_FAILED"):
            page.goto(f"{server.origin}/until-close")
    with pytest.raises(RecordingLost, match="dog före webbläsaren"):
        recorder.finish([])


def test_proxy_that_hangs_at_the_end(recorder, tmp_path, monkeypatch):
    monkeypatch.setattr(process, "LAST_WAIT", 0.1)
    with BluntServer() as server, browsing(recorder, tmp_path) as page:
        page.goto(server.origin)
    os.kill(proxy_of(recorder).pid, signal.SIGSTOP)
    with pytest.raises(RecordingLost, match="slutade med fel"):
        recorder.finish([])


def test_raw_recording_cut_short(recorder, tmp_path, monkeypatch):
    visit(recorder, tmp_path)
    cut_when_closed(monkeypatch, lambda raw: os.truncate(raw, raw.stat().st_size - 30))
    with pytest.raises(RecordingLost, match="går inte att läsa till slutet"):
        recorder.finish([])


def test_record_lost_from_the_raw_recording(recorder, tmp_path, monkeypatch):
    """A recording that ends well-formed can still lack the last exchange."""

    def lose_last(raw: Path) -> None:
        whole = raw.read_bytes()
        raw.write_bytes(whole[: whole.rindex(b"WARC/1.0\r\nWARC-Type: response")])

    visit(recorder, tmp_path)
    cut_when_closed(monkeypatch, lose_last)
    with pytest.raises(RecordingLost, match=r"\d+ utbyten skrevs men \d+ lästes"):
        recorder.finish([])


def test_byte_changed_in_the_raw_recording(recorder, tmp_path, monkeypatch):
    def change(raw: Path) -> None:
        raw.write_bytes(raw.read_bytes().replace(b">trubbig<", b">TRUBBIG<"))

    visit(recorder, tmp_path)
    cut_when_closed(monkeypatch, change)
    with pytest.raises(RecordingLost, match="1 poster är inte som de gick förbi"):
        recorder.finish([])


def visit(recorder: WarcproxRecorder, folder: Path) -> None:
    with BluntServer() as server, browsing(recorder, folder) as page:
        page.goto(server.origin)


def cut_when_closed(monkeypatch, hurt) -> None:
    """Hurt the raw recording between the proxy's end and its reading."""
    close = process.Proxy.close

    def closed(self):
        answer = close(self)
        (raw,) = self.raw.iterdir()
        hurt(raw)
        return answer

    monkeypatch.setattr(process.Proxy, "close", closed)


def test_request_that_only_the_driver_saw(recorder, tmp_path):
    visit(recorder, tmp_path)
    with pytest.raises(RecordingLost, match="1 adresser saknas"):
        recorder.finish(["http://127.0.0.1/aldrig"])


def test_raw_recording_is_closed_to_others_and_gone_afterwards(recorder, tmp_path):
    """It holds cookies and passwords in clear."""
    with BluntServer() as server, browsing(recorder, tmp_path) as page:
        page.goto(server.origin)
        raw = raw_of(tmp_path)
        assert raw.stat().st_mode & 0o777 == 0o600
        assert raw.parent.parent.stat().st_mode & 0o777 == 0o700
    recorder.finish([f"{server.origin}/"])
    assert list((tmp_path / "work").iterdir()) == []
    with pytest.raises(RecordingLost, match="redan avslutad"):
        recorder.finish([])


def test_raw_recording_that_others_could_read_is_no_recording(recorder, tmp_path):
    with BluntServer() as server, browsing(recorder, tmp_path) as page:
        page.goto(server.origin)
        raw_of(tmp_path).chmod(0o644)
    with pytest.raises(RecordingLost, match="läsbar för andra"):
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


def test_interim_response_is_kept_beside_the_final_one(recorder, tmp_path):
    """Left to itself, warcprox takes a 103 for the answer."""
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
def test_aborted_fetch_is_listed_and_ends(recorder, tmp_path, transport):
    """Left to itself, warcprox goes on fetching for hours what nobody waits for."""
    with GoldenSite(transport, tmp_path) as site:
        with browsing(recorder, tmp_path) as page:
            page.goto(f"{site.origin}/worker.js")
            page.evaluate(ABORT, "/endless")
            page.evaluate(READ_ALL, ["/last"])
        report = recorder.finish([])
    (fault,) = report.partial
    assert fault.url.endswith("/endless")
    assert fault.status == 200
    assert fault.reason == "Webbläsaren avbröt överföringen."
    assert responses(tmp_path)["/endless"].raw().count(b"mer mer") > 0


ABORT = """async (url) => {
  const control = new AbortController();
  const answer = await fetch(url, { signal: control.signal });
  await answer.body.getReader().read();
  control.abort();
}"""


def test_truncated_zstd_is_listed(recorder, tmp_path):
    with GoldenSite(Transport.HTTP1_TLS, tmp_path) as site:
        with browsing(recorder, tmp_path) as page:
            page.goto(f"{site.origin}/worker.js")
            page.evaluate(READ_ALL, ["/truncated-zstd"])
        report = recorder.finish([])
    (fault,) = report.undecodable
    assert fault.url.endswith("/truncated-zstd")


@pytest.mark.parametrize("transport", Transport, ids=lambda t: t.value)
def test_a_page_cannot_command_the_recorder(recorder, tmp_path, transport):
    """Left to itself, warcprox obeys methods and fields that any page can send."""
    with GoldenSite(transport, tmp_path) as site:
        with browsing(recorder, tmp_path) as page:
            page.goto(f"{site.origin}/worker.js")
            status = page.evaluate(COMMAND)
        report = recorder.finish([f"{site.origin}/hidden", f"{site.origin}/status"])
    assert status == {"bytes": 0}
    # The browser asks for the site's icon by itself, and may hang up on it at the end.
    assert {one.url for one in report.partial} <= {f"{site.origin}/favicon.ico"}
    assert report.exchanges + len(report.partial) == len(site.served)
    with (tmp_path / "prov.warc.gz").open("rb") as stream:
        _, findings = check_warc(stream, "prov.warc.gz")
    assert findings == []
    assert "/forged" in responses(tmp_path)
    assert b"falsk" not in b"".join(
        r.raw() for r in read_records(tmp_path / "prov.warc.gz") if r.type != "request"
    )


COMMAND = """async () => {
  const hide = { "Warcprox-Meta": JSON.stringify({ "warc-prefix": "-" }) };
  await fetch("/hidden", { headers: hide });
  await fetch("/forged", { method: "WARCPROX_WRITE_RECORD", body: "falsk",
    headers: { "WARC-Type": "resource", "Content-Type": "text/plain" } });
  return await (await fetch("/status")).json();
}"""


def test_a_server_that_is_gone_is_no_page_of_the_proxys_own(recorder, tmp_path):
    """Left to itself, warcprox shows an error page that no server ever sent."""
    with browsing(recorder, tmp_path) as page:
        with BluntServer() as server:
            gone = server.origin
            page.goto(gone)
        with pytest.raises(PlaywrightError, match="ERR_EMPTY_RESPONSE"):
            page.goto(f"{gone}/until-close")
    recorder.finish([f"{gone}/"])
    assert "/until-close" not in responses(tmp_path)


def test_a_certificate_that_nobody_vouches_for_is_refused(recorder, tmp_path):
    """As the browser itself would; left to itself, warcprox trusts everybody."""
    with GoldenSite(Transport.HTTP1_TLS, tmp_path) as site:
        other = tmp_path / "other"
        other.mkdir()
        with (
            GoldenSite(Transport.HTTP1_TLS, other),
            browsing(recorder, other) as page,
            pytest.raises(PlaywrightError),
        ):
            page.goto(f"{site.origin}/page")
    recorder.finish([])
    assert site.served == []


def test_a_private_address_is_not_reached(tmp_path):
    """The proxy resolves the names, so it is the proxy that keeps them out."""
    need_warcprox()
    warc, chromium = tmp_path / "prov.warc.gz", find_chromium(None)
    recorder = WarcproxRecorder(Recording(warc, HEADER, tmp_path / "work", chromium))
    with GoldenSite(Transport.HTTP1_PLAIN, tmp_path) as site:
        with browsing(recorder, tmp_path) as page, pytest.raises(PlaywrightError):
            page.goto(f"{site.origin}/page")
        report = recorder.finish([])
    assert site.served == []
    assert report.exchanges == 0
    assert any("privata nät" in note for note in report.notes)


def test_a_warc_that_exists_is_never_overwritten(recorder, tmp_path):
    (tmp_path / "prov.warc.gz").write_bytes(b"kept")
    with pytest.raises(RecordingLost, match="finns redan"):
        recorder.start()
    assert (tmp_path / "prov.warc.gz").read_bytes() == b"kept"


def test_a_missing_warcprox_says_what_to_do(recorder, monkeypatch):
    monkeypatch.setattr(process, "ENVIRONMENT", ".venv-som-inte-finns")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ToolMissing, match=r"tools/setup\.sh warcprox"):
        recorder.start()


def test_a_broken_warcprox_says_what_to_do(recorder, tmp_path, monkeypatch):
    broken = tmp_path / "warcprox"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(process, "find_warcprox", lambda: broken)
    with pytest.raises(ToolMissing, match="gick inte att starta"):
        recorder.start()
    assert list((tmp_path / "work").iterdir()) == []


def test_another_version_is_refused(recorder, tmp_path, monkeypatch):
    """The gate reaches into parts that the next version may have moved."""
    monkeypatch.setattr(process, "VERSION", "2.13.2")
    with pytest.raises(ToolMissing, match="annan version"):
        recorder.start()
    assert list((tmp_path / "work").iterdir()) == []


def test_a_full_disk_is_told_from_a_lost_recording(recorder, tmp_path, monkeypatch):
    """The proxy itself only logs it; such an order is simply to be tried again."""
    visit(recorder, tmp_path)
    full = SimpleNamespace(free=0)
    monkeypatch.setattr("shutil.disk_usage", lambda _: full)
    with pytest.raises(DiskFull, match="Disken är full"):
        recorder.finish([])
    assert list((tmp_path / "work").iterdir()) == []


START = """
import json, sys
from pathlib import Path
from archivers.base import Recording
from archivers.chromium import find_chromium
from archivers.warcprox import WarcproxRecorder
from tests.contract.test_recorders import HEADER
folder = Path(sys.argv[1])
chromium = find_chromium(None)
recorder = WarcproxRecorder(Recording(folder / "a.warc.gz", HEADER, folder, chromium))
recorder.start()
print(json.dumps({"proxy": recorder._proxy._process.pid}), flush=True)
sys.stdin.read()
"""


def test_a_killed_run_leaves_neither_proxy_nor_recording(tmp_path):
    need_warcprox()
    other = subprocess.Popen(
        [sys.executable, "-c", START, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with other:
        proxy = json.loads(other.stdout.readline())["proxy"]
        other.kill()
    end = time.monotonic() + 20
    while Path(f"/proc/{proxy}/stat").exists() and time.monotonic() < end:
        if is_dead(proxy):
            break
        time.sleep(0.02)
    assert is_dead(proxy)
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def is_dead(number: int) -> bool:
    """Whether a process is gone, or waits for nobody to ask how it ended."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"
