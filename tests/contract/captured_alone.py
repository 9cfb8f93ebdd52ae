# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Captures an account by its API in a process of its own, which a test may kill.

Started as `python -m tests.contract.captured_alone FOLDER`; the folder holds the errand
and gets the items. `largest` is the size that no file may grow beyond, as on a full
disk.
"""

import json
import resource
import sys
from dataclasses import asdict, replace
from pathlib import Path

from archivers.api import ApiAccess
from archivers.snapshot import capture_account
from schemas.account import Account
from schemas.errors import ArchiveError
from schemas.order import Order, OrderReason
from tests.contract.platform_cases import NOW, Case, hurried, tools_for

ORDER = Order(
    order_id="o1",
    account_id="konto",
    reason=OrderReason.BASELINE,
    ordered_by="prov",
    ordered_at=NOW,
)
ERRAND = "errand.json"


def leave_errand(case: Case, folder: Path, largest: int = 0) -> None:
    """Say what the process is to capture."""
    hosts = sorted(case.tools.allowed_private_hosts)
    told = {
        "account": case.account.model_dump_json(),
        "access": asdict(case.tools.access),
        "origins": [f"http://{host}" for host in hosts],
        "largest": largest,
    }
    (folder / ERRAND).write_text(json.dumps(told), "utf-8")


def main() -> int:
    """Capture, and give the exit code of what went wrong."""
    folder = Path(sys.argv[1])
    told = json.loads((folder / ERRAND).read_text("utf-8"))
    if told["largest"]:
        limits = (told["largest"], resource.RLIM_INFINITY)
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    access = ApiAccess(**told["access"])
    tools = replace(
        tools_for(folder, tuple(told["origins"]), access),
        chromium=folder / "no-chromium",
        resume=folder / "resume" / "o1",
    )
    account = Account.model_validate_json(told["account"])
    (folder / "capture").mkdir(exist_ok=True)
    try:
        with hurried():
            capture_account(account, ORDER, folder / "capture", tools)
    except ArchiveError as error:
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
