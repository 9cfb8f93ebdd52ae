# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What may be proposed and approved: only what every gate lets by, by two people."""

from dataclasses import replace

import pytest

from pipeline.classify import classify_account, confirm
from pipeline.gallra.propose import Wish, approve, propose
from pipeline.hold import HoldRequest, place_hold, release_hold
from rules.lists import digest_of
from schemas.diary import Registration, RegistrationState
from schemas.errors import BadInput, NotAllowed, Refused, UnknownName
from schemas.gallring import GallringScope, Gate, HoldLevel, HoldReason
from schemas.order import EventKind
from tests.unit.pipeline.gallra.conftest import ACCOUNT, LATER


def gates(proposed) -> dict[str, list[Gate]]:
    return {v.item_id: [r.gate for r in v.refusals] for v in proposed.refused}


@pytest.mark.usefixtures("package")
def test_nothing_is_proposed_of_what_nobody_has_judged(archive):
    proposed = propose(archive, Wish(ACCOUNT))
    assert proposed.frozen is None
    assert all(Gate.PLAN_ROW in found for found in gates(proposed).values())
    assert set(gates(proposed)) == {"p1", "c1", "c2", "c3", "r1"}
    assert archive.database.gallring.lists() == ()


def test_what_is_due_is_frozen_and_the_rest_is_named_with_its_gate(archive, due):
    proposed = propose(archive, Wish(ACCOUNT))
    frozen = proposed.frozen
    assert [e.verdict.item_id for e in frozen.entries] == ["c1", "c2", "c3"]
    assert {k.package_id for e in frozen.entries for k in e.kept_in} == {due.package_id}
    assert frozen.digest == digest_of(frozen)
    assert frozen.scope is GallringScope.ITEMS
    assert set(gates(proposed)) == {"p1", "r1"}
    assert frozen.excluded == {Gate.PLAN_ROW: 2}
    assert archive.database.events.list()[-1].kind is EventKind.GALLRING_PROPOSED


@pytest.mark.usefixtures("due")
def test_a_period_that_has_not_run_out_is_refused(archive, clock):
    clock.now = clock.now.replace(year=2028, month=12, day=31)
    proposed = propose(archive, Wish(ACCOUNT, ("c1",)))
    assert gates(proposed) == {"c1": [Gate.PERIOD]}


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize(
    ("level", "subject"),
    [
        (HoldLevel.ITEM, "c1"),
        (HoldLevel.THREAD, "p1"),
        (HoldLevel.ACCOUNT, ACCOUNT),
        (HoldLevel.BOARD, "ks"),
    ],
)
def test_a_hold_stops_until_somebody_releases_it(archive, level, subject):
    owner = ACCOUNT if level in {HoldLevel.ITEM, HoldLevel.THREAD} else None
    request = HoldRequest(level, subject, HoldReason.DISCLOSURE, owner)
    hold = place_hold(archive, request)
    assert gates(propose(archive, Wish(ACCOUNT, ("c1",)))) == {"c1": [Gate.HOLD]}
    release_hold(archive, hold.hold_id, "Handlingen är utlämnad")
    assert propose(archive, Wish(ACCOUNT, ("c1",))).refused == ()


@pytest.mark.usefixtures("due")
def test_an_item_that_is_not_there_is_no_list(archive):
    with pytest.raises(UnknownName):
        propose(archive, Wish(ACCOUNT, ("c9",)))


def judged(archive, item_id: str, state: RegistrationState, **more) -> None:
    """Add a decision on registration after those that were made."""
    archive.database.registrations.add(
        Registration(
            registration_id=archive.new_id(),
            account_id=ACCOUNT,
            item_id=item_id,
            state=state,
            decided_by="Ulla",
            decided_at=archive.clock(),
            reason="Bedömt",
            **more,
        )
    )


@pytest.mark.usefixtures("package")
def test_a_thread_s_decision_counts_until_an_item_has_its_own(archive, clock):
    classify_account(archive, ACCOUNT)
    confirm(archive, ACCOUNT, ("c1", "c2"))
    clock.now = LATER
    exempt = RegistrationState.NOT_TO_BE_REGISTERED
    judged(archive, "p1", exempt, covers_thread=True)
    assert propose(archive, Wish(ACCOUNT, ("c1", "c2"))).refused == ()
    judged(archive, "c1", RegistrationState.TO_REGISTER)
    assert gates(propose(archive, Wish(ACCOUNT, ("c1", "c2")))) == {
        "c1": [Gate.REGISTRATION]
    }
    judged(archive, "p1", RegistrationState.TO_REGISTER, covers_thread=True)
    assert set(gates(propose(archive, Wish(ACCOUNT, ("c1", "c2"))))) == {"c1", "c2"}


def test_a_preserved_package_never_goes_whole(archive, due):
    with pytest.raises(NotAllowed, match="Plan"):
        propose(archive, Wish(ACCOUNT, package_ids=(due.package_id,)))
    with pytest.raises(NotAllowed):
        propose(archive, Wish(ACCOUNT, whole_account=True))
    with pytest.raises(UnknownName):
        propose(archive, Wish(ACCOUNT, package_ids=("avbild-annat",)))


@pytest.mark.usefixtures("due")
def test_another_person_than_the_proposer_approves_with_a_delegation(archive):
    frozen = propose(archive, Wish(ACCOUNT)).frozen
    with pytest.raises(NotAllowed):
        approve(archive, frozen.list_id, "KS 4.2")
    with pytest.raises(NotAllowed):
        approve(replace(archive, agent=" ulla "), frozen.list_id, "KS 4.2")
    other = replace(archive, agent="Gun")
    with pytest.raises(BadInput):
        approve(other, frozen.list_id, " ")
    decision = approve(other, frozen.list_id, " KS 4.2 ")
    assert decision.list_digest == frozen.digest
    assert (decision.approved_by, decision.delegation) == ("Gun", "KS 4.2")
    with pytest.raises(Refused):
        approve(other, frozen.list_id, "KS 4.2")
    assert archive.database.events.list()[-1].kind is EventKind.GALLRING_APPROVED
