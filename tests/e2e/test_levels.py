# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Captures of a part: an overview, and an overview with chosen posts."""

from html import escape

import pytest

from archivers.snapshot import capture_account
from archivers.warc import read_records
from schemas.account import ArchiveLevel
from schemas.capture import FileRole
from schemas.errors import BadInput, CaptureIncomplete
from schemas.item import ItemKind
from tests.contract.fake_platforms import DEEP, POSTS
from tests.contract.platform_cases import CASES, hurried
from tests.e2e.runs import ORDER, account_at, assert_nothing_left, tools_in
from tests.e2e.sites import run_torget

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

HELD = {"text/html", "application/json"}
OVERVIEW = ORDER.model_copy(update={"level": ArchiveLevel.OVERVIEW})


def with_posts(*posts):
    """Order an overview and some posts."""
    return ORDER.model_copy(update={"level": ArchiveLevel.UNIQUE, "posts": posts})


def of(capture, *kinds):
    """Give the items of some kinds."""
    return [item for item in capture.items if item.kind in kinds]


def asked_for(capture, folder):
    """Give the addresses in the recordings."""
    warcs = (folder / f.path for f in capture.files if f.role is FileRole.WARC)
    return [r.target_uri for warc in warcs for r in read_records(warc)]


@pytest.fixture(scope="module")
def torget(tmp_path_factory):
    with run_torget(tmp_path_factory.mktemp("torget"), "--posts", "40") as site:
        yield site


@pytest.fixture(scope="module")
def capture(torget, tmp_path_factory):
    """Capture Torget by an order, and give the folder with it."""

    def run(order):
        base = tmp_path_factory.mktemp("capture")
        tools = tools_in(base, torget.hosts)
        account = account_at(torget.url)
        found = capture_account(account, order, base / "capture", tools)
        assert_nothing_left(base / "workspace")
        return found, base / "capture"

    return run


@pytest.fixture(scope="module")
def overview(capture):
    """Capture an overview."""
    return capture(OVERVIEW)


def count_all(comments):
    """Count comments and their replies."""
    return sum(1 + count_all(one["replies"]) for one in comments)


def is_below(item, post, items):
    """Whether an item stands in a post's thread."""
    parents = {one.item_id: one.parent_id for one in items}
    at = item.parent_id
    while at is not None and at != post.item_id:
        at = parents[at]
    return at == post.item_id


def permalink_of(capture, number):
    """Give the address of a post that an overview has shown."""
    return of(capture, ItemKind.POST)[number].permalink


def test_an_overview_takes_what_is_shown_first_and_no_post_s_page(overview):
    found, folder = overview
    posts = of(found, ItemKind.POST)
    assert 0 < len(posts) < 40
    assert found.level is ArchiveLevel.OVERVIEW
    assert found.health.is_complete, found.health.missing
    assert found.health.posts.expected is None
    assert found.health.pages_visited == 1
    assert "översikt" in found.health.notes[0]
    assert found.profile.name
    assert found.profile.avatar.sha256
    assert not of(found, ItemKind.REPLY)
    pages = {post.permalink for post in posts}
    assert pages.isdisjoint(asked_for(found, folder))


def test_every_post_that_the_overview_s_recording_holds_is_among_its_items(
    torget, overview
):
    """What is recorded and not among the items could never be disposed of."""
    found, folder = overview
    warcs = (folder / f.path for f in found.files if f.role is FileRole.WARC)
    recorded = b"".join(
        record.decoded()
        for warc in warcs
        for record in read_records(warc)
        if record.type == "response" and record.mime_type in HELD
    ).decode("utf-8", "replace")
    shown = {" ".join(item.body.split()) for item in of(found, ItemKind.POST)}
    held = " ".join(recorded.split())
    every = [" ".join(post["text"].split()) for post in torget.content()]
    there = {t for t in every if escape(t, quote=False) in held or t in held}
    assert there
    assert there <= shown


def test_a_chosen_post_is_taken_whole_with_its_comments(torget, overview, capture):
    chosen = permalink_of(overview[0], 1)
    found, _ = capture(with_posts(chosen))
    (whole,) = (i for i in found.items if i.permalink == chosen)
    words = " ".join(whole.body.split())
    sites = {" ".join(p["text"].split()): p for p in torget.content()}
    stated = count_all(sites[words]["comments"])
    assert stated > 0
    below = of(found, ItemKind.COMMENT, ItemKind.REPLY)
    assert len([i for i in below if is_below(i, whole, found.items)]) == stated
    assert found.health.is_complete, found.health.missing
    assert found.health.pages_visited == 2
    assert "1 inlägg är fångade med sina kommentarer" in found.health.notes[0]


def test_a_chosen_post_that_is_not_there_is_missing(overview, capture):
    gone = permalink_of(overview[0], 1).rstrip("/") + "-finns-inte"
    with pytest.raises(CaptureIncomplete, match="1 av kontots sidor gick inte"):
        capture(with_posts(gone))


def test_a_post_on_another_site_is_missing(capture):
    with pytest.raises(CaptureIncomplete, match="1 av kontots sidor gick inte"):
        capture(with_posts("https://www.example.org/inlagg/1"))


@pytest.mark.parametrize("name", ["bluesky", "mastodon"])
def test_the_apis_are_asked_for_a_part_alone(name, tmp_path):
    with hurried(), CASES[name](tmp_path) as case:
        folder = tmp_path / "overview"
        folder.mkdir()
        overview = capture_account(case.account, OVERVIEW, folder, case.tools)
        asked = asked_for(overview, folder)
        assert overview.health.is_complete, overview.health.missing
        assert not [u for u in asked if "getRepo?" in u or "/context" in u]
        assert not [u for u in asked if "getPostThread" in u]
        assert of(overview, ItemKind.POST)
        assert overview.health.posts.expected is None
        deep = next(i for i in overview.items if i.body == f"Inlägg {POSTS}")
        folder = tmp_path / "unique"
        folder.mkdir()
        order = with_posts(deep.permalink)
        unique = capture_account(case.account, order, folder, case.tools)
        assert [i.body for i in unique.items if i.body in DEEP] == list(DEEP)
        nowhere = with_posts(deep.permalink + "9")
        folder = tmp_path / "nowhere"
        folder.mkdir()
        with pytest.raises(BadInput, match="inget inlägg med adressen"):
            capture_account(case.account, nowhere, folder, case.tools)
