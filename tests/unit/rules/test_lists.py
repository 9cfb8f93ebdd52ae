# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was approved is what is destroyed: a frozen list, by two people, tried again."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from rules.gates import judge
from rules.lists import (
    Proposal,
    check_frozen,
    digest_of,
    freeze,
    may_approve,
    recheck,
)
from schemas.errors import BadInput, NotAllowed
from schemas.gallring import (
    GallringDecision,
    GallringList,
    GallringScope,
    Gate,
    KeptIn,
    ListEntry,
    Refusal,
)
from tests.unit.rules.cases import TODAY, case, hold

WHEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PACKAGE = KeptIn(package_id="paket-1", version=1)


def verdict(item_id="c1", **changes):
    allowed = judge(case(), TODAY, year_end=False)
    return allowed.model_copy(update={"item_id": item_id} | changes)


def listed(*verdicts, kept_in=(PACKAGE,)):
    return tuple(ListEntry(verdict=found, kept_in=kept_in) for found in verdicts)


def proposal(*verdicts, **changes):
    given = {
        "list_id": "lista-1",
        "board_id": "ks",
        "account_id": "konto",
        "entries": listed(*(verdicts or (verdict(), verdict("c2")))),
        "proposed_by": "Ulla Nämndsekreterare",
        "proposed_at": WHEN,
        "excluded": {Gate.HOLD: 2},
    }
    return Proposal(**(given | changes))


def decision(frozen, **changes):
    given = {
        "decision_id": "beslut-1",
        "list_id": frozen.list_id,
        "list_digest": frozen.digest,
        "approved_by": "Rut Arkivarie",
        "approved_at": WHEN + timedelta(hours=1),
        "delegation": "Delegationsordning KS 4.2",
    }
    return GallringDecision.model_validate(given | changes)


def test_a_list_carries_the_checksum_of_all_that_it_says():
    frozen = freeze(proposal())
    assert frozen.digest == digest_of(frozen)
    written = "03caae2630076387523a75a86539fa54" + ("7913b96eea7a1a75d6a4f698ddac6d79")
    assert frozen.digest == written
    assert digest_of(GallringList.model_validate_json(frozen.model_dump_json())) == (
        frozen.digest
    )


def test_the_checksum_is_the_same_in_every_time_zone():
    swedish = WHEN.astimezone(timezone(timedelta(hours=1)))
    frozen = freeze(proposal())
    assert freeze(proposal(proposed_at=swedish)).digest == frozen.digest
    kept = frozen.model_copy(update={"proposed_at": swedish})
    assert digest_of(kept) == frozen.digest


@pytest.mark.parametrize(
    "changes",
    [
        {"list_id": "lista-2"},
        {"board_id": "bun"},
        {"proposed_by": "Ulla"},
        {"proposed_at": WHEN + timedelta(microseconds=1)},
        {"excluded": {Gate.HOLD: 1}},
        {"entries": listed(verdict())},
        {"entries": listed(verdict("c2"), verdict())},
        {"entries": listed(verdict(), verdict("c3"))},
        {"entries": listed(verdict(), verdict("c2", due=TODAY))},
        {
            "scope": GallringScope.PACKAGE,
            "whole_packages": (PACKAGE,),
        },
    ],
)
def test_any_change_makes_another_list(changes):
    assert freeze(proposal(**changes)).digest != freeze(proposal()).digest


@pytest.mark.parametrize(
    ("changes", "error", "said"),
    [
        ({"entries": ()}, BadInput, "tom"),
        ({"entries": listed(verdict(), verdict())}, BadInput, "flera gånger: c1"),
        ({"entries": listed(verdict(), kept_in=())}, BadInput, "Inget arkivpaket"),
        ({"entries": listed(verdict(account_id="annat"))}, NotAllowed, "annat konto"),
        ({"entries": listed(verdict(plan=None))}, NotAllowed, "inte får gallras: c1"),
        (
            {
                "entries": listed(
                    verdict(refusals=(Refusal(gate=Gate.HOLD, message="Stopp."),))
                )
            },
            NotAllowed,
            "inte får gallras: c1",
        ),
        ({"scope": GallringScope.PACKAGE}, BadInput, "i sin helhet"),
        ({"whole_packages": (PACKAGE,)}, BadInput, "tar inte med hela"),
    ],
)
def test_a_list_that_must_not_be_is_not_made(changes, error, said):
    with pytest.raises(error, match=said):
        freeze(proposal(**changes))


