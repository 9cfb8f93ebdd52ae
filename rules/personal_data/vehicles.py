# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Registration plates of vehicles: three letters, two digits, a digit or a letter.

The letters I, Q, V, Å, Ä and Ö are not used, and O is not used last
(Transportstyrelsen, Fordonets registreringsnummer).
"""

import re
from collections.abc import Iterator

from rules.personal_data.passage import Passage, found
from rules.personal_data.words import words_of
from schemas.personal_data import Certainty, DataKind, Finding

_PLATE = re.compile(
    r"(?<![\w./-])([A-HJ-PR-UW-Z]{3})[ -]?(\d\d[\dA-HJ-NPR-UW-Z])(?![\w/]|[.,-]\d)"
)
_ANY_CASE = re.compile(_PLATE.pattern, re.IGNORECASE)
_TELLS = re.compile(
    r"(?<!\w)(?:bil(?:en|ar|arna)?|reg\.?|regn?r\w*|registrerings\w*|skylt\w*|plåt\w*|"
    r"volvo\w*|saab\w*|bmw\w*|audi\w*|vw|volkswagen\w*|tesla\w*|toyota\w*|kia\w*|"
    r"mercedes\w*|ford\w*|skoda\w*|škoda\w*|peugeot\w*|renault\w*|nissan\w*|mazda\w*|"
    r"fordon\w*|moped\w*|lastbil\w*|skåpbil\w*|husbil\w*|motorcykel\w*|mc|släp\w*|"
    r"epa\w*|a-traktor\w*|personbil\w*|parker\w*|felparker\w*|suv\w*|taxi\w*|"
    r"buss(?:en|ar)?|hoj\w*|kör\w*)(?!\w)"
)
_NO_PLATES = words_of(
    """SFS ISO IEC DNR TEL TFN LSS SOL HSL OSL PBL KLR NJA SOU PDF USB RUM SAL BUS LGH
    KAP ART NRS SEK EUR USD NOK DKK FAX REF OCR SMS LED SUP MAX MAN CAD KWH CMS RAM GPS
    LTE AMG BMW GTX RTX NTM SSK MFF DSM ICD CPR WWW NOT BOX MKN DEC JAN FEB MAR APR JUN
    JUL AUG SEP OKT NOV MON DET DEN KRT HEL COP FSC CEN DEL PLC SSK UTC GMT KMH GWH MWH
    SHA RSA AES UTF ARG PSA CET BTA BOA SKR PKT STK KST EKS KFN BUN TEK AFS ECE UNT"""
)
_NO_VEHICLE = re.compile(
    r"(?<!\w)(?:kurs\w*|läs\w*|prov\w*|standard\w*|modell\w*|sal(?:en)?|rum(?:met)?|"
    r"linje\w*|buss|flyg\w*|flight|tåg\w*|typ|kod\w*|artikel\w*|norm\w*|avsnitt|enligt|version\w*)"
    r" (?:\w+ )?$"
)
_UNITS = re.compile(
    r" ?(?:kr|kronor|:-|%|procent|st|stycken|meter|km|kwh|gånger|kap)\b"
)


def plates_in(passage: Passage) -> Iterator[Finding]:
    """Find registration plates; in small letters only where words tell of a vehicle."""
    for match in _ANY_CASE.finditer(passage.text):
        if _UNITS.match(passage.after(match.end())):
            continue
        is_told = bool(_TELLS.search(passage.before(match.start(), 48)))
        is_told = is_told or bool(_TELLS.search(passage.after(match.end(), 24)))
        if not is_told and not _PLATE.fullmatch(match[0]):
            continue
        if match[1].upper() in _NO_PLATES or (
            not is_told and _NO_VEHICLE.search(passage.before(match.start()))
        ):
            continue
        certainty = Certainty.LIKELY if is_told else Certainty.POSSIBLE
        reason = "byggt som ett registreringsnummer"
        yield found(DataKind.PLATE, match.span(), certainty, reason)
