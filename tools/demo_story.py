# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo's chapters: what is done, in which order, and what must come of it.

The main job: a registered account is archived, its profile changes, Airflow notices and
archives it anew, and the package is verified. Every chapter raises `DemoFailed` unless
what it tells of has happened.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.context import open_archive
from pipeline.settings import read_settings
from schemas.order import Order, OrderReason, OrderState
from tools.demo_airflow import PROGRAMS, ROOT, Airflow, Ports
from tools.demo_screen import Screen
from tools.demo_stage import DemoFailed, Stage

BOARD = "kommunstyrelsen"
ACCOUNT = "almhult"
DAGS = ("watch_accounts", "snapshot_account", "verify_packages")
TORGET_PORTS = (8765, 8766, 8767)
AIRFLOW_PORTS = (8080, 8793, 8794)
LOOK_AT = (
    ("Förändringsrapport", "rendering/data/pdf/change-report.pdf"),
    ("Läsbar handling", "rendering/data/pdf/transcript.pdf"),
    ("Sidan som den såg ut", "rendering/data/pdf/account.pdf"),
    ("Skärmbilder", "rendering/data/screenshots/*.png"),
    ("Webbarkiv", "warc/data/*.warc.gz"),
    ("Inlägg och kommentarer", "items/data/items.xml"),
)
START_SECONDS = 300.0
WORK_SECONDS = 900.0
REFUSED = 2
"""The exit code of a command that a rule refused."""
PERSON_NEEDED = 3
"""The exit code of a command that somebody has to act upon."""


@dataclass
class Play:
    """What the chapters share."""

    stage: Stage
    screen: Screen
    folder: Path
    torget: dict[str, str] = field(default_factory=dict)
    airflow: Airflow | None = None
    packages: list[Order] = field(default_factory=list)

    @property
    def archive(self) -> Path:
        """The archive's own folder."""
        return self.folder / "arkiv"

    @property
    def running_airflow(self) -> Airflow:
        """The Airflow that an earlier chapter started."""
        assert self.airflow is not None  # noqa: S101 - the chapters' order
        return self.airflow

    def avbild(self, *words: str) -> None:
        """Run a command as anyone would, and show it and what it answers.

        Raises:
            DemoFailed: the command failed; the sentence is its own.
        """
        self.avbild_told("", *words)

    def avbild_told(self, said: str, *words: str) -> None:
        """Run a command, and say something to it that is not to be seen.

        Raises:
            DemoFailed: the command failed; the sentence is its own.
        """
        done = self._run(words, said)
        if done.returncode:
            message = f"avbild {words[0]} misslyckades: {_last_line(done.stderr)}"
            raise DemoFailed(message)

    def refused(self, *words: str) -> None:
        """Run a command that a rule is to refuse, and show its sentence.

        Raises:
            DemoFailed: it was not refused.
        """
        done = self._run(words)
        if done.returncode != REFUSED:
            message = f"avbild {words[0]} skulle ha nekats men nekades inte."
            raise DemoFailed(message)
        self.screen.say(done.stderr.strip().partition("\n")[0])

    def person_needed(self, *words: str) -> str:
        """Run a command that is to say what a person must do; give all that it said.

        Raises:
            DemoFailed: it asked nobody for anything.
        """
        done = self._run(words)
        if done.returncode != PERSON_NEEDED:
            message = f"avbild {words[0]} skulle ha bett en person om hjälp."
            raise DemoFailed(message)
        self.screen.say(done.stderr.strip().partition("\n")[0])
        return done.stdout + done.stderr

    def _run(
        self, words: Sequence[str], said: str = ""
    ) -> subprocess.CompletedProcess[str]:
        self.screen.command(["avbild", *words])
        done = subprocess.run(
            [PROGRAMS / "avbild", *words],
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )
        for line in done.stdout.splitlines():
            self.screen.say(line)
        return done

    def change(self, what: str) -> None:
        """Change the account's profile at Torget.

        Raises:
            DemoFailed: Torget did not answer.
        """
        command = [sys.executable, "-m", "torget", "change"]
        done = subprocess.run(
            [*command, str(self.folder / "torget"), what],
            env={**os.environ, "PYTHONPATH": str(ROOT / "demo")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            message = f"Torget ändrade inte {what}."
            raise DemoFailed(message)


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["inget svar"])[-1]


@dataclass(frozen=True)
class Chapter:
    """A part of the story."""

    title: str
    tell: Callable[[Play], None]


Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Story:
    """Chapters, what came of them, and where to look while the servers run."""

    chapters: tuple[Chapter, ...]
    results: Callable[[Play], Rows]
    addresses: Callable[[Play], Rows]


def set_the_scene(play: Play) -> None:
    """Start Torget and Airflow, and make an empty archive."""
    say = play.screen.say
    open_house(play)
    with play.screen.step("Startar Airflow i bakgrunden"):
        ports = Ports(*(play.stage.port(port, say) for port in AIRFLOW_PORTS))
        play.airflow = Airflow(play.folder / "airflow", ports)
        os.environ["AVBILD_FIRST_WAIT"] = "5"  # nobody watches a demo for five minutes
        archive = {k: v for k, v in os.environ.items() if k.startswith("AVBILD_")}
        play.airflow.start(play.stage, archive)


def open_house(play: Play, *torget: str) -> None:
    """Start Torget, told some more, and make an empty archive that may reach it.

    Raises:
        DemoFailed: one of them did not start.
    """
    say = play.screen.say
    with play.screen.step("Startar Torget, en liten social webbplats"):
        pages, media, control = (play.stage.port(port, say) for port in TORGET_PORTS)
        hosts = f"127.0.0.1:{pages},127.0.0.1:{media}"
        os.environ["AVBILD_HOME"] = str(play.archive)
        os.environ["AVBILD_ALLOWED_PRIVATE_HOSTS"] = hosts
        _start_torget(play, (pages, media, control), torget)
        say(f"Torget: {play.torget['url']}")
    with play.screen.step("Skapar ett tomt arkiv: SQLite och lokal disk"):
        play.avbild("init")


def _start_torget(play: Play, ports: tuple[int, int, int], more: Sequence[str]) -> None:
    facts = play.folder / "torget" / "torget.json"
    names = ("--port", "--media-port", "--control-port")
    chosen = [
        word for pair in zip(names, map(str, ports), strict=True) for word in pair
    ]
    command = [sys.executable, "-m", "torget", "serve", "--state", str(facts.parent)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "demo")}
    play.stage.start("Torget", [*command, *chosen, *more], environment)
    play.stage.wait("Torget", facts.exists, START_SECONDS)
    play.torget = json.loads(facts.read_text(encoding="utf-8"))


