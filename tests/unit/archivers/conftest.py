# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A real browser for the tests that need one (marker e2e)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from archivers.chromium import find_chromium, launch


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium a module."""
    workspace = tmp_path_factory.mktemp("workspace")
    with launch(find_chromium(None), (), workspace) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own for each test."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()
