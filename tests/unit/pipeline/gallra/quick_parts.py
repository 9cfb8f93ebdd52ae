# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What takes the place of the slow parts of disposal: rewriting, proof, certificate."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from eark.profile import METS_NAME
from pipeline import contents, index
from pipeline.context import Archive
from pipeline.crafts import Crafts
from pipeline.gallra import certify, execute
from pipeline.gallra.version import Assignment, Staged
from rules.removal import tombstone
from schemas.account import Board
from schemas.capture import CaptureFile, FileRole
from schemas.gallring import GallringCertificate, Proof
from schemas.order import EventKind
from schemas.package import CheckReport, Finding, Severity
from tests.unit.pipeline.gallra.small_packages import (
    WARC_PATH,
    empty_member,
    is_whole,
    member,
    package_content,
    quick_read_items,
    write_folder,
)


@dataclass
class Faults:
    """What is to go wrong at the next execution."""

    proof_fails: bool = False
    new_version_rots: bool = False


FAULTS = Faults()


def quick_stage(
    archive: Archive, assignment: Assignment, workspace: Path, crafts: Crafts
) -> Staged:
    """Write the next version: the members of what goes are emptied, the rest copied."""
    del crafts
    before = assignment.contents
    with before.files.open(WARC_PATH) as stream:
        data = stream.read()
    for name in assignment.item_ids:
        data = data.replace(member(before.package_id, name), empty_member(name))
    decision_id = assignment.decision.decision_id
    listed = [
        tombstone(item, decision_id) if item.item_id in assignment.item_ids else item
        for item in before.items
    ]
    report = before.report.model_copy(
        update={"version": assignment.to_version, "created_at": archive.clock()}
    )
    target = workspace / before.package_id
    write_folder(target, package_content(report, listed, [data]))
    if FAULTS.new_version_rots:
        with (target / WARC_PATH).open("ab") as stream:
            stream.write(b"!")
    proof = Proof(
        package_id=before.package_id,
        from_version=before.version,
        to_version=assignment.to_version,
        values=2 * len(assignment.item_ids),
        mapped_places=1,
        mapped_found=1,
        passed=not FAULTS.proof_fails,
    )
    return Staged(target, proof, 0)


def quick_verify(archive: Archive, package_id: str, version: int) -> CheckReport:
    """Read a version back and hold it against its METS.xml, and note it."""
    entry = archive.database.packages.get(package_id, version)
    files = archive.store.open(package_id, version)
    with files.open(METS_NAME) as stream:
        digest = hashlib.sha256(stream.read()).hexdigest()
    whole = is_whole(files) and digest == entry.mets_sha256
    archive.note(EventKind.VERIFIED, package_id, {"version": str(version)})
    message = "Kontrollsumman stämmer inte."
    finding = Finding(rule="X", severity=Severity.ERROR, path="", message=message)
    findings = () if whole else (finding,)
    return CheckReport(package_id=package_id, files=4, bytes=0, findings=findings)


def quick_record(
    certificate: GallringCertificate,
    board: Board,
    source: Path,
    pdf: CaptureFile,
    target: Path,
) -> None:
    """Write the package of a certificate: the certificate, and its METS.xml."""
    del board, source, pdf
    written = {"certificate.json": certificate.model_dump_json().encode()}
    write_folder(target, {**written, METS_NAME: b"certificate"})


class NoSeal:
    """A key that signs nothing."""

    def sign(self, issued: GallringCertificate) -> bytes:
        """Give the certificate's id."""
        return issued.certificate_id.encode()


def _no_pdf(issued, target: Path, chromium, workspace) -> CaptureFile:
    del issued, chromium, workspace
    return CaptureFile(
        path=target.name,
        role=FileRole.TRANSCRIPT,
        mime_type="application/pdf",
        size=0,
        sha256="0" * 64,
    )


CRAFTS = replace(Crafts(), chromium=lambda _: Path("/"), certificate=_no_pdf)

QUICK = (
    (execute, "stage", quick_stage),
    (execute, "verify_package", quick_verify),
    (certify, "write_certificate", lambda _issued, _target: None),
    (certify, "signing_key", lambda _home: NoSeal()),
    (certify, "build_record_package", quick_record),
    (certify, "check_built", lambda *_: None),
    (execute, "read_items", quick_read_items),
    (index, "read_items", quick_read_items),
    (contents, "read_items", quick_read_items),
)
