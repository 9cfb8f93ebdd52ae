# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looks that need a browser: pages made by their own program, and a second way."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archivers.limits import Limits
from archivers.tools import CaptureTools
from archivers.watch import LookErrand, look_another_way, look_at, look_at_control
from schemas.account import Account
from schemas.profile import Observation, ObservedAs, PageState, Profile
from tests.e2e.runs import assert_nothing_left, now, tools_in
from tests.e2e.sites import serve_pages

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

KNOWN = Profile(name="Älmhults kommun", about="", handle="kommun.html")


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve_pages() as origin:
        yield origin


@pytest.fixture
def tools(site: str, tmp_path: Path) -> CaptureTools:
    hosts = frozenset({site.removeprefix("http://")})
    limits = replace(Limits(), quiet_checks=4, visit_burst=100)
    return tools_in(tmp_path, hosts, limits=limits, known=KNOWN)


def account_on(platform: str, url: str, number: int = 1) -> Account:
    return Account(
        account_id=f"konto-{number}",
        board_id="ks",
        platform=platform,
        url=url,
        name="Kommunen",
    )


def gone_by(extractor: str, observed_as: ObservedAs = ObservedAs.API) -> Observation:
    return Observation(
        observation_id="x",
        account_id="konto-1",
        seen_at=now(),
        page_state=PageState.GONE,
        observed_as=observed_as,
        extractor=extractor,
    )


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("client/profile/kommun.html", PageState.OK),
        ("client/profile/stangd.html", PageState.DEACTIVATED),
        ("client/profile/finns-inte.html", PageState.GONE),
    ],
)
def test_a_single_page_client_is_judged_by_what_it_shows(site, tools, path, state):
    """It answers 200 for whoever is gone too; its error element tells."""
    account = account_on("bluesky", f"{site}/{path}")
    seen = look_another_way(account, gone_by("bluesky-api/1"), tools).observation
    assert (seen.page_state, seen.extractor) == (state, "bluesky-page/1")
    assert_nothing_left(tools.workspace)


def test_what_needs_a_browser_gets_one_in_its_turn(site, tools):
    """Each after the other, beside those that need none."""
    paths = ("client/marked.html", "markup.html", "walls/challenge.html")
    chosen = [
        account_on("webpage", f"{site}/{path}", number)
        for number, path in enumerate(paths, start=1)
    ]
    looks = look_at([LookErrand(account) for account in chosen], tools)
    seen = {look.account_id: look.observation for look in looks}
    assert [seen[f"konto-{n}"].page_state for n in (1, 2, 3)] == [
        PageState.OK,
        PageState.OK,
        PageState.CHALLENGED,
    ]
    made = seen["konto-1"]
    assert (made.extractor, made.locale) == ("webpage-browser/1", "sv")
    assert made.profile.contact == ("0476-550 00", "info@almhult.se")
    assert made.profile.category == "Kommun"
    assert len(made.profile.avatar.phash) == 16
    assert seen["konto-2"].extractor == "webpage-http/1"
    assert_nothing_left(tools.workspace)


def test_a_page_that_one_request_did_not_find_is_looked_at_by_a_browser(site, tools):
    account = account_on("webpage", f"{site}/walls/gone.html")
    first = gone_by("webpage-http/1", ObservedAs.GUEST)
    seen = look_another_way(account, first, tools).observation
    assert seen.page_state is PageState.DEACTIVATED
    assert seen.extractor == "webpage-browser/1"


def test_a_control_page_may_need_a_browser_too(site, tools):
    assert look_at_control("webpage", f"{site}/client/marked.html", tools)
    assert not look_at_control("webpage", f"{site}/walls/strange.html", tools)
