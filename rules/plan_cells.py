# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the words in a plan's cells mean.

A word that is not known gives None: the caller says which cell it was. Keeping is
never read out of a doubtful word, and neither is disposal.
"""

import re
from datetime import date, datetime

from rules.periods import UNUSABLE, read_period
from rules.wording import fold
from schemas.item import ItemKind
from schemas.plan import Disposal, RegistrationRule

ACCOUNT = "account"
"""The kind of item that an account as a whole is: the archiving of it is a document."""

_NOT_DISPOSED = re.compile(
    r"\bgallras? (?:ej|inte|aldrig)\b|\b(?:ej|inte|aldrig) gallras?\b"
)
_NOT_PRESERVED = re.compile(r"\bbevaras? (?:ej|inte)\b|\b(?:ej|inte) bevaras?\b")
_LENGTH = re.compile(r"\d\s?(?:år|mån|veck|dag)")
_OBSOLETE = re.compile(r"(?:vid )?inaktualitet|när .*inte längre är aktuella?")
_PRESERVE_WORDS = frozenset({"b", "bevaras", "bevara"})
_DISPOSE_WORDS = frozenset({"g", "gallras", "gallra"})
_TICKS = frozenset({"x", "ja", "✓", "✔"})

_ANSWERS: dict[RegistrationRule, str] = {
    RegistrationRule.YES: "ja|j|x|d|✓|✔|diarieförs|diarieföras|diarieföres|registreras"
    "|alltid|ska diarieföras|ja, alltid|diarieförs alltid|ska registreras|diarium",
    RegistrationRule.NO: "nej|n|-|–|ej|inte|diarieförs inte|diarieförs ej|ej diarium"
    "|registreras inte|registreras ej|ska inte diarieföras|hålls ordnad|hålls ordnade"
    "|systematiskt ordnad|systematiskt ordnade",
    RegistrationRule.JUDGE: "|bedöms|bedömning|vid behov|i vissa fall|eventuellt|ev|ev."
    "|ja/nej|bedöms från fall till fall|från fall till fall|kan diarieföras"
    "|diarieförs vid behov|diarieförs i vissa fall",
}
_BY_ANSWER = {
    word: rule for rule, words in _ANSWERS.items() for word in words.split("|")
}
_KINDS: dict[str, str] = {
    ItemKind.POST: "inlägg|inläggen|post|poster|posts|egna inlägg|våra inlägg",
    ItemKind.COMMENT: "kommentar|kommentarer|kommentarerna|comment|comments",
    ItemKind.REPLY: "svar|svaren|svar på kommentarer|reply|replies",
    ItemKind.MESSAGE: "meddelande|meddelanden|direktmeddelanden|chatt|message|messages",
    ACCOUNT: "konto|kontot|konton|kontot som helhet|hela kontot|profil|profilen|sida"
    "|ögonblicksbild|account|accounts",
}
_BY_WORD = {
    word: str(kind) for kind, words in _KINDS.items() for word in words.split("|")
}
_SEPARATOR = re.compile(r"[,;/+\n]|\s(?:och|samt|&)\s", re.IGNORECASE)


def kind_label(kind: str) -> str:
    """Name a kind of item in Swedish: "inlägg"."""
    return _KINDS[kind].split("|")[0] if kind in _KINDS else kind


def kind_words() -> str:
    """List the words for kinds of items, as an importer may write them."""
    return ", ".join(kind_label(kind) for kind in _KINDS)


def cell_text(cell: object) -> str:
    """Give a cell's value as the text that the sheet shows."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()


def read_disposal(text: str) -> Disposal | None:
    """Read whether documents are preserved or disposed of: "Gallras efter 2 år".

    Returns:
        None for what says neither, or both: "Bevaras 2 år" may mean anything.
    """
    folded = fold(text).strip(" .")
    if _NOT_PRESERVED.search(folded):
        return None
    rest = _NOT_DISPOSED.sub("bevaras", folded)
    preserved = rest in _PRESERVE_WORDS or "bevara" in rest
    disposed = rest in _DISPOSE_WORDS or "gallr" in rest
    if preserved:
        return None if disposed or _LENGTH.search(rest) else Disposal.PRESERVE
    if disposed or _OBSOLETE.fullmatch(rest) or read_period(rest) != UNUSABLE:
        return Disposal.DISPOSE
    return None


def says_only_disposal(text: str) -> bool:
    """Tell whether a cell says that documents go, but not when."""
    return fold(text).strip(" .") in _DISPOSE_WORDS | _TICKS


def is_ticked(text: str) -> bool:
    """Tell whether a box in a pair of columns is ticked."""
    return fold(text) not in {"", "-", "–", "nej"}


def read_registration(text: str) -> RegistrationRule | None:
    """Read whether documents are registered in the diary; an empty cell: judged."""
    return _BY_ANSWER.get(fold(text))


def read_covers(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read which kinds of items a row is proposed for: "Inlägg och svar".

    Returns:
        The kinds in the order written, and the words that were not understood.
    """
    parts = map(fold, _SEPARATOR.split(text))
    words = [word for word in parts if word not in {"", "-"}]
    kinds = dict.fromkeys(_BY_WORD[word] for word in words if word in _BY_WORD)
    return tuple(kinds), tuple(word for word in words if word not in _BY_WORD)
