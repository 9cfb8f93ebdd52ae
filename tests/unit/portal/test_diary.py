# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild diary`: judged, listed, handed over and taken back at the command line."""

import re

import pytest


@pytest.fixture
def package(town, platform, ask):
    """A package with posts and comments of the account."""
    del town, platform
    return ask("snapshot", "konto", "--reason", "Begärd")["package"]


@pytest.fixture
def judged(package, ask):
    """A comment that is to be registered."""
    assert package
    words = ("--as", "to_register", "--by", "Ulla")
    (made,) = ask("diary", "judge", "konto", "c1", *words)["registrations"]
    return made


@pytest.mark.usefixtures("town")
def test_an_account_without_anything_says_so(run):
    assert "Det finns inget att visa." in run("diary", "list").stdout


@pytest.mark.usefixtures("package")
def test_what_nobody_has_judged_is_listed_with_its_words(run, ask):
    found = ask("diary", "list", "konto")["work"]
    assert {work["state"] for work in found} == {"not_judged"}
    assert all(work["item"]["item_id"] == work["item_id"] for work in found)
    assert any(work["body"] for work in found)
    assert "Inte bedömd" in run("diary", "list", "konto").stdout
    assert {work["body"] for work in ask("diary", "list")["work"]} == {None}


def test_a_judgement_is_said_and_can_be_chosen(judged, run, ask):
    assert judged["decided_by"] == "Ulla"
    (work,) = ask("diary", "list", "--state", "to_register")["work"]
    assert work["registration"] == judged
    assert ask("diary", "list", "konto", "--overdue")["work"] == []
    said = run("diary", "judge", "konto", "c1", "--as", "to_register").stdout
    assert said == f"c1 ska diarieföras senast {judged['due']}.\n"


@pytest.mark.usefixtures("package")
def test_who_need_not_register_gives_a_reason(run, ask):
    words = ("diary", "judge", "konto", "p1", "--thread", "--as")
    refused = run(*words, "not_to_be_registered")
    assert refused.exit_code == 2
    assert "Ange varför" in refused.stderr
    made = run(*words, "not_to_be_registered", "--reason", "Av ringa betydelse")
    assert made.stdout == "Tråden p1 ska inte diarieföras.\n"
    (work,) = ask("diary", "list", "--state", "not_to_be_registered")["work"]
    assert work["items"] > 1
    assert "Tråd (" in run("diary", "list", "konto", "--all").stdout


def test_a_number_is_taken_back(judged, run, ask):
    assert judged
    said = run("diary", "register", "konto", "c1", "KS 2026/118", "--on", "2026-11-02")
    assert said.stdout == "c1 är diarieförd som KS 2026/118 den 2026-11-02.\n"
    again = ("konto", "c1", "KS 2026/119", "--on", "2026-11-02")
    made = ask("diary", "register", *again)["registration"]
    assert made["diary_number"] == "KS 2026/119"
    closed = ask("diary", "close", "KS 2026/119", "--on", "2026-11-03")
    (found,) = closed["registrations"]
    assert found["case_closed_on"] == "2026-11-03"
    refused = run("diary", "close", "KS 2026/120", "--on", "2026-11-03")
    assert refused.exit_code == 2


def test_a_list_goes_out_and_comes_back(judged, run, ask, tmp_path):
    file = tmp_path / "lista.csv"
    handed = ask("diary", "handover", "--csv", file)
    assert (len(handed["registrations"]), handed["left"]) == (1, 0)
    assert judged["registration_id"] in file.read_text()
    assert ask("diary", "handover", "--csv", file)["registrations"] == []
    text = file.read_text()
    file.write_text(re.sub(r";;\n$", ";KS 2026/118;2026-11-02\n", text))
    said = run("diary", "import", file)
    assert said.stdout == "1 nya diarienummer är införda.\n"
    assert ask("diary", "import", file)["registrations"] == []


def test_a_board_says_in_its_own_file_where_it_wants_it(
    judged, run, ask, home, tmp_path
):
    assert judged
    refused = run("diary", "handover")
    assert refused.exit_code == 2
    assert "diary/ks.yaml" in refused.stderr
    (home / "diary").mkdir()
    file = tmp_path / "lista.csv"
    (home / "diary/ks.yaml").write_text(f"lista: {file}\n", encoding="utf-8")
    assert len(ask("diary", "handover")["registrations"]) == 1
    assert file.exists()


def test_letters_need_a_server_and_secrets_are_kept(judged, run, monkeypatch):
    assert judged
    words = ("diary", "handover", "--mail", "registrator@kommun.example")
    refused = run(*words)
    assert (refused.exit_code, "AVBILD_SMTP_URL" in refused.stderr) == (2, True)
    monkeypatch.setenv("AVBILD_SMTP_URL", "ftp://u:hemligt@kommun.example")
    refused = run(*words)
    assert refused.exit_code == 2
    assert "hemligt" not in refused.output


def test_what_is_secret_is_left_and_said(judged, run, monkeypatch):
    assert judged
    run(
        *("diary", "judge", "konto", "c1", "--as", "to_register"),
        *("--secrecy", "OSL 21:7"),
    )
    monkeypatch.setenv("AVBILD_SMTP_URL", "smtps://kommun.example")
    monkeypatch.setenv("AVBILD_MAIL_SENDER", "avbild@kommun.example")
    said = run("diary", "handover", "--mail", "registrator@kommun.example")
    assert said.exit_code == 0
    assert "1 underlag är inte lämnade: de omfattas av sekretess." in said.stderr
