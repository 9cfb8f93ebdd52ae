# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Captures a Facebook page by its API, and notes what that took of this process.

Started by the benchmark as `python -m tools.bench_api_capture WHERE FOLDER`. WHERE is
the file in which the fake platform says where it is; NOTE in FOLDER gets the CPU
seconds and the most memory of the whole process, its start included, and how many posts
and comments were found.
"""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import HttpUrl

from archivers import PLATFORMS
from archivers.api import ApiAccess, Pace
from archivers.snapshot import CaptureTools, capture_account
from schemas.account import Account
from schemas.capture import Capture
from schemas.order import Order, OrderReason

NOTE = "taken.json"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def captured(where: Path, folder: Path) -> Capture:
    """Capture the page by its API alone, as fast as it answers."""
    facts = json.loads(where.read_text("utf-8"))
    platform = type(PLATFORMS["facebook"])
    setattr(platform, "pace", lambda _: Pace(1e6, 10**6))  # noqa: B010 -- nobody waits
    servers = [at for at in map(str, facts.values()) if at.startswith("http")]
    tools = CaptureTools(
        clock=lambda: NOW,
        new_id=lambda: "bench-api",
        chromium=None,
        workspace=folder,
        allowed_private_hosts=frozenset(urlsplit(at).netloc for at in servers),
        access=ApiAccess(
            facebook_graph=facts["facebook_graph"],
            account_tokens={"konto": facts["page_token"]},
        ),
        resume=folder / "resume",
    )
    account = Account(
        account_id="konto",
        board_id="ks",
        platform="facebook",
        url=HttpUrl(f"https://www.facebook.com{urlsplit(facts['page_url']).path}"),
        name="Kommunen",
    )
    order = Order(
        order_id="o1",
        account_id="konto",
        reason=OrderReason.BASELINE,
        ordered_by="bench",
        ordered_at=NOW,
    )
    target = folder / "capture"
    target.mkdir()
    return capture_account(account, order, target, tools)


def most_memory() -> float:
    """Give the most memory that this process has had, in megabytes."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    (line,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def main() -> None:
    """Capture and note."""
    where, folder = map(Path, sys.argv[1:])
    capture = captured(where, folder)
    spent = os.times()
    taken = {
        "cpu_s": spent.user + spent.system,
        "memory_mb": most_memory(),
        "posts": capture.health.posts.found,
        "comments": capture.health.comments.found,
        "complete": capture.health.is_complete,
    }
    (folder / NOTE).write_text(json.dumps(taken) + "\n", "ascii")


if __name__ == "__main__":
    main()
