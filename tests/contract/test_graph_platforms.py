# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What reading by a Graph API with the owner's key must do, beyond every other API."""

import gzip
import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest

from archivers.api import ApiAccess
from archivers.snapshot import capture_account
from archivers.warc import read_records
from graph.content import Picture
from graph.media import path_of
from graph.tokens import APP_TOKEN, PAGE_TOKEN, USER_TOKEN, TokenState
from schemas.errors import (
    CaptureIncomplete,
    LoginExpired,
    NoSource,
    PermissionMissing,
    PlatformDown,
    RateLimited,
)
from schemas.order import Order, OrderReason
from schemas.profile import PageState
from tests.contract.fake_platforms import DEEP, POSTS
from tests.contract.platform_cases import CASES, NOW, hurried

ORDER = Order(
    order_id="o1",
    account_id="konto",
    reason=OrderReason.BASELINE,
    ordered_by="prov",
    ordered_at=NOW,
)
NEWEST = {
    "facebook": f"104100200300400_{122_000_000_000_000 + POSTS}",
    "instagram": str(17_900_000_000_000_000 + POSTS),
}
COMMENTS = {
    "facebook": [
        f"{122_000_000_000_000 + POSTS}_{3_000_000_000_000_000 + POSTS * 100_000 + n}"
        for n in (1, 2, 3, 4)
    ],
    "instagram": [
        str(18_000_000_000_000_000 + POSTS * 100_000 + n) for n in (1, 2, 3, 4)
    ],
}


@pytest.fixture(params=["facebook", "instagram"])
def case(request, tmp_path):
    with hurried(), CASES[request.param](tmp_path) as made:
        yield made


@pytest.fixture
def instagram(tmp_path):
    with hurried(), CASES["instagram"](tmp_path) as made:
        yield made


@pytest.fixture
def captured(tmp_path):
    """Capture an account into a folder, without a browser."""

    def capture(case, **tools):
        folder = tmp_path / "capture"
        folder.mkdir()
        given = replace(case.tools, chromium=tmp_path / "no-chromium", **tools)
        return capture_account(case.account, ORDER, folder, given), folder

    return capture


def with_key(case, value):
    """Give a case another key."""
    access = replace(case.tools.access, account_tokens={"konto": value})
    case.tools = replace(case.tools, access=access)


# --- keys -----------------------------------------------------------------------------


def test_without_a_key_there_is_no_source(case, captured):
    case.tools = replace(case.tools, access=ApiAccess())
    with pytest.raises(NoSource, match="avbild account token konto"):
        captured(case)
    assert case.fake.asked == []


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (TokenState.EXPIRED, "Nyckelns tid har gått ut"),
        (TokenState.INVALIDATED, "bytt lösenord"),
        (TokenState.APP_REMOVED, "Appen har tagits bort"),
    ],
)
def test_a_key_that_no_longer_works_asks_a_person_and_says_why(
    case, captured, state, why
):
    case.fake.world.expire(case.fake.key, state)
    with pytest.raises(LoginExpired, match=why):
        captured(case)


def test_a_key_that_expires_half_way_stops_the_capture(case, captured):
    """What the platform gives no key for is not the same as what is not there."""
    words = "Session has expired"
    fault = {"code": 190, "subcode": 463, "message": words}
    case.fake.world.fail(9, "/comments", **fault)
    with pytest.raises(LoginExpired):
        captured(case)


def test_a_key_that_is_too_narrow_names_what_it_lacks(case, captured):
    missing = {
        "facebook": "pages_read_user_content",
        "instagram": "instagram_business_manage_comments",
    }[case.account.platform]
    case.fake.world.narrow(case.fake.key, missing)
    with pytest.raises(PermissionMissing, match=missing):
        captured(case)


def test_a_key_of_somebody_else_opens_no_account_as_this_one(instagram, captured):
    instagram.fake.world.profile.username = "nagonannan"
    with pytest.raises(PermissionMissing, match="inte det Instagramkonto"):
        captured(instagram)


@pytest.mark.parametrize("value", [PAGE_TOKEN, USER_TOKEN])
def test_the_same_account_is_behind_the_other_door(instagram, value):
    by_instagram = instagram.read()
    with_key(instagram, value)
    by_facebook = instagram.read()
    assert [one.item_id for one in by_facebook] == [one.item_id for one in by_instagram]
    assert instagram.observe(PageState.OK).profile.platform_id == "17841400000000042"


