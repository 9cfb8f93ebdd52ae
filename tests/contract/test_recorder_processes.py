# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The two processes of the recorder understand each other, without any browser."""

import contextlib
import os
import resource
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from archivers.netlog import NetLogRecorder
from archivers.netlog.recorder import _answer
from archivers.warc import read_records
from schemas.errors import DiskFull, RecordingLost
from tests.unit.archivers.netlog.made_log import MadeLog, exchange_over
from tests.unit.archivers.warc_samples import HEADER

URL = "https://torget.example/a"
GET = b"GET /a HTTP/1.1\r\nHost: torget.example\r\n\r\n"
COUNTED = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhej"


@pytest.fixture
def recorder(tmp_path) -> Iterator[NetLogRecorder]:
    """A recorder that is stopped afterwards, whatever happened."""
    made = NetLogRecorder(tmp_path / "a.warc.gz", HEADER, tmp_path / "work", ["x" * 9])
    yield made
    made.abort()


def pipe_of(arguments) -> Path:
    return Path(arguments[0].removeprefix("--log-net-log="))


def made() -> bytes:
    log = MadeLog()
    exchange_over(log, GET, COUNTED, URL)
    return log.data()


def test_a_whole_log_becomes_a_report_and_a_warc(recorder, tmp_path):
    arguments = recorder.start()
    write(arguments, made())
    report = recorder.finish([URL])
    assert report.browser == "Chromium 156.0.8078.79"
    assert report.exchanges == 1
    assert len(report.checks) == 7
    info, *_ = read_records(tmp_path / "a.warc.gz")
    assert b"browser-flags: --headless\r\n" in info.raw()
    assert b"hemlig" not in info.raw()


def write(arguments, data: bytes) -> None:
    with pipe_of(arguments).open("wb") as pipe:
        pipe.write(data)


def test_the_pipe_is_for_its_owner_only(recorder):
    """The log holds cookies and passwords in clear."""
    status = pipe_of(recorder.start()).stat()
    assert stat.S_ISFIFO(status.st_mode)
    assert stat.S_IMODE(status.st_mode) == 0o600


def test_a_cut_log_is_a_lost_recording(recorder):
    write(recorder.start(), made()[:-2])
    with pytest.raises(RecordingLost, match="slutet saknas"):
        recorder.finish([URL])


def test_no_log_at_all_is_a_lost_recording(recorder):
    recorder.start()
    with pytest.raises(RecordingLost, match="slutet saknas"):
        recorder.finish([])


def test_everything_is_removed_even_when_it_failed(recorder, tmp_path):
    recorder.start()
    with pytest.raises(RecordingLost):
        recorder.finish([])
    recorder.abort()
    assert list((tmp_path / "work").iterdir()) == []


def test_aborting_leaves_no_process(recorder):
    recorder.start()
    process = recorder._reader.pid  # noqa: SLF001
    recorder.abort()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_warc_that_exists_is_never_overwritten(recorder, tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(b"kept")
    with pytest.raises(RecordingLost, match="kunde inte startas"):
        recorder.start()
    assert (tmp_path / "a.warc.gz").read_bytes() == b"kept"


def test_a_recorder_that_was_never_started_has_nothing(recorder):
    with pytest.raises(RecordingLost, match="aldrig startad"):
        recorder.finish([])


@pytest.mark.parametrize(
    ("answer", "room"),
    [(b"hej" * 9000, 2000), (b"spool" * 2 * 1024**2, 1024**2)],
    ids=["the WARC", "a large body on its way there"],
)
def test_a_disk_that_is_full_is_told_from_a_lost_recording(recorder, answer, room):
    """The kernel itself refuses the reading process a larger file."""
    log = MadeLog()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: %d\r\n\r\n"
    exchange_over(log, GET, head % len(answer) + answer, URL)
    arguments = recorder.start()
    let_files_grow_to(room, recorder._reader.pid)  # noqa: SLF001
    with contextlib.suppress(BrokenPipeError):
        write(arguments, log.data())
    with pytest.raises(DiskFull, match="Disken är full"):
        recorder.finish([URL])


def let_files_grow_to(size: int, process: int) -> None:
    _, most = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (size, most))


class Said:
    """A reading process that has said its last word."""

    def __init__(self, answer: bytes, folder: Path) -> None:
        path = folder / "said"
        path.write_bytes(answer)
        self.stdout = path.open("rb")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b'{"failure":"Disken","is_disk_full":true}\n', DiskFull),
        (b'{"failure":"Fel"}\n', RecordingLost),
    ],
)
def test_what_stopped_the_reader_is_told(tmp_path, answer, expected):
    """A full disk ends the reader before the browser; it is no lost recording."""
    said = Said(answer, tmp_path)
    with pytest.raises(expected), said.stdout:
        _answer(said)


def test_a_word_cut_off_is_no_answer(tmp_path):
    said = Said(b'{"failure":"Fe', tmp_path)
    with said.stdout:
        assert _answer(said).failure == ""
