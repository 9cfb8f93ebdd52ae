# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What kind of page answered: the account, a wall, nothing, or something unknown.

Status codes do not tell: a single-page client answers 200 for an account that is gone.
Words are looked for in the page's error element alone, never in the whole document: a
comment that says "har tagits bort" must not make a page gone.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from schemas.errors import (
    AccountGone,
    ArchiveError,
    ConsentWall,
    LoginWall,
    PageNotUnderstood,
    PlatformDown,
    RateLimited,
)
from schemas.profile import PageState

if TYPE_CHECKING:
    from playwright.sync_api import Page

CORE_FIELDS = 2
LOGIN_ADDRESS = re.compile(
    r"(^|/)(log-?in|signin|sign-in|logga-in|inloggning|authwall|checkpoint"
    r"|wp-login\.php)(/|$|\.)",
    re.IGNORECASE,
)
CONSENT_ADDRESS = re.compile(
    r"^consent\.|/(cookie-)?consent(/|$)|/samtycke(/|$)", re.IGNORECASE
)
CONSENT_WORDS = re.compile(r"\b(cookies?|kakor|samtycke|consent)\b", re.IGNORECASE)
GONE_WORDS = re.compile(
    r"(kont\w+|sid\w+|profil\w*|innehåll\w*|inlägg\w*|account|page|profile|content)\b"
    r".{0,40}\b(finns inte|hittades inte|är inte tillgänglig\w*|(in|av)aktiverat\w*"
    r"|(in|av)aktiverad\w*|borttag\w+|raderat\w*|raderad\w*|avslutat\w*|not found"
    r"|isn.t available|is not available|deactivated|deleted|removed|doesn.t exist"
    r"|does not exist|suspended)|\bnot found\b|hittades inte|hittar inte|finns inte",
    re.IGNORECASE | re.DOTALL,
)
FAULT_WORDS = re.compile(
    r"något gick fel|försök igen|ett fel (har )?(uppstod|inträffa\w+)|tillfälligt"
    r"|something went wrong|try again|server error|temporarily",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Arrival:
    """How a page answered before its content is looked at.

    `error` is what the browser said when nothing came, such as `net::ERR_TIMED_OUT`.
    """

    asked: str
    final: str
    status: int | None = None
    retry_after: float | None = None
    error: str | None = None


@dataclass(frozen=True)
class Signs:
    """What stands in the page that tells its state.

    `alerts` are the texts of its error elements, `dialogs` of its open dialogues.
    """

    has_password_field: bool = False
    alerts: tuple[str, ...] = ()
    dialogs: tuple[str, ...] = ()


def read_signs(page: "Page") -> Signs:
    """Read the signs of a page that has come to rest."""
    row = page.evaluate(_script())
    return Signs(row["password"], tuple(row["alerts"]), tuple(row["dialogs"]))


@cache
def _script() -> str:
    return files("archivers").joinpath("page_state.js").read_text("utf-8")


def classify(arrival: Arrival, signs: Signs, *, is_understood: bool) -> PageState:
    """Say what kind of page it is.

    It `is_understood` when enough was found in it: two core fields of a profile, or for
    the page of a post the post itself.
    """
    by_status = _state_by_status(arrival)
    if by_status is not None:
        return by_status
    if _was_sent_to(LOGIN_ADDRESS, arrival):
        return PageState.LOGIN_WALL
    if is_understood:
        return PageState.OK
    return _state_by_signs(arrival, signs)


def _state_by_status(arrival: Arrival) -> PageState | None:
    status = arrival.status
    if arrival.error is not None or status is None:
        return PageState.UNAVAILABLE
    if status >= 500:  # noqa: PLR2004 -- the server errors of HTTP
        return PageState.UNAVAILABLE
    return {
        401: PageState.LOGIN_WALL,
        404: PageState.GONE,
        410: PageState.GONE,
        429: PageState.RATE_LIMITED,
    }.get(status)


def _was_sent_to(pattern: re.Pattern[str], arrival: Arrival) -> bool:
    asked, final = urlsplit(arrival.asked), urlsplit(arrival.final)
    return bool(pattern.search(final.path)) and not pattern.search(asked.path)


def _state_by_signs(arrival: Arrival, signs: Signs) -> PageState:
    final = urlsplit(arrival.final)
    if CONSENT_ADDRESS.search(f"{final.hostname}{final.path}"):
        return PageState.CONSENT_WALL
    if signs.has_password_field:
        return PageState.LOGIN_WALL
    if any(CONSENT_WORDS.search(text) for text in signs.dialogs):
        return PageState.CONSENT_WALL
    if any(GONE_WORDS.search(text) for text in signs.alerts):
        return PageState.GONE
    if any(FAULT_WORDS.search(text) for text in signs.alerts):
        return PageState.UNAVAILABLE
    return PageState.NOT_UNDERSTOOD


def error_for(state: PageState, arrival: Arrival) -> ArchiveError:
    """Give the error that a capture fails with in this state."""
    if state is PageState.RATE_LIMITED:
        return RateLimited(_rate_limit_text(arrival.retry_after), arrival.retry_after)
    error, message = _ERRORS[state]
    return error(message)


def _rate_limit_text(retry_after: float | None) -> str:
    when = f"om {retry_after:.0f} sekunder" if retry_after else "senare"
    return f"Plattformen tar inte emot fler frågor just nu. Försök igen {when}."


_ERRORS: dict[PageState, tuple[type[ArchiveError], str]] = {
    PageState.LOGIN_WALL: (
        LoginWall,
        "Sidan kräver inloggning. Någon måste logga in innan kontot kan arkiveras.",
    ),
    PageState.CONSENT_WALL: (
        ConsentWall,
        "Sidan visar en ruta om kakor i stället för kontot. Någon måste göra ett val.",
    ),
    PageState.GONE: (
        AccountGone,
        "Plattformen säger att kontot inte finns. Någon måste kontrollera det.",
    ),
    PageState.UNAVAILABLE: (
        PlatformDown,
        "Sidan svarar inte. Försök igen senare.",
    ),
    PageState.NOT_UNDERSTOOD: (
        PageNotUnderstood,
        "Sidan svarade, men för lite av kontots profil gick att läsa.",
    ),
}
