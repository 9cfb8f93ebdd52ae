# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts that money is sent to: IBAN, bankgiro, plusgiro and bank accounts."""

import re
from collections.abc import Iterator, Sequence

from rules.personal_data.checksums import iban, luhn
from rules.personal_data.context import Word, word_before
from rules.personal_data.passage import Group, Passage, found
from schemas.personal_data import Certainty, DataKind, Finding

_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22,
    "BH": 22, "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22,
    "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27,
    "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28,
    "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20,
    "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24,
    "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24,
    "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24,
    "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "TN": 24, "TR": 26,
    "UA": 29, "VA": 22, "XK": 20,
}  # fmt: skip
"""How long an IBAN is in each country that has them (SWIFT IBAN Registry)."""

_BEGINS = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d\d(?=[ -]?[A-Za-z0-9])")
_WHOLE = re.compile(r"[A-Za-z0-9](?:[ -]?[A-Za-z0-9]){14,40}+")
_GIRO_LENGTHS = range(5, 9)
_ACCOUNT_LENGTHS = range(9, 21)
_HINTS = ("giro", "bg", "pg", "konto", "clearing")
_BANKGIRO_LENGTHS = (7, 8)


def ibans_in(passage: Passage) -> Iterator[Finding]:
    """Find the IBAN numbers whose control digits are right."""
    for begin in _BEGINS.finditer(passage.text):
        length = _LENGTHS.get(begin[0][:2].upper())
        end = _end_of(passage.text, begin.start(), length) if length else 0
        if end:
            span = (begin.start(), end)
            reason = "kontrollsiffrorna stämmer"
            yield found(DataKind.IBAN, span, Certainty.CERTAIN, reason)


def _end_of(text: str, start: int, length: int) -> int:
    """Give where an IBAN of that length ends; 0 when none stands there."""
    whole = _WHOLE.match(text, start)
    count = 0
    for place in range(start, whole.end() if whole else start):
        count += text[place].isalnum()
        if count == length:
            plain = text[start : place + 1].replace(" ", "").replace("-", "").upper()
            return place + 1 if iban(plain) else 0
    return 0


def giros_in(passage: Passage, groups: Sequence[Group]) -> Iterator[Finding]:
    """Find giro numbers, and account numbers that a word before tells of.

    Without the word a giro number is only digits; an account number has no control
    digit that is common to the banks.
    """
    before = passage.before(groups[0].start)
    if not any(hint in before for hint in _HINTS):
        return
    word = word_before(passage, groups[0].start)
    span = (groups[0].start, groups[-1].end)
    if word is Word.GIRO:
        end = _giro_end(passage, groups)
        reason = "kontrollsiffran stämmer, och ordet framför säger giro"
        if end:
            yield found(DataKind.GIRO, (span[0], end), Certainty.CERTAIN, reason)
    elif word is Word.ACCOUNT:
        total = sum(len(group.digits) for group in groups)
        reason = "siffror efter ordet konto; de går inte att kontrollera"
        if total in _ACCOUNT_LENGTHS and not passage.touches_letter(*span):
            yield found(DataKind.IBAN, span, Certainty.POSSIBLE, reason)


def _giro_end(passage: Passage, groups: Sequence[Group]) -> int:
    """Give the end of the longest giro number at the head of the run."""
    digits, best = "", 0
    for place, group in enumerate(groups):
        digits += group.digits
        if len(digits) > _GIRO_LENGTHS[-1]:
            break
        if not luhn(digits) or len(digits) not in _GIRO_LENGTHS:
            continue
        mark = passage.text[groups[place - 1].end : group.start] if place else ""
        if mark.strip() == "-" or len(digits) in _BANKGIRO_LENGTHS:
            best = group.end
    return best
