# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild register`: what each command says to people and gives to programs."""

import json

import pytest

pytestmark = pytest.mark.usefixtures("town")

WHY = ("--reason", "Årlig genomgång", "--by", "Anna")


def write(folder, text):
    path = folder / "konton.csv"
    path.write_text(text, encoding="utf-8")
    return path


def cells(text):
    """Give the words of each line, without the layout."""
    return [" ".join(line.split()) for line in text.splitlines()]


def test_an_import_shows_what_changes_before_and_after(run, ask, tmp_path):
    path = write(
        tmp_path,
        "Id;Namn;Adress;Syfte;Telefon\nkonto;Kontot;;Läsa;1177\n"
        ";Nytt;https://ny.invalid;;\n",
    )
    words = ("register", "import", path, "--board", "ks", *WHY)
    tried = run(*words, "--dry-run")
    assert tried.exit_code == 0, tried.stderr
    assert "1 konton skulle föras in i registret:" in tried.stdout
    assert "konto Syfte – Läsa" in cells(tried.stdout)
    assert "Ingenting är sparat." in tried.stdout
    assert "Telefon" in tried.stderr
    assert ask("account", "show", "konto")["account"]["purpose"] == ""
    done = ask(*words)["intake"]
    assert [found["account_id"] for found in done["added"]] == ["nytt"]
    assert done["changed"][0]["after"] == {"purpose": "Läsa"}
    assert done["changed"][0]["changed_by"] == "Anna"
    assert ask(*words)["intake"]["unchanged"] == 2


def test_faults_of_a_file_are_told_by_row_and_column(run, tmp_path):
    path = write(tmp_path, "Id;Startdatum\nkonto;i fjol\n")
    result = run("register", "import", path, *WHY, "--json")
    assert result.exit_code == 2
    (problem,) = json.loads(result.stdout)["error"]["problems"]
    assert problem.startswith("Rad 2, kolumn B (Startdatum)")


def test_account_import_is_the_same_work(ask, tmp_path):
    path = write(tmp_path, "Id;Syfte\nkonto;Läsa\n")
    assert ask("account", "import", path, "--reason", "Nytt") == {"accounts": []}
    assert ask("account", "show", "konto")["account"]["purpose"] == "Läsa"


@pytest.mark.parametrize("name", ["ut.csv", "ut.xlsx"])
def test_what_is_exported_is_imported_without_a_change(ask, tmp_path, name):
    ask("register", "change", "konto", "--goals", "=1 mål", *WHY)
    path = tmp_path / name
    assert ask("register", "export", path)["accounts"] == ["konto"]
    intake = ask("register", "import", path, "--blank-clears", *WHY)["intake"]
    assert (intake["added"], intake["changed"], intake["unchanged"]) == ([], [], 1)


def test_a_change_and_its_history_say_who_when_why_and_what(run, ask):
    said = run("register", "change", "konto", "--goals", "Nå fler", *WHY)
    assert said.exit_code == 0, said.stderr
    assert "konto Mätbara mål – Nå fler" in cells(said.stdout)
    same = run("register", "change", "konto", "--goals", "Nå fler", *WHY)
    assert "Ingenting ändrades" in same.stdout
    run("register", "change", "konto", "--goals", "", *WHY)
    entries = ask("register", "history", "konto")["history"]
    assert [entry["after"] for entry in entries] == [
        {},
        {"goals": "Nå fler"},
        {"goals": ""},
    ]
    told = cells(run("register", "history").stdout)
    assert any("Anna Årlig genomgång konto Mätbara mål" in line for line in told)
    assert any("Infört i registret konto" in line for line in told)


def test_every_field_has_a_flag(ask):
    given = {
        "--goals-follow-up": "Varje kvartal",
        "--decided-by": "Eva Ek",
        "--decided-on": "1 april 2026",
        "--approval": "KOM 7",
        "--approved-by": "Kim Ko",
        "--approved-on": "2026-04-02",
        "--listed": "nej",
        "--snapshots-per-year": "2",
        "--level": "översikt",
    }
    words = [word for pair in given.items() for word in pair]
    found = ask("register", "change", "konto", *words, *WHY)["account"]
    assert found["decided_on"] == "2026-04-01"
    assert (found["is_listed"], found["snapshots_per_year"]) == (False, 2)
    assert found["level"] == "overview"


def test_what_is_kept_as_values_is_shown_as_the_words_of_a_list(run, ask):
    words = ("--listed", "nej", "--level", "översikt", "--snapshots-per-year", "1")
    told = cells(run("register", "change", "konto", *words, *WHY).stdout)
    ask("close", "open", "konto", "--reason", "Vilar", "--decision", "KS 7")
    told += cells(run("register", "history", "konto").stdout)
    assert "konto I publika registret ja nej" in told
    for said in ("Arkiveringens omfattning allt innehåll översikt", "under avslut"):
        assert any(said in line for line in told)
    assert not any(raw in line for line in told for raw in ("true", "overview"))


def test_a_blank_name_is_the_person_at_the_keyboard(ask):
    words = ("register", "change", "konto", "--goals", "Mål", "--reason", "Prov")
    done = ask(*words, "--by", " \t ")["change"]
    assert done["changed_by"].strip()
    words = ("register", "change", "konto", "--goals", "", "--reason", "Prov")
    assert ask(*words, "--by", "Bo\nEk")["change"]["changed_by"] == "Bo Ek"


def test_what_the_register_lacks_is_named(run, ask):
    (lack,) = ask("register", "check")["lacks"]
    assert "mätbara mål för kontot" in lack["lacks"]
    assert "konto Kontot mätbara mål för kontot" in cells(
        run("register", "check").stdout
    )


def test_the_public_list_is_written_and_pointed_at(run, ask, tmp_path):
    said = run("register", "publish", tmp_path / "ut", "--by", "Anna")
    assert said.exit_code == 0, said.stderr
    assert "1 konton är på den publika listan." in said.stdout
    assert sorted(file.name for file in (tmp_path / "ut").iterdir()) == [
        *("register-fragment.html", "register.csv", "register.html", "register.json")
    ]
    again = ask("register", "publish", tmp_path / "ut")
    assert again["register"]["accounts"][0]["name"] == "Kontot"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("register", "change", "okand", "--goals", "x", *WHY), "finns inte"),
        (("register", "change", "konto", "--goals", "x"), "--reason måste anges."),
        (("register", "change", "konto", "--listed", "kanske", *WHY), "går inte att"),
        (("register", "import", "saknas.csv", *WHY), "finns inte"),
        (("register", "export", "ut.pdf"), "ska sluta på .csv eller .xlsx"),
        (("register", "history", "okand"), "finns inte"),
        (("register", "check", "--board", "okand"), "Nämnden ”okand”"),
    ],
)
def test_what_cannot_be_done_is_said_in_swedish(run, words, problem):
    result = run(*words)
    assert result.exit_code == 2
    assert problem in result.stderr
