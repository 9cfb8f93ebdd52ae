# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A person's word counts for as long as what was judged is the same."""

import pytest

from pipeline.conformity.check import check_board
from pipeline.conformity.export import export
from pipeline.conformity.judge import judge, latest_report
from schemas.conformity import ConformityCheck, ConformityState
from schemas.errors import BadInput, NotAllowed, UnknownName
from schemas.order import EventKind
from schemas.profile import PageState, Picture
from tests.unit.pipeline.conformity.conftest import AVATAR, GOOD, PNG, digest

CONFORMS, LACKS = ConformityState.CONFORMS, ConformityState.LACKS
SENDER = ConformityCheck.SENDER
REASON = "Kommunvapnet syns i bilden"

pytestmark = pytest.mark.usefixtures("rules", "account")


def sender(report) -> ConformityState:
    found = report.accounts[0].findings
    return next(each.state for each in found if each.check is SENDER)


def test_a_word_on_a_picture_holds_until_the_picture_is_another(archive, town):
    check_board(archive, "ks", town.crafts())
    judgement = judge(archive, "biblioteket", SENDER, CONFORMS, REASON)
    assert judgement.subject_sha256 == GOOD.avatar.sha256
    assert judgement.judged_by == "Ulla"
    assert sender(check_board(archive, "ks", town.crafts())) is CONFORMS
    other = Picture(url="https://bilder.example/b.png", sha256="b" * 64)
    town.profile = GOOD.model_copy(update={"avatar": other})
    again = check_board(archive, "ks", town.crafts())
    assert sender(again) is ConformityState.UNKNOWN


def test_the_latest_report_shows_what_was_judged_since(archive, town):
    made = check_board(archive, "ks", town.crafts())
    judge(archive, "biblioteket", SENDER, CONFORMS, REASON)
    assert sender(made) is ConformityState.UNKNOWN
    assert sender(latest_report(archive, "ks")) is CONFORMS
    judge(archive, "biblioteket", SENDER, LACKS, "Det var grannkommunens vapen")
    assert sender(latest_report(archive, "ks")) is LACKS


def test_a_judgement_is_noted_without_its_reason(archive, town):
    check_board(archive, "ks", town.crafts())
    judge(archive, "biblioteket", SENDER, CONFORMS, REASON)
    event = archive.database.events.list()[-1]
    events = [
        e
        for e in archive.database.events.list()
        if e.kind is EventKind.CONFORMITY_JUDGED
    ]
    assert [e.subject for e in events] == ["biblioteket"]
    assert REASON not in str(event)


def test_only_what_was_checked_can_be_judged(archive, town):
    with pytest.raises(NotAllowed, match="inte prövat"):
        judge(archive, "biblioteket", SENDER, CONFORMS, REASON)
    town.state = town.visited = PageState.LOGIN_WALL
    check_board(archive, "ks", town.crafts())
    with pytest.raises(NotAllowed, match="inget att bedöma"):
        judge(archive, "biblioteket", SENDER, CONFORMS, REASON)


@pytest.mark.parametrize(
    ("account_id", "state", "reason", "error"),
    [
        ("biblioteket", CONFORMS, "  ", BadInput),
        ("biblioteket", ConformityState.UNKNOWN, REASON, BadInput),
        ("biblioteket", ConformityState.NOT_APPLICABLE, REASON, BadInput),
        ("finns-inte", CONFORMS, REASON, UnknownName),
    ],
)
def test_what_is_no_judgement(archive, town, account_id, state, reason, error):
    check_board(archive, "ks", town.crafts())
    with pytest.raises(error):
        judge(archive, account_id, SENDER, state, reason)
    assert archive.database.conformity.judgements("biblioteket") == ()


def test_the_register_and_the_platform_are_no_matter_of_opinion(archive, town):
    check_board(archive, "ks", town.crafts())
    for check in (ConformityCheck.IN_REGISTER, ConformityCheck.PAGE_FOUND):
        with pytest.raises(NotAllowed):
            judge(archive, "biblioteket", check, CONFORMS, REASON)


def test_a_report_is_written_with_the_pictures_that_are_kept(archive, town, tmp_path):
    report = check_board(archive, "ks", town.crafts())
    page, paper = export(archive, report, tmp_path / "ny" / "mapp", town.crafts())
    assert (page.suffix, paper.suffix) == (".html", ".pdf")
    assert page.parent.is_dir()
    ((told, pictures),) = town.reports
    assert told == report
    assert pictures == {digest(PNG): PNG, digest(AVATAR): AVATAR}


def test_a_board_that_was_never_checked_has_no_report(archive):
    assert latest_report(archive, "ks") is None
