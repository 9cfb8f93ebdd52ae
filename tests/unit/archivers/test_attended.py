# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a platform's terms ask for a person, no browser runs without one."""

from datetime import UTC, datetime

import pytest

from archivers.attended import demand_display, may_browse, terms_of, why_not
from archivers.platforms.mastodon import Mastodon
from archivers.platforms.webpage import Webpage
from archivers.tools import CaptureTools
from schemas.errors import NeedsPerson
from tests.attended import AttendedWebpage


def tools(folder, **given):
    return CaptureTools(
        clock=lambda: datetime(2026, 5, 4, tzinfo=UTC),
        new_id=lambda: "id",
        chromium=None,
        workspace=folder,
        **given,
    )


@pytest.mark.parametrize("platform", [Webpage(), Mastodon()])
def test_a_platform_that_asks_for_nobody_is_visited_by_itself(platform, tmp_path):
    assert may_browse(platform, tools(tmp_path))
    assert why_not(platform) == terms_of(platform) == ""


def test_one_that_asks_for_a_person_is_not(tmp_path):
    """And the reader of the report is told why."""
    platform = AttendedWebpage()
    assert not may_browse(platform, tools(tmp_path))
    assert may_browse(platform, tools(tmp_path, is_attended=True))
    assert "Villkoren tillåter ingen automatisk insamling." in why_not(platform)


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_person_needs_a_display_to_see_the_browser_on(monkeypatch, name):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(NeedsPerson, match="ingen skärm"):
        demand_display()
    monkeypatch.setenv(name, ":0")
    demand_display()
