# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What goes from a package goes from its change report too; the rest stays as is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from pipeline.classify import classify_account, confirm
from pipeline.contents import contents_of, package_path
from pipeline.gallra.change_report import GONE, remaining_report
from pipeline.gallra.execute import execute
from pipeline.gallra.propose import Wish, approve, propose
from pipeline.order import Request, place_order
from pipeline.snapshot import run_order
from pipeline.verify import verify_package
from schemas.capture import FileRole
from schemas.gallring import RemovedValue, ValueKind
from schemas.item import Item
from schemas.profile import ProfileField
from tests.fakes import START
from tests.gallring_samples import COMMENTS, thread_items
from tests.sample_change_report import CONTENT, ROWS, sample_report
from tests.unit.pipeline.gallra.conftest import (
    ACCOUNT,
    LATER,
    ThreadPlatform,
    judge_not_registered,
)

NAME = COMMENTS["c1"][0]
ABOUT = f"Fråga {NAME} om sagostunden."


@dataclass(frozen=True)
class Going:
    """What the report's rewriting is to be told of a disposal."""

    removed: Sequence[Item]
    values: Sequence[RemovedValue]


@pytest.fixture
def followed(archive, package, clock):
    """A package whose change report has a commenter's name in an earlier about."""
    assert package.account_id == ACCOUNT
    clock.now = START.replace(month=6)
    platform = ThreadPlatform()
    archived(archive, platform, ABOUT)
    return archived(archive, platform, "Välkommen in.")


def archived(archive, platform, about: str):
    platform.profile = platform.profile.model_copy(update={"about": about})
    request = Request(account_id=ACCOUNT, ordered_by="Ulla", reason_text="Begärd")
    order = place_order(archive, request)
    return run_order(archive, order.order_id, platform.crafts())


def disposed(archive, clock, crafts, item_id: str):
    """Dispose of a comment wherever it is kept."""
    classify_account(archive, ACCOUNT)
    confirm(archive, ACCOUNT, [item_id])
    judge_not_registered(archive, ACCOUNT, item_id)
    clock.now = LATER
    frozen = propose(archive, Wish(ACCOUNT, (item_id,))).frozen
    decision = approve(replace(archive, agent="Gun"), frozen.list_id, "KS 4.2")
    return execute(archive, decision.decision_id, crafts)


def paper(archive, package_id: str) -> bytes:
    """Read the report on paper."""
    contents = contents_of(archive, package_id)
    role = FileRole.CHANGE_REPORT
    (file,) = (f for f in contents.capture.files if f.role is role)
    with contents.files.open(package_path(file)) as stream:
        return stream.read()


def said(archive, package_id: str):
    return contents_of(archive, package_id).report.change_report


def about_row(report):
    return next(row for row in report.rows if row.field is ProfileField.ABOUT)


def test_a_text_with_a_removed_name_goes_and_the_report_is_printed_again(
    archive, followed, clock, crafts
):
    assert NAME.encode() in paper(archive, followed.package_id)
    certificate = disposed(archive, clock, crafts, "c1")
    assert certificate.is_carried_out
    report = said(archive, followed.package_id)
    assert about_row(report).before == GONE
    assert about_row(report).after == "Välkommen in."
    assert NAME.encode() not in paper(archive, followed.package_id)
    assert verify_package(archive, followed.package_id, 2).is_valid
    proofs = {e.package_id: e.proof for e in certificate.executions}
    assert proofs[followed.package_id].passed


def test_a_report_that_holds_nothing_of_it_stays_byte_for_byte(
    archive, followed, clock, crafts
):
    before = paper(archive, followed.package_id)
    told = said(archive, followed.package_id)
    assert disposed(archive, clock, crafts, "c3").is_carried_out
    assert paper(archive, followed.package_id) == before
    assert said(archive, followed.package_id) == told


def test_a_report_that_cannot_be_cleaned_is_left_out(
    archive, package, clock, crafts, monkeypatch
):
    """A name in the order's own words is also in the package's description."""
    assert package
    clock.now = START.replace(month=6)
    second = archived(archive, ThreadPlatform(), "Välkommen in.")
    real = remaining_report

    def with_name(report, task):
        return real(report, task).model_copy(update={"reason_text": f"Om {NAME}"})

    monkeypatch.setattr("pipeline.gallra.change_report.remaining_report", with_name)
    assert disposed(archive, clock, crafts, "c1").is_carried_out
    contents = contents_of(archive, second.package_id)
    assert contents.report.change_report is None
    roles = {file.role for file in contents.capture.files}
    assert FileRole.CHANGE_REPORT not in roles
    assert verify_package(archive, second.package_id, 2).is_valid


def test_what_is_disposed_of_is_listed_no_more_but_counted():
    gone = [i.model_copy(update={"item_id": "c21"}) for i in thread_items()[:1]]
    found = remaining_report(sample_report(), Going(gone, ()))
    assert found.content.edited == ()
    assert found.content.missing == CONTENT.missing
    assert found.content.disposed == 1
    assert found.rows == ROWS


def test_a_name_is_found_however_it_is_written():
    value = RemovedValue(kind=ValueKind.NAME, text="Kerstin Påhittad")
    row = ROWS[1].model_copy(update={"before": "Ring PÅHITTAD,\u00a0Kerstin!"})
    found = remaining_report(sample_report(rows=(row,)), Going((), (value,)))
    assert found.rows[0].before == GONE
    assert found.rows[0].after == row.after
