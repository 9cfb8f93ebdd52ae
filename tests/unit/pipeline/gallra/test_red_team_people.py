# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody approves a list of their own under another spelling, or slips past a hold."""

from dataclasses import replace

import pytest

from pipeline.gallra.execute import execute
from pipeline.gallra.propose import Wish, approve, propose
from pipeline.hold import HoldRequest, place_hold
from rules.lists import may_approve
from schemas.diary import Registration, RegistrationState
from schemas.errors import NotAllowed
from schemas.gallring import HoldLevel, HoldReason
from tests.unit.pipeline.gallra.conftest import ACCOUNT

SAME = (
    "Ulla",
    " ulla ",
    "U\u200blla",
    "Ul\u00adla",
    "Ull\u0430",
    "\uff35\uff4c\uff4c\uff41",
    "Ulla\u2060.",
    "U lla",
    "Ul\u034fla",
    "\u200fULLA",
)


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize("name", SAME)
def test_a_proposer_in_disguise_is_the_proposer(archive, name):
    frozen = propose(archive, Wish(ACCOUNT, ("c1",))).frozen
    with pytest.raises(NotAllowed, match="får inte godkänna"):
        approve(replace(archive, agent=name), frozen.list_id, "KS 4.2")
    assert not archive.database.gallring.decisions()


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize("name", ["\u200b", "\u2060 ", "\u00ad"])
def test_a_name_that_nobody_sees_is_nobodys(archive, name):
    frozen = propose(archive, Wish(ACCOUNT, ("c1",))).frozen
    with pytest.raises(NotAllowed, match="vem"):
        approve(replace(archive, agent=name), frozen.list_id, "KS 4.2")


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize(
    ("one", "other"),
    [("\u00c5sa Ek", "A\u030asa Ek"), ("Ek, Ulla", "Ulla Ek"), ("Åsa Ek", "åsa  ek")],
)
def test_another_spelling_is_no_other_person(archive, one, other):
    named = replace(archive, agent=one)
    frozen = propose(named, Wish(ACCOUNT, ("c1",))).frozen
    with pytest.raises(NotAllowed):
        may_approve(frozen, other, "KS 4.2")


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize("other", ["Åsa Ek", "Ulla Öberg", "Gun", "Ulla 2"])
def test_other_people_may_approve(archive, other):
    named = replace(archive, agent="Asa Ek" if other == "Åsa Ek" else "Ulla")
    frozen = propose(named, Wish(ACCOUNT, ("c1",))).frozen
    may_approve(frozen, other, "KS 4.2")


def registered(archive, number: str) -> None:
    """Register the first comment under a diary number."""
    archive.database.registrations.add(
        Registration(
            registration_id=archive.new_id(),
            account_id=ACCOUNT,
            item_id="c1",
            state=RegistrationState.REGISTERED,
            decided_by="Ulla",
            decided_at=archive.clock(),
            diary_number=number,
            registered_on=archive.today().replace(year=2026),
        )
    )


@pytest.mark.parametrize(
    ("held", "number"),
    [
        ("KS 2026/118", "ks2026/118"),
        ("KS 2026/118", "KS 2026/118-3"),
        ("KS 2026/118-3", "KS 2026/118"),
        ("Dnr KS 2026-00118", "KS\u00a02026/118"),
        ("2026/118", "KS 2026/118:2"),
        ("K\u0405 2026/118", "KS\u200b 2026/118"),
    ],
)
def test_a_hold_on_a_case_stops_it_however_its_number_is_written(
    archive, due, crafts, held, number
):
    registered(archive, number)
    frozen = propose(archive, Wish(ACCOUNT, ("c1",))).frozen
    decision = approve(replace(archive, agent="Gun"), frozen.list_id, "KS 4.2")
    place_hold(archive, HoldRequest(HoldLevel.CASE, held, HoldReason.APPEAL))
    with pytest.raises(NotAllowed, match="Gallringsstopp"):
        execute(archive, decision.decision_id, crafts)
    assert archive.store.versions(due.package_id) == (1,)


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize(
    "held", ["KS 2026/1180", "KS 2026/11", "BUN 2026/118", "KS 2025/118"]
)
def test_a_hold_on_another_case_stops_nothing(archive, held):
    registered(archive, "KS 2026/118-3")
    place_hold(archive, HoldRequest(HoldLevel.CASE, held, HoldReason.APPEAL))
    assert propose(archive, Wish(ACCOUNT, ("c1",))).frozen is not None
