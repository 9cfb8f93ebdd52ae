# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Order periodic archivings: accounts that are to be archived once or twice a year."""

from typing import TYPE_CHECKING

from airflow.sdk import CronTriggerTimetable, dag, task

from dags import steps

if TYPE_CHECKING:
    from airflow.sdk.types import OutletEventAccessorsProtocol as Outlets

    from pipeline.context import Archive


def place_due(archive: "Archive", outlet_events: "Outlets | None") -> list[str]:
    """Order the accounts that are due, wake `snapshot_account`, and give the orders."""
    from pipeline.periodic import order_periodic

    orders = [order.order_id for order in order_periodic(archive)]
    if orders and outlet_events is not None:
        steps.tell(outlet_events, orders)
    return orders


@dag(
    dag_display_name="Återkommande arkivering",
    description="Beställer arkivering av konton som arkiveras en eller två gånger "
    "om året.",
    schedule=CronTriggerTimetable("30 4 * * *", timezone=steps.TIME_ZONE),
    catchup=False,
    max_active_runs=1,
    tags=["avbild"],
    default_args=steps.PATIENT,
    doc_md="""
Varje morgon beställs arkivering av de konton som enligt kontoregistret ska arkiveras en
eller två gånger om året, och *Arkivera konto* väcks. Kontona är spridda över året, och
ingenting beställs i juli eller kring jul, om nämndens regler inte säger annat. Det som
nyss har arkiverats av ett annat skäl arkiveras inte igen.
""",
)
def periodic_snapshots() -> None:
    """Order what is due, and wake `snapshot_account` when there is something."""

    @task(outlets=[steps.NEW_ORDERS])
    def order_due(*, outlet_events: "Outlets | None" = None) -> list[str]:
        """Place the orders of the day; gives their ids."""
        with steps.open_archive() as archive:
            return place_due(archive, outlet_events)

    order_due()


periodic_snapshots()
