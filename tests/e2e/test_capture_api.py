# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A capture by API and browser: the words from the one, the look from the other."""

import pytest

from archivers.snapshot import capture_account
from archivers.warc import read_records
from schemas.capture import FileRole
from schemas.item import ItemKind
from tests.contract.fake_platforms import DEEP, POSTS
from tests.contract.platform_cases import CASES, hurried
from tests.e2e.runs import ORDER

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def captured(tmp_path_factory):
    """A Mastodon account whose page can be reached."""
    folder = tmp_path_factory.mktemp("api")
    with hurried(), CASES["mastodon"](folder) as case:
        target = folder / "capture"
        target.mkdir()
        yield capture_account(case.account, ORDER, target, case.tools), target


def test_both_sources_are_told_of(captured):
    capture, _ = captured
    shares = {share.name: share for share in capture.health.sources}
    assert set(shares) == {"api", "browser"}
    assert (shares["api"].posts, shares["api"].comments) == (POSTS + 1, len(DEEP))
    assert (shares["browser"].posts, shares["browser"].comments) == (POSTS, 0)
    assert capture.health.is_complete
    assert capture.health.notes == ("Servern räknar 1 svar till som ingen får se.",)


def test_what_both_saw_is_one_item_with_both_as_its_sources(captured):
    capture, _ = captured
    posts = [item for item in capture.items if item.kind is ItemKind.POST]
    assert len(posts) == POSTS + 1
    both = [item for item in posts if {"api", "browser"} <= set(item.sources)]
    assert len(both) == POSTS
    assert {item.body for item in both} == {f"Inlägg {n + 1}" for n in range(POSTS)}


def test_an_item_stands_on_the_page_in_the_picture_and_in_both_recordings(captured):
    capture, folder = captured
    (item,) = (item for item in capture.items if item.body == "Inlägg 7")
    (page,) = (place for place in item.places if place.box is not None)
    assert page.page_url.endswith("/@kommun")
    assert 0 < page.box.height < 200
    held = {
        record.record_id: file.path
        for file in capture.files
        if file.role is FileRole.WARC
        for record in read_records(folder / file.path)
    }
    assert len({held[place.warc_record] for place in item.places}) == 2


def test_the_look_is_kept_beside_the_words(captured):
    capture, folder = captured
    roles = [file.role for file in capture.files]
    assert roles.count(FileRole.WARC) == 2
    assert {FileRole.PAGE_PDF, FileRole.SCREENSHOT} <= set(roles)
    assert all((folder / file.path).stat().st_size for file in capture.files)
    programs = [one.name for one in capture.software]
    assert programs[:2] == ["Avbild", "httpx"]
    assert "Playwright" in programs


def test_a_page_that_is_not_there_is_a_note_and_leaves_nothing(tmp_path):
    with hurried(), CASES["mastodon"](tmp_path) as case:
        case.fake.lacks = {"page"}
        target = tmp_path / "capture"
        target.mkdir()
        capture = capture_account(case.account, ORDER, target, case.tools)
    assert capture.health.is_complete
    assert any("webbsida kunde inte fångas" in note for note in capture.health.notes)
    kept = [path for path in target.rglob("*") if path.is_file()]
    assert [path.name.endswith("-api.warc.gz") for path in kept] == [True]
