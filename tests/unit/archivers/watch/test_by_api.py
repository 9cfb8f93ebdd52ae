# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts by their platform's API: at a glance when nothing is new, else with care."""

import hashlib
import json
from urllib.parse import urlsplit

import httpx
import pytest

from archivers.api import ApiAccess
from archivers.watch.batch import NOT_ASKED, look_with
from archivers.watch.by_api import LONGEST_REST, batches_of, may_be_glanced_at
from schemas.errors import BadInput
from schemas.profile import ObservedAs, PageState
from tests.unit.archivers.watch.networks import Network, cid_of, told
from tests.unit.archivers.watch.sites import (
    Watcher,
    account_at,
    free_pace,
    picture,
    without_id,
)


@pytest.fixture
def network():
    return Network()


@pytest.fixture
def watcher(tmp_path, network, monkeypatch):
    free_pace(monkeypatch)
    return Watcher(tmp_path, network)


def accounts(number=3):
    return [
        account_at(f"https://social.se/profile/kommun{n}.se", "bluesky", n)
        for n in range(1, number + 1)
    ]


def look(watcher, chosen=None):
    """Look at the accounts, and give the looks by account."""
    watcher.site.asked.clear()
    errands = [watcher.errand(account) for account in chosen or accounts()]
    with watcher.eyes() as eyes:
        found = [watcher.remember(one) for one in look_with(eyes, errands)]
    assert len(found) == len(errands)
    return {one.account_id: one for one in found}


def seen_of(looks, number=1):
    return looks[f"konto-{number}"].observation


def test_a_look_with_care_gives_the_owners_words(watcher):
    seen = seen_of(look(watcher))
    assert (seen.page_state, seen.observed_as) == (PageState.OK, ObservedAs.API)
    assert seen.extractor == "bluesky-api/1"
    assert seen.profile.name == "Kommun 1"
    assert seen.profile.links == ()
    assert seen.profile.cover.url == ""
    assert seen.profile.platform_id == "did:plc:k1"
    assert seen.counters == {"posts": 7, "followers": 11}
    assert seen.sources["about"] == "com.atproto.repo.getRecord"
    assert seen.last_active_at.year == 2026
    assert seen.profile.avatar.key == cid_of(picture())
    assert len(seen.profile.avatar.phash) == 16


def test_answers_and_originals_are_kept_at_first_sight(watcher):
    found = look(watcher)["konto-1"]
    kept = {one.media_type: one for one in found.evidence}
    assert kept["image/png"].content == picture()
    answers = [e for e in found.evidence if e.media_type == "application/json"]
    assert {urlsplit(e.source).path.rpartition(".")[2] for e in answers} == {
        "getProfile",
        "getRecord",
    }
    assert set(found.observation.evidence) == {one.sha256 for one in found.evidence}


def test_one_question_settles_all_that_is_as_it_was(watcher, network):
    first = look(watcher)
    network.owners["did:plc:k1"]["posts"] = 8
    again = look(watcher)
    assert watcher.site.paths() == {"views.se/xrpc/app.bsky.actor.getProfiles": 1}
    for number in (2, 3):
        assert without_id(seen_of(again, number)) == without_id(seen_of(first, number))
    assert seen_of(again).counters["posts"] == 8
    assert seen_of(again).profile == seen_of(first).profile
    assert all(one.evidence == () for one in again.values())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Kommunen"),
        ("about", "Nytt"),
        ("handle", "ny.se"),
        ("avatar", picture("darkred")),
    ],
)
def test_what_differs_is_looked_at_with_care_and_nobody_else_is(
    watcher, network, field, value
):
    look(watcher)
    network.owners["did:plc:k2"][field] = value
    if field != "handle":
        network.owners["did:plc:k2"]["revision"] = "3n2wmjkfjx33n"
    after = look(watcher)
    assert len(network.asked_for("getRepoStatus")) == 1
    profile = seen_of(after, 2).profile
    shown = {
        "name": profile.name,
        "about": profile.about,
        "handle": profile.handle,
        "avatar": value,
    }
    assert shown[field] == value
    assert profile.avatar.key == cid_of(network.owners["did:plc:k2"]["avatar"])
    assert len(network.asked_for("getBlob")) == (field == "avatar")
    assert bool(after["konto-2"].evidence)


def test_a_glance_that_shows_the_change_late_loses_nothing(watcher, network):
    """The view lags behind: what it shows later is already the owner's word."""
    look(watcher)
    network.owners["did:plc:k1"]["name"] = "Nytt namn"
    network.owners["did:plc:k1"]["revision"] = "3n2wmjkfjx33n"
    assert seen_of(look(watcher)).profile.name == "Nytt namn"
    look(watcher)
    assert network.asked_for("getRepoStatus") == []


def test_once_a_day_everybody_is_looked_at_with_care(watcher, network):
    """Also what no view shows: here a link."""
    look(watcher)
    network.owners["did:plc:k1"]["website"] = "https://almhult.se"
    network.owners["did:plc:k1"]["revision"] = "3n2wmjkfjx33n"
    look(watcher)
    assert network.asked_for("getRepoStatus") == []
    watcher.clock.now += LONGEST_REST
    assert seen_of(look(watcher)).profile.links == ("https://almhult.se",)
    assert len(network.asked_for("getRepoStatus")) == 3


