# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Carry out decided disposals (gallring): destroy, prove, certify."""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task

from dags import steps


@dag(
    dag_display_name="Genomför gallring",
    description="Genomför gallringsbeslut som är fattade, och bevisar dem.",
    schedule=CronTriggerTimetable("0 4 * * *", timezone=steps.TIME_ZONE),
    catchup=False,
    max_active_runs=1,
    tags=["avbild"],
    default_args=steps.PATIENT,
    doc_md="""
Varje natt genomförs de gallringsbeslut som är fattade men inte slutförda. Körningen
avgör ingenting själv: beslutet läses ur arkivet, listan jämförs med den som godkändes,
och plan, diarieföring, frist och gallringsstopp prövas igen innan något förstörs.
Stoppas en gallring blir körningen röd och säger varför. Att en körning är grön bevisar
inget: beviset och gallringsprotokollet finns i arkivet.
""",
)
def apply_gallring() -> None:
    """Find the decisions that are not carried out, and carry out each of them."""

    @task
    def find_decisions() -> list[str]:
        """Give the ids of decisions that are not carried out in every package."""
        with steps.open_archive() as archive:
            return steps.decisions_to_execute(archive)

    @task(
        execution_timeout=timedelta(hours=6),
        max_active_tis_per_dag=1,
        map_index_template="{{ task.op_kwargs['decision_id'] }}",
        queue=steps.BROWSER_QUEUE,
        pool=steps.BROWSER_POOL,
    )
    def execute(decision_id: str) -> str:
        """Carry out one decision; gives the certificate's id."""
        with steps.open_archive() as archive:
            return steps.execute_gallring(archive, decision_id)

    execute.expand(decision_id=find_decisions())


apply_gallring()
