# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A change report of the invented library account, and the pictures it shows."""

import hashlib
import io
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import Image

from schemas.change_report import (
    ChangeReport,
    ContentDifference,
    ListedItem,
    PictureState,
    ReportedPicture,
    ReportedSight,
    ReportRow,
)
from schemas.item import ItemKind
from schemas.order import OrderReason
from schemas.profile import (
    ChangeState,
    FieldVerdict,
    ProfileChange,
    ProfileField,
)

FOUND = datetime(2026, 5, 3, 10, 0, tzinfo=UTC)
EARLIER = "avbild-order-1"
LATER = "avbild-order-2"


def sample_picture(colour: str, size: tuple[int, int] = (60, 60)) -> bytes:
    """Draw a picture of one colour."""
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, "PNG")
    return written.getvalue()


BLUE = sample_picture("#1f4a63")
RED = sample_picture("#8c2f1b")
PICTURES = {hashlib.sha256(data).hexdigest(): data for data in (BLUE, RED)}


def kept(data: bytes) -> ReportedPicture:
    """Name a picture that is kept."""
    digest = hashlib.sha256(data).hexdigest()
    return ReportedPicture(state=PictureState.KEPT, sha256=digest)


def listed(
    item_id: str, number: str, kind: ItemKind = ItemKind.COMMENT, *, own: bool = False
) -> ListedItem:
    """Name an item that is gone or edited."""
    return ListedItem(item_id=item_id, kind=kind, number=number, is_by_account=own)


ROWS = (
    ReportRow(
        field=ProfileField.NAME,
        verdict=FieldVerdict.CHANGED,
        before="Älmhults bibliotek",
        after="Älmhults bibliotek och kulturhus",
    ),
    ReportRow(
        field=ProfileField.ABOUT,
        verdict=FieldVerdict.CHANGED,
        before="Vi har öppet måndag till fredag klockan 10–18.",
        after="Vi har öppet måndag till lördag klockan 10–18.",
    ),
    ReportRow(
        field=ProfileField.AVATAR,
        verdict=FieldVerdict.CHANGED,
        before_picture=kept(BLUE),
        after_picture=kept(RED),
        phash_distance=22,
        tile_difference=139,
    ),
    ReportRow(field=ProfileField.COVER, verdict=FieldVerdict.UNKNOWN),
    ReportRow(
        field=ProfileField.LINKS,
        verdict=FieldVerdict.SAME,
        before="https://almhult.example/",
        after="https://almhult.example/",
    ),
)
CONTENT = ContentDifference(
    earlier_package_id=EARLIER,
    earlier_captured_at=FOUND - timedelta(days=60),
    missing=(
        listed("p3", "3", ItemKind.POST, own=True),
        listed("c31", "3.1"),
        listed("r311", "3.1.1", ItemKind.REPLY, own=True),
    ),
    edited=(listed("c21", "2.1"),),
    new_posts=4,
    new_comments=1,
)
CHANGE = ProfileChange(
    change_id="change-1",
    account_id="biblioteket",
    before_id="sight-1",
    after_id="sight-2",
    comparisons=(),
    state=ChangeState.CONFIRMED,
    found_at=FOUND,
    times_seen=2,
    settled_at=FOUND + timedelta(hours=1),
    settled_by="Ulla Nämndsekreterare",
    reason="Ny logotyp.",
)


def sample_report(**changes: Any) -> ChangeReport:
    """Give a report in which everything has happened, with some of it otherwise."""
    report = ChangeReport(
        package_id=LATER,
        account_id="biblioteket",
        account_name="Älmhults bibliotek",
        url="https://torget.example/almhultsbibliotek",
        board="Kultur- och fritidsnämnden",
        municipality="Älmhults kommun",
        order_id="order-2",
        reason=OrderReason.PROFILE_CHANGE,
        reason_text="Kontots profil har ändrats: namn och profilbild.",
        ordered_by="Avbild",
        captured_at=FOUND + timedelta(hours=2),
        made_at=FOUND + timedelta(hours=2, minutes=4),
        change=CHANGE,
        before=ReportedSight(
            first_seen_at=FOUND - timedelta(days=60),
            last_seen_at=FOUND - timedelta(hours=1),
            sights=1400,
        ),
        before_package_id=EARLIER,
        after=ReportedSight(
            first_seen_at=FOUND, last_seen_at=FOUND + timedelta(hours=1), sights=2
        ),
        rows=ROWS,
        content=CONTENT,
    )
    return report.model_copy(update=changes)
