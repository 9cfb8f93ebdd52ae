# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild watch`: look at accounts, and order an archiving if a profile changed."""

import click

from pipeline.watch.look import watch as watch_accounts
from pipeline.watch.outcome import WatchOutcome
from portal.archive import opened
from portal.door import ArchiveCommand, answering, warn
from portal.options import by_option
from portal.output import Output
from schemas.account import AccountStatus


@click.command(cls=ArchiveCommand)
@click.argument("account_ids", metavar="[KONTO]…", nargs=-1)
@by_option
@click.pass_context
@answering
def watch(
    out: Output, ctx: click.Context, account_ids: tuple[str, ...], by: str
) -> None:
    """Avläs konton och beställ arkivering vid större förändring.

    Utan KONTO avläses alla konton som är i bruk. Den första avläsningen av ett konto
    beställer den första arkiveringen. Beställningar utförs med avbild order run.
    """
    with opened(by) as archive:
        register = archive.database.accounts
        in_use = [
            account.account_id
            for account in register.list()
            if account.status is not AccountStatus.CLOSED
        ]
        chosen = [register.get(name).account_id for name in account_ids] or in_use
        outcomes = watch_accounts(archive, chosen)
    headings = ["Konto", "Sidan", "Förändring", "Beställning"]
    out.table(headings, map(_row, outcomes), "Det finns inga konton att avläsa.")
    out.document(outcomes=outcomes)
    failures = [
        f"{found.account_id}: {found.failure}" for found in outcomes if found.failure
    ]
    if failures:
        warn("Alla konton kunde inte avläsas:", failures)
    if failures and len(failures) == len(outcomes):
        ctx.exit(outcomes[0].exit_code)


def _row(outcome: WatchOutcome) -> tuple[object, ...]:
    new = "ny: " if outcome.is_new_order else ""
    order = f"{new}{outcome.order_id}" if outcome.order_id else ""
    return (
        outcome.account_id,
        outcome.state.label if outcome.state else "kunde inte avläsas",
        outcome.fields,
        order,
    )
