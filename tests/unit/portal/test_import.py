# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild import` reads an export, and says what it read and what it did not."""

from dataclasses import replace
from functools import partial

import pytest

from pipeline import snapshot, take_export
from portal.commands import import_export
from schemas.capture import ExportPart, ExportReport
from schemas.errors import BadInput
from tests.fakes import FakePlatform
from tests.unit.archivers.owner_export.zip_bytes import Packed, write_zip
from tests.unit.pipeline.test_take_export import Reads

LACKS = "Innehållet kommer bara från kontoägarens export."


class Imports(FakePlatform):
    """Captures that have read an export."""

    not_understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def crafts(self):
        """Give crafts whose captures say so."""
        crafts = super().crafts()

        def capture(account, order, folder, tools):
            found = crafts.capture(account, order, folder, tools)
            part = ExportPart(
                path="export/1.zip",
                name=tools.exports[0].name,
                size=1_500_000,
                sha256="0" * 64,
                members=7 + len(self.not_understood),
            )
            report = ExportReport(
                layout="json",
                parts=(part,),
                understood=7,
                not_understood=self.not_understood,
            )
            health = found.health.model_copy(
                update={"export": report, "notes": self.notes}
            )
            return found.model_copy(update={"health": health})

        return replace(crafts, capture=capture)


@pytest.fixture
def platform(monkeypatch) -> Imports:
    """The platform that the account is on."""
    found = Imports()
    run = partial(snapshot.run_order, crafts=found.crafts())
    monkeypatch.setattr(import_export, "run_order", run)
    monkeypatch.setattr(take_export, "for_account", lambda _account: Reads())
    return found


@pytest.fixture
def part(tmp_path):
    """An export."""
    return write_zip(tmp_path, Packed())


@pytest.mark.usefixtures("town")
def test_an_export_is_archived(run, platform, part):
    result = run("import", "konto", part, "--by", "Ulla", "--diary-number", "KS 1")
    assert result.exit_code == 0, result.stderr
    assert "Exporten är bevarad som den är: 7 filer, 1,5 MB." in result.stdout
    assert "Lästa filer: 7. Filer som inte tolkades: 0." in result.stdout
    assert "Kontot är arkiverat." in result.stdout
    assert "inte tolkades:\n" not in result.stderr
    assert platform.captures == 1
    shown = run("order", "list").stdout
    assert "Ulla" in shown


@pytest.mark.usefixtures("town")
def test_what_a_person_should_know_is_said(run, ask, platform, part):
    """Such as that nothing in the export tells whose it is."""
    platform.notes = ("Det går inte att avgöra vems exporten är.",)
    result = run("import", "konto", part)
    assert "Att känna till:\n  – Det går inte att avgöra" in result.stderr
    assert ask("import", "konto", part)["notes"] == list(platform.notes)


@pytest.mark.usefixtures("town")
def test_what_is_missing_and_not_understood_is_listed(run, platform, part):
    platform.missing = (LACKS,)
    platform.not_understood = tuple(f"ads/{n:02}.json" for n in range(23))
    result = run("import", "konto", part)
    assert result.exit_code == 0, result.stderr
    assert "Kontot är arkiverat." not in result.stdout
    assert (
        "En export innehåller bara det som ägaren själv har skrivit." in result.stderr
    )
    assert f"  – {LACKS}\n" in result.stderr
    assert (
        "  – ads/19.json\n  – och 3 till, som står i fångstrapporten" in result.stderr
    )
    assert "ads/20.json" not in result.stderr


@pytest.mark.usefixtures("town", "platform")
def test_a_program_is_answered_with_the_documented_parts(ask, part):
    told = ask("import", "konto", part)
    assert told["order"]["exports"] == [str(part)]
    assert told["export"]["understood"] == 7
    assert told["missing"] == []
    order_id = told["order"]["order_id"]
    assert ask("order", "show", order_id)["order"]["package_id"]


@pytest.mark.usefixtures("town", "platform")
def test_an_order_is_shown_with_the_names_of_its_files(run, ask, part):
    order_id = ask("import", "konto", part)["order"]["order_id"]
    shown = run("order", "show", order_id).stdout
    assert "export.zip" in shown
    assert str(part.parent) not in shown


@pytest.mark.usefixtures("town", "platform")
def test_a_hostile_export_is_refused_with_its_reason(run, tmp_path):
    part = write_zip(tmp_path, Packed(name=b"../a.json"))
    result = run("import", "konto", part)
    assert result.exit_code == 2
    assert result.stderr == (
        "Filen ”export.zip” innehåller ett filnamn som pekar ut ur exporten: "
        "”../a.json”. Ingenting lästes in.\n"
    )
    assert "Det finns inga beställningar." in run("order", "list").stdout


@pytest.mark.usefixtures("town")
def test_a_fault_on_the_way_is_told_with_its_order(run, platform, part, home):
    platform.fault = BadInput("Filen är inte en export från Facebook.")
    result = run("import", "konto", part)
    assert result.exit_code == 2
    assert "misslyckades.\nFilen är inte en export från Facebook.\n" in result.stderr
    assert not [p for p in (home / "work").rglob("*") if p.is_file()]


@pytest.mark.usefixtures("town")
def test_an_account_without_exports_is_refused(run, part):
    result = run("import", "konto", part)
    assert result.exit_code == 2
    assert "Avbild läser inga exporter från plattformen webpage." in result.stderr


def test_files_must_be_given(run):
    result = run("import", "konto")
    assert result.exit_code == 2
    assert "FIL.zip" in result.stderr
