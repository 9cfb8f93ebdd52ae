# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Watch the accounts: look at those that are due; a larger change is ordered."""

from datetime import timedelta
from typing import TYPE_CHECKING

from airflow.sdk import CronTriggerTimetable, Param, dag, task

from dags import steps

if TYPE_CHECKING:
    from airflow.sdk.types import DagRunProtocol
    from airflow.sdk.types import OutletEventAccessorsProtocol as Outlets


@dag(
    dag_display_name="Bevaka konton",
    description="Avläser varje kontos profil och beställer arkivering vid förändring.",
    schedule=CronTriggerTimetable("7-59/15 * * * *", timezone=steps.TIME_ZONE),
    catchup=False,
    max_active_runs=1,
    tags=["avbild"],
    default_args=steps.PATIENT,
    params={
        "konto": Param(
            None,
            type=["null", "string"],
            title="Konto",
            description="Avläs det här kontot nu. Annars avläses de som står på tur.",
            maxLength=steps.FORM_FIELDS["konto"],
        ),
    },
    doc_md="""
Varje kvart avläses profilen (namn, om-text, profilbild, omslag med mera) för de konton
som står på tur; hur ofta ett konto är på tur står i nämndens regler för bevakning. En
större förändring som håller i sig läggs som beställning, och *Arkivera konto* väcks.
Den första avläsningen av ett konto beställer den första arkiveringen. Hinner
bevakningen inte med får driften veta det.
""",
)
def watch_accounts() -> None:
    """Look at the accounts in batches, and wake `snapshot_account` when needed."""

    @task
    def divide(*, dag_run: "DagRunProtocol | None" = None) -> list[list[str]]:
        """Divide the accounts that are due into batches; or take the one asked for."""
        form, person = steps.read_run(dag_run)
        with steps.open_archive(person) as archive:
            return steps.accounts_to_watch(archive, form.get("konto"))

    @task(
        outlets=[steps.NEW_ORDERS],
        execution_timeout=timedelta(hours=1),
        max_active_tis_per_dag=steps.BROWSERS,
        queue=steps.BROWSER_QUEUE,
        pool=steps.BROWSER_POOL,
    )
    def look(account_ids: list[str], *, outlet_events: "Outlets") -> list[str]:
        """Look at a batch of accounts; one that does not answer stops no other."""
        with steps.open_archive() as archive:
            if orders := steps.look(archive, account_ids):
                steps.tell(outlet_events, orders)
            return orders

    look.expand(account_ids=divide())


watch_accounts()
