# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""One Facebook page by API, export and browser: one list, nothing doubled or lost."""

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx
import pytest

from archivers.api import ApiAccess
from archivers.saved_login import Login
from archivers.snapshot import capture_account
from archivers.tools import CaptureTools
from exports.facebook import build_facebook_export
from exports.facebook_world import (
    FacebookComment,
    FacebookMedia,
    FacebookPost,
    FacebookWorld,
)
from graph import World, serving
from graph.media import drawn
from graph.tokens import PAGE_TOKEN
from schemas.account import Account
from schemas.capture import FileRole
from schemas.errors import CaptureIncomplete, NoSource
from schemas.item import ItemKind
from tests.contract.platform_cases import hurried, tools_for
from tests.e2e.runs import ORDER

pytestmark = pytest.mark.e2e

OLD = FacebookPost(
    "Välkommen till vår nya sida!", datetime(2013, 5, 2, 8, 0, tzinfo=UTC)
)
"""A post that the API no longer gives: it stands in the owner's export alone."""


def of_the_owner(world: World) -> FacebookWorld:
    """Give what Facebook's export holds of a page: what the page itself wrote."""
    timeline = world.page.timeline
    posts = [timeline.post(serial) for serial in timeline.serials()]
    own = [post for post in posts if post and post.author is None]
    comments = [
        FacebookComment(one.text, one.published, is_reply=one.parent is not None)
        for post in posts
        if post
        for one in timeline.shown(post.serial, with_hidden=True)
        if one.author is None
    ]
    return FacebookWorld(
        name=world.page.name,
        username=world.page.username,
        about=world.page.about,
        posts=(*map(_exported, own), OLD),
        comments=tuple(comments),
        conversations=3,
    )


def _exported(post) -> FacebookPost:
    media = tuple(
        FacebookMedia(f"{post.serial}_{n}.jpg", drawn(picture.name, (320, 200)))
        for n, picture in enumerate(post.pictures)
    )
    return FacebookPost(post.text, post.published, media, link=post.link)


@contextmanager
def case(folder):
    """Serve a page, with an account for it and the tools to capture it."""
    with hurried(), serving() as running:
        origins = running.origins
        access = ApiAccess(
            facebook_graph=origins.facebook_graph,
            account_tokens={"sidan": PAGE_TOKEN},
        )
        tools = replace(
            tools_for(folder, origins.every(), access),
            login=logged_in(running.world, origins.facebook_web),
            is_attended=True,
        )
        account = Account(
            account_id="sidan",
            board_id="ks",
            platform="facebook",
            url=f"{origins.facebook_web}/{running.world.page.username}",
            name=running.world.page.name,
        )
        target = folder / "capture"
        target.mkdir()
        yield running.world, account, tools, target


def keyless(tools: CaptureTools) -> CaptureTools:
    """Take the owner's key away, and whoever attends the browser."""
    access = replace(tools.access, account_tokens={})
    return replace(tools, access=access, is_attended=False)


def logged_in(world: World, origin: str) -> Login:
    """Give what a browser remembers when the viewer has logged in."""
    answer = httpx.post(
        f"{origin}/login/",
        data={"email": world.viewer.user, "pass": world.viewer.password},
    )
    value = answer.cookies["xs"]
    cookie = {
        "name": "xs",
        "value": value,
        "domain": urlsplit(origin).hostname,
        "path": "/",
        "expires": -1,
        "httpOnly": True,
        "secure": False,
        "sameSite": "Lax",
    }
    return Login({"cookies": [cookie], "origins": []})


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """A capture by all three, and the world that it was made of."""
    folder = tmp_path_factory.mktemp("three")
    with case(folder) as (world, account, given, target):
        parts = build_facebook_export(folder, of_the_owner(world), parts=2)
        tools = replace(given, exports=parts)
        yield capture_account(account, ORDER, target, tools), world, target


