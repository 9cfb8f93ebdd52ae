# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the errors of a Graph API mean, and what somebody has to do about them.

They come as HTTP 400, 403 or 500 with a number in the body; the status says nothing.
https://developers.facebook.com/docs/graph-api/guides/error-handling
"""

import json
from dataclasses import dataclass

from archivers.api.client import FIRST_SERVER_ERROR, TOO_MANY, Answer
from archivers.api.graph.spec import FieldList, GraphSpec
from archivers.api.graph.usage import usage_in
from schemas.errors import (
    AccountGone,
    ArchiveError,
    LoginExpired,
    PageNotUnderstood,
    PermissionMissing,
    PlatformDown,
    RateLimited,
)

UNKNOWN, SERVICE, INVALID = 1, 2, 100
PASSING = frozenset({UNKNOWN, SERVICE})
SESSION = frozenset({102, 104, 190})
CAPABILITY, DENIED = 3, 10
PERMISSIONS = range(200, 300)
LIMITS = frozenset({4, 17, 32, 341, 368, 613})
BUSINESS_LIMITS = range(80000, 80015)
ALIAS_GONE = 803
OBJECT_GONE = 33
TOO_MUCH = "reduce the amount of data"
PROOF = "appsecret_proof"

WHY_EXPIRED = {
    458: "Appen har tagits bort hos den person som gav nyckeln.",
    459: "Den som gav nyckeln måste logga in på {platform} och följa anvisningarna.",
    460: "Den som gav nyckeln har bytt lösenord.",
    463: "Nyckelns tid har gått ut.",
    464: "Den som gav nyckeln måste logga in på {platform} och bekräfta sitt konto.",
    467: "Nyckeln har återkallats.",
    492: "Den som gav nyckeln har inte längre någon roll på sidan.",
}
UNKNOWN_ACCOUNT = "KONTO"
"""What stands for an account in what somebody is asked to write, as in the help."""

RENEW = "Skapa en ny nyckel och lägg in den med avbild account token {account_id}."


@dataclass(frozen=True)
class Fault:
    """An error as a Graph API gives it; `message` is its own and is never shown."""

    code: int
    subcode: int = 0
    message: str = ""
    is_transient: bool = False

    @property
    def name(self) -> str:
        """Its short name, for whoever looks it up."""
        return f"{self.code}/{self.subcode}" if self.subcode else str(self.code)

    @property
    def is_limit(self) -> bool:
        """Whether it says that too much has been asked."""
        return self.code in LIMITS or self.code in BUSINESS_LIMITS

    @property
    def asks_for_less(self) -> bool:
        """Whether the page that was asked for is larger than it can put together."""
        return self.code == UNKNOWN and TOO_MUCH in self.message.lower()

    @property
    def may_pass(self) -> bool:
        """Whether the same question may get an answer in a moment."""
        if self.is_limit or self.asks_for_less:
            return False
        return self.code in PASSING or self.is_transient

    @property
    def is_gone(self) -> bool:
        """Whether the object that was asked for is not there, or not any more."""
        is_object = self.code == INVALID and self.subcode == OBJECT_GONE
        return is_object or self.code == ALIAS_GONE

    @property
    def is_misfit(self) -> bool:
        """Whether the API does not understand the question, or not any more."""
        return self.code == INVALID and not self.is_gone

    @property
    def wants_proof(self) -> bool:
        """Whether the app is set to take no key without the app's own secret."""
        return self.code == INVALID and PROOF in self.message

    @property
    def is_permission(self) -> bool:
        """Whether the key opens too little."""
        return self.code in {CAPABILITY, DENIED} or self.code in PERMISSIONS


def fault_in(answer: Answer) -> Fault | None:
    """Read the error of an answer; None if it holds none."""
    if answer.is_ok:
        return None
    try:
        found = json.loads(answer.content)["error"]
        return Fault(
            code=int(found["code"]),
            subcode=int(found.get("error_subcode") or 0),
            message=str(found.get("message") or ""),
            is_transient=bool(found.get("is_transient")),
        )
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def may_pass(answer: Answer) -> bool:
    """Whether it is worth asking again in a moment."""
    if answer.is_ok:
        return False
    fault = fault_in(answer)
    if fault is not None:
        return fault.may_pass
    return answer.status == TOO_MANY or answer.status >= FIRST_SERVER_ERROR


