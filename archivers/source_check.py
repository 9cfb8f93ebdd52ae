# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asks a platform whether an account can be read: by its API, or by its pages.

Nothing is kept of what it answers but whether it does, and what is lacking.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from archivers import for_account
from archivers.address import AddressGuard
from archivers.api.client import RecordedClient
from archivers.api.graph import Graph, graph_of
from archivers.api.graph.inspection import KeyReport, inspect_key, told_by
from archivers.api.platform import ApiPlatform, Errand
from archivers.netlog.exchange import Exchange
from archivers.platforms.facebook import Facebook
from archivers.platforms.facebook.addresses import page_of
from archivers.platforms.instagram.doors import open_door
from archivers.tools import CaptureTools
from archivers.watch import LookErrand, look_at
from schemas.account import Account
from schemas.errors import AccountGone, LoginExpired, NoSource, PermissionMissing
from schemas.profile import PageState

TRIALS: Mapping[str, Mapping[str, str]] = {
    "facebook": {"profile": "", "posts": "", "visitors": "", "comments": "posts"},
    "instagram": {"profile": "", "media": "", "comments": "media"},
}
"""What is tried of each API that is read with a key: a list, and what it is below."""


@dataclass(frozen=True)
class DoorReport:
    """How an account's API answered.

    `finding` is what was wrong, empty when it works; `missing` are permissions that the
    key lacks, `ends_at` is when it is of no more use, as far as anybody says. `hides`
    are the lists that the key does not give. `is_gone`: there is no such account, or
    the key may not see it.
    """

    finding: str = ""
    missing: tuple[str, ...] = ()
    ends_at: datetime | None = None
    hides: tuple[str, ...] = ()
    is_gone: bool = False

    @property
    def works(self) -> bool:
        """Whether everything that a capture asks for is given."""
        return not (self.finding or self.missing or self.hides)


def try_api(account: Account, tools: CaptureTools) -> DoorReport:
    """Ask an account's API once for each kind of thing that a capture asks for.

    Raises:
        NotAllowed: a server lies in a private network.
        NeedsPerson: the platform answered in a way that is not known.
        Unavailable: the platform is down or asks us to wait.
    """
    platform = for_account(account)
    if not isinstance(platform, ApiPlatform):
        return DoorReport("Avbild läser inte den här plattformen genom ett API.")
    with _client(platform, tools) as client:
        errand = Errand(account, tools.access, tools.progress, tools.known)
        try:
            if platform.name in TRIALS:
                graph, node = _door(client, errand)
                return _told(inspect_key(graph, node, TRIALS[platform.name]))
            platform.see_profile(client, errand)
        except PermissionMissing as error:
            return DoorReport(str(error), missing=_all_permissions(errand))
        except AccountGone as error:
            return DoorReport(str(error), is_gone=True)
        except (LoginExpired, NoSource) as error:
            return DoorReport(str(error))
    return DoorReport()


def key_ends(account: Account, tools: CaptureTools) -> datetime | None:
    """Ask only when an account's key is of no more use; None if nobody says.

    Raises:
        NeedsPerson: the key is no longer good, or there is none.
        Unavailable: the platform is down or asks us to wait.
    """
    platform = for_account(account)
    if not isinstance(platform, ApiPlatform) or platform.name not in TRIALS:
        return None
    with _client(platform, tools) as client:
        errand = Errand(account, tools.access, tools.progress, tools.known)
        graph, _ = _door(client, errand)
        return told_by(graph).ends_at


def try_page(account: Account, tools: CaptureTools) -> PageState:
    """Look at an account's page as the watch does, and say how it answered.

    Raises:
        ArchiveError: the look could not be made.
    """
    (look,) = look_at([LookErrand(account, login=tools.login)], tools)
    if look.failure is not None:
        raise look.failure
    seen = look.observation
    return seen.page_state if seen else PageState.NOT_UNDERSTOOD


def _told(report: KeyReport) -> DoorReport:
    return DoorReport(
        missing=report.missing,
        ends_at=report.told.ends_at,
        hides=(*report.refused, *report.misunderstood),
    )


def _door(client: RecordedClient, errand: Errand) -> tuple[Graph, str]:
    """Give the API that an account's key opens, and the account's id there."""
    if errand.account.platform == Facebook.name:
        page = page_of(str(errand.account.url))
        origin, spec = errand.access.facebook_graph, Facebook().spec
        return graph_of(client, errand, origin, spec), page
    door = open_door(client, errand)
    return door.graph, door.node


def _all_permissions(errand: Errand) -> tuple[str, ...]:
    """Name what a key should open, when it opens nothing that says what it lacks."""
    platform = for_account(errand.account)
    if isinstance(platform, Facebook):
        return platform.spec.permissions
    return ()


@contextmanager
def _client(platform: ApiPlatform, tools: CaptureTools) -> Iterator[RecordedClient]:
    guard = AddressGuard(tools.allowed_private_hosts)
    with RecordedClient(
        _forget, guard, platform.pace(), tools.clock, tools.limits
    ) as client:
        yield client


def _forget(exchange: Exchange) -> str:
    exchange.close()
    return ""
