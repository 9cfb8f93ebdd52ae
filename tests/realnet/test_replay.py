# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A capture can be seen again when the site is gone: replay by other software."""

import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from archivers.chromium import find_chromium

PATIENCE_MS = 60_000
FAILED = 400


@contextmanager
def browsing(proxy: str) -> Iterator[Page]:
    """Browse through a proxy alone: whatever is not in the capture is not there."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=find_chromium(None),
            args=sandbox,
            proxy={"server": proxy, "bypass": "<-loopback>"},
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="sv-SE")
        page.set_default_timeout(PATIENCE_MS)
        yield page
        browser.close()


def exported_warc(captured, folder):
    """Deliver the package as a file, and take the WARC out of that."""
    target = folder / "package.tar"
    captured.avbild.json(
        *("package", "export", captured.package_id),
        *("--as", "dip", "--to", str(target)),
    )
    with tarfile.open(target) as package:
        (name,) = (name for name in package.getnames() if name.endswith(".warc.gz"))
        warc = folder / Path(name).name
        warc.write_bytes(package.extractfile(name).read())
    return warc


def scroll_to_the_end(page):
    while not page.get_by_text("Du har sett alla inlägg").is_visible():
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(50)
    for image in page.locator("article img").all():
        image.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")


def shown_ids(page, selector):
    ids = page.locator(selector).evaluate_all("found => found.map(one => one.id)")
    return [one.partition("-")[2] for one in ids]


def expand_comments(page):
    rested = page.locator(".kommentarsdel[aria-busy=false]")
    more = page.get_by_role("button", name="Visa fler kommentarer")
    rested.wait_for()
    while more.count():
        more.click()
        rested.wait_for()


def every_comment(comments):
    return [one["id"] for comment in comments for one in (comment, *comment["replies"])]


@dataclass
class Failures:
    """Answers that say that something is not there, by address without signature."""

    seen: set[tuple[str, int]] = field(default_factory=set)

    def note(self, url, status):
        """Note an answer if it is one of these."""
        if status >= FAILED:
            self.seen.add((url.partition("?")[0], status))


@pytest.fixture
def gone(torget, capture):
    """A capture of a Torget that runs no more, with what it had and what it logged."""
    with torget() as site:
        captured = capture(site.facts["url"])
        posts = site.posts()
    return captured, site, posts


def test_a_capture_replays_with_every_post_and_comment(gone, replay, tmp_path):
    """The post count is the server's own, and what lacks is what failed at capture."""
    captured, site, posts = gone
    at_capture, at_replay = Failures(), Failures()
    for entry in site.responses():
        at_capture.note(entry["url"], entry["status"])
    with replay(exported_warc(captured, tmp_path)) as proxy, browsing(proxy) as page:
        page.on("response", lambda answer: at_replay.note(answer.url, answer.status))
        page.goto(site.facts["url"])
        page.locator("article").first.wait_for()
        scroll_to_the_end(page)
        assert shown_ids(page, "article") == [post["id"] for post in posts]
        assert len(posts) == 24
        for post in posts:
            page.goto(f"{site.facts['account_url']}/inlagg/{post['id']}")
            expand_comments(page)
            comments = every_comment(post["comments"])
            assert shown_ids(page, "[itemprop=comment]") == comments
    assert at_replay.seen == at_capture.seen