def test_a_revision_that_has_not_moved_spares_the_record(watcher, network):
    first = look(watcher)
    watcher.clock.now += LONGEST_REST
    again = look(watcher)
    assert network.asked_for("getRecord") == network.asked_for("getBlob") == []
    assert seen_of(again).profile == seen_of(first).profile
    assert seen_of(again).evidence == seen_of(first).evidence
    assert again["konto-1"].evidence == ()


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ("AccountDeactivated", PageState.DEACTIVATED),
        ("AccountTakedown", PageState.GONE),
        ("AuthMissing", PageState.LOGIN_WALL),
        ("ExpiredToken", PageState.ACCESS_REFUSED),
        ("Obekant", PageState.NOT_UNDERSTOOD),
    ],
)
def test_whoever_is_missing_in_the_answer_is_asked_why(watcher, network, fault, state):
    look(watcher)
    network.faults["did:plc:k2"] = fault
    after = look(watcher)
    assert len(network.asked_for("getProfile")) == 1
    seen = seen_of(after, 2)
    assert (seen.page_state, seen.code) == (state, fault)
    assert seen.profile.core_fields() == 0
    assert {seen_of(after, n).page_state for n in (1, 3)} == {PageState.OK}


def test_whoever_is_hidden_by_mistake_is_there(watcher, network):
    look(watcher)
    network.hidden.add("did:plc:k3")
    assert seen_of(look(watcher), 3).page_state is PageState.OK


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("deactivated", PageState.DEACTIVATED),
        ("takendown", PageState.GONE),
        ("deleted", PageState.GONE),
        ("desynchronized", PageState.UNAVAILABLE),
    ],
)
def test_a_view_that_still_shows_an_account_does_not_hide_that_it_is_closed(
    watcher, network, status, state
):
    network.owners["did:plc:k1"]["status"] = status
    seen = seen_of(look(watcher))
    assert (seen.page_state, seen.code) == (state, status)


def test_an_account_that_comes_back_is_as_it_was(watcher, network):
    """Neither the error nor the return makes another sight of it."""
    first = look(watcher)
    network.faults["did:plc:k1"] = "AccountDeactivated"
    look(watcher)
    network.faults.clear()
    again = look(watcher)
    assert without_id(seen_of(again)) == without_id(seen_of(first))


def test_an_error_is_not_an_empty_profile(watcher, network):
    """It would read as if the owner had removed everything."""
    network.owners["did:plc:k1"]["fault"] = "InternalTrouble"
    assert seen_of(look(watcher)).page_state is PageState.NOT_UNDERSTOOD
    network.owners["did:plc:k1"]["fault"] = "RecordNotFound"
    profile = seen_of(look(watcher)).profile
    assert (profile.name, profile.about) == ("kommun1.se", "")
    assert profile.avatar.url == ""


def test_a_handle_that_the_network_cannot_confirm_is_unknown_not_changed(
    watcher, network
):
    first = look(watcher)
    network.owners["did:plc:k1"]["handle"] = "handle.invalid"
    assert seen_of(look(watcher)).profile == seen_of(first).profile
    network.owners["did:plc:k1"]["revision"] = "3n2wmjkfjx33n"
    network.owners["did:plc:k1"]["about"] = "Nytt"
    assert seen_of(look(watcher)).profile.handle is None


def test_an_original_that_did_not_come_is_asked_for_again(watcher, network):
    """Its name is its checksum, so it is known; but it is not kept."""
    network.owners["did:plc:k1"]["lost"] = True
    found = look(watcher)["konto-1"]
    avatar = found.observation.profile.avatar
    assert avatar.sha256 == hashlib.sha256(picture()).hexdigest()
    assert avatar.phash is None
    assert avatar.sha256 not in found.observation.evidence
    network.owners["did:plc:k1"]["lost"] = False
    watcher.clock.now += LONGEST_REST
    later = look(watcher)["konto-1"]
    assert [one.media_type for one in later.evidence] == ["image/png"]
    assert later.observation.profile.avatar.phash


def test_one_bad_account_fails_nobody(watcher):
    chosen = [
        account_at("https://social.se/inte-en-profil", "bluesky", 7),
        account_at("https://torget.se/", "okand-plattform", 8),
        *accounts(),
    ]
    found = look(watcher, chosen)
    assert isinstance(found["konto-7"].failure, BadInput)
    assert found["konto-7"].observation is None
    assert "okand-plattform" in str(found["konto-8"].failure)
    assert {seen_of(found, n).page_state for n in (1, 2, 3)} == {PageState.OK}


def test_a_platform_that_is_down_settles_all_with_one_question(watcher, network):
    look(watcher)
    network.down = lambda: httpx.Response(503, stream=httpx.ByteStream(b""))
    after = look(watcher)
    assert {one.observation.page_state for one in after.values()} == {
        PageState.UNAVAILABLE
    }
    assert len(network.asked) == 2  # once, and once more to be sure


