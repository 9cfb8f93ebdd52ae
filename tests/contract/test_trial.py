# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The trial of a Chromium's network log tells one that can be recorded from others."""

from pathlib import Path

import pytest

from archivers import trial
from archivers.base import Recording
from archivers.chromium import find_chromium
from archivers.recorders import Tried
from archivers.trial import is_recorded_exactly
from schemas.errors import ToolMissing
from tests.contract.test_recorders import HEADER

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

WITHOUT_LOG = """#!/bin/bash
kept=()
for part in "$@"; do
  [[ $part == --net-log* || $part == --log-net* ]] || kept+=("$part")
done
exec {chromium} "${{kept[@]}}"
"""


def test_the_chromium_at_hand_stands_the_trial_and_leaves_nothing(tmp_path):
    assert is_recorded_exactly(find_chromium(None), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_chromium_without_the_log_does_not(tmp_path, monkeypatch):
    """As one would be in which the log had been taken away."""
    monkeypatch.setattr(trial, "TRIES", 1)
    mute = program(tmp_path / "mute", WITHOUT_LOG.format(chromium=find_chromium(None)))
    work, memory = tmp_path / "work", tmp_path / "recorder.json"
    recording = Recording(tmp_path / "a.warc.gz", HEADER, work, mute)
    assert Tried(memory)(recording).name == "warcprox"
    assert list(work.iterdir()) == []


def test_a_byte_that_differs_does_not_stand(tmp_path, monkeypatch):
    monkeypatch.setattr(trial, "TRIES", 1)
    found = trial._found  # noqa: SLF001
    monkeypatch.setattr(trial, "_found", lambda warc: found(warc)[:-1])
    assert not is_recorded_exactly(find_chromium(None), tmp_path)


def test_a_chromium_that_does_not_start_is_no_failed_trial(tmp_path):
    with pytest.raises(ToolMissing):
        is_recorded_exactly(program(tmp_path / "none", "#!/bin/sh\nexit 1\n"), tmp_path)


def program(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path
