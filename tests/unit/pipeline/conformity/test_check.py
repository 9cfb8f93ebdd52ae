# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A board's accounts are checked, the report is kept, and people are told once."""

from dataclasses import replace

import pytest
from pydantic import HttpUrl

from pipeline.conformity.check import check_board
from schemas.account import Account, AccountStatus
from schemas.conformity import ConformityCheck, ConformityState
from schemas.errors import ToolMissing, UnknownName
from schemas.order import EventKind
from schemas.profile import Observation, ObservedAs, PageState, Profile
from schemas.watch import NoticeFor, NoticeKind
from tests.unit.pipeline.conformity.conftest import AVATAR, GOOD, PNG, digest

CONFORMS, LACKS = ConformityState.CONFORMS, ConformityState.LACKS
UNKNOWN = ConformityState.UNKNOWN
OWN = "https://torget.example/almhultsbibliotek"

pytestmark = pytest.mark.usefixtures("rules")


def states(report, account_id="biblioteket") -> dict:
    found = next(a for a in report.accounts if a.account_id == account_id)
    return {each.check: each.state for each in found.findings}


def another(archive, account, **fields) -> Account:
    url = HttpUrl(f"https://torget.example/{fields['account_id']}")
    made = account.model_copy(update={"url": url, **fields})
    archive.database.accounts.add(made)
    return made


def test_a_report_is_kept_with_pictures_and_quotations(archive, account, town):
    town.links = (OWN, "https://www.facebook.com/okand")
    report = check_board(archive, "ks", town.crafts())
    assert archive.database.conformity.latest_report("ks") == report
    found = states(report, account.account_id)
    assert found[ConformityCheck.SENDER] is UNKNOWN
    assert found[ConformityCheck.IN_REGISTER] is CONFORMS
    assert {c for c, s in found.items() if s is LACKS} == set()
    assert report.strangers == ("https://www.facebook.com/okand",)
    assert len(report.quotations) == len(ConformityCheck)
    kept = archive.database.evidence.get(report.accounts[0].picture_sha256)
    assert (kept.content, kept.sha256) == (PNG, digest(PNG))


@pytest.mark.usefixtures("account")
def test_of_what_the_watch_fetched_the_profile_picture_alone_is_kept(archive, town):
    check_board(archive, "ks", town.crafts())
    wanted = {digest(AVATAR), digest(b"<html>")}
    assert archive.database.evidence.has(wanted) == {digest(AVATAR)}


@pytest.mark.usefixtures("account")
def test_people_are_told_once_by_counts_alone(archive, town):
    report = check_board(archive, "ks", town.crafts())
    (notice,) = archive.database.notices.list()
    assert notice.kind is NoticeKind.CONFORMITY
    assert notice.recipient is NoticeFor.COMMUNICATIONS
    assert notice.board_id == "ks"
    assert "1 konto är prövat" in notice.text
    assert "avbild conformity export" in notice.action
    assert "Biblioteket" not in notice.text
    kinds = EventKind.CONFORMITY_CHECKED
    events = [e for e in archive.database.events.list() if e.kind is kinds]
    assert [e.detail["report"] for e in events] == [report.report_id]


def test_one_bad_account_stops_no_other(archive, account, town):
    another(archive, account, account_id="trasigt")
    town.broken = {"trasigt"}
    report = check_board(archive, "ks", town.crafts())
    assert states(report)[ConformityCheck.PURPOSE] is CONFORMS
    bad = states(report, "trasigt")
    assert {s for s in bad.values() if s is not ConformityState.NOT_APPLICABLE} == {
        UNKNOWN
    }


def test_closed_accounts_and_other_boards_are_left_out(archive, account, board, town):
    another(archive, account, account_id="stangt", status=AccountStatus.CLOSED)
    archive.database.boards.add(board.model_copy(update={"board_id": "bun"}))
    another(archive, account, account_id="skolan", board_id="bun")
    report = check_board(archive, "ks", town.crafts())
    assert [each.account_id for each in report.accounts] == ["biblioteket"]
    assert town.looks == ["biblioteket"]