def test_a_host_that_is_down_is_left_in_peace(watcher, network):
    """Without anything known, each account has to be asked for; most are not."""
    network.down = lambda: httpx.Response(
        429, headers={"retry-after": "900"}, stream=httpx.ByteStream(b"")
    )
    found = look(watcher, accounts(40))
    seen = [one.observation for one in found.values()]
    assert {one.page_state for one in seen} == {PageState.RATE_LIMITED}
    asked = [one for one in seen if one.code != NOT_ASKED]
    assert 3 <= len(asked) <= 3 + watcher.tools.limits.watchers


def test_an_answer_that_is_not_understood_settles_nothing(watcher, network):
    look(watcher)
    network.answers["views.se/xrpc/app.bsky.actor.getProfiles"] = (200, b"[]")
    after = look(watcher)
    assert {one.observation.page_state for one in after.values()} == {PageState.OK}
    assert len(network.asked_for("getProfile")) == 3


def test_questions_are_about_no_more_accounts_than_they_may_be(watcher):
    many = accounts(60)
    for account in many:
        look_like = look_as_seen(watcher, account)
        assert may_be_glanced_at(look_like, watcher.clock())
    batches = list(batches_of([look_as_seen(watcher, account) for account in many]))
    assert [len(batch.errands) for batch in batches] == [25, 25, 10]


def look_as_seen(watcher, account):
    """Give an errand of an account that has been looked at with care just now."""
    if "konto-1" not in watcher.last:
        look(watcher, accounts(1))
    seen, validators = watcher.last["konto-1"]
    watcher.last[account.account_id] = (seen, validators)
    return watcher.errand(account)


# --- Mastodon -------------------------------------------------------------------------

LOOKUP = "social.se/api/v1/accounts/lookup"
AVATAR = "/system/accounts/avatars/000/000/001/original/0123456789abcdef.png"


def mastodon(**more):
    return {
        "id": "1",
        "acct": "kommun",
        "display_name": "Kommunen",
        "note": "<p>Officiellt konto.</p>",
        "avatar": f"https://social.se{AVATAR}",
        "header": "https://social.se/headers/original/missing.png",
        "statuses_count": 5,
        "last_status_at": "2026-10-30",
        **more,
    }


@pytest.fixture
def server(watcher):
    state = {"account": mastodon()}

    def answer(request):
        body = json.dumps(state["account"]).encode()
        etag = f'W/"{hashlib.sha256(body).hexdigest()}"'
        if request.headers.get("if-none-match") == etag:
            empty = httpx.ByteStream(b"")
            return httpx.Response(304, headers={"etag": etag}, stream=empty)
        return told(state["account"], etag=etag)

    watcher.site.answers[LOOKUP] = answer
    head = {"content-type": "image/png"}
    watcher.site.answers[f"social.se{AVATAR}"] = (200, picture(), head)
    return state


OWN = account_at("https://social.se/@kommun", "mastodon", 9)


@pytest.mark.usefixtures("server")
def test_a_server_that_says_that_nothing_is_new_is_asked_one_thing(watcher):
    first = look(watcher, [OWN])
    seen = seen_of(first, 9)
    assert seen.profile.avatar.key.endswith("/0123456789abcdef")
    assert seen.profile.cover.url == ""
    assert seen.last_active_at.isoformat() == "2026-10-30T00:00:00+00:00"
    again = look(watcher, [OWN])
    assert watcher.site.paths() == {LOOKUP: 1}
    assert without_id(seen_of(again, 9)) == without_id(seen)


def test_what_is_counted_is_new_but_the_pictures_are_not(watcher, server):
    look(watcher, [OWN])
    server["account"] = mastodon(statuses_count=6, last_status_at="2026-11-02")
    found = look(watcher, [OWN])["konto-9"]
    assert watcher.site.paths() == {LOOKUP: 1}
    assert found.evidence == ()
    assert found.observation.counters["posts"] == 6
    assert found.observation.last_active_at.day == 2


@pytest.mark.usefixtures("server")
def test_a_key_that_no_longer_works_is_our_own_trouble(watcher):
    watcher.site.answers[LOOKUP] = (401, b"{}")
    assert seen_of(look(watcher, [OWN]), 9).page_state is PageState.LOGIN_WALL
    access = ApiAccess(read_tokens={"social.se": "nyckel-nyckel"})
    object.__setattr__(watcher.tools, "access", access)
    seen = seen_of(look(watcher, [OWN]), 9)
    assert (seen.page_state, seen.code) == (PageState.ACCESS_REFUSED, "HTTP 401")


def test_no_key_is_kept_with_an_answer(watcher, server):
    access = ApiAccess(read_tokens={"social.se": "nyckel-nyckel"})
    object.__setattr__(watcher.tools, "access", access)
    server["account"] = mastodon(note="nyckel-nyckel")
    found = look(watcher, [OWN])["konto-9"]
    assert found.evidence
    assert not any(b"nyckel-nyckel" in one.content for one in found.evidence)
