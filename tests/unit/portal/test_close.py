# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild close`: a secretary closes an account from the keyboard."""

from datetime import timedelta

import pytest

from pipeline.context import TIME_ZONE, open_archive, utc_now
from pipeline.settings import read_settings
from schemas.profile import Observation, PageState
from tests.samples import sample_png

TODAY = utc_now().astimezone(TIME_ZONE).date()
ANNOUNCED = (
    *("close", "announce", "konto", "--text", "Vi stänger.", "--turn-to", "Växeln"),
    *("--link", "https://torget.example/1"),
)
STEPS = "decided announced captured confirmed closed unlisted told"


@pytest.fixture
def opened_account(town, run):
    """An account whose closing is decided."""
    assert town is None
    result = run(
        *("close", "open", "konto", "--reason", "Används inte"),
        *("--decision", "KS 2026 § 7", "--by", "Chefen"),
    )
    assert result.exit_code == 0, result.stderr
    return result


@pytest.fixture
def captured(opened_account, run, ask, platform):
    """An account that is archived for the last time."""
    assert opened_account.exit_code == platform.captures == 0
    until = ("--until", TODAY, "--reason", "Stod i fjorton dagar")
    assert run(*ANNOUNCED, *until).exit_code == 0
    assert run("close", "capture", "konto").exit_code == 0
    (order,) = ask("order", "list")["orders"]
    assert run("order", "run", order["order_id"]).exit_code == 0
    return order["order_id"]


def states(document) -> dict[str, str]:
    return {line["step"]: line["state"] for line in document["lines"]}


def test_the_whole_way(run, ask, captured, tmp_path):
    picture = tmp_path / "bild.png"
    picture.write_bytes(sample_png())
    (moved,) = ask("close", "advance")["moved"]
    assert moved["move"] == "captured"
    assert run("close", "confirm", "konto", "--by", "Sekreteraren").exit_code == 0
    closed = ask("close", "closed", "konto", "--screenshot", picture)
    assert closed["next_step"] == "unlisted"
    done = ask("close", "unlist", "konto")
    assert done["closure"]["state"] == "done"
    assert set(states(done).values()) == {"done"}
    assert " ".join(states(done)) == STEPS
    taken = {line["step"]: line["entry"] for line in done["lines"]}
    assert taken["decided"]["by"] == "Chefen"
    assert taken["confirmed"]["by"] == "Sekreteraren"
    assert taken["captured"]["order_id"] == captured
    assert ask("account", "show", "konto")["account"]["status"] == "closed"
    assert ask("close", "list")["closures"] == []
    assert len(ask("close", "list", "--all")["closures"]) == 1
    text = run("close", "show", "konto").stdout
    assert "Kontot (konto): avslutat" in text
    assert "Kommunikationsavdelningen underrättad" in text


def test_the_checklist_is_clear_to_read(run, opened_account):
    assert "Avslutet av konto är påbörjat." in opened_account.stdout
    until = TODAY + timedelta(days=14)
    assert run(*ANNOUNCED, "--until", until).exit_code == 0
    text = run("close", "show", "konto").stdout
    rows = [line for line in text.splitlines() if line.strip()[:1].isdigit()]
    assert len(rows) == 7
    assert "Klart" in rows[0]
    assert "Beslut: KS 2026 § 7" in rows[0]
    assert "Skäl: Används inte" in text
    assert f"Till och med: {until}" in text
    assert f"till och med {until}" in rows[2]
    assert "Efter steget ”Slutlig arkivering, fullständig”." in rows[3]
    assert "Väntar" in rows[2]
    listed = run("close", "list").stdout
    assert "Slutlig arkivering" in listed


@pytest.mark.usefixtures("opened_account")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("capture", "konto"), "måste tas före"),
        (("accept", "konto", "--reason", "Skäl"), "måste tas före"),
        (("confirm", "konto", "--by", "Ulla"), "måste tas före"),
        (("closed", "konto"), "måste tas före"),
        (("unlist", "konto"), "måste tas före"),
        (("undo", "konto", "captured", "--reason", "Skäl"), "är inte taget"),
        (("undo", "konto", "borta", "--reason", "Skäl"), "Välj något av: decided"),
        (("confirm", "konto"), "--by måste anges"),
        (("show", "okant"), "finns inte i registret"),
        (("closed", "konto", "--screenshot", "ingen.png"), "finns inte"),
        (
            ("open", "konto", "--reason", "Skäl", "--decision", "KS § 1"),
            "är redan taget",
        ),
    ],
)
def test_what_cannot_be_done_is_said(run, words, sentence):
    result = run("close", *words)
    assert result.exit_code == 2
    assert sentence in result.stderr


