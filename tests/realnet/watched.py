# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An account on the real network, and an archive of its own that watches it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from pipeline.context import Archive, open_archive
from pipeline.settings import Settings

PATIENCE_SECONDS = 60
numbers = count(1)
"""Newcomers' numbers: two accounts on the network never have the same name."""


@dataclass
class Clock:
    """The archive's clock, which a test moves."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))  # noqa: TID251

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def pass_hours(self, hours: int) -> None:
        """Let time pass."""
        self.now += timedelta(hours=hours)


@dataclass(frozen=True)
class Watched:
    """An account on the network, and an archive of its own that has archived it."""

    bluesky: Any
    avbild: Any
    seed: dict[str, Any]

    @property
    def did(self) -> str:
        """The account's name on the network, which never changes."""
        return self.seed["did"]

    # --- what is done to the account ---

    def change(self, what: str, *text: str) -> str:
        """Change the profile, and wait until the views show it."""
        before = self.shown()
        said = self.bluesky.change(what, self.seed["name"], *text)
        until(lambda: self.shown() != before)
        return said

    def shown(self) -> tuple[Any, ...]:
        """Give what the views show of the profile."""
        seen = self.bluesky.view("actor.getProfile", actor=self.did)
        names = ("error", "displayName", "description", "avatar", "banner", "handle")
        return tuple(seen.get(name) for name in names)

    def revision(self) -> str:
        """Ask the data server for the revision of what the account holds."""
        address = f"{self.bluesky.data_server}/xrpc/com.atproto.sync.getLatestCommit"
        return httpx.get(address, params={"did": self.did}).json()["rev"]

    # --- what the archive does ---

    def watch(self) -> dict[str, Any]:
        """Look once, by the command."""
        (outcome,) = self.avbild.json("watch", "konto")["outcomes"]
        return outcome

    def archive_now(self, reason: str = "Prov på riktigt nätverk") -> Path:
        """Archive the account, and give the package's folder."""
        made = self.avbild.json("snapshot", "konto", "--reason", reason)
        return self.avbild.package(made["package"]["package_id"])

    def carry_out(self, order_id: str) -> Path:
        """Carry out an order, and give the package's folder."""
        made = self.avbild.json("order", "run", order_id)
        return self.avbild.package(made["package"]["package_id"])

    # --- what the archive knows ---

    def changes(self) -> list[dict[str, Any]]:
        """List the changes, newest first."""
        return self.avbild.json("change", "list", "--account", "konto")["changes"]

    def ordered(self) -> list[str]:
        """List why archivings have been ordered, oldest first."""
        orders = self.avbild.json("order", "list", "--account", "konto")["orders"]
        return [order["reason"] for order in reversed(orders)]

    def told(self) -> list[tuple[str, str]]:
        """List what people have been told, and whom."""
        notices = self.avbild.json("inbox", "list", "--all")["notices"]
        return sorted((one["kind"], one["recipient"]) for one in notices)

    @contextmanager
    def opened(self, clock: Callable[[], datetime]) -> Iterator[Archive]:
        """Open the archive with another clock."""
        made = {
            name.removeprefix("AVBILD_").lower(): value
            for name, value in self.avbild.settings.items()
        }
        with open_archive(Settings(home=self.avbild.home, **made)) as archive:
            yield replace(archive, clock=clock)


@pytest.fixture
def new_account(bluesky, tmp_path) -> Callable[..., Watched]:
    """Make an account on the network, and an archive that has archived it."""

    def new(origin: str = "https://bsky.app") -> Watched:
        seed = bluesky.newcomer(f"kulturhuset{next(numbers)}")
        avbild = bluesky.archive(tmp_path / "archive")
        address = f"{origin}/profile/{seed['handle']}"
        avbild.json(
            *("account", "add", "konto", "--board", "ks", "--name", "Kulturhuset"),
            *("--platform", "bluesky", "--url", address),
        )
        return Watched(bluesky, avbild, seed)

    return new


@pytest.fixture
def watched(new_account) -> Watched:
    """An account that is not archived yet."""
    return new_account()


def until(is_true: Callable[[], bool]) -> None:
    """Wait until the views have caught up with the account's server."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_true():
        assert time.monotonic() < deadline, "the views never caught up"
        time.sleep(0.1)


# --- What stands in a package ---------------------------------------------------------
