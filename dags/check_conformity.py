# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Check the accounts against the guideline every month, board by board."""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task

from dags import steps


@dag(
    dag_display_name="Pröva konton mot riktlinjerna",
    description="Prövar varje månad om kontona följer riktlinjerna för sociala medier.",
    schedule=CronTriggerTimetable("0 5 1 * *", timezone=steps.TIME_ZONE),
    catchup=False,
    max_active_runs=1,
    tags=["avbild"],
    default_args=steps.PATIENT,
    doc_md="""
Den första i varje månad prövas om kontona följer riktlinjerna: avsändare, syfte,
kontaktuppgifter, länk till sidan om sociala medier och, på Facebook,
förhållningsregler, bemanning och svarstid. Rapporten sparas för varje nämnd och
kommunikationsavdelningen får ett meddelande. Den läses med `avbild conformity show`
och hämtas med `avbild conformity export`. Det som inte går att läsa räknas aldrig som
en brist.
""",
)
def check_conformity() -> None:
    """Check each board's accounts; a board that fails stops no other."""

    @task
    def find_boards() -> list[str]:
        """Give the ids of the boards that have accounts in the register."""
        with steps.open_archive() as archive:
            return sorted({a.board_id for a in archive.database.accounts.list()})

    @task(
        execution_timeout=timedelta(hours=6),
        max_active_tis_per_dag=1,
        map_index_template="{{ task.op_kwargs['board_id'] }}",
        queue=steps.BROWSER_QUEUE,
        pool=steps.BROWSER_POOL,
    )
    def check(board_id: str) -> str:
        """Check a board's accounts; gives the id of the report."""
        from pipeline.conformity.check import check_board

        with steps.open_archive() as archive:
            return check_board(archive, board_id).report_id

    check.expand(board_id=find_boards())


check_conformity()
