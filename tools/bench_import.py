# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long an owner's export of gigabytes takes to import.

What it is set against is what nobody can do without: `unzip -t` opens every file in it
and checks its CRC. The import also digests the zip file and every file in it, reads
every post, and keeps the export. The export's size is AVBILD_BENCH_EXPORT_GB, or five
gigabytes, or as much as the disk has room for.
"""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from archivers.owner_export.take import Taken, take_export
from archivers.platforms.facebook import Facebook
from archivers.tools import CaptureTools
from schemas.account import Account
from tools.bench_figure import Figure, seconds
from tools.bench_memory import PeakMemory
from tools.bench_total import ImportCommand
from tools.large_export import NAME, USERNAME, large_export

GIGABYTE = 1000**3
WANTED = 5.0
COPIES = 4
"""How many times the export lies on the disk while it is measured, at the most."""

ADDRESS = f"https://www.facebook.com/{USERNAME}"
ACCOUNT = Account.model_validate(
    {
        "account_id": "kommunen",
        "board_id": "ks",
        "platform": "facebook",
        "url": ADDRESS,
        "name": NAME,
    }
)


def import_figures(folder: Path, runs: int) -> list[Figure]:
    """Measure `import_ratio`, the import's memory, and the whole command once."""
    part = large_export(folder, _size(folder))
    ratios, most = [], 0.0
    for number in range(runs):
        limit = seconds(lambda: _test(part))
        with PeakMemory(os.getpid(), without="unzip") as memory:
            taken = seconds(partial(_import, part, folder / f"capture-{number}"))
        most = max(most, memory.megabytes)
        ratios.append(taken / limit)
        print(f"  unzip -t {limit:.1f} s, import {taken:.1f} s", flush=True)
    whole = ImportCommand(ADDRESS, part).seconds(folder / "home")
    size = f"{part.stat().st_size / GIGABYTE:.2g} GB"
    return [
        Figure("import_ratio", "x", "<= 2", f"unzip -t of the same {size}", ratios),
        Figure("import_memory_mb", "MB", "", f"an export of {size}", [most]),
        Figure("import_command_s", "s", "", f"avbild import of {size}", [whole]),
    ]


def _size(folder: Path) -> int:
    wanted = float(os.environ.get("AVBILD_BENCH_EXPORT_GB", WANTED)) * GIGABYTE
    return round(min(wanted, shutil.disk_usage(folder).free / COPIES))


def _test(part: Path) -> None:
    command = ["unzip", "-tqq", str(part)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _import(part: Path, folder: Path) -> Taken:
    """Take the export into a capture's folder, as a capture does."""
    folder.mkdir()
    platform = Facebook()
    tools = CaptureTools(
        clock=lambda: datetime(2026, 11, 2, tzinfo=UTC),
        new_id=lambda: "bench",
        chromium=None,
        workspace=folder,
    )
    taken = take_export(platform, ACCOUNT, (part,), folder, tools)
    shutil.rmtree(folder)
    return taken
