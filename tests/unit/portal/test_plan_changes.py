# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A board's next plan, and what it changes, as a board secretary sees it."""

import pytest

HEADINGS = "Kod;Handlingstyp;Bevaras/Gallras;Gallringsfrist;Anmärkning\n"
FIRST = "1.1;Konto;Bevaras;;\n1.2;Frågor;Gallras;2 år;Gammal\n1.3;Annat;Bevaras;;\n"
SECOND = "1.1;Konto;Bevaras;;\n1.2;Frågor;Gallras;5 år;\n1.4;Nytt;Gallras;1 år;\n"


@pytest.fixture
def versions(home, run, tmp_path):
    """A board with two versions of its plan."""
    assert home.is_dir()
    run("board", "add", "ks", "--name", "Kommunstyrelsen", "--municipality", "Älmhult")
    for year, rows in ((2026, FIRST), (2027, SECOND)):
        path = tmp_path / "plan.csv"
        path.write_text(HEADINGS + rows, encoding="utf-8")
        result = run(
            *("plan", "import", path, "--board", "ks"),
            *("--decision", f"KS {year} § 1", "--valid-from", f"{year}-01-01"),
        )
        assert result.exit_code == 0, result.stderr


@pytest.mark.usefixtures("versions")
@pytest.mark.parametrize(
    "words", [("plan", "compare", "ks:1", "ks"), ("plan", "changes", "ks")]
)
def test_each_row_that_differs_is_shown_with_what_it_means(run, words):
    shown = run(*words)
    assert shown.exit_code == 0, shown.stderr
    for said in (
        "ks, version 1 jämförd med ks, version 2",
        "Gallringsfrist: 2 år → 5 år",
        "Anmärkning: Gammal → (tomt)",
        "Ny",
        "Borttagen",
        "klassificeras på nytt",
        "Oförändrade rader: 1.",
    ):
        assert said in shown.stdout


@pytest.mark.usefixtures("versions")
def test_versions_that_are_alike_say_so(run):
    shown = run("plan", "compare", "ks:2", "ks:2")
    assert "Inga rader skiljer sig åt." in shown.stdout


@pytest.mark.usefixtures("versions")
def test_a_version_that_is_not_there_is_refused(run):
    result = run("plan", "compare", "ks:1", "ks:9")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "finns inte" in result.stderr


def test_a_board_s_next_plan_is_read_by_the_map_of_its_last(home, run, tmp_path):
    assert home.is_dir()
    run("board", "add", "ks", "--name", "Kommunstyrelsen", "--municipality", "Älmhult")
    table, named = tmp_path / "plan.csv", tmp_path / "karta.yaml"
    named.write_text("kolumner: {Handlingstyp: Vad, Bevaras/Gallras: Hur}", "utf-8")
    words = ("plan", "import", table, "--board", "ks", "--decision", "KS § 1")
    for year, columns in ((2026, ("--columns", named)), (2027, ())):
        table.write_text(f"Kod;Vad;Hur\n1;Konto {year};Bevaras\n", encoding="utf-8")
        result = run(*words, "--valid-from", f"den 1 januari {year}", *columns)
        assert result.exit_code == 0, result.stderr
        assert ("förra plan" in result.stderr) == (not columns)
        assert "Beslutet anger inte datum och diarienummer." in result.stderr