def error_of(
    answer: Answer,
    asked: FieldList,
    spec: GraphSpec,
    account_id: str = UNKNOWN_ACCOUNT,
) -> ArchiveError:
    """Say what an error means: what is wrong, and what somebody should do."""
    fault = fault_in(answer)
    if fault is None:
        return _unnamed(answer, spec).named(f"HTTP {answer.status}")
    about_key = None
    if not (fault.is_limit or fault.is_gone):
        about_key = _of_key(fault, asked, spec, RENEW.format(account_id=account_id))
    return (about_key or _meaning(fault, answer, asked, spec)).named(fault.name)


def _unnamed(answer: Answer, spec: GraphSpec) -> ArchiveError:
    """Say what an answer means that is not the API's own, such as a proxy's."""
    if answer.status == TOO_MANY:
        return limited(spec, usage_in(answer.head).wait)
    if answer.status >= FIRST_SERVER_ERROR:
        return _down(spec)
    return PageNotUnderstood(f"{spec.platform} svarade på ett sätt som inte är känt.")


def _meaning(
    fault: Fault, answer: Answer, asked: FieldList, spec: GraphSpec
) -> ArchiveError:
    if fault.is_limit:
        return limited(spec, usage_in(answer.head).wait)
    if fault.is_gone:
        return AccountGone(
            f"{spec.platform} säger att kontot inte finns, eller att nyckeln inte får "
            "läsa det. Någon måste kontrollera vilket."
        )
    if fault.may_pass or fault.asks_for_less or answer.status >= FIRST_SERVER_ERROR:
        return _down(spec)
    return PageNotUnderstood(
        f"{spec.platform} förstod inte frågan efter ”{asked.name}” (fel {fault.name}). "
        f"Avbild frågar enligt version {spec.version} och behöver ändras."
    )


def _of_key(
    fault: Fault, asked: FieldList, spec: GraphSpec, renew: str
) -> ArchiveError | None:
    """Say what is wrong with the key, if that is what the error says."""
    if fault.code in SESSION:
        return _expired(spec, fault.subcode, renew)
    if fault.is_permission:
        named = tuple(one for one in spec.permissions if one in fault.message)
        return _too_narrow(spec, named or asked.permissions, renew)
    return _proof_wanted(spec) if fault.wants_proof else None


def _expired(spec: GraphSpec, subcode: int, renew: str) -> LoginExpired:
    """Give the error for a key that is no longer taken, with the reason Meta gives."""
    why = WHY_EXPIRED.get(subcode, "").format(platform=spec.platform)
    told = (f"Åtkomstnyckeln till {spec.platform} gäller inte längre.", why, renew)
    return LoginExpired(" ".join(part for part in told if part))


def _too_narrow(
    spec: GraphSpec, permissions: tuple[str, ...], renew: str
) -> PermissionMissing:
    """Give the error for a key that opens too little, with what it lacks."""
    names = " och ".join(permissions) or "okänd behörighet"
    return PermissionMissing(
        f"Åtkomstnyckeln till {spec.platform} räcker inte. Den behöver {names}. {renew}"
    )


def _proof_wanted(spec: GraphSpec) -> PermissionMissing:
    """Give the error for an app whose setting shuts out keys that stand alone."""
    return PermissionMissing(
        f"Appen hos Meta tar inte emot nyckeln till {spec.platform} ensam. Den som "
        "sköter appen behöver stänga av ”Kräv apphemlighet” (Require app secret) under "
        "appens avancerade inställningar."
    )


def limited(spec: GraphSpec, wait: float) -> RateLimited:
    """Give the error for a limit that is reached, or too near."""
    minutes = max(1, round(wait / 60))
    return RateLimited(
        f"{spec.platform} tar inte emot fler frågor just nu. Försök igen om "
        f"{minutes} {'minut' if minutes == 1 else 'minuter'}.",
        wait,
    )


def _down(spec: GraphSpec) -> PlatformDown:
    return PlatformDown(f"{spec.platform} svarar med fel. Försök igen senare.")
