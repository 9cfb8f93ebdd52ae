# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Archive accounts: carry out orders, or one that a board secretary places here."""

from datetime import timedelta
from typing import TYPE_CHECKING

from airflow.sdk import Param, dag, task

from dags import steps

if TYPE_CHECKING:
    from airflow.sdk.types import DagRunProtocol


@dag(
    dag_display_name="Arkivera konto",
    description="Fångar konton som har beställts och gör arkivpaket av dem.",
    schedule=[steps.ORDERS],
    catchup=False,
    max_active_tasks=16,
    tags=["avbild"],
    default_args=steps.PATIENT,
    params={
        "konto": Param(
            None,
            type=["null", "string"],
            title="Konto",
            description="Kontots id i kontoregistret. Lämnas fältet tomt utförs alla "
            "beställningar som väntar.",
            maxLength=steps.FORM_FIELDS["konto"],
        ),
        "anledning": Param(
            None,
            type=["null", "string"],
            title="Anledning",
            description="Varför kontot ska arkiveras. Skriv inga personuppgifter: "
            "anledningen följer med arkivpaketet.",
            maxLength=steps.FORM_FIELDS["anledning"],
        ),
        "diarienummer": Param(
            None,
            type=["null", "string"],
            title="Diarienummer",
            description="Ärendets diarienummer, om det finns ett.",
            maxLength=steps.FORM_FIELDS["diarienummer"],
        ),
    },
    doc_md="""
Utför beställningar: kontot fångas i sin helhet (WARC, PDF/A, skärmbilder) och fångsten
blir ett kontrollerat arkivpaket. Körs när *Bevaka konton* har lagt en beställning, när
portalen skickar en, eller när någon fyller i formuläret här.
""",
)
def snapshot_account() -> None:
    """Find the orders of this run and carry out each of them."""

    @task
    def find_orders(*, dag_run: "DagRunProtocol | None" = None) -> list[str]:
        """Check what the run was started with; place an order if it asks for one."""
        form, person = steps.read_run(dag_run)
        with steps.open_archive(person) as archive:
            return steps.orders_of_run(archive, form, person)

    @task(
        execution_timeout=timedelta(hours=3),
        max_active_tis_per_dag=steps.BROWSERS,
        map_index_template="{{ task.op_kwargs['order_id'] }}",
        queue=steps.BROWSER_QUEUE,
        pool=steps.BROWSER_POOL,
    )
    def archive_account(order_id: str) -> str:
        """Carry out one order; gives the package's id."""
        with steps.open_archive() as archive:
            return steps.carry_out(archive, order_id)

    archive_account.expand(order_id=find_orders())


snapshot_account()
