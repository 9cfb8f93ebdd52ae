# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rules for proposing plan rows, read from a file that a person wrote."""

import pytest

from pipeline.rule_file import read_rules
from schemas.errors import BadInput, UnknownName
from schemas.item import ItemKind

RULES = """
regler:
  - rad: 1.5.6
    slag: [kommentarer, svar]
    skrivet av: andra
    plattform: Bluesky
    ord: [fråga, när öppnar]
  - rad: 1.5.2
    skrivet av: kontot
"""


@pytest.fixture
def written(tmp_path):
    """Write a rule file and read it."""

    def write(text: str):
        path = tmp_path / "regler.yaml"
        path.write_text(text, encoding="utf-8")
        return read_rules(path, "ks")

    return write


def test_every_part_of_a_rule_is_read(written):
    first, second = written(RULES)
    assert first.rule_id == "ks-1"
    assert (first.board_id, first.position, first.row_id) == ("ks", 1, "1.5.6")
    assert first.kinds == (ItemKind.COMMENT, ItemKind.REPLY)
    assert first.by_account is False
    assert first.platforms == ("bluesky",)
    assert first.keywords == ("fråga", "när öppnar")
    assert (second.by_account, second.kinds, second.keywords) == (True, (), ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("regler: [{slag: svar}]", "Regel 1: ”rad” saknas."),
        ("regler: [{rad: a, slag: brev}]", "”slag” ska vara"),
        ("regler: [{rad: a, slag: konto}]", "”slag” ska vara"),
        ("regler: [{rad: a, skrivet av: chefen}]", "”skrivet av” ska vara"),
        ("regler: [{rad: a, orden: x}]", "delen ”orden” är okänd"),
        ("regler: [{rad: a, ord: ['']}]", "tomt eller för långt ord"),
        ("regler: [{rad: 'Å Ä'}]", "ett värde har fel form"),
        ("regler: [7]", "”rad” saknas"),
    ],
)
def test_what_is_not_understood_names_its_rule(written, text, problem):
    with pytest.raises(BadInput) as refused:
        written(text)
    assert problem in " ".join(refused.value.problems)


@pytest.mark.parametrize("text", ["[", "regler: {}", "rader: []", ""])
def test_a_file_that_holds_no_rules_is_refused(written, text):
    with pytest.raises(BadInput):
        written(text)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnknownName):
        read_rules(tmp_path / "saknas.yaml", "ks")
