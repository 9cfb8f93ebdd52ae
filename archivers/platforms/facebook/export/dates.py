# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads times as the pages of an export write them, in several languages.

"3 nov. 2026 10:14", "nov 03, 2026 10:14:05 fm", "Nov 3, 2026, 10:14 PM". A page says
neither its language nor its time zone; Swedish time is taken unless its head, which has
one moment both in words and in UTC, shows another.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from archivers.platforms.facebook.export.labels import MONTHS, words_of
from archivers.text import SWEDISH_TIME, one_line

NOON = 12
QUARTER = timedelta(minutes=15)
FARTHEST = timedelta(hours=14)

_CLOCK = re.compile(r"(?<![\d:])(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?![\d:])")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_YEAR = re.compile(r"\b((?:19|20)\d{2})\b")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")
_HALF = re.compile(r"\b([a-zåäö])\.\s?m\b\.?", re.IGNORECASE)


def is_only_a_time(text: str) -> bool:
    """Whether a text is a time and nothing else."""
    said = {word.casefold() for word in _WORD.findall(_HALF.sub(r"\1m", text))}
    known = (
        MONTHS.keys() | words_of("dates", "morning") | words_of("dates", "afternoon")
    )
    fillers = {word.rstrip(".") for word in words_of("dates", "made_on")}
    return said <= known | fillers and wall_time(text) is not None


@dataclass(frozen=True)
class Clock:
    """How the times of a page are read; `is_swedish` is false when its head says so."""

    zone: tzinfo = SWEDISH_TIME

    @property
    def is_swedish(self) -> bool:
        """Whether the page is in Swedish time."""
        return self.zone is SWEDISH_TIME

    def read(self, text: str) -> datetime | None:
        """Read a time; None if the text is none."""
        wall = wall_time(text)
        return None if wall is None else wall.replace(tzinfo=self.zone).astimezone(UTC)

    def set_by(self, universal: str, shown: str) -> "Clock":
        """Learn the zone from a moment that is given both in UTC and as it is shown."""
        try:
            moment = datetime.fromisoformat(universal)
        except ValueError:
            return self
        wall = wall_time(shown)
        if wall is None or moment.tzinfo is None:
            return self
        ahead = wall - moment.astimezone(UTC).replace(tzinfo=None)
        ahead = round(ahead / QUARTER) * QUARTER
        if ahead == SWEDISH_TIME.utcoffset(wall) or abs(ahead) > FARTHEST:
            return self
        return replace(self, zone=timezone(ahead))


def wall_time(text: str) -> datetime | None:
    """Read a day and a time of day, as a clock on the wall would show it."""
    line = one_line(text)
    clock = _CLOCK.search(line)
    if clock is None:
        return None
    rest = line[: clock.start()] + " " + line[clock.end() :]
    day = _day_in(rest)
    if day is None:
        return None
    hour = _hour(int(clock[1]), _HALF.sub(r"\1m", rest))
    try:
        return day.replace(hour=hour, minute=int(clock[2]), second=int(clock[3] or 0))
    except ValueError:
        return None


def _day_in(text: str) -> datetime | None:
    """Read the day: a month by its name, or the order that ISO 8601 has."""
    iso = _ISO.search(text)
    year, month = _YEAR.search(text), _month_in(text)
    try:
        if iso:
            return datetime(int(iso[1]), int(iso[2]), int(iso[3]))  # noqa: DTZ001 -- no zone yet
        if year and month:
            day = _DAY.search(text.replace(year[1], " "))
            return datetime(int(year[1]), month, int(day[1])) if day else None  # noqa: DTZ001
    except ValueError:
        return None
    return None


def _month_in(text: str) -> int | None:
    known = (MONTHS.get(word.casefold()) for word in _WORD.findall(text))
    return next((month for month in known if month), None)


def _hour(hour: int, rest: str) -> int:
    """Bring an hour to those of 24, when words say which half of the day it is in."""
    said = {word.casefold() for word in _WORD.findall(rest)}
    if said & words_of("dates", "afternoon"):
        return hour % NOON + NOON
    if said & words_of("dates", "morning"):
        return hour % NOON
    return hour
