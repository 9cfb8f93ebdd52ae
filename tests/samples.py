# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sample account of Älmhults kommun, captured: the same bytes on every machine.

The citizens are invented; the personnummer is an official test number.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from pydantic import HttpUrl

from schemas.account import Account, Board
from schemas.capture import (
    Capture,
    CaptureHealth,
    Count,
    FailedResource,
    LossCheck,
    RecorderReport,
    ReplayCheck,
    Software,
)
from schemas.item import Box, Item, ItemKind, Media, Place
from schemas.order import Order, OrderReason, OrderState
from schemas.package import PackageDescription
from schemas.plan import (
    Disposal,
    PlanItem,
    PlanReference,
    PlanVersion,
    RegistrationRule,
    Trigger,
)
from schemas.profile import PageState, Picture, Profile
from tests.sample_files import (
    ACCOUNT_URL,
    RECORD_ID,
    FolderFiles,
    MemoryFiles,
    sample_pdf,
    sample_png,
    sample_warc,
    write_sample_files,
)

__all__ = [
    "ACCOUNT_URL",
    "ENDED",
    "EXPORTED",
    "PACKAGE_ID",
    "PACKED",
    "RECORD_ID",
    "STARTED",
    "TEST_PERSONNUMMER",
    "FolderFiles",
    "MemoryFiles",
    "counting_ids",
    "fixed_clock",
    "plan_reference",
    "sample_account",
    "sample_board",
    "sample_capture",
    "sample_description",
    "sample_health",
    "sample_items",
    "sample_order",
    "sample_pdf",
    "sample_plan",
    "sample_png",
    "sample_profile",
    "sample_warc",
    "write_sample_files",
]

STARTED = datetime(2026, 3, 2, 8, 15, 0, tzinfo=UTC)
ENDED = datetime(2026, 3, 2, 8, 17, 30, tzinfo=UTC)
PACKED = datetime(2026, 3, 2, 8, 18, 0, tzinfo=UTC)
EXPORTED = datetime(2026, 4, 1, 7, 0, 0, tzinfo=UTC)

PACKAGE_ID = "avbild-almhult-0001"
TEST_PERSONNUMMER = "19121212-1212"


def fixed_clock(moment: datetime = PACKED) -> Callable[[], datetime]:
    """Give a clock that stands still."""
    return lambda: moment


def counting_ids(prefix: str = "id") -> Callable[[], str]:
    """Give ids that count: id-0001, id-0002 and so on."""
    numbers = count(1)
    return lambda: f"{prefix}-{next(numbers):04}"


def sample_board() -> Board:
    """The board that owns the account."""
    return Board(
        board_id="kultur-och-fritidsnamnden",
        name="Kultur- och fritidsnämnden",
        municipality="Älmhults kommun",
        organisation_number="212000-0000",
    )


def sample_account() -> Account:
    """The library's account, with everything that the register knows."""
    return Account(
        account_id="torget-almhultsbibliotek",
        board_id="kultur-och-fritidsnamnden",
        platform="torget",
        url=HttpUrl(ACCOUNT_URL),
        name="Älmhults bibliotek",
        activity="Biblioteket",
        responsible_manager="Maj-Britt Exempelsson",
        account_owner="Göran Påhittad",
        stand_in="Åsa Tänkt",
        purpose="Berätta om bibliotekets program",
        target_group="Invånare i Älmhults kommun",
        decision="KFN 2021/12 § 4",
        opened_on=date(2021, 6, 1),
    )


def sample_order() -> Order:
    """An order placed because the profile picture changed."""
    return Order(
        order_id="order-0001",
        account_id="torget-almhultsbibliotek",
        reason=OrderReason.PROFILE_CHANGE,
        reason_text="Profilbilden är utbytt",
        diary_number="KFN 2026/31",
        ordered_by="Ulla Nämndsekreterare",
        ordered_at=datetime(2026, 3, 2, 8, 0, 0, tzinfo=UTC),
        state=OrderState.RUNNING,
        started_at=STARTED,
    )


def sample_plan() -> PlanVersion:
    """A plan with opposite rules for posts and comments, and a row nobody refers to."""
    return PlanVersion(
        plan_id="kfn-plan",
        board_id="kultur-och-fritidsnamnden",
        version=3,
        title="Informationshanteringsplan för kultur- och fritidsnämnden",
        decision="KFN 2025-11-18 § 92, dnr KFN 2025/140",
        valid_from=date(2026, 1, 1),
        source_name="plan-2026.xlsx",
        source_sha256=hashlib.sha256(b"plan-2026").hexdigest(),
        imported_at=datetime(2026, 1, 7, 9, 30, 0, tzinfo=UTC),
        imported_by="Ulla Nämndsekreterare",
        rows=(
            PlanItem(
                row_id="row-0017",
                code="2.4.1",
                document_type="Konto i sociala medier, ögonblicksbild",
                disposal=Disposal.PRESERVE,
                registration=RegistrationRule.NO,
                covers=("account", "post"),
                source_row=17,
            ),
            PlanItem(
                row_id="row-0018",
                code="2.4.2",
                document_type="Kommentarer från allmänheten",
                disposal=Disposal.DISPOSE,
                period_text="2 år",
                period_months=24,
                trigger=Trigger.CAPTURE,
                registration=RegistrationRule.JUDGE,
                secrecy="OSL 21 kap. 7 §",
                storage_format="E-arkiv",
                remarks="Kommentarer som ger upphov till ärende diarieförs.",
                covers=("comment", "reply"),
                source_row=18,
            ),
            PlanItem(
                row_id="row-0019",
                code="2.4.3",
                document_type="Statistik",
                disposal=Disposal.DISPOSE,
                period_text="Vid inaktualitet",
                source_row=19,
            ),
        ),
    )


