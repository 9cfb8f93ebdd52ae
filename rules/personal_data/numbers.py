# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Personal numbers, coordination numbers and organisation numbers.

Never lenient on the control digit. People mistype dates, so with the sign that belongs
in a personal number any date will do; without it the date must be possible, since one
random number in ten has the right control digit (with a possible date 0.7 %).
"""

from collections.abc import Iterator, Sequence

from rules.personal_data.checksums import luhn
from rules.personal_data.context import Word, word_before
from rules.personal_data.passage import Group, Passage, found
from schemas.personal_data import Certainty, DataKind, Finding

_SHAPES = {
    (10,), (12,), (6, 4), (8, 4), (2, 2, 2, 4), (4, 2, 2, 4), (4, 4, 4), (2, 4, 4),
    (4, 2, 6), (2, 2, 6), (6, 2, 2), (8, 2, 2), (6, 1, 1, 1, 1), (8, 1, 1, 1, 1),
    (6, 3, 1), (8, 3, 1), (1,) * 10, (1,) * 12, (4, 4, 2, 2),
}  # fmt: skip
_LENGTHS = (10, 12)
_LONGEST = 12
_CENTURIES = ("18", "19", "20")
_COMPANY = "16"
_FIRST_COORDINATION_DAY = 61


def numbers_in(passage: Passage, groups: Sequence[Group]) -> Iterator[Finding]:
    """Find the numbers of persons and organisations in a run of digits."""
    taken = 0
    for first in range(len(groups)):
        if first < taken:
            continue
        for last in _lengths(groups, first):
            finding = _judge(passage, groups[first:last])
            if finding:
                taken = last
                yield finding
                break


def _lengths(groups: Sequence[Group], first: int) -> Iterator[int]:
    """Give where a number that begins here may end."""
    total = 0
    for place in range(first, min(len(groups), first + _LONGEST)):
        total += len(groups[place].digits)
        if total in _LENGTHS:
            yield place + 1


def _vat(digits: str) -> bool:
    return len(digits) == _LONGEST and digits.endswith("01")


def _judge(passage: Passage, groups: Sequence[Group]) -> Finding | None:
    digits = "".join(group.digits for group in groups)
    ten = _without_century(passage, digits, groups[0].start)
    if ten is None or not luhn(ten):
        return None
    if tuple(len(group.digits) for group in groups) not in _SHAPES:
        return None
    word = word_before(passage, groups[0].start)
    if passage.touches_letter(groups[0].start, groups[-1].end) and not _is_named(
        passage, groups[0].start, word
    ):
        return None
    sign = _sign(passage, groups)
    if ten[2] >= "2":
        return _organisation(groups, sign, word)
    return _person(ten, groups, sign, word)


def _is_named(passage: Passage, start: int, word: Word | None) -> bool:
    """Say whether the letters right before belong: "SE" of a VAT number, "pnr"."""
    return passage.before(start, 2) == "se" or word is Word.PERSON


def _without_century(passage: Passage, digits: str, start: int) -> str | None:
    if len(digits) == 10:  # noqa: PLR2004 - a number without its century
        return digits
    if passage.before(start, 2) == "se" and _vat(digits):
        return digits[:10]
    if digits.startswith((*_CENTURIES, _COMPANY)):
        return digits[2:]
    return None


def _sign(passage: Passage, groups: Sequence[Group]) -> str:
    """Give the sign before the last digits: "-", "+", a space, or nothing."""
    if len(groups) == 1:
        return ""
    between = passage.text[groups[-2].end : groups[-1].start]
    return between.strip() or " "


def _organisation(
    groups: Sequence[Group], sign: str, word: Word | None
) -> Finding | None:
    if word is not Word.ORGANISATION and (sign != "-" or word is not None):
        return None
    reason = "kontrollsiffran stämmer och tredje siffran är minst 2"
    span = (groups[0].start, groups[-1].end)
    return found(DataKind.ORGANISATION_NUMBER, span, Certainty.CERTAIN, reason)


def _person(
    ten: str, groups: Sequence[Group], sign: str, word: Word | None
) -> Finding | None:
    day = int(ten[4:6])
    certainty = _certainty(_is_date(ten), sign, word, len(groups))
    if certainty is None:
        return None
    kind = DataKind.PERSONAL_NUMBER
    if day >= _FIRST_COORDINATION_DAY:
        kind = DataKind.COORDINATION_NUMBER
    span = (groups[0].start, groups[-1].end)
    return found(kind, span, certainty, _reason(_is_date(ten), sign, word))


def _is_date(ten: str) -> bool:
    month, day = int(ten[2:4]), int(ten[4:6]) % 60
    return 1 <= month <= 12 and 1 <= day <= 31 and int(ten[4:6]) < 92  # noqa: PLR2004


def _certainty(
    is_date: bool,  # noqa: FBT001 - what the digits say, not a switch
    sign: str,
    word: Word | None,
    groups: int,
) -> Certainty | None:
    """Weigh the date, the sign and the word before; None is: not a personal number."""
    if word in {Word.PERSON, Word.ORGANISATION}:
        return Certainty.CERTAIN if is_date else Certainty.LIKELY
    has_sign = sign in {"-", "+"}
    if not is_date:
        return Certainty.LIKELY if has_sign and word is None else None
    if word in {Word.OTHER, Word.GIRO, Word.ACCOUNT}:
        return Certainty.POSSIBLE if has_sign else None
    if has_sign:
        return Certainty.CERTAIN
    return Certainty.LIKELY if groups > 1 else Certainty.POSSIBLE


def _reason(
    is_date: bool,  # noqa: FBT001 - what the digits say, not a switch
    sign: str,
    word: Word | None,
) -> str:
    if word is Word.PERSON:
        return "kontrollsiffran stämmer, och ordet framför säger personnummer"
    if word is Word.ORGANISATION:
        return "ett organisationsnummer som är en enskild näringsidkares personnummer"
    if not is_date:
        return "kontrollsiffran stämmer, men datumet finns inte"
    if sign == "":
        return "kontrollsiffran och datumet stämmer, men inget annat talar för det"
    return "kontrollsiffran och datumet stämmer"
