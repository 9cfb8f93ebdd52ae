# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was disposed of since the capture: how much, under which decision, never what.

A reader must see that something stood there, or a thread would read as if nobody had
said anything; and the counts must tell what was captured from what remains.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from archivers.transcript.words import counted, listed
from schemas.item import Item, ItemKind

_SENTENCES = {
    ItemKind.POST: "Inlägget är gallrat enligt beslut {}.",
    ItemKind.COMMENT: "Kommentaren är gallrad enligt beslut {}.",
    ItemKind.REPLY: "Svaret är gallrat enligt beslut {}.",
    ItemKind.MESSAGE: "Meddelandet är gallrat enligt beslut {}.",
}
_NOUNS = {
    ItemKind.POST: ("inlägg", "inlägg"),
    ItemKind.COMMENT: ("kommentar", "kommentarer"),
    ItemKind.REPLY: ("svar", "svar"),
    ItemKind.MESSAGE: ("meddelande", "meddelanden"),
}
_STONE = Markup('<span class="absent">{}</span>')


def stone_markup(item: Item) -> Markup:
    """Write what stands in the place of an item that was disposed of."""
    return _STONE.format(_SENTENCES[item.kind].format(item.gallring))


def disposed_facts(items: Sequence[Item]) -> list[tuple[str, str]]:
    """Tell what was disposed of under each decision, and what remains.

    Nothing at all when nothing was disposed of.
    """
    gone = _by_decision(items)
    if not gone:
        return []
    told = "\n".join(
        f"{amounts(counts)} enligt beslut {decision}"
        for decision, counts in gone.items()
    )
    left = Counter(item.kind for item in items if item.gallring is None)
    return [("Gallrat", told), ("Kvar", amounts(left) or "Ingenting")]


def amounts(counts: Mapping[ItemKind, int]) -> str:
    """Write how many of each kind, such as "2 inlägg och 1 kommentar"."""
    return listed([counted(counts[k], *_NOUNS[k]) for k in ItemKind if counts.get(k)])


def _by_decision(items: Iterable[Item]) -> dict[str, Counter[ItemKind]]:
    found: dict[str, Counter[ItemKind]] = {}
    for item in items:
        if item.gallring is not None:
            found.setdefault(item.gallring, Counter())[item.kind] += 1
    return found
