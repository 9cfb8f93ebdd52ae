# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happened to the content: the PREMIS parts of a package.

The package's document tells of the account, its representations, the capture, the
order and the law; each representation's document tells of its own files and of the
checks on them. Every event names the agent that caused it (AIP16), and every agent is
described where it is named (AIP18).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from eark.agents import (
    OWN,
    Names,
    board_agent,
    by_us,
    orderer_agent,
    programs,
    software_agent,
)
from eark.layout import (
    EXPORT,
    ITEMS,
    RENDERING,
    WARC,
    RepresentationKind,
    file_format,
)
from eark.premis import (
    Agent,
    Event,
    FileObject,
    IntellectualEntity,
    Link,
    Premis,
    Relationship,
    Representation,
    RightsStatement,
    Term,
)
from schemas.capture import CaptureFile, PdfVerdict
from schemas.package import PackageDescription

SUCCESS, WARNING, FAIL = "success", "warning", "fail"
SOURCES = frozenset({EXPORT, WARC})
"""Representations that came from elsewhere; the others are made of them."""

_OUTCOMES = {
    PdfVerdict.PDF_A_2B: SUCCESS,
    PdfVerdict.NOT_CHECKED: WARNING,
    PdfVerdict.FAILED: FAIL,
}


@dataclass(frozen=True)
class PlacedFile:
    """A file of the capture, and where it lies in the package."""

    path: str
    captured: CaptureFile


def package_premis(
    description: PackageDescription, kinds: Sequence[RepresentationKind]
) -> Premis:
    """Tell how the package came to be."""
    names = Names(description)
    software = tuple(software_agent(program) for program in programs(description))
    return Premis(
        objects=(
            _entity(description, kinds),
            *(_representation(names, kind, kinds) for kind in kinds),
        ),
        events=(
            _capture_event(description, software, kinds),
            _derivation_event(description, kinds),
            _completeness_event(description),
            packing_event(description),
        ),
        agents=(
            *software,
            orderer_agent(description),
            board_agent(description.board),
        ),
        rights=(_rights(description),),
    )


def representation_premis(
    description: PackageDescription,
    kind: RepresentationKind,
    files: Sequence[PlacedFile],
) -> Premis:
    """Tell of a representation's files, and of the checks that they went through."""
    checks = _checks(description, kind, files)
    objects = tuple(file_object(description, kind, file, checks) for file in files)
    agents = (software_agent(OWN),) if checks else ()
    return Premis(objects=objects, events=checks, agents=agents)


def file_object(
    description: PackageDescription,
    kind: RepresentationKind,
    file: PlacedFile,
    events: Sequence[Event],
) -> FileObject:
    """Describe a content file, and point to those of the events that concern it."""
    names = Names(description)
    included = Relationship(
        Term.STRUCTURAL, Term.IS_INCLUDED_IN, (names.representation(kind),)
    )
    return FileObject(
        identifier=names.file(file.path),
        name=file.captured.path,
        size=file.captured.size,
        sha256=file.captured.sha256,
        file_format=file_format(file.captured),
        relationships=(included,),
        events=tuple(
            event.identifier
            for event in events
            if Link(names.file(file.path)) in event.objects
        ),
    )


def _entity(
    description: PackageDescription, kinds: Sequence[RepresentationKind]
) -> IntellectualEntity:
    names = Names(description)
    return IntellectualEntity(
        identifier=names.package,
        name=str(description.account.url),
        relationships=(
            Relationship(
                Term.STRUCTURAL,
                Term.IS_REPRESENTED_BY,
                tuple(names.representation(kind) for kind in kinds),
            ),
        ),
        events=(names.capture, names.completeness, names.packing),
        rights=(names.rights,),
    )


def _representation(
    names: Names, kind: RepresentationKind, kinds: Sequence[RepresentationKind]
) -> Representation:
    represents = Relationship(Term.STRUCTURAL, Term.REPRESENTS, (names.package,))
    derived = tuple(other for other in kinds if other not in SOURCES)
    sources = tuple(other for other in kinds if other in SOURCES)
    related: tuple[Relationship, ...] = (represents,)
    if kind not in SOURCES and sources:
        related += (_derivation(names, Term.HAS_SOURCE, sources),)
    if kind in SOURCES and derived:
        related += (_derivation(names, Term.IS_SOURCE_OF, derived),)
    event = names.capture if kind in SOURCES else names.derivation
    return Representation(
        identifier=names.representation(kind),
        name=kind.label,
        relationships=related,
        events=(event,),
    )


def _derivation(
    names: Names, subkind: Term, others: Sequence[RepresentationKind]
) -> Relationship:
    return Relationship(
        Term.DERIVATION,
        subkind,
        tuple(names.representation(other) for other in others),
        (names.derivation,),
    )


