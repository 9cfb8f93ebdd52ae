# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The closing of accounts, conformity, and what was added to the register."""

from datetime import date

import pytest

from schemas.account import ArchiveLevel
from schemas.closure import ClosureState, ClosureStep
from schemas.errors import Refused, UnknownName
from tests.contract.database_records import (
    ACCOUNT,
    BOARD,
    MINUTE,
    NOW,
    fill,
    order,
    package,
)
from tests.contract.judged_homes import MINE, OTHER
from tests.contract.watch_records import closure, judgement, report, step

DONE, WITHDRAWN = ClosureState.DONE, ClosureState.WITHDRAWN


@pytest.fixture
def filled(database):
    """A database with two accounts of a board."""
    fill(database)
    database.accounts.add(OTHER)
    return database


def test_a_closures_entries_are_added_in_their_order(filled):
    """A step that is taken back is one more entry."""
    opened = closure(1)
    filled.closures.add(opened)
    assert filled.closures.get("avslut-1") == filled.closures.open_for(MINE) == opened
    announced = step(
        1,
        link="https://torget.example/inlagg/9",
        announcement="Vi finns på almhult.se.",
        turn_to="almhult.se",
        until=date(2026, 3, 31),
    )
    final = step(2, order_id="order-1", package_id="paket-1", accepted_incomplete=True)
    undone = step(1, at=NOW + 9 * MINUTE, is_undone=True, observation_id="avlasning-1")
    for entry in (announced, final, undone):
        grown = filled.closures.append("avslut-1", entry)
    assert grown.entries == (*opened.entries, announced, final, undone)
    assert filled.closures.get("avslut-1") == grown
    assert grown.done(ClosureStep.ANNOUNCED) is None


def test_an_account_is_closed_by_one_closure_at_a_time(filled):
    """When it is withdrawn, another may be opened."""
    filled.closures.add(closure(1))
    with pytest.raises(Refused, match="håller redan på"):
        filled.closures.add(closure(2))
    filled.closures.add(closure(3, "annat"))
    withdrawn = filled.closures.end("avslut-1", WITHDRAWN)
    assert withdrawn == closure(1).model_copy(update={"state": WITHDRAWN})
    assert filled.closures.open_for(MINE) is None
    with pytest.raises(Refused, match="finns redan"):
        filled.closures.add(closure(1))
    filled.closures.add(closure(2))
    assert filled.closures.list() == (closure(3, "annat"), closure(2), withdrawn)
    assert filled.closures.list(WITHDRAWN) == (withdrawn,)
    assert filled.closures.list(DONE) == ()


def test_an_ended_closure_stays_as_it_was(filled):
    """Nothing is added, and it is not ended again."""
    filled.closures.add(closure(1))
    with pytest.raises(Refused, match="slutföras eller återtas"):
        filled.closures.end("avslut-1", ClosureState.OPEN)
    ended = filled.closures.end("avslut-1", DONE)
    with pytest.raises(Refused, match="pågår inte: avslutat"):
        filled.closures.end("avslut-1", WITHDRAWN)
    with pytest.raises(Refused, match="pågår inte"):
        filled.closures.append("avslut-1", step(1))
    assert filled.closures.get("avslut-1") == ended


def test_a_closure_is_of_an_account_in_the_register(filled):
    """And a step is of a closure that is there."""
    with pytest.raises(UnknownName, match="Kontot ”okant”"):
        filled.closures.add(closure(1, "okant"))
    for act in (
        lambda: filled.closures.get("okant"),
        lambda: filled.closures.append("okant", step(1)),
        lambda: filled.closures.end("okant", DONE),
    ):
        with pytest.raises(UnknownName, match="Avslutet ”okant” finns inte"):
            act()


def test_every_judgement_is_kept_oldest_first(filled):
    """The same check may be judged again, of another picture."""
    for number in (1, 2):
        filled.conformity.judge(judgement(number))
    assert filled.conformity.judgements(MINE) == (judgement(1), judgement(2))
    assert filled.conformity.judgements("annat") == ()
    unknown = judgement(1).model_copy(update={"account_id": "okant"})
    with pytest.raises(UnknownName, match="Kontot ”okant”"):
        filled.conformity.judge(unknown)


def test_a_report_comes_back_whole_and_the_newest_is_found(filled):
    """By the time that it was made."""
    assert filled.conformity.latest_report(BOARD.board_id) is None
    for number in (2, 1):
        filled.conformity.add_report(report(number))
    assert filled.conformity.report("rapport-1") == report(1)
    assert filled.conformity.latest_report(BOARD.board_id) == report(2)
    with pytest.raises(Refused, match="finns redan"):
        filled.conformity.add_report(report(1))
    with pytest.raises(UnknownName, match="”okand” finns inte"):
        filled.conformity.report("okand")
    strange = report(3).model_copy(update={"board_id": "okand"})
    with pytest.raises(UnknownName, match="Nämnden ”okand”"):
        filled.conformity.add_report(strange)


def test_a_board_is_changed(filled):
    """The secretary has a new address."""
    changed = BOARD.model_copy(update={"secretary_email": "namnd@almhult.example"})
    filled.boards.change(changed)
    assert filled.boards.list() == (changed,)
    with pytest.raises(UnknownName, match="Nämnden ”okand”"):
        filled.boards.change(BOARD.model_copy(update={"board_id": "okand"}))


def test_all_that_the_guideline_names_is_in_the_register(filled):
    """Goals, decision and approval, and how the account is archived."""
    whole = ACCOUNT.model_copy(
        update={
            "goals": "200 svar om året",
            "goals_follow_up": "Årsredovisningen",
            "decided_by": "Maj-Britt Exempelsson",
            "decided_on": date(2021, 5, 1),
            "approval": "KOM 2021/9",
            "approved_by": "Kommunikationsavdelningen",
            "approved_on": date(2021, 5, 20),
            "is_listed": False,
            "snapshots_per_year": 2,
            "level": ArchiveLevel.UNIQUE,
        }
    )
    noted = filled.accounts.change(whole, "Ulla", "Kompletteras", NOW)
    assert filled.accounts.get(MINE) == whole
    assert noted.before["approved_on"] is None
    assert noted.after["approved_on"] == "2021-05-20"
    said = [noted.after[name] for name in ("is_listed", "snapshots_per_year", "level")]
    assert said == ["false", "2", "unique"]
    assert filled.accounts.history(MINE) == (noted,)


def test_an_order_says_how_much_is_taken_and_for_which_change(filled):
    """The posts that are taken whole stand in their order."""
    placed = order(1).model_copy(
        update={
            "change_id": "forandring-1",
            "level": ArchiveLevel.UNIQUE,
            "posts": ("https://torget.example/b", "https://torget.example/a"),
        }
    )
    filled.orders.add(placed)
    assert filled.orders.get("order-1") == placed
    overview = package(1).model_copy(update={"level": ArchiveLevel.OVERVIEW})
    filled.packages.add(overview)
    assert filled.packages.get("paket-1") == overview
