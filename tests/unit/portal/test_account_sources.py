# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an account is read with, from the command line: kept, told of, never shown."""

import json
from functools import partial

import pytest
from click.testing import CliRunner

from archivers import PLATFORMS
from pipeline.source_check import Doors, check_sources
from portal.cli import main
from schemas.profile import PageState
from tests.attended import AttendedWebpage

PLANTED = "EAAGplanterad0nyckelSomIngenFarSe1234567890"


@pytest.fixture
def page(town, run):
    """A page that is read with its owner's key."""
    assert town is None
    added = run(
        *("account", "add", "kultur", "--name", "Kultur i Älmhult", "--board", "ks"),
        *("--url", "http://127.0.0.1:9/kultur", "--platform", "webpage"),
    )
    assert added.exit_code == 0, added.stderr


@pytest.fixture
def keyed(page, monkeypatch):
    """Let web pages be read with a key, whatever platforms there are."""
    assert page is None
    monkeypatch.setattr("pipeline.tokens.KEYED", frozenset({"webpage"}))


@pytest.fixture
def tell():
    """Run `avbild` with something on standard input."""
    return lambda *words, given: CliRunner().invoke(main, list(words), input=given)


@pytest.mark.usefixtures("keyed")
def test_a_key_comes_on_standard_input_and_is_never_said_again(tell, home):
    for more in ((), ("--json",)):
        result = tell("account", "token", "kultur", *more, given=f"{PLANTED}\n")
        assert result.exit_code == 0, result.stderr
        assert PLANTED not in result.output
        assert "kultur" in result.stdout
    for path in home.rglob("*"):
        assert not path.is_file() or PLANTED.encode() not in path.read_bytes()


@pytest.mark.usefixtures("keyed")
def test_it_can_be_forgotten(tell):
    tell("account", "token", "kultur", given=PLANTED)
    result = tell("account", "token", "kultur", "--forget", "--json", given="")
    assert result.exit_code == 0
    assert '"token": null' in result.stdout
    again = tell("account", "token", "kultur", "--forget", given="")
    assert again.exit_code == 2
    assert "ingen sparad åtkomstnyckel" in again.stderr


@pytest.mark.usefixtures("keyed")
@pytest.mark.parametrize("words", [(), ("--felsok",), ("--json",)])
def test_what_is_no_key_is_refused_and_not_quoted(tell, words):
    result = tell("account", "token", "kultur", *words, given=f"{PLANTED} {PLANTED}")
    assert result.exit_code == 2
    assert PLANTED not in result.output


def test_it_is_never_taken_from_the_command_line(tell, page):
    """Where everybody on the machine could see it."""
    assert page is None
    result = tell("account", "token", "kultur", PLANTED, given="")
    assert result.exit_code == 2
    result = tell("account", "token", "kultur", given=PLANTED)
    assert result.exit_code == 2
    assert "utan åtkomstnyckel" in result.stderr


# --- the browser, where the terms ask for a person ------------------------------------

DECISION = ("--decision", "KS 2026/77", "--decided-by", "Chefen", "--on", "2026-05-04")


@pytest.fixture
def attended(town, monkeypatch):
    """Let web pages be on a platform whose terms ask for a person."""
    assert town is None
    monkeypatch.setitem(PLATFORMS, "webpage", AttendedWebpage())


@pytest.mark.usefixtures("attended")
def test_a_decision_is_recorded_shown_and_taken_back(run, ask):
    """With who took it and why it was taken back, in the register's history."""
    before = run("account", "show", "konto")
    assert "Webbläsaren används bara när en person är med." in before.stdout
    told = ask("account", "clear-browser", "konto", *DECISION)
    assert told["account"]["browser_cleared_by"] == "Chefen"
    shown = run("account", "show", "konto").stdout
    assert "utan att en person är med" in shown
    assert "KS 2026/77" in shown
    back = ("--withdraw", "--reason", "Villkoren är ändrade")
    told = ask("account", "clear-browser", "konto", *back)
    assert told["change"]["after"]["browser_clearance"] == ""
    history = run("register", "history", "konto").stdout
    assert "Beslut om webbläsare utan person" in history
    assert "Villkoren är ändrade" in history


@pytest.mark.usefixtures("attended")
@pytest.mark.parametrize(
    ("more", "said"),
    [((), "--reason måste anges"), ((*DECISION, "--reason", "x"), "inte båda")],
)
def test_what_is_taken_back_is_explained_and_nothing_else(run, more, said):
    run("account", "clear-browser", "konto", *DECISION)
    result = run("account", "clear-browser", "konto", "--withdraw", *more)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "KS 2026/77" in run("account", "show", "konto").stdout


@pytest.mark.usefixtures("attended")
def test_a_decision_without_its_parts_is_refused(run):
    result = run("account", "clear-browser", "konto", *DECISION[:2])
    assert result.exit_code == 2
    assert "--decided-by måste anges" in result.stderr


@pytest.mark.usefixtures("town")
def test_an_account_that_anyone_may_visit_is_shown_as_before(run):
    assert "Webbläsaren" not in run("account", "show", "konto").stdout


# --- a person at the browser ----------------------------------------------------------


@pytest.fixture
def display(monkeypatch):
    """A display to show a browser on."""
    monkeypatch.setenv("DISPLAY", ":0")


ATTENDED = ("snapshot", "konto", "--reason", "Begärd", "--attended", "--by", "Ulla")


@pytest.mark.usefixtures("town", "platform", "display")
def test_the_person_who_stays_is_named_in_the_order(tell):
    result = tell(*ATTENDED, "--json", given="ja\n")
    assert result.exit_code == 0, result.stderr
    assert "Sitt kvar" in result.stderr
    assert '"attended_by": "Ulla"' in result.stdout


@pytest.mark.usefixtures("town", "display")
@pytest.mark.parametrize("answer", ["", "\n", "nej\n"])
def test_whoever_does_not_stay_orders_nothing(tell, run, answer):
    assert tell(*ATTENDED, given=answer).exit_code == 130
    assert "inga beställningar" in run("order", "list").stdout


@pytest.mark.usefixtures("town")
def test_without_a_display_nobody_can_attend(tell, run, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    result = tell(*ATTENDED, given="ja\n")
    assert result.exit_code == 3
    assert "ingen skärm" in result.stderr
    assert "inga beställningar" in run("order", "list").stdout


@pytest.mark.usefixtures("town", "display")
def test_an_attended_archiving_does_not_wait(tell):
    result = tell(*ATTENDED, "--queue", given="ja\n")
    assert result.exit_code == 2
    assert "kö" in result.stderr


# --- whether the sources work -----------------------------------------------


def test_a_check_ends_with_three_when_somebody_must_act(town, run, monkeypatch):
    """And with nothing when nobody must; both tell of every source."""
    assert town is None
    for state, code in ((PageState.OK, 0), (PageState.LOGIN_WALL, 3)):
        played = Doors(page=lambda *_, state=state: state)
        checked = partial(check_sources, doors=played)
        monkeypatch.setattr("portal.commands.account_sources.check_sources", checked)
        result = run("account", "check", "konto", "--json")
        assert result.exit_code == code, result.stderr
        checks = json.loads(result.stdout)["checks"]
        assert [one["source"] for one in checks] == ["api", "export", "browser"]
        shown = run("account", "check", "konto")
        assert shown.exit_code == code
        works = "fungerar" if code == 0 else "fungerar inte"
        assert f"Webbläsaren: {works}\n" in shown.stdout
        assert "Plattformens API: används inte\n" in shown.stdout
