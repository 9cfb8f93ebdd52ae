# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Information packages (OAIS) and the reports of checks on them."""

from collections.abc import Iterable
from typing import BinaryIO, Protocol

from schemas.account import Account, ArchiveLevel, Board
from schemas.capture import Capture
from schemas.order import Order
from schemas.plan import PlanReference, PlanVersion
from schemas.record import Identifier, Instant, Labelled, Record, Sha256


class PackageKind(Labelled):
    """The three kinds of information package in OAIS."""

    SIP = "sip", "Överföringspaket"
    AIP = "aip", "Arkivpaket"
    DIP = "dip", "Utlämningspaket"


class PackageFile(Record):
    """A file of a package; `path` is relative to the package's root folder."""

    path: str
    size: int
    sha256: Sha256


class PackageVersion(Record):
    """A package version as it lies in the store.

    The package id is METS OBJID and never changes; gallring makes a new version. A
    package that is not `is_complete` was kept as evidence and archives nothing; `level`
    says how much of the account was to be taken. A
    version that gallring has destroyed says under which decision (`purged_by`) and
    when: then only this row, its ids and its counts remain.
    """

    package_id: Identifier
    version: int
    account_id: Identifier
    board_id: Identifier
    order_id: Identifier
    capture_id: Identifier
    created_at: Instant
    files: int
    size: int
    mets_sha256: Sha256
    posts: int
    comments: int
    plan_id: Identifier
    plan_version: int
    row_id: Identifier
    is_complete: bool = True
    level: ArchiveLevel = ArchiveLevel.FULL
    purged_by: Identifier | None = None
    purged_at: Instant | None = None


class PackageDescription(Record):
    """Everything that a package's metadata says beyond the files themselves.

    `plan_row` governs the package as a whole; each item carries its own reference.
    `legal_basis` is the wording shown to people.
    """

    package_id: Identifier
    version: int
    created_at: Instant
    account: Account
    board: Board
    order: Order
    plan: PlanVersion
    plan_row: PlanReference
    capture: Capture
    legal_basis: str


class PackageFiles(Protocol):
    """A package's files wherever they lie; all that readers of packages need."""

    def paths(self) -> Iterable[str]:
        """Give every file's path, relative to the package's root, sorted."""
        ...

    def open(self, path: str) -> BinaryIO:
        """Open a file for reading; FileNotFoundError if it is not there."""
        ...

    def size(self, path: str) -> int:
        """Give a file's size in bytes."""
        ...


class Severity(Labelled):
    """How grave a finding is."""

    ERROR = "error", "Fel"
    WARNING = "warning", "Varning"


class Finding(Record):
    """One thing that a check found; `message` is a Swedish sentence."""

    rule: str
    severity: Severity
    path: str
    message: str


class CheckReport(Record):
    """What a check of a package found."""

    package_id: str
    files: int
    bytes: int
    warc_records: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether no error was found."""
        return not any(f.severity is Severity.ERROR for f in self.findings)
