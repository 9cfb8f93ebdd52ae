# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts are checked, shown, judged and exported from the command line."""

import pytest

from pipeline.conformity import check, export
from tests.unit.pipeline.conformity.conftest import Town

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def accounts(monkeypatch) -> Town:
    """What the accounts look like, instead of a browser."""
    found = Town()
    crafts = found.crafts()
    monkeypatch.setattr(check.check_board, "__defaults__", (crafts,))
    monkeypatch.setattr(export.export, "__defaults__", (crafts,))
    return found


def states(document) -> dict[str, str]:
    (account,) = document["reports"][0]["accounts"]
    return {each["check"]: each["state"] for each in account["findings"]}


@pytest.mark.usefixtures("accounts")
def test_a_check_is_shown_to_people_and_programs(run, ask):
    shown = run("conformity", "check", "--by", "Ulla")
    assert shown.exit_code == 0, shown.stderr
    assert "1 konto är prövat." in shown.stdout
    assert "Gick inte att bedöma" in shown.stdout
    document = ask("conformity", "check", "--board", "ks")
    assert states(document)["purpose"] == "conforms"
    assert states(ask("conformity", "show")) == states(document)


@pytest.mark.usefixtures("accounts")
def test_an_account_is_shown_check_by_check(run, ask):
    ask("conformity", "check")
    shown = run("conformity", "show", "konto").stdout
    assert "Kommunen framgår som avsändare (sender)" in shown
    assert "Någon behöver se om bilden visar avsändaren." in shown
    assert "ska framgå i antingen profilbild, namn eller beskrivning." in shown


@pytest.mark.usefixtures("accounts")
def test_a_picture_is_judged(run, ask):
    ask("conformity", "check")
    words = ("conformity", "judge", "konto", "sender", "--state", "conforms")
    judged = ask(*words, "--reason", "Vapnet syns", "--by", "Ulla")
    assert judged["judgement"]["judged_by"] == "Ulla"
    assert states(ask("conformity", "show"))["sender"] == "conforms"
    assert "Bedömt: Vapnet syns" in run("conformity", "show", "konto").stdout


def test_a_report_is_exported(accounts, run, ask, tmp_path):
    assert "Inga konton är prövade än" in run("conformity", "show").stdout
    nothing = run("conformity", "export", tmp_path)
    assert "Inga konton är prövade än" in nothing.stdout
    ask("conformity", "check")
    written = ask("conformity", "export", tmp_path / "ut", "--board", "ks")
    assert [name.rpartition(".")[2] for name in written["files"]] == ["html", "pdf"]
    assert len(accounts.reports) == 1


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("show", "konto"), 2, "är inte prövat än"),
        (("show", "finns-inte"), 2, "finns inte"),
        (("check", "--board", "finns-inte"), 2, "finns inte"),
        (("export", "ut", "--board", "finns-inte"), 2, "finns inte"),
        (("judge", "konto", "sender", "--state", "conforms"), 2, "--reason"),
        (
            ("judge", "konto", "sender", "--state", "conforms", "--reason", "x"),
            2,
            "inte prövat än",
        ),
        (("judge", "konto", "krav", "--state", "lacks", "--reason", "x"), 2, "Välj"),
        (("judge", "konto", "sender", "--state", "ja", "--reason", "x"), 2, "Välj"),
    ],
)
def test_what_cannot_be_done_is_said(run, words, code, sentence):
    refused = run("conformity", *words)
    assert refused.exit_code == code
    assert sentence in refused.stderr
