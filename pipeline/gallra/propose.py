# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Propose what is to be disposed of, and decide on it: two acts by two people.

A proposal takes only what every gate lets through; the rest is named with the gate
that refused it. The list is frozen when it is proposed, and what is approved is that
list and no other.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipeline.context import Archive
from pipeline.gallra.cases import Judged, judge_account, judge_packages
from rules.lists import Proposal, check_frozen, freeze, may_approve
from rules.wording import counted
from schemas.errors import NotAllowed, UnknownName
from schemas.gallring import (
    GallringDecision,
    GallringList,
    GallringScope,
    Gate,
    KeptIn,
    ListEntry,
    Verdict,
)
from schemas.order import EventKind
from schemas.package import PackageVersion


@dataclass(frozen=True)
class Wish:
    """What somebody wants disposed of: items, whole packages or a whole account.

    Without item ids every item of the account is tried.
    """

    account_id: str
    item_ids: tuple[str, ...] = ()
    package_ids: tuple[str, ...] = ()
    whole_account: bool = False

    @property
    def scope(self) -> GallringScope:
        """What kind of list it becomes."""
        if self.whole_account:
            return GallringScope.ACCOUNT
        return GallringScope.PACKAGE if self.package_ids else GallringScope.ITEMS


@dataclass(frozen=True)
class Proposed:
    """The frozen list, if there was anything to put on it, and what was refused."""

    frozen: GallringList | None
    refused: tuple[Verdict, ...]


def propose(archive: Archive, wish: Wish) -> Proposed:
    """Try the gates on what somebody wants disposed of, and freeze what they let by.

    Whole packages and accounts go only if all that they hold may go.

    Raises:
        UnknownName: the account, an item or a package is not there.
        NotAllowed: a whole package holds something that must stay.
    """
    whole = _whole_packages(archive, wish)
    tried = (
        *judge_packages(archive, wish.account_id, whole),
        *judge_account(archive, wish.account_id, _asked(archive, wish, whole)),
    )
    allowed = [one for one in tried if one.verdict.is_allowed]
    refused = tuple(one.verdict for one in tried if not one.verdict.is_allowed)
    if whole and refused:
        raise NotAllowed(_not_whole(refused))
    if not allowed:
        return Proposed(None, refused)
    frozen = freeze(_proposal(archive, wish, allowed, refused))
    with archive.database.transaction():
        archive.database.gallring.add_list(frozen)
        archive.note(EventKind.GALLRING_PROPOSED, wish.account_id, _detail(frozen))
    return Proposed(frozen, refused)


def _asked(
    archive: Archive, wish: Wish, whole: Collection[PackageVersion]
) -> tuple[str, ...] | None:
    """Give the items to try; None for all of the account's."""
    if wish.scope is not GallringScope.PACKAGE:
        return wish.item_ids or None
    held = (
        entry
        for one in whole
        for entry in archive.database.items.of_package(one.package_id, one.version)
    )
    return tuple(dict.fromkeys(e.item_id for e in held if not e.is_gallrad))


def _whole_packages(archive: Archive, wish: Wish) -> tuple[PackageVersion, ...]:
    """Find the packages that are to go whole, in their newest versions.

    Raises:
        UnknownName: a package is not the account's.
    """
    if wish.scope is GallringScope.ITEMS:
        return ()
    kept = archive.database.packages.list(wish.account_id)
    newest = {p.package_id: p for p in sorted(kept, key=lambda p: p.version)}
    wanted = tuple(newest) if wish.whole_account else wish.package_ids
    for package_id in wanted:
        if package_id not in newest:
            message = f"Kontot har inget arkivpaket ”{package_id}”."
            raise UnknownName(message)
    return tuple(newest[name] for name in sorted(set(wanted)))


def _not_whole(refused: Sequence[Verdict]) -> str:
    gates = Counter(r.gate.label for v in refused for r in v.refusals)
    said = ", ".join(f"{gate}: {count}" for gate, count in gates.items())
    staying = counted(len(refused), "handling", "handlingar")
    return (
        f"{staying} i paketen får inte gallras, så de kan inte gallras i sin helhet. "
        f"Spärrar: {said}."
    )


def _proposal(
    archive: Archive,
    wish: Wish,
    allowed: Sequence[Judged],
    refused: Sequence[Verdict],
) -> Proposal:
    account = archive.database.accounts.get(wish.account_id)
    whole = [
        kept
        for one in allowed
        for kept in one.kept_in
        if kept.package_id == one.verdict.item_id
    ]
    excluded = Counter(verdict.refusals[0].gate for verdict in refused)
    return Proposal(
        list_id=archive.new_id(),
        board_id=account.board_id,
        account_id=account.account_id,
        entries=tuple(_entry(one, wish, whole) for one in allowed),
        proposed_by=archive.agent,
        proposed_at=archive.clock(),
        scope=wish.scope,
        whole_packages=tuple(whole),
        excluded={gate: excluded[gate] for gate in Gate if excluded[gate]},
    )


def _entry(one: Judged, wish: Wish, whole: Collection[KeptIn]) -> ListEntry:
    """Put an item on the list; with whole packages, only as those hold it."""
    reached = tuple(
        kept
        for kept in one.kept_in
        if wish.scope is GallringScope.ITEMS or kept in whole
    )
    return ListEntry(verdict=one.verdict, kept_in=reached, dated=one.dated)


def approve(archive: Archive, list_id: str, delegation: str) -> GallringDecision:
    """Decide that a frozen list is to be disposed of, on behalf of the archive's agent.

    Raises:
        UnknownName: there is no such list.
        NotAllowed: the approver proposed it, or the list has been changed.
        BadInput: no authority (delegation) was cited.
        Refused: it is decided on already.
    """
    frozen = archive.database.gallring.get_list(list_id)
    may_approve(frozen, archive.agent, delegation)
    decision = GallringDecision(
        decision_id=archive.new_id(),
        list_id=list_id,
        list_digest=frozen.digest,
        approved_by=archive.agent.strip(),
        approved_at=archive.clock(),
        delegation=delegation.strip(),
    )
    check_frozen(frozen, decision)
    with archive.database.transaction():
        archive.database.gallring.add_decision(decision)
        detail = {"decision": decision.decision_id, **_detail(frozen)}
        archive.note(EventKind.GALLRING_APPROVED, frozen.account_id, detail)
    return decision


def _detail(frozen: GallringList) -> dict[str, str]:
    return {
        "list": frozen.list_id,
        "items": str(len(frozen.entries)),
        "packages": str(len(frozen.whole_packages)),
        "digest": frozen.digest,
    }
