# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What reading by an API must do beyond what every platform does."""

import hashlib
import json
import shutil
from collections import Counter
from dataclasses import replace

import pytest

from archivers import PLATFORMS
from archivers.api import ApiAccess
from archivers.api.platform import ApiPlatform
from archivers.snapshot import capture_account
from archivers.warc import read_records
from schemas.errors import (
    AccountGone,
    CaptureIncomplete,
    LoginExpired,
    LoginWall,
    NotAllowed,
    PlatformDown,
    RateLimited,
)
from schemas.item import ItemKind
from schemas.order import Order, OrderReason
from schemas.profile import ObservedAs, PageState
from tests.contract.fake_bluesky import cid_of
from tests.contract.fake_platforms import AVATAR, DEEP, POSTS
from tests.contract.platform_cases import CASES, NOW, hurried

WITH_API = sorted(n for n, p in PLATFORMS.items() if isinstance(p, ApiPlatform))
ORDER = Order(
    order_id="o1",
    account_id="konto",
    reason=OrderReason.BASELINE,
    ordered_by="prov",
    ordered_at=NOW,
)


@pytest.fixture(params=WITH_API)
def case(request, tmp_path):
    with hurried(), CASES[request.param](tmp_path) as made:
        yield made


@pytest.fixture(params=["bluesky", "mastodon"])
def open_case(request, tmp_path):
    """An account on a network that lets everybody read."""
    with hurried(), CASES[request.param](tmp_path) as made:
        yield made


@pytest.fixture
def mastodon(tmp_path):
    with hurried(), CASES["mastodon"](tmp_path) as made:
        yield made


@pytest.fixture
def bluesky(tmp_path):
    with hurried(), CASES["bluesky"](tmp_path) as made:
        yield made


@pytest.fixture
def captured(tmp_path):
    """Capture an account into a folder, without a browser."""

    def capture(case, **tools):
        folder = tmp_path / "capture"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        nowhere = tmp_path / "no-chromium"
        given = replace(case.tools, chromium=nowhere, **tools)
        return capture_account(case.account, ORDER, folder, given), folder

    return capture


def at(document, pointer):
    """Follow a JSON pointer (RFC 6901)."""
    value = document
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def test_every_item_stands_where_it_is_said_to_stand(case, captured):
    capture, folder = captured(case)
    (file,) = capture.files
    bodies = {r.record_id: r.decoded() for r in read_records(folder / file.path)}
    for item in capture.items:
        assert item.sources[0] == "api"
        for place in item.places:
            text = at(json.loads(bodies[place.warc_record]), place.pointer)
            assert item.body in text


def test_a_capture_without_a_browser_is_complete_and_says_so(case, captured):
    """The look of the page is lacking, which is a note; nothing is missing."""
    capture, _ = captured(case)
    health = capture.health
    assert health.is_complete
    assert any("webbsida" in n or "Webbläsaren" in n for n in health.notes)
    assert (health.posts.expected, health.posts.found) == (case.posts, case.posts)
    assert (health.comments.expected, health.comments.found) == (4, 4)
    (share,) = health.sources
    assert (share.name, share.posts, share.comments) == ("api", case.posts, len(DEEP))
    assert share.media == health.media.found == case.media
    assert all(check.passed for check in health.recorder.checks)


def test_answers_that_nobody_is_shown_are_noted_not_missing(mastodon, captured):
    capture, _ = captured(mastodon)
    assert any("ingen får se" in note for note in capture.health.notes)