def _capture_event(
    description: PackageDescription,
    software: Sequence[Agent],
    kinds: Sequence[RepresentationKind],
) -> Event:
    names, capture = Names(description), description.capture
    order = description.order
    counts = f"Inlägg: {capture.health.posts.found}."
    counts += f" Kommentarer: {capture.health.comments.found}."
    counts += f" Sidor: {capture.health.pages_visited}."
    return Event(
        identifier=names.capture,
        kind=Term.CAPTURE,
        happened_at=capture.started_at,
        detail=f"Kontot fångades. Skäl: {order.reason.label}.",
        outcome=SUCCESS if capture.health.is_complete else WARNING,
        notes=(counts,),
        agents=(
            *(Link(agent.identifier, Term.EXECUTING_PROGRAM) for agent in software),
            Link(names.orderer, Term.AUTHORIZER),
            Link(names.board, Term.IMPLEMENTER),
        ),
        objects=(
            Link(names.package),
            *(Link(names.representation(kind)) for kind in kinds if kind in SOURCES),
        ),
    )


def _derivation_event(
    description: PackageDescription, kinds: Sequence[RepresentationKind]
) -> Event:
    names = Names(description)
    made = [kind for kind in kinds if kind in (ITEMS, RENDERING)]
    return Event(
        identifier=names.derivation,
        kind=Term.CREATION,
        happened_at=description.capture.ended_at,
        detail="Sidbilder, läsbar handling och data skapades ur samma fångst.",
        outcome=SUCCESS,
        notes=(),
        agents=(by_us(),),
        objects=tuple(Link(names.representation(kind)) for kind in made),
    )


def _completeness_event(description: PackageDescription) -> Event:
    names, health = Names(description), description.capture.health
    return Event(
        identifier=names.completeness,
        kind=Term.VALIDATION,
        happened_at=description.capture.ended_at,
        detail="Fångstens fullständighet kontrollerades.",
        outcome=SUCCESS if health.is_complete else WARNING,
        notes=(health.page_state.label, *health.missing, *health.limits_hit),
        agents=(by_us(),),
        objects=(Link(names.package),),
    )


def packing_event(description: PackageDescription) -> Event:
    """Tell that this version of the package was made."""
    names = Names(description)
    return Event(
        identifier=names.packing,
        kind=Term.PACKAGE_CREATION,
        happened_at=description.created_at,
        detail=f"Arkivpaketet skapades, version {description.version}.",
        outcome=SUCCESS,
        notes=(),
        agents=(by_us(),),
        objects=(Link(names.package),),
    )


def _checks(
    description: PackageDescription,
    kind: RepresentationKind,
    files: Sequence[PlacedFile],
) -> tuple[Event, ...]:
    if kind is WARC:
        return tuple(_recording_check(description, file) for file in files)
    return pdf_checks(description, files)


def pdf_checks(
    description: PackageDescription, files: Sequence[PlacedFile]
) -> tuple[Event, ...]:
    """Tell what the PDF/A check said of those files that it judged."""
    judged = [file for file in files if file.captured.verdict is not None]
    return tuple(_pdf_check(description, file) for file in judged)


def _recording_check(description: PackageDescription, file: PlacedFile) -> Event:
    recorder = description.capture.health.recorder
    passed = all(check.passed for check in recorder.checks)
    results = (
        f"{check.name}: {'godkänd' if check.passed else 'underkänd'}. {check.detail}"
        for check in recorder.checks
    )
    return _check(
        description,
        file,
        "Inspelningen kontrollerades: inget utbyte gick förlorat.",
        SUCCESS if passed else FAIL,
        (f"Utbyten: {recorder.exchanges}.", *results),
    )


def _pdf_check(description: PackageDescription, file: PlacedFile) -> Event:
    verdict = file.captured.verdict or PdfVerdict.NOT_CHECKED
    notes = (verdict.label, *file.captured.reasons)
    detail = "Filen kontrollerades mot PDF/A-2b."
    return _check(description, file, detail, _OUTCOMES[verdict], notes)


def _check(
    description: PackageDescription,
    file: PlacedFile,
    detail: str,
    outcome: str,
    notes: tuple[str, ...],
) -> Event:
    names = Names(description)
    return Event(
        identifier=names.check(file.path),
        kind=Term.VALIDATION,
        happened_at=_checked_at(description),
        detail=detail,
        outcome=outcome,
        notes=notes,
        agents=(by_us(),),
        objects=(Link(names.file(file.path)),),
    )


def _rights(description: PackageDescription) -> RightsStatement:
    names, plan, row = Names(description), description.plan, description.plan_row
    return RightsStatement(
        identifier=names.rights,
        citation=description.legal_basis,
        notes=(
            f"{plan.title}, version {plan.version}. {plan.decision}",
            f"Rad {row.row_id}: {row.code} {row.document_type}. {row.disposal.label}.",
        ),
        objects=(names.package,),
        agents=(names.board,),
    )


def _checked_at(description: PackageDescription) -> datetime:
    is_first = description.version == 1
    return description.capture.ended_at if is_first else description.created_at
