# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which of an account's sources work, in words, and what somebody should do.

It is better to hear in good time that a key runs out, than from a year without content.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from archivers import for_account
from archivers.api.platform import ApiPlatform
from archivers.attended import terms_of
from archivers.owner_export import ExportPlatform
from archivers.scratch import scratch_folder
from archivers.source_check import DoorReport, key_ends, try_api, try_page
from archivers.tools import CaptureTools
from pipeline.context import TIME_ZONE, Archive
from pipeline.crafts import tools_for
from pipeline.logins import login_for
from pipeline.notices import Message, tell
from pipeline.tokens import saved_token, takes_token, token_for
from rules.wording import listed
from schemas.account import Account, AccountStatus
from schemas.errors import ArchiveError, Unavailable
from schemas.order import Order, OrderState
from schemas.profile import PageState
from schemas.source import SourceCheck, SourceName
from schemas.watch import Notice, NoticeFor, NoticeKind

WARNING = timedelta(days=14)
"""How long before a key runs out somebody is told."""

OLD = timedelta(days=365)
"""An export that is older says little of the account as it is now."""

LATER = "Försök igen senare."

INSTAGRAM_LOGIN = "IG"
"""How the keys of Instagram Login begin; those of Facebook Login tell when they end."""

INSTAGRAM_KEYS = timedelta(days=60)
"""How long a key of Instagram Login is good for; it does not say when it was made.
https://developers.facebook.com/docs/instagram-platform/reference/access_token
"""


@dataclass(frozen=True)
class Doors:
    """What asks the platforms; exchanged in tests."""

    api: Callable[[Account, CaptureTools], DoorReport] = try_api
    ends: Callable[[Account, CaptureTools], datetime | None] = key_ends
    page: Callable[[Account, CaptureTools], PageState] = try_page


REAL = Doors()


def check_sources(
    archive: Archive, account_id: str, doors: Doors = REAL
) -> tuple[SourceCheck, ...]:
    """Try every source of an account now, and say what is lacking.

    Raises:
        UnknownName: the account, or its platform, is not known.
        BadInput: the settings name a file of keys that cannot be used.
        Unavailable: a platform is down or asks us to wait.
    """
    account = archive.database.accounts.get(account_id)
    for_account(account)
    with scratch_folder(archive.settings.work_folder) as workspace:
        check = _Check(archive, account, tools_for(archive, account_id, workspace))
        return (check.of_api(doors), check.of_export(), check.of_browser(doors))


def warn_of_keys(archive: Archive, doors: Doors = REAL) -> int:
    """Tell of keys that soon run out, once for each; give how many were told of.

    A key that cannot be asked today is asked tomorrow.

    Raises:
        StoreDown: the database does not answer.
    """
    told = (_warn(archive, each, doors) for each in archive.database.accounts.list())
    return sum(notice is not None for notice in told)


def _warn(archive: Archive, account: Account, doors: Doors) -> Notice | None:
    is_read = account.status is not AccountStatus.CLOSED and takes_token(account)
    if not is_read:
        return None
    try:
        if not token_for(archive, account):
            return None
        with scratch_folder(archive.settings.work_folder) as workspace:
            tools = tools_for(archive, account.account_id, workspace)
            ends = _ends(archive, account, doors.ends(account, tools))
    except ArchiveError:
        return None
    if ends is None or ends - archive.clock() > WARNING:
        return None
    return tell(archive, _runs_out(account, ends))


def _runs_out(account: Account, ends: datetime) -> Message:
    name = account.account_id
    return Message(
        key=f"key-ends:{name}:{ends.date().isoformat()}",
        kind=NoticeKind.ACCESS,
        recipient=NoticeFor.OPERATIONS,
        title=f"Åtkomstnyckeln till {account.name} går ut",
        text=f"Nyckeln gäller till {_day(ends)}. Därefter kan kontot varken bevakas "
        "eller arkiveras genom plattformens API.",
        action=_renew(name),
        account_id=name,
    )


