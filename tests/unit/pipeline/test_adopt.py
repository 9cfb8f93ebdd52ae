# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A plan is taken in whole or not at all, with the file that it came from."""

import hashlib
import json
import sys
from datetime import date

import pytest

from pipeline.adopt import (
    Adoption,
    adopt_plan,
    adoption_remarks,
    read_plan_file,
)
from pipeline.column_maps import board_map
from schemas.errors import BadInput, NotAllowed, UnknownName
from schemas.order import EventKind
from tests.homes import PLAN


def adoption(**changes):
    given = {
        "board_id": "ks",
        "title": "Planen",
        "decision": "KS 2026-03-10 § 41",
        "valid_from": date(2026, 4, 1),
        "imported_by": "Ulla",
    }
    return Adoption.model_validate(given | changes)


def write(folder, text, name="plan.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.usefixtures("board")
def test_a_plan_is_kept_with_its_rows_source_and_decision(archive, clock):
    plan = adopt_plan(archive, read_plan_file(PLAN), adoption())
    assert archive.database.plans.get("ks", 1) == plan
    assert (plan.source_name, len(plan.rows)) == ("kommunstyrelsen.csv", 10)
    assert plan.source_sha256 == hashlib.sha256(PLAN.read_bytes()).hexdigest()
    assert archive.database.plans.source("ks", 1) == PLAN.read_bytes()
    assert plan.imported_at <= clock()
    event = archive.database.events.list()[-1]
    assert (event.kind, event.subject) == (EventKind.PLAN_ADOPTED, "ks")


@pytest.mark.usefixtures("board")
def test_the_same_plan_as_workbook_gives_the_same_rows(archive, tmp_path):
    sys.path.insert(0, str(PLAN.parent))
    try:
        from make import write_workbook  # noqa: PLC0415 - the demo is no package
    finally:
        sys.path.pop(0)
    write_workbook(tmp_path / "plan.xlsx")
    read = read_plan_file(tmp_path / "plan.xlsx")
    assert read.sheet == "Plan"
    assert read.reading.items == read_plan_file(PLAN).reading.items
    assert adopt_plan(archive, read, adoption()).source_name == "plan.xlsx"


@pytest.mark.usefixtures("board")
def test_versions_are_numbered(archive, tmp_path):
    adopt_plan(archive, read_plan_file(PLAN), adoption())
    newer = write(tmp_path, "Kod;Handlingstyp;Bevaras/Gallras\n1;Inlägg;Bevaras\n")
    second = adopt_plan(
        archive, read_plan_file(newer), adoption(valid_from=date(2027, 1, 1))
    )
    assert second.version == 2
    assert archive.database.plans.current("ks", date(2026, 12, 31)).version == 1
    assert archive.database.plans.current("ks", date(2027, 1, 1)).version == 2


@pytest.mark.usefixtures("board")
def test_the_same_file_is_not_taken_in_twice(archive):
    adopt_plan(archive, read_plan_file(PLAN), adoption())
    with pytest.raises(BadInput, match="redan inläst, som version 1"):
        adopt_plan(archive, read_plan_file(PLAN), adoption())
    again = adoption(decision="KS 2027-01-12 § 3", valid_from=date(2027, 2, 1))
    assert adopt_plan(archive, read_plan_file(PLAN), again).version == 2


@pytest.mark.usefixtures("board")
def test_one_bad_cell_keeps_the_whole_plan_out(archive, tmp_path):
    rows = "Kod;Handlingstyp;Bevaras/Gallras\n1;Inlägg;Bevaras\n2;Svar;Kanske\n"
    read = read_plan_file(write(tmp_path, rows))
    with pytest.raises(BadInput, match=r"plan.csv har fel") as caught:
        adopt_plan(archive, read, adoption())
    assert caught.value.problems == read.reading.problems
    assert "Rad 3, kolumn C (Bevaras/Gallras)" in caught.value.problems[0]
    assert archive.database.plans.list() == ()


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        ({"board_id": "okänd"}, UnknownName, "finns inte"),
        ({"plan_id": "Å 1"}, BadInput, "Planens id"),
        ({"plan_id": ""}, BadInput, "Planens id"),
        ({"title": " "}, BadInput, "Ange planens titel"),
        ({"decision": ""}, BadInput, "Ange beslutet"),
        ({"imported_by": ""}, BadInput, "Ange vem"),
        ({"valid_to": date(2026, 3, 31)}, BadInput, "slutar gälla innan"),
    ],
)
def test_what_a_plan_must_say_of_itself(archive, changes, error, sentence):
    with pytest.raises(error, match=sentence):
        adopt_plan(archive, read_plan_file(PLAN), adoption(**changes))
    assert archive.database.plans.list() == ()


