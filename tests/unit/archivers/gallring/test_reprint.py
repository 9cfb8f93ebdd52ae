# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page that cannot be printed anew is left out, with nothing half-done behind it.

The browser's part is tried on a real recording in tests/e2e/test_gallring.py.
"""

from contextlib import contextmanager

import pytest

from archivers.gallring import reprint
from archivers.gallring.reprint import PAGE, reprint_page
from archivers.tools import CaptureTools
from schemas.account import Account
from schemas.errors import DiskFull, LoginWall, PlatformDown, ToolMissing
from tests.samples import sample_capture
from tests.unit.pipeline.gallra.conftest import THE_ACCOUNT


@pytest.fixture
def capture(tmp_path):
    """A capture whose recording lies where the account's is looked for."""
    made = sample_capture(tmp_path / "capture")
    warc = tmp_path / "capture" / "warc" / f"{made.capture_id}.warc.gz"
    warc.touch()
    return made


@pytest.fixture
def tools(tmp_path):
    """Tools that nothing is done with."""
    return CaptureTools(
        clock=None,
        new_id=None,
        chromium=None,
        workspace=tmp_path,
        progress=lambda _: None,
    )


def opening(monkeypatch, error: Exception) -> None:
    """Let the recording stop in the middle of the printing."""

    @contextmanager
    def replaying(warc, tools):
        del tools
        (warc.parent.parent / PAGE).write_bytes(b"%PDF-half")
        raise error
        yield

    monkeypatch.setattr(reprint, "replaying", replaying)


@pytest.mark.parametrize("error", [LoginWall("En sats."), PlatformDown("En sats.")])
def test_what_the_recording_no_longer_shows_is_left_out(
    monkeypatch, tmp_path, capture, tools, error
):
    folder = tmp_path / "capture"
    other = folder / "pdf" / "post.pdf"
    other.parent.mkdir(exist_ok=True)
    other.write_bytes(b"%PDF-other")
    opening(monkeypatch, error)
    assert reprint_page(THE_ACCOUNT, capture, folder, tools) == ()
    assert not (folder / PAGE).exists()
    assert other.exists()


@pytest.mark.parametrize("error", [ToolMissing("En sats."), DiskFull("En sats.")])
def test_what_is_wrong_with_the_machine_is_not_blamed_on_the_page(
    monkeypatch, tmp_path, capture, tools, error
):
    (tmp_path / "capture" / "pdf").mkdir(exist_ok=True)
    opening(monkeypatch, error)
    with pytest.raises(type(error)):
        reprint_page(THE_ACCOUNT, capture, tmp_path / "capture", tools)


def test_without_its_recording_or_a_page_nothing_is_printed(tmp_path, capture, tools):
    folder = tmp_path / "capture"
    by_api = Account(**{**THE_ACCOUNT.model_dump(), "platform": "bluesky"})
    assert reprint_page(by_api, capture, folder, tools) == ()
    (folder / "warc" / f"{capture.capture_id}.warc.gz").unlink()
    assert reprint_page(THE_ACCOUNT, capture, folder, tools) == ()