@dataclass(frozen=True)
class _Check:
    """The sources of one account, tried now."""

    archive: Archive
    account: Account
    tools: CaptureTools
    _now: datetime = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_now", self.archive.clock())

    # --- the API ----------------------------------------------------------------------

    def of_api(self, doors: Doors) -> SourceCheck:
        """Say whether the API gives everything that a capture asks for."""
        if not isinstance(for_account(self.account), ApiPlatform):
            finding = "Avbild läser inte den här plattformen genom ett API."
            return self._said(SourceName.API, finding, works=False)
        try:
            report = doors.api(self.account, self.tools)
        except ArchiveError as error:
            # Also what may pass by itself: whoever asks wants to hear of all sources.
            finding, asked = _parted(str(error))
            otherwise = LATER if isinstance(error, Unavailable) else self._try_again
            return self._said(SourceName.API, finding, asked or otherwise, works=False)
        ends = _ends(self.archive, self.account, report.ends_at)
        return SourceCheck(
            account_id=self.account.account_id,
            source=SourceName.API,
            works=report.works,
            finding=self._found(report, ends),
            action=self._asked(report, ends),
            missing=report.missing,
            expires_at=ends,
        )

    def _found(self, report: DoorReport, ends: datetime | None) -> str:
        if report.finding:
            return _parted(report.finding)[0]
        if report.missing:
            return "Åtkomstnyckeln räcker inte."
        if report.hides:
            return "Åtkomstnyckeln räcker inte. Plattformen säger inte vad som fattas."
        if not takes_token(self.account):
            return "Plattformens API svarar."
        return f"Plattformens API ger allt som arkiveras. {_validity(report, ends)}"

    def _asked(self, report: DoorReport, ends: datetime | None) -> str:
        """Say what to do; a key that soon runs out is renewed while it works."""
        if not takes_token(self.account):
            return "" if report.works else "Kontrollera kontots adress i registret."
        is_ending = ends is not None and ends - self._now <= WARNING
        if report.works and not is_ending:
            return ""
        renew = _parted(report.finding)[1] or _renew(self.account.account_id)
        if report.is_gone:
            show = f"avbild account show {self.account.account_id}"
            return f"Kontrollera kontots adress med {show}. Stämmer den: {renew}"
        if not report.missing:
            return renew
        return f"{renew} Låt nyckeln få behörigheten {listed(list(report.missing))}."

    # --- the export -------------------------------------------------------------------

    def of_export(self) -> SourceCheck:
        """Say when the owner's export was last read, and how old it is."""
        platform = for_account(self.account)
        if not isinstance(platform, ExportPlatform):
            finding = "Avbild läser inga exporter från den här plattformen."
            return self._said(SourceName.EXPORT, finding, works=False)
        last = _last_import(self.archive, self.account.account_id)
        needs = not isinstance(platform, ApiPlatform)
        if last is None or last.ended_at is None:
            finding = "Ingen export från kontoägaren har lästs in."
            return self._said(
                SourceName.EXPORT, finding, self._fetch(needs), works=False
            )
        ago = _ago((_date(self._now) - _date(last.ended_at)).days)
        finding = f"En export lästes in {_day(last.ended_at)}, {ago}."
        is_old = self._now - last.ended_at > OLD
        action = self._fetch(needs and is_old)
        return self._said(SourceName.EXPORT, finding, action, works=True)

    def _fetch(self, needed: bool) -> str:  # noqa: FBT001 - the one thing it is asked
        if not needed:
            return ""
        return (
            "Hämta kontots export från plattformen och läs in den med "
            f"avbild import {self.account.account_id} FIL.zip."
        )

    # --- the browser ------------------------------------------------------------------

    def of_browser(self, doors: Doors) -> SourceCheck:
        """Say whether the pages can be seen, as whom, and who must be there."""
        try:
            login = login_for(self.archive, self.account.account_id)
        except ArchiveError as error:
            return self._said(SourceName.BROWSER, str(error), self._log_in, works=False)
        if login is not None and login.has_expired(self._now):
            finding = "Den sparade inloggningen har gått ut."
            return self._said(SourceName.BROWSER, finding, self._log_in, works=False)
        kept = "Det finns ingen sparad inloggning."
        if login is not None:
            ends = login.expires_at()
            until = f" och gäller till {_day(ends)}" if ends else ""
            kept = f"En inloggning är sparad{until}."
        terms = terms_of(for_account(self.account))
        if terms:
            finding = f"{kept} {self._attendance(terms)}"
            works = login is not None or self.account.is_browser_cleared
            return self._said(SourceName.BROWSER, finding, works=works)
        return self._of_page(doors, kept)

    def _of_page(self, doors: Doors, kept: str) -> SourceCheck:
        """Look at a page that any program may look at."""
        if isinstance(for_account(self.account), ApiPlatform):
            finding = f"{kept} Webbläsaren behöver ingen person."
            return self._said(SourceName.BROWSER, finding, works=True)
        try:
            state = doors.page(self.account, self.tools)
        except ArchiveError as error:
            finding = str(error)
            return self._said(SourceName.BROWSER, finding, self._see, works=False)
        works = state is PageState.OK
        finding = f"{state.label}. {kept}"
        return self._said(
            SourceName.BROWSER, finding, "" if works else self._see, works=works
        )

    def _attendance(self, terms: str) -> str:
        if not self.account.is_browser_cleared:
            words = f"avbild snapshot {self.account.account_id} --attended"
            return f"{terms} När någon sitter med: {words} --reason TEXT."
        return (
            "Kontoägaren har beslutat att webbläsaren får användas utan person "
            f"({self.account.browser_clearance}). Utan inloggning ser den bara det som "
            "visas för alla."
        )

    @property
    def _log_in(self) -> str:
        return f"Logga in på nytt med avbild login {self.account.account_id}."

    @property
    def _try_again(self) -> str:
        return (
            "Rätta till det och pröva igen med avbild account check "
            f"{self.account.account_id}."
        )

    @property
    def _see(self) -> str:
        return f"Öppna {self.account.url} i en webbläsare och se vad sidan visar."

    def _said(
        self, source: SourceName, finding: str, action: str = "", *, works: bool
    ) -> SourceCheck:
        return SourceCheck(
            account_id=self.account.account_id,
            source=source,
            works=works,
            finding=finding,
            action=action,
        )


