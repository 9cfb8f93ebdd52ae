# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The certificate of a disposal (gallringsprotokoll) as XML, readable without Avbild.

It is itself a record that is kept. Hence it says how much was destroyed, by whom and on
what ground, and never what: identifiers, counts and checksums of whole packages only.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final, TypeVar

from lxml import etree

from eark.folder import disk_errors
from eark.markup import clean, document, instant, require_valid
from eark.profile import CERTIFICATE_SCHEMA
from schemas.gallring import (
    CertifiedRow,
    Execution,
    GallringCertificate,
    GallringDecision,
    Proof,
    Purge,
)
from schemas.record import Labelled

CERTIFICATE: Final = "urn:avbild:gallring:1"

_Attribute = str | int | date | None
_K = TypeVar("_K", bound=Labelled)


def write_certificate(certificate: GallringCertificate, target: Path) -> None:
    """Write the certificate and check it against its schema.

    Raises:
        InvalidPackage: it breaks its schema; nothing is written.
        DiskFull: there is no room left; nothing is left behind.
        StoreDown: the disk cannot be written for another reason.
    """
    root = certificate_element(certificate)
    require_valid(root, CERTIFICATE_SCHEMA)
    with disk_errors():
        try:
            target.write_bytes(document(root))
        except OSError:
            target.unlink(missing_ok=True)
            raise


def certificate_element(certificate: GallringCertificate) -> etree._Element:
    """Build the root element of the certificate."""
    root = etree.Element(f"{{{CERTIFICATE}}}certificate", nsmap={None: CERTIFICATE})
    _set(root, id=certificate.certificate_id, issued=certificate.issued_at)
    _set(root, scope=certificate.scope.value, label=certificate.scope.label)
    _set(root, complete=certificate.is_carried_out)
    authority = {"board": certificate.board, "municipality": certificate.municipality}
    _add(root, "authority", **authority)
    _add(root, "account", id=certificate.account_id, name=certificate.account_name)
    _add(root, "proposal", by=certificate.proposed_by, at=certificate.proposed_at)
    _decision(root, certificate.decision)
    _execution(root, certificate)
    for row in certificate.rows:
        _row(root, row)
    for item_id in certificate.item_ids:
        _add(root, "item", id=item_id)
    for execution in certificate.executions:
        _package(root, execution)
    _counted(root, "excluded", certificate.excluded)
    for sentence in certificate.exceptions:
        _add(root, "exception").text = clean(sentence)
    backups = certificate.backups or None
    _add(root, "copies", exports=certificate.exports, backups=backups)
    if certificate.sights is not None:
        _add(root, "sights", **certificate.sights.model_dump())
    return root


def _decision(root: etree._Element, decision: GallringDecision) -> None:
    _add(
        root,
        "decision",
        id=decision.decision_id,
        by=decision.approved_by,
        at=decision.approved_at,
        delegation=decision.delegation,
        list=decision.list_id,
        listSha256=decision.list_digest,
    )


def _execution(root: etree._Element, certificate: GallringCertificate) -> None:
    element = _add(
        root,
        "execution",
        by=certificate.executed_by,
        started=certificate.started_at,
        ended=certificate.ended_at,
        system=certificate.system,
        store=certificate.store,
    )
    _add(element, "method").text = clean(certificate.method)


def _row(root: etree._Element, row: CertifiedRow) -> None:
    element = _add(
        root,
        "row",
        plan=row.plan.plan_id,
        version=row.plan.plan_version,
        row=row.plan.row_id,
        code=row.plan.code,
        documentType=row.plan.document_type,
        decision=row.decision,
        publishedFrom=row.published_from,
        publishedTo=row.published_to,
    )
    _counted(element, "items", row.items)


def _package(root: etree._Element, execution: Execution) -> None:
    element = _add(
        root,
        "package",
        id=execution.package_id,
        fromVersion=execution.from_version,
        toVersion=execution.to_version,
        state=execution.state.value,
        label=execution.state.label,
        by=execution.executed_by,
        started=execution.started_at,
        ended=execution.ended_at,
        items=execution.items,
        removedFiles=execution.removed_files,
        oldMetsSha256=execution.old_mets_sha256,
        newMetsSha256=execution.new_mets_sha256,
    )
    if execution.proof is not None:
        _proof(element, execution.proof)
    if execution.purge is not None:
        _purge(element, execution.purge)
    if execution.failure:
        _add(element, "failure").text = clean(execution.failure)


def _proof(parent: etree._Element, proof: Proof) -> None:
    element = _add(
        parent,
        "proof",
        passed=proof.passed,
        values=proof.values,
        untestable=proof.untestable,
        mappedPlaces=proof.mapped_places,
        mappedFound=proof.mapped_found,
        undecodable=proof.undecodable,
        decodedBytes=proof.decoded_bytes,
    )
    for name, found in (("before", proof.found_before), ("after", proof.found_after)):
        for kind in sorted(found):
            _add(element, name, kind=kind, count=found[kind])
    for member in proof.members:
        _add(
            element,
            "archive",
            path=member.path,
            members=member.members,
            planned=member.planned,
            changed=member.changed,
            exact=member.is_exact,
        )
    for problem in proof.problems:
        _add(element, "problem").text = clean(problem)


def _purge(parent: etree._Element, purge: Purge) -> None:
    _add(
        parent,
        "purge",
        version=purge.version,
        files=purge.files,
        size=purge.size,
        remaining=purge.remaining,
    )


def _counted(parent: etree._Element, name: str, counts: Mapping[_K, int]) -> None:
    for kind in sorted(counts):
        _add(parent, name, kind=kind.value, label=kind.label, count=counts[kind])


def _add(
    parent: etree._Element, name: str, /, **attributes: _Attribute
) -> etree._Element:
    element = etree.SubElement(parent, f"{{{CERTIFICATE}}}{name}")
    _set(element, **attributes)
    return element


def _set(element: etree._Element, **attributes: _Attribute) -> None:
    for name, value in attributes.items():
        if value is not None:
            element.set(name, clean(_written(value)))


def _written(value: str | int | date) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return instant(value) if isinstance(value, datetime) else str(value)
