# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild order`: what was ordered, and what came of it."""

import click

from portal.archive import opened
from portal.door import ArchiveGroup, answering
from portal.options import by_option
from portal.output import Output
from portal.show import order_facts, package_facts
from portal.swedish import OneOf
from schemas.order import OrderState


@click.group(cls=ArchiveGroup)
def order() -> None:
    """Beställningar av arkivering."""


@order.command("list")
@click.option("--account", metavar="KONTO", help="Bara det här kontots beställningar.")
@click.option(
    "--state",
    type=OneOf(OrderState),
    metavar="LÄGE",
    help="Bara beställningar i det här läget: queued (väntar), running (pågår), "
    "done (klar) eller failed (misslyckad).",
)
@answering
def list_orders(out: Output, account: str | None, state: OrderState | None) -> None:
    """Visa beställningar, de senaste först."""
    with opened() as archive:
        if account is not None:
            archive.database.accounts.get(account)
        orders = archive.database.orders.list(state, account)
    rows = [
        (o.order_id, o.account_id, o.state, o.reason, o.ordered_at, o.ordered_by)
        for o in orders
    ]
    headings = ["Beställning", "Konto", "Läge", "Anledning", "Beställd", "Av"]
    out.table(headings, rows, "Det finns inga beställningar.")
    out.document(orders=orders)


@order.command("show")
@click.argument("order_id", metavar="BESTÄLLNING")
@answering
def show(out: Output, order_id: str) -> None:
    """Visa en beställning."""
    with opened() as archive:
        found = archive.database.orders.get(order_id)
    out.facts(order_facts(found))
    out.document(order=found)


@order.command("run")
@click.argument("order_id", metavar="BESTÄLLNING")
@by_option
@answering
def run(out: Output, order_id: str, by: str) -> None:
    """Utför en beställning; en misslyckad görs om, en klar visar sitt paket."""
    from pipeline.snapshot import run_order  # noqa: PLC0415 - it loads a browser

    with opened(by) as archive:
        package = run_order(archive, order_id)
        found = archive.database.orders.get(order_id)
    out.facts(package_facts(package))
    out.document(order=found, package=package)
