# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Swedish as it is written in a record: times, numbers, counts and clean text."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from schemas.capture import CaptureHealth, Count

SWEDISH_TIME = ZoneInfo("Europe/Stockholm")
HARD_SPACE = "\u00a0"

_MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_LATIN = re.compile(
    r"[^\u0020-\u007e\u00a0-\u024f\u0370-\u03ff\u0400-\u04ff\u2010-\u2027]"
)


def swedish_date(day: date) -> str:
    """Write a date, such as "22 november 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def swedish_day(moment: datetime) -> str:
    """Write the day that it was in Sweden at a moment."""
    return swedish_date(_local(moment))


def swedish_moment(moment: datetime) -> str:
    """Write a moment in Swedish time, such as "22 november 2026 kl. 14.05"."""
    local = _local(moment)
    return f"{swedish_date(local)} kl.{HARD_SPACE}{local:%H.%M}"


def swedish_span(start: datetime, end: datetime) -> str:
    """Write from when to when; the day once if it is the same."""
    first, last = _local(start), _local(end)
    if first.date() != last.date():
        return f"{swedish_moment(start)} – {swedish_moment(end)}"
    clock = f"{first:%H.%M}–{last:%H.%M}" if first < last else f"{first:%H.%M}"
    return f"{swedish_date(first)} kl.{HARD_SPACE}{clock}"


def _local(moment: datetime) -> datetime:
    try:
        return moment.astimezone(SWEDISH_TIME)
    except OverflowError:  # the first or last day of the calendar
        return moment


def number(value: int) -> str:
    """Write a number with a space between thousands."""
    return f"{value:,}".replace(",", HARD_SPACE)


def counted(value: int, one: str, many: str) -> str:
    """Write a number with its noun, such as "1 kommentar" or "12 kommentarer"."""
    return f"{number(value)}{HARD_SPACE}{one if value == 1 else many}"


def listed(parts: Sequence[str]) -> str:
    """Join parts as in a sentence: "a, b och c"."""
    if len(parts) < 2:  # noqa: PLR2004 -- one needs no conjunction
        return "".join(parts)
    return f"{', '.join(parts[:-1])} och {parts[-1]}"


def file_size(size: int) -> str:
    """Write a size, such as "1,2 MB"."""
    value = float(size)
    for unit in ("byte", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":  # noqa: PLR2004 -- SI prefixes
            break
        value /= 1000
    decimals = 0 if unit == "byte" or value >= 100 else 1  # noqa: PLR2004
    return f"{value:.{decimals}f}".replace(".", ",") + HARD_SPACE + unit


def captured(health: CaptureHealth) -> str:
    """Say how much was captured, such as "12 inlägg och 34 kommentarer"."""
    parts = [
        counted(health.posts.found, "inlägg", "inlägg"),
        counted(health.comments.found, "kommentar eller svar", "kommentarer och svar"),
        counted(health.media.found, "bild eller film", "bilder och filmer"),
    ]
    return listed(parts)


def against(count: Count) -> str:
    """Say how a count stands against what the page states."""
    if count.expected is None:
        return "Sidan anger inget antal."
    lacking = count.expected - count.found
    if lacking > 0:
        return f"{number(lacking)} saknas."
    return "Alla som sidan anger finns med."


def clean(text: str) -> str:
    """Make text from a capture fit for a page: line ends in one form, no controls.

    Nothing else is touched: spaces, blank lines and every visible character stay.
    """
    lines = _LINE_ENDS.sub("\n", text)
    return _SURROGATES.sub("\ufffd", _NOT_TEXT.sub("", lines)).strip("\n")


def first_words(text: str, limit: int) -> str:
    """Give the beginning of a text on one line, cut between words."""
    line = " ".join(clean(text).split())
    if len(line) <= limit:
        return line
    cut = line[:limit].rsplit(" ", 1)[0]
    return f"{cut.rstrip(' ,.;:–-')}…"


def css_text(text: str) -> str:
    """Write text as a string for a style sheet, from which nothing can break out.

    Only letters that every Latin font has are kept: page headers cannot hold pictures,
    so emoji there would cost the file its PDF/A.
    """
    kept = " ".join(_LATIN.sub("", text).split())
    return '"' + "".join(_css_character(each) for each in kept) + '"'


def _css_character(character: str) -> str:
    if character.isascii() and (character.isalnum() or character == " "):
        return character
    return f"\\{ord(character):06x} "  # the space ends the escape
