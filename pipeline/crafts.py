# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The crafts that need a browser, gathered so that they can be exchanged in tests."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archivers.certificate import write_certificate_pdf
from archivers.change_report import write_change_report
from archivers.chromium import find_chromium
from archivers.gallring.reprint import reprint_page
from archivers.recorders import recorder_named
from archivers.registration import write_registration_pdf
from archivers.snapshot import CaptureTools, capture_account
from archivers.transcript import TranscriptCover, write_transcript
from archivers.watch import (
    Look,
    LookErrand,
    look_another_way,
    look_at,
    look_at_control,
)
from pipeline.context import Archive
from pipeline.keys import api_access
from pipeline.logins import login_for
from pipeline.tokens import tokens_of
from rules.moved import moved_at
from schemas.account import Account
from schemas.capture import Capture, CaptureFile
from schemas.change_report import ChangeReport
from schemas.diary import RegistrationSheet
from schemas.gallring import GallringCertificate
from schemas.order import Order
from schemas.profile import Observation, ObservedAs


@dataclass(frozen=True)
class Crafts:
    """How an account is seen, captured, printed, certified and handed to the diary."""

    capture: Callable[[Account, Order, Path, CaptureTools], Capture] = capture_account
    look: Callable[[Sequence[LookErrand], CaptureTools], Iterator[Look]] = look_at
    look_another_way: Callable[[Account, Observation, CaptureTools], Look] = (
        look_another_way
    )
    look_at_control: Callable[[str, str, CaptureTools], bool] = look_at_control
    transcript: Callable[
        [Capture, TranscriptCover, Path, Path, Path], Iterable[CaptureFile]
    ] = write_transcript
    chromium: Callable[[Path | None], Path] = find_chromium
    reprint: Callable[
        [Account, Capture, Path, CaptureTools], tuple[CaptureFile, ...]
    ] = reprint_page
    certificate: Callable[[GallringCertificate, Path, Path, Path], CaptureFile] = (
        write_certificate_pdf
    )
    change_report: Callable[
        [ChangeReport, Mapping[str, bytes], Path, Path, Path], CaptureFile
    ] = write_change_report
    registration: Callable[
        [RegistrationSheet, Capture, Path | None, Path, Path, Path], CaptureFile
    ] = write_registration_pdf


REAL = Crafts()


def tools_for(archive: Archive, account_id: str, workspace: Path) -> CaptureTools:
    """Give a capture what it needs from the archive: settings, and what is known.

    Raises:
        UnknownName: the account is not in the register.
        BadInput: the settings name a file of keys that cannot be used.
        Damaged: the account's saved login or key cannot be opened.
    """
    last = _last_seen(archive, account_id)
    account = archive.database.accounts.get(account_id)
    tools = watch_tools(archive, workspace, [account])
    return replace(
        tools,
        progress=archive.progress,
        known=last.profile if last else None,
        login=login_for(archive, account_id),
        is_attended=archive.is_attended or account.is_browser_cleared,
        is_visible=archive.is_attended,
    )


def _last_seen(archive: Archive, account_id: str) -> Observation | None:
    """Give the last sight by the owner's API, if it was of the account's address."""
    last = archive.database.observations.last_good(account_id, ObservedAs.API)
    if last is None:
        return None
    changes = archive.database.accounts.moves([account_id]).get(account_id, ())
    seen = archive.database.observations.list(account_id) if changes else ()
    moved = moved_at(changes, seen)
    return last if moved is None or last.seen_at > moved else None


def watch_tools(
    archive: Archive, workspace: Path, accounts: Iterable[Account] = ()
) -> CaptureTools:
    """Give a look at a batch of accounts what it needs; each one's login comes later.

    The owners' keys to `accounts` come with it, and none to any other account.

    Raises:
        BadInput: the settings name a file of keys that cannot be used.
        Damaged: a key to one of the accounts cannot be opened.
    """
    return CaptureTools(
        clock=archive.clock,
        new_id=archive.new_id,
        chromium=archive.settings.chromium,
        workspace=workspace,
        allowed_private_hosts=archive.settings.private_hosts,
        recorder=recorder_named(archive.settings.recorder, archive.settings.trial_file),
        threshold=archive.settings.threshold,
        replay_check=archive.settings.replay_check,
        access=api_access(archive.settings, tokens_of(archive, accounts)),
    )