def register(play: Play) -> None:
    """Enter the board, its plan and the account, as a municipality would."""
    decision = "Kommunstyrelsen 2026-03-10 § 41, dnr KS 2026/118"
    enter(play, "kommunstyrelsen.csv", decision)


def enter(play: Play, plan_name: str, decision: str) -> None:
    """Enter the board, a plan of the demo's, and the account.

    Raises:
        DemoFailed: a command failed.
    """
    with play.screen.step("För in nämnden i registret"):
        name, town = "Kommunstyrelsen", "Älmhults kommun"
        play.avbild("board", "add", BOARD, "--name", name, "--municipality", town)
    with play.screen.step("Läser in nämndens informationshanteringsplan"):
        plan = str(ROOT / "demo" / "plan" / plan_name)
        when = ("--decision", decision, "--valid-from", "2026-04-01")
        play.avbild("plan", "import", plan, "--board", BOARD, *when)
    with play.screen.step("För in kontot i kontoregistret"):
        name, address = "Älmhults kommun", play.torget["url"]
        what = ("--board", BOARD, "--name", name, "--url", address)
        play.avbild("account", "add", ACCOUNT, *what)


def archive_first(play: Play) -> None:
    """Let Airflow look at the account for the first time: the baseline."""
    airflow = play.running_airflow
    with play.screen.step("Väntar på att Airflow ska vara igång"):
        play.stage.wait("Airflow", airflow.is_ready, START_SECONDS)
        read = lambda: all(map(airflow.knows, DAGS))  # noqa: E731
        play.stage.wait("Läsningen av DAG-filerna", read, START_SECONDS)
    _watch(play, "Airflow avläser profilen för första gången (watch_accounts)")
    _await_package(play, OrderReason.BASELINE)


def change_profile(play: Play) -> None:
    """Change the profile, and let Airflow find it and archive the account."""
    with play.screen.step("Byter profilbild och om-text på Torget"):
        play.change("avatar")
        play.change("about")
    _watch(play, "Airflow avläser profilen och ser förändringen (watch_accounts)")
    _watch(play, "Airflow avläser den en gång till: förändringen håller i sig")
    _await_package(play, OrderReason.PROFILE_CHANGE)


