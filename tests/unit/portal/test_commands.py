# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each command does its work, and answers people in Swedish and programs in JSON."""

import json
import re
from pathlib import Path

import pytest

from schemas.errors import PlatformDown
from schemas.profile import PageState
from tests.homes import PLAN
from tests.unit.portal.conftest import ADDRESS, SESSION

DOCS = Path(__file__).parents[3] / "docs/command-line.md"


OF_RECORDS = frozenset(
    {
        *("change", "classify", "close", "conformity", "diary"),
        *("gallra", "hold", "inbox", "policy", "register"),
    }
)
"""Groups of commands that have tests of their own."""

OF_SOURCES = frozenset(
    {"account token", "account check", "account clear-browser", "import"}
)
"""Further commands that have."""


def documented(*groups):
    """Give each command's parts as docs/command-line.md lists them."""
    text = DOCS.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z -]+)` \| (`.+`) \|$", text, re.MULTILINE)
    return {
        command: re.findall(r"`(\w+)`", parts)
        for command, parts in rows
        if (command.split()[0] in groups)
        or (
            not groups
            and command.split()[0] not in OF_RECORDS
            and command not in OF_SOURCES
        )
    }


@pytest.mark.usefixtures("town")
def test_every_document_has_the_parts_that_are_documented(ask, platform, tmp_path):
    """The whole main job, every command once, with `--json`."""
    accounts = tmp_path / "konton.csv"
    accounts.write_text("Namn;Adress\nAnnat;https://a.invalid\n", encoding="utf-8")
    newer = ("--decision", "KS 2027 § 1", "--valid-from", "2027-01-01")
    who = ("--name", "Bygg", "--municipality", "Älmhult")
    letters = ("--secretary-email", "bygg@kommun.example")
    told = {
        "init": ask("init"),
        "board add": ask("board", "add", "bygg", *who),
        "board list": ask("board", "list"),
        "board change": ask("board", "change", "bygg", *letters),
        "account add": ask(
            *("account", "add", "--name", "Ny", "--board", "ks"),
            *("--url", ADDRESS.replace("konto", "ny")),
        ),
        "account list": ask("account", "list"),
        "account import": ask("account", "import", accounts, "--board", "ks"),
        "plan import": ask("plan", "import", PLAN, "--board", "ks", *newer),
        "plan list": ask("plan", "list"),
        "plan show": ask("plan", "show", "ks"),
        "plan compare": ask("plan", "compare", "ks:1", "ks"),
        "plan changes": ask("plan", "changes", "ks"),
        "watch": ask("watch", "konto"),
    }
    order_id = told["watch"]["outcomes"][0]["order_id"]
    told["order list"] = ask("order", "list")
    told["order show"] = ask("order", "show", order_id)
    told["order run"] = ask("order", "run", order_id)
    told["snapshot"] = ask("snapshot", "konto", "--reason", "Begärd")
    package_id = told["snapshot"]["package"]["package_id"]
    told["login"] = ask("login", "konto")
    told["account show"] = ask("account", "show", "konto")
    told["package list"] = ask("package", "list")
    told["package show"] = ask("package", "show", package_id)
    told["package verify"] = ask("package", "verify", "--all")
    told["package export"] = ask(
        "package", "export", package_id, "--as", "dip", "--to", tmp_path / "ut.zip"
    )
    assert {command: list(parts) for command, parts in told.items()} == documented()
    assert platform.captures == 2
    assert told["plan import"]["plan"]["version"] == 2
    assert told["plan list"]["plans"][0]["rows"] == 10
    assert told["account show"]["latest_package"]["package_id"] == package_id
    assert [report["is_valid"] for report in told["package verify"]["reports"]] == [
        True,
        True,
    ]
    assert (tmp_path / "ut.zip").exists()


def test_init_makes_an_archive_and_may_be_repeated(run, tmp_path, monkeypatch):
    monkeypatch.setenv("AVBILD_HOME", str(tmp_path / "nytt"))
    for _ in range(2):
        result = run("init")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == f"Arkivet är klart att användas: {tmp_path / 'nytt'}\n"


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("board", "list"), "Inga nämnder är införda."),
        (("account", "list"), "Inga konton är införda."),
        (("plan", "list"), "Inga planer är inlästa."),
        (("order", "list"), "Det finns inga beställningar."),
        (("package", "list"), "Arkivet har inga paket."),
        (("package", "verify", "--all"), "Arkivet har inga paket."),
        (("watch",), "Det finns inga konton att avläsa."),
    ],
)
def test_an_empty_archive_says_so(run, words, sentence):
    result = run(*words)
    assert result.exit_code == 0
    assert sentence in result.stdout


@pytest.mark.usefixtures("town")
def test_what_the_register_lacks_is_pointed_out(run):
    result = run(
        "account", "add", "--name", "Ny", "--board", "ks", "--url", ADDRESS + "2"
    )
    assert "Ny är infört i registret som ny." in result.stdout
    assert "  – verksamhetens chef\n" in result.stderr


@pytest.mark.usefixtures("town")
def test_a_plan_is_shown_as_it_was_read(run):
    result = run("plan", "show", "ks", "--plan-version", "1")
    assert re.search(
        r"1\.5\.3 +Kommentarer av .* Gallras +2 år \(från arkivering\)", result.stdout
    )
    assert "KS 2026-03-10 § 41" in result.stdout


@pytest.mark.usefixtures("home")
def test_a_preview_takes_nothing_in(run, ask):
    result = run("plan", "import", PLAN, "--preview")
    assert result.exit_code == 0
    assert "Klassificering" in result.stdout
    assert "Inget är inläst." in result.stdout
    assert "”Vid inaktualitet” kan inte räknas ut" in result.stderr
    assert ask("plan", "import", PLAN, "--preview")["plan"] is None
    assert ask("plan", "list")["plans"] == []


@pytest.mark.usefixtures("home")
def test_a_preview_of_a_bad_plan_names_its_cells(run, tmp_path):
    bad = tmp_path / "plan.csv"
    bad.write_text("Kod;Handlingstyp;Bevaras/Gallras\n1;Inlägg;Kanske\n", "utf-8")
    result = run("plan", "import", bad, "--preview")
    assert result.exit_code == 2
    assert "  – Rad 2, kolumn C (Bevaras/Gallras): ”Kanske”" in result.stderr


@pytest.mark.usefixtures("home")
def test_a_plan_without_decision_is_not_taken_in(run):
    result = run("plan", "import", PLAN, "--board", "ks")
    assert result.exit_code == 2
    assert "Ange --decision och --valid-from" in result.stderr


@pytest.mark.usefixtures("town")
def test_a_snapshot_tells_each_step_and_what_was_made(run, platform):
    result = run("snapshot", "konto", "--reason", "Begärd", "--by", "Ulla")
    assert result.exit_code == 0
    assert "Kontot är arkiverat." in result.stdout
    assert re.search(r"Inlägg: +2 *\n", result.stdout)
    assert result.stderr.splitlines()[:2] == [
        "Skriver den läsbara handlingen …",
        "Gör arkivpaketet …",
    ]
    assert platform.captures == 1


@pytest.mark.usefixtures("town")
def test_an_incomplete_capture_is_kept_when_asked_for_and_never_called_an_archive(
    run, ask, platform
):
    platform.missing = ("2 av 40 inlägg hittades.",)
    words = ("snapshot", "konto", "--reason", "Begärd")
    refused = run(*words)
    assert refused.exit_code == 3
    assert "2 av 40 inlägg hittades." in refused.stderr
    kept = run(*words, "--keep-incomplete")
    assert "Det som saknas:\n  – " in kept.stderr
    assert kept.exit_code == 0
    assert "Kontot är arkiverat." not in kept.stdout
    assert "Kontot är inte arkiverat." in kept.stderr
    assert "OFULLSTÄNDIGT" in run("package", "list").stdout
    assert not ask("package", "list")["packages"][0]["is_complete"]
    assert ask("account", "show", "konto")["latest_package"] is None


@pytest.mark.usefixtures("town", "platform")
def test_a_login_is_saved_shown_and_forgotten_and_never_printed(run):
    said = [run("login", "konto", "--by", "Ulla"), run("login", "konto", "--show")]
    assert [result.exit_code for result in said] == [0, 0]
    assert "Inloggningen är sparad." in said[0].stdout
    for result in said:
        assert re.search(r"Sparad av:\s+Ulla", result.stdout)
        assert "plattformen säger inte när" in result.stdout
        assert SESSION not in result.output
    assert "borttagen" in run("login", "konto", "--forget").stdout
    gone = run("login", "konto", "--show")
    assert (gone.exit_code, gone.stderr.strip()) == (
        2,
        "Kontot konto har ingen sparad inloggning.",
    )
    assert run("login", "konto", "--show", "--forget").exit_code == 2


@pytest.mark.usefixtures("town")
def test_a_login_without_a_display_says_what_to_do(run, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    result = run("login", "konto")
    assert result.exit_code == 3
    assert "ingen skärm" in result.stderr


@pytest.mark.usefixtures("town")
def test_chosen_posts_go_with_the_level_that_takes_them(ask, run, platform):
    words = ("snapshot", "konto", "--reason", "Begärd", "--queue")
    posts = ("--post", f"{ADDRESS}/1", "--post", f"{ADDRESS}/2")
    refused = run(*words, *posts)
    assert refused.exit_code == 2
    assert "bara för nivån unique" in refused.stderr
    assert "--level: ”halv” finns inte" in run(*words, "--level", "halv").stderr
    order = ask(*words, "--level", "unique", *posts)["order"]
    assert (order["level"], order["posts"]) == (
        "unique",
        [f"{ADDRESS}/1", f"{ADDRESS}/2"],
    )
    shown = run("order", "show", order["order_id"]).stdout
    assert f"{ADDRESS}/1, {ADDRESS}/2" in shown
    assert platform.captures == 0


@pytest.mark.usefixtures("town")
def test_a_queued_snapshot_waits(ask, platform):
    told = ask("snapshot", "konto", "--reason", "Begärd", "--queue", "--by", "Ulla")
    assert told["package"] is None
    order = ask("order", "show", told["order"]["order_id"])["order"]
    assert (order["state"], order["ordered_by"]) == ("queued", "Ulla")
    assert ask("order", "list", "--state", "done")["orders"] == []
    assert platform.captures == 0


@pytest.mark.usefixtures("town")
def test_a_failed_order_shows_its_reason_and_can_be_run_again(run, ask, platform):
    platform.fault = PlatformDown("Plattformen svarar inte.")
    result = run("snapshot", "konto", "--reason", "Begärd")
    assert result.exit_code == 4
    order_id = re.search(r"Beställningen (\S+) misslyckades", result.stderr)[1]
    assert result.stderr.splitlines()[-1] == "Plattformen svarar inte."
    assert "Plattformen svarar inte." in run("order", "show", order_id).stdout
    platform.fault = None
    assert ask("order", "run", order_id)["order"]["state"] == "done"


@pytest.mark.usefixtures("town", "platform")
def test_the_watch_shows_changes_and_orders(run, platform):
    result = run("watch")
    assert result.exit_code == 0
    assert re.search(r"konto +Sidan visades som den ska +ny: ", result.stdout)
    platform.wall = PageState.LOGIN_WALL
    assert "Sidan kräver inloggning" in run("watch").stdout


@pytest.mark.usefixtures("town")
def test_a_watch_that_saw_nothing_ends_with_its_familys_code(run, platform):
    platform.fault = PlatformDown("Plattformen svarar inte.")
    result = run("watch", "konto", "--json")
    assert result.exit_code == 4
    assert json.loads(result.stdout)["outcomes"][0]["failure"] == str(platform.fault)
    assert "konto: Plattformen svarar inte." in result.stderr


@pytest.mark.usefixtures("town")
def test_a_damaged_package_ends_with_five(run, ask, home, platform):
    package_id = ask("snapshot", "konto", "--reason", "x")["package"]["package_id"]
    assert platform.captures == 1
    folder = home / "packages" / package_id / "v1" / package_id
    (folder / "documentation/README.txt").unlink()
    for words in (("--all",), (package_id,), (package_id, "--package-version", "1")):
        result = run("package", "verify", *words, "--json")
        assert result.exit_code == 5
        (report,) = json.loads(result.stdout)["reports"]
        assert report["is_valid"] is False
        assert "Minst ett arkivpaket är skadat." in result.stderr
    shown = run("package", "verify", package_id)
    assert "SKADAT" in shown.stdout
    assert "documentation/README.txt" in shown.stderr


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("words", [(), ("paket", "--all")])
def test_verify_is_told_what_to_check(run, words):
    result = run("package", "verify", *words)
    assert result.exit_code == 2
    assert "Ange ett arkivpaket, eller --all" in result.stderr
