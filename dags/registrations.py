# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hand over what is to be registered in the diary, and remind of what is late."""

import os
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from airflow.sdk import BaseHook, CronTriggerTimetable, dag, task
from airflow.sdk.exceptions import AirflowNotFoundException

from dags import steps

if TYPE_CHECKING:
    from airflow.sdk import Connection

    from pipeline.diary.mail import Send

SMTP = os.environ.get("AVBILD_SMTP_CONNECTION", "smtp_default")
"""Airflow's connection to the server that letters are sent through."""


def read_post() -> "tuple[str, Send | None]":
    """Give the address that letters come from, and what sends them.

    None when Airflow has no such connection: folders and lists need no letters.

    Raises:
        BadInput: the connection names no server.
    """
    from pipeline.diary.smtp import smtp_sender
    from pipeline.settings import read_settings

    try:
        connection = BaseHook.get_connection(SMTP)
    except AirflowNotFoundException:
        return "", None
    sender = connection.extra_dejson.get("from_email") or read_settings().mail_sender
    return sender, smtp_sender(smtp_url(connection))


def smtp_url(connection: "Connection") -> str:
    """Write a connection as the address of its server; it is encrypted either way.

    The connection's "disable_ssl" means that the server begins in the clear and must
    then change to TLS.
    """
    scheme = "smtp" if connection.extra_dejson.get("disable_ssl") else "smtps"
    login = quote(connection.login or "", safe="")
    password = quote(connection.password or "", safe="")
    place = connection.host or ""
    if connection.port:
        place = f"{place}:{connection.port}"
    return f"{scheme}://{login}:{password}@{place}" if login else f"{scheme}://{place}"


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
            return serve_board(archive, board_id, *read_post())

    @task(map_index_template="{{ task.op_kwargs['board_id'] }}")
    def remind(board_id: str) -> int:
        """Remind a board's registrar; gives how many things are late."""
        from pipeline.diary.daily import remind_board

        with steps.open_archive() as archive:
            return remind_board(archive, board_id, *read_post())

    boards = find_boards()
    serve.expand(board_id=boards)
    remind.expand(board_id=boards)


registrations()
