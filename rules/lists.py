# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list of what is to be disposed of (gallringslista): frozen, approved, tried anew.

Two people stand behind every disposal. What the second approved is exactly what the
first proposed: the list carries a checksum of itself, and one changed letter makes it
another list, which needs another approval.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from rules.wording import listed, skeleton
from schemas.errors import BadInput, NotAllowed
from schemas.gallring import (
    GallringDecision,
    GallringList,
    GallringScope,
    Gate,
    KeptIn,
    ListEntry,
    Verdict,
)

_UNSEALED = "0" * 64


@dataclass(frozen=True)
class Proposal:
    """What somebody proposes to dispose of, before the list is frozen.

    `excluded` counts the items that the proposer asked for and a gate refused.
    """

    list_id: str
    board_id: str
    account_id: str
    entries: tuple[ListEntry, ...]
    proposed_by: str
    proposed_at: datetime
    scope: GallringScope = GallringScope.ITEMS
    whole_packages: tuple[KeptIn, ...] = ()
    excluded: Mapping[Gate, int] = field(default_factory=dict)


def freeze(proposal: Proposal) -> GallringList:
    """Make the list that is to be approved, with the checksum of all that it says.

    Raises:
        NotAllowed: an item was refused by a gate, or belongs to another account.
        BadInput: the list is empty, names an item twice or one that no package holds,
            or does not say which packages are destroyed whole.
    """
    _check_entries(proposal)
    _check_scope(proposal)
    unsealed = GallringList(
        list_id=proposal.list_id,
        board_id=proposal.board_id,
        account_id=proposal.account_id,
        scope=proposal.scope,
        entries=proposal.entries,
        whole_packages=proposal.whole_packages,
        proposed_by=proposal.proposed_by,
        proposed_at=proposal.proposed_at.astimezone(UTC),
        excluded=proposal.excluded,
        digest=_UNSEALED,
    )
    return unsealed.model_copy(update={"digest": digest_of(unsealed)})


def digest_of(frozen: GallringList) -> str:
    """Compute the checksum of a list: SHA-256 of its canonical JSON without it.

    Keys are sorted, nothing is padded, and the moment is written in UTC, so that the
    same list has the same checksum wherever it has been kept. What is not said is left
    out, so that a list approved before Avbild learned a new word is still itself.
    """
    said = frozen.model_dump(mode="json", exclude={"digest"}, exclude_defaults=True)
    said["proposed_at"] = frozen.proposed_at.astimezone(UTC).isoformat()
    written = json.dumps(
        said, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(written.encode()).hexdigest()


def may_approve(frozen: GallringList, approver: str, delegation: str) -> None:
    """Refuse an approval by the proposer, or without authority to decide.

    Raises:
        NotAllowed: the approver is nobody, or the one who proposed the list.
        BadInput: the approval cites no authority (delegationsordning).
    """
    if not skeleton(approver):
        message = "Ange vem som godkänner gallringslistan."
        raise NotAllowed(message)
    if _same_person(approver, frozen.proposed_by):
        message = (
            "Den som har föreslagit gallringen får inte godkänna den. Låt en annan "
            "person besluta."
        )
        raise NotAllowed(message)
    if not delegation.strip():
        message = "Ange vilken delegation beslutet fattas på, till exempel KS 4.2."
        raise BadInput(message)


def check_frozen(frozen: GallringList, decision: GallringDecision) -> None:
    """Refuse to act unless the decision is on this very list, by another person.

    Raises:
        NotAllowed: the list has changed since it was frozen or approved, the decision
            is on another list, was made before it, or by the proposer.
        BadInput: the decision cites no authority.
    """
    if decision.list_id != frozen.list_id:
        message = f"Beslutet {decision.decision_id} gäller en annan gallringslista."
        raise NotAllowed(message)
    if digest_of(frozen) != frozen.digest or decision.list_digest != frozen.digest:
        message = (
            f"Gallringslistan {frozen.list_id} har ändrats sedan den godkändes. "
            "Den måste godkännas på nytt."
        )
        raise NotAllowed(message)
    if decision.approved_at < frozen.proposed_at:
        message = f"Beslutet {decision.decision_id} är äldre än gallringslistan."
        raise NotAllowed(message)
    may_approve(frozen, decision.approved_by, decision.delegation)


def recheck(frozen: GallringList, verdicts_now: Iterable[Verdict]) -> None:
    """Refuse to destroy unless every item on the list is still allowed, by its row.

    Holds and registrations may have come since the approval, so the gates are tried
    again right before each destruction.

    Raises:
        NotAllowed: at least one item may no longer be disposed of; the message names
            the gates and the ids of the items, and nothing else of them.
    """
    now: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for verdict in verdicts_now:
        now[_key(verdict)].append(verdict)
    stopped: dict[Gate, list[str]] = defaultdict(list)
    for entry in frozen.entries:
        for gate in _closed(entry.verdict, now[_key(entry.verdict)]):
            stopped[gate].append(entry.verdict.item_id)
    if stopped:
        gates = [gate for gate in Gate if gate in stopped]
        said = "; ".join(f"{gate.label}: {listed(stopped[gate])}" for gate in gates)
        message = f"Gallringen stoppades, för läget har ändrats sedan beslutet. {said}."
        raise NotAllowed(message)


def _closed(approved: Verdict, now: list[Verdict]) -> tuple[Gate, ...]:
    """Name the gates that are closed to an item now; an untried item passes none."""
    refused = {refusal.gate for verdict in now for refusal in verdict.refusals}
    if not now or any(verdict.plan != approved.plan for verdict in now):
        refused.add(Gate.PLAN_ROW)
    return tuple(gate for gate in Gate if gate in refused)


def _check_entries(proposal: Proposal) -> None:
    verdicts = [entry.verdict for entry in proposal.entries]
    refused = [v.item_id for v in verdicts if not v.is_allowed or v.plan is None]
    if refused:
        message = (
            f"Gallringslistan tar upp det som inte får gallras: {listed(refused)}."
        )
        raise NotAllowed(message)
    foreign = [v.item_id for v in verdicts if v.account_id != proposal.account_id]
    if foreign:
        message = f"Gallringslistan tar upp ett annat kontos {listed(foreign)}."
        raise NotAllowed(message)
    twice = [name for name, count in Counter(map(_key, verdicts)).items() if count > 1]
    if twice:
        ids = listed([item_id for _, item_id in twice])
        message = f"Gallringslistan tar upp samma sak flera gånger: {ids}."
        raise BadInput(message)
    homeless = [e.verdict.item_id for e in proposal.entries if not e.kept_in]
    if homeless:
        message = f"Inget arkivpaket innehåller {listed(homeless)}."
        raise BadInput(message)


def _check_scope(proposal: Proposal) -> None:
    takes_whole = proposal.scope is not GallringScope.ITEMS
    if takes_whole != bool(proposal.whole_packages):
        message = (
            "Ange vilka arkivpaket som ska gallras i sin helhet."
            if takes_whole
            else "En lista över inlägg och kommentarer tar inte med hela arkivpaket."
        )
        raise BadInput(message)
    if not proposal.entries and not takes_whole:
        message = "Gallringslistan är tom."
        raise BadInput(message)


def _key(verdict: Verdict) -> tuple[str, str]:
    return verdict.account_id, verdict.item_id


def _same_person(one: str, other: str) -> bool:
    """Tell whether two names look like one: spaced, signed or turned otherwise."""
    words = skeleton(one), skeleton(other)
    runs = ("".join(each) for each in words)
    return sorted(words[0]) == sorted(words[1]) or len(set(runs)) == 1