def plan_reference(row_id: str) -> PlanReference:
    """Refer to a row of the sample plan."""
    plan = sample_plan()
    row = next(row for row in plan.rows if row.row_id == row_id)
    return PlanReference(
        plan_id=plan.plan_id,
        plan_version=plan.version,
        row_id=row.row_id,
        code=row.code,
        document_type=row.document_type,
        disposal=row.disposal,
    )


def sample_items() -> tuple[Item, ...]:
    """Two posts, two comments and a reply, with what hurts: quotes, emoji, controls."""
    return (
        Item(
            item_id="p1",
            kind=ItemKind.POST,
            position=1,
            author="Älmhults bibliotek",
            is_by_account=True,
            body='Sagostund på lördag kl. 10 & 13!\nVälkomna <alla> "små" 📚',
            permalink=f"{ACCOUNT_URL}/inlagg/1",
            published=datetime(2026, 3, 1, 14, 5, 0, 250000, tzinfo=UTC),
            published_text="i går",
            media=(
                Media(
                    url="https://bilder.torget.example/sagostund.png?sig=abc&t=1",
                    alternative_text="Barn lyssnar på saga",
                    mime_type="image/png",
                    sha256=hashlib.sha256(sample_png()).hexdigest(),
                    warc_record=RECORD_ID,
                ),
            ),
            places=(
                Place(
                    page_url=ACCOUNT_URL,
                    warc_record=RECORD_ID,
                    pointer="/items/0/body",
                    box=Box(
                        file="screenshots/page-001.png",
                        x=12.5,
                        y=80.0,
                        width=480.0,
                        height=120.25,
                    ),
                ),
            ),
            plan=plan_reference("row-0017"),
        ),
        Item(
            item_id="c1",
            kind=ItemKind.COMMENT,
            parent_id="p1",
            position=1,
            author="Kerstin Påhittad",
            is_by_account=False,
            body=f"Kan ni ringa? Mitt personnummer är {TEST_PERSONNUMMER}.\x0b",
            permalink=f"{ACCOUNT_URL}/inlagg/1#c1",
            published_text="8 min",
            places=(
                Place(page_url=f"{ACCOUNT_URL}/inlagg/1", warc_record=RECORD_ID),
                Place(page_url=ACCOUNT_URL),
            ),
            plan=plan_reference("row-0018"),
        ),
        Item(
            item_id="r1",
            kind=ItemKind.REPLY,
            parent_id="c1",
            position=1,
            author="Älmhults bibliotek",
            is_by_account=True,
            body="Hej Kerstin! Ta gärna bort ditt personnummer. Vi ringer dig.",
            plan=plan_reference("row-0018"),
        ),
        Item(
            item_id="c2",
            kind=ItemKind.COMMENT,
            parent_id="p1",
            position=2,
            author="Ahmed Uppdiktad",
            is_by_account=False,
            body="Tack för en fin stund  !",
            plan=plan_reference("row-0018"),
        ),
        Item(
            item_id="p2",
            kind=ItemKind.POST,
            position=2,
            author="Älmhults bibliotek",
            is_by_account=True,
            body="",
            sources=("browser", "api"),
        ),
    )


def sample_profile() -> Profile:
    """The profile as it was seen; the cover picture was not found."""
    return Profile(
        name="Älmhults bibliotek",
        about="Bibliotek i Älmhults kommun. Läs våra regler & kontakta oss.",
        avatar=Picture(
            url="https://bilder.torget.example/avatar.png",
            sha256=hashlib.sha256(sample_png()).hexdigest(),
        ),
        links=("https://almhult.example/sociala-medier",),
    )


def sample_health(missing: tuple[str, ...] = ()) -> CaptureHealth:
    """A health report with one failed sub-resource, complete unless told otherwise."""
    return CaptureHealth(
        page_state=PageState.OK,
        posts=Count(expected=2, found=2, source="profilsidan"),
        comments=Count(expected=3, found=3, source="inläggens räknare"),
        media=Count(expected=None, found=1, source="sidan"),
        pages_visited=3,
        failed_resources=(
            FailedResource(
                url="https://matning.torget.example/p", reason="404", status=404
            ),
        ),
        recorder=RecorderReport(
            recorder="netlog",
            browser="Chromium 142.0.7444.59",
            exchanges=2,
            scrubbed={"cookie": 2},
            checks=(
                LossCheck(name="Avslutad logg", passed=True, detail="Loggen är hel."),
                LossCheck(name="Inga tapp", passed=True, detail="0 av 2 saknas."),
            ),
        ),
        replay=ReplayCheck(
            posts=2, comments=3, expected_posts=2, expected_comments=3, passed=True
        ),
        missing=missing,
    )


def sample_capture(folder: Path, missing: tuple[str, ...] = ()) -> Capture:
    """Write the sample capture's files into a folder and describe them."""
    return Capture(
        capture_id="capture-0001",
        account_id="torget-almhultsbibliotek",
        order_id="order-0001",
        started_at=STARTED,
        ended_at=ENDED,
        url=ACCOUNT_URL,
        profile=sample_profile(),
        items=sample_items(),
        files=write_sample_files(folder),
        health=sample_health(missing),
        software=(
            Software(name="Chromium", version="142.0.7444.59"),
            Software(name="Avbild", version="0.1.0"),
        ),
    )


def sample_description(capture: Capture) -> PackageDescription:
    """Describe the package that the sample capture becomes."""
    return PackageDescription(
        package_id=PACKAGE_ID,
        version=1,
        created_at=PACKED,
        account=sample_account(),
        board=sample_board(),
        order=sample_order(),
        plan=sample_plan(),
        plan_row=plan_reference("row-0017"),
        capture=capture,
        legal_basis="Arkivlagen (1990:782) 3 och 6 §§",
    )
