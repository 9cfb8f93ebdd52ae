# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A column map says what a board's headings mean, and is kept for its next plan."""

import pytest

from pipeline.column_maps import board_map, keep_map, parse_column_map
from pipeline.settings import Settings
from rules.headings import Column
from schemas.errors import BadInput


def test_a_map_names_headings_kinds_and_sheet():
    text = (
        "kolumner:\n  Kod: Ref\ngäller för:\n  3.1: [konto, inlägg]\nblad: Plan 2026\n"
    )
    found = parse_column_map("karta.yaml", text.encode())
    assert found.headings == {Column.CODE: "Ref"}
    assert found.covers == {"3.1": "konto, inlägg"}
    assert found.sheet == "Plan 2026"
    assert parse_column_map("karta.yaml", b"{}").headings == {}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[1, 2]", "Den ska ha delarna"),
        ("färger: {a: b}", "Delen ”färger” är okänd."),
        ("kolumner: Kod", "Delen ”kolumner” ska bestå av"),
        ("kolumner: {Färg: Kod}", "Kolumnen ”Färg” är okänd."),
    ],
)
def test_a_column_map_that_cannot_be_understood_says_what(text, problem):
    with pytest.raises(BadInput) as caught:
        parse_column_map("karta.yaml", text.encode())
    assert any(said.startswith(problem) for said in caught.value.problems)


@pytest.mark.parametrize(
    "text", ["{", "a: b: c", "!!python/object:os.system {}", "\x00"]
)
def test_a_column_map_that_is_no_yaml_is_told_as_one(text):
    with pytest.raises(BadInput, match="varken riktig YAML eller JSON"):
        parse_column_map("karta.yaml", text.encode())


def test_each_board_has_its_own_map_and_only_the_last(tmp_path):
    settings = Settings(home=tmp_path)
    assert board_map(settings, "ks") is None
    keep_map(settings, "ks", b"{}")
    keep_map(settings, "ks", b"blad: Plan")
    found = board_map(settings, "ks")
    assert found is not None
    assert found.read_bytes() == b"blad: Plan"
    assert [path.name for path in found.parent.iterdir()] == ["ks.yaml"]
    assert board_map(settings, "bun") is None


def test_what_is_no_board_has_no_map(tmp_path):
    settings = Settings(home=tmp_path / "hem")
    keep_map(settings, "ks", b"{}")
    (tmp_path / "utanför.yaml").write_bytes(b"{}")
    for board in ("../../utanför", "", "ks/", "KS", "k" * 500, "k\0"):
        assert board_map(settings, board) is None
