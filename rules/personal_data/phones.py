# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Telephone numbers: Swedish ones by the numbering plan, foreign ones by their plus.

Numbers of services (020, 077, 0900) belong to no person. PTS, Telefonnummerplanen.
"""

import re
from collections.abc import Iterator, Sequence

from rules.personal_data.context import Word, word_before
from rules.personal_data.passage import Group, Passage, found
from rules.personal_data.words import words_of
from schemas.personal_data import Certainty, DataKind, Finding

_MOBILE = ("070", "072", "073", "076", "079")
_SERVICE = ("020", "077", "0900", "0939", "0944", "099", "0112")
_SHORT_AREAS = words_of(
    "010 011 013 016 018 019 021 023 026 031 033 035 036 040 042 044 046 054 060 063"
    " 090"
)
_SWITCHBOARD = re.compile(
    r"växel|kontaktcent|kundtjänst|kundcent|reception|medborgarservice|jourtelefon|"
    r"felanmäl|servicecent|kommunens|vårdcentral"
)
_MOBILE_LENGTH = 10
_EUROPE = ("003", "004")
_LOCAL = range(6, 9)
_FOREIGN = range(8, 16)
_SERVICE_SHORT = ("11", "90")


def phones_in(passage: Passage, groups: Sequence[Group]) -> Iterator[Finding]:
    """Find the telephone numbers in a run of digits."""
    taken = 0
    for first in range(len(groups)):
        if first < taken:
            continue
        last = _end(passage, groups, first)
        if not last or passage.touches_letter(
            groups[first].start, groups[last - 1].end
        ):
            continue
        finding = _judge(passage, groups, first, last)
        if finding:
            taken = last
            yield finding


def _end(passage: Passage, groups: Sequence[Group], first: int) -> int:
    """Give where a telephone number that begins here ends; 0 when none does."""
    if _is_abroad(passage, groups[first]):
        return _international(passage, groups, first)
    if groups[first].digits.startswith("0"):
        return _national(passage, groups, first)
    if first == 0 and len(groups[0].digits) <= _LOCAL[-1]:
        return _local(passage, groups)
    return 0


def _is_abroad(passage: Passage, group: Group) -> bool:
    return passage.text[
        group.start - 1 : group.start
    ] == "+" or group.digits.startswith(_EUROPE)


def _judge(
    passage: Passage, groups: Sequence[Group], first: int, last: int
) -> Finding | None:
    word = word_before(passage, groups[first].start)
    digits = "".join(group.digits for group in groups[first:last])
    if word in {Word.OTHER, Word.GIRO, Word.ACCOUNT, Word.ORGANISATION}:
        return None
    if not digits.startswith(_MOBILE) and _SWITCHBOARD.search(
        passage.before(groups[first].start)
    ):
        return None
    start = groups[first].start
    is_enclosed = ")" in passage.text[groups[first].end : groups[first].end + 1]
    start -= passage.text[start - 1 : start] in ({"+", "("} if is_enclosed else {"+"})
    certainty = Certainty.CERTAIN if word is Word.PHONE else Certainty.LIKELY
    if not digits.startswith("0") and passage.text[start] != "+":
        certainty = Certainty.POSSIBLE
    reason = "byggt som ett telefonnummer"
    span = (start, groups[last - 1].end)
    return found(DataKind.PHONE, span, certainty, reason)


def _international(passage: Passage, groups: Sequence[Group], first: int) -> int:
    digits, best = "", 0
    for place in range(first, min(len(groups), first + 8)):
        if place > first and "+" in _between(passage, groups, place):
            break
        digits += groups[place].digits
        plain = digits.removeprefix("00")
        if not plain.startswith("46"):
            best = place + 1 if len(plain) in _FOREIGN else best
            continue
        national = "0" + plain[2:].lstrip("0")
        if _fits(national) and not national.startswith(_SERVICE):
            best = place + 1
    return best


def _national(passage: Passage, groups: Sequence[Group], first: int) -> int:
    digits, best = "", 0
    for place in range(first, min(len(groups), first + _MOBILE_LENGTH)):
        digits += groups[place].digits
        if len(digits) > _MOBILE_LENGTH or digits[1:2] == "0":
            break
        if digits.startswith(_SERVICE) or not _fits(digits):
            continue
        if _is_written_so(passage, groups[first : place + 1], digits):
            best = place + 1
    return best


def _fits(digits: str) -> bool:
    """Say whether a national number has the length that its beginning asks for."""
    if digits.startswith(_MOBILE):
        return len(digits) == _MOBILE_LENGTH
    area = _area(digits)
    if area == "08":
        return len(digits) in {9, 10}
    return bool(area) and len(area) + 5 <= len(digits) <= _MOBILE_LENGTH


def _area(digits: str) -> str:
    if digits.startswith("08"):
        return "08"
    if digits[:3] in _SHORT_AREAS:
        return digits[:3]
    return digits[:4] if digits[1:2] not in {"", "0", "7"} else ""


def _is_written_so(passage: Passage, groups: Sequence[Group], digits: str) -> bool:
    """Say whether the digits are grouped as people write telephone numbers."""
    marks = "".join(_between(passage, groups, n) for n in range(1, len(groups)))
    if "+" in marks or "(" in marks[1:]:
        return False
    if digits.startswith(_MOBILE):
        return True
    if "." in marks or marks.count("-") > 1 or "-" in marks.lstrip("-)/ "):
        return False
    if len(groups) == 1:
        return word_before(passage, groups[0].start) is Word.PHONE
    lengths = [len(group.digits) for group in groups[1:]]
    return groups[0].digits == _area(digits) and min(lengths) > 1


def _local(passage: Passage, groups: Sequence[Group]) -> int:
    """Find a number without area code: only where a word says that it is one."""
    digits, place = "", 0
    for place, group in enumerate(groups, 1):
        digits += group.digits
        if len(digits) >= _LOCAL[0] or place > 3:  # noqa: PLR2004 - 12 34 56
            break
    is_whole = len(digits) in _LOCAL and not digits.startswith(_SERVICE_SHORT)
    short = all(len(group.digits) < 4 for group in groups[:place])  # noqa: PLR2004
    if not is_whole or not (short or place == 1):
        return 0
    return place if word_before(passage, groups[0].start) is Word.PHONE else 0


def _between(passage: Passage, groups: Sequence[Group], place: int) -> str:
    return passage.text[groups[place - 1].end : groups[place].start]
