# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A second way of looking at what seems gone, and a page that is known to be there."""

import httpx
import pytest

from archivers.watch import second
from archivers.watch.errand import Look
from archivers.watch.eyes import Eyes
from schemas.errors import BadInput, ToolMissing
from schemas.profile import Observation, ObservedAs, PageState, Profile
from tests.unit.archivers.watch.sites import START, Site, Watcher, account_at, page

BLUESKY = account_at("https://social.se/profile/kommun.se", "bluesky")
WEB = account_at("https://torget.se/almhult")
KNOWN = Profile(name="Älmhults kommun", about="", handle="kommun.se")


def seen_by(extractor, observed_as=ObservedAs.API):
    return Observation(
        observation_id="x",
        account_id="konto-1",
        seen_at=START,
        page_state=PageState.GONE,
        observed_as=observed_as,
        extractor=extractor,
    )


@pytest.fixture
def watcher(tmp_path, monkeypatch):
    made = Watcher(tmp_path, Site(), known=KNOWN)
    transport = httpx.MockTransport(made.site)
    monkeypatch.setattr(second, "Eyes", lambda tools: Eyes(tools, transport))
    monkeypatch.setattr(
        "archivers.watch.batch.Eyes", lambda tools: Eyes(tools, transport)
    )
    return made


def another(watcher, account, seen) -> Look:
    return second.look_another_way(account, seen, watcher.tools)


@pytest.mark.parametrize(
    ("answer", "state", "code"),
    [
        ((404, b""), PageState.GONE, "HTTP 404"),
        ((200, page("Älmhults kommun (@kommun.se)")), PageState.OK, ""),
        ((503, b""), PageState.UNAVAILABLE, "HTTP 503"),
        ((429, b""), PageState.RATE_LIMITED, "HTTP 429"),
    ],
)
def test_what_an_api_says_is_held_against_the_page_that_everybody_sees(
    watcher, answer, state, code
):
    watcher.site.answers = {"social.se/profile/kommun.se": answer}
    seen = another(watcher, BLUESKY, seen_by("bluesky-api/1")).observation
    assert (seen.page_state, seen.code) == (state, code)
    assert (seen.extractor, seen.observed_as) == ("bluesky-page/1", ObservedAs.GUEST)
    assert seen.profile == Profile()


@pytest.mark.parametrize("shown", [page("@kommun.se"), b"<!doctype html>", b""])
def test_a_page_that_only_repeats_its_address_needs_a_browser(watcher, shown):
    """A single-page client answers 200 for an account that is gone."""
    watcher.site.answers = {"social.se/profile/kommun.se": (200, shown)}
    found = another(watcher, BLUESKY, seen_by("bluesky-api/1"))
    assert isinstance(found.failure, ToolMissing)
    assert found.observation is None


def test_a_page_that_one_request_did_not_find_needs_a_browser(watcher):
    found = another(watcher, WEB, seen_by("webpage-http/1", ObservedAs.GUEST))
    assert isinstance(found.failure, ToolMissing)


@pytest.mark.parametrize("observed_as", [ObservedAs.GUEST, ObservedAs.LOGGED_IN])
def test_a_page_that_a_browser_did_not_find_is_asked_for_by_request(
    watcher, observed_as
):
    found = another(watcher, WEB, seen_by("webpage-browser/1", observed_as))
    assert found.observation.extractor == "webpage-http/1"
    assert found.observation.page_state is PageState.GONE


@pytest.mark.parametrize(
    ("answer", "is_there"),
    [((200, page()), True), ((404, b""), False), ((503, b""), False)],
)
def test_a_control_page_shows_as_it_should_or_not(watcher, answer, is_there):
    watcher.site.answers = {"torget.se/almhult": answer}
    address = "https://torget.se/almhult"
    assert second.look_at_control("webpage", address, watcher.tools) is is_there


def test_a_control_page_must_have_an_address(watcher):
    with pytest.raises(BadInput):
        second.look_at_control("webpage", "almhult", watcher.tools)
