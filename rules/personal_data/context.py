# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the words before a number say that it is.

A bare run of digits tells nothing of itself; the nearest word does: "faktura", "ring",
"personnummer". The nearest word wins.
"""

import re

from rules.personal_data.passage import Passage
from schemas.record import Labelled


class Word(Labelled):
    """What a word before a number makes of it."""

    PERSON = "person", "personnummer"
    ORGANISATION = "organisation", "organisationsnummer"
    PHONE = "phone", "telefonnummer"
    GIRO = "giro", "bankgiro eller plusgiro"
    ACCOUNT = "account", "bankkonto"
    OTHER = "other", "annat nummer"


_WORDS = {
    Word.PERSON: r"person-?(?:nummer|nr)\w*|pers\.? ?nr|p(?:er)?-?nr|pnr|"
    r"samordnings-?(?:nummer|nr)\w*|samnr|födelse(?:nummer|nr|tid|dat)\w*|född|ssn|"
    r"personal (?:identity )?number|mitt id",
    Word.ORGANISATION: r"org\.? ?-?nr|org(?:anisations)?-?(?:nummer|nr)\w*|"
    r"enskild(?:a)? (?:firma|näring)\w*|moms\w*|vat\w*",
    Word.PHONE: r"ring\w*|tel|tele\w*|tfn|tlf|mobil\w*|sms\w*|nås|nummer|numret|"
    r"whatsapp|swish\w*|messa|phone|call|fax|lur\w*|hör av",
    Word.GIRO: r"bg|bankgiro\w*|pg|plusgiro\w*|postgiro\w*",
    Word.ACCOUNT: r"konto|konto(?:nummer|nr|t)|bankkonto\w*|clearing\w*",
    Word.OTHER: r"ocr\w*|faktur\w*|order\w*|beställning\w*|anläggning\w*|"
    r"(?:el|vatten|gas|värme)?mätar\w*|artikel\w*|art\.? ?nr|"
    r"(?:bygg|fel|kund)?ärende\w*|dnr|diarie\w*|kund(?:nr|nummer|id)\w*|"
    r"refe?r?e?n?s?(?:nr|nummer|kod)?|bokning\w*|kolli\w*|spårning\w*|paket\w*|"
    r"försändelse\w*|isbn|issn|ean|gtin|imei|serie\w*|medlem\w*|patent\w*|avtal\w*|"
    r"inventarie\w*|tracking\w*|biljett\w*|lån\w*|licens\w*|fastighet\w*|"
    r"projekt\w*|upphandling\w*|sändning\w*|modell\w*|protokoll\w*|id|objekt\w*|"
    r"betalning\w*|meddelande(?:nr|nummer)\w*|kvitto\w*|sfs|prop|sou|beslut\w*",
}
_ANY = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{k}>{v})" for k, v in _WORDS.items()) + r")(?!\w)"
)
_BREAK = re.compile(r"[!?\n]|[a-zåäö]{4}\. ")


def word_before(passage: Passage, start: int) -> Word | None:
    """Give what the nearest telling word before a place says, if there is one."""
    text = passage.before(start)
    for mark in _BREAK.finditer(text):
        text = " " * mark.end() + text[mark.end() :]
    nearest = None
    for match in _ANY.finditer(text):
        nearest = match.lastgroup
    return Word[nearest.upper()] if nearest else None