@pytest.mark.usefixtures("board")
def test_a_plan_stays_its_boards(archive, board):
    archive.database.boards.add(board.model_copy(update={"board_id": "bun"}))
    adopt_plan(archive, read_plan_file(PLAN), adoption())
    with pytest.raises(NotAllowed, match="annan nämnd"):
        adopt_plan(
            archive, read_plan_file(PLAN), adoption(board_id="bun", plan_id="ks")
        )


MAP = {
    "Kolumner": {"Kod": "Ref", "document_type": "Vad", "bevaras/gallras": "Hur"},
    "gäller för": {"3.1": ["konto", "inlägg"], 3.2: "kommentarer"},
    "blad": "",
}


def test_a_column_map_in_json_or_yaml_makes_odd_headings_known(tmp_path):
    table = write(tmp_path, "Ref;Vad;Hur\n3.1;Konto;Bevaras\n3.2;Svar;Bevaras\n")
    as_json = write(tmp_path, json.dumps(MAP), "karta.json")
    as_yaml = write(
        tmp_path,
        "kolumner:\n  Kod: Ref\n  Handlingstyp: Vad\n  Bevaras/Gallras: Hur\n"
        'gäller för:\n  "3.1": [konto, inlägg]\n  3.2: kommentarer\n',
        "karta.yaml",
    )
    for column_map in (as_json, as_yaml):
        reading = read_plan_file(table, column_map).reading
        assert reading.problems == ()
        assert [row.covers for row in reading.items] == [
            ("account", "post"),
            ("comment",),
        ]


def test_a_sheet_may_be_named(tmp_path):
    sys.path.insert(0, str(PLAN.parent))
    try:
        from make import write_workbook  # noqa: PLC0415 - the demo is no package
    finally:
        sys.path.pop(0)
    write_workbook(tmp_path / "plan.xlsx")
    for sheet, count in (("plan", 10), ("Läs mig", 0)):
        column_map = write(tmp_path, f"blad: {sheet}", "karta.yaml")
        read = read_plan_file(tmp_path / "plan.xlsx", column_map)
        assert len(read.reading.items) == count
    with pytest.raises(BadInput, match="”Läs mig”, ”Plan”"):
        read_plan_file(
            tmp_path / "plan.xlsx", write(tmp_path, "blad: Annat", "karta.yaml")
        )


def test_what_should_be_looked_at_in_the_adoption_is_told():
    read = read_plan_file(PLAN)
    assert read.reading.introduction.decision.endswith("§ 41, dnr KS 2026/118")
    whole = adoption(decision="KS 2026-03-10 § 41, dnr KS 2026/118")
    assert adoption_remarks(read, whole) == ()
    other = adoption(decision="Beslut av nämnden, § 9")
    lacking, differing = adoption_remarks(read, other)
    assert lacking == "Beslutet anger inte datum och diarienummer."
    assert differing.startswith("Filen nämner ett annat beslut")


@pytest.mark.usefixtures("board")
def test_the_map_that_a_plan_was_read_by_becomes_the_boards(archive, tmp_path):
    table = write(tmp_path, "Ref;Vad;Hur\n3.1;Konto;Bevaras\n")
    named = write(tmp_path, json.dumps(MAP), "karta.json")
    read = read_plan_file(table, named)
    assert board_map(archive.settings, "ks") is None
    adopt_plan(archive, read, adoption())
    kept = board_map(archive.settings, "ks")
    assert kept is not None
    assert kept.read_bytes() == named.read_bytes()
    assert read_plan_file(table, kept).reading == read.reading
    detail = archive.database.events.list()[-1].detail
    digest = hashlib.sha256(named.read_bytes()).hexdigest()
    assert detail["column_map_sha256"] == digest


@pytest.mark.usefixtures("board")
def test_a_plan_that_is_refused_leaves_no_map(archive, tmp_path):
    table = write(tmp_path, "Ref;Vad;Hur\n3.1;Konto;Kanske\n")
    read = read_plan_file(table, write(tmp_path, json.dumps(MAP), "karta.json"))
    with pytest.raises(BadInput):
        adopt_plan(archive, read, adoption())
    assert board_map(archive.settings, "ks") is None
