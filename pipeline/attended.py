# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Orders that a person attends: carried out here and now, or not at all.

Where a platform's terms ask for a person at the browser, one must be there for as long
as it runs. So such an order never waits in the queue for a worker without eyes, and one
that was interrupted is not taken up again by itself.
"""

from archivers.attended import demand_display
from pipeline.context import Archive
from schemas.errors import NeedsPerson
from schemas.order import Order


def check_can_attend() -> None:
    """See that a person can attend on this computer, before anything is ordered.

    Raises:
        NeedsPerson: there is no display to show the browser on.
    """
    demand_display()


def check_attended(archive: Archive, order: Order) -> None:
    """See that an order which is to be attended is.

    Raises:
        NeedsPerson: nobody sits at the browser.
    """
    if order.attended_by and not archive.is_attended:
        message = (
            "Beställningen ska utföras med en person vid webbläsaren. Lägg en ny med "
            f"avbild snapshot {order.account_id} --attended --reason TEXT."
        )
        raise NeedsPerson(message)
