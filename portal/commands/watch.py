# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild watch`: look at accounts, and order an archiving if a profile changed."""

import click

from pipeline.context import Archive
from pipeline.watch.due import due_accounts
from pipeline.watch.look import watch as watch_accounts
from pipeline.watch.outcome import WatchOutcome
from portal.archive import opened
from portal.door import ArchiveCommand, answering, warn
from portal.options import by_option
from portal.output import Output
from schemas.account import AccountStatus


@click.command(cls=ArchiveCommand)
@click.argument("account_ids", metavar="[KONTO]…", nargs=-1)
@click.option("--due", "is_due", is_flag=True, help="Bara de konton som står på tur.")
@by_option
@click.pass_context
@answering
def watch(
    out: Output,
    ctx: click.Context,
    account_ids: tuple[str, ...],
    is_due: bool,  # noqa: FBT001 - click's own
    by: str,
) -> None:
    """Avläs konton och beställ arkivering vid större förändring.

    Utan KONTO avläses alla konton som är i bruk. Den första avläsningen av ett konto
    beställer den första arkiveringen. En förändring ska ses igen innan den räknas.
    Beställningar utförs med avbild order run.
    """
    with opened(by) as archive:
        register = archive.database.accounts
        named = [register.get(name).account_id for name in account_ids]
        chosen = named or _in_use(archive)
        if is_due:
            due = frozenset(due_accounts(archive))
            chosen = [name for name in chosen if name in due]
        outcomes = watch_accounts(archive, chosen, insists=not is_due)
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


def _in_use(archive: Archive) -> list[str]:
    return [
        account.account_id
        for account in archive.database.accounts.list()
        if account.status is not AccountStatus.CLOSED
    ]


def _row(outcome: WatchOutcome) -> tuple[object, ...]:
    new = "ny: " if outcome.is_new_order else ""
    order = f"{new}{outcome.order_id}" if outcome.order_id else ""
    return (
        outcome.account_id,
        outcome.state.label if outcome.state else "kunde inte avläsas",
        _change(outcome),
        order,
    )


def _change(outcome: WatchOutcome) -> str:
    """Say what differs, and how far it has come."""
    if outcome.change is None:
        return ""
    fields = ", ".join(field.label.lower() for field in outcome.fields)
    return f"{fields}: {outcome.change.label.lower()} ({outcome.change_id})"