def _watch(play: Play, doing: str) -> None:
    airflow = play.running_airflow
    with play.screen.step(doing):
        run = airflow.trigger("watch_accounts", {"konto": ACCOUNT})
        has_ended = lambda: airflow.has_ended("watch_accounts", run)  # noqa: E731
        play.stage.wait("Avläsningen", has_ended, WORK_SECONDS)


def _await_package(play: Play, reason: OrderReason) -> None:
    """Wait until the order that the look placed has become a package."""
    doing = f"Airflow arkiverar kontot (snapshot_account): {reason.label.lower()}"
    with (
        play.screen.step(doing),
        open_archive(read_settings()) as archive,
    ):

        def order() -> Order | None:
            orders = archive.database.orders.list(account=ACCOUNT)
            found = next((order for order in orders if order.reason is reason), None)
            if found and found.state is OrderState.FAILED:
                logs = play.running_airflow.home / "logs"
                message = f"Arkiveringen misslyckades: {found.failure} Se {logs}."
                raise DemoFailed(message)
            return found

        def is_done() -> bool:
            found = order()
            return bool(found and found.state is OrderState.DONE)

        def tell() -> None:
            found = order()
            play.screen.progress(found.progress if found else None)

        play.stage.wait("Arkiveringen", is_done, WORK_SECONDS, tell)
        finished = order()
    if finished is not None:
        play.packages.append(finished)
        if finished.reason_text:
            play.screen.say(f"Skäl: {finished.reason_text}")
        play.screen.say(f"Arkivpaket: {finished.package_id}")


def verify(play: Play) -> None:
    """Check the packages, by Airflow and by hand."""
    airflow = play.running_airflow
    with play.screen.step("Airflow kontrollerar arkivpaketen (verify_packages)"):
        run = airflow.trigger("verify_packages", {})
        has_ended = lambda: airflow.has_ended("verify_packages", run)  # noqa: E731
        play.stage.wait("Kontrollen", has_ended, WORK_SECONDS)
    with play.screen.step("Kontrollerar det nya paketet på kommandoraden"):
        play.avbild("package", "verify", str(play.packages[-1].package_id))
    with play.screen.step("Visar arkivets paket"):
        play.avbild("package", "list")


def results(play: Play) -> Rows:
    """Say what was made and where to look."""
    folders = [package_folder(play, str(order.package_id)) for order in play.packages]
    rows = [
        (order.reason.label, os.path.relpath(folder, ROOT))
        for order, folder in zip(play.packages, folders, strict=True)
    ]
    rows.append(("I det senaste paketet", ""))
    return rows + [_found(folders[-1], *what) for what in LOOK_AT]


def _found(package: Path, label: str, pattern: str) -> tuple[str, str]:
    paths = sorted(package.glob(f"representations/{pattern}"))
    if not paths:
        message = f"{label} saknas i paketet {package.name}."
        raise DemoFailed(message)
    shown = str(paths[0].relative_to(package))
    return f"  {label}", shown if len(
        paths
    ) == 1 else f"{shown} och {len(paths) - 1} till"


def addresses(play: Play) -> Rows:
    """Say where the servers answer, and with which login."""
    airflow = play.running_airflow
    return [
        ("Torget", play.torget["url"]),
        (
            "Airflow",
            f"{airflow.address}  (användare avbild, lösenord {airflow.password})",
        ),
        ("Arkivet", f"AVBILD_HOME={play.archive}"),
    ]


def package_folder(play: Play, package_id: str) -> Path:
    """Find a package's newest version in the store.

    Raises:
        DemoFailed: it is not there.
    """
    versions = sorted((play.archive / "packages" / package_id).glob("v*"))
    if not versions:
        message = f"Paketet {package_id} finns inte i lagret."
        raise DemoFailed(message)
    return versions[-1] / package_id


MAIN = Story(
    chapters=(
        Chapter("Scenen", set_the_scene),
        Chapter("Registret", register),
        Chapter("Första arkiveringen", archive_first),
        Chapter("Profilen ändras", change_profile),
        Chapter("Kontrollen", verify),
    ),
    results=results,
    addresses=addresses,
)
"""The main job."""
