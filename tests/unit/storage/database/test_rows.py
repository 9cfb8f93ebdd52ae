# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Records and rows have the same fields."""

import pytest

from schemas.account import Account, AccountChange, Board
from schemas.classification import Classification, ClassificationRule, ItemEntry
from schemas.closure import Closure, ClosureEntry
from schemas.conformity import ConformityJudgement
from schemas.diary import Registration
from schemas.errors import Damaged
from schemas.gallring import (
    Execution,
    GallringDecision,
    GallringList,
    Hold,
)
from schemas.order import Event, Order
from schemas.package import PackageVersion
from schemas.personal_data import PersonalDataDecision
from schemas.plan import PlanItem, PlanVersion
from schemas.policy import Policy
from schemas.profile import Evidence, Observation, ProfileChange
from schemas.watch import Notice, Outage, WatchState
from storage.database import judged_tables, tables, watch_tables
from storage.database.rows import from_row, to_row
from tests.contract.database_records import PLAN, observation, order

OWN = {
    Order: {"worker"},
    AccountChange: {"change_id"},
    PlanItem: {"plan_id", "plan_version", "position"},
    Classification: {"number", "plan_id", "plan_version", "row_id"},
    PersonalDataDecision: {"number"},
    Registration: {"number"},
    Observation: {"until"},
    Policy: {"number"},
    ClosureEntry: {"number", "closure_id"},
    ConformityJudgement: {"number"},
}


@pytest.mark.parametrize(
    ("record", "table"),
    [
        (Board, tables.boards),
        (Account, tables.accounts),
        (AccountChange, tables.account_history),
        (PlanItem, tables.plan_rows),
        (Observation, tables.observations),
        (Order, tables.orders),
        (PackageVersion, tables.packages),
        (Event, tables.events),
        (ItemEntry, judged_tables.items),
        (Classification, judged_tables.classifications),
        (ClassificationRule, judged_tables.classification_rules),
        (PersonalDataDecision, judged_tables.personal_data_decisions),
        (Registration, judged_tables.registrations),
        (Hold, judged_tables.holds),
        (GallringList, judged_tables.gallring_lists),
        (GallringDecision, judged_tables.gallring_decisions),
        (Execution, judged_tables.gallring_executions),
        (Policy, watch_tables.policies),
        (WatchState, watch_tables.watch_states),
        (Outage, watch_tables.outages),
        (ProfileChange, watch_tables.profile_changes),
        (Evidence, watch_tables.evidence),
        (Notice, watch_tables.notices),
        (ClosureEntry, watch_tables.closure_entries),
        (ConformityJudgement, watch_tables.conformity_judgements),
    ],
)
def test_every_field_of_a_record_has_its_column(record, table):
    """A field added to a record needs a migration before anything is lost."""
    assert set(table.c.keys()) - OWN.get(record, set()) == set(record.model_fields)


def test_a_closures_entries_lie_in_a_table_of_their_own():
    """All other fields have their column."""
    kept = set(watch_tables.closures.c.keys())
    assert kept == set(Closure.model_fields) - {"entries"}


def test_a_plans_rows_lie_in_a_table_of_their_own():
    """All other fields have their column."""
    assert set(tables.plans.c.keys()) == set(PlanVersion.model_fields) - {"rows"}


@pytest.mark.parametrize(
    ("record", "table"),
    [
        (order(1), tables.orders),
        (observation(1), tables.observations),
        (PLAN.rows[1], tables.plan_rows),
    ],
)
def test_a_record_comes_back_from_its_row(record, table):
    """Nested records, enums and empty fields too."""
    assert from_row(type(record), to_row(record, table)) == record


def test_a_row_that_no_record_fits_is_damage_and_shows_no_value():
    """The field is named, what stands in it is not."""
    row = to_row(order(1), tables.orders) | {"state": "hemligt"}
    with pytest.raises(Damaged, match=r"\(Order: state\)") as caught:
        from_row(Order, row)
    assert caught.value.__cause__ is None
    assert "hemligt" not in str(caught.value)
