# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The DAG that carries out decisions believes nothing but what the archive says."""

from types import SimpleNamespace

import pytest

from pipeline.context import open_archive, set_up
from pipeline.settings import read_settings
from schemas.errors import NotAllowed
from storage.database.gallring import Gallring


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """An archive that has just been set up."""
    monkeypatch.setenv("AVBILD_HOME", str(tmp_path))
    set_up(read_settings())
    with open_archive(read_settings()) as opened:
        yield opened


@pytest.fixture
def decided(monkeypatch):
    """Two decisions that the archive says are not carried out."""
    waiting = tuple(SimpleNamespace(decision_id=name) for name in ("forsta", "andra"))
    monkeypatch.setattr(Gallring, "unfinished", lambda _self: waiting)
    return [decision.decision_id for decision in waiting]


def states(run, task_id: str) -> list[str]:
    found = [i for i in run.get_task_instances() if i.task_id == task_id]
    return sorted(str(instance.state) for instance in found)


@pytest.mark.usefixtures("archive")
def test_every_decision_that_is_not_carried_out_is_tried(bag, decided, monkeypatch):
    tried = []

    def execute(_archive, decision_id):
        tried.append(decision_id)
        return SimpleNamespace(certificate_id=f"protokoll-{decision_id}")

    monkeypatch.setattr("pipeline.gallra.execute.execute", execute)
    run = bag.dags["apply_gallring"].test()
    assert sorted(tried) == sorted(decided)
    assert states(run, "execute") == ["success", "success"]


@pytest.mark.usefixtures("archive", "decided")
def test_a_gate_that_has_closed_turns_the_run_red_and_is_not_tried_again(
    bag, monkeypatch
):
    tried = []

    def execute(_archive, decision_id):
        tried.append(decision_id)
        if decision_id == "forsta":
            message = "Gallringen stoppades, för läget har ändrats sedan beslutet."
            raise NotAllowed(message)
        return SimpleNamespace(certificate_id="protokoll")

    monkeypatch.setattr("pipeline.gallra.execute.execute", execute)
    run = bag.dags["apply_gallring"].test()
    assert states(run, "execute") == ["failed", "success"]
    assert tried.count("forsta") == 1


@pytest.mark.usefixtures("archive")
def test_a_run_can_be_given_nothing_to_destroy(bag, monkeypatch):
    """Anyone may type anything into a run; it is not even read."""
    monkeypatch.setattr("pipeline.gallra.execute.execute", pytest.fail)
    run = bag.dags["apply_gallring"].test(run_conf={"decision_id": "paahittat"})
    assert states(run, "execute") == ["skipped"]
