# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Verify packages: every file, checksum, reference and WARC record.

The package proves itself from METS.xml down. METS.xml is held against the checksum in
the database, and the packages in the store against those in the database, so that
neither a changed package nor a lost one goes unseen.
"""

import hashlib
from collections.abc import Iterable, Iterator

from archivers.warc_check import check_warc
from eark.check import check_package
from eark.profile import METS_NAME
from eark.record_package import record_package_id
from pipeline.context import Archive
from schemas.errors import UnknownName
from schemas.order import EventKind
from schemas.package import (
    CheckReport,
    Finding,
    PackageFiles,
    PackageVersion,
    Severity,
)


def verify_package(
    archive: Archive, package_id: str, version: int | None = None
) -> CheckReport:
    """Check a package as it lies in the store, and note what was found.

    Raises:
        UnknownName: there is no such package or version.
        StoreDown: the store does not answer.
    """
    entry = _entry(archive, package_id, version)
    try:
        files = archive.store.open(package_id, entry.version if entry else version)
    except UnknownName:
        if entry is None:
            raise
        report = _lost(entry)
    else:
        report = _check(archive, files, package_id, entry)
    detail = {
        "version": str(entry.version if entry else version or ""),
        "files": str(report.files),
        "valid": str(report.is_valid).lower(),
        "findings": str(len(report.findings)),
    }
    archive.note(EventKind.VERIFIED, package_id, detail)
    return report


def verify_all(archive: Archive) -> Iterator[CheckReport]:
    """Check every version of every package that the store or the database knows.

    Raises:
        StoreDown: the store does not answer.
    """
    for package_id, version in package_versions(archive):
        yield verify_package(archive, package_id, version)


def package_versions(archive: Archive) -> list[tuple[str, int]]:
    """List every package version that the store or the database knows, by id."""
    entries = archive.database.packages.list()
    known = {(entry.package_id, entry.version) for entry in entries}
    stored = {
        (package_id, version)
        for package_id in archive.store.packages()
        for version in archive.store.versions(package_id)
    }
    return sorted(known | stored)


def _entry(
    archive: Archive, package_id: str, version: int | None
) -> PackageVersion | None:
    try:
        return archive.database.packages.get(package_id, version)
    except UnknownName:
        return None


def _check(
    archive: Archive,
    files: PackageFiles,
    package_id: str,
    entry: PackageVersion | None,
) -> CheckReport:
    report = check_package(files, package_id, check_warc, archive.progress)
    is_known = entry is None and _is_certificate(archive, package_id)
    found = () if is_known else _against_database(files, entry)
    return report.model_copy(update={"findings": (*report.findings, *found)})


def _is_certificate(archive: Archive, package_id: str) -> bool:
    """Whether it is a certificate of disposal, which holds no capture to enter."""
    issued = archive.database.gallring.certificates()
    return package_id in {record_package_id(c.decision.decision_id) for c in issued}


def _against_database(
    files: PackageFiles, entry: PackageVersion | None
) -> Iterable[Finding]:
    if entry is None:
        message = "Paketet finns i lagret men är inte infört i databasen."
        yield _finding("AVBILD-UNKNOWN", "", message, Severity.WARNING)
        return
    try:
        with files.open(METS_NAME) as stream:
            digest = hashlib.sha256(stream.read()).hexdigest()
    except FileNotFoundError:
        return
    if digest != entry.mets_sha256:
        message = "METS.xml är inte den som lagrades: kontrollsumman är en annan."
        yield _finding("AVBILD-METS", METS_NAME, message)


def _lost(entry: PackageVersion) -> CheckReport:
    message = f"Version {entry.version} finns i databasen men inte i lagret."
    finding = _finding("AVBILD-LOST", "", message)
    return CheckReport(
        package_id=entry.package_id, files=0, bytes=0, findings=(finding,)
    )


def _finding(
    rule: str, path: str, message: str, severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(rule=rule, severity=severity, path=path, message=message)
