# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What captures and observations of Torget are tried with."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from archivers.tools import CaptureTools
from schemas.account import Account
from schemas.errors import AccountGone, ConsentWall, LoginWall, RateLimited
from schemas.order import Order, OrderReason
from schemas.profile import PageState

NUMBERS = count(1)
WALLS = [
    ("login-wall", LoginWall, PageState.LOGIN_WALL),
    ("cookie-wall", ConsentWall, PageState.CONSENT_WALL),
    ("rate-limit", RateLimited, PageState.RATE_LIMITED),
    ("deactivate", AccountGone, PageState.GONE),
]
ORDER = Order(
    order_id="order-1",
    account_id="almhult-torget",
    reason=OrderReason.BASELINE,
    ordered_by="prov",
    ordered_at=datetime(2026, 11, 2, tzinfo=UTC),
)


def now() -> datetime:
    """Give the clock of a real run."""
    return datetime.now(UTC)  # noqa: TID251 -- it is the clock


def account_at(url: str) -> Account:
    """Register an account at an address."""
    return Account(
        account_id="almhult-torget",
        board_id="ks",
        platform="webpage",
        url=url,
        name="Älmhults kommun på Torget",
    )


def tools_in(folder: Path, hosts: frozenset[str], **more: Any) -> CaptureTools:
    """Give a capture its tools, with a workspace in a folder."""
    workspace = folder / "workspace"
    workspace.mkdir(exist_ok=True)
    return CaptureTools(
        clock=now,
        new_id=lambda: f"id-{next(NUMBERS)}",
        chromium=more.pop("chromium", None),
        workspace=workspace,
        allowed_private_hosts=hosts,
        **more,
    )


def assert_nothing_left(folder: Path) -> None:
    """Demand that no file and no process of a capture is left."""
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    commands = [command_of(pid) for pid in descendants_of(os.getpid())]
    assert [c for c in commands if b"chrom" in c or b"netlog" in c] == []


def descendants_of(pid: int) -> Iterator[int]:
    """Give every process that a process has started, and those that these have."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            yield child
            yield from descendants_of(child)


def command_of(pid: int) -> bytes:
    """Give the command line of a process; nothing if it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def browser_of_this_process() -> int:
    """Find the browser that this process has started."""
    for pid in descendants_of(os.getpid()):
        command = command_of(pid)
        if b"--remote-debugging-pipe" in command and b"--type=" not in command:
            return pid
    msg = "no browser is running"
    raise AssertionError(msg)