@pytest.mark.usefixtures("opened_account")
def test_a_short_announcement_is_refused_without_a_reason(run):
    result = run(*ANNOUNCED, "--until", TODAY + timedelta(days=3))
    assert result.exit_code == 2
    assert "minst 14 dagar" in result.stderr


def test_an_incomplete_archiving_is_accepted_for_a_reason(run, ask, platform, town):
    assert town is None
    platform.missing = ("Tre filmer saknas.",)
    for words in (
        ("close", "open", "konto", "--reason", "Skäl", "--decision", "KS § 1"),
        (*ANNOUNCED, "--until", TODAY, "--reason", "Fyra följare"),
        ("close", "capture", "konto"),
    ):
        assert run(*words).exit_code == 0
    (order,) = ask("order", "list")["orders"]
    run("order", "run", order["order_id"])
    assert "ofullständig" in run("close", "show", "konto").stdout
    accepted = ask("close", "accept", "konto", "--reason", "Filmerna är borta")
    assert states(accepted)["captured"] == "done"
    assert "Godtaget med det som saknas." in run("close", "show", "konto").stdout


@pytest.mark.usefixtures("captured")
def test_steps_and_the_whole_may_be_taken_back(run, ask):
    ask("close", "advance", "konto")
    undone = ask("close", "undo", "konto", "announced", "--reason", "Fel text")
    assert undone["next_step"] == "announced"
    assert len(undone["closure"]["entries"]) == 5
    assert "Taget tillbaka" in (shown := run("close", "show", "konto").stdout)
    assert shown.count("Fel text") == 2
    withdrawn = ask("close", "withdraw", "konto", "--reason", "Kontot behövs")
    assert withdrawn["closure"]["state"] == "withdrawn"
    assert ask("account", "show", "konto")["account"]["status"] == "active"
    assert "Kontot (konto): återtaget" in run("close", "show", "konto").stdout


@pytest.mark.usefixtures("town")
def test_an_account_that_never_was_closed_has_no_checklist(run):
    result = run("close", "show", "konto")
    assert result.exit_code == 2
    assert "aldrig varit under avslut" in result.stderr
    assert "Inget konto håller på att avslutas." in run("close", "list").stdout
    assert "Inga avslut pågår." in run("close", "advance").stdout


@pytest.mark.usefixtures("town")
def test_inactive_accounts_are_shown(run, ask):
    assert "Inga konton är inaktiva." in run("close", "inactive").stdout
    now = utc_now()
    with open_archive(read_settings()) as archive:
        archive.database.observations.add(
            Observation(
                observation_id="sedd",
                account_id="konto",
                seen_at=now,
                page_state=PageState.OK,
                extractor="bluesky-api/1",
                last_active_at=now - timedelta(days=200),
            )
        )
    (found,) = ask("close", "inactive")["inactive"]
    assert found["account_id"] == "konto"
    assert "konto" in run("close", "inactive", "--board", "ks").stdout
    assert run("close", "inactive", "--board", "okand").exit_code == 2


@pytest.mark.usefixtures("opened_account")
def test_the_inbox_holds_what_waits(run, ask):
    ask("close", "advance")
    (notice,) = ask("inbox", "list")["notices"]
    assert notice["title"].startswith("Meddela följarna")
    found = run("inbox", "show", notice["notice_id"]).stdout
    assert "Det här kan du göra:" in found
    assert "avbild close announce konto" in found
    assert ask("inbox", "list", "--for", "operations")["notices"] == []
    assert len(ask("inbox", "list", "--board", "ks")["notices"]) == 1
    assert run("inbox", "list", "--board", "okand").exit_code == 2
    done = ask("inbox", "done", notice["notice_id"], "--by", "Ulla")["notice"]
    assert done["done_by"] == "Ulla"
    assert "Det finns inga meddelanden." in run("inbox", "list").stdout
    assert "Meddela följarna" in run("inbox", "list", "--all").stdout
    assert run("inbox", "done", notice["notice_id"]).exit_code == 2


@pytest.mark.usefixtures("town")
def test_a_secretary_gets_an_address(run, ask):
    words = ("board", "change", "ks", "--secretary-email")
    board = ask(*words, "ks@kommun.example")["board"]
    assert board["secretary_email"] == "ks@kommun.example"
    result = run(*words, "ulla")
    assert result.exit_code == 2
    assert "ingen e-postadress" in result.stderr