def seen(account, clock, **fields) -> Observation:
    return Observation(
        **{
            "observation_id": "sedd",
            "account_id": account.account_id,
            "seen_at": clock(),
            "page_state": PageState.OK,
            "extractor": "webpage-http/1",
            "profile": GOOD,
            **fields,
        }
    )


def test_a_fresh_sight_is_used_and_an_old_one_is_not(archive, account, clock, town):
    archive.database.observations.add(seen(account, clock))
    clock.pass_time(hours=23)
    check_board(archive, "ks", town.crafts())
    assert town.looks == []
    clock.pass_time(hours=2)
    check_board(archive, "ks", town.crafts())
    assert town.looks == [account.account_id]


def test_what_is_seen_here_is_not_the_watch_s_starting_point(archive, account, town):
    check_board(archive, "ks", town.crafts())
    assert archive.database.observations.list(account.account_id) == ()


def test_an_api_tells_all_that_a_profile_has(archive, account, clock, town):
    bare = GOOD.model_copy(update={"about": "Böcker.", "links": None, "contact": None})
    told = seen(account, clock, profile=bare, observed_as=ObservedAs.API)
    archive.database.observations.add(told)
    town.visited = PageState.LOGIN_WALL
    found = states(check_board(archive, "ks", town.crafts()))
    assert found[ConformityCheck.CONTACT] is LACKS
    assert found[ConformityCheck.PAGE_FOUND] is CONFORMS


@pytest.mark.usefixtures("account")
def test_a_wall_is_unknown_and_has_no_picture(archive, town):
    town.state = town.visited = PageState.LOGIN_WALL
    report = check_board(archive, "ks", town.crafts())
    assert report.accounts[0].picture_sha256 is None
    assert LACKS not in states(report).values()
    assert states(report)[ConformityCheck.PAGE_FOUND] is UNKNOWN


@pytest.mark.usefixtures("account")
def test_what_the_watch_cannot_see_a_visitor_may(archive, town):
    town.state = PageState.ACCESS_REFUSED
    found = states(check_board(archive, "ks", town.crafts()))
    assert found[ConformityCheck.PURPOSE] is CONFORMS
    assert found[ConformityCheck.PAGE_FOUND] is CONFORMS


def test_gone_now_outweighs_a_sight_of_this_morning(archive, account, clock, town):
    archive.database.observations.add(seen(account, clock))
    town.visited = PageState.GONE
    found = states(check_board(archive, "ks", town.crafts()))
    assert found[ConformityCheck.PAGE_FOUND] is UNKNOWN
    assert found[ConformityCheck.PURPOSE] is UNKNOWN


def test_the_watch_says_when_an_account_is_closed(archive, account, clock, town):
    for number, extractor in enumerate(("webpage-http/1", "webpage-browser/1") * 2):
        gone = {
            "observation_id": f"borta-{number}",
            "page_state": PageState.GONE,
            "profile": Profile(),
            "extractor": extractor,
            "control_ok": True,
        }
        archive.database.observations.add(seen(account, clock, **gone))
        clock.pass_time(days=1)
    town.state = town.visited = PageState.GONE
    found = states(check_board(archive, "ks", town.crafts()))
    assert found[ConformityCheck.PAGE_FOUND] is LACKS


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        (None, UNKNOWN),
        ((), UNKNOWN),
        (("https://www.almhult.se/kontakt",), UNKNOWN),
        (("https://www.facebook.com/okand",), LACKS),
        ((f"{OWN}/?fbclid=x",), CONFORMS),
    ],
)
@pytest.mark.usefixtures("account")
def test_the_page_of_the_register(archive, town, links, expected):
    town.links = links
    report = check_board(archive, "ks", town.crafts())
    assert states(report)[ConformityCheck.IN_REGISTER] is expected


@pytest.mark.usefixtures("account")
def test_without_a_browser_there_is_no_report(archive, town):
    def missing(_configured):
        message = "Chromium saknas."
        raise ToolMissing(message)

    with pytest.raises(ToolMissing):
        check_board(archive, "ks", replace(town.crafts(), chromium=missing))
    assert archive.database.conformity.latest_report("ks") is None


def test_an_unknown_board(archive, town):
    with pytest.raises(UnknownName):
        check_board(archive, "finns-inte", town.crafts())
