# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a stored package holds, read back into the records it was made of.

The words of items stand in the packages and nowhere else: no table repeats them, so
that what is disposed of in a package is gone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from eark.items_read import read_items
from eark.layout import data_path, representation_of
from pipeline.context import Archive
from pipeline.report import CaptureReport, read_report
from schemas.account import Account
from schemas.capture import Capture, CaptureFile, FileRole
from schemas.item import Item
from schemas.package import PackageFiles

LISTED = frozenset({FileRole.ITEMS, FileRole.HEALTH})
"""Files that are written anew for each version of a package."""


@dataclass(frozen=True)
class Contents:
    """One package version, opened."""

    package_id: str
    version: int
    files: PackageFiles
    report: CaptureReport
    items: tuple[Item, ...]

    @property
    def capture(self) -> Capture:
        """The capture that the package was made of, without the listing files."""
        report = self.report
        return Capture(
            capture_id=report.capture_id,
            account_id=report.account_id,
            order_id=report.order_id,
            started_at=report.started_at,
            ended_at=report.ended_at,
            url=report.url,
            profile=report.profile,
            items=self.items,
            files=tuple(f for f in report.files if f.role not in LISTED),
            health=report.health,
            software=report.software,
        )


def contents_of(
    archive: Archive, package_id: str, version: int | None = None
) -> Contents:
    """Open a package version, the newest when none is given.

    Raises:
        UnknownName: there is no such package.
        InvalidPackage: its listing cannot be read.
    """
    found = archive.database.packages.get(package_id, version)
    files = archive.store.open(package_id, found.version)
    report = read_report(files)
    return Contents(package_id, found.version, files, report, read_items(files))


def contents_of_account(archive: Archive, account_id: str) -> Iterator[Contents]:
    """Open the newest version of each of an account's packages, oldest package first.

    A package that a disposal has destroyed whole, but has not noted yet, holds nothing
    any more. Any other that the store lacks is lost, and stops the work.

    Raises:
        UnknownName: the account is not in the register.
    """
    archive.database.accounts.get(account_id)
    packages = archive.database.packages.list(account_id)
    for package_id in dict.fromkeys(p.package_id for p in reversed(packages)):
        if archive.store.versions(package_id) or not _goes_whole(archive, package_id):
            yield contents_of(archive, package_id)


def _goes_whole(archive: Archive, package_id: str) -> bool:
    gallring = archive.database.gallring
    return any(
        execution.package_id == package_id and execution.to_version is None
        for decision in gallring.unfinished()
        for execution in gallring.executions(decision.decision_id)
    )


def items_of_account(archive: Archive, account_id: str) -> dict[str, Item]:
    """Give each of an account's items as it stands in the newest package with it.

    Raises:
        UnknownName: the account is not in the register.
    """
    items: dict[str, Item] = {}
    for contents in contents_of_account(archive, account_id):
        items |= {i.item_id: i for i in contents.items if i.gallring is None}
    return items


def account_of(archive: Archive, report: CaptureReport) -> Account:
    """Give a package's account as the register had it when the package was made.

    A later version of the package tells of the same capture, so a register that has
    changed since must not change what it says.

    Raises:
        UnknownName: the account is not in the register.
    """
    account = archive.database.accounts.get(report.account_id)
    known = account.model_dump(mode="json")
    for change in reversed(archive.database.accounts.history(report.account_id)):
        if change.changed_at > report.ended_at:
            known |= change.before
    return Account.model_validate(known)


def package_path(file: CaptureFile) -> str:
    """Give where a file of a capture lies in its package.

    Raises:
        Damaged: the package names a file outside of it.
    """
    kind = representation_of(file.role)
    return data_path(file) if kind is None else f"{kind.folder}/{data_path(file)}"
