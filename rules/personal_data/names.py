# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names in free text, as far as a rule can see them: never more than possible.

Greetings and titles find a name whatever its origin; the pair of first name and surname
leans on a list. Single names are left to the names of the thread.
"""

import re
from collections.abc import Iterator

from rules.personal_data.first_names import (
    ALSO_WORDS,
    FIRST_NAMES,
    HISTORIC,
    NO_NAMES,
    OPENERS,
    SURNAME_ENDINGS,
    SURNAMES,
)
from rules.personal_data.passage import Passage, found
from schemas.personal_data import Certainty, DataKind, Finding

_CAPITALS = "".join(chr(code) for code in range(0x530) if chr(code).isupper())
_NAME = rf"[{_CAPITALS}][^\W\d_]{{1,30}}+(?:[-'’][^\W\d_]{{1,30}}+){{0,2}}"
_PARTICLE = r"(?:von|af|de|da|van|der|del|el|al|bin|ben|ibn)"
_PAIR = re.compile(
    rf"(?<![\w@#/.])({_NAME}) ((?:{_PARTICLE} ){{0,2}}{_NAME})"
    rf"((?: (?:{_PARTICLE} ){{0,2}}{_NAME}){{0,2}})(?!\w)"
)
_LOWER_PAIR = re.compile(r"(?<![\w@#/.])([^\W\d_]{3,20}+)(?= ([^\W\d_]{3,24}+)(?!\w))")
_TITLE = re.compile(
    rf"(?<!\w)(?i:fru|herr|fröken|doktor|dr\.?|rektorn?|lärare[n]?|magister[n]?|"
    rf"handläggaren?|socialsekreterare[n]?|kommunalråd(?:et)?|tjänstemannen|chefen|"
    rf"grannen|kusin(?:en)?|farbror|tant|moster|faster|morbror|tränaren?|prästen|"
    rf"undersköterskan|sköterskan|busschauffören|vaktmästaren?|ordförande[n]?|"
    rf"min (?:son|dotter|man|fru|sambo|mamma|pappa|bror|syster)|heter)"
    rf" ({_NAME}(?: {_NAME}){{0,2}})"
)
_GREETING = re.compile(
    rf"(?<!\w)(?i:m\.?v\.?h\.?|(?:vänlig(?:a|en)?|med vänliga?|bästa|många|varma) "
    rf"hälsning(?:ar|en)?|hälsning(?:ar|en)?|hälsar|kram(?:ar)?(?: från)?|undertecknat|"
    rf"tack(?: så mycket| snälla)?|hej|grattis|bra(?: sagt| jobbat)|stackars|"
    rf"instämmer(?: med)?|håller med)[,:]?\s{{1,3}}({_NAME}(?: {_NAME}){{0,2}})"
)
_SIGNED = re.compile(
    r"(?<!\w)(?i:m\.?v\.?h\.?|hälsningar|hälsar|/ ?|// ?)[,:]?\s{0,3}"
    r"([^\W\d_]{2,30}+(?: [^\W\d_]{2,30}+)?)[.! )]{0,3}+\Z"
)
_CUE = re.compile(
    r"(?<!\w)(?:heter|till|av|med|hos|från|och|att|som|är|såg|träffade|ringde|frågade|"
    r"frågar|mejlade|grannen|kompisen|syster|bror|mamma|pappa|son|dotter|sambo|säger|"
    r"skrev|kontakta|kontaktade|hälsa|tackar|mot|på|om|åt|"
    r"enligt|genom|utan|för|sa|sade|menar|tycker|undrar|när|hade|har|bad|ber|tror|"
    r"mötte|talade|pratade|vill|kan|ska|då|eller|men|hjälpte|skickade) $"
)
_BEFORE_PERIOD = re.compile(r"(?:^|[.!?:\n])\s*$")
_ORGANISED = (
    "kommun", "skola", "skolan", "gymnasiet", "kyrka", "föreningen", "bladet", "posten",
    "gatan", "vägen", "torget", "parken", "verket", "nämnden", "förbundet", "partiet",
    "hallen", "gården", "huset", "centrum", "kommunen", "tjänsten", "bolaget", "ån",
)  # fmt: skip
_SHORTEST = 2
_WORD = re.compile(r"[^\W\d_]+")
_LOWER_FIRST = FIRST_NAMES - ALSO_WORDS
_NEVER_FIRST = NO_NAMES | OPENERS


def names_in(passage: Passage) -> Iterator[Finding]:
    """Find what may be the names of persons."""
    text = passage.text
    for match in _PAIR.finditer(text):
        yield from _pair(passage, match)
    for match in _TITLE.finditer(text):
        yield from _called(match, "ett namn efter en titel eller relation")
    for match in _GREETING.finditer(text):
        yield from _called(match, "ett namn i en hälsning")
    signed = _SIGNED.search(text, max(0, len(text) - 80))
    if signed:
        yield from _called(signed, "ett namn som undertecknar")
    yield from _lower_pairs(text)


def _pair(passage: Passage, match: re.Match[str]) -> Iterator[Finding]:
    words = match[0].split()
    while words and words[0].lower() in _NEVER_FIRST:
        words = words[1:]
    while len(words) > _SHORTEST and _is_preceded(words):
        words = words[1:]
    while words and _is_no_name(words[-1]):
        words = words[:-1]
    if len(words) < _SHORTEST or any(word.lower() in NO_NAMES for word in words):
        return
    start = match.start() + match[0].index(" ".join(words))
    if _is_historic(words) or not _tells(passage, words, start):
        return
    span = (start, start + len(" ".join(words)))
    reason = "förnamn och efternamn med stor bokstav"
    yield found(DataKind.NAME, span, Certainty.POSSIBLE, reason)


def _is_preceded(words: list[str]) -> bool:
    """Say whether another word stands before the first name: "Träffade Anna Ek"."""
    return not _is_first_name(words[0].lower()) and _is_first_name(words[1].lower())


def _tells(passage: Passage, words: list[str], start: int) -> bool:
    """Say whether anything tells that the words are a person's name."""
    first, last = words[0].lower(), _bare(words[-1].lower())
    if _is_first_name(first):
        return first not in ALSO_WORDS or _is_surname(last) or last not in ALSO_WORDS
    if _is_surname(last):
        return True
    before = passage.before(start)
    return bool(_CUE.search(before)) and not _BEFORE_PERIOD.search(before)


