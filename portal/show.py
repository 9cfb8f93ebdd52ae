# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Records as people read them."""

from pathlib import Path

from portal.output import size
from schemas.order import Order
from schemas.package import PackageVersion


def package_facts(package: PackageVersion) -> dict[str, object]:
    """Say what a package is."""
    plan = f"{package.plan_id} version {package.plan_version}, rad {package.row_id}"
    return {
        "Arkivpaket": package.package_id,
        "Version": package.version,
        "Konto": package.account_id,
        "Nämnd": package.board_id,
        "Skapat": package.created_at,
        "Fullständigt": package.is_complete,
        "Inlägg": str(package.posts),
        "Kommentarer": str(package.comments),
        "Filer": f"{package.files} ({size(package.size)})",
        "Plan": plan,
        "Beställning": package.order_id,
        "METS SHA-256": package.mets_sha256,
    }


def order_facts(order: Order) -> dict[str, object]:
    """Say what was ordered and what came of it."""
    progress = order.progress
    return {
        "Beställning": order.order_id,
        "Konto": order.account_id,
        "Läge": order.state,
        "Spara även ofullständigt": order.keep_incomplete or None,
        "Omfattning": order.level,
        "Utvalda inlägg": order.posts,
        "Export": tuple(Path(file).name for file in order.exports),
        "Anledning": order.reason,
        "Med ord": order.reason_text,
        "Diarienummer": order.diary_number,
        "Beställd": order.ordered_at,
        "Beställd av": order.ordered_by,
        "Påbörjad": order.started_at,
        "Avslutad": order.ended_at,
        "Steg": progress.step if progress and order.ended_at is None else "",
        "Arkivpaket": order.package_id,
        "Fel": order.failure,
    }
