# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Disposal as it was proposed, decided, carried out and certified.

Lists, decisions and certificates are never changed or removed; the database refuses it
(migration 0004). What is refused here is also refused by the gates: a list that they
did not pass, or that its own proposer approved, must not even be written.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update

from schemas.errors import DigestMismatch, NotAllowed, Refused, UnknownName
from schemas.gallring import (
    Execution,
    ExecutionState,
    GallringCertificate,
    GallringDecision,
    GallringList,
)
from schemas.plan import Disposal
from storage.database.claims import Claims
from storage.database.connections import Connections
from storage.database.judged_tables import (
    gallring_certificates,
    gallring_decisions,
    gallring_executions,
    gallring_lists,
)
from storage.database.rows import exists, from_row, to_row
from storage.database.tables import accounts, packages

_DESTROYED = (ExecutionState.DONE.value, ExecutionState.PURGED.value)


class Gallring:
    """The lists, the decisions on them, and how far each has been carried out."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._claims = Claims(connections)

    def add_list(self, frozen: GallringList) -> None:
        """Keep a frozen list.

        Raises:
            Refused: the id is taken, or the list holds something that a gate refused
                or that the plan says is to be preserved.
            UnknownName: the account is not there, or not the board's.
        """
        _must_be_allowed(frozen)
        with self._connections.write() as connection:
            same = gallring_lists.c.list_id == frozen.list_id
            if exists(connection, gallring_lists, same):
                message = f"Gallringslistan ”{frozen.list_id}” finns redan."
                raise Refused(message)
            theirs = (
                accounts.c.account_id == frozen.account_id,
                accounts.c.board_id == frozen.board_id,
            )
            if not exists(connection, accounts, *theirs):
                message = (
                    f"Kontot ”{frozen.account_id}” hos nämnden ”{frozen.board_id}” "
                    "finns inte."
                )
                raise UnknownName(message)
            row = to_row(frozen, gallring_lists)
            connection.execute(insert(gallring_lists).values(row))

    def get_list(self, list_id: str) -> GallringList:
        """Give a list as it was frozen.

        Raises:
            UnknownName: there is no such list.
        """
        with self._connections.read() as connection:
            return _list(connection, list_id)

    def lists(self, board_id: str | None = None) -> tuple[GallringList, ...]:
        """Give the lists, a board's or all, newest first."""
        table = gallring_lists.c
        found = select(gallring_lists).order_by(table.proposed_at.desc(), table.list_id)
        if board_id is not None:
            found = found.where(table.board_id == board_id)
        with self._connections.read() as connection:
            rows = connection.execute(found).mappings()
            return tuple(from_row(GallringList, row) for row in rows)

    def add_decision(self, decision: GallringDecision) -> None:
        """Keep the decision on a list; a list is decided on once.

        Raises:
            Refused: the list has a decision, or the id is taken.
            NotAllowed: the one who approves is the one who proposed.
            DigestMismatch: what was approved is not the list as it was frozen.
            UnknownName: there is no such list.
        """
        table = gallring_decisions.c
        with self._connections.write() as connection:
            _must_match(_list(connection, decision.list_id, lock=True), decision)
            same = or_(
                table.list_id == decision.list_id,
                table.decision_id == decision.decision_id,
            )
            if exists(connection, gallring_decisions, same):
                message = (
                    f"Gallringslistan ”{decision.list_id}” är redan beslutad, eller så "
                    "är beslutets id upptaget."
                )
                raise Refused(message)
            row = to_row(decision, gallring_decisions)
            connection.execute(insert(gallring_decisions).values(row))

    def get_decision(self, decision_id: str) -> GallringDecision:
        """Give a decision.

        Raises:
            UnknownName: there is no such decision.
        """
        same = gallring_decisions.c.decision_id == decision_id
        with self._connections.read() as connection:
            for decision in _decisions(connection, same):
                return decision
        message = f"Gallringsbeslutet ”{decision_id}” finns inte."
        raise UnknownName(message)

    def decisions(self) -> tuple[GallringDecision, ...]:
        """Give every decision, newest first."""
        with self._connections.read() as connection:
            return tuple(reversed(_decisions(connection)))

    def unfinished(self) -> tuple[GallringDecision, ...]:
        """Give the decisions that are not carried out in every package, oldest first.

        A package that is incomplete is not done; neither is one never begun.
        """
        with self._connections.read() as connection:
            return tuple(
                decision
                for decision in _decisions(connection)
                if _to_reach(_list(connection, decision.list_id))
                - _done(connection, decision.decision_id)
            )

    def put_execution(self, execution: Execution) -> None:
        """Note how far the disposal in a package has come, in place of what was noted.

        Raises:
            UnknownName: there is no such decision.
        """
        table = gallring_executions.c
        row = to_row(execution, gallring_executions)
        mine = and_(
            table.decision_id == execution.decision_id,
            table.package_id == execution.package_id,
        )
        with self._connections.write() as connection:
            self.get_decision(execution.decision_id)
            if exists(connection, gallring_executions, mine):
                changed = update(gallring_executions).where(mine)
                connection.execute(changed.values(row))
            else:
                connection.execute(insert(gallring_executions).values(row))

    def executions(self, decision_id: str) -> tuple[Execution, ...]:
        """Give how far a decision has come in each package, by package id."""
        table = gallring_executions.c
        return self._executions(table.decision_id == decision_id, table.package_id)

    def executed(self) -> tuple[Execution, ...]:
        """Give every destruction that was carried out, oldest first: the replay list.

        After a restore from a backup, each is to be carried out again before anybody
        may read. One that is not done is here too once anything was destroyed for it:
        incomplete, or begun again after a restore and interrupted.
        """
        table = gallring_executions.c
        purged = select(packages.c.package_id).where(
            packages.c.package_id == table.package_id,
            packages.c.version == table.from_version,
            packages.c.purged_by == table.decision_id,
        )
        destroyed = or_(
            table.state.in_(_DESTROYED), table.purge.is_not(None), purged.exists()
        )
        return self._executions(
            destroyed, table.started_at, table.decision_id, table.package_id
        )

    def add_certificate(self, certificate: GallringCertificate) -> None:
        """Keep a certificate.

        Raises:
            Refused: the id is taken.
            UnknownName: there is no such decision.
        """
        table = gallring_certificates
        row = {
            "certificate_id": certificate.certificate_id,
            "decision_id": certificate.decision.decision_id,
            "issued_at": certificate.issued_at,
            "certificate": certificate.model_dump(mode="json"),
        }
        with self._connections.write() as connection:
            same = table.c.certificate_id == certificate.certificate_id
            if exists(connection, table, same):
                message = (
                    f"Gallringsprotokollet ”{certificate.certificate_id}” finns redan."
                )
                raise Refused(message)
            self.get_decision(certificate.decision.decision_id)
            connection.execute(insert(table).values(row))

    def get_certificate(self, certificate_id: str) -> GallringCertificate:
        """Give a certificate.

        Raises:
            UnknownName: there is no such certificate.
        """
        same = gallring_certificates.c.certificate_id == certificate_id
        for certificate in self._certificates(same):
            return certificate
        message = f"Gallringsprotokollet ”{certificate_id}” finns inte."
        raise UnknownName(message)

    def certificates(self) -> tuple[GallringCertificate, ...]:
        """Give every certificate, newest first."""
        return self._certificates(gallring_certificates.c.certificate_id != "")

    def claim(
        self, decision_id: str, worker: str, now: datetime, lease_seconds: float
    ) -> None:
        """Take a decision for a worker until the lease runs out; again to hold it.

        Two workers must never destroy by the same decision at once.

        Raises:
            Unavailable: another worker holds the decision.
            UnknownName: there is no such decision.
        """
        self._claims.take(decision_id, worker, now, lease_seconds)

    def release_claim(self, decision_id: str, worker: str) -> None:
        """Let others take the decision; harmless when the worker no longer holds it."""
        self._claims.release(decision_id, worker)

    def _executions(
        self, where: ColumnElement[bool], *order: ColumnElement[object]
    ) -> tuple[Execution, ...]:
        found = select(gallring_executions).where(where).order_by(*order)
        with self._connections.read() as connection:
            rows = connection.execute(found).mappings()
            return tuple(from_row(Execution, row) for row in rows)

    def _certificates(
        self, where: ColumnElement[bool]
    ) -> tuple[GallringCertificate, ...]:
        table = gallring_certificates.c
        found = select(table.certificate).where(where)
        found = found.order_by(table.issued_at.desc(), table.certificate_id)
        with self._connections.read() as connection:
            rows = connection.execute(found).scalars()
            return tuple(from_row(GallringCertificate, row) for row in rows)


