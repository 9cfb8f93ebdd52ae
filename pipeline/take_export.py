# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Orders that bring the owner's export: placed, and given its files when carried out.

The files stay where the person who brought them has them. The order remembers where
that is; no package does.
"""

from collections.abc import Sequence
from pathlib import Path

from archivers import for_account
from archivers.owner_export import ExportPlatform, check_parts
from pipeline.context import Archive
from pipeline.order import Request, place_order
from pipeline.report import read_report
from schemas.capture import CaptureHealth
from schemas.errors import NeedsPerson, NotAllowed
from schemas.order import Order
from schemas.package import PackageVersion

DEFAULT_REASON = "Kontoägarens export läses in."
_UNREAD = "Avbild läser inga exporter från plattformen {platform}."
_GONE = (
    "Filen ”{name}” ur kontots export finns inte kvar där den låg. Lägg tillbaka den "
    "och gör om beställningen, eller läs in exporten på nytt med avbild import."
)


def order_import(archive: Archive, request: Request, files: Sequence[Path]) -> Order:
    """Place an order that brings the owner's export, when it looks like one.

    What can be told from the files' directories is told before anything is ordered.
    What an export lacks, such as others' comments, does not stop it: what it holds is
    kept as evidence.

    Raises:
        UnknownName: the account or the board is not in the register.
        NotAllowed: the account is closed, another board's, or on a platform whose
            exports are not read.
        BadInput: why the files are refused, or what the order lacks.
        Refused: the account has an open order already; the message names it.
    """
    account = archive.database.accounts.get(request.account_id)
    if not isinstance(for_account(account), ExportPlatform):
        raise NotAllowed(_UNREAD.format(platform=account.platform))
    check_parts(files)
    update = {
        "exports": tuple(str(file.resolve()) for file in files),
        "keep_incomplete": True,
        "reason_text": request.reason_text.strip() or DEFAULT_REASON,
    }
    return place_order(archive, request.model_copy(update=update))


def exports_of(order: Order) -> tuple[Path, ...]:
    """Give the files of the export that an order brings, if it brings one.

    Raises:
        NeedsPerson: a file is no longer there; somebody must bring it again.
    """
    files = tuple(map(Path, order.exports))
    for file in files:
        if not _is_there(file):
            raise NeedsPerson(_GONE.format(name=file.name))
    return files


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        return False


def health_of(archive: Archive, package: PackageVersion) -> CaptureHealth:
    """Give the health report of a package: what of the export was read, what is not.

    Raises:
        UnknownName: the package is not in the store.
        Damaged: its report cannot be read.
    """
    files = archive.store.open(package.package_id, package.version)
    return read_report(files).health
