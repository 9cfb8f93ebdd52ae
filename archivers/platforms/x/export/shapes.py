# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The values of X's archive, as they are written: nearly everything is a text."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone

JSON = Mapping[str, object]

_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), start=1)}
_WRITTEN = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d) "
    r"(\d{4})"
)


def inner(value: object, name: str) -> JSON:
    """Give what an object names; an older archive may have it without the name."""
    if not isinstance(value, dict):
        return {}
    found = value.get(name, value)
    return found if isinstance(found, dict) else {}


def child(value: JSON, *names: str) -> JSON:
    """Give an object within objects; empty if it is not there."""
    for name in names:
        found = value.get(name)
        if not isinstance(found, dict):
            return {}
        value = found
    return value


def text_at(value: JSON, *names: str) -> str:
    """Give the first of some texts that is there; a number is written as one."""
    for name in names:
        found = value.get(name)
        if isinstance(found, str) and found:
            return found
        if isinstance(found, int):
            return str(found)
    return ""


def number_at(value: JSON, name: str) -> int:
    """Give a number, which the archive writes as a text; nought if it is not there."""
    said = text_at(value, name)
    return int(said) if said.isascii() and said.isdigit() else 0


def objects_at(value: JSON, name: str) -> Iterator[JSON]:
    """Give the objects in a list."""
    found = value.get(name)
    if isinstance(found, list):
        yield from (one for one in found if isinstance(one, dict))


def moment_of(said: str) -> datetime | None:
    """Read a time, such as "Wed Nov 02 10:15:00 +0000 2026" or ISO 8601.

    The names of months are English whatever language the server runs in.
    """
    found = _WRITTEN.fullmatch(said)
    try:
        if found is None:
            moment = datetime.fromisoformat(said)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        month, day, hour, minute, second, sign, hours, minutes, year = found.groups()
        ahead = timedelta(hours=int(hours), minutes=int(minutes))
        zone = timezone(-ahead if sign == "-" else ahead)
        clock = (int(hour), int(minute), int(second))
        return datetime(int(year), _MONTHS[month], int(day), *clock, tzinfo=zone)
    except (ValueError, KeyError):
        return None
