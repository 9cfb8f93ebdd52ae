# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sheet for the diary: an invented visitor's comment on a library's post."""

from datetime import UTC, date, datetime

from pydantic import HttpUrl

from schemas.account import Account, Board
from schemas.diary import (
    Direction,
    Registration,
    RegistrationSheet,
    RegistrationState,
)
from schemas.plan import Disposal, PlanReference
from tests.gallring_samples import COMMENTS, TOWN, thread_items

NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


def sample_sheet() -> RegistrationSheet:
    """The second comment of the thread, which is to be registered."""
    items = {item.item_id: item for item in thread_items()}
    registration = Registration(
        registration_id="r-1",
        account_id="biblioteket",
        item_id="c2",
        state=RegistrationState.TO_REGISTER,
        decided_by="Ulla Påhittad",
        decided_at=NOW,
        reason="Frågan ska besvaras.",
        due=date(2026, 5, 5),
        document_date=date(2026, 3, 1),
        direction=Direction.INCOMING,
        subject="Öppettider på lördag",
        public_subject="Fråga till biblioteket",
    )
    return RegistrationSheet(
        reference="r-1",
        registration=registration,
        board=Board(
            board_id="ks",
            name="Kommunstyrelsen",
            municipality="Älmhults kommun",
            organisation_number="212000-0001",
        ),
        account=Account(
            account_id="biblioteket",
            board_id="ks",
            platform="webpage",
            url=HttpUrl("https://torget.example/almhultsbibliotek"),
            name=TOWN,
        ),
        package_id="paket-1",
        captured_at=NOW,
        made_at=NOW,
        sender=COMMENTS["c2"][0],
        plan=PlanReference(
            plan_id="ks",
            plan_version=1,
            row_id="1.5.6",
            code="1.5.6",
            document_type="Frågor och synpunkter",
            disposal=Disposal.PRESERVE,
        ),
        items=(items["c2"],),
        context=(items["p1"],),
    )
