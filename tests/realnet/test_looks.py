# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looks at a real Bluesky network: what a glance settles, and what it must not."""

import hashlib
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from urllib.parse import urlsplit

import pytest

from archivers.api import ApiAccess, RecordedClient
from archivers.tools import CaptureTools
from archivers.watch import LookErrand, look_at
from schemas.account import Account
from schemas.profile import PageState

PATIENCE_SECONDS = 60


@dataclass
class Watcher:
    """Looks at the municipality's account again and again, and remembers."""

    tools: CaptureTools
    account: Account
    asked: list = field(default_factory=list)
    last: object = None
    validators: dict = field(default_factory=dict)

    def look(self):
        """Look once, and note which questions were asked."""
        self.asked.clear()
        errand = LookErrand(self.account, self.last, self.validators)
        (look,) = look_at([errand], self.tools)
        assert look.failure is None
        self.validators = look.validators
        if look.observation.page_state is PageState.OK:
            self.last = look.observation
        return look

    def look_until(self, is_wanted):
        """Look until the views have caught up with the account's server."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            look = self.look()
            if is_wanted(look.observation) or time.monotonic() > deadline:
                return look
            time.sleep(0.25)

    def questions(self):
        """Name the questions of the last look."""
        paths = (urlsplit(url).path.rpartition("/")[2] for url in self.asked)
        return [path.rpartition(".")[2] for path in paths]


@pytest.fixture
def watcher(bluesky, tmp_path, monkeypatch):
    numbers = count(1)
    tools = CaptureTools(
        clock=lambda: datetime.now(UTC),  # noqa: TID251 -- it is the clock
        new_id=lambda: f"id-{next(numbers)}",
        chromium=None,
        workspace=tmp_path,
        allowed_private_hosts=frozenset({"localhost"}),
        access=ApiAccess(bluesky.views, bluesky.directory),
    )
    account = Account(
        account_id="konto",
        board_id="ks",
        platform="bluesky",
        url=f"https://bsky.app/profile/{bluesky.seed['did']}",
        name="Kommunen",
    )
    made = Watcher(tools, account)
    ask = RecordedClient.get

    def noting(client, url, *args, **more):
        made.asked.append(url)
        return ask(client, url, *args, **more)

    monkeypatch.setattr(RecordedClient, "get", noting)
    return made


def test_a_glance_settles_what_is_as_it_was(watcher):
    """The views for one and for many say the same, so nothing is read in vain."""
    first = watcher.look()
    assert first.observation.page_state is PageState.OK
    pictures = [e for e in first.evidence if e.media_type.startswith("image/")]
    named = {first.observation.profile.avatar.sha256}
    named.add(first.observation.profile.cover.sha256)
    assert {hashlib.sha256(e.content).hexdigest() for e in pictures} == named
    assert len(first.observation.profile.avatar.phash) == 16
    assert first.observation.last_active_at is not None
    again = watcher.look()
    assert watcher.questions() == ["getProfiles"]
    assert again.observation.profile == first.observation.profile
    assert again.evidence == ()


@pytest.mark.parametrize(("what", "name"), [("about", "about"), ("banner", "cover")])
def test_a_change_is_found_by_a_glance_and_read_with_care(watcher, bluesky, what, name):
    """Nothing else is different, and a new picture is kept at once."""
    before = watcher.look().observation.profile
    bluesky.change(what)

    def is_changed(seen):
        return getattr(seen.profile, name) != getattr(before, name)

    after = watcher.look_until(is_changed)
    profile = after.observation.profile
    same = before.model_copy(
        update={name: getattr(profile, name), "revision": profile.revision}
    )
    assert profile == same
    assert is_changed(after.observation)
    pictures = [e for e in after.evidence if e.media_type.startswith("image/")]
    assert len(pictures) == (name == "cover")


def test_an_account_that_is_deactivated_and_comes_back(watcher, bluesky):
    before = watcher.look().observation
    bluesky.change("deactivate")
    closed = watcher.look_until(lambda seen: seen.page_state is not PageState.OK)
    assert closed.observation.page_state is PageState.DEACTIVATED
    assert closed.observation.code in {"AccountDeactivated", "deactivated"}
    bluesky.change("activate")
    back = watcher.look_until(lambda seen: seen.page_state is PageState.OK)
    assert back.observation.profile == before.profile
