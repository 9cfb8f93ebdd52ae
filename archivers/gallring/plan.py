# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Says which members of a web archive a removal changes, before anything is done.

A record that changes gets a new id; so what points at it changes as well, and what
points at that. The plan is what the independent proof is held against: the members
that differ afterwards must be these and no others.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from archivers.gallring.members import Member, walk
from archivers.gallring.removal import PlannedMember, Reason, Removal, RewritePlan


def plan_rewrite(warc: Path, removal: Removal) -> RewritePlan:
    """Plan the removal: the members with the items, their media, and what refers there.

    A quick walk that reads the heads of the records only.

    Raises:
        Damaged: the file is cut, or is not one gzip member a record.
    """
    members = list(walk(warc))
    reasons = _reasons(members, removal)
    planned = (
        PlannedMember(m.index, m.offset, m.length, m.record_id, reasons[m.index])
        for m in members
        if m.index in reasons
    )
    return RewritePlan(str(warc), tuple(planned), len(members))


def _reasons(members: Sequence[Member], removal: Removal) -> dict[int, Reason]:
    content, media = removal.content_records, removal.media_records
    reasons: dict[int, Reason] = {}
    for member in members:
        if member.record_id in media:
            reasons[member.index] = "media"
        elif member.record_id in content:
            reasons[member.index] = "content"
    removed = [members[index] for index in reasons]
    for member in _revisits(members, removed):
        reasons.setdefault(member.index, "reference")
    _add_references(members, reasons)
    return reasons


def _revisits(members: Iterable[Member], removed: Sequence[Member]) -> Iterable[Member]:
    """Give the records that repeat the digest of a removed payload."""
    digests = {m.value("warc-payload-digest") for m in removed} - {""}
    return (
        member
        for member in members
        if member.value("warc-type") == "revisit"
        and member.value("warc-payload-digest") in digests
    )


def _add_references(members: Sequence[Member], reasons: dict[int, Reason]) -> None:
    pointing: dict[str, list[Member]] = {}
    for member in members:
        for name in member.references:
            pointing.setdefault(name, []).append(member)
    waiting = [members[index] for index in reasons]
    while waiting:
        for member in pointing.get(waiting.pop().record_id, ()):
            if member.index not in reasons:
                reasons[member.index] = "reference"
                waiting.append(member)
