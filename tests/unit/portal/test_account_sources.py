# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an account is read with, from the command line: kept, told of, never shown."""

import pytest
from click.testing import CliRunner

from portal.cli import main

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
