# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Certify a disposal that was carried out and proven (gallringsprotokoll).

The certificate is a record of its own, preserved in the store: PDF/A for people, XML
and signed JSON for machines. It holds ids, counts and checksums of whole packages;
never what was removed.
"""

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from archivers.scratch import scratch_folder
from archivers.version import own_version
from eark.certificate import write_certificate
from eark.record_package import build_record_package, record_package_id
from pipeline.context import Archive
from pipeline.crafts import Crafts
from pipeline.disk import translated
from pipeline.gallra.sights import purged_sights
from pipeline.index import index_missing
from pipeline.pack import check_built
from pipeline.signing import signing_key
from schemas.errors import BadInput, Refused, UnknownName
from schemas.gallring import (
    CertifiedRow,
    Execution,
    ExecutionState,
    GallringCertificate,
    GallringDecision,
    GallringList,
    ListEntry,
)
from schemas.order import EventKind, Progress
from schemas.plan import PlanReference

METHOD = (
    "De berörda delarna av varje arkivpaket skrevs om, utan det gallrade, i en ny "
    "version. Den tidigare förstördes i lagret, som därefter listades på nytt."
)
WHOLE_METHOD = "Arkivpaketen förstördes i sin helhet i lagret, som listades på nytt."
NO_BACKUPS = (
    "Inställningen AVBILD_BACKUPS säger inte när den sista säkerhetskopian upphör. "
    "Efter en återläsning ska gallringen göras om med avbild gallra reapply."
)
PICTURES = (
    "Skärmbilder är övermålade där det gallrade stod. Text i bilder går inte att söka, "
    "så ett namn som syns på annan plats i en bild kan inte uteslutas."
)
UNTESTABLE = (
    "Borttagna texter som är så korta att de bara kunde prövas på sina egna platser: "
    "{count}."
)
ELSEWHERE = (
    "Handlingar som finns kvar i andra arkivpaket, som listan inte tog upp: {count} "
    "({packages})."
)
NAMES = ("certificate.xml", "certificate.json", "certificate.pdf")


def certify(
    archive: Archive, decision: GallringDecision, crafts: Crafts
) -> GallringCertificate:
    """Issue the certificate of a decision that is carried out; once, then the same.

    Raises:
        Refused: the decision is not carried out in every package.
        ArchiveError: the certificate could not be written or stored.
    """
    issued = certificate_of(archive, decision.decision_id)
    if issued is None:
        issued = _certificate(archive, decision)
        with archive.database.transaction():
            archive.database.gallring.add_certificate(issued)
            detail = {
                "decision": decision.decision_id,
                "certificate": issued.certificate_id,
                "items": str(len(issued.item_ids)),
            }
            archive.note(EventKind.CERTIFICATE_ISSUED, issued.account_id, detail)
    _preserve(archive, issued, crafts)
    return issued


def certificate_of(archive: Archive, decision_id: str) -> GallringCertificate | None:
    """Give the certificate of a decision, if it is issued."""
    issued = archive.database.gallring.certificates()
    return next((c for c in issued if c.decision.decision_id == decision_id), None)


def fetch_certificate(
    archive: Archive, decision_id: str, folder: Path
) -> tuple[Path, ...]:
    """Copy a certificate's files out of the store, into a folder.

    Raises:
        UnknownName: the decision has no certificate yet.
        BadInput: the folder has a file of that name already.
    """
    package_id = record_package_id(decision_id)
    if not archive.store.versions(package_id):
        message = f"Beslutet ”{decision_id}” har inget gallringsprotokoll än."
        raise UnknownName(message)
    files = archive.store.open(package_id)
    targets = []
    with translated("gallringsprotokollet"):
        folder.mkdir(parents=True, exist_ok=True)
        for path in files.paths():
            name = path.rpartition("/")[2]
            if name not in NAMES:
                continue
            target = folder / f"{package_id}{Path(name).suffix}"
            if target.exists():
                message = f"Filen {target} finns redan och skrivs inte över."
                raise BadInput(message)
            with files.open(path) as source, target.open("xb") as copy:
                shutil.copyfileobj(source, copy)
            targets.append(target)
    return tuple(targets)


def _certificate(archive: Archive, decision: GallringDecision) -> GallringCertificate:
    database = archive.database
    frozen = database.gallring.get_list(decision.list_id)
    executions = database.gallring.executions(decision.decision_id)
    _must_be_done(executions, frozen)
    account = database.accounts.get(frozen.account_id)
    board = database.boards.get(frozen.board_id)
    now = archive.clock()
    return GallringCertificate(
        certificate_id=archive.new_id(),
        decision=decision,
        scope=frozen.scope,
        board=board.name,
        municipality=board.municipality,
        account_id=account.account_id,
        account_name=account.name,
        proposed_by=frozen.proposed_by,
        proposed_at=frozen.proposed_at,
        executed_by=executions[0].executed_by,
        started_at=min(execution.started_at for execution in executions),
        ended_at=max(execution.ended_at or now for execution in executions),
        rows=_rows(archive, frozen),
        item_ids=tuple(entry.verdict.item_id for entry in frozen.entries),
        executions=executions,
        excluded=frozen.excluded,
        method=WHOLE_METHOD if frozen.whole_packages else METHOD,
        system=f"Avbild {own_version()}",
        store=_without_login(archive.settings.store),
        exports=_exports(archive, executions),
        backups=archive.settings.backups or NO_BACKUPS,
        exceptions=(*_exceptions(executions), *_elsewhere(archive, frozen)),
        sights=purged_sights(archive, decision),
        issued_at=now,
    )


def _must_be_done(executions: Iterable[Execution], frozen: GallringList) -> None:
    done = {e.package_id for e in executions if e.state is ExecutionState.DONE}
    reached = {k.package_id for entry in frozen.entries for k in entry.kept_in}
    if reached - done:
        message = "Gallringen är inte genomförd i alla arkivpaket."
        raise Refused(message)


def _rows(archive: Archive, frozen: GallringList) -> tuple[CertifiedRow, ...]:
    """Count what was disposed of by each row of the plan, with the time it is from."""
    whole = {kept.package_id for kept in frozen.whole_packages}
    by_row: dict[PlanReference, list[ListEntry]] = defaultdict(list)
    for entry in frozen.entries:
        if entry.verdict.plan and entry.verdict.item_id not in whole:
            by_row[entry.verdict.plan].append(entry)
    return tuple(_row(archive, plan, entries) for plan, entries in by_row.items())


def _row(
    archive: Archive, plan: PlanReference, entries: list[ListEntry]
) -> CertifiedRow:
    days = [entry.dated for entry in entries if entry.dated]
    version = archive.database.plans.get(plan.plan_id, plan.plan_version)
    return CertifiedRow(
        plan=plan,
        decision=version.decision,
        items=Counter(entry.verdict.kind for entry in entries),
        published_from=min(days, default=None),
        published_to=max(days, default=None),
    )


def _exports(archive: Archive, executions: Iterable[Execution]) -> int:
    """Count the copies that were handed out while the package still held it all."""
    return sum(
        event.kind is EventKind.EXPORTED
        and int(event.detail.get("version", "0")) <= execution.from_version
        for execution in executions
        for event in archive.database.events.list(subject=execution.package_id)
    )


def _without_login(address: str) -> str:
    """Give a store's address without who logs in to it, and how."""
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()


