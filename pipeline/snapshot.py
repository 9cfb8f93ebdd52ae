# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Carry out an order: capture the account, pack it, check it and keep it."""

from pipeline.context import Archive
from schemas.package import PackageVersion


def run_order(archive: Archive, order_id: str) -> PackageVersion:
    """Carry out an order; a finished order gives the package that it made.

    Raises:
        UnknownName: there is no such order.
        NotAllowed: another worker holds the order.
        NotInPlan: the board has no plan in force, or the plan has no row.
        ArchiveError: what stopped the capture, also noted on the order.
    """
    raise NotImplementedError
