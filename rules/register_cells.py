# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands in the cells of a list of accounts, both ways.

A cell is read into the text that the account's record takes, and written as people
read it; what is written is read back as the same. A word that is not known gives None:
the caller says which cell it was.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from rules.register_fields import FIELD_BY_NAME, FieldKind, RegisterField
from rules.wording import fold
from rules.written_days import read_day
from schemas.account import Account, AccountStatus, ArchiveLevel

LONGEST_TEXT = 4000
"""Characters; a cell of a spreadsheet holds eight times that."""

YES, NO = "ja", "nej"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula."""

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_MIDNIGHT = re.compile(r"[ t]00:00(?::00(?:\.0+)?)?$")
_STATUS_WORDS: Mapping[AccountStatus, str] = MappingProxyType(
    {
        AccountStatus.ACTIVE: "aktivt",
        AccountStatus.CLOSING: "under avslut",
        AccountStatus.CLOSED: "avslutat",
    }
)
_LEVEL_WORDS: Mapping[ArchiveLevel, str] = MappingProxyType(
    {
        ArchiveLevel.OVERVIEW: "översikt",
        ArchiveLevel.UNIQUE: "utvalda inlägg",
        ArchiveLevel.FULL: "allt innehåll",
    }
)
_KEPT_WORDS: Mapping[FieldKind, Mapping[str, str]] = MappingProxyType(
    {
        FieldKind.YES_NO: {"true": YES, "false": NO},
        FieldKind.STATUS: {one.value: word for one, word in _STATUS_WORDS.items()},
        FieldKind.LEVEL: {one.value: word for one, word in _LEVEL_WORDS.items()},
    }
)
_OTHER_WORDS: Mapping[FieldKind, Mapping[str, str]] = MappingProxyType(
    {
        FieldKind.YES_NO: {
            "true": f"{YES}|j|x|sant|true|1|yes|✓|✔|publikt|publik",
            "false": f"{NO}|n|falskt|false|0|no|-|–|ej publikt|inte publikt",
        },
        FieldKind.COUNT: {
            "0": "0|nej|ingen|inga|aldrig|-|–",
            "1": "1|en|ett|en gång|en gång per år|årligen|årsvis|varje år",
            "2": "2|två|två gånger|två gånger per år|halvårsvis|varje halvår",
        },
        FieldKind.STATUS: {
            "active": "aktivt|aktiv|active|öppet|öppen|i bruk|används|igång",
            "closing": "under avslut|closing|avslutas|under avveckling|avvecklas",
            "closed": "avslutat|avslutad|closed|stängt|stängd|nedlagt|nedlagd"
            "|avvecklat|avvecklad|borttaget",
        },
        FieldKind.LEVEL: {
            "overview": "översikt|overview",
            "unique": "utvalda inlägg|unique|översikt och utvalda inlägg|unika inlägg",
            "full": "allt innehåll|full|fullständig|allt|hela kontot",
        },
    }
)
_BY_WORD: Mapping[FieldKind, Mapping[str, str]] = MappingProxyType(
    {
        kind: {
            fold(word): value
            for value, all_ in words.items()
            for word in all_.split("|")
        }
        for kind, words in _OTHER_WORDS.items()
    }
)
_WANTED: Mapping[FieldKind, str] = MappingProxyType(
    {
        FieldKind.TEXT: f"är längre än {LONGEST_TEXT} tecken.",
        FieldKind.DAY: "är inget datum. Skriv ÅÅÅÅ-MM-DD.",
        FieldKind.YES_NO: "är varken ja eller nej.",
        FieldKind.COUNT: "går inte. Skriv 0, 1 eller 2.",
        FieldKind.STATUS: "går inte. Skriv aktivt, under avslut eller avslutat.",
        FieldKind.LEVEL: "går inte. Skriv översikt, utvalda inlägg, allt innehåll.",
    }
)


def read_cell(field: RegisterField, text: str) -> str | None:
    """Read a cell's text into what the account's record takes.

    Returns:
        None when it cannot be that.
    """
    if field.kind is FieldKind.TEXT:
        plain = plain_text(text)
        return plain if len(plain) <= LONGEST_TEXT else None
    if field.kind is FieldKind.DAY:
        day = read_day(_MIDNIGHT.sub("", fold(text)))
        return day.isoformat() if day else None
    return _BY_WORD[field.kind].get(fold(text))


def fault_of(field: RegisterField, text: str) -> str:
    """Say what is wrong with a cell that could not be read."""
    shown = "Texten" if field.kind is FieldKind.TEXT else f"”{text[:60]}”"
    return f"{shown} {_WANTED[field.kind]}"


def write_cell(account: Account, field: RegisterField) -> str:
    """Write a field of an account as a cell that people read."""
    value = getattr(account, field.name)
    if value is None or isinstance(value, date):
        return str(value or "")
    write = _WRITERS.get(field.kind, str)
    return plain_text(write(value))


def kept_words(name: str, kept: str | None) -> str:
    """Give what the history keeps of a field in the words that a list has for it.

    The history keeps plain text, such as "true"; what is not known is left as it is.
    """
    field = FIELD_BY_NAME.get(name)
    words = _KEPT_WORDS.get(field.kind, {}) if field else {}
    return words.get(kept or "", kept or "")


def plain_text(text: str) -> str:
    """Give a text as a list can hold it: no control characters, one line end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", lines).strip()


def guarded(text: str) -> str:
    """Write a text so that no spreadsheet takes it for a formula; line ends stay.

    An apostrophe is how a spreadsheet marks plain text. A text that begins with one
    gets one more, so that `unguarded` gives back exactly what was.
    """
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text


def unguarded(text: str) -> str:
    """Give the text that was guarded."""
    is_guarded = text.startswith("'") and text[1:].startswith((*FORMULA, "'"))
    return text[1:] if is_guarded else text


def _yes_or_no(value: object) -> str:
    return YES if value else NO


_WRITERS: Mapping[FieldKind, Callable[..., str]] = MappingProxyType(
    {
        FieldKind.YES_NO: _yes_or_no,
        FieldKind.STATUS: _STATUS_WORDS.__getitem__,
        FieldKind.LEVEL: _LEVEL_WORDS.__getitem__,
    }
)
