# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The recorder is the one that was asked for, or the one that stands the trial."""

import json

import pytest

from archivers import recorders
from archivers.base import Recording
from archivers.recorders import Tried, recorder_named
from schemas.errors import DiskFull, UnknownName
from tests.unit.archivers.warc_samples import HEADER


@pytest.fixture
def recording(tmp_path, monkeypatch) -> Recording:
    monkeypatch.setattr(recorders, "chromium_version", lambda _: "Chromium 156.0.1")
    return Recording(tmp_path / "a.warc.gz", HEADER, tmp_path, tmp_path / "chromium")


@pytest.mark.parametrize("name", ["netlog", "warcprox"])
def test_the_recorder_that_was_asked_for(recording, tmp_path, name):
    assert recorder_named(name, tmp_path / "memory")(recording).name == name


def test_an_unknown_recorder_is_told_with_those_that_there_are(tmp_path):
    with pytest.raises(UnknownName, match="auto, netlog, warcprox"):
        recorder_named("film", tmp_path / "memory")


@pytest.mark.parametrize(("stands", "name"), [(True, "netlog"), (False, "warcprox")])
def test_each_chromium_is_tried_once(recording, tmp_path, stands, name):
    """The trial takes seconds, and one version does the same every time."""
    memory, trials = tmp_path / "memory.json", []

    def trial(*given):
        trials.append(given)
        return stands

    for _ in range(2):
        assert Tried(memory, trial)(recording).name == name
    assert trials == [(recording.chromium, recording.workspace)]
    assert list(json.loads(memory.read_text()).values()) == [stands]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["memory.json"]


def test_a_new_chromium_is_tried_again(recording, tmp_path, monkeypatch):
    memory = tmp_path / "memory.json"
    assert Tried(memory, lambda *_: False)(recording).name == "warcprox"
    monkeypatch.setattr(recorders, "chromium_version", lambda _: "Chromium 157.0.1")
    assert Tried(memory, lambda *_: True)(recording).name == "netlog"
    assert len(json.loads(memory.read_text())) == 2


def test_a_new_avbild_tries_again(recording, tmp_path, monkeypatch):
    """What was mended in the reader of the log counts."""
    memory = tmp_path / "memory.json"
    assert Tried(memory, lambda *_: False)(recording).name == "warcprox"
    monkeypatch.setattr(recorders, "own_version", lambda: "9.9")
    assert Tried(memory, lambda *_: True)(recording).name == "netlog"


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_a_spoilt_memory_is_forgotten(recording, tmp_path, text):
    memory = tmp_path / "memory.json"
    memory.write_text(text)
    assert Tried(memory, lambda *_: True)(recording).name == "netlog"


def test_a_trial_that_could_not_be_made_says_nothing_of_the_chromium(
    recording, tmp_path
):
    def trial(*_):
        msg = "Disken är full."
        raise DiskFull(msg)

    with pytest.raises(DiskFull):
        Tried(tmp_path / "memory.json", trial)(recording)
    assert not (tmp_path / "memory.json").exists()
