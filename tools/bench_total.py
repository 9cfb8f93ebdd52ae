# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Times the whole command: from its start until the checked package is stored."""

import os
import subprocess
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.bench_figure import seconds

ROOT = Path(__file__).resolve().parents[1]
PLAN = ROOT / "demo" / "plan" / "kommunstyrelsen.csv"
BOARD = {"name": "Kommunstyrelsen", "municipality": "Älmhults kommun"}
DECIDED = {"board": "ks", "decision": "Mätningens beslut", "valid-from": "2026-04-01"}
ACCOUNT = {"board": "ks", "name": "Älmhults kommun", "platform": "webpage"}


@dataclass(frozen=True)
class WholeCommand:
    """What a municipality types to archive an account."""

    url: str
    hosts: Collection[str]

    def seconds(self, home: Path) -> float:
        """Time it in an archive of its own, without what its PDF files took."""
        self._run(home, "portal", "init")
        self._run(home, "portal", "board", "add", "ks", *_options(BOARD))
        self._run(home, "portal", "plan", "import", str(PLAN), *_options(DECIDED))
        account = _options({**ACCOUNT, "url": self.url})
        self._run(home, "portal", "account", "add", "torget", *account)
        note = home / "pdf-seconds"
        line = (str(note), "snapshot", "torget", *_options({"reason": "Mätning"}))
        taken = seconds(lambda: self._run(home, "tools.bench_command", *line))
        return taken - float(note.read_text(encoding="ascii"))

    def _run(self, home: Path, module: str, *arguments: str) -> None:
        run_in(home, module, *arguments, hosts=self.hosts)


@dataclass(frozen=True)
class ImportCommand:
    """What a municipality types to archive an account's export."""

    url: str
    part: Path

    def seconds(self, home: Path) -> float:
        """Time it in an archive of its own."""
        run_in(home, "portal", "init")
        run_in(home, "portal", "board", "add", "ks", *_options(BOARD))
        run_in(home, "portal", "plan", "import", str(PLAN), *_options(DECIDED))
        account = _options({**ACCOUNT, "platform": "facebook", "url": self.url})
        run_in(home, "portal", "account", "add", "kommunen", *account)
        line = ("import", "kommunen", str(self.part))
        return seconds(lambda: run_in(home, "portal", *line))


def run_in(
    home: Path, module: str, *arguments: str, hosts: Collection[str] = ()
) -> None:
    """Run a command in an archive; one that fails ends the benchmark."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments, "--json"],
        cwd=ROOT,
        env={
            **os.environ,
            "AVBILD_HOME": str(home),
            "AVBILD_ALLOWED_PRIVATE_HOSTS": ",".join(hosts),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}: {done.stderr}")


def _options(values: Mapping[str, str]) -> list[str]:
    pairs = ((f"--{name}", value) for name, value in values.items())
    return [part for pair in pairs for part in pair]
