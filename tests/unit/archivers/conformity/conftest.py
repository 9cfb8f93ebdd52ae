# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A report on three accounts: one that conforms, one that lacks, one behind a wall."""

import hashlib
import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from schemas.conformity import (
    AccountConformity,
    ConformityCheck,
    ConformityFinding,
    ConformityReport,
    ConformityState,
    Quotation,
)

MADE = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
CONFORMS, LACKS = ConformityState.CONFORMS, ConformityState.LACKS
UNKNOWN, NOT_HERE = ConformityState.UNKNOWN, ConformityState.NOT_APPLICABLE
LONG = "Biblioteket i Älmhult och Delary samt filialerna i Eneryd, Diö och Liatorp"


def png(colour: str = "teal") -> bytes:
    """Draw a picture."""
    written = io.BytesIO()
    Image.new("RGB", (64, 45), colour).save(written, "PNG")
    return written.getvalue()


PICTURES = {hashlib.sha256(each).hexdigest(): each for each in (png(), png("navy"))}
PORTRAIT, AVATAR = PICTURES


def account(account_id: str, state: ConformityState, **fields) -> AccountConformity:
    """Make an account whose every check came to the same, but on Facebook."""
    elsewhere = {
        ConformityCheck.RULES_PUBLISHED,
        ConformityCheck.STAFFING_HOURS,
        ConformityCheck.ANSWER_TIME,
    }
    findings = tuple(
        ConformityFinding(check=check, state=NOT_HERE)
        if check in elsewhere
        else ConformityFinding(
            check=check,
            state=state,
            shown=f"sett av {check.value}",
            advice="" if state is CONFORMS else f"gör något åt {check.value}",
        )
        for check in ConformityCheck
    )
    named = {"name": account_id.capitalize(), "platform": "webpage"}
    return AccountConformity(
        account_id=account_id,
        url=f"https://torget.example/{account_id}",
        findings=findings,
        **{**named, **fields},
    )


def report_of(*accounts: AccountConformity, **fields) -> ConformityReport:
    """Make a board's report."""
    given = {
        "report_id": "rapport-1",
        "board_id": "ks",
        "board_name": "Kommunstyrelsen",
        "municipality": "Älmhults kommun",
        "made_at": MADE,
        "quotations": tuple(
            Quotation(
                check=c, heading="Avsnittet", words=f"Ord om {c.value}", source="R"
            )
            for c in ConformityCheck
        ),
    }
    return ConformityReport(accounts=accounts, **{**given, **fields})


@pytest.fixture
def report() -> ConformityReport:
    """A report on three accounts."""
    return report_of(
        account(
            "torget",
            CONFORMS,
            picture_sha256=PORTRAIT,
            avatar_sha256=AVATAR,
            seen_at=MADE,
        ),
        account("biblioteket", LACKS, name=LONG),
        account("fritidsgarden", UNKNOWN, picture_sha256="f" * 64),
        strangers=("https://www.facebook.com/okand",),
    )