def _last_import(archive: Archive, account_id: str) -> Order | None:
    """Give the newest order that read an export of the account."""
    done = archive.database.orders.list(OrderState.DONE)
    read = [one for one in done if one.account_id == account_id and one.exports]
    return max(read, key=lambda one: one.ordered_at, default=None)


def _ends(archive: Archive, account: Account, told: datetime | None) -> datetime | None:
    """Give when a key is of no more use: by its own word, or by its age at most."""
    is_of_instagram = token_for(archive, account).startswith(INSTAGRAM_LOGIN)
    saved = saved_token(archive, account)
    if told is not None or not is_of_instagram or saved is None:
        return told
    return saved.saved_at + INSTAGRAM_KEYS


def _validity(report: DoorReport, ends: datetime | None) -> str:
    """Say how it is known until when a good key is good; the day is told beside it."""
    if ends is None:
        return "Plattformen anger ingen dag då nyckeln går ut."
    if report.ends_at is not None:
        return "Nyckeln gäller."
    days = INSTAGRAM_KEYS.days
    return f"Nyckeln gäller i högst {days} dagar, räknat från när den lades in."


def _parted(said: str) -> tuple[str, str]:
    """Part what is wrong from what to do about it, so that neither is said twice."""
    found = re.search(r"(?<=[.!?]) (?=(?:Skapa en|Försök igen) )", said)
    return (said[: found.start()], said[found.end() :]) if found else (said, "")


def _ago(days: int) -> str:
    near = {0: "i dag", 1: "i går"}
    return near.get(days, f"för {days} dagar sedan")


def _renew(account_id: str) -> str:
    return (
        "Skapa en ny nyckel på plattformen och lägg in den med "
        f"avbild account token {account_id}."
    )


def _day(moment: datetime) -> str:
    return _date(moment).isoformat()


def _date(moment: datetime) -> date:
    return moment.astimezone(TIME_ZONE).date()
