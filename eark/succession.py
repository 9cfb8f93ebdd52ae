# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a package says of itself: when it is new, and when gallring made a new version.

A version carries on the history of the one before it. Every object and event stays, but
an object whose file is gone is a tombstone: its identifier, size and format, without
checksum. What checksum a file had before it was rewritten is said nowhere, since that
of a short text can be guessed back to the text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Protocol

from eark.agents import (
    OWN,
    Names,
    board_agent,
    board_identifier,
    by_us,
    person_agent,
    software_agent,
)
from eark.earlier import Documents, EarlierVersion
from eark.gallring import Changes, GallringNote, counted
from eark.layout import RepresentationKind
from eark.mets import Mets, StoredFile
from eark.premis import (
    Agent,
    Event,
    FileObject,
    IntellectualEntity,
    Link,
    Premis,
    PremisObject,
    Relationship,
    Representation,
    RightsStatement,
    Term,
)
from eark.profile import REPRESENTATIONS_FOLDER
from eark.provenance import (
    SUCCESS,
    PlacedFile,
    file_object,
    package_premis,
    packing_event,
    pdf_checks,
    representation_premis,
)
from schemas.errors import InvalidPackage
from schemas.package import PackageDescription

AUTHORITY: Final = "Arkivlagen (1990:782) 10 §"
"""What permits gallring at all; the plan, adopted by the board, says of what."""

_NEW_VERSION: Final = "VERSION"
"""RECORDSTATUS of a package that follows upon another (SIP3's vocabulary)."""


class Story(Protocol):
    """How a version of a package is told of in METS and PREMIS."""

    def package(self, kinds: Sequence[RepresentationKind]) -> Premis:
        """Tell of the package as a whole."""
        ...

    def representation(
        self, kind: RepresentationKind, files: Sequence[PlacedFile]
    ) -> Premis:
        """Tell of a representation and its files."""
        ...

    def dated(self, mets: Mets, folder: str = "") -> Mets:
        """Say when the package or the representation was made and changed."""
        ...

    def aged(self, stored: StoredFile) -> StoredFile:
        """Say how old a file is; its path is the package's."""
        ...


class FirstVersion:
    """The story of a new package."""

    def __init__(self, description: PackageDescription) -> None:
        self._description = description

    def package(self, kinds: Sequence[RepresentationKind]) -> Premis:
        """Tell of the capture, the order and the law."""
        return package_premis(self._description, kinds)

    def representation(
        self, kind: RepresentationKind, files: Sequence[PlacedFile]
    ) -> Premis:
        """Tell of the files and the checks on them."""
        return representation_premis(self._description, kind, files)

    def dated(self, mets: Mets, folder: str = "") -> Mets:  # noqa: ARG002
        """Leave it: a new package was never changed."""
        return mets

    def aged(self, stored: StoredFile) -> StoredFile:
        """Leave it: every file of a new package is new."""
        return stored


