# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads an account by the API of its platform, for a capture."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from archivers.address import AddressGuard
from archivers.api import ApiRecording, RecordedClient
from archivers.api.platform import ApiPlatform, ApiReading, Errand
from archivers.extent import ALL, Extent
from archivers.items import ItemCollection
from archivers.locate import Occurrence, RecordingMap
from archivers.netlog.exchange import Exchange
from archivers.owner_export.platform import ExportReading
from archivers.resume import hand_over, kept_at, note_keys
from archivers.tools import CaptureTools
from archivers.warc import WarcHeader
from schemas.account import Account
from schemas.capture import RecorderReport
from schemas.errors import (
    AccountDeactivated,
    AccountGone,
    ArchiveError,
    Challenged,
    LoginExpired,
    LoginWall,
    NoSource,
    PageNotUnderstood,
    PermissionMissing,
    PlatformDown,
    RateLimited,
    RecordingLost,
)
from schemas.profile import PageState

SOURCE = "api"
STATES: dict[type[ArchiveError], PageState] = {
    AccountGone: PageState.GONE,
    AccountDeactivated: PageState.DEACTIVATED,
    LoginWall: PageState.LOGIN_WALL,
    LoginExpired: PageState.ACCESS_REFUSED,
    PermissionMissing: PageState.ACCESS_REFUSED,
    NoSource: PageState.ACCESS_REFUSED,
    Challenged: PageState.CHALLENGED,
    PageNotUnderstood: PageState.NOT_UNDERSTOOD,
    PlatformDown: PageState.UNAVAILABLE,
    RateLimited: PageState.RATE_LIMITED,
}
"""What a fault of the API says of the account."""


@dataclass(frozen=True)
class Asked:
    """What an API gave of an account, and the recorder's word for its recording."""

    reading: ApiReading
    report: RecorderReport
    warc: Path


def ask_api(
    platform: ApiPlatform,
    account: Account,
    warc: Path,
    header: WarcHeader,
    tools: CaptureTools,
    extent: Extent = ALL,
) -> Asked:
    """Read an account by its platform's API, into a WARC file of its own.

    What an interrupted try of the same capture was given is not asked for again.

    Raises:
        NotAllowed: a server lies in a private network.
        NeedsPerson: the account is gone, closed, or shown to nobody.
        Unavailable: the platform is down or asks us to wait; the disk is full.
        Damaged: what was written could not be read back.
    """
    known = tools.access.secrets
    place = warc if tools.resume is None else tools.resume / warc.name
    kept = kept_at(place, known)
    if tools.resume is not None:
        note_keys(tools.resume, known)
    recording = ApiRecording(place, header, known, tools.workspace, kept)
    try:
        with _client(platform, recording.keep, tools) as client:
            if kept is not None:
                client.remembering(kept.recall)
            errand = replace(_errand(account, tools), extent=extent)
            reading = platform.read_account(client, errand)
        report = recording.finish()
    finally:
        recording.close()
    failed = next((check for check in report.checks if not check.passed), None)
    if failed is not None:
        msg = f"Inspelningen av plattformens API är inte hel: {failed.detail}"
        raise RecordingLost(msg)
    if place != warc:
        hand_over(place, warc)
    return Asked(reading, report, warc)


def enter_items(
    reading: ApiReading | ExportReading, items: ItemCollection
) -> RecordingMap:
    """Enter what an API or an export gave among the items, and say where it stands."""
    recording = RecordingMap(media=dict(reading.media))
    for sheet in reading.sheets:
        ids = items.add(sheet.url, sheet.items, above=sheet.above)
        for key, item_id in ids.items():
            if key in sheet.pointers:
                pointer = sys.intern(sheet.pointers[key])  # the same in every answer
                place = Occurrence(sheet.record_id, pointer, sheet.url, sheet.member)
                known = recording.occurrences.get(item_id, ())
                recording.occurrences[item_id] = (*known, place)
    return recording


def _errand(account: Account, tools: CaptureTools) -> Errand:
    return Errand(account, tools.access, tools.progress, tools.known)


def _client(
    platform: ApiPlatform, keep: Callable[[Exchange], str], tools: CaptureTools
) -> RecordedClient:
    guard = AddressGuard(tools.allowed_private_hosts)
    return RecordedClient(keep, guard, platform.pace(), tools.clock, tools.limits)
