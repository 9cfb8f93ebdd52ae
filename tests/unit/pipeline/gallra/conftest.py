# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An archive with a captured thread whose comments are due; no browser takes part."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.classify import classify_account, confirm
from pipeline.context import Archive
from pipeline.crafts import Crafts
from pipeline.order import Request, place_order
from pipeline.snapshot import run_order
from schemas.capture import Capture, CaptureFile, FileRole, PdfVerdict
from schemas.diary import Registration, RegistrationState
from schemas.item import ItemKind
from tests.fakes import FakePlatform
from tests.gallring_samples import thread_items, write_thread
from tests.sample_files import captured, sample_pdf
from tests.unit.pipeline.conftest import (
    account,
    archive,
    board,
    clock,
    empty_home,
    plan,
)

__all__ = ["account", "archive", "board", "clock", "empty_home", "plan"]

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


def _transcript(capture, cover, folder, chromium, workspace) -> CaptureFile:
    """Write the words of the items that remain."""
    del cover, chromium, workspace
    lines = [f"{item.author}: {item.body}" for item in capture.items if item.body]
    return _pdf(folder, "pdf/transcript.pdf", lines)


def _certificate(certificate, target: Path, chromium, workspace) -> CaptureFile:
    """Write the ids of a certificate."""
    del chromium, workspace
    return _pdf(target.parent, target.name, list(certificate.item_ids))


def _pdf(folder: Path, path: str, lines: list[str]) -> CaptureFile:
    data = sample_pdf("Handling", lines)
    made = captured(folder, path, data, FileRole.TRANSCRIPT, "application/pdf")
    return made.model_copy(update={"verdict": PdfVerdict.PDF_A_2B})


@pytest.fixture
def crafts() -> Crafts:
    """The crafts of the thread's platform."""
    return ThreadPlatform().crafts()


@pytest.fixture
def package(archive, account, plan, crafts):
    """The thread as a package in the archive."""
    assert plan.board_id == account.board_id
    request = Request(
        account_id=account.account_id, ordered_by="Ulla", reason_text="Begärd"
    )
    return run_order(archive, place_order(archive, request).order_id, crafts)


@pytest.fixture
def due(archive, account, package, clock):
    """The package, with every gate before the decision open for its comments."""
    classify_account(archive, account.account_id)
    comments = [
        entry.item_id
        for entry in archive.database.items.of_account(account.account_id)
        if entry.kind is ItemKind.COMMENT
    ]
    confirm(archive, account.account_id, comments)
    for item_id in comments:
        judge_not_registered(archive, account.account_id, item_id)
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
