# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the watch tells people, and what they can do: in Swedish, once for each event.

The sentences leave by e-mail: they name the account, never what stands on it.
"""

from datetime import date

from archivers.watch.errand import NO_SOURCE
from pipeline.notices import Message
from pipeline.tokens import takes_token
from rules.changes import reason_text
from rules.wording import listed
from schemas.account import Account
from schemas.profile import PageState, ProfileChange
from schemas.watch import NoticeFor, NoticeKind, Outage, OutageScope


def change_confirmed(account: Account, change: ProfileChange) -> Message:
    """Tell the secretary that a larger change is being archived."""
    return Message(
        key=f"change:{change.change_id}",
        kind=NoticeKind.CHANGE_CONFIRMED,
        recipient=NoticeFor.SECRETARY,
        title=f"Större förändring av {account.name}",
        text=f"{reason_text(change)} Arkivering är beställd.",
        action="Inget behöver göras. Se före och efter med "
        f"avbild change show {change.change_id}.",
        account_id=account.account_id,
    )


def change_to_judge(account: Account, change: ProfileChange) -> Message:
    """Ask the secretary to compare two pictures."""
    fields = listed([field.label.lower() for field in change.fields])
    return Message(
        key=judge_key(change.change_id),
        kind=NoticeKind.CHANGE_TO_JUDGE,
        recipient=NoticeFor.SECRETARY,
        title=f"Bilder att jämföra för {account.name}",
        text=f"Kanske har kontots profil ändrats: {fields}. Bilderna är varken lika "
        "eller tydligt olika, så någon behöver jämföra dem.",
        action=f"Se bilderna med avbild change show {change.change_id} --to MAPP. "
        f"Svara med avbild change judge {change.change_id} --changed, eller --same, "
        "och --reason TEXT --by NAMN.",
        account_id=account.account_id,
    )


def whose_account(account: Account, change: ProfileChange) -> Message:
    """Ask the secretary whose account has taken over the address."""
    judge = f"avbild change judge {change.change_id}"
    return Message(
        key=judge_key(change.change_id),
        kind=NoticeKind.CHANGE_TO_JUDGE,
        recipient=NoticeFor.SECRETARY,
        title=f"Ett annat konto finns på adressen till {account.name}",
        text="Det är ett annat konto, eller en annan plats, än det som är arkiverat. "
        "Förändringen arkiveras inte förrän någon har sagt vems kontot är.",
        action=f"Öppna {account.url} och se efter. Är det kommunens konto: svara med "
        f"{judge} --changed, --reason TEXT och --by NAMN, så arkiveras det. Är det "
        "någon annans: svara med --same, och rätta adressen i registret eller avsluta "
        f"kontot med avbild close open {account.account_id}.",
        account_id=account.account_id,
    )


def judge_key(change_id: str) -> str:
    """Name the question whether two pictures differ."""
    return f"change-to-judge:{change_id}"


def handle_changed(account: Account, change: ProfileChange) -> Message:
    """Tell the secretary that the register's address of the account is out of date."""
    return Message(
        key=f"handle:{change.change_id}",
        kind=NoticeKind.CHANGE_CONFIRMED,
        recipient=NoticeFor.SECRETARY,
        title=f"{account.name} har bytt användarnamn",
        text="Kontot är detsamma men har fått ett annat användarnamn på plattformen. "
        f"Adressen i kontoregistret, {account.url}, stämmer inte längre.",
        action=f"Se det nya användarnamnet med avbild change show {change.change_id} "
        "och ändra kontots adress i registret.",
        account_id=account.account_id,
    )


def probably_closed(account: Account, since: str, sights: int) -> Message:
    """Ask the secretary whether an account that is not found is closed.

    `since` names the last good sight, so that each time it goes is told once.
    """
    return Message(
        key=gone_key(account.account_id, since),
        kind=NoticeKind.PROBABLY_CLOSED,
        recipient=NoticeFor.SECRETARY,
        title=f"{account.name} är troligen stängt",
        text=f"Kontot har inte funnits på plattformen vid {sights} avläsningar på mer "
        "än ett sätt, medan andra konton där visats som de ska. Inget har ändrats i "
        "arkivet eller registret.",
        action="Ta reda på om kontot är stängt. Är det avslutat: avbild close open "
        f"{account.account_id}. Finns kontot kvar: markera meddelandet som klart, så "
        "fortsätter bevakningen.",
        account_id=account.account_id,
    )


def gone_key(account_id: str, since: str) -> str:
    """Name the time that an account was gone by the last good sight before it."""
    return f"gone:{account_id}:{since}"


def found_again(account: Account, since: str) -> Message:
    """Tell the secretary that an account that was thought closed is there again."""
    return Message(
        key=f"{gone_key(account.account_id, since)}:found",
        kind=NoticeKind.RECOVERED,
        recipient=NoticeFor.SECRETARY,
        title=f"{account.name} finns igen",
        text="Kontot som troligen var stängt visas som det ska igen.",
        action="Inget behöver göras.",
        account_id=account.account_id,
    )


