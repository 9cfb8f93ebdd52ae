# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Profiles are seen as they are, without false alarms; walls are states."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archivers.address import AddressGuard
from archivers.api.pace import Pace
from archivers.browser import Session
from archivers.chromium import find_chromium, launch
from archivers.limits import Limits
from schemas.errors import NotAllowed
from schemas.profile import Observation, PageState
from tests.e2e.runs import WALLS, account_at, tools_in
from tests.e2e.sites import Torget, run_torget, serve_pages
from tests.looks import observe_account

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture(scope="module")
def torget(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Torget]:
    with run_torget(tmp_path_factory.mktemp("torget"), "--posts", "3") as site:
        yield site


@pytest.fixture
def walled(torget: Torget, request: pytest.FixtureRequest) -> Iterator[Torget]:
    torget.change(request.param)
    yield torget
    torget.change("activate")
    torget.change("normal")


def seen_of(torget: Torget, folder: Path) -> Observation:
    """Observe Torget's account."""
    tools = tools_in(folder, torget.hosts)
    return observe_account(account_at(torget.url), tools)


def test_only_real_changes_are_seen(torget, tmp_path):
    """Addresses that expire change nothing; a new avatar changes one checksum."""
    before, again = seen_of(torget, tmp_path), seen_of(torget, tmp_path)
    assert before.page_state is PageState.OK
    assert digests(before) == digests(again)
    assert before.profile.avatar.url != again.profile.avatar.url
    torget.change("avatar")
    after = seen_of(torget, tmp_path)
    assert digests(after)[0] != digests(before)[0]
    assert digests(after)[1:] == digests(before)[1:]


@pytest.mark.parametrize(
    ("walled", "state"),
    [(wall, state) for wall, _, state in WALLS],
    indirect=["walled"],
)
def test_walls_are_states(walled, state, tmp_path):
    """An observation of a wall is an observation, without a profile."""
    seen = seen_of(walled, tmp_path)
    assert seen.page_state is state
    assert seen.profile.core_fields() == 0


def test_a_site_that_is_down_is_a_state(tmp_path):
    """Nothing answers at the address."""
    with serve_pages() as origin:
        closed = origin
    tools = tools_in(tmp_path, frozenset({closed.removeprefix("http://")}))
    seen = observe_account(account_at(closed), tools)
    assert seen.page_state is PageState.UNAVAILABLE


def test_marked_up_pages_need_no_browser(tmp_path):
    """A page that sends its markup is read by one request, pictures hashed."""
    with serve_pages() as origin:
        hosts = frozenset({origin.removeprefix("http://")})
        chromium = Path("/finns/inte/chromium")
        tools = tools_in(tmp_path, hosts, chromium=chromium)
        seen = observe_account(account_at(f"{origin}/markup.html"), tools)
    assert seen.extractor == "webpage-http/1"
    assert seen.profile.avatar.sha256
    assert seen.profile.avatar.sha256 != seen.profile.cover.sha256


def test_a_private_address_is_refused(torget, tmp_path):
    """The guard holds for observations and for their redirects."""
    with pytest.raises(NotAllowed):
        observe_account(account_at(torget.url), tools_in(tmp_path, frozenset()))
    with serve_pages() as origin:
        hosts = frozenset({origin.removeprefix("http://")})
        url = f"{origin}/go?to={torget.url}"
        with pytest.raises(NotAllowed):
            observe_account(account_at(url), tools_in(tmp_path, hosts))


def digests(seen: Observation) -> tuple[str | None, ...]:
    profile = seen.profile
    return (
        profile.avatar.sha256 if profile.avatar else None,
        profile.cover.sha256 if profile.cover else None,
        profile.name,
        profile.about,
    )


def test_a_browser_keeps_the_pace_of_visits(tmp_path):
    """The third visit waits for its turn, and the page can be read all the same."""
    with serve_pages() as origin:
        host = origin.removeprefix("http://")
        limits = replace(Limits(), visits_per_second=5.0, visit_burst=2)
        tools = tools_in(tmp_path, frozenset({host}), limits=limits)
        guard = AddressGuard(tools.allowed_private_hosts)
        waits = []
        pace = Pace(5.0, 2, monotonic=lambda: 0.0)
        with (
            launch(find_chromium(None), (), tools.workspace) as browser,
            Session(browser, guard, limits, tools.clock, pace=pace) as session,
        ):
            page = session.new_page()
            page.wait_for_timeout = waits.append
            for _ in range(3):
                assert session.open(page, f"{origin}/markup.html").status == 200
    assert sum(waits) > 0
    assert max(waits) <= 250


class Late(list):
    """A list that says that it is empty until somebody has waited."""

    is_told = False

    def __bool__(self) -> bool:
        """Whether anything in it is known of yet."""
        return self.is_told and len(self) > 0


def test_word_of_a_status_may_come_after_the_error(tmp_path):
    """An empty 404 is an error to the browser, which a busy computer tells first."""
    with serve_pages() as origin:
        tools = tools_in(tmp_path, frozenset({origin.removeprefix("http://")}))
        guard = AddressGuard(tools.allowed_private_hosts)
        with (
            launch(find_chromium(None), (), tools.workspace) as browser,
            Session(browser, guard, tools.limits, tools.clock) as session,
        ):
            page = session.new_page()
            late = session._answers = Late()  # noqa: SLF001
            page.wait_for_timeout = lambda _: setattr(late, "is_told", True)
            assert session.open(page, f"{origin}/answer?status=404").status == 404
