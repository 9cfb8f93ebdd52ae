# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An archive with a captured thread to judge; no browser takes part."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import HttpUrl

from pipeline.adopt import Adoption, adopt_plan, read_plan_file
from pipeline.context import Archive
from pipeline.crafts import Crafts
from pipeline.order import Request, place_order
from pipeline.settings import Settings
from pipeline.snapshot import run_order
from schemas.account import Account, Board
from schemas.capture import Capture, FileRole, PdfVerdict
from storage import open_database, open_store
from tests.fakes import FakeClock, FakePlatform, ids
from tests.gallring_samples import TOWN, thread_items, write_thread
from tests.homes import PLAN
from tests.sample_files import captured, sample_pdf

ACCOUNT = "biblioteket"


class ThreadPlatform(FakePlatform):
    """A platform on which the account has one thread."""

    def crafts(self) -> Crafts:
        """Give crafts that capture the thread."""
        return replace(super().crafts(), transcript=_transcript)

    def _capture(self, account, order, folder: Path, tools) -> Capture:
        found = super()._capture(account, order, folder, tools)
        for file in found.files:
            (folder / file.path).unlink()
        files = write_thread(folder)
        return found.model_copy(update={"files": files, "items": thread_items()})


def _transcript(capture, cover, folder, chromium, workspace):
    """Write the words of the thread."""
    del cover, chromium, workspace
    data = sample_pdf("Handling", [item.body for item in capture.items])
    path, role = "pdf/transcript.pdf", FileRole.TRANSCRIPT
    made = captured(folder, path, data, role, "application/pdf")
    return (made.model_copy(update={"verdict": PdfVerdict.PDF_A_2B}),)


@pytest.fixture(scope="session")
def thread_home(tmp_path_factory, empty_home) -> Path:
    """A data home that holds the thread as a package; the tests copy it."""
    home = tmp_path_factory.mktemp("diarium") / "hem"
    shutil.copytree(empty_home, home)
    with open_database(Settings(home=home).database) as database:
        archive = _archive(home, database, FakeClock(), ids("first"))
        _populate(archive)
    return home


def _populate(archive: Archive) -> None:
    board = Board(board_id="ks", name="Kommunstyrelsen", municipality="Älmhults kommun")
    archive.database.boards.add(board)
    account = Account(
        account_id=ACCOUNT,
        board_id="ks",
        platform="webpage",
        url=HttpUrl("https://torget.example/almhultsbibliotek"),
        name=TOWN,
    )
    archive.database.accounts.add(account)
    adoption = Adoption(
        board_id="ks",
        title="Informationshanteringsplan för kommunstyrelsen",
        decision="KS 2026-03-10 § 41, dnr KS 2026/118",
        valid_from=date(2026, 4, 1),
        imported_by="Ulla",
    )
    adopt_plan(archive, read_plan_file(PLAN), adoption)
    asked = Request(account_id=ACCOUNT, ordered_by="Ulla", reason_text="Begärd")
    order = place_order(archive, asked)
    run_order(archive, order.order_id, ThreadPlatform().crafts())


def _archive(home: Path, database, clock: FakeClock, new_id) -> Archive:
    settings = Settings(home=home)
    store = open_store(settings.store)
    return Archive(settings, database, store, clock=clock, new_id=new_id, agent="Ulla")


@pytest.fixture
def archive(tmp_path, thread_home, clock):
    """An archive that holds the thread as a package."""
    home = tmp_path / "hem"
    shutil.copytree(thread_home, home)
    with open_database(Settings(home=home).database) as database:
        yield _archive(home, database, clock, ids())


@pytest.fixture
def account(archive) -> Account:
    """The account of the thread."""
    return archive.database.accounts.get(ACCOUNT)


@pytest.fixture
def plan(archive):
    """The board's plan, in force."""
    return archive.database.plans.current("ks", archive.today())


@pytest.fixture
def package(archive):
    """The thread as a package."""
    (found,) = archive.database.packages.list()
    return found