class NextVersion:
    """The story of a package after gallring."""

    def __init__(
        self,
        description: PackageDescription,
        earlier: EarlierVersion,
        note: GallringNote,
        changes: Changes,
    ) -> None:
        self._description = description
        self._earlier = earlier
        self._note = note
        self._changes = changes
        self._names = Names(description)
        package, version = description.package_id, description.version
        self._event = f"{package}/event/gallring-{version}"
        self._rights = f"{package}/rights/gallring-{version}"
        self._decision = f"decision/{note.decision_id}"
        self._before = f"{package}/version/{version - 1}"

    def package(self, kinds: Sequence[RepresentationKind]) -> Premis:
        """Carry on the package's history with the decision and what it led to.

        Raises:
            InvalidPackage: there is a representation that was not there before.
        """
        unknown = {kind.name for kind in kinds} - self._earlier.representations.keys()
        if unknown:
            message = "Gallring lägger inte till något i ett paket."
            raise InvalidPackage(message, sorted(unknown))
        past = self._earlier.package.premis
        gone = [
            self._goodbye(name, documents)
            for name, documents in self._earlier.representations.items()
            if name not in {kind.name for kind in kinds}
        ]
        objects = tuple(self._carried(part, kinds) for part in past.objects)
        known = {part.identifier for part in objects}
        new = [part for part in self._new_entities() if part.identifier not in known]
        events = (self._gallring_event(), packing_event(self._description))
        return Premis(
            objects=(*objects, *new, *(part for tale in gone for part in tale.objects)),
            events=(
                *past.events,
                *(event for tale in gone for event in tale.events),
                *events,
            ),
            agents=_merged(
                past.agents,
                *(tale.agents for tale in gone),
                self._agents(),
            ),
            rights=(*past.rights, self._rights_statement()),
        )

    def representation(
        self, kind: RepresentationKind, files: Sequence[PlacedFile]
    ) -> Premis:
        """Carry on the history of each file; the same as before if none changed."""
        past = self._earlier.representations[kind.name].premis
        changes = self._changes.within(kind.folder)
        if not changes:
            return past
        new = [f for f in files if f.path in changes.rewritten | changes.added]
        checks = pdf_checks(self._description, new)
        events = (*self._file_events(kind.name, changes), *checks)
        fresh = {
            part.identifier: part
            for part in (
                file_object(self._description, kind, file, events) for file in new
            )
        }
        objects = [self._file_after(part, fresh, events) for part in past.objects]
        return Premis(
            objects=(*objects, *fresh.values()),
            events=(*past.events, *events),
            agents=_merged(past.agents, self._agents()),
        )

    def dated(self, mets: Mets, folder: str = "") -> Mets:
        """Keep when it was first made; say that it changed, if it did (CSIP8)."""
        now = self._description.created_at
        if not folder:
            created = self._earlier.package.mets.created
            return replace(
                mets, created=created, modified=now, record_status=_NEW_VERSION
            )
        past = self._earlier.representations[mets.object_id].mets
        modified = now if self._changes.within(folder) else past.modified
        return replace(mets, created=past.created, modified=modified)

    def aged(self, stored: StoredFile) -> StoredFile:
        """Keep the date of a file that is the same as before."""
        past = self._earlier.listed.get(stored.path)
        if past is None or past.sha256 != stored.sha256:
            return stored
        return replace(stored, created=past.created)

    def _carried(
        self, part: PremisObject, kinds: Sequence[RepresentationKind]
    ) -> PremisObject:
        if isinstance(part, IntellectualEntity):
            return self._entity(part, kinds) if self._is_package(part) else part
        if isinstance(part, Representation) and self._has_changed(part.identifier):
            return replace(part, events=(*part.events, self._event))
        return part

    def _entity(
        self, part: IntellectualEntity, kinds: Sequence[RepresentationKind]
    ) -> IntellectualEntity:
        structure = tuple(
            replace(each, objects=tuple(map(self._names.representation, kinds)))
            for each in part.relationships
            if each.kind is Term.STRUCTURAL
        )
        source = Relationship(
            Term.DERIVATION, Term.HAS_SOURCE, (self._before,), (self._event,)
        )
        return replace(
            part,
            relationships=(*structure, source),
            events=(*part.events, self._event, self._names.packing),
            rights=(*part.rights, self._rights),
        )

    def _new_entities(self) -> tuple[IntellectualEntity, ...]:
        """Name what is no longer here: the version before, and the decision."""
        (entity,) = (
            part
            for part in self._earlier.package.premis.objects
            if isinstance(part, IntellectualEntity) and self._is_package(part)
        )
        older = tuple(r for r in entity.relationships if r.kind is Term.DERIVATION)
        version = self._description.version - 1
        return (
            IntellectualEntity(self._before, f"Arkivpaketets version {version}", older),
            IntellectualEntity(
                self._decision, f"Gallringsbeslut {self._note.decision_id}"
            ),
        )

    def _is_package(self, part: IntellectualEntity) -> bool:
        return part.identifier == self._names.package

    def _has_changed(self, identifier: str) -> bool:
        folder = identifier.removeprefix(f"{self._names.package}/")
        return bool(self._changes.within(folder))

    def _file_after(
        self, part: PremisObject, fresh: dict[str, FileObject], events: Sequence[Event]
    ) -> PremisObject:
        """Give a file as it is now: as it was, rewritten, or as a tombstone."""
        if not isinstance(part, FileObject):
            return part
        new = fresh.pop(part.identifier, None)
        if new is not None:
            return replace(new, events=(*part.events, *new.events))
        concerning = tuple(e.identifier for e in events if _is_about(e, part))
        if not concerning:
            return part
        return replace(part, sha256=None, events=(*part.events, *concerning))

    def _goodbye(self, name: str, documents: Documents) -> Premis:
        """Keep the history of a representation that is gone, with the package's own."""
        changes = self._changes.within(f"{REPRESENTATIONS_FOLDER}/{name}")
        events = self._file_events(name, changes)
        past = documents.premis
        return Premis(
            objects=tuple(self._file_after(p, {}, events) for p in past.objects),
            events=(*past.events, *events),
            agents=past.agents,
        )

    def _file_events(self, name: str, changes: Changes) -> tuple[Event, ...]:
        deletion = self._file_event(
            Term.DELETION, name, changes.removed, "Hela filer togs bort vid gallring."
        )
        redaction = self._file_event(
            Term.MODIFICATION,
            name,
            changes.rewritten | changes.added,
            "Filer skrevs om vid gallring (redaction), utan det som gallrades.",
        )
        return (*deletion, *redaction)

    def _file_event(
        self, kind: Term, name: str, paths: frozenset[str], detail: str
    ) -> tuple[Event, ...]:
        if not paths:
            return ()
        names, version = self._names, self._description.version
        event = self._decided(
            f"{names.package}/event/{kind.wording}-{version}/{name}", kind
        )
        about = tuple(Link(names.file(path)) for path in sorted(paths))
        return (
            replace(
                event,
                detail=detail,
                notes=(f"Filer: {len(paths)}.",),
                objects=(*about, *event.objects),
            ),
        )

    def _gallring_event(self) -> Event:
        event = self._decided(self._event, Term.MODIFICATION)
        changed = (
            self._names.file(f"{REPRESENTATIONS_FOLDER}/{name}")
            for name in self._earlier.representations
            if self._changes.within(f"{REPRESENTATIONS_FOLDER}/{name}")
        )
        return replace(
            event,
            detail=self._note.detail,
            notes=(self._counts(), *self._note.plans),
            objects=(
                Link(self._names.package),
                *(Link(identifier) for identifier in changed),
                *event.objects,
            ),
        )

    def _decided(self, identifier: str, kind: Term) -> Event:
        """Begin an event with its decision and everyone who had a part in it."""
        board, approver, executor = self._people()
        return Event(
            identifier=identifier,
            kind=kind,
            happened_at=self._note.at,
            detail="",
            outcome=SUCCESS,
            notes=(),
            agents=(
                by_us(),
                Link(approver.identifier, Term.AUTHORIZER),
                Link(board.identifier, Term.IMPLEMENTER),
                Link(executor.identifier, Term.IMPLEMENTER),
            ),
            objects=(Link(self._decision),),
        )

    def _counts(self) -> str:
        parts = [counted(kind, n) for kind, n in sorted(self._note.counts.items()) if n]
        return f"Gallrat: {', '.join(parts) or 'inga poster'}."

    def _people(self) -> tuple[Agent, Agent, Agent]:
        note, version = self._note, self._description.version
        return (
            board_agent(self._description.board),
            person_agent(f"approver/{note.decision_id}", note.approved_by),
            person_agent(f"executor/{note.decision_id}-{version}", note.executed_by),
        )

    def _agents(self) -> tuple[Agent, ...]:
        return (software_agent(OWN), *self._people())

    def _rights_statement(self) -> RightsStatement:
        note = self._note
        return RightsStatement(
            identifier=self._rights,
            citation=AUTHORITY,
            notes=(f"Gallringsbeslut {note.decision_id}.", *note.plans),
            objects=(self._names.package,),
            agents=(board_identifier(self._description.board),),
            act="delete",
        )


def _is_about(event: Event, part: FileObject) -> bool:
    return Link(part.identifier) in event.objects


def _merged(*groups: Sequence[Agent]) -> tuple[Agent, ...]:
    """Put agents together, each identifier once, as it was first described."""
    found: Mapping[str, Agent] = {
        agent.identifier: agent for group in reversed(groups) for agent in group
    }
    first = (agent.identifier for group in groups for agent in group)
    return tuple(found[identifier] for identifier in dict.fromkeys(first))
