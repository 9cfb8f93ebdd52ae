# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An order whose recorder breaks: it fails with its reason, and the store stays empty.

The whole way, from the order to the store, with a real browser on Torget. Between two
steps of the capture something is broken: a process is killed, the disk is filled, or
the site sends bodies that are not whole.
"""

import os
import resource
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from archivers.scratch import PREFIX
from archivers.snapshot import capture_account
from archivers.tools import CaptureTools
from pipeline.adopt import Adoption, adopt_plan, read_plan_file
from pipeline.context import Archive, open_archive
from pipeline.crafts import Crafts
from pipeline.order import Request, place_order
from pipeline.settings import Settings
from pipeline.snapshot import run_order
from schemas.account import Account, Board
from schemas.capture import Capture
from schemas.errors import CaptureIncomplete, DiskFull, RecordingLost
from schemas.order import EventKind, Order, OrderReason, OrderState, Progress
from storage.local import STORE_MARK
from tests.e2e.runs import (
    account_at,
    browser_of_this_process,
    command_of,
    descendants_of,
)
from tests.e2e.sites import Torget, run_torget
from tests.homes import PLAN, empty_home

__all__ = ["empty_home"]

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

POSTS = 1
HALF_WAY = "Öppnar inlägg"
PATIENCE = 6.0
"""Seconds for a page to answer; a request that a crash swallowed never does."""

ROOM = 40_000
"""How large a file may become on the full disk: the recording is cut in its middle."""


@pytest.fixture(scope="module")
def torget(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Torget]:
    state = tmp_path_factory.mktemp("torget")
    with run_torget(state, "--posts", str(POSTS)) as site:
        yield site


def _impatient(
    account: Account, order: Order, folder: Path, tools: CaptureTools
) -> Capture:
    """Capture as ever, but look more often, and give up sooner what a crash lost."""
    limits = replace(tools.limits, navigation_seconds=PATIENCE, poll_ms=40)
    return capture_account(account, order, folder, replace(tools, limits=limits))


@dataclass
class Town:
    """An archive with an account on Torget, and what breaks while it is captured."""

    archive: Archive
    order: Order
    broken: Callable[[], None] | None = None

    def run(self) -> None:
        """Carry out the order; what is to break breaks once, half-way."""

        def tell(progress: Progress) -> None:
            if self.broken is not None and progress.step == HALF_WAY:
                wreck, self.broken = self.broken, None
                wreck()

        crafts = Crafts(capture=_impatient)
        run_order(self.archive.telling(tell), self.order.order_id, crafts)

    def now(self) -> Order:
        """Give the order as the database has it."""
        return self.archive.database.orders.get(self.order.order_id)


@pytest.fixture
def town(torget: Torget, tmp_path: Path, empty_home: Path) -> Iterator[Town]:
    home = tmp_path / "hem"
    shutil.copytree(empty_home, home)
    settings = Settings(
        home=home, allowed_private_hosts=",".join(torget.hosts), replay_check=False
    )
    with open_archive(settings, agent="prov") as archive:
        yield Town(archive, ordered(archive, torget.url))


def ordered(archive: Archive, url: str) -> Order:
    board = Board(board_id="ks", name="Kommunstyrelsen", municipality="Älmhults kommun")
    archive.database.boards.add(board)
    account = account_at(url)
    archive.database.accounts.add(account)
    adoption = Adoption(
        board_id=board.board_id,
        title="Informationshanteringsplan",
        decision="KS 2026-03-10 § 41, dnr KS 2026/118",
        valid_from=date(2026, 4, 1),
        imported_by="prov",
    )
    adopt_plan(archive, read_plan_file(PLAN), adoption)
    asked = Request(
        account_id=account.account_id,
        ordered_by="prov",
        reason=OrderReason.PROFILE_CHANGE,  # the watch has looked: one browser less
    )
    return place_order(archive, asked)


def kill(*marks: bytes) -> None:
    """Kill the process of this run whose command line has all the marks."""
    os.kill(process_with(*marks), signal.SIGKILL)


def process_with(*marks: bytes) -> int:
    for number in descendants_of(os.getpid()):
        command = command_of(number)
        if all(mark in command for mark in marks):
            return number
    msg = f"no process with {marks} is running"
    raise AssertionError(msg)


def kill_reader() -> None:
    kill(b"archivers.netlog.reader")


def kill_network() -> None:
    kill(b"--type=utility", b"network.mojom.NetworkService")


def kill_browser() -> None:
    os.kill(browser_of_this_process(), signal.SIGKILL)


def fill_disk() -> None:
    """Let the kernel refuse the recorder, and nobody else, a larger file (EFBIG)."""
    reader = process_with(b"archivers.netlog.reader")
    _, most = resource.prlimit(reader, resource.RLIMIT_FSIZE)
    resource.prlimit(reader, resource.RLIMIT_FSIZE, (ROOM, most))


BREAKS = {
    "the reader is killed": (kill_reader, RecordingLost, "dog före webbläsaren"),
    "the network service crashes": (kill_network, RecordingLost, "startade om 1"),
    "the browser crashes": (kill_browser, RecordingLost, "avslutades mitt i"),
    "the disk is full": (fill_disk, DiskFull, "Disken är full"),
}


@pytest.mark.parametrize("what", BREAKS)
def test_a_broken_recorder_fails_the_order(town, what):
    """Whatever breaks is told in the order, and nothing of it is in the store."""
    wreck, error, sentence = BREAKS[what]
    town.broken = wreck
    with pytest.raises(error):
        town.run()
    assert town.broken is None
    assert_failed(town, sentence)


def test_bodies_cut_short_fail_the_order_until_they_come_whole(town, torget):
    """A browser shows half a body without a word; no archive is made of it."""
    torget.change("cut-pictures")
    torget.change("cut-zstd")
    try:
        with pytest.raises(CaptureIncomplete):
            town.run()
    finally:
        torget.change("normal")
    assert_failed(town, "1 av 2 bilder och filmer hittades")
    assert "2 svar från servern går inte att avkoda." in town.now().failure
    town.run()
    assert_done(town)


def assert_done(town: Town) -> None:
    """Demand one package, known to order, database and store alike."""
    order = town.now()
    assert (order.state, order.failure) == (OrderState.DONE, "")
    assert order.package_id is not None
    package = town.archive.database.packages.get(order.package_id)
    assert (package.is_complete, package.posts) == (True, POSTS)
    assert list(town.archive.store.packages()) == [order.package_id]
    assert town.archive.store.versions(order.package_id) == (1,)
    assert_nothing_left(town.archive)


def assert_failed(town: Town, sentence: str) -> None:
    """Demand an order that says why it failed, and an archive without a trace of it."""
    order = town.now()
    assert order.state is OrderState.FAILED
    assert sentence in order.failure
    assert order.failure.endswith(".")
    assert order.package_id is None
    last = town.archive.database.events.list()[-1]
    assert (last.kind, last.detail["failure"]) == (EventKind.FAILED, order.failure)
    assert town.archive.database.packages.list() == ()
    assert_nothing_stored(town.archive)
    assert_nothing_left(town.archive)


def assert_nothing_stored(archive: Archive) -> None:
    """Demand a store that holds nothing but the mark that it is a store."""
    assert list(archive.store.packages()) == []
    root = archive.settings.home_folder / "packages"
    assert [path.name for path in root.rglob("*")] == [STORE_MARK]


def assert_nothing_left(archive: Archive) -> None:
    """Demand that no file, no link and no process of the capture is left."""
    assert list(archive.settings.work_folder.iterdir()) == []
    links = Path(tempfile.gettempdir()).glob(f"{PREFIX}*")
    home = archive.settings.home_folder
    assert [link for link in links if home in link.resolve().parents] == []
    commands = [command_of(number) for number in descendants_of(os.getpid())]
    assert [c for c in commands if b"chrom" in c or b"netlog" in c] == []
