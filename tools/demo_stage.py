# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo's processes and ports: whatever happens, nothing of them is left behind.

Airflow and Chromium start processes in sessions and groups of their own, and some
outlive the parent that started them. The stage therefore becomes the one that the
kernel hands every orphan of its own to, and ends all its descendants in `close`.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import NoReturn, Self

PR_SET_CHILD_SUBREAPER = 36
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
BEAT = 0.2
SERVER_PATIENCE = 40.0
"""How long a server may take to end; Airflow lets its running tasks end first."""


class DemoFailed(Exception):
    """The demo cannot go on; the message is a Swedish sentence."""


class Interrupted(BaseException):
    """Someone asked the demo to end, by Ctrl-C or by a signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True)
class Server:
    """A process that runs until the stage closes; `ask` is the signal it ends at."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    ask: signal.Signals = signal.SIGTERM

    def must_run(self) -> None:
        """Check that it has not ended by itself.

        Raises:
            DemoFailed: it has; the sentence says where its log is.
        """
        if self.process.poll() is not None:
            message = f"{self.name} avslutades oväntat. Se loggen {self.log}."
            raise DemoFailed(message)


@dataclass
class Stage:
    """Where the demo plays: servers and ports, all gone when it closes.

    `patience` is how many seconds what is left gets before it is killed.
    """

    folder: Path
    patience: float = 5.0
    servers: list[Server] = field(default_factory=list)
    ports: set[int] = field(default_factory=set)

    def __enter__(self) -> Self:
        """Take charge of every process that is started from now on."""
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        for number in STOP_SIGNALS:
            signal.signal(number, _interrupt)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End everything, deaf to further signals."""
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        self.close()

    def start(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        ask: signal.Signals = signal.SIGTERM,
    ) -> Server:
        """Start a server with a log of its own, in a session of its own.

        The session keeps the terminal's Ctrl-C from it: the stage ends its servers in
        order. The stage catches SIGINT, so its children get it back at its default.
        """
        log = self.folder / f"{name.lower()}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        server = Server(name, process, log, ask)
        self.servers.append(server)
        return server

    def port(self, wanted: int, say: Callable[[str], None]) -> int:
        """Give a port that nobody listens on: the wanted one if it is free."""
        chosen = wanted
        if wanted in self.ports or not is_free(wanted):
            chosen = _any_free_port()
            say(f"Port {wanted} är upptagen. Använder {chosen} i stället.")
        self.ports.add(chosen)
        return chosen

    def wait(
        self,
        what: str,
        is_ready: Callable[[], bool],
        seconds: float,
        tell: Callable[[], None] = lambda: None,
    ) -> None:
        """Wait until something is ready, while the servers run.

        Raises:
            DemoFailed: a server ended, or the time ran out.
        """
        deadline = time.monotonic() + seconds
        while not is_ready():
            for server in self.servers:
                server.must_run()
            if time.monotonic() > deadline:
                message = f"{what} blev inte klart inom {seconds:.0f} sekunder."
                raise DemoFailed(message)
            tell()
            time.sleep(BEAT)

    def close(self) -> None:
        """Ask every server to end, then end every process that is left."""
        for server in reversed(self.servers):
            if server.process.poll() is None:
                server.process.send_signal(server.ask)
        _until(SERVER_PATIENCE, self._servers_have_ended)
        for number in (signal.SIGTERM, signal.SIGKILL):
            for process in descendants():
                _send(process, number)
            _until(self.patience, lambda: not descendants())
        self.servers.clear()

    def left_behind(self) -> list[str]:
        """Name the processes and ports of the stage that are still there."""
        processes = [f"process {number}" for number in descendants()]
        ports = [f"port {port}" for port in sorted(self.ports) if not is_free(port)]
        return processes + ports

    def _servers_have_ended(self) -> bool:
        return all(server.process.poll() is not None for server in self.servers)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001
    raise Interrupted(number)


def is_free(port: int) -> bool:
    """Tell whether a server could listen on a port, on every address."""
    for family, address in ((socket.AF_INET, ""), (socket.AF_INET6, "::")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
                probe.listen(1)
        except OSError:
            if family == socket.AF_INET or Path("/proc/net/if_inet6").exists():
                return False
    return True


def _any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("", 0))
        return int(probe.getsockname()[1])


def descendants() -> list[int]:
    """List the living processes that this one started, however far down.

    The dead ones among them that nobody else waits for are laid to rest on the way.
    """
    parents = dict(_processes())
    mine = {os.getpid()}
    while found := {child for child, up in parents.items() if up in mine} - mine:
        mine |= found
    return sorted(number for number in mine - {os.getpid()} if not _is_dead(number))


def _processes() -> Iterator[tuple[int, int]]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        yield int(path.parent.name), int(fields[1])


def _is_dead(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text(errors="replace")
        is_zombie = state.rpartition(")")[2].split()[0] in "ZX"
        if is_zombie:
            os.waitpid(number, os.WNOHANG)
    except (OSError, ChildProcessError):
        return True
    return is_zombie


def _send(number: int, what: signal.Signals) -> None:
    try:
        os.kill(number, what)
    except ProcessLookupError:
        return  # it was quicker


def _until(seconds: float, is_done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + seconds
    while not is_done() and time.monotonic() < deadline:
        time.sleep(0.1)
