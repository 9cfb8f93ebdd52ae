# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Move closures on, and propose to close what has been silent for long."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from airflow.sdk import CronTriggerTimetable, Param, dag, task

from dags import steps

if TYPE_CHECKING:
    from airflow.sdk.types import DagRunProtocol
    from airflow.sdk.types import OutletEventAccessorsProtocol as Outlets

    from pipeline.context import Archive


def move_closures(
    archive: "Archive", form: Mapping[str, str], outlet_events: "Outlets | None"
) -> list[str]:
    """Move closures on, wake `snapshot_account` if needed, and give what was ordered.

    Raises:
        NeedsPerson: a closure could not be moved on; every other was.
        ArchiveError: the account in the form is not being closed.
    """
    from pipeline.close.move import move_on
    from schemas.errors import NeedsPerson

    outcomes = move_on(archive, form.get("konto"))
    orders = [each.order_id for each in outcomes if each.order_id is not None]
    if orders and outlet_events is not None:
        steps.tell(outlet_events, orders)
    failed = [f"{each.account_id}: {each.failure}" for each in outcomes if each.failure]
    if failed:
        message = f"{len(failed)} avslut kunde inte föras vidare. {' '.join(failed)}"
        raise NeedsPerson(message)
    return orders


def propose_closures(archive: "Archive", form: Mapping[str, str]) -> int:
    """Propose to close what is inactive; a run for one account proposes nothing."""
    from pipeline.inactive import propose_inactive

    return 0 if form else len(propose_inactive(archive))


@dag(
    dag_display_name="Avsluta konton",
    description="För påbörjade avslut vidare och föreslår att inaktiva konton stängs.",
    schedule=CronTriggerTimetable("30 6 * * *", timezone=steps.TIME_ZONE),
    catchup=False,
    max_active_runs=1,
    tags=["avbild"],
    default_args=steps.PATIENT,
    params={
        "konto": Param(
            None,
            type=["null", "string"],
            title="Konto",
            description="Kontots id i kontoregistret. Lämnas fältet tomt förs alla "
            "påbörjade avslut vidare.",
            maxLength=steps.FORM_FIELDS["konto"],
        ),
    },
    doc_md="""
Varje morgon förs de avslut vidare som är påbörjade. Är tiden för meddelandet till
följarna ute beställs den slutliga arkiveringen. Är den fullständig noteras det, och
nämndsekreteraren ombeds godkänna den. Därefter påminns kommunikationsavdelningen om att
kontot ska stängas. Körningen stänger aldrig något konto och bekräftar aldrig att ett
konto är stängt: det gör en person med `avbild close`. Konton som inte har publicerat
något på ett halvår föreslås för avslut, en gång per halvår.
""",
)
def close_account() -> None:
    """Do what is due for the closures, and propose new ones."""

    @task(outlets=[steps.NEW_ORDERS])
    def move(
        *,
        outlet_events: "Outlets | None" = None,
        dag_run: "DagRunProtocol | None" = None,
    ) -> list[str]:
        """Move the closures on; gives the orders that were placed."""
        form, person = steps.read_run(dag_run)
        with steps.open_archive(person) as archive:
            return move_closures(archive, form, outlet_events)

    @task
    def propose(*, dag_run: "DagRunProtocol | None" = None) -> int:
        """Propose to close what is inactive; gives how many proposals are new."""
        form, person = steps.read_run(dag_run)
        with steps.open_archive(person) as archive:
            return propose_closures(archive, form)

    move()
    propose()


close_account()
