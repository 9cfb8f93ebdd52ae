# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads an account by the API of its platform, for a capture or an observation."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archivers.address import AddressGuard
from archivers.api import ApiRecording, RecordedClient
from archivers.api.platform import ApiPlatform, ApiReading, Errand
from archivers.items import ItemCollection
from archivers.locate import Occurrence, RecordingMap
from archivers.netlog.exchange import Exchange
from archivers.tools import CaptureTools
from archivers.warc import WarcHeader
from schemas.account import Account
from schemas.capture import RecorderReport
from schemas.errors import (
    AccountGone,
    ArchiveError,
    LoginExpired,
    LoginWall,
    PageNotUnderstood,
    PlatformDown,
    RateLimited,
    RecordingLost,
)
from schemas.profile import Observation, ObservedAs, PageState, Profile

SOURCE = "api"
STATES: dict[type[ArchiveError], PageState] = {
    AccountGone: PageState.GONE,
    LoginWall: PageState.LOGIN_WALL,
    LoginExpired: PageState.LOGIN_WALL,
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
) -> Asked:
    """Read an account by its platform's API, into a WARC file of its own.

    Raises:
        NotAllowed: a server lies in a private network.
        NeedsPerson: the account is gone, closed, or shown to nobody.
        Unavailable: the platform is down or asks us to wait; the disk is full.
        Damaged: what was written could not be read back.
    """
    known = tuple(tools.access.read_tokens.values())
    recording = ApiRecording(warc, header, known, tools.workspace)
    try:
        with _client(platform, recording.keep, tools) as client:
            reading = platform.read_account(client, _errand(account, tools))
        report = recording.finish()
    finally:
        recording.close()
    failed = next((check for check in report.checks if not check.passed), None)
    if failed is not None:
        msg = f"Inspelningen av plattformens API är inte hel: {failed.detail}"
        raise RecordingLost(msg)
    return Asked(reading, report, warc)


def enter_items(reading: ApiReading, items: ItemCollection) -> RecordingMap:
    """Enter what an API gave among the items, and say where it is recorded."""
    recording = RecordingMap(media=dict(reading.media))
    for sheet in reading.sheets:
        items.add(sheet.url, sheet.items, above=sheet.above)
        for key, item_id in items.ids((*sheet.above, *sheet.items)).items():
            if key in sheet.pointers:
                place = Occurrence(sheet.record_id, sheet.pointers[key], sheet.url)
                recording.occurrences.setdefault(item_id, []).append(place)
    return recording


def observe_by_api(
    platform: ApiPlatform, account: Account, tools: CaptureTools
) -> Observation:
    """See the profile of an account by its platform's API; nothing is recorded.

    Raises:
        NotAllowed: a server lies in a private network.
    """
    state, profile = PageState.OK, Profile()
    try:
        with _client(platform, _forget, tools) as client:
            profile = platform.see_profile(client, _errand(account, tools))
    except tuple(STATES) as error:
        state = STATES[type(error)]
    return Observation(
        observation_id=tools.new_id(),
        account_id=account.account_id,
        seen_at=tools.clock(),
        page_state=state,
        observed_as=ObservedAs.API,
        extractor=f"{platform.name}-{SOURCE}/{platform.version}",
        profile=profile,
    )


def _forget(exchange: Exchange) -> str:
    exchange.close()
    return ""


def _errand(account: Account, tools: CaptureTools) -> Errand:
    return Errand(account, tools.access, tools.progress, tools.known)


def _client(
    platform: ApiPlatform, keep: Callable[[Exchange], str], tools: CaptureTools
) -> RecordedClient:
    guard = AddressGuard(tools.allowed_private_hosts)
    return RecordedClient(keep, guard, platform.pace(), tools.clock, tools.limits)
