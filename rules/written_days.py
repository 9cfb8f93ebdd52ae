# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days as people write them in Sweden: "2026-04-01", "den 1 april 2026", "1/4 2026"."""

import re
from collections.abc import Mapping
from datetime import date

from rules.wording import fold

_NAMES = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_MONTHS: Mapping[str, int] = {
    form: number
    for number, name in enumerate(_NAMES, start=1)
    for form in (name, name[:3], name[:4])
}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = re.compile(
    r"(?<![\w/.-])(?:(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"
    r"|(?P<y8>(?:19|20)\d\d)(?P<m8>\d\d)(?P<d8>\d\d)"
    rf"|(?:den )?(?P<dn>\d{{1,2}})(?::e|:a)? (?P<mn>{_NAME})\.? (?P<yn>(?:19|20)\d\d)"
    r"|(?P<ds>\d{1,2})/(?P<ms>\d{1,2})[ -](?P<ys>(?:19|20)\d\d)"
    r"|(?P<dp>\d{1,2})\.(?P<mp>\d{1,2})\.(?P<yp>(?:19|20)\d\d))(?![\w/-])"
)
_FORMS = (
    ("year", "month", "day"),
    ("y8", "m8", "d8"),
    ("yn", "mn", "dn"),
    ("ys", "ms", "ds"),
    ("yp", "mp", "dp"),
)


def read_day(text: str) -> date | None:
    """Read a text that is a day and nothing else; None for any other.

    The day comes before the month, as in Sweden: "3/4 2026" is in April. A year of two
    digits is not read, nor a day that the calendar does not have.
    """
    found = _DAY.fullmatch(fold(text).removeprefix("den "))
    return _day(found) if found else None


def find_days(text: str) -> tuple[date, ...]:
    """Find the days in a text, in the order written."""
    found = (_day(match) for match in _DAY.finditer(fold(text)))
    return tuple(day for day in found if day is not None)


def _day(found: re.Match[str]) -> date | None:
    parts = next(
        [found[name] for name in form] for form in _FORMS if found[form[0]] is not None
    )
    year, month, day = parts
    number = _MONTHS.get(month) or int(month)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
