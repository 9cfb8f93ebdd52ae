# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Verify the packages: every night, that what is kept is still what was written."""

from airflow.sdk import CronTriggerTimetable, dag, task

from dags import steps


@dag(
    dag_display_name="Kontrollera arkivpaket",
    description="Kontrollerar varje fil, kontrollsumma och hänvisning i arkivpaketen.",
    schedule=CronTriggerTimetable("30 2 * * *", timezone=steps.TIME_ZONE),
    catchup=False,
    max_active_runs=1,
    tags=["avbild"],
    default_args=steps.PATIENT,
    doc_md="""
Varje natt läses alla arkivpaket: att varje fil finns, att ingen har ändrats, att inget
har tillkommit, och att METS, PREMIS och WARC går att läsa. Är ett paket skadat blir
körningen röd och nämner paketet.
""",
)
def verify_packages() -> None:
    """Check the packages in batches."""

    @task
    def divide() -> list[list[tuple[str, int]]]:
        """Divide the packages into batches."""
        with steps.open_archive() as archive:
            return steps.in_batches(steps.packages_to_verify(archive))

    @task
    def check(packages: list[tuple[str, int]]) -> int:
        """Check a batch of packages; a damaged one stops no other."""
        with steps.open_archive() as archive:
            return steps.verify(archive, packages)

    check.expand(packages=divide())


verify_packages()
