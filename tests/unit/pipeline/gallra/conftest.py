# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An archive with a captured thread whose comments are due; no browser takes part."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import HttpUrl

from pipeline.adopt import Adoption, adopt_plan, read_plan_file
from pipeline.classify import classify_account, confirm
from pipeline.context import Archive
from pipeline.crafts import Crafts
from pipeline.order import Request, place_order
from pipeline.settings import Settings
from pipeline.snapshot import run_order
from schemas.account import Account, Board
from schemas.capture import Capture, CaptureFile, FileRole, PdfVerdict
from schemas.diary import Registration, RegistrationState
from schemas.item import ItemKind
from storage import open_database, open_store
from tests.fakes import FakeClock, FakePlatform, ids
from tests.gallring_samples import TOWN, thread_items, write_thread
from tests.homes import PLAN, empty_home
from tests.sample_files import captured, sample_pdf

__all__ = ["empty_home"]

ACCOUNT = "biblioteket"
BOARD = Board(board_id="ks", name="Kommunstyrelsen", municipality="Älmhults kommun")
THE_ACCOUNT = Account(
    account_id=ACCOUNT,
    board_id="ks",
    platform="webpage",
    url=HttpUrl("https://torget.example/almhultsbibliotek"),
    name=TOWN,
)
ADOPTION = Adoption(
    board_id="ks",
    title="Informationshanteringsplan för kommunstyrelsen",
    decision="KS 2026-03-10 § 41, dnr KS 2026/118",
    valid_from=date(2026, 4, 1),
    imported_by="Ulla",
)
LATER = datetime(2031, 1, 2, 9, 0, tzinfo=UTC)
"""When two years from the end of the year of the capture have passed."""


class ThreadPlatform(FakePlatform):
    """A platform on which the account has one thread."""

    def crafts(self) -> Crafts:
        """Give crafts that capture the thread, and write what remains of it."""
        return replace(
            super().crafts(),
            transcript=_transcript,
            reprint=lambda *_: (),
            certificate=_certificate,
        )

    def _capture(self, account, order, folder: Path, tools) -> Capture:
        found = super()._capture(account, order, folder, tools)
        for file in found.files:
            (folder / file.path).unlink()
        files = write_thread(folder)
        return found.model_copy(update={"files": files, "items": thread_items()})


def _transcript(capture, cover, folder, chromium, workspace):
    """Write the words of the items that remain."""
    del cover, chromium, workspace
    lines = [f"{item.author}: {item.body}" for item in capture.items if item.body]
    return (_pdf(folder, "pdf/transcript.pdf", lines),)


def _certificate(certificate, target: Path, chromium, workspace) -> CaptureFile:
    """Write the ids of a certificate."""
    del chromium, workspace
    return _pdf(target.parent, target.name, list(certificate.item_ids))


def _pdf(folder: Path, path: str, lines: list[str]) -> CaptureFile:
    data = sample_pdf("Handling", lines)
    made = captured(folder, path, data, FileRole.TRANSCRIPT, "application/pdf")
    return made.model_copy(update={"verdict": PdfVerdict.PDF_A_2B})


@pytest.fixture
def clock() -> FakeClock:
    """The archive's clock."""
    return FakeClock()


@pytest.fixture
def crafts() -> Crafts:
    """The crafts of the thread's platform."""
    return ThreadPlatform().crafts()


@pytest.fixture(scope="session")
def packaged_home(tmp_path_factory, empty_home) -> Path:
    """A data home that holds the thread as a package; the tests copy it."""
    home = tmp_path_factory.mktemp("paketerat") / "hem"
    shutil.copytree(empty_home, home)
    with opened(home, ids("first")) as archive:
        archive.database.boards.add(BOARD)
        archive.database.accounts.add(THE_ACCOUNT)
        adopt_plan(archive, read_plan_file(PLAN), ADOPTION)
        asked = Request(account_id=ACCOUNT, ordered_by="Ulla", reason_text="Begärd")
        order = place_order(archive, asked)
        run_order(archive, order.order_id, ThreadPlatform().crafts())
    return home


@contextmanager
def opened(home: Path, new_id, clock: FakeClock | None = None) -> Iterator[Archive]:
    """Open an archive that works on Ulla's behalf."""
    settings = Settings(home=home)
    store = open_store(settings.store)
    with open_database(settings.database) as database:
        yield Archive(
            settings,
            database,
            store,
            clock=clock or FakeClock(),
            new_id=new_id,
            agent="Ulla",
        )


@pytest.fixture
def archive(tmp_path, packaged_home, clock):
    """An archive that holds the thread as a package."""
    home = tmp_path / "hem"
    shutil.copytree(packaged_home, home)
    with opened(home, ids(), clock) as archive:
        yield archive


@pytest.fixture
def account(archive) -> Account:
    """The account of the thread."""
    return archive.database.accounts.get(ACCOUNT)


@pytest.fixture
def package(archive):
    """The thread as a package."""
    (found,) = archive.database.packages.list()
    return found


@pytest.fixture
def due(archive, package, clock):
    """The package, with every gate before the decision open for its comments."""
    classify_account(archive, ACCOUNT)
    comments = [
        entry.item_id
        for entry in archive.database.items.of_account(ACCOUNT)
        if entry.kind is ItemKind.COMMENT
    ]
    confirm(archive, ACCOUNT, comments)
    for item_id in comments:
        judge_not_registered(archive, ACCOUNT, item_id)
    clock.now = LATER
    return package


def judge_not_registered(archive: Archive, account_id: str, item_id: str) -> None:
    """Judge that an item is not to be registered."""
    archive.database.registrations.add(
        Registration(
            registration_id=archive.new_id(),
            account_id=account_id,
            item_id=item_id,
            state=RegistrationState.NOT_TO_BE_REGISTERED,
            decided_by="Ulla",
            decided_at=archive.clock(),
            reason="Av ringa betydelse",
        )
    )