def test_somebody_who_takes_the_name_is_not_the_account(case, captured):
    capture, _ = captured(case)
    own = Counter(item.kind for item in capture.items if item.is_by_account)
    posts = case.posts - case.others
    assert own == {ItemKind.POST: posts, ItemKind.REPLY: len(DEEP) // 2}


def test_an_api_sees_with_eyes_of_its_own(case):
    assert case.observe(PageState.OK).observed_as is ObservedAs.API


@pytest.mark.parametrize(
    ("state", "error"),
    [
        (PageState.GONE, AccountGone),
        (PageState.RATE_LIMITED, RateLimited),
        (PageState.UNAVAILABLE, PlatformDown),
    ],
)
def test_a_capture_fails_by_the_name_of_what_is_wrong(case, captured, state, error):
    case.fake.state = case.addresses[state]
    with pytest.raises(error):
        captured(case)


def test_nothing_is_left_of_a_capture_that_fails(case, captured, tmp_path):
    case.fake.state = "down"
    with pytest.raises(PlatformDown):
        captured(case)
    assert [p for p in (tmp_path / "capture").rglob("*") if p.is_file()] == []


def test_a_server_in_the_private_network_is_refused(case, captured):
    with pytest.raises(NotAllowed):
        captured(case, allowed_private_hosts=frozenset())
    assert case.fake.asked == []


def test_pictures_that_the_server_refuses_are_what_everybody_sees(open_case, captured):
    open_case.fake.lacks = {"media"}
    capture, _ = captured(open_case)
    assert (capture.health.media.expected, capture.health.media.found) == (0, 0)
    (item,) = (item for item in capture.items if item.media)
    assert item.media[0].sha256 is None


def test_an_unknown_picture_is_unknown_not_removed(mastodon):
    mastodon.fake.lacks = {"media"}
    assert mastodon.observe(PageState.OK).profile.avatar.sha256 is None


# --- Mastodon -------------------------------------------------------------------------


def test_a_list_without_links_is_read_to_its_end(mastodon):
    mastodon.fake.lacks = {"link"}
    posts = [item for item in mastodon.read() if item.found.is_post]
    assert len(posts) == POSTS + 1


def test_a_server_that_wants_a_key_needs_a_person(mastodon, captured):
    mastodon.fake.state = "walled"
    with pytest.raises(LoginWall, match="läsnyckel"):
        captured(mastodon)


def test_a_key_opens_the_server_and_stays_out_of_the_recording(mastodon, captured):
    mastodon.fake.state = "walled"
    host = mastodon.fake.origin.removeprefix("http://")
    capture, folder = captured(mastodon, access=ApiAccess(read_tokens={host: "nyckel"}))
    assert capture.health.is_complete
    assert set(mastodon.fake.keys) == {"Bearer nyckel", ""}  # pictures need none
    recorded = b"".join(
        record.head.raw
        for record in read_records(folder / capture.files[0].path)
        if record.head
    )
    assert b"nyckel" not in recorded


def test_a_key_that_no_longer_works_says_so(mastodon, captured):
    mastodon.fake.state = "walled"
    host = mastodon.fake.origin.removeprefix("http://")
    with pytest.raises(LoginExpired):
        captured(mastodon, access=ApiAccess(read_tokens={host: "gammal"}))


def test_the_earlier_wordings_of_an_edited_post_are_recorded(mastodon):
    mastodon.read()
    assert "/api/v1/statuses/102/history" in mastodon.fake.asked


# --- Bluesky --------------------------------------------------------------------------


def test_an_original_that_is_not_what_its_name_says_is_missing(bluesky, captured):
    bluesky.fake.lacks = {"truth"}
    with pytest.raises(CaptureIncomplete, match="0 av 1 bilder"):
        captured(bluesky)


def test_own_words_that_no_view_shows_come_from_the_repository(bluesky, captured):
    bluesky.fake.lacks = {"view"}
    capture, _ = captured(bluesky)
    (item,) = (item for item in capture.items if item.body == "Inlägg 3")
    assert item.places[0].pointer == "/value/text"
    assert any("visas inte" in note for note in capture.health.notes)


def test_a_picture_is_known_by_its_name(bluesky):
    """Also when its bytes cannot be had, or are not what the name says."""
    bluesky.fake.lacks = {"truth"}
    seen = bluesky.observe(PageState.OK).profile
    assert cid_of(AVATAR) in seen.avatar.url
    assert seen.avatar.key == cid_of(AVATAR)
    assert seen.avatar.sha256 == hashlib.sha256(AVATAR).hexdigest()


def test_an_account_is_known_by_its_id_when_its_address_has_changed(bluesky):
    """The old handle names nobody, or somebody else, by now."""
    known = bluesky.observe(PageState.OK).profile
    bluesky.fake.handle = "kommunen.test"
    assert bluesky.observe(PageState.OK).page_state is PageState.GONE
    renamed = bluesky.observe(PageState.OK, known)
    assert renamed.page_state is PageState.OK
    assert (known.handle, renamed.profile.handle) == ("kommun.test", "kommunen.test")


def test_a_revision_that_has_not_moved_spares_the_profile(bluesky):
    known = bluesky.observe(PageState.OK).profile
    bluesky.fake.asked.clear()
    assert bluesky.observe(PageState.OK, known).profile == known
    assert not [path for path in bluesky.fake.asked if "getRecord" in path]
    bluesky.fake.asked.clear()
    bluesky.observe(PageState.OK, known.model_copy(update={"revision": "3older"}))
    assert [path for path in bluesky.fake.asked if "getRecord" in path]
