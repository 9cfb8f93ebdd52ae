# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known of a batch of accounts, read in as many questions as for one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pipeline.context import Archive
from rules.moved import moved_at
from rules.orders import is_open
from schemas.account import Account, AccountChange, AccountStatus
from schemas.errors import ArchiveError, Damaged, NotAllowed, UnknownName
from schemas.order import Order
from schemas.policy import ChangePolicy
from schemas.profile import Observation, ObservedAs, PageState
from schemas.watch import Outage, OutageScope, Standing, WatchState


@dataclass(frozen=True)
class Known:
    """What is known of an account when it is looked at.

    `heads` are the newest sights of each kind, newest first; `state` is None when it
    was never looked at. `is_host_out`: its host is known not to answer anybody.
    """

    standing: Standing
    policy: ChangePolicy
    state: WatchState | None
    heads: tuple[Observation, ...]
    is_host_out: bool = False

    @property
    def account(self) -> Account:
        """The account."""
        return self.standing.account

    @property
    def host(self) -> str:
        """The host that the account is on."""
        return host_of(self.account)

    @property
    def open_order(self) -> Order | None:
        """The order that waits or runs, if there is one."""
        order = self.standing.order
        return order if order is not None and is_open(order) else None

    @property
    def last_good(self) -> Observation | None:
        """The newest good sight, by the owner's API if there is one."""
        return newest_good(self.heads)


def read_batch(
    archive: Archive, account_ids: Sequence[str]
) -> dict[str, Known | ArchiveError]:
    """Read what is known of some accounts, or why one of them is not watched.

    Raises:
        StoreDown: the database does not answer.
    """
    database = archive.database
    with database.view():
        standings = database.standings.of(account_ids)
        states = database.watch.states(account_ids)
        heads = database.observations.heads(account_ids)
        out = hosts_out(database.watch.open_outages())
    moves = database.accounts.moves(account_ids)
    policies: dict[str, ChangePolicy] = {}
    found: dict[str, Known | ArchiveError] = {}
    for account_id in account_ids:
        try:
            standing = _watchable(standings, account_id)
            policy = _policy(standing, policies)
        except ArchiveError as error:
            found[account_id] = error
            continue
        known = Known(
            standing=standing,
            policy=policy,
            state=states.get(account_id),
            heads=tuple(heads.get(account_id, ())),
            is_host_out=host_of(standing.account) in out,
        )
        found[account_id] = _since_move(archive, known, moves.get(account_id, ()))
    return found


def _since_move(
    archive: Archive, known: Known, changes: Sequence[AccountChange]
) -> Known:
    """Forget what was seen and archived at an address that was another account's.

    So the account begins anew, with a first archiving of what the address shows now.
    """
    if not changes:
        return known
    seen = archive.database.observations.list(known.account.account_id)
    at = moved_at(changes, seen)
    if at is None:
        return known
    standing = known.standing
    if standing.archived_at is not None and standing.archived_at <= at:
        nothing = {"archived_at": None, "archived_by": None}
        standing = standing.model_copy(update=nothing)
    heads = tuple(one for one in known.heads if one.seen_at > at)
    return replace(known, standing=standing, heads=heads)


def newest_good(heads: Sequence[Observation]) -> Observation | None:
    """Give the newest good sight, by the owner's API if there is one.

    That names the account also when its address has changed.
    """
    good = [one for one in heads if one.page_state is PageState.OK]
    by_api = [one for one in good if one.observed_as is ObservedAs.API]
    return next(iter(by_api or good), None)


def hosts_out(outages: Iterable[Outage]) -> frozenset[str]:
    """Name the hosts that answer none of their accounts."""
    return frozenset(one.subject for one in outages if one.scope is OutageScope.HOST)


def host_of(account: Account) -> str:
    """Name the host that an account is on; `www.` names the same one."""
    return host_at(str(account.url))


def host_at(address: str) -> str:
    """Name the host of an account's address."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _watchable(standings: Mapping[str, Standing], account_id: str) -> Standing:
    standing = standings.get(account_id)
    if standing is None:
        message = f"Kontot ”{account_id}” finns inte i registret."
        raise UnknownName(message)
    if standing.account.status is AccountStatus.CLOSED:
        message = f"Kontot {account_id} är avslutat och bevakas inte."
        raise NotAllowed(message)
    return standing


def _policy(standing: Standing, read: dict[str, ChangePolicy]) -> ChangePolicy:
    """Give the policy of the account's board, read once for a batch."""
    board_id = standing.account.board_id
    if board_id not in read:
        content = standing.policy.content if standing.policy else {}
        try:
            read[board_id] = ChangePolicy.model_validate(content)
        except ValueError as error:
            message = f"Nämndens regler för bevakning ({board_id}) går inte att tolka."
            raise Damaged(message) from error
    return read[board_id]
