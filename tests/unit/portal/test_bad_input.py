# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever is wrong: a clear Swedish sentence, the right code, nothing half-written."""

import json
import os
import signal
from dataclasses import replace
from functools import partial

import pytest

from pipeline import snapshot
from schemas.errors import (
    AccountGone,
    ArchiveError,
    BadInput,
    CaptureIncomplete,
    DiskFull,
    InvalidPackage,
    LoginWall,
    PlatformDown,
    RecordingLost,
    ToolMissing,
)
from tests.homes import PLAN
from tests.unit.portal.conftest import ADDRESS

NAMED = ("--name", "Kontot", "--board", "ks")
ORDERED = ("--reason", "Begärd")


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("account", "show", "okänt"), "Kontot ”okänt” finns inte"),
        (("snapshot", "okänt", *ORDERED), "Kontot ”okänt” finns inte"),
        (("snapshot", "konto", "--reason", " "), "Ange varför"),
        (("snapshot", "konto", *ORDERED, "--board", "bun"), "Nämnden ”bun” finns inte"),
        (("watch", "okänt"), "Kontot ”okänt” finns inte"),
        (("order", "show", "okänd"), "Beställningen ”okänd” finns inte"),
        (("order", "run", "okänd"), "Beställningen ”okänd” finns inte"),
        (("order", "list", "--account", "okänt"), "Kontot ”okänt” finns inte"),
        (("package", "show", "okänt"), "Paketet ”okänt”"),
        (("package", "verify", "okänt"), "Paketet ”okänt”"),
        (("package", "list", "--account", "okänt"), "Kontot ”okänt” finns inte"),
        (("package", "list", "--board", "okänd"), "Nämnden ”okänd” finns inte"),
        (("plan", "show", "okänd"), "Planen ”okänd” finns inte"),
        (("plan", "show", "ks", "--plan-version", "9"), "version 9 finns inte"),
        (("plan", "list", "--board", "okänd"), "Nämnden ”okänd” finns inte"),
        (("plan", "import", "saknas.xlsx", "--preview"), "saknas.xlsx finns inte"),
        (("account", "import", "saknas.csv"), "saknas.csv finns inte"),
        (("account", "list", "--board", "okänd"), "Nämnden ”okänd” finns inte"),
        (("account", "add", *NAMED, "--url", ADDRESS), "finns redan"),
        (("account", "add", *NAMED, "--url", "http://127.0.0.1:8/"), "privat nät"),
        (("account", "add", *NAMED, "--url", "http://[::1]/"), "privat nät"),
        (("account", "add", *NAMED, "--url", "http://localhost/"), "privat nät"),
        (("account", "add", *NAMED, "--url", "file:///etc/passwd"), "https://"),
        (("account", "add", "Å", *NAMED, "--url", "https://a.invalid"), "fel form"),
        (("board", "add", "ks", "--name", "A", "--municipality", "B"), "finns redan"),
        (("board", "add", "Å", "--name", "A", "--municipality", "B"), "bokstäver a–z"),
        (
            ("board", "add", "b", "--name", " ", "--municipality", "B"),
            "vara tomma",
        ),
    ],
)
def test_what_is_refused_says_why(run, words, sentence):
    result = run(*words)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""


@pytest.mark.usefixtures("town")
def test_another_boards_account_is_refused(run, platform):
    run("board", "add", "bun", "--name", "Barn", "--municipality", "Älmhult")
    result = run("snapshot", "konto", *ORDERED, "--board", "bun")
    assert result.exit_code == 2
    assert "tillhör en annan nämnd (ks)" in result.stderr
    assert platform.captures == 0


@pytest.mark.usefixtures("home")
def test_a_board_without_plan_captures_nothing(run, ask, platform):
    run("board", "add", "ks", "--name", "Kommunstyrelsen", "--municipality", "Älmhult")
    run("account", "add", "konto", *NAMED, "--url", ADDRESS)
    result = run("snapshot", "konto", *ORDERED)
    assert result.exit_code == 2
    assert "informationshanteringsplan" in result.stderr
    assert platform.captures == 0
    assert ask("order", "list")["orders"][0]["state"] == "failed"


@pytest.mark.usefixtures("home")
def test_a_plan_without_the_rows_that_are_needed_names_them(run, platform, tmp_path):
    rows = "Kod;Handlingstyp;Bevaras/Gallras;Gäller för\n1;Konton;Bevaras;konto\n"
    (tmp_path / "plan.csv").write_text(rows, encoding="utf-8")
    run("board", "add", "ks", "--name", "Kommunstyrelsen", "--municipality", "Älmhult")
    adopted = ("--board", "ks", "--decision", "§ 1", "--valid-from", "2026-01-01")
    run("plan", "import", tmp_path / "plan.csv", *adopted)
    run("account", "add", "konto", *NAMED, "--url", ADDRESS)
    result = run("snapshot", "konto", *ORDERED)
    assert result.exit_code == 2
    assert "ingen rad för inlägg, kommentar och svar" in result.stderr
    assert platform.captures == 0


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.csv", b"", "Filen är tom."),
        ("plan.csv", b'Kod;Handlingstyp\n1;"a', "Rad 2: citattecknen"),
        ("plan.csv", b"Kod;Handlingstyp;Gallring\n1;a;?", "Rad 2, kolumn C (Gallring)"),
        ("plan.csv", b"Kod;Handlingstyp;Gallring\n1;a;B;c", "Rad 2, kolumn D: cellen"),
        ("plan.xlsx", b"PK\x03\x04", "skadad eller ingen Excel-fil"),
        ("plan.pdf", b"%PDF", "Spara den som .xlsx eller .csv"),
    ],
)
def test_a_bad_plan_names_what_is_bad_and_is_not_taken_in(
    run, ask, tmp_path, name, content, sentence
):
    (tmp_path / name).write_bytes(content)
    run("board", "add", "ks", "--name", "Kommunstyrelsen", "--municipality", "Älmhult")
    adopted = ("--board", "ks", "--decision", "§ 1", "--valid-from", "2026-01-01")
    result = run("plan", "import", tmp_path / name, *adopted)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert ask("plan", "list")["plans"] == []


