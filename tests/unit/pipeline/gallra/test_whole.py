# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A whole package goes only if all of it may, and nothing of it is left."""

from dataclasses import replace

import pytest

from pipeline.classify import classify_account, confirm
from pipeline.gallra.execute import execute
from pipeline.gallra.propose import Wish, approve, propose
from pipeline.gallra.reprove import prove_again
from schemas.errors import NotAllowed
from schemas.gallring import ExecutionState, GallringScope
from tests.unit.pipeline.gallra.conftest import ACCOUNT, LATER, judge_not_registered
from tests.unit.pipeline.gallra.test_execute import everything, hold_account

ROW = "1.5.3"
"""Comments of no importance, two years: the row that somebody chose for it all."""


@pytest.fixture
def disposable(archive, package, clock):
    """The package, classified as something that is disposed of after two years."""
    classify_account(archive, ACCOUNT)
    everything_in_it = (package.package_id, "p1", "c1", "c2", "c3", "r1")
    confirm(archive, ACCOUNT, everything_in_it, ROW, "Testkonto utan värde")
    for item_id in everything_in_it:
        judge_not_registered(archive, ACCOUNT, item_id)
    clock.now = LATER
    return package


@pytest.mark.parametrize("is_account", [False, True])
def test_a_whole_package_is_destroyed_and_certified(
    archive, disposable, crafts, is_account
):
    packages = () if is_account else (disposable.package_id,)
    wish = Wish(ACCOUNT, package_ids=packages, whole_account=is_account)
    frozen = propose(archive, wish).frozen
    wanted = GallringScope.ACCOUNT if is_account else GallringScope.PACKAGE
    assert frozen.scope is wanted
    decision = approve(replace(archive, agent="Gun"), frozen.list_id, "KS 4.2")
    certificate = execute(archive, decision.decision_id, crafts)
    (execution,) = certificate.executions
    assert execution.state is ExecutionState.DONE
    assert execution.to_version is None
    assert archive.store.versions(disposable.package_id) == ()
    assert archive.database.packages.list() == ()
    assert archive.database.items.of_account(ACCOUNT) == ()
    assert b"Sagostund" not in everything(archive)
    assert prove_again(archive, decision)
    assert execute(archive, decision.decision_id, crafts) == certificate


def test_one_item_that_must_stay_keeps_the_whole_package(archive, disposable):
    confirm(archive, ACCOUNT, ("p1",), "1.5.2", "Inlägget bevaras")
    with pytest.raises(NotAllowed, match="1 handling i paketen"):
        propose(archive, Wish(ACCOUNT, package_ids=(disposable.package_id,)))


def test_a_hold_after_the_decision_keeps_the_whole_package(archive, disposable, crafts):
    wish = Wish(ACCOUNT, package_ids=(disposable.package_id,))
    frozen = propose(archive, wish).frozen
    decision = approve(replace(archive, agent="Gun"), frozen.list_id, "KS 4.2")
    hold_account(archive)
    with pytest.raises(NotAllowed):
        execute(archive, decision.decision_id, crafts)
    assert archive.store.versions(disposable.package_id) == (1,)


def test_a_package_that_is_gone_but_not_noted_so_stops_no_other_work(
    archive, disposable, crafts, monkeypatch
):
    wish = Wish(ACCOUNT, package_ids=(disposable.package_id,))
    frozen = propose(archive, wish).frozen
    decision = approve(replace(archive, agent="Gun"), frozen.list_id, "KS 4.2")

    def end(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(archive.database.packages, "mark_purged", end)
        with pytest.raises(KeyboardInterrupt):
            execute(archive, decision.decision_id, crafts)
    assert archive.store.versions(disposable.package_id) == ()
    assert classify_account(archive, ACCOUNT) == ()
    execute(archive, decision.decision_id, crafts)
    assert archive.database.packages.list() == ()