def gone_unsure(account: Account, since: str, why_not: str) -> Message:
    """Tell operations that an account has been gone for long and nobody can say why."""
    return Message(
        key=f"{gone_key(account.account_id, since)}:unsure",
        kind=NoticeKind.OUTAGE,
        recipient=NoticeFor.OPERATIONS,
        title=f"{account.name} går inte att bedöma",
        text="Plattformen har länge sagt att kontot inte finns, men det räcker inte "
        f"för att fråga om det är stängt. {why_not}",
        action="Öppna kontots adress i en webbläsare. Ange en kontrolladress för "
        "plattformen i reglerna för bevakning om ingen finns.",
        account_id=account.account_id,
    )


def outage(
    outage: Outage, kind: NoticeKind, account: Account | None, failure: str
) -> Message:
    """Tell operations that an account, or everything on a host, cannot be watched.

    `failure` is what was said beside the state. The same outage is told again only when
    it has become another fault.
    """
    said = f" {failure}" if failure else ""
    return Message(
        key=f"outage:{outage.outage_id}:{outage.state.value}",
        kind=kind,
        recipient=NoticeFor.OPERATIONS,
        title=f"Bevakningen når inte {_subject(outage, account)}",
        text=f"{outage.state.label}.{said} {_reach(outage)} Det som setts tidigare är "
        "kvar, och inget arkiveras på grund av felet.",
        action=_ACTIONS.get(outage.state, _WAIT),
        account_id=account.account_id if account else None,
    )


def no_way_in(outage: Outage, account: Account, code: str) -> Message:
    """Tell operations that an account cannot be watched until it has a good key.

    `code` is the platform's own short name of what was wrong, or that nobody asked.
    """
    name = account.account_id
    return Message(
        key=f"outage:{outage.outage_id}:{outage.state.value}",
        kind=NoticeKind.ACCESS,
        recipient=NoticeFor.OPERATIONS,
        title=f"{account.name} kan inte bevakas automatiskt",
        text=f"{_why_closed(account, code)} Plattformens villkor tillåter inte att "
        "webbsidan läses av en dator. Det som setts tidigare är kvar.",
        action=_way_in(account),
        account_id=name,
    )


def _way_in(account: Account) -> str:
    name = account.account_id
    if takes_token(account):
        return (
            f"Lägg in en ny nyckel med avbild account token {name}. Vad som fattas "
            f"visar avbild account check {name}."
        )
    return (
        "Se själv efter om profilen ändras, och arkivera kontot med avbild import "
        f"eller avbild snapshot {name} --attended."
    )


def _why_closed(account: Account, code: str) -> str:
    if not takes_token(account):
        return "Kontot kan inte läsas genom plattformens API."
    if code == NO_SOURCE:
        return "Kontot har ingen åtkomstnyckel."
    said = f" (felkod {code})" if code else ""
    return f"Plattformen godtar inte kontots åtkomstnyckel{said}."


def outage_over(outage: Outage, account: Account | None) -> Message:
    """Tell operations that an outage is over."""
    return Message(
        key=f"outage:{outage.outage_id}:over",
        kind=NoticeKind.RECOVERED,
        recipient=NoticeFor.OPERATIONS,
        title=f"Bevakningen når {_subject(outage, account)} igen",
        text="Avbrottet är över. Profilerna jämförs med hur de såg ut före det.",
        action="Inget behöver göras.",
        account_id=account.account_id if account else None,
    )


def running_late(day: date, accounts: int, *, is_more: bool) -> Message:
    """Tell operations that the watch does not keep up."""
    number = f"Minst {accounts}" if is_more else str(accounts)
    return Message(
        key=f"late:{day.isoformat()}",
        kind=NoticeKind.OUTAGE,
        recipient=NoticeFor.OPERATIONS,
        title="Bevakningen hinner inte med",
        text=f"{number} konton är mer än en timme försenade. En ändring som är kortare "
        "än så kan ha missats.",
        action="Se om körningarna av Bevaka konton står still eller tar för lång tid. "
        "Ge bevakningen fler arbetare eller öka intervallet i reglerna.",
    )


_WAIT = "Vänta: bevakningen försöker igen och säger till när det fungerar."
_LOOK = "Öppna adressen i en webbläsare och se vad sidan visar."
_LOG_IN = "Logga in åt kontot med avbild login KONTO."
_ACTIONS = {
    PageState.ACCESS_REFUSED: f"{_LOG_IN} Är det en nyckel till ett API: byt den.",
    PageState.LOGIN_WALL: f"{_LOOK} {_LOG_IN}",
    PageState.CONSENT_WALL: _LOOK,
    PageState.CHALLENGED: _LOOK,
    PageState.NOT_UNDERSTOOD: _LOOK,
}


def _subject(outage: Outage, account: Account | None) -> str:
    if outage.scope is OutageScope.HOST or account is None:
        return outage.subject
    return account.name


def _reach(outage: Outage) -> str:
    if outage.scope is OutageScope.ACCOUNT:
        return "Felet gäller bara det här kontot."
    return f"{outage.accounts} konton berörs hittills."
