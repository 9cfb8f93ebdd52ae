# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the terms let no program look at pages, the watch asks nobody but the API."""

import pytest

from archivers.conformity.portrait import take_portrait
from archivers.watch.batch import look_with
from archivers.watch.errand import NO_SOURCE
from archivers.watch.second import look_another_way, look_at_control
from schemas.errors import NoSource
from schemas.profile import PageState
from tests.unit.archivers.watch.sites import Site, Watcher, account_at

ADDRESSES = {
    "facebook": "https://www.facebook.com/almhult",
    "instagram": "https://www.instagram.com/almhultskommun",
    "x": "https://x.com/almhult",
}


@pytest.fixture
def watcher(tmp_path):
    return Watcher(tmp_path, Site())


def on(platform):
    return account_at(ADDRESSES[platform], platform=platform)


@pytest.mark.parametrize("platform", ADDRESSES)
def test_an_account_without_a_key_is_looked_at_by_nothing(watcher, platform):
    """Neither by its page nor by a browser: the sight says that there is no way in."""
    with watcher.eyes() as eyes:
        (look,) = look_with(eyes, [watcher.errand(on(platform))])
    assert look.failure is None
    assert look.observation.page_state is PageState.ACCESS_REFUSED
    assert look.observation.code == NO_SOURCE
    assert watcher.site.asked == []


@pytest.mark.parametrize("platform", ADDRESSES)
def test_there_is_no_other_way_to_look_either(watcher, platform):
    """Not for what seems gone, not for a control, not for a portrait."""
    with watcher.eyes() as eyes:
        (look,) = look_with(eyes, [watcher.errand(on(platform))])
    other = look_another_way(on(platform), look.observation, watcher.tools)
    assert isinstance(other.failure, NoSource)
    with pytest.raises(NoSource, match="villkor"):
        look_at_control(platform, ADDRESSES[platform], watcher.tools)
    with pytest.raises(NoSource, match="villkor"):
        take_portrait(on(platform), watcher.tools)
