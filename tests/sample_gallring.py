# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sample package after gallring: a comment and its reply are gone, with the page.

The files are rewritten plainly here; how that is done is the rewriters' own matter.
"""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

from eark.build import build_version
from eark.gallring import GallringNote
from schemas.capture import Capture, CaptureFile, FileRole
from schemas.gallring import (
    CertifiedRow,
    Execution,
    ExecutionState,
    GallringCertificate,
    GallringDecision,
    GallringScope,
    Gate,
    MemberProof,
    Proof,
    Purge,
)
from schemas.item import Item, ItemKind
from schemas.package import PackageFiles
from tests.samples import (
    PACKAGE_ID,
    plan_reference,
    sample_capture,
    sample_description,
)

DECISION_ID = "gallring-2028-0001"
DECIDED = datetime(2028, 1, 10, 9, 0, 0, tzinfo=UTC)
DISPOSED = datetime(2028, 1, 12, 6, 30, 0, tzinfo=UTC)
REMADE = datetime(2028, 1, 12, 6, 31, 0, tzinfo=UTC)
ISSUED = datetime(2028, 1, 12, 6, 45, 0, tzinfo=UTC)
GONE_ITEMS = ("c1", "r1")
PLAN = "Informationshanteringsplan, version 3, rad 2.4.2 Kommentarer från allmänheten"
REDONE = frozenset({FileRole.TRANSCRIPT, FileRole.WARC})


def tombstone(item: Item, decision_id: str = DECISION_ID) -> Item:
    """Leave of an item what may be left."""
    return Item(
        item_id=item.item_id,
        kind=item.kind,
        parent_id=item.parent_id,
        position=item.position,
        author="",
        is_by_account=item.is_by_account,
        body="",
        sources=item.sources,
        plan=item.plan,
        gallring=decision_id,
    )


def remaining(folder: Path, again: int = 1) -> Capture:
    """Write what remains of the sample capture into a folder.

    The transcript and the web archive get other bytes, the printed page is gone, and
    the rest is as it was.
    """
    capture = sample_capture(folder)
    files = []
    for file in capture.files:
        path = folder / file.path
        if file.role is FileRole.PAGE_PDF:
            path.unlink()
            continue
        if file.role in REDONE:
            path.write_bytes(_redone(file, path.read_bytes(), again))
        files.append(_measured(file, path))
    items = tuple(
        tombstone(item) if item.item_id in GONE_ITEMS else item
        for item in capture.items
    )
    return capture.model_copy(update={"items": items, "files": tuple(files)})


def _redone(file: CaptureFile, data: bytes, again: int) -> bytes:
    """Change a file's bytes so that it still is what it says that it is."""
    if file.role is FileRole.WARC:  # another time in the first gzip member's head
        return data[:4] + again.to_bytes(4, "little") + data[8:]
    return data + b"%%%d\n" % again


def _measured(file: CaptureFile, path: Path) -> CaptureFile:
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return file.model_copy(update={"size": len(data), "sha256": digest})


def content_path(file: CaptureFile) -> str:
    """Say where a file of the sample lies in the package."""
    kind = "warc" if file.role is FileRole.WARC else "rendering"
    inner = file.path.removeprefix(f"{kind}/")
    return f"representations/{kind}/data/{inner}"


def sample_note(files: tuple[CaptureFile, ...], **changes: object) -> GallringNote:
    """Note what was done to the sample package; `files` are those before."""
    values: dict[str, object] = {
        "decision_id": DECISION_ID,
        "version": 2,
        "at": DISPOSED,
        "approved_by": "Bo Beslutsfattare",
        "executed_by": "Avbild",
        "plans": (PLAN,),
        "detail": f"Gallring enligt beslut {DECISION_ID}: 2 poster togs bort.",
        "counts": {ItemKind.COMMENT: 1, ItemKind.REPLY: 1},
        "removed": tuple(content_path(f) for f in files if f.role is FileRole.PAGE_PDF),
        "rewritten": (
            "representations/items/data/items.xml",
            *(content_path(f) for f in files if f.role in REDONE),
        ),
    }
    return GallringNote(**{**values, **changes})  # type: ignore[arg-type]