def _exceptions(executions: Iterable[Execution]) -> tuple[str, ...]:
    """Say what the proof cannot say."""
    proofs = [execution.proof for execution in executions if execution.proof]
    untestable = sum(proof.untestable for proof in proofs)
    said = [PICTURES] if proofs else []
    return (*said, *([UNTESTABLE.format(count=untestable)] if untestable else []))


def _elsewhere(archive: Archive, frozen: GallringList) -> Iterator[str]:
    """Say what of the list can still be read in packages that were not on it.

    Those came while the list was carried out, or the list took whole packages and
    these hold the same items.
    """
    index_missing(archive)
    left = [
        archive.database.items.kept_in(frozen.account_id, entry.verdict.item_id)
        for entry in frozen.entries
    ]
    packages = {kept.package_id for places in left for kept in places}
    if packages:
        count = sum(map(bool, left))
        yield ELSEWHERE.format(count=count, packages=", ".join(sorted(packages)))


def _preserve(archive: Archive, issued: GallringCertificate, crafts: Crafts) -> None:
    """Put the certificate in the store as a package of its own, unless it is there."""
    package_id = record_package_id(issued.decision.decision_id)
    if archive.store.versions(package_id):
        return
    archive.progress(Progress(step="Skriver gallringsprotokollet"))
    work = archive.settings.work_folder
    account = archive.database.accounts.get(issued.account_id)
    board = archive.database.boards.get(account.board_id)
    chromium = crafts.chromium(archive.settings.chromium)
    with translated("gallringsprotokollet"), scratch_folder(work) as workspace:
        source = workspace / "certificate"
        source.mkdir()
        write_certificate(issued, source / NAMES[0])
        key = signing_key(archive.settings.home_folder)
        (source / NAMES[1]).write_bytes(key.sign(issued))
        pdf = crafts.certificate(issued, source / NAMES[2], chromium, workspace)
        target = workspace / package_id
        build_record_package(issued, board, source, pdf, target)
        check_built(archive, package_id, target)
        archive.store.put(package_id, 1, target, archive.progress)
