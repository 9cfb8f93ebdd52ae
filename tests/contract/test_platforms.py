# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every platform must do: one suite over all of them."""

from collections.abc import Iterator

import pytest

from archivers import PLATFORMS
from archivers.api.platform import ApiPlatform
from archivers.items import Gathered
from archivers.owner_export import ExportPlatform
from schemas.profile import PageState, Profile
from tests.contract.platform_cases import CASES, Case, hurried

Read = tuple[Gathered, ...]
READ = sorted(
    name
    for name, platform in PLATFORMS.items()
    if isinstance(platform, ApiPlatform) or hasattr(platform, "read_items")
)
"""Those that can be read without an export; the export's own suite tries the others."""
SEEN_ELSEWHERE = {PageState.CONSENT_WALL, PageState.NOT_UNDERSTOOD}


@pytest.fixture(params=READ)
def case(request, tmp_path) -> Iterator[Case]:
    with hurried(), CASES[request.param](tmp_path) as made:
        yield made


@pytest.fixture(params=READ, scope="module")
def readings(request, tmp_path_factory) -> Iterator[tuple[Case, Read, Read]]:
    """An account that was read twice."""
    folder = tmp_path_factory.mktemp("readings")
    with hurried(), CASES[request.param](folder) as made:
        yield made, made.read(), made.read()


def test_every_platform_has_its_account():
    assert sorted(CASES) == READ
    assert all(isinstance(PLATFORMS[n], ExportPlatform) for n in {*PLATFORMS} - {*READ})


def test_a_platform_is_registered_under_its_own_name():
    assert {name: platform.name for name, platform in PLATFORMS.items()} == {
        name: name for name in PLATFORMS
    }


def test_the_profile_is_read(case):
    seen = case.observe(PageState.OK)
    assert seen.page_state is PageState.OK
    assert seen.profile.name == "Älmhults kommun"
    assert seen.profile.core_fields() >= 2


@pytest.mark.parametrize("state", [s for s in PageState if s not in SEEN_ELSEWHERE])
def test_states_are_told_apart_and_never_show_a_profile(case, state):
    if state not in case.addresses:
        pytest.skip("the platform knows no such state")
    seen = case.observe(state)
    assert seen.page_state is state
    assert (seen.profile == Profile()) == (state is not PageState.OK)


def test_every_post_and_comment_is_read_to_the_end(readings):
    case, items, _ = readings
    posts = [item for item in items if item.found.is_post]
    assert (len(posts), len(items) - len(posts)) == (case.posts, case.comments)


def test_ids_are_the_same_in_the_next_reading(readings):
    _, first, second = readings
    assert [item.item_id for item in first] == [item.item_id for item in second]
    assert len({item.item_id for item in first}) == len(first)


def test_every_comment_stands_below_what_it_answers(readings):
    items = {item.item_id: item for item in readings[1]}
    comments = [item for item in items.values() if not item.found.is_post]
    assert all(item.parent_id in items for item in comments)


def test_every_post_has_an_address_of_its_own(readings):
    links = [item.found.permalink for item in readings[1] if item.found.is_post]
    assert all(links)
    assert len(set(links)) == len(links)
