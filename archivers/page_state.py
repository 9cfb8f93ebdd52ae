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
    AccountDeactivated,
    AccountGone,
    ArchiveError,
    Challenged,
    ConsentWall,
    LoginExpired,
    LoginWall,
    PageNotUnderstood,
    PlatformDown,
    RateLimited,
)
from schemas.profile import PageState

if TYPE_CHECKING:
    from playwright.sync_api import Page

CORE_FIELDS = 2
CHALLENGE_HEADER = "cf-mitigated"
"""With "challenge", Cloudflare asks who is there in the place of the page."""

LOGIN_ADDRESS = re.compile(
    r"(^|/)(log-?in|signin|sign-in|logga-in|inloggning|authwall"
    r"|wp-login\.php)(/|$|\.)",
    re.IGNORECASE,
)
CONSENT_ADDRESS = re.compile(
    r"^consent\.|/(cookie-)?consent(/|$)|/samtycke(/|$)", re.IGNORECASE
)
CHALLENGE_ADDRESS = re.compile(
    r"(^|/)(checkpoint|challenge|captcha|sorry|cdn-cgi/challenge-platform"
    r"|auth_platform|two_step_verification|two_factor|account/access)(/|$)",
    re.IGNORECASE,
)
CONSENT_WORDS = re.compile(r"\b(cookies?|kakor|samtycke|consent)\b", re.IGNORECASE)
UNCLEAR_WORDS = re.compile(
    r"(this content|det här innehållet|innehållet)\b.{0,20}"
    r"(isn.t|is not|är inte) (available|tillgängligt)"
    r"|(link|länken) (you|du) (followed|följ\w+|har följt)"
    r".{0,20}(broken|trasig|felaktig)",
    re.IGNORECASE | re.DOTALL,
)
"""Facebook and Instagram say this of what is gone, and also of what is there and is
shown to some only: by itself it says nothing of the account.
"""

GONE_WORDS = re.compile(
    r"(kont\w+|sid\w+|profil\w*|innehåll\w*|inlägg\w*|account|page|profile|content)\b"
    r".{0,40}\b(finns inte|hittades inte|är inte tillgänglig\w*"
    r"|borttag\w+|raderat\w*|raderad\w*|avslutat\w*|not found"
    r"|isn.t available|is not available|deleted|removed|doesn.t exist"
    r"|does not exist|suspended)|\bnot found\b|hittades inte|hittar inte|finns inte",
    re.IGNORECASE | re.DOTALL,
)
DEACTIVATED_WORDS = re.compile(
    r"(konto\w*|profil\w*|account|profile)\b.{0,40}"
    r"\b((in|av)aktivera[dt]\w*|deactivated|disabled)",
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
    An answer `is_challenge` when its head says that it stands in the place of the page
    until the visitor has been found to be a person.
    """

    asked: str
    final: str
    status: int | None = None
    retry_after: float | None = None
    error: str | None = None
    is_challenge: bool = False


@dataclass(frozen=True)
class Signs:
    """What stands in the page that tells its state.

    `alerts` are the texts of its error elements, `dialogs` of its open dialogues. A
    page `has_challenge` when it shows a riddle that only people are to solve.
    """

    has_password_field: bool = False
    has_challenge: bool = False
    alerts: tuple[str, ...] = ()
    dialogs: tuple[str, ...] = ()


def read_signs(page: "Page") -> Signs:
    """Read the signs of a page that has come to rest."""
    row = page.evaluate(_script())
    return Signs(
        has_password_field=row["password"],
        has_challenge=row["challenge"],
        alerts=tuple(row["alerts"]),
        dialogs=tuple(row["dialogs"]),
    )


@cache
def _script() -> str:
    return files("archivers").joinpath("page_state.js").read_text("utf-8")


def classify(arrival: Arrival, signs: Signs, *, is_understood: bool) -> PageState:
    """Say what kind of page it is.

    It `is_understood` when enough was found in it: two core fields of a profile, or for
    the page of a post the post itself.
    """
    if arrival.is_challenge:
        return PageState.CHALLENGED
    by_status = _state_by_status(arrival)
    if by_status is not None:
        return by_status
    if _was_sent_to(CHALLENGE_ADDRESS, arrival):
        return PageState.CHALLENGED
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
    if signs.has_challenge:
        return PageState.CHALLENGED
    if signs.has_password_field:
        return PageState.LOGIN_WALL
    if any(CONSENT_WORDS.search(text) for text in signs.dialogs):
        return PageState.CONSENT_WALL
    return state_of_error(signs) or PageState.NOT_UNDERSTOOD


def state_of_error(signs: Signs) -> PageState | None:
    """Say what the error elements of a page say, if they say anything known."""
    for words, state in _BY_WORDS:
        if any(words.search(text) for text in signs.alerts):
            return state
    return None


def error_for(state: PageState, arrival: Arrival) -> ArchiveError:
    """Give the error that a capture fails with in this state."""
    if state is PageState.RATE_LIMITED:
        return RateLimited(_rate_limit_text(arrival.retry_after), arrival.retry_after)
    error, message = _ERRORS[state]
    return error(message)


def _rate_limit_text(retry_after: float | None) -> str:
    when = f"om {retry_after:.0f} sekunder" if retry_after else "senare"
    return f"Plattformen tar inte emot fler frågor just nu. Försök igen {when}."


_BY_WORDS = (
    (DEACTIVATED_WORDS, PageState.DEACTIVATED),
    (UNCLEAR_WORDS, PageState.NOT_UNDERSTOOD),
    (GONE_WORDS, PageState.GONE),
    (FAULT_WORDS, PageState.UNAVAILABLE),
)
"""In this order: what is deactivated is also said not to be found."""

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
    PageState.DEACTIVATED: (
        AccountDeactivated,
        "Plattformen säger att kontot är inaktiverat. Någon måste kontrollera det.",
    ),
    PageState.CHALLENGED: (
        Challenged,
        "Plattformen vill kontrollera vem som frågar. Någon måste öppna sidan själv.",
    ),
    PageState.ACCESS_REFUSED: (
        LoginExpired,
        "Den sparade inloggningen eller nyckeln godtas inte. Någon måste förnya den.",
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