def _must_be_allowed(frozen: GallringList) -> None:
    for entry in frozen.entries:
        verdict = entry.verdict
        if verdict.account_id != frozen.account_id:
            message = f"Posten ”{verdict.item_id}” hör till ett annat konto än listan."
            raise Refused(message)
        if not verdict.is_allowed:
            message = f"Posten ”{verdict.item_id}” får inte gallras: ett hinder finns."
            raise Refused(message)
        if verdict.plan is None or verdict.plan.disposal is not Disposal.DISPOSE:
            message = f"Posten ”{verdict.item_id}” ska inte gallras enligt planen."
            raise Refused(message)


def _must_match(frozen: GallringList, decision: GallringDecision) -> None:
    if decision.list_digest != frozen.digest:
        message = (
            f"Beslutet gäller inte gallringslistan ”{frozen.list_id}” som den frystes."
        )
        raise DigestMismatch(message)
    if _name(decision.approved_by) == _name(frozen.proposed_by):
        message = "Den som har föreslagit gallringen får inte själv besluta om den."
        raise NotAllowed(message)


def _name(person: str) -> str:
    return " ".join(person.casefold().split())


def _list(connection: Connection, list_id: str, *, lock: bool = False) -> GallringList:
    """Give a list; with `lock`, nobody else may decide on it until we commit."""
    found = select(gallring_lists).where(gallring_lists.c.list_id == list_id)
    found = found.with_for_update() if lock else found
    row = connection.execute(found).mappings().first()
    if row is None:
        message = f"Gallringslistan ”{list_id}” finns inte."
        raise UnknownName(message)
    return from_row(GallringList, row)


def _decisions(
    connection: Connection, *where: ColumnElement[bool]
) -> tuple[GallringDecision, ...]:
    """Give decisions, oldest first."""
    table = gallring_decisions.c
    found = select(gallring_decisions).where(*where)
    found = found.order_by(table.approved_at, table.decision_id)
    rows = connection.execute(found).mappings().all()
    return tuple(from_row(GallringDecision, row) for row in rows)


def _to_reach(frozen: GallringList) -> set[str]:
    """Give the ids of every package that a list takes something from."""
    of_items = {kept.package_id for entry in frozen.entries for kept in entry.kept_in}
    return of_items | {kept.package_id for kept in frozen.whole_packages}


def _done(connection: Connection, decision_id: str) -> set[str]:
    table = gallring_executions.c
    found = select(table.package_id).where(
        table.decision_id == decision_id, table.state == ExecutionState.DONE.value
    )
    return set(connection.execute(found).scalars())
