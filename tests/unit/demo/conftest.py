# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A running Torget, as a child process on free ports."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

DEMO = Path(__file__).parents[3] / "demo"
sys.path.insert(0, str(DEMO))

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(DEMO)}
NOW = "2026-11-20T09:00:00+00:00"


@dataclass
class Torget:
    """A running site: its addresses, its process and the client that talks to it."""

    folder: Path
    facts: dict[str, Any]
    process: subprocess.Popen[str]
    client: httpx.Client

    def ask(self, operation: str, **variables: Any) -> httpx.Response:
        """Ask the programming interface."""
        body = {
            "operationName": operation,
            "variables": {"handle": "almhult", **variables},
        }
        return self.client.post(f"{self.facts['origin']}/api/graphql", json=body)

    def data(self, operation: str, **variables: Any) -> dict[str, Any]:
        """Ask, and give what a good answer holds."""
        answer = self.ask(operation, **variables)
        answer.raise_for_status()
        return answer.json()["data"][operation]

    def change(self, what: str) -> None:
        """Change the site over its control port."""
        url = f"{self.facts['control']}/change"
        self.client.post(url, json={"what": what}).raise_for_status()

    def command(self, what: str) -> subprocess.CompletedProcess[str]:
        """Change the site by its command."""
        return subprocess.run(
            [sys.executable, "-m", "torget", "change", str(self.folder), what],
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
        )

    def log(self) -> list[dict[str, Any]]:
        """Read the site's record of its responses."""
        text = self.client.get(f"{self.facts['control']}/log").text
        return [json.loads(line) for line in text.splitlines()]

    def logged(self, url_part: str) -> dict[str, Any]:
        """Wait for a response that ends after its client has gone."""
        deadline = time.monotonic() + 20
        while not (found := [e for e in self.log() if url_part in e["url"]]):
            assert time.monotonic() < deadline, f"never logged: {url_part}"
        return found[0]

    def reset(self) -> None:
        """Empty the record."""
        self.client.post(f"{self.facts['control']}/reset")

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Stop the site and give its exit code."""
        self.client.close()
        self.process.send_signal(number)
        code = self.process.wait(timeout=20)
        self.process.stdout.close()
        return code


def start_torget(folder: Path, *arguments: str) -> Torget:
    """Start a site and wait until it says that it is ready."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "torget", "serve"),
            *("--state", str(folder), "--now", NOW),
            *arguments,
        ],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        text=True,
    )
    facts = json.loads(process.stdout.readline())
    return Torget(folder, facts, process, httpx.Client(timeout=20))


@pytest.fixture(scope="session")
def shared_torget(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Torget]:
    """One site for all tests that leave it as it was."""
    site = start_torget(tmp_path_factory.mktemp("torget"))
    yield site
    site.stop()


@pytest.fixture
def torget(shared_torget: Torget) -> Torget:
    """A site in its normal state with an empty log."""
    shared_torget.client.cookies.clear()
    shared_torget.change("normal")
    shared_torget.reset()
    return shared_torget


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Torget]]:
    """Start sites of one's own; those still running are stopped afterwards."""
    sites: list[Torget] = []

    def begin(*arguments: str) -> Torget:
        sites.append(start_torget(tmp_path / "torget", *arguments))
        return sites[-1]

    yield begin
    for site in sites:
        if site.process.poll() is None:
            site.stop()
