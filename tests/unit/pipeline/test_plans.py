# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A change of plan shows what must be classified anew; old classifications stay."""

from datetime import UTC, date, datetime

import pytest

from pipeline.adopt import Adoption, adopt_plan, read_plan_file
from pipeline.plans import board_changes, compare_plans, find_plan
from rules.classify import refer
from schemas.classification import Classification, ClassificationState
from schemas.errors import BadInput, NotInPlan, UnknownName

HEADINGS = "Kod;Handlingstyp;Bevaras/Gallras;Gallringsfrist;Gäller för\n"
FIRST = "1.1;Inlägg;Bevaras;;inlägg\n1.2;Frågor;Gallras;2 år;kommentar\n"
SECOND = "1.1;Inlägg;Bevaras;;inlägg\n1.2;Frågor;Bevaras;;kommentar\n"
THIRD = "1.1;Inlägg;Bevaras;;inlägg\n1.3;Klagomål;Gallras;1 år;kommentar\n"


@pytest.fixture
def adopt(archive, board, tmp_path):
    """Take in a plan with some rows, from a day on."""

    def adopted(rows, valid_from, **changes):
        path = tmp_path / "plan.csv"
        path.write_text(HEADINGS + rows, encoding="utf-8")
        adoption = Adoption(
            board_id=board.board_id,
            title="Planen",
            decision=f"KS {valid_from} § 1, dnr KS 2026/1",
            valid_from=valid_from,
            imported_by="Ulla",
            **changes,
        )
        return adopt_plan(archive, read_plan_file(path), adoption)

    return adopted


@pytest.fixture
def classify(archive, account):
    """Classify an item to a row of a plan."""

    def classified(plan, item_id, row_id, state=ClassificationState.CONFIRMED):
        row = next(row for row in plan.rows if row.row_id == row_id)
        archive.database.classifications.add(
            Classification(
                account_id=account.account_id,
                item_id=item_id,
                plan=refer(plan, row),
                state=state,
                decided_by="Ulla",
                decided_at=datetime(2026, 5, 1, tzinfo=UTC),
            )
        )

    return classified


def test_a_plan_is_found_by_id_and_version(archive, adopt):
    first = adopt(FIRST, date(2026, 1, 1))
    second = adopt(SECOND, date(2027, 1, 1))
    assert find_plan(archive, "ks:1") == first
    assert find_plan(archive, "ks") == second
    with pytest.raises(UnknownName):
        find_plan(archive, "ks:3")
    with pytest.raises(UnknownName, match="Planen ”bun” finns inte"):
        find_plan(archive, "bun")
    for named in ("ks:", "ks:två", "ks:-1", "ks:²", "ks:12345678901"):
        with pytest.raises(BadInput, match="ingen planversion"):
            find_plan(archive, named)


def test_what_is_classified_to_rows_that_differ_is_counted(archive, adopt, classify):
    first = adopt(FIRST, date(2026, 1, 1))
    for number in range(3):
        classify(first, f"c{number}", "1.2")
    classify(first, "p1", "1.1")
    classify(first, "c0", "1.1")
    second = adopt(SECOND, date(2027, 1, 1))
    report = compare_plans(archive, first, second)
    [change] = report.changes.rows
    assert change.meaning == ("gallras → bevaras",)
    assert (dict(report.classified), report.to_classify) == ({"1.2": 2}, 2)
    assert archive.database.classifications.of("biblioteket", "c1").plan == refer(
        first, first.rows[1]
    )


def test_a_change_of_words_asks_for_no_new_classification(archive, adopt, classify):
    first = adopt(FIRST, date(2026, 1, 1))
    classify(first, "c1", "1.2")
    second = adopt(FIRST.replace("2 år;kommentar", "2 år;svar"), date(2027, 1, 1))
    report = compare_plans(archive, first, second)
    assert (dict(report.classified), report.to_classify) == ({"1.2": 1}, 0)


def test_a_board_sees_what_its_newest_plan_changes(archive, adopt, classify):
    first = adopt(FIRST, date(2026, 1, 1))
    classify(first, "c1", "1.2")
    classify(first, "p1", "1.1")
    second = adopt(SECOND, date(2027, 1, 1))
    classify(second, "c2", "1.2")
    third = adopt(THIRD, date(2028, 1, 1), plan_id="ks-2028")
    found = board_changes(archive, "ks")
    assert found.newest == third
    assert (found.report.changes.old_version, found.report.to_classify) == (2, 1)
    assert found.older == (("ks", 1, 1), ("ks", 2, 1))


def test_one_version_has_nothing_to_be_compared_with(archive, adopt):
    adopt(FIRST, date(2026, 1, 1))
    with pytest.raises(NotInPlan, match="ingen tidigare plan"):
        board_changes(archive, "ks")
    with pytest.raises(UnknownName):
        board_changes(archive, "bun")