FAMILIES = [
    (BadInput("Nej."), 2),
    (LoginWall("Sidan kräver inloggning."), 3),
    (AccountGone("Kontot finns inte."), 3),
    (CaptureIncomplete("Fångsten är inte hel."), 3),
    (ToolMissing("Chromium saknas."), 3),
    (PlatformDown("Sidan svarar inte."), 4),
    (DiskFull("Disken är full."), 4),
    (RecordingLost("Inspelningen gick förlorad."), 5),
    (InvalidPackage("Paketet har fel.", ["METS.xml: fel."]), 5),
]


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(("error", "code"), FAMILIES, ids=lambda x: type(x).__name__)
def test_each_family_has_its_code_and_leaves_a_failed_order(
    run, ask, platform, home, error, code
):
    platform.fault = error
    result = run("snapshot", "konto", *ORDERED, "--json")
    assert result.exit_code == code == error.exit_code
    assert str(error) in result.stderr
    fault = json.loads(result.stdout)["error"]
    problems = list(getattr(error, "problems", ()) or getattr(error, "findings", ()))
    assert fault == {
        "kind": type(error).__name__,
        "message": str(error),
        "problems": problems,
        "exit_code": code,
    }
    (order,) = ask("order", "list")["orders"]
    assert (order["state"], order["failure"]) == ("failed", str(error))
    assert list((home / "work").iterdir()) == []
    assert ask("package", "list")["packages"] == []


@pytest.mark.usefixtures("town")
def test_an_unexpected_fault_is_short_and_keeps_its_text_to_itself(run, platform):
    platform.fault = RuntimeError("Kerstin 19121212-1212")
    result = run("snapshot", "konto", *ORDERED)
    assert result.exit_code == 1
    assert "Ett oväntat fel inträffade i Avbild." in result.stderr
    assert "Traceback" not in result.stderr
    assert "Kerstin" not in result.stderr


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("by_flag", [True, False], ids=["flag", "environment"])
def test_whoever_searches_for_a_fault_sees_where(run, platform, monkeypatch, by_flag):
    platform.fault = RuntimeError("här")
    flags = ("--felsok",) if by_flag else ()
    monkeypatch.setenv("AVBILD_DEBUG", "" if by_flag else "1")
    result = run("snapshot", "konto", *ORDERED, *flags)
    assert result.exit_code == 1
    assert "Traceback" in result.stderr
    assert "RuntimeError: här" in result.stderr


@pytest.mark.usefixtures("town")
def test_an_interrupted_capture_says_so(run, ask, platform):
    platform.fault = KeyboardInterrupt()
    result = run("snapshot", "konto", *ORDERED)
    assert result.exit_code == 130
    assert result.stderr.strip().endswith("Arbetet avbröts.")
    assert ask("order", "list")["orders"][0]["failure"] == "Arbetet avbröts."


@pytest.mark.usefixtures("town")
def test_a_shutdown_ends_the_work_like_ctrl_c(run, ask, platform, monkeypatch):
    def be_stopped(*_):
        os.kill(os.getpid(), signal.SIGTERM)

    crafts = replace(platform.crafts(), capture=be_stopped)
    stopped = partial(snapshot.run_order.func, crafts=crafts)
    monkeypatch.setattr("portal.commands.snapshot.run_order", stopped)
    before = signal.getsignal(signal.SIGTERM)
    assert run("snapshot", "konto", *ORDERED).exit_code == 130
    assert signal.getsignal(signal.SIGTERM) == before
    assert ask("order", "list")["orders"][0]["failure"] == "Arbetet avbröts."


def test_an_archive_that_was_not_set_up_says_how(run, tmp_path, monkeypatch):
    monkeypatch.setenv("AVBILD_HOME", str(tmp_path / "tomt"))
    result = run("account", "list", "--json")
    assert result.exit_code == 2
    assert "avbild init" in json.loads(result.stdout)["error"]["message"]
    assert not (tmp_path / "tomt").exists()


def test_a_store_of_an_unknown_kind_is_refused(run, home, monkeypatch):
    assert home.is_dir()
    monkeypatch.setenv("AVBILD_STORE_URL", "ftp://lager")
    result = run("package", "list")
    assert result.exit_code == 2
    assert "ftp://" in result.stderr


def test_every_error_has_a_code_of_a_family():
    codes = {error.exit_code for error in _all_errors(ArchiveError)}
    assert codes == {2, 3, 4, 5}


def _all_errors(base):
    for error in base.__subclasses__():
        yield error
        yield from _all_errors(error)


@pytest.mark.usefixtures("town")
def test_an_export_writes_over_nothing(run, ask, platform, tmp_path):
    package_id = ask("snapshot", "konto", *ORDERED)["package"]["package_id"]
    assert platform.captures == 1
    target = tmp_path / "ut.tar"
    target.write_bytes(b"kvar")
    for name in ("ut.tar", "ut.rar", "saknas/ut.tar"):
        to = ("--as", "sip", "--to", tmp_path / name)
        assert run("package", "export", package_id, *to).exit_code == 2
    assert target.read_bytes() == b"kvar"
    assert run("plan", "import", PLAN, "--preview").exit_code == 0
