# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hand over what is to be registered in the diary, and remind of what is late."""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task

from dags import post, steps


@dag(
    dag_display_name="Lämna till diariet",
    description="Lämnar underlag för diarieföring och påminner om det som är försenat.",
    schedule=CronTriggerTimetable("0 7 * * 1-5", timezone=steps.TIME_ZONE),
    catchup=False,
    max_active_runs=1,
    tags=["avbild"],
    default_args=steps.PATIENT,
    doc_md="""
Varje vardagsmorgon lämnas underlag för det som är bedömt att diarieföras, dit nämndens
fil `diary/NÄMND.yaml` säger: en mapp, en lista eller registratorns e-post. Är något
försenat får registratorn ett brev om det. Brev skickas genom Airflows SMTP-anslutning.
Diarienumren lämnas tillbaka med `avbild diary import` eller `avbild diary register`.
""",
)
def registrations() -> None:
    """Serve each board that has said where it wants what is to be registered."""

    @task
    def find_boards() -> list[str]:
        """Give the ids of the boards to serve."""
        from pipeline.diary.daily import boards_to_serve

        with steps.open_archive() as archive:
            return list(boards_to_serve(archive))

    @task(
        execution_timeout=timedelta(hours=2),
        max_active_tis_per_dag=1,
        map_index_template="{{ task.op_kwargs['board_id'] }}",
        queue=steps.BROWSER_QUEUE,
        pool=steps.BROWSER_POOL,
    )
    def serve(board_id: str) -> int:
        """Hand over what waits at a board; gives how many decisions."""
        from pipeline.diary.daily import serve_board

        with steps.open_archive() as archive:
            return serve_board(archive, board_id, *post.read_post())

    @task(map_index_template="{{ task.op_kwargs['board_id'] }}")
    def remind(board_id: str) -> int:
        """Remind a board's registrar; gives how many things are late."""
        from pipeline.diary.daily import remind_board

        with steps.open_archive() as archive:
            return remind_board(archive, board_id, *post.read_post())

    boards = find_boards()
    serve.expand(board_id=boards)
    remind.expand(board_id=boards)


registrations()
