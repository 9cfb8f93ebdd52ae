# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every field of the register has a heading, and the towns' own are known."""

import pytest

from rules.register_fields import (
    CLEARANCE_FIELDS,
    REGISTER_FIELDS,
    field_headed,
    heading_of,
)
from rules.wording import fold
from schemas.account import Account


def test_every_field_of_an_account_has_a_heading_in_the_same_order():
    assert [field.name for field in REGISTER_FIELDS] == [
        *("account_id", "name", "url", "board_id", "platform", "activity"),
        *("responsible_manager", "account_owner", "stand_in", "purpose"),
        *("target_group", "goals", "goals_follow_up"),
        *("decision", "decided_by", "decided_on"),
        *("approval", "approved_by", "approved_on", "opened_on", "closed_on"),
        *("status", "is_listed", "snapshots_per_year", "level"),
    ]
    every = {field.name for field in REGISTER_FIELDS + CLEARANCE_FIELDS}
    assert every == set(Account.model_fields)


def test_a_decision_about_one_account_stands_in_no_list():
    """Nobody clears a hundred accounts by pasting a column."""
    for field in CLEARANCE_FIELDS:
        assert field_headed(field.heading) is None
        assert heading_of(field.name) == field.heading


def test_no_heading_means_two_fields():
    usual = [fold(heading) for field in REGISTER_FIELDS for heading in field.usual]
    assert len(set(usual)) == len(usual)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Förvaltning", "activity"),
        ("KANAL", "platform"),
        ("Länk:", "url"),
        ("Ansvarig", "account_owner"),
        ("Verksamhetschef *", "responsible_manager"),
        ("mål", "goals"),
        ("Uppföljning", "goals_follow_up"),
        ("Beslutad  av", "decided_by"),
        ("Godkänd", "approved_on"),
    ],
)
def test_a_heading_that_towns_write_is_known(heading, name):
    assert field_headed(heading).name == name


def test_what_is_not_known_is_not_guessed():
    assert field_headed("Telefon") is None
    assert field_headed("") is None
    assert heading_of("account_owner") == "Ansvarig för kontot"
    assert heading_of("removed_field") == "removed_field"
