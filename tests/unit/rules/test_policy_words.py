# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every part of a policy has a Swedish word, and what is written is read back."""

import pytest

from rules.policy_words import PARTS, RECORDS, key_of, read_words, write_words
from rules.wording import fold
from schemas.policy import ChangePolicy, PolicyKind, PublicationRules

KINDS = pytest.mark.parametrize("kind", PolicyKind)


@KINDS
def test_every_field_of_a_policy_has_one_word(kind):
    names = [part.name for part in PARTS[kind]]
    assert sorted(names) == sorted(RECORDS[kind].model_fields)
    keys = [part.key for part in PARTS[kind]]
    assert len({fold(key) for key in keys}) == len(keys)
    assert [fold(key) for key in keys] == keys
    assert all(part.about for part in PARTS[kind])


@KINDS
def test_the_default_is_read_back_as_it_was_written(kind):
    policy = RECORDS[kind]()
    reading = read_words(kind, write_words(kind, policy))
    assert reading.problems == ()
    assert RECORDS[kind].model_validate(reading.content) == policy


def test_words_of_the_profile_and_the_register_are_swedish():
    changed = write_words(PolicyKind.CHANGE, ChangePolicy())
    assert changed["större förändringar"][:3] == [
        "namn",
        "om-information",
        "profilbild",
    ]
    public = write_words(PolicyKind.PUBLICATION, PublicationRules())
    assert public["uppgifter"][:4] == ["namn", "plattform", "adress", "nämnd"]


def test_words_are_read_however_they_are_cased():
    given = {"Större  förändringar": ["NAMN", "Profilbild"], "Ses igen": 3}
    reading = read_words(PolicyKind.CHANGE, given)
    assert reading.problems == ()
    assert reading.content == {"larger": ["name", "avatar"], "confirm_sights": 3}


def test_every_unknown_word_is_named():
    given = {"större": [], 7: 1, "större förändringar": ["namn", "logga"]}
    problems = read_words(PolicyKind.CHANGE, given).problems
    assert [said.partition(" är")[0] for said in problems] == [
        "”större”",
        "”7”",
        "”större förändringar”: ”logga”",
    ]


def test_a_part_without_a_word_keeps_its_name():
    assert key_of(PolicyKind.CHANGE, "larger") == "större förändringar"
    assert key_of(PolicyKind.CHANGE, "okänt") == "okänt"
