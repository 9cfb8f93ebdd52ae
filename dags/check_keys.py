# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tell in good time of keys to accounts that soon run out."""

from airflow.sdk import CronTriggerTimetable, dag, task

from dags import steps


@dag(
    dag_display_name="Pröva åtkomstnycklar",
    description="Säger till om kontonas åtkomstnycklar innan de går ut.",
    schedule=CronTriggerTimetable("20 6 * * *", timezone=steps.TIME_ZONE),
    catchup=False,
    max_active_runs=1,
    tags=["avbild"],
    default_args=steps.PATIENT,
    doc_md="""
Varje morgon tillfrågas plattformarna om de åtkomstnycklar som konton på Facebook och
Instagram läses med. Går en nyckel ut inom 14 dagar får driften veta det en gång. En
nyckel som redan har slutat gälla säger *Bevaka konton* till om.
""",
)
def check_keys() -> None:
    """Ask each key when it ends."""

    @task
    def ask() -> int:
        """Warn of those that soon do; gives how many."""
        from pipeline.source_check import warn_of_keys

        with steps.open_archive() as archive:
            return warn_of_keys(archive)

    ask()


check_keys()
