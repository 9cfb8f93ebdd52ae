# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild policy`: what is shown is read back, and a change says what it changed."""

import pytest

pytestmark = pytest.mark.usefixtures("town")


def write(folder, text):
    path = folder / "regler.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_shown_sets_nothing_new_when_it_is_read_back(ask, run, tmp_path):
    ask(*set_words(write(tmp_path, "ses igen: 3\n")))
    shown = run("policy", "show", "change").stdout
    again = ask(*set_words(write(tmp_path, shown)))
    assert again["version"] is None
    assert "ses igen: 3" in shown


def test_it_is_written_to_a_new_file_and_never_over_another(run, tmp_path):
    path = tmp_path / "ut" / "regler.yaml"
    assert run("policy", "show", "publication", "--to", path).exit_code == 0
    text = path.read_text(encoding="utf-8")
    assert text == run("policy", "show", "publication").stdout
    again = run("policy", "show", "publication", "--to", path)
    assert again.exit_code == 2
    assert "finns redan" in again.stderr


def set_words(path, *more):
    return ("policy", "set", "change", path, "--reason", "Brus", *more)


def test_a_change_says_what_was_and_what_is(run, tmp_path):
    text = "ses igen: 3\nkontrolladresser:\n  bluesky: https://a.example/\n"
    said = run(*set_words(write(tmp_path, text), "--board", "ks", "--by", "Anna"))
    assert said.exit_code == 0, said.stderr
    assert "version 1 gäller nu" in said.stdout
    rows = [line.split() for line in said.stdout.splitlines()]
    assert ["ses", "igen", "2", "3"] in rows
    assert ["kontrolladresser", "bluesky:", "https://a.example/"] in rows


def test_history_says_who_when_and_why(ask, run, tmp_path):
    ask(*set_words(write(tmp_path, "ses igen: 3\n"), "--by", "Anna"))
    (version,) = ask("policy", "history", "change")["versions"]
    assert (version["version"], version["set_by"], version["reason"]) == (
        1,
        "Anna",
        "Brus",
    )
    table = run("policy", "history", "change").stdout
    assert "Anna" in table
    assert "ses igen" in table
    assert (
        "Inga egna regler" in run("policy", "history", "change", "--board", "ks").stdout
    )


def test_a_boards_own_goes_before_the_municipalitys(ask, tmp_path):
    ask(*set_words(write(tmp_path, "ses igen: 3\n")))
    ask(*set_words(write(tmp_path, "ses igen: 4\n"), "--board", "ks"))
    own = ask("policy", "show", "change", "--board", "ks")
    assert own["policy"]["confirm_sights"] == 4
    assert own["version"]["board_id"] == "ks"
    assert ask("policy", "show", "change")["policy"]["confirm_sights"] == 3


def test_names_of_employees_are_warned_of(run, tmp_path):
    path = write(tmp_path, "uppgifter: [namn, adress, ansvarig]\n")
    said = run("policy", "set", "publication", path, "--reason", "Beslut")
    assert said.exit_code == 0
    assert "Ansvarig för kontot" in said.stderr


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("policy", "show", "annat"), "Välj något av: change, conformity, publication"),
        (("policy", "show", "change", "--board", "okand"), "Nämnden ”okand”"),
        (("policy", "show", "publication", "--board", "ks"), "Ange ingen nämnd"),
        (("policy", "set", "change", "saknas.yaml", "--reason", "x"), "finns inte"),
    ],
)
def test_what_cannot_be_done_is_said_in_swedish(run, words, problem):
    result = run(*words)
    assert result.exit_code == 2
    assert problem in result.stderr


def test_each_faulty_part_is_named(run, tmp_path):
    text = "ses igen: 0\ntimmar till stängt: 2\n"
    result = run(*set_words(write(tmp_path, text)))
    assert result.exit_code == 2
    assert "”ses igen” ska vara minst 1." in result.stderr
    assert "”timmar till stängt” ska vara minst 48." in result.stderr
