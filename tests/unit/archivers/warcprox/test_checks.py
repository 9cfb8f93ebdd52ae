# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each check passes on a sound recording, and fires when what it watches breaks."""

from types import SimpleNamespace

import msgspec
import pytest

from archivers.warcprox import checks
from archivers.warcprox.process import Closed
from archivers.warcprox.rewrite import Books

SOUND = Closed(begun=5, kept=4, failed=1, unsent=2, refused=0, websockets=0)
BOOKS = Books(pairs=4, dropped=1)
WRITER = SimpleNamespace(exchanges=3)


def test_a_sound_recording_passes():
    check = checks.exchanges_agree(SOUND, BOOKS, WRITER)
    assert check.passed
    assert "5 frågor skickades, 3 utbyten skrevs" in check.detail
    assert checks.bytes_agree(BOOKS).passed


@pytest.mark.parametrize(
    ("closed", "books", "written", "expected"),
    [
        ({"begun": 6}, {}, 3, "1 frågor slutade aldrig"),
        ({}, {"pairs": 3, "dropped": 0}, 3, "4 utbyten skrevs men 3 lästes"),
        ({}, {}, 2, "4 utbyten lästes men 3 redovisas"),
        ({}, {"unknown": 1}, 3, "1 utbyten är okända"),
    ],
)
def test_what_was_lost_is_told(closed, books, written, expected):
    found = Books(**{"pairs": 4, "dropped": 1, **books})
    counts = msgspec.structs.replace(SOUND, **closed)
    check = checks.exchanges_agree(counts, found, SimpleNamespace(exchanges=written))
    assert not check.passed
    assert expected in check.detail


@pytest.mark.parametrize("fault", ["altered", "broken"])
def test_bytes_that_do_not_agree_are_told(fault):
    assert not checks.bytes_agree(Books(**{fault: 1})).passed


@pytest.mark.parametrize(("mode", "passed"), [(0o600, True), (0o640, False)])
def test_a_raw_recording_is_for_its_owner_only(tmp_path, mode, passed):
    raw = tmp_path / "raw.warc.open"
    raw.touch()
    raw.chmod(mode)
    assert checks.raw_was_private(tmp_path).passed is passed


def test_no_raw_recording_at_all_is_private(tmp_path):
    """As when the browser never asked for anything."""
    assert checks.raw_was_private(tmp_path / "none").passed