def test_every_post_and_comment_is_there_once(three):
    capture, world, _ = three
    timeline = world.page.timeline
    posts = [p for p in map(timeline.post, timeline.serials()) if p]
    comments = [c for p in posts for c in timeline.shown(p.serial, with_hidden=True)]
    kinds = Counter(item.kind is ItemKind.POST for item in capture.items)
    assert kinds[True] == len(posts) + 1
    assert kinds[False] == len(comments)
    assert len({item.item_id for item in capture.items}) == len(capture.items)
    assert capture.health.is_complete, capture.health.missing


def test_the_shares_say_what_each_gave(three):
    capture, world, _ = three
    shares = {share.name: share for share in capture.health.sources}
    assert set(shares) == {"api", "export", "browser"}
    own = of_the_owner(world)
    assert shares["export"].posts == len(own.posts)
    assert shares["export"].comments == len(own.comments)
    assert shares["browser"].posts > 0


def test_what_all_three_saw_is_one_item(three):
    capture, _, _ = three
    by_all = [
        i for i in capture.items if {"api", "export", "browser"} <= set(i.sources)
    ]
    assert by_all
    for item in by_all:
        carriers = {(bool(p.warc_record), bool(p.member)) for p in item.places}
        assert (False, True) in carriers
        assert any(place.box for place in item.places)


def test_what_only_the_export_has_is_not_lost(three):
    capture, _, _ = three
    (old,) = (item for item in capture.items if item.body == OLD.text)
    assert "export" in old.sources
    assert "api" not in old.sources
    assert capture.items[-1].item_id == old.item_id


def test_what_is_hidden_is_there_and_marked(three):
    capture, world, _ = three
    timeline = world.page.timeline
    posts = [post for post in map(timeline.post, timeline.serials()) if post]
    hidden = {post.text for post in posts if post.is_hidden} | {
        one.text
        for serial in timeline.serials()
        for one in timeline.shown(serial, with_hidden=True)
        if one.is_hidden
    }
    assert hidden
    assert {item.body for item in capture.items if item.is_hidden} == hidden


def test_the_viewer_is_nowhere_in_the_items(three):
    capture, world, _ = three
    assert capture.profile.name == world.page.name
    assert world.viewer.biography not in capture.model_dump_json()


def test_the_export_is_kept_as_it_came(three):
    capture, _, folder = three
    kept = [file for file in capture.files if file.role is FileRole.EXPORT]
    assert [file.path for file in kept] == ["export/1.zip", "export/2.zip"]
    assert [part.sha256 for part in capture.health.export.parts] == [
        file.sha256 for file in kept
    ]
    assert any("inbox" in name for name in capture.health.export.not_understood)
    assert all((folder / file.path).stat().st_size == file.size for file in kept)


def test_nobody_at_the_browser_is_a_note_and_the_content_is_whole(tmp_path):
    with case(tmp_path) as (_, account, tools, target):
        capture = capture_account(
            account, ORDER, target, replace(tools, is_attended=False)
        )
    assert capture.health.is_complete
    assert any("villkor" in note for note in capture.health.notes)
    assert {share.name for share in capture.health.sources} == {"api"}


def test_without_a_key_the_export_alone_is_kept_but_is_no_archive(tmp_path):
    with case(tmp_path) as (world, account, given, target):
        parts = build_facebook_export(tmp_path, of_the_owner(world))
        tools = replace(keyless(given), exports=parts)
        with pytest.raises(CaptureIncomplete, match="andras kommentarer"):
            capture_account(account, ORDER, target, tools)
        order = ORDER.model_copy(update={"keep_incomplete": True})
        capture = capture_account(account, order, target, tools)
    assert not capture.health.is_complete
    assert capture.extractor == "facebook-export/1"
    assert capture.software


def test_without_any_door_a_person_is_asked(tmp_path):
    with (
        case(tmp_path) as (_, account, given, target),
        pytest.raises(NoSource, match="account token"),
    ):
        capture_account(account, ORDER, target, keyless(given))
