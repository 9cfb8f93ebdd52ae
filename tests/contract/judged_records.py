# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Records of judging and gallring for the database's tests.

The items are `k1`, `k2` … under the post `i1`, in the packages `paket-1`, `paket-2` …
"""

from datetime import date

from schemas.classification import Classification, ClassificationState, ItemEntry
from schemas.diary import Registration, RegistrationState
from schemas.gallring import (
    CertifiedRow,
    Execution,
    ExecutionState,
    GallringCertificate,
    GallringDecision,
    GallringList,
    GallringScope,
    Gate,
    Hold,
    HoldLevel,
    HoldReason,
    KeptIn,
    ListEntry,
    MemberProof,
    Proof,
    Purge,
    Refusal,
    Verdict,
)
from schemas.item import ItemKind
from schemas.plan import Trigger
from tests.contract.database_records import ACCOUNT, BOARD, MINUTE, NOW
from tests.samples import plan_reference

PRESERVED = plan_reference("row-0017")
DISPOSED = plan_reference("row-0018")
DIGEST = "d" * 64


def entry(item_id: str, package_number: int = 1, version: int = 1) -> ItemEntry:
    """A comment under the post i1, as a package version holds it."""
    return ItemEntry(
        package_id=f"paket-{package_number}",
        version=version,
        account_id=ACCOUNT.account_id,
        board_id=BOARD.board_id,
        item_id=item_id,
        thread_id="i1",
        parent_id="i1",
        kind=ItemKind.COMMENT,
        is_by_account=False,
        published=NOW,
        captured_at=NOW + MINUTE,
    )


def classification(item_id: str, **changes) -> Classification:
    """A proposed row for an item."""
    proposed = Classification(
        account_id=ACCOUNT.account_id,
        item_id=item_id,
        plan=DISPOSED,
        state=ClassificationState.PROPOSED,
        rule="kommentarer",
    )
    return proposed.model_copy(update=changes)


def registration(number: int, item_id: str = "k1", **changes) -> Registration:
    """A decision that an item is to be registered; a higher number came later."""
    judged = Registration(
        registration_id=f"reg-{number}",
        account_id=ACCOUNT.account_id,
        item_id=item_id,
        state=RegistrationState.TO_REGISTER,
        decided_by="Ulla Nämndsekreterare",
        decided_at=NOW + number * MINUTE,
        due=date(2026, 3, 3),
    )
    return judged.model_copy(update=changes)


def hold(number: int, level: HoldLevel, subject: str, **changes) -> Hold:
    """An active hold; a higher number was placed later."""
    placed = Hold(
        hold_id=f"stopp-{number}",
        level=level,
        subject=subject,
        reason=HoldReason.DISCLOSURE,
        reason_text="Begäran 2026-03-01",
        placed_by="Ulla Nämndsekreterare",
        placed_at=NOW + number * MINUTE,
        until=date(2026, 4, 1),
    )
    return placed.model_copy(update=changes)


def verdict(item_id: str = "k1", **changes) -> Verdict:
    """An item that every gate let through."""
    allowed = Verdict(
        account_id=ACCOUNT.account_id,
        item_id=item_id,
        kind=ItemKind.COMMENT,
        plan=DISPOSED,
        trigger=Trigger.CAPTURE,
        trigger_date=date(2023, 5, 1),
        due=date(2026, 1, 1),
        registration_id="reg-1",
        registration=RegistrationState.NOT_TO_BE_REGISTERED,
    )
    return allowed.model_copy(update=changes)


REFUSED = verdict(refusals=(Refusal(gate=Gate.HOLD, message="Ett stopp finns."),))


def gallring_list(number: int = 1, *packages: int, **changes) -> GallringList:
    """A frozen list that takes k1 from packages; a higher number came later."""
    kept = tuple(KeptIn(package_id=f"paket-{one}", version=1) for one in packages)
    frozen = GallringList(
        list_id=f"lista-{number}",
        board_id=BOARD.board_id,
        account_id=ACCOUNT.account_id,
        entries=(ListEntry(verdict=verdict(), kept_in=kept),),
        proposed_by="Ulla Nämndsekreterare",
        proposed_at=NOW + number * MINUTE,
        excluded={Gate.REGISTRATION: 2, Gate.HOLD: 1},
        digest=DIGEST,
    )
    return frozen.model_copy(update=changes)


def decision(number: int = 1, **changes) -> GallringDecision:
    """The decision on the list of the same number."""
    approved = GallringDecision(
        decision_id=f"beslut-{number}",
        list_id=f"lista-{number}",
        list_digest=DIGEST,
        approved_by="Åsa Arkivarie",
        approved_at=NOW + 10 * number * MINUTE,
        delegation="Delegationsordning KS 4.2",
    )
    return approved.model_copy(update=changes)


def execution(number: int = 1, package_number: int = 1, **changes) -> Execution:
    """The disposal in a package as it begins, under the decision of that number."""
    started = Execution(
        decision_id=f"beslut-{number}",
        package_id=f"paket-{package_number}",
        from_version=1,
        to_version=2,
        state=ExecutionState.STARTED,
        started_at=NOW + (100 * number + package_number) * MINUTE,
        executed_by="Avbild",
        items=1,
        old_mets_sha256="a" * 64,
    )
    return started.model_copy(update=changes)


def proven(number: int = 1, package_number: int = 1) -> Execution:
    """The disposal in a package as it ends, with proof and purge."""
    package_id = f"paket-{package_number}"
    proof = Proof(
        package_id=package_id,
        from_version=1,
        to_version=2,
        values=3,
        mapped_places=4,
        mapped_found=4,
        found_before={"warc": 4},
        members=(
            MemberProof(
                path="a.warc.gz", members=9, planned=2, changed=2, is_exact=True
            ),
        ),
        passed=True,
    )
    purge = Purge(package_id=package_id, version=1, files=12, size=10**10, remaining=0)
    return execution(number, package_number).model_copy(
        update={
            "state": ExecutionState.DONE,
            "ended_at": NOW + 200 * MINUTE,
            "new_mets_sha256": "b" * 64,
            "proof": proof,
            "purge": purge,
        }
    )


def certificate(number: int = 1) -> GallringCertificate:
    """The certificate of the decision of that number."""
    return GallringCertificate(
        certificate_id=f"protokoll-{number}",
        decision=decision(number),
        scope=GallringScope.ITEMS,
        board=BOARD.name,
        municipality=BOARD.municipality,
        account_id=ACCOUNT.account_id,
        account_name=ACCOUNT.name,
        proposed_by="Ulla Nämndsekreterare",
        proposed_at=NOW,
        executed_by="Avbild",
        started_at=NOW,
        ended_at=NOW + MINUTE,
        rows=(
            CertifiedRow(
                plan=DISPOSED,
                decision="KFN 2025-11-18 § 92",
                items={ItemKind.COMMENT: 1},
            ),
        ),
        item_ids=("k1",),
        executions=(proven(number),),
        excluded={Gate.HOLD: 1},
        method="Ny version av arkivpaketet",
        system="Avbild",
        store="Lokal disk",
        issued_at=NOW + number * MINUTE,
    )