def test_whole_packages_may_hold_no_items():
    whole = proposal(entries=(), scope=GallringScope.ACCOUNT, whole_packages=(PACKAGE,))
    assert freeze(whole).whole_packages == (PACKAGE,)


@pytest.mark.parametrize(
    "approver",
    [
        "Ulla Nämndsekreterare",
        " ulla  NÄMNDSEKRETERARE ",
        "Ulla Na\u0308mndsekreterare",
        "Ulla\u00a0Nämndsekreterare",
    ],
)
def test_nobody_approves_a_list_of_their_own(approver):
    with pytest.raises(NotAllowed, match="annan person"):
        may_approve(freeze(proposal()), approver, "KS 4.2")


def test_an_approval_needs_a_person_and_an_authority():
    frozen = freeze(proposal())
    with pytest.raises(NotAllowed, match="vem som godkänner"):
        may_approve(frozen, " ", "KS 4.2")
    with pytest.raises(BadInput, match="delegation"):
        may_approve(frozen, "Rut", "\t")
    may_approve(frozen, "Rut", "KS 4.2")


def test_a_decision_on_the_list_as_it_was_frozen_holds():
    frozen = freeze(proposal())
    check_frozen(frozen, decision(frozen))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"list_id": "lista-9"}, "annan gallringslista"),
        ({"list_digest": "a" * 64}, "godkännas på nytt"),
        ({"approved_by": "ulla nämndsekreterare"}, "annan person"),
        ({"approved_at": WHEN - timedelta(seconds=1)}, "äldre än"),
    ],
)
def test_a_decision_that_is_not_on_this_list_is_refused(changes, said):
    frozen = freeze(proposal())
    with pytest.raises(NotAllowed, match=said):
        check_frozen(frozen, decision(frozen, **changes))


def test_a_list_that_was_changed_after_its_approval_is_refused():
    frozen = freeze(proposal())
    approved = decision(frozen)
    longer = frozen.model_copy(
        update={"entries": listed(verdict(), verdict("c2"), verdict("c3"))}
    )
    with pytest.raises(NotAllowed, match="godkännas på nytt"):
        check_frozen(longer, approved)
    resealed = longer.model_copy(update={"digest": digest_of(longer)})
    with pytest.raises(NotAllowed, match="godkännas på nytt"):
        check_frozen(resealed, approved)


def test_what_is_still_allowed_may_be_destroyed():
    recheck(freeze(proposal()), [verdict(), verdict("c2"), verdict("c3")])


def test_a_hold_that_came_after_the_approval_stops_all():
    held = judge(case(holds=(hold(),)), TODAY, year_end=False)
    with pytest.raises(NotAllowed) as stopped:
        recheck(freeze(proposal()), [held, verdict("c2")])
    assert "Gallringsstopp: c1." in str(stopped.value)
    assert "Rut" not in str(stopped.value)


def test_every_gate_that_closed_is_named_with_its_items():
    held = judge(case(holds=(hold(),), registration=None), TODAY, year_end=False)
    other = held.model_copy(update={"item_id": "c2"})
    with pytest.raises(NotAllowed, match="Diarieföring: c1 och c2; Gallringsstopp: c1"):
        recheck(freeze(proposal()), [held, other])


def test_an_item_that_was_not_tried_again_or_has_another_row_is_stopped():
    frozen = freeze(proposal())
    with pytest.raises(NotAllowed, match="Plan: c2"):
        recheck(frozen, [verdict()])
    moved = verdict().plan.model_copy(update={"plan_version": 2})
    with pytest.raises(NotAllowed, match="Plan: c2"):
        recheck(frozen, [verdict(), verdict("c2", plan=moved)])
    with pytest.raises(NotAllowed, match="Plan: c1 och c2"):
        recheck(frozen, [verdict("c1", account_id="annat")])


def test_one_refusal_among_several_verdicts_on_an_item_is_enough():
    held = judge(case(holds=(hold(),)), TODAY, year_end=False)
    with pytest.raises(NotAllowed, match="Gallringsstopp: c1"):
        recheck(freeze(proposal()), [verdict(), held, verdict("c2")])