def build_second(folder: Path, previous: PackageFiles, **changes: object) -> Path:
    """Build version 2 of the sample package in a folder; give the package's folder."""
    before = sample_capture(folder / "before")
    capture = remaining(folder / "remaining")
    description = sample_description(capture).model_copy(
        update={"version": 2, "created_at": REMADE}
    )
    target = folder / PACKAGE_ID
    note = sample_note(before.files, **changes)
    build_version(description, folder / "remaining", target, previous, note)
    return target


def sample_certificate(**changes: object) -> GallringCertificate:
    """The certificate of the sample's disposal, in two packages."""
    reference = plan_reference("row-0018")
    certificate = GallringCertificate(
        certificate_id="protokoll-2028-0001",
        decision=GallringDecision(
            decision_id=DECISION_ID,
            list_id="lista-2028-0001",
            list_digest=hashlib.sha256(b"lista").hexdigest(),
            approved_by="Bo Beslutsfattare",
            approved_at=DECIDED,
            delegation="Delegationsordning KFN 4.2",
        ),
        scope=GallringScope.ITEMS,
        board="Kultur- och fritidsnämnden",
        municipality="Älmhults kommun",
        account_id="torget-almhultsbibliotek",
        account_name="Älmhults bibliotek",
        proposed_by="Ulla Nämndsekreterare",
        proposed_at=datetime(2028, 1, 9, 14, 0, 0, tzinfo=UTC),
        executed_by="Anders Arkivarie",
        started_at=DISPOSED,
        ended_at=REMADE,
        rows=(
            CertifiedRow(
                plan=reference,
                decision="KFN 2025-11-18 § 92, dnr KFN 2025/140",
                items={ItemKind.COMMENT: 1, ItemKind.REPLY: 1},
                published_from=date(2025, 3, 1),
                published_to=date(2025, 12, 31),
            ),
        ),
        item_ids=GONE_ITEMS,
        executions=(
            sample_execution(PACKAGE_ID, sample_proof()),
            sample_execution("avbild-almhult-0002", None, to_version=None),
        ),
        excluded={Gate.REGISTRATION: 2, Gate.HOLD: 1},
        method=(
            "Webbarkivet skrevs om utan de gallrade posterna, den läsbara handlingen"
            " gjordes om och den tidigare versionen förstördes i lagret."
        ),
        system="Avbild 0.1.0",
        store="Katalog på kommunens lagring",
        exports=1,
        backups="Säkerhetskopior skrivs över senast 12 april 2028.",
        exceptions=("1 utlämnat paket finns utanför lagret.",),
        issued_at=ISSUED,
    )
    return certificate.model_copy(update=changes)


def sample_execution(
    package_id: str, proof: Proof | None, **changes: object
) -> Execution:
    """The disposal in one package, done and purged."""
    execution = Execution(
        decision_id=DECISION_ID,
        package_id=package_id,
        from_version=1,
        to_version=2,
        state=ExecutionState.DONE,
        started_at=DISPOSED,
        ended_at=REMADE,
        executed_by="Anders Arkivarie",
        items=2,
        removed_files=1,
        old_mets_sha256=hashlib.sha256(b"old").hexdigest(),
        new_mets_sha256=hashlib.sha256(b"new").hexdigest(),
        proof=proof,
        purge=Purge(
            package_id=package_id, version=1, files=26, size=430_733, remaining=0
        ),
    )
    if changes.get("to_version", 2) is None:
        changes["new_mets_sha256"] = None
    return execution.model_copy(update=changes)


def sample_proof(**changes: object) -> Proof:
    """What the verifier found: everything before, nothing after."""
    proof = Proof(
        package_id=PACKAGE_ID,
        from_version=1,
        to_version=2,
        values=7,
        untestable=1,
        mapped_places=24,
        mapped_found=24,
        found_before={"warc": 12, "items": 4, "pdf": 8},
        found_after={},
        decoded_bytes=12_480_112,
        members=(
            MemberProof(
                path="representations/warc/data/capture.warc.gz",
                members=412,
                planned=6,
                changed=6,
                is_exact=True,
            ),
        ),
        passed=True,
    )
    return proof.model_copy(update=changes)
