# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The watch is measured on looks that are made, and that see what there is."""

import pytest

from archivers import PLATFORMS
from schemas.profile import PageState
from tools import bench_observe
from tools.bench_figure import Figure
from tools.bench_network import Served

FEW = 40


def test_a_few_accounts_give_every_figure(tmp_path, capsys):
    figures = bench_observe.measured(tmp_path, 1, FEW)
    assert {one.name: (one.goal, len(one.runs)) for one in figures} == {
        "observations_s": (">= 50", 3),
        "observations_first_s": ("", 1),
        "observations_changed_s": ("", 1),
        "observe_server_s": ("", 1),
    }
    assert all(run > 0 for one in figures for run in one.runs)
    said = capsys.readouterr().out
    assert f"'getProfiles': 1, 'lookup': {FEW // 2}" in said
    assert "asking" in said


def test_a_round_that_sees_no_change_is_no_measurement(tmp_path, monkeypatch):
    monkeypatch.setattr(Served, "change", lambda *_: None)
    with pytest.raises(RuntimeError, match="0 changed, not 1"):
        bench_observe.measured(tmp_path, 1, FEW)


def test_a_look_that_fails_is_no_measurement(tmp_path, monkeypatch):
    watch = bench_observe.watch

    def blind(archive, names):
        found = watch(archive, names)
        return [one.model_copy(update={"state": PageState.LOGIN_WALL}) for one in found]

    monkeypatch.setattr(bench_observe, "watch", blind)
    with pytest.raises(RuntimeError, match="0 accounts were seen"):
        bench_observe.measured(tmp_path, 1, 4)


def test_the_pace_is_lifted_only_for_as_long_as_it_is_measured():
    before = bench_observe.pace_limits()
    with bench_observe.free_pace():
        assert bench_observe.pace_limits() != before
        assert PLATFORMS["bluesky"].pace().take("here.example") == 0
    after = bench_observe.pace_limits()
    assert after == before
    assert before == {
        "bluesky": 8.0 * 3600 * 25,
        "facebook": 10.0 * 3600,
        "instagram": 10.0 * 3600,
        "mastodon": 0.9 * 3600,
    }


def test_a_figure_of_the_watch_is_held_to_its_goal():
    assert Figure("observations_s", "1/s", ">= 50", "", [60, 49, 51]).is_met
    assert not Figure("observations_s", "1/s", ">= 50", "", [60, 49, 48]).is_met
