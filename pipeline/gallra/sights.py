# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the watch kept of an account goes with the account's packages.

Sights hold the profile's texts, among them names of contact persons, and the evidence
its pictures and answers, among them the portraits of conformity reports and what shows
that the account was closed. While a package remains they are what the next sight is
compared with; when a decision takes all of the account they are copies of what goes.
"""

from pipeline.context import Archive
from pipeline.gallra import sentences
from schemas.errors import Damaged
from schemas.gallring import (
    GallringDecision,
    GallringList,
    GallringScope,
    SightPurge,
)
from schemas.order import EventKind


def forget_sights(archive: Archive, decision: GallringDecision) -> None:
    """Destroy an account's sights, changes and evidence, if all of it has gone.

    Only under a decision on the whole account, and only once no package of it is left.
    What other accounts refer to stays, and conformity reports keep only states of the
    account. The watch's state goes too: it holds a digest of the profile. Harmless to
    repeat.

    Raises:
        Damaged: the database still has something of it.
        StoreDown: the database does not answer; then nothing is destroyed.
    """
    database = archive.database
    frozen = database.gallring.get_list(decision.list_id)
    account_id = frozen.account_id
    if not _is_all(archive, frozen):
        return
    with database.transaction():
        sights = len(database.observations.list(account_id))
        changes = len(database.changes.list(account_id))
        database.changes.purge(account_id)
        alone = database.observations.purge(account_id)
        rows = database.conformity.forget(account_id)
        database.evidence.purge(alone)
        database.watch.purge(account_id)
        if not sights + changes + len(alone) + rows:
            return
        if _left(archive, account_id) or database.evidence.has(alone):
            raise Damaged(sentences.SIGHTS_REMAIN)
        detail = {
            "decision": decision.decision_id,
            "observations": str(sights),
            "changes": str(changes),
            "evidence": str(len(alone)),
        }
        archive.note(EventKind.SIGHTS_PURGED, account_id, detail)


def purged_sights(archive: Archive, decision: GallringDecision) -> SightPurge | None:
    """Count what was destroyed; None when the decision was not on a whole account.

    Counted by the event log, so that a run that was cut off before the certificate was
    issued is counted too.
    """
    frozen = archive.database.gallring.get_list(decision.list_id)
    if frozen.scope is not GallringScope.ACCOUNT:
        return None
    account_id = frozen.account_id
    noted = archive.database.events.list(account_id, EventKind.SIGHTS_PURGED)
    ours = [e.detail for e in noted if e.detail["decision"] == decision.decision_id]
    counts = {
        name: sum(int(detail[name]) for detail in ours)
        for name in ("observations", "changes", "evidence")
    }
    return SightPurge(**counts, remaining=_left(archive, account_id))


def prove_sights(archive: Archive, decision: GallringDecision) -> tuple[str, ...]:
    """Say that nothing is left of what the watch had kept until the decision.

    An account may be watched again afterwards; those sights are new.

    Raises:
        Damaged: the database has something from before it was destroyed.
    """
    frozen = archive.database.gallring.get_list(decision.list_id)
    if frozen.scope is not GallringScope.ACCOUNT:
        return ()
    if have_returned(archive, decision):
        raise Damaged(sentences.SIGHTS_RETURNED)
    return ("Bevakningens avläsningar av kontot och underlaget till dem finns inte.",)


def have_returned(archive: Archive, decision: GallringDecision) -> bool:
    """Tell whether the database has sights from before they were destroyed.

    So it is after a restore from a backup. What an account that is watched again has
    shown since then is not meant.
    """
    database = archive.database
    frozen = database.gallring.get_list(decision.list_id)
    if not _is_all(archive, frozen):
        return False
    done = database.gallring.executions(decision.decision_id)
    then = max(
        (one.ended_at for one in done if one.ended_at), default=decision.approved_at
    )
    sights = database.observations.list(frozen.account_id)
    changes = database.changes.list(frozen.account_id)
    times = [*(s.seen_at for s in sights), *(c.found_at for c in changes)]
    times += database.evidence.taken(frozen.account_id)
    return any(at <= then for at in times)


def _is_all(archive: Archive, frozen: GallringList) -> bool:
    is_wanted = frozen.scope is GallringScope.ACCOUNT
    return is_wanted and not archive.database.packages.list(frozen.account_id)


def _left(archive: Archive, account_id: str) -> int:
    sights = archive.database.observations.list(account_id)
    return len(sights) + len(archive.database.changes.list(account_id))