def test_an_account_that_is_renamed_is_known_by_its_number(instagram):
    known = instagram.observe(PageState.OK).profile
    instagram.fake.world.profile.username = "almhultskommun"
    for value in (instagram.fake.key, PAGE_TOKEN):
        with_key(instagram, value)
        seen = instagram.observe(PageState.OK, known)
        assert seen.profile.handle == "almhultskommun"


# --- no key in what is kept -----------------------------------------------------------


def test_no_key_is_kept_in_a_capture(case, captured):
    """In addresses, next pages, heads, texts: wherever a key was planted."""
    world, key = case.fake.world, case.fake.key
    account = world.page if case.account.platform == "facebook" else world.profile
    for number in range(60):
        account.timeline.write(
            f"Mer {number}", world.now(), pictures=(Picture(f"mer-{number}"),)
        )
    world.fail(1, "/comments", status=503)
    world.edit(NEWEST[case.account.platform], f"Vår text nämner {key} av misstag")
    capture, folder = captured(case)
    assert capture.health.is_complete
    assert {one.token_in for one in world.asked} == {"header", ""}
    recorded = b""
    for file in folder.rglob("*"):
        if file.is_file():
            recorded += file.read_bytes()
            if file.name.endswith(".warc.gz"):
                recorded += gzip.decompress(file.read_bytes())
                recorded += b"".join(
                    one.decoded() + one.head.raw
                    for one in read_records(file)
                    if one.head is not None
                )
    assert b"paging" in recorded
    assert b"access_token" in recorded
    for secret in (key, quote(key, safe=""), APP_TOKEN):
        assert secret.encode() not in recorded
    assert b"Bearer EAA" not in recorded
    assert b"Bearer IG" not in recorded


def test_a_key_of_a_form_that_nobody_knows_is_not_kept_either(tmp_path, captured):
    """Meta has changed how its keys begin before."""
    odd = "nyckel-av-annan-form-0123456789"
    with hurried(), CASES["facebook"](tmp_path) as case:
        world = case.fake.world
        world.tokens[odd] = replace(world.tokens[PAGE_TOKEN], value=odd)
        world.edit(NEWEST["facebook"], f"Vår text nämner {odd} av misstag")
        with_key(case, odd)
        capture, folder = captured(case)
    (warc,) = folder.rglob("*.warc.gz")
    assert capture.health.is_complete
    assert odd.encode() not in gzip.decompress(warc.read_bytes())


def test_no_key_is_shown_by_an_error(case, captured):
    """A server may repeat the key that it does not take."""
    with_key(case, "EGENHEMLIGNYCKEL0123456789abcdef")
    with pytest.raises(LoginExpired) as caught:
        captured(case)
    shown = f"{caught.value!s} {caught.value!r} {vars(caught.value)}"
    assert "EGENHEMLIG" not in shown


# --- limits and faults ----------------------------------------------------------------


@pytest.mark.parametrize("code", [4, 17, 32, 613, 80001, 80002])
def test_every_limit_asks_us_to_come_back_when_the_platform_says(case, captured, code):
    case.fake.world.throttle = code
    with pytest.raises(RateLimited, match="15 minuter") as caught:
        captured(case)
    assert caught.value.retry_after == 900


def test_a_capture_stops_short_of_the_limit(case, captured):
    """The rest of the municipality reads with the same app."""
    case.fake.world.used = 96
    with pytest.raises(RateLimited):
        captured(case)
    apis = [one for one in case.fake.world.asked if one.token_in]
    assert len(apis) == 1


@pytest.mark.parametrize("fault", [{"code": 2}, {"status": 500}, {"is_cut": True}])
def test_a_fault_that_passes_is_asked_past(case, captured, fault):
    case.fake.world.fail(1, "/comments", **fault)
    capture, _ = captured(case)
    assert capture.health.is_complete


def test_too_large_a_page_is_asked_for_in_smaller_ones(case, captured):
    case.fake.world.needs_reduction_over = 20
    capture, _ = captured(case)
    assert capture.health.is_complete
    assert capture.health.posts.found == case.posts


