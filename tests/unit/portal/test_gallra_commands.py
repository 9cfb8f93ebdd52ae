# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""From proposal to certificate by the command line, in words that people read."""

import shutil

import pytest

from pipeline.gallra import execute as executing
from tests.gallring_samples import COMMENTS
from tests.unit.pipeline.gallra.conftest import (
    ACCOUNT,
    ThreadPlatform,
    packaged_home,
)
from tests.unit.portal.test_commands import documented

__all__ = ["packaged_home"]

ROW = "1.5.5"
"""Six months from publication: long past for the thread of March."""


@pytest.fixture
def home(tmp_path, packaged_home, monkeypatch):
    """A data home that holds the thread; what needs a browser is played by a fake."""
    folder = tmp_path / "hem"
    shutil.copytree(packaged_home, folder)
    monkeypatch.setenv("AVBILD_HOME", str(folder))
    crafts = ThreadPlatform().crafts()
    monkeypatch.setattr(executing.execute, "__defaults__", (crafts,))
    return folder


@pytest.fixture
def due(home, ask):
    """The first comment, with every gate before the decision open."""
    assert home.is_dir()
    ask("classify", "propose", ACCOUNT)
    ask("classify", "confirm", ACCOUNT, "c1", "--row", ROW)
    ask(
        *("diary", "judge", ACCOUNT, "c1", "--as", "not_to_be_registered"),
        *("--reason", "Ringa betydelse"),
    )
    return "c1"


def refused(document) -> dict[str, set[str]]:
    return {
        v["item_id"]: {r["gate"] for r in v["refusals"]} for v in document["refused"]
    }


def test_a_proposal_says_which_gate_stops_what(home, run, ask):
    assert home.is_dir()
    shown = run("gallra", "propose", ACCOUNT)
    assert shown.exit_code == 0
    assert "Ingen rad i planen är vald." in shown.stdout
    assert "Det är inte bedömt om handlingen ska diarieföras." in shown.stdout
    assert "Ingenting får gallras just nu." in shown.stdout
    document = ask("gallra", "propose", ACCOUNT)
    assert document["list"] is None
    assert all({"plan_row", "registration"} <= g for g in refused(document).values())


def test_two_people_bring_a_comment_to_its_certificate(due, run, ask, tmp_path):
    proposed = ask("gallra", "propose", ACCOUNT, due, "--by", "Ulla")
    list_id = proposed["list"]["list_id"]
    assert "Listan är tom." not in run("gallra", "show", list_id).stdout
    same = run("gallra", "approve", list_id, "--delegation", "KS 4.2", "--by", "ulla")
    assert same.exit_code == 2
    assert "en annan person" in same.stderr.lower()
    decision = ask(
        *("gallra", "approve", list_id, "--delegation", "KS 4.2", "--by", "Gun")
    )["decision"]["decision_id"]
    assert decision in run("gallra", "list").stdout
    assert run("gallra", "prove", decision).exit_code == 2
    done = run("gallra", "execute", decision, "--by", "Ulla")
    assert done.exit_code == 0, done.stderr
    assert "Gallringen är genomförd och bevisad i 1 paket." in done.stdout
    assert COMMENTS["c1"][0] not in done.stdout
    proof = run("gallra", "prove", decision)
    assert "Gallringsprotokollets underskrift stämmer." in proof.stdout
    written = ask("gallra", "certificate", decision, "--to", tmp_path / "protokoll")
    assert {path.rpartition(".")[2] for path in written["files"]} == {
        "json",
        "pdf",
        "xml",
    }
    kept = ask("gallra", "replay-list", "--to", tmp_path / "genomforda.json")
    assert kept["decisions"] == 1
    assert ask("gallra", "reapply")["executions"] == []
    assert ask("package", "verify", "--all")["reports"][0]["is_valid"]


def test_a_hold_stops_what_was_due(due, run, ask):
    hold = ask(
        *("hold", "add", "account", ACCOUNT, "--reason", "disclosure"),
        *("--text", "Begäran om utlämnande"),
    )["hold"]
    assert "Begäran om utlämnande" in run("hold", "list").stdout
    assert refused(ask("gallra", "propose", ACCOUNT, due)) == {due: {"hold"}}
    assert run("hold", "release", hold["hold_id"], "--reason", " ").exit_code == 2
    ask("hold", "release", hold["hold_id"], "--reason", "Utlämnat")
    assert "Det finns inga gallringsstopp." in run("hold", "list").stdout
    assert len(ask("hold", "list", "--all")["holds"]) == 1
    assert ask("gallra", "propose", ACCOUNT, due)["list"] is not None


def test_what_was_classified_is_shown_with_who_did_it(due, run, ask):
    shown = run("classify", "list", ACCOUNT, "--state", "confirmed").stdout
    assert due in shown
    assert "Bekräftad" in shown
    assert len(ask("classify", "list", ACCOUNT)["items"]) == 5
    words = run("classify", "personal-data", ACCOUNT).stdout
    assert "Personnummer" in words
    place = ("personal_number", "40", "53")
    judged = run("classify", "judge-data", ACCOUNT, due, *place, "--no")
    assert "ingen personuppgift" in judged.stdout
    assert "Nämnden har inga regler." in run("classify", "rules", "ks").stdout
    ask("classify", "confirm", ACCOUNT, "--all")


def test_every_document_has_the_parts_that_are_documented(due, ask, tmp_path):
    """Every command once, with `--json`, in the order of the law."""
    told = {}

    def tell(command, *words):
        told[command] = ask(*command.split(), *words)
        return told[command]

    tell("classify propose", ACCOUNT)
    tell("classify confirm", ACCOUNT, due)
    tell("classify list", ACCOUNT)
    tell("classify rules", "ks")
    tell("classify personal-data", ACCOUNT)
    tell("classify judge-data", ACCOUNT, due, "name", "0", "3")
    hold = tell("hold add", "account", ACCOUNT, "--reason", "audit")["hold"]
    tell("hold release", hold["hold_id"], "--reason", "Klart")
    tell("hold list")
    frozen = tell("gallra propose", ACCOUNT, due, "--by", "Ulla")["list"]
    tell("gallra list")
    tell("gallra show", frozen["list_id"])
    approving = (frozen["list_id"], "--delegation", "KS 4.2", "--by", "Gun")
    decided = tell("gallra approve", *approving)["decision"]["decision_id"]
    tell("gallra execute", decided)
    tell("gallra prove", decided)
    tell("gallra certificate", decided, "--to", tmp_path)
    tell("gallra replay-list", "--to", tmp_path / "lista")
    tell("gallra reapply")
    given = {command: list(parts) for command, parts in told.items()}
    assert given == documented("classify", "hold", "gallra")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "words",
    [
        ("gallra", "propose", ACCOUNT, "c1", "--whole-account"),
        ("gallra", "propose", ACCOUNT, "c9"),
        ("gallra", "show", "finns-inte"),
        ("gallra", "approve", "finns-inte", "--delegation", "KS 4.2"),
        ("gallra", "execute", "finns-inte"),
        ("gallra", "certificate", "finns-inte", "--to", "x"),
        ("classify", "confirm", ACCOUNT),
        ("classify", "confirm", ACCOUNT, "c1"),
        ("hold", "add", "item", "c1", "--reason", "audit"),
        ("hold", "release", "finns-inte", "--reason", "x"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(run, words):
    answer = run(*words)
    assert answer.exit_code == 2, answer.output
    assert answer.stderr.strip().endswith(".")