def _is_first_name(word: str) -> bool:
    return word in FIRST_NAMES or word.partition("-")[0] in FIRST_NAMES


def _is_surname(word: str) -> bool:
    return word.endswith(SURNAME_ENDINGS) or word in SURNAMES


def _bare(word: str) -> str:
    """Give a name without its genitive."""
    return word[:-1] if word.endswith("s") and len(word) > 3 else word  # noqa: PLR2004


def _is_no_name(word: str) -> bool:
    return word.lower() in NO_NAMES or word.lower().endswith(_ORGANISED)


def _is_historic(words: list[str]) -> bool:
    return f"{words[0]}_{_bare(words[-1])}".lower() in HISTORIC or (
        f"{words[0]}_{words[-1]}".lower() in HISTORIC
    )


def _called(match: re.Match[str], reason: str) -> Iterator[Finding]:
    words = match[1].split()
    while words and _is_no_name(words[-1]):
        words = words[:-1]
    if not words or any(_is_no_name(word) for word in words) or _is_historic(words):
        return
    if not match[1][0].isupper() and not _is_first_name(words[0].lower()):
        return
    span = (match.start(1), match.start(1) + len(" ".join(words)))
    yield found(DataKind.NAME, span, Certainty.POSSIBLE, reason)


def _lower_pairs(text: str) -> Iterator[Finding]:
    """Find names in small letters: only where both words are names and nothing else."""
    if _LOWER_FIRST.isdisjoint(_WORD.findall(text)):
        return
    for match in _LOWER_PAIR.finditer(text):
        first, last = match[1], _bare(match[2])
        if first not in _LOWER_FIRST or last in NO_NAMES:
            continue
        if last in SURNAMES - ALSO_WORDS or last.endswith(("sson", "ström", "qvist")):
            span = (match.start(1), match.end(2))
            reason = "förnamn och efternamn med liten bokstav"
            yield found(DataKind.NAME, span, Certainty.POSSIBLE, reason)
