# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Starts warcprox, hears what it has to say, and ends it.

warcprox is GPL: it is a program that is run, with an environment of its own, and never
a library. Everything that it writes lies in one folder that only its owner may enter.
"""

import contextlib
import json
import os
import select
import shutil
import subprocess
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import IO, TypeVar

import msgspec

import archivers
from archivers import private_address
from archivers.warcprox import inside
from archivers.warcprox.inside.gate import CLOSE, ORDER
from schemas.errors import ToolMissing

ENVIRONMENT = ".venv-warcprox"
VERSION = "2.13.1"
"""The one that the gate is made for and tried with: it reaches into its parts."""

FIRST_WAIT = 60.0
LAST_WAIT = 60.0
NO_ROLLOVER = 2**62
MISSING = (
    "Inspelaren warcprox saknas. Kör ”tools/setup.sh warcprox”, "
    "eller välj den vanliga inspelaren med AVBILD_RECORDER=netlog."
)
NO_START = (
    "Inspelaren warcprox gick inte att starta. Ta bort mappen .venv-warcprox och kör "
    "”tools/setup.sh warcprox” igen."
)
OTHER_VERSION = (
    f"Inspelaren warcprox har en annan version än {VERSION}, som Avbild är provat med. "
    "Kör ”tools/setup.sh warcprox” igen."
)

_Said = TypeVar("_Said")


class Ready(msgspec.Struct, frozen=True):
    """Where the proxy listens, and the digest of the key that it answers with."""

    version: str
    port: int
    spki: str


class Closed(msgspec.Struct, frozen=True):
    """What the gate counted until its end.

    A request that was `begun` was sent to its server; one that is `unsent` was not,
    since the server could not be reached.
    """

    begun: int
    kept: int
    failed: int
    unsent: int
    refused: int
    websockets: int


def find_warcprox() -> Path:
    """Find warcprox: in the environment made for it, or else on the path.

    Raises:
        ToolMissing: it is not installed.
    """
    own = Path(archivers.__file__).parent.parent / ENVIRONMENT / "bin" / "warcprox"
    if own.is_file():
        return own
    found = shutil.which("warcprox")
    if found is None:
        raise ToolMissing(MISSING)
    return Path(found)


class Proxy:
    """A running warcprox.

    Args:
        folder: a private folder for everything that it writes.
        allowed: `host` or `host:port` that it may reach on a private address.
    """

    def __init__(self, folder: Path, allowed: Collection[str]) -> None:
        self.raw = folder / "raw"
        self.ledger = folder / "ledger"
        command = [str(find_warcprox()), *self._arguments(folder)]
        heard, said = os.pipe()
        self._heard: IO[bytes] = os.fdopen(heard, "rb", buffering=0)
        order = {
            "announce": said,
            "ledger": str(self.ledger),
            "private": private_address.__file__,
            "allowed": sorted(allowed),
        }
        try:
            self._process = _start(command, folder, said, json.dumps(order))
        except OSError as error:
            self._heard.close()
            raise ToolMissing(NO_START) from error
        finally:
            os.close(said)

    def ready(self) -> Ready:
        """Wait until it listens.

        Raises:
            ToolMissing: it does not start, or is another version.
        """
        ready = self._hear(Ready, FIRST_WAIT)
        if ready is None:
            raise ToolMissing(NO_START)
        if ready.version != VERSION:
            raise ToolMissing(OTHER_VERSION)
        return ready

    def _arguments(self, folder: Path) -> list[str]:
        arguments = {
            "--address": "127.0.0.1",
            "--port": "0",
            "--dir": self.raw,
            "--warc-filename": "raw",
            "--size": NO_ROLLOVER,
            "--digest-algorithm": "sha256",
            "--dedup-db-file": os.devnull,
            "--stats-db-file": os.devnull,
            "--cacert": folder / "authority.pem",
            "--certs-dir": folder / "certificates",
            "--plugin": "gate.Gate",
        }
        return ["--quiet", *(str(x) for pair in arguments.items() for x in pair)]

    @property
    def is_running(self) -> bool:
        """Whether it is still there."""
        return self._process.poll() is None

    def close(self) -> Closed | None:
        """Let it end what is under way; None if it did not end as it should."""
        if self._process.stdin is None:
            raise AssertionError
        try:
            self._process.stdin.write(CLOSE.encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            return None
        closed = self._hear(Closed, LAST_WAIT)
        return closed if closed and self._process.wait(LAST_WAIT) == 0 else None

    def kill(self) -> None:
        """End it at once; safe to call twice."""
        self._process.kill()
        self._process.wait(LAST_WAIT)
        self._heard.close()
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()

    def _hear(self, kind: type[_Said], seconds: float) -> _Said | None:
        """Read one line of JSON; None if none comes."""
        said = b""
        while not said.endswith(b"\n"):
            ready, _, _ = select.select([self._heard], [], [], seconds)
            more = self._heard.read(65536) if ready else b""
            if not more:
                return None
            said += more
        return msgspec.json.decode(said, type=kind)


def _start(
    command: Sequence[str], folder: Path, said: int, order: str
) -> "subprocess.Popen[bytes]":
    own = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return subprocess.Popen(  # noqa: S603 -- our own environment's program
        command,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,  # it would tell every address that is asked for
        stderr=subprocess.DEVNULL,
        env={
            **own,
            "PYTHONPATH": str(Path(inside.__file__).parent),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(folder),
            ORDER: order,
        },
        pass_fds=[said],
        umask=0o077,  # what it writes holds cookies and passwords in clear
        start_new_session=True,  # whoever started it decides when it ends
    )
