# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An account that has been silent for half a year is proposed, once in each half."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.close.steps import open_closure
from pipeline.inactive import find_inactive, propose_inactive
from pipeline.policies import set_policy
from schemas.errors import UnknownName
from schemas.policy import PolicyKind
from schemas.profile import Observation, PageState
from schemas.watch import NoticeFor, NoticeKind
from tests.fakes import START


@pytest.fixture
def seen(archive, account):
    """Let the watch see when the account last published."""

    def saw(days: float, state: PageState = PageState.OK) -> None:
        at = archive.clock()
        archive.database.observations.add(
            Observation(
                observation_id=archive.new_id(),
                account_id=account.account_id,
                seen_at=at,
                page_state=state,
                extractor="bluesky-api/1",
                last_active_at=at - timedelta(days=days),
            )
        )

    return saw


def test_an_account_that_nobody_knows_of_is_never_proposed(archive, account):
    assert account.is_listed
    archive.clock.pass_time(days=1000)
    assert find_inactive(archive) == ()


@pytest.mark.parametrize(("days", "is_found"), [(182.9, False), (183.1, True)])
def test_half_a_year_is_what_the_policy_says(archive, seen, days, is_found):
    seen(days)
    assert bool(find_inactive(archive)) is is_found


def test_a_board_may_wait_longer(archive, seen):
    seen(200)
    content = {"inactive_days": 365}
    set_policy(archive, PolicyKind.CHANGE, "ks", content, "Beslut i nämnden")
    assert find_inactive(archive) == ()


def test_the_newest_that_is_known_counts(archive, seen, package):
    """The archive knows of a post of the account's own that the watch did not see."""
    assert package.posts
    entries = archive.database.items.of_package(package.package_id, package.version)
    own = max(e.published for e in entries if e.is_by_account and e.published)
    archive.clock.now = own + timedelta(days=100)
    seen(300)
    assert find_inactive(archive) == ()
    archive.clock.now = own + timedelta(days=184)
    (found,) = find_inactive(archive)
    assert found.last_active_at == own


def test_it_is_proposed_once_in_each_half_of_a_year(archive, seen):
    seen(200)
    (notice,) = propose_inactive(archive)
    assert (notice.kind, notice.recipient) == (
        NoticeKind.INACTIVE,
        NoticeFor.SECRETARY,
    )
    assert (notice.board_id, notice.account_id) == ("ks", "biblioteket")
    assert "publicerade senast något 2025-10-16" in notice.text
    assert "Uppgiften är från" not in notice.text
    assert "avbild close open biblioteket" in notice.action
    assert propose_inactive(archive) == ()
    archive.clock.now = datetime(2026, 6, 30, 21, 59, tzinfo=UTC)
    assert propose_inactive(archive) == ()
    archive.clock.now = datetime(2026, 6, 30, 22, 1, tzinfo=UTC)
    assert len(propose_inactive(archive)) == 1


def test_old_knowledge_is_told_with_its_day(archive, seen):
    seen(200)
    archive.clock.pass_time(days=32)
    (found,) = find_inactive(archive)
    assert found.is_stale
    (notice,) = propose_inactive(archive)
    assert "Uppgiften är från 2026-05-04." in notice.text


def test_an_account_that_is_being_closed_is_left_out(archive, account, seen):
    seen(200)
    open_closure(archive, account.account_id, "Används inte", "KS § 1")
    assert propose_inactive(archive) == ()


def test_a_boards_own_may_be_asked_for(archive, seen):
    seen(200)
    assert archive.clock.now > START
    assert len(find_inactive(archive, "ks")) == 1
    with pytest.raises(UnknownName):
        find_inactive(archive, "okand")
