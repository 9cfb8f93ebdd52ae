# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Try again, at any later time, what can still be tried of a disposal's proof.

What was removed is nowhere to be compared with any more. But the store can be listed,
the packages that remain can be checked, what went can be seen to be marked as gone,
and the certificate's signature can be verified.
"""

from collections.abc import Iterator

from eark.record_package import record_package_id
from pipeline.contents import contents_of
from pipeline.context import Archive
from pipeline.gallra.certify import NAMES, certificate_of
from pipeline.gallra.sights import prove_sights
from pipeline.signing import signing_key, verify_signature
from pipeline.verify import verify_package
from rules.wording import counted
from schemas.errors import Damaged, Refused
from schemas.gallring import (
    Execution,
    ExecutionState,
    GallringCertificate,
    GallringDecision,
)


def prove_again(archive: Archive, decision: GallringDecision) -> tuple[str, ...]:
    """Say, sentence by sentence, what was tried and held.

    Raises:
        Refused: the decision is not carried out yet.
        Damaged: something that was destroyed is there, or what should be there is not
            whole.
    """
    executions = archive.database.gallring.executions(decision.decision_id)
    if not executions or any(e.state is not ExecutionState.DONE for e in executions):
        message = "Beslutet är inte genomfört, så det finns inget att bevisa än."
        raise Refused(message)
    return (
        *(said for execution in executions for said in _package(archive, execution)),
        *prove_sights(archive, decision),
        *_certificate(archive, decision),
    )


def _package(archive: Archive, execution: Execution) -> Iterator[str]:
    package_id, gone = execution.package_id, execution.from_version
    if gone in archive.store.versions(package_id):
        message = (
            f"Arkivpaketet {package_id} version {gone} finns i lagret fast det är "
            "gallrat. Kör avbild gallra reapply."
        )
        raise Damaged(message)
    yield f"{package_id} version {gone} finns inte i lagret."
    if execution.to_version is None:
        return
    newest = max(archive.store.versions(package_id), default=None)
    report = verify_package(archive, package_id, newest)
    if not report.is_valid:
        message = f"Arkivpaketet {package_id} version {newest} är inte helt."
        raise Damaged(message)
    yield f"{package_id} version {newest} är helt."
    yield _tombstones(archive, execution)


def _tombstones(archive: Archive, execution: Execution) -> str:
    """Count the items that the package marks as gone under the decision.

    Raises:
        Damaged: there are not as many as were disposed of.
    """
    contents = contents_of(archive, execution.package_id)
    marked = sum(item.gallring == execution.decision_id for item in contents.items)
    if marked != execution.items:
        message = f"Arkivpaketet {execution.package_id} visar inte vad som är gallrat."
        raise Damaged(message)
    said = counted(marked, "handling som gallrad", "handlingar som gallrade")
    return f"{execution.package_id} visar {said}."


def _certificate(archive: Archive, decision: GallringDecision) -> Iterator[str]:
    """Check that the certificate is in the store, signed, and is the one issued.

    Raises:
        Damaged: it is not there, or not what was signed.
    """
    issued, package_id = certificate_of(archive, decision.decision_id), None
    if issued is not None:
        package_id = record_package_id(decision.decision_id)
    if package_id is None or not archive.store.versions(package_id):
        message = "Gallringsprotokollet saknas. Kör avbild gallra execute igen."
        raise Damaged(message)
    files = archive.store.open(package_id)
    path = next(path for path in files.paths() if path.endswith(NAMES[1]))
    with files.open(path) as stream:
        ours = signing_key(archive.settings.home_folder).key_id
        signed = verify_signature(stream.read(), ours)
    if GallringCertificate.model_validate(signed.record) != issued:
        message = "Gallringsprotokollet i lagret är inte det som utfärdades."
        raise Damaged(message)
    yield "Gallringsprotokollets underskrift stämmer."
