# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happened to the content: the PREMIS parts of a package.

The package's document tells of the account, its representations, the capture, the
order and the law; each representation's document tells of its own files and of the
checks on them. Every event names the agent that caused it (AIP16), and every agent is
described where it is named (AIP18).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from eark.layout import ITEMS, RENDERING, WARC, RepresentationKind, file_format
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
from eark.profile import SOFTWARE_NAME, SOFTWARE_VERSION
from schemas.capture import CaptureFile, PdfVerdict, Software
from schemas.package import PackageDescription

SUCCESS, WARNING, FAIL = "success", "warning", "fail"

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
    names = _Names(description)
    software = tuple(_software_agent(program) for program in _programs(description))
    return Premis(
        objects=(
            _entity(description, kinds),
            *(_representation(names, kind, kinds) for kind in kinds),
        ),
        events=(
            _capture_event(description, software, kinds),
            _derivation_event(description, kinds),
            _completeness_event(description),
            _packing_event(description),
        ),
        agents=(*software, _orderer(description), _board(description)),
        rights=(_rights(description),),
    )


def representation_premis(
    description: PackageDescription,
    kind: RepresentationKind,
    files: Sequence[PlacedFile],
) -> Premis:
    """Tell of a representation's files, and of the checks that they went through."""
    names = _Names(description)
    checks = _checks(description, kind, files)
    objects = tuple(
        FileObject(
            identifier=names.file(file.path),
            name=file.captured.path,
            size=file.captured.size,
            sha256=file.captured.sha256,
            file_format=file_format(file.captured),
            relationships=(
                Relationship(
                    Term.STRUCTURAL,
                    Term.IS_INCLUDED_IN,
                    (names.representation(kind),),
                ),
            ),
            events=tuple(
                event.identifier
                for event in checks
                if Link(names.file(file.path)) in event.objects
            ),
        )
        for file in files
    )
    agents = (_software_agent(_OWN),) if checks else ()
    return Premis(objects=objects, events=checks, agents=agents)


_OWN = Software(name=SOFTWARE_NAME, version=SOFTWARE_VERSION)
_SERVICES = frozenset({SOFTWARE_NAME, "Airflow"})
"""Who places orders without being a person: the watch, run by hand or by schedule."""


class _Names:
    """The identifiers of a package's parts: the same each time it is described."""

    def __init__(self, description: PackageDescription) -> None:
        self.package = description.package_id
        self.orderer = f"orderer/{description.order.order_id}"
        self.board = f"board/{description.board.board_id}"
        self.rights = f"{self.package}/rights/archiving"
        self.capture = f"{self.package}/event/capture"
        self.derivation = f"{self.package}/event/derivation"
        self.completeness = f"{self.package}/event/completeness"
        self.packing = f"{self.package}/event/packing-{description.version}"

    def representation(self, kind: RepresentationKind) -> str:
        return f"{self.package}/{kind.folder}"

    def file(self, path: str) -> str:
        return f"{self.package}/{path}"

    def check(self, path: str) -> str:
        return f"{self.package}/event/validation/{path}"


def _entity(
    description: PackageDescription, kinds: Sequence[RepresentationKind]
) -> IntellectualEntity:
    names = _Names(description)
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
    names: _Names, kind: RepresentationKind, kinds: Sequence[RepresentationKind]
) -> Representation:
    represents = Relationship(Term.STRUCTURAL, Term.REPRESENTS, (names.package,))
    derived = tuple(other for other in kinds if other is not WARC)
    related: tuple[Relationship, ...] = (represents,)
    if kind is not WARC and WARC in kinds:
        related += (_derivation(names, Term.HAS_SOURCE, (WARC,)),)
    if kind is WARC and derived:
        related += (_derivation(names, Term.IS_SOURCE_OF, derived),)
    event = names.capture if kind is WARC else names.derivation
    return Representation(
        identifier=names.representation(kind),
        name=kind.label,
        relationships=related,
        events=(event,),
    )


def _derivation(
    names: _Names, subkind: Term, others: Sequence[RepresentationKind]
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
    names, capture = _Names(description), description.capture
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
            *(Link(names.representation(kind)) for kind in kinds if kind is WARC),
        ),
    )


def _derivation_event(
    description: PackageDescription, kinds: Sequence[RepresentationKind]
) -> Event:
    names = _Names(description)
    made = [kind for kind in kinds if kind in (ITEMS, RENDERING)]
    return Event(
        identifier=names.derivation,
        kind=Term.CREATION,
        happened_at=description.capture.ended_at,
        detail="Sidbilder, läsbar handling och data skapades ur samma fångst.",
        outcome=SUCCESS,
        notes=(),
        agents=(_by_us(),),
        objects=tuple(Link(names.representation(kind)) for kind in made),
    )


def _completeness_event(description: PackageDescription) -> Event:
    names, health = _Names(description), description.capture.health
    return Event(
        identifier=names.completeness,
        kind=Term.VALIDATION,
        happened_at=description.capture.ended_at,
        detail="Fångstens fullständighet kontrollerades.",
        outcome=SUCCESS if health.is_complete else WARNING,
        notes=(health.page_state.label, *health.missing, *health.limits_hit),
        agents=(_by_us(),),
        objects=(Link(names.package),),
    )


def _packing_event(description: PackageDescription) -> Event:
    names = _Names(description)
    return Event(
        identifier=names.packing,
        kind=Term.PACKAGE_CREATION,
        happened_at=description.created_at,
        detail=f"Arkivpaketet skapades, version {description.version}.",
        outcome=SUCCESS,
        notes=(),
        agents=(_by_us(),),
        objects=(Link(names.package),),
    )


def _checks(
    description: PackageDescription,
    kind: RepresentationKind,
    files: Sequence[PlacedFile],
) -> tuple[Event, ...]:
    if kind is WARC:
        return tuple(_recording_check(description, file) for file in files)
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
    names = _Names(description)
    return Event(
        identifier=names.check(file.path),
        kind=Term.VALIDATION,
        happened_at=description.capture.ended_at,
        detail=detail,
        outcome=outcome,
        notes=notes,
        agents=(_by_us(),),
        objects=(Link(names.file(file.path)),),
    )


def _rights(description: PackageDescription) -> RightsStatement:
    names, plan, row = _Names(description), description.plan, description.plan_row
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


def _programs(description: PackageDescription) -> tuple[Software, ...]:
    programs = {(p.name, p.version): p for p in (_OWN, *description.capture.software)}
    return tuple(programs[key] for key in sorted(programs))


def _software_agent(program: Software) -> Agent:
    return Agent(
        identifier=_software_id(program),
        kind=Term.SOFTWARE,
        name=program.name,
        version=program.version,
    )


def _software_id(program: Software) -> str:
    return f"software/{_slug(program.name)}/{_slug(program.version)}"


def _by_us() -> Link:
    return Link(_software_id(_OWN), Term.EXECUTING_PROGRAM)


def _orderer(description: PackageDescription) -> Agent:
    name = description.order.ordered_by
    kind = Term.SOFTWARE if name in _SERVICES else Term.PERSON
    return Agent(_Names(description).orderer, kind, name)


def _board(description: PackageDescription) -> Agent:
    board = description.board
    name = f"{board.name}, {board.municipality}"
    return Agent(_Names(description).board, Term.ORGANIZATION, name)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9.]+", "-", plain.lower()).strip("-")
