# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""That a browser may run with nobody present is decided, recorded and can be undone."""

from datetime import date

import pytest

from archivers import PLATFORMS
from pipeline.crafts import tools_for
from pipeline.register.change import change_account
from pipeline.register.clearance import (
    Clearance,
    clear_browser,
    is_attended,
    withdraw_clearance,
)
from pipeline.register.give_out import register_lines
from rules.public_list import public_register
from schemas.errors import BadInput, NotAllowed, Refused, UnknownName
from schemas.order import EventKind
from schemas.policy import PublicationRules
from tests.attended import AttendedWebpage

DECISION = Clearance(
    decision="KS 2026/77 § 12",
    decided_by="Kommunchefen",
    decided_on=date(2026, 5, 4),
)


@pytest.fixture
def attended(monkeypatch, account):
    """Let web pages be on a platform whose terms ask for a person."""
    monkeypatch.setitem(PLATFORMS, "webpage", AttendedWebpage())
    return account


def test_a_decision_lets_the_browser_run_and_stands_in_the_history(
    archive, attended, tmp_path
):
    """Who, when and under what reference; and who entered it."""
    assert not tools_for(archive, "biblioteket", tmp_path).is_attended
    change = clear_browser(archive, "biblioteket", DECISION)
    assert tools_for(archive, "biblioteket", tmp_path).is_attended
    assert not tools_for(archive, "biblioteket", tmp_path).is_visible
    assert archive.database.accounts.get(attended.account_id).is_browser_cleared
    assert change.changed_by == "Ulla"
    assert "KS 2026/77 § 12" in change.reason
    assert change.after == {
        "browser_clearance": "KS 2026/77 § 12",
        "browser_cleared_by": "Kommunchefen",
        "browser_cleared_on": "2026-05-04",
    }
    assert archive.database.accounts.history("biblioteket") == (change,)
    assert archive.database.events.list()[-1].kind is EventKind.ACCOUNT_CHANGED
    assert clear_browser(archive, "biblioteket", DECISION) is None


def test_it_can_be_taken_back_with_a_reason(archive, attended, tmp_path):
    clear_browser(archive, attended.account_id, DECISION)
    with pytest.raises(Refused, match="varför"):
        withdraw_clearance(archive, "biblioteket", " ")
    change = withdraw_clearance(archive, "biblioteket", "Villkoren är ändrade")
    assert change.before["browser_clearance"] == "KS 2026/77 § 12"
    assert not tools_for(archive, "biblioteket", tmp_path).is_attended
    assert withdraw_clearance(archive, "biblioteket", "Igen") is None


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("decision", " ", "nummer"),
        ("decided_by", "", "Vem"),
        ("decided_on", date(2026, 5, 5), "framtiden"),
        ("decision", "a" * 501, "längre"),
    ],
)
@pytest.mark.usefixtures("attended")
def test_a_decision_that_lacks_something_is_none(archive, field, value, problem):
    with pytest.raises(BadInput) as caught:
        clear_browser(
            archive, "biblioteket", DECISION.model_copy(update={field: value})
        )
    assert problem in caught.value.problems[0]
    assert not archive.database.accounts.get("biblioteket").is_browser_cleared


def test_where_no_terms_ask_for_a_person_there_is_nothing_to_decide(archive, account):
    assert not is_attended(account)
    with pytest.raises(NotAllowed, match="inget beslut"):
        clear_browser(archive, "biblioteket", DECISION)
    with pytest.raises(UnknownName):
        clear_browser(archive, "finns-inte", DECISION)


def test_it_goes_into_no_list(archive, attended):
    """Neither the one that is given out nor the public one."""
    clear_browser(archive, attended.account_id, DECISION)
    accounts = archive.database.accounts.list()
    assert "KS 2026/77" not in str(register_lines(accounts))
    boards = archive.database.boards.list()
    shown = public_register(accounts, boards, PublicationRules(), archive.clock())
    assert "KS 2026/77" not in str(shown)


def test_it_is_for_one_platform_s_terms(archive, attended):
    """An account that moves to another platform is not cleared there."""
    clear_browser(archive, attended.account_id, DECISION)
    change_account(archive, "biblioteket", {"name": "Biblioteket"}, "Nytt namn")
    assert archive.database.accounts.get("biblioteket").is_browser_cleared
    change_account(archive, "biblioteket", {"platform": "mastodon"}, "Fel plattform")
    assert not archive.database.accounts.get("biblioteket").is_browser_cleared


@pytest.mark.parametrize(
    "values",
    [{"url": "https://bibliotek2.example.se/"}, {"board_id": "barnen"}],
    ids=["address", "board"],
)
def test_it_is_for_one_account_of_one_owner(archive, attended, values):
    """Another address is another account, and another board is another owner."""
    boards = archive.database.boards
    boards.add(boards.list()[0].model_copy(update={"board_id": "barnen", "name": "B"}))
    clear_browser(archive, attended.account_id, DECISION)
    change = change_account(
        archive, "biblioteket", values, "Rättat", resolve=lambda *_: ["93.184.215.14"]
    )
    assert not archive.database.accounts.get("biblioteket").is_browser_cleared
    assert change.before["browser_clearance"] == "KS 2026/77 § 12"


def test_the_same_address_in_another_form_changes_no_decision(archive, attended):
    clear_browser(archive, attended.account_id, DECISION)
    url = str(attended.url).replace("https://", "http://")
    values = {"url": url, "name": "Nytt namn"}
    change_account(
        archive, "biblioteket", values, "Rättat", resolve=lambda *_: ["93.184.215.14"]
    )
    assert archive.database.accounts.get("biblioteket").is_browser_cleared
