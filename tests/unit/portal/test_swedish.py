# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""No English sentence of click's reaches the reader."""

import re

import click
import pytest

from portal.cli import main

ENGLISH = re.compile(
    r"\b(Usage|Options?|Commands?|COMMAND|ARGS|Arguments|Show this|exit|Error|Try"
    r"|help for|required|default|Missing|Invalid|Got unexpected|No such|does not"
    r"|INTEGER|FILENAME)\b"
)


def commands(command, path=()):
    """Give every command with the words that call it."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from commands(command.get_command(context, name), (*path, name))


ALL = list(commands(main))


def test_every_command_that_was_promised_is_there():
    promised = {
        ("init",),
        *(("board", word) for word in ("add", "list")),
        *(("account", word) for word in ("add", "list", "show", "import")),
        *(("plan", word) for word in ("import", "list", "show")),
        ("snapshot",),
        ("watch",),
        *(("order", word) for word in ("list", "show", "run")),
        *(("package", word) for word in ("list", "show", "verify", "export")),
    }
    assert promised <= set(ALL)


@pytest.mark.parametrize("path", ALL, ids=" ".join)
@pytest.mark.parametrize("flag", ["--hjälp", "--help", "-h"])
def test_the_help_of_every_command_is_swedish(run, path, flag):
    result = run(*path, flag)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Användning: {' '.join(('avbild', *path))}")
    assert "Visa den här hjälpen." in result.stdout
    assert not ENGLISH.search(re.sub(r"--[a-z-]+", "", result.stdout))


@pytest.mark.parametrize("path", [p for p in ALL if len(p) > 1], ids=" ".join)
def test_every_command_answers_in_json_and_can_be_searched(run, path):
    said = run(*path, "-h").stdout
    assert "--json" in said
    assert "--felsok" in said


@pytest.mark.parametrize("path", [(), ("account",), ("package",)], ids=" ".join)
def test_a_group_alone_shows_its_help(run, path):
    result = run(*path)
    assert result.exit_code == 0
    assert "Kommandon:" in result.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("acount",), "Kommandot acount finns inte. Menade du account?"),
        (("zzz",), "Kommandot zzz finns inte. Välj något av: init, board, account"),
        (("account", "sho"), "Kommandot sho finns inte. Menade du show?"),
        (("account", "list", "--bord", "a"), "--bord finns inte. Menade du --board?"),
        (("account", "list", "--zzz"), "Flaggan --zzz finns inte."),
        (("account", "show"), "ID måste anges."),
        (("account", "add"), "--url måste anges."),
        (("account", "list", "extra", "ord"), "Det är för mycket skrivet: extra ord."),
        (("account", "list", "--board"), "Flaggan --board måste följas av ett värde."),
        (("account", "list", "--json=ja"), "Flaggan --json tar inget värde."),
        (
            ("plan", "import", "f", "--valid-from", "i fjol"),
            "--valid-from: ”i fjol” är inget datum. Skriv ÅÅÅÅ-MM-DD.",
        ),
        (
            ("package", "export", "p", "--as", "zip", "--to", "f"),
            "--as: ”zip” finns inte att välja. Välj något av: sip, aip, dip.",
        ),
        (
            ("plan", "show", "p", "--plan-version", "0"),
            "--plan-version: ”0” är inget heltal från 1 och uppåt.",
        ),
        (("plan", "show", "p", "--plan-version", "²"), "är inget heltal"),
        (("order", "list", "--state", "klar"), "--state: ”klar” finns inte att välja."),
        (("account", "import", ""), "filens namn går inte att använda"),
    ],
)
def test_what_is_written_wrongly_is_told_in_swedish(run, words, sentence):
    result = run(*words)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""
    assert not ENGLISH.search(re.sub(r"--[a-z-]+", "", result.stderr))


def test_the_version_is_told(run):
    result = run("--version")
    assert result.exit_code == 0
    assert re.fullmatch(r"Avbild .+\n", result.stdout)
