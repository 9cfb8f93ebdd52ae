# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the guideline says of each check, word for word.

Älmhult's guideline is the model; other municipalities' say much the same in other
words. A report keeps the words that it was made by.
"""

from collections.abc import Mapping

from schemas.conformity import ConformityCheck, Quotation

SOURCE = "Riktlinjer sociala medier, Älmhults kommun, KF 2021-05-31 § 76, KS 2021/69"

_NAMING = "Avsändare och namngivning av kontot"
_PRESENTATION = "Presentation och kontaktuppgifter"
_HOURS = (
    "Det ska på Facebook även finnas information om när kontot är bemannat och att "
    "frågor besvaras inom 24 timmar alternativt kommande arbetsdag om det är en "
    "helgdag eller helg."
)
_SENDER = (
    "Älmhults kommun som avsändare ska framgå i antingen profilbild, namn eller "
    "beskrivning."
)
_PURPOSE = "På kontot ska det tydligt beskrivas vad kontot används till."
_CONTACT = (
    "Det ska vara enkelt för användaren att komma i kontakt med ansvarig för kontot. "
    "Om möjligt ska kontaktuppgifter till Älmhults kommuns servicecenter anges."
)
_LINK = (
    "I kontots beskrivning ska länk till Älmhults kommuns sida om sociala medier och "
    "förhållningsregler finnas med (almhult.se/socialamedier)."
)
_PUBLISHED = (
    "På Facebook ska även Älmhults kommuns förhållningsregler för sociala medier "
    "finnas publicerade."
)
_REGISTER = (
    "Kontot ska också föras in i registret över Älmhults kommuns konton i sociala "
    "medier på www.almhult.se/socialamedier."
)
_REMOVED = (
    "Vi måste enligt lag föra register över Älmhults kommuns kanaler och därmed måste "
    "kontot tas bort från registret."
)
_WORDS: Mapping[ConformityCheck, tuple[str, str]] = {
    ConformityCheck.SENDER: (_NAMING, _SENDER),
    ConformityCheck.PURPOSE: (_PRESENTATION, _PURPOSE),
    ConformityCheck.CONTACT: (_PRESENTATION, _CONTACT),
    ConformityCheck.RULES_LINK: (_PRESENTATION, _LINK),
    ConformityCheck.RULES_PUBLISHED: (_PRESENTATION, _PUBLISHED),
    ConformityCheck.STAFFING_HOURS: (_PRESENTATION, _HOURS),
    ConformityCheck.ANSWER_TIME: (_PRESENTATION, _HOURS),
    ConformityCheck.IN_REGISTER: ("Uppstart av nytt konto", _REGISTER),
    ConformityCheck.PAGE_FOUND: ("Avsluta ett konto", _REMOVED),
}

QUOTATIONS: tuple[Quotation, ...] = tuple(
    Quotation(check=check, heading=heading, words=words, source=SOURCE)
    for check, (heading, words) in _WORDS.items()
)
"""The guideline's words for every check, in the order of the checks."""
