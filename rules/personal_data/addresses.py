# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Street addresses, with flat and postcode where they stand beside.

The place of a lamp that is broken is an address too: without words that tell of a home,
or a postcode, it is only possible.
"""

import re
from collections.abc import Iterator

from rules.personal_data.passage import Passage, found
from rules.personal_data.words import words_of
from schemas.personal_data import Certainty, DataKind, Finding

_ENDINGS = (
    "gatan", "vägen", "gränd", "gränden", "stigen", "torget", "allén", "allé", "backen",
    "platsen", "gata", "väg", "stig", "torg", "ringen", "kajen", "slingan", "svängen",
    "höjden", "esplanaden", "promenaden", "kroken", "terrassen", "gården", "parken",
    "stranden", "hagen", "lyckan", "dalen", "vreten", "ängen", "liden", "leden",
    "tomten", "bergsvägen", "stråket", "vången", "gårdet", "plats", "backe",
)  # fmt: skip
_NO_STREETS = words_of(
    """väg vägen riksväg riksvägen länsväg länsvägen europaväg europavägen cykelväg
    motorväg motorvägen gångväg skolväg omväg järnväg järnvägen gata gatan torg backen
    platsen leden cykelleden gården parken hagen dalen ängen stranden marknadsplats
    plats arbetsplats parkeringsplats lekplats mötesplats badplats tomten ringen
    förskolegården skolgården kyrkogården trädgården bondgården ridvägen kraftleden
    vandringsleden elljusleden hundparken lekparken stadsparken folkparken skateparken
    parkeringsplatsen arbetsplatsen lekplatsen badplatsen skolbacken omvägen cykelvägen
    gångvägen bilvägen hemvägen grusvägen skolvägen infartsvägen nyårshelgen"""
)
_LETTER = r"[^\W\d_]"
_NUMBER = r"(\d{1,4}+(?: ?[A-Ha-h](?!\w))?)"
_STREET = re.compile(rf"(?<![\w@.-])({_LETTER}{{3,40}}+) {_NUMBER}(?![\w%]|[.:,]\d)")
_ABBREVIATED = re.compile(
    rf"(?<![\w@.-])({_LETTER}{{3,40}}+(?<=[gv])\.) ?{_NUMBER}(?!\w)"
)
_NO_NUMBER = re.compile(
    r" ?(?:jan|feb|mars|apr|maj|jun|jul|aug|sep|okt|nov|dec|kr\b|kronor|st\b|stycken|"
    r"meter|m\b|km|år|dag|tim|min|person|bil|gång|procent|kl\b|grader|träd|lampor|:\d|"
    r"till \d|-talet|volt|kvm|cm|mm|mil\b|veck|månad|kilo|kg)"
)
_FORENAME = re.compile(
    rf"(?:(?<!\w)(?:(?i:stora|lilla|gamla|nya|norra|södra|östra|västra|övre|nedre)|"
    rf"S:t|S:ta|[A-ZÅÄÖÉ]{_LETTER}{{1,30}}s?|[A-ZÅÄÖ]\.) ){{1,2}}$"
)
_FLAT = r"(?:,? ?(?:lgh|lägenhet|bv|\d ?tr|våning \d|vån\.? \d)\.? ?(?:\d{1,4})?)?"
_TOWN = r"[A-ZÅÄÖ][^\W\d_]{1,30}(?: [A-ZÅÄÖ][^\W\d_]{1,30})?"
_ANY_TOWN = rf"(?:{_TOWN}|[^\W\d_]{{2,30}})"
_REST = re.compile(rf"{_FLAT}(?:,? ?(?:SE?-?)?\d{{3}} ?\d\d {_ANY_TOWN})?")
_POSTCODE = re.compile(r"\d{3} ?\d\d ")
_RURAL = re.compile(
    rf"(?<![\w@.-])((?:[A-ZÅÄÖ]{_LETTER}{{1,30}} ){{1,3}})(\d{{1,4}}[A-Ha-h]?),? "
    rf"(?:SE?-?)?\d{{3}} ?\d\d {_TOWN}"
)
_HOME = re.compile(
    r"(?<!\w)(?:bor|bodde|hem till|hemma|hemadress\w*|adress\w*|flyttat?|granne\w*|"
    r"bosatt|huset|lägenhet\w*|skicka\w*|postadress\w*|villa\w*|hos)(?!\w)"
)
_YEARS = ("19", "20")
_SMALL = 2


def addresses_in(passage: Passage) -> Iterator[Finding]:
    """Find streets with a number, and farms with a number and a postcode."""
    for rule in (_STREET, _ABBREVIATED):
        for match in rule.finditer(passage.text):
            if _is_street(passage, match):
                yield _address(passage, _start(passage, match), match.end())
    for match in _RURAL.finditer(passage.text):
        if not match[1].startswith("Box "):
            reason = "en ort med nummer och postnummer"
            yield found(DataKind.ADDRESS, match.span(), Certainty.LIKELY, reason)


def _is_street(passage: Passage, match: re.Match[str]) -> bool:
    word = match[1].lower()
    if not word.endswith((*_ENDINGS, "g.", "v.")):
        return False
    if match[2].startswith(_YEARS) and len(match[2]) == 4:  # noqa: PLR2004 - a year
        return False
    if _NO_NUMBER.match(passage.after(match.end())):
        return False
    if word in _NO_STREETS:
        return bool(word in _ENDINGS and _forename(passage, match.start()))
    return word not in _ENDINGS or bool(_forename(passage, match.start()))


def _forename(passage: Passage, start: int) -> re.Match[str] | None:
    """Give what belongs before the last word of a street: "Erik", "Norra", "S:t"."""
    head = passage.text[max(0, start - 48) : start]
    return _FORENAME.search(head)


def _start(passage: Passage, match: re.Match[str]) -> int:
    """Give where a street begins: "Norra Storgatan" before its last word."""
    forename = _forename(passage, match.start())
    if forename is None or not (match[1][0].isupper() or match[1] in _ENDINGS):
        return match.start()
    words = forename[0].split()
    if _begins_sentence(passage, match.start() - len(forename[0])):
        words = words[1:]
    return match.start() - sum(len(word) + 1 for word in words)


def _begins_sentence(passage: Passage, start: int) -> bool:
    return passage.text[max(0, start - _SMALL) : start].strip() in {"", ".", "!", "?"}


def _address(passage: Passage, start: int, end: int) -> Finding:
    rest = _REST.match(passage.text, end)
    whole = passage.text[end : rest.end()] if rest else ""
    has_postcode = bool(_POSTCODE.search(whole))
    is_home = bool(_HOME.search(passage.before(start)))
    certainty = Certainty.LIKELY if has_postcode or is_home else Certainty.POSSIBLE
    reason = "en gata med nummer" + (" och postnummer" if has_postcode else "")
    span = (start, end + len(whole.rstrip(" ,")))
    return found(DataKind.ADDRESS, span, certainty, reason)
