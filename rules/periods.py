# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a plan's retention period (gallringsfrist) says, as far as a machine can use it.

Plans often say "vid inaktualitet" or "1-2 månader vid behov". Such a text stays a
text: a person decides, never a default. Only a number, a unit and, if there is one,
a known event are read; one word too many and nothing is.
"""

import re
from typing import NamedTuple

from rules.wording import fold
from schemas.plan import Trigger

LONGEST = 1200
"""Months; a longer period is taken for a misprint, so a person decides."""


class Period(NamedTuple):
    """A retention period; `months` None means that a person decides."""

    months: int | None
    trigger: Trigger


UNUSABLE = Period(None, Trigger.PERSON_DECIDES)

_COUNTED = ("en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio")
_NUMBERS = {word: float(number) for number, word in enumerate(_COUNTED, start=1)} | {
    "ett": 1.0,
    "ett halvt": 0.5,
    "elva": 11.0,
    "tolv": 12.0,
}
_NUMBER = "[0-9]{1,4}(?:[.,]5)?|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_YEARS, _MONTHS, _END = r"\s?års?", r"\s?mån(?:ad(?:er)?)?", r"(?=$|[\s,.])"
_LENGTH = re.compile(
    rf"(?P<years>{_NUMBER}){_YEARS}{_END}"
    rf"(?:\s*(?:,|och)?\s*(?P<rest>{_NUMBER}){_MONTHS}{_END})?"
    rf"|(?P<months>{_NUMBER}){_MONTHS}{_END}"
    rf"|(?P<half>(?:ett )?halvår){_END}"
)
_OPENING = re.compile(r"(?:gallras|gallring|gallra)?[: ]*(?:efter |om )?")
_EVENT = re.compile(
    r"[\s,]*(?:räknat\s+|räknas\s+)?(?:från|efter|fr\.? ?o\.? ?m\.?)"
    r"(?:\s+och\s+med)?(?:\s+det)?(?:\s+att)?\s+(.+)"
)
_EVENT_NAMES: dict[Trigger, str] = {
    Trigger.CASE_CLOSED: r"ärendet (?:har |är )?avsluta\w+|ärendets avslut(?:ande)?"
    r"|avslutat ärende|avslut(?:ning)? av ärendet?|ärendeavslut",
    Trigger.ACCOUNT_CLOSED: r"kontot (?:har |är )?(?:avsluta|stäng)\w+"
    r"|kontots (?:avslut|avslutande|stängning)|avslutat konto"
    r"|avslut(?:ning)? av kontot?",
    Trigger.PUBLICATION: r"publicering(?:en|sdatum)?(?: av (?:inlägget|kommentaren))?"
    r"|(?:(?:inlägget|kommentaren) )?(?:har )?publicera(?:s|ts|des)"
    r"|inläggets publicering",
    Trigger.REGISTRATION: r"(?:diarieföring|registrering)(?:en)?(?: i diariet)?"
    r"|(?:handlingen )?(?:har )?(?:diarieför|registrera)(?:s|ts|des)",
    Trigger.CAPTURE: r"(?:arkivering|insamling)(?:en)?(?: av kontot)?"
    r"|(?:kontot |inlägget |kommentaren )?(?:har )?arkivera(?:s|ts|des)",
}
_EVENTS = {event: re.compile(names) for event, names in _EVENT_NAMES.items()}


def read_period(text: str) -> Period:
    """Read a period such as "2 år efter att ärendet avslutats".

    "2 år" alone gives the length but no event to count from: a person decides that.

    Returns:
        `UNUSABLE` for every text with a word that is not understood.
    """
    folded = fold(text)
    opening = _OPENING.match(folded)
    length = _LENGTH.match(folded, opening.end() if opening else 0)
    months = _months(length) if length else None
    if length is None or months is None:
        return UNUSABLE
    rest = folded[length.end() :].strip(" .")
    if not rest:
        return Period(months, Trigger.PERSON_DECIDES)
    trigger = read_trigger(rest)
    return UNUSABLE if trigger is None else Period(months, trigger)


def read_trigger(text: str) -> Trigger | None:
    """Read the event that a period counts from: "från publicering".

    Returns:
        None for an event that is not known.
    """
    folded = fold(text).strip(" .,")
    phrase = _EVENT.fullmatch(folded)
    name = phrase.group(1) if phrase else folded
    return next(
        (event for event, words in _EVENTS.items() if words.fullmatch(name)), None
    )


def _months(length: re.Match[str]) -> int | None:
    """Count the months of a length, if they are whole and credible."""
    parts = length.groupdict()
    years, months = parts["years"], parts["rest"] or parts["months"]
    total = 12 * _count(years) + _count(months) + (6 if parts["half"] else 0)
    if total != int(total) or not 1 <= total <= LONGEST:
        return None
    return int(total)


def _count(number: str | None) -> float:
    if number is None:
        return 0.0
    count = _NUMBERS.get(number)
    return float(number.replace(",", ".")) if count is None else count
