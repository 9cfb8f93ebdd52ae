# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Send what the inbox holds to those who have an e-mail address."""

from airflow.sdk import CronTriggerTimetable, dag, task

from dags import post, steps


@dag(
    dag_display_name="Skicka meddelanden",
    description="Skickar det som har kommit till inkorgen med e-post.",
    schedule=CronTriggerTimetable("*/15 * * * *", timezone=steps.TIME_ZONE),
    catchup=False,
    max_active_runs=1,
    tags=["avbild"],
    default_args=steps.PATIENT,
    doc_md="""
Var femtonde minut skickas det som är nytt i inkorgen: till nämndsekreteraren (nämndens
e-postadress), till kommunikationsavdelningen (`AVBILD_COMMUNICATIONS_EMAIL`) och till
driften (`AVBILD_OPERATIONS_EMAIL`). Den som saknar adress ser sina meddelanden i
inkorgen. Blir det fler än fem till samma mottagare kommer de i ett brev. Brev skickas
genom Airflows SMTP-anslutning; finns ingen sådan skickas inga brev.
""",
)
def notices() -> None:
    """Send the notices that wait."""

    @task
    def send() -> int:
        """Send what is not sent; gives how many notices left."""
        from pipeline.notices import send_notices

        with steps.open_archive() as archive:
            return send_notices(archive, *post.read_post())

    send()


notices()
