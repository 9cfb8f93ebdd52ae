# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Records of the watch, closing and conformity for the database's tests."""

import hashlib

from schemas.closure import Closure, ClosureEntry, ClosureStep
from schemas.conformity import (
    AccountConformity,
    ConformityCheck,
    ConformityFinding,
    ConformityJudgement,
    ConformityReport,
    ConformityState,
)
from schemas.policy import Policy, PolicyKind
from schemas.profile import (
    ChangeState,
    Evidence,
    FieldComparison,
    FieldVerdict,
    PageState,
    ProfileChange,
    ProfileField,
)
from schemas.watch import (
    Notice,
    NoticeFor,
    NoticeKind,
    Outage,
    OutageScope,
    WatchState,
)
from tests.contract.database_records import ACCOUNT, BOARD, MINUTE, NOW

PERSON = "Ulla Nämndsekreterare"


def policy(version: int, board_id: str | None = None) -> Policy:
    """A policy of what a larger change is; each version waits a sight longer."""
    return Policy(
        kind=PolicyKind.CHANGE,
        board_id=board_id,
        version=version,
        content={"confirm_sights": version, "larger": ["name", "avatar"]},
        set_at=NOW + version * MINUTE,
        set_by=PERSON,
        reason="Nämnden har beslutat det",
    )


def watch_state(account_id: str, minutes: int = 0) -> WatchState:
    """An account that failed once, to be looked at again after some minutes."""
    return WatchState(
        account_id=account_id,
        due_at=NOW + minutes * MINUTE,
        last_looked_at=NOW,
        last_good_at=NOW - MINUTE,
        last_state=PageState.RATE_LIMITED,
        failures=1,
        validators={"etag": '"a1"'},
    )


def outage(number: int, subject: str = "torget.example") -> Outage:
    """A host that does not answer; a higher number began later."""
    return Outage(
        outage_id=f"avbrott-{number}",
        scope=OutageScope.HOST,
        subject=subject,
        state=PageState.UNAVAILABLE,
        began_at=NOW + number * MINUTE,
    )


def change(number: int, state: ChangeState = ChangeState.WAITING) -> ProfileChange:
    """A new picture and an untouched name, between the sights 1 and 2."""
    return ProfileChange(
        change_id=f"forandring-{number}",
        account_id=ACCOUNT.account_id,
        before_id="avlasning-1",
        after_id="avlasning-2",
        comparisons=(
            FieldComparison(field=ProfileField.NAME, verdict=FieldVerdict.SAME),
            FieldComparison(
                field=ProfileField.AVATAR,
                verdict=FieldVerdict.CHANGED,
                phash_distance=22,
                tile_difference=90,
            ),
        ),
        state=state,
        found_at=NOW + number * MINUTE,
    )


def evidence(content: bytes) -> Evidence:
    """Bytes that were kept, under their own digest."""
    return Evidence(
        sha256=hashlib.sha256(content).hexdigest(),
        media_type="image/png",
        taken_at=NOW,
        source="https://cdn.example/a.png",
        content=content,
    )


def notice(number: int, **changes) -> Notice:
    """A notice to the board's secretary; a higher number came later."""
    told = Notice(
        notice_id=f"meddelande-{number}",
        key=f"change:forandring-{number}",
        kind=NoticeKind.CHANGE_TO_JUDGE,
        recipient=NoticeFor.SECRETARY,
        board_id=BOARD.board_id,
        account_id=ACCOUNT.account_id,
        created_at=NOW + number * MINUTE,
        title="Bilder att jämföra",
        text="Profilbilden på bibliotekets konto kan ha ändrats.",
        action="Jämför bilderna.",
    )
    return told.model_copy(update=changes)


def step(number: int, **changes) -> ClosureEntry:
    """One of the steps of a closure, in their order, each a minute after the last."""
    entry = ClosureEntry(
        step=list(ClosureStep)[number],
        at=NOW + number * MINUTE,
        by=PERSON,
        reason="Lågt intresse",
        decision="KFN 2026/12",
        evidence=("e" * 64,),
    )
    return entry.model_copy(update=changes)


def closure(number: int, account_id: str = ACCOUNT.account_id) -> Closure:
    """A closure that was just decided."""
    return Closure(
        closure_id=f"avslut-{number}",
        account_id=account_id,
        opened_at=NOW + number * MINUTE,
        opened_by=PERSON,
        entries=(step(0),),
    )


def judgement(number: int) -> ConformityJudgement:
    """A person's word that the sender shows in the picture."""
    return ConformityJudgement(
        account_id=ACCOUNT.account_id,
        check=ConformityCheck.SENDER,
        state=ConformityState.CONFORMS,
        subject_sha256=f"{number:064x}",
        judged_at=NOW + number * MINUTE,
        judged_by=PERSON,
        reason="Vapnet syns i bilden",
    )


def report(number: int) -> ConformityReport:
    """A board's report with one account; a higher number is newer."""
    finding = ConformityFinding(
        check=ConformityCheck.PURPOSE,
        state=ConformityState.LACKS,
        advice="Skriv vad kontot används till.",
    )
    account = AccountConformity(
        account_id=ACCOUNT.account_id,
        name=ACCOUNT.name,
        platform=ACCOUNT.platform,
        url=ACCOUNT.url,
        seen_at=NOW,
        findings=(finding,),
    )
    return ConformityReport(
        report_id=f"rapport-{number}",
        board_id=BOARD.board_id,
        board_name=BOARD.name,
        municipality=BOARD.municipality,
        made_at=NOW + number * MINUTE,
        accounts=(account,),
        strangers=("https://torget.example/okant",),
    )