def test_a_thread_that_cannot_be_had_is_a_gap_and_the_rest_is_read(case, captured):
    case.fake.world.fail(99, f"{NEWEST[case.account.platform]}/comments", code=2)
    with pytest.raises(CaptureIncomplete, match="kommentarer till 1 inlägg"):
        captured(case)


def test_a_platform_that_answers_nothing_is_down(case, captured):
    case.fake.world.fail(999, "/media" if "ig" in case.fake.key else "", code=2)
    case.fake.world.fail(999, code=2)
    with pytest.raises(PlatformDown):
        captured(case)


# --- what moves while we read ---------------------------------------------------------


def test_what_is_removed_between_pages_costs_nothing_else(case, captured):
    """Pages get shorter than was asked for, and one of them may be empty."""
    names = {"facebook": "104100200300400_", "instagram": ""}
    base = {"facebook": 122_000_000_000_000, "instagram": 17_900_000_000_000_000}
    platform = case.account.platform
    for number in range(5, 12):
        case.fake.world.delete(f"{names[platform]}{base[platform] + number}")
    capture, _ = captured(case)
    assert capture.health.is_complete
    assert capture.health.posts.found == case.posts - 7


def test_hidden_comments_are_read_and_marked(case, captured):
    case.fake.world.hide(COMMENTS[case.account.platform][2])
    capture, _ = captured(case)
    hidden = [item.body for item in capture.items if item.is_hidden]
    assert hidden == [DEEP[2]]


def test_a_removed_comment_takes_its_answers_along(case, captured):
    case.fake.world.delete(COMMENTS[case.account.platform][0])
    capture, _ = captured(case)
    assert capture.health.is_complete
    assert capture.health.comments.found == 0


def test_an_address_that_has_expired_is_asked_for_anew(case, captured):
    """The visit comes too late; the object then gives another address."""
    case.fake.world.fail(1, path_of(Picture("inlagg-1")), status=403)
    capture, _ = captured(case)
    assert capture.health.is_complete
    assert capture.health.media.found == case.media


def test_an_original_that_is_lost_is_a_gap(case, captured):
    case.fake.world.media.missing.add("inlagg-1")
    with pytest.raises(CaptureIncomplete, match="ilder eller filmer"):
        captured(case)


@pytest.mark.parametrize("each", [2, 9])
def test_reading_does_not_depend_on_the_size_of_pages(case, each):
    """Threads longer than a page, answers longer than what stands with a comment."""
    world = case.fake.world
    account = world.page if case.account.platform == "facebook" else world.profile
    for number in range(130):
        written = world.now() + timedelta(minutes=number)
        parent = None if number % each else 1
        account.timeline.comment_on(POSTS, f"Fråga {number}", written, parent=parent)
    items = case.read()
    comments = [one for one in items if not one.found.is_post]
    assert len(comments) == len(DEEP) + 130
    at = {one.item_id: one for one in items}
    assert all(one.parent_id in at for one in comments)
    for parent in {one.parent_id for one in comments}:
        below = [one for one in comments if one.parent_id == parent]
        times = [one.found.published for one in below]
        assert times == sorted(times)


def test_what_an_age_limit_keeps_back_is_noted(instagram, captured):
    world = instagram.fake.world
    posts = tuple(
        replace(post, is_age_restricted=True) for post in world.profile.timeline.posts
    )
    world.hold(*posts, on="instagram")
    capture, _ = captured(instagram)
    assert capture.health.comments.found == 0
    assert any("åldersgräns" in note for note in capture.health.notes)


def test_the_number_of_posts_is_held_against_the_list(instagram, captured, monkeypatch):
    """The list gives ten thousand posts at most, and says nothing of the rest."""
    timeline = instagram.fake.world.profile.timeline
    shown = range(POSTS, 3, -1)
    monkeypatch.setattr("graph.instagram.listed", lambda _: shown)
    with pytest.raises(CaptureIncomplete, match="3 inlägg till"):
        captured(instagram)
    assert len(timeline.serials()) == POSTS


def test_every_answer_is_json_that_says_its_version(case):
    asked = case.ask()
    bodies = [
        one
        for one in read_records(asked.warc)
        if one.head and "json" in one.head.value("content-type")
    ]
    assert bodies
    assert all(isinstance(json.loads(one.decoded()), dict) for one in bodies)
    versions = {one.head.value("facebook-api-version") for one in bodies}
    assert versions == {"v25.0"}
