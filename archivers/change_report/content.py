# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is gone from the platform or edited there, and where it can still be read."""

from collections.abc import Sequence

from markupsafe import Markup

from archivers.transcript.front import facts, group
from archivers.transcript.tables import sentences, table
from archivers.transcript.words import counted, listed, number, swedish_moment
from schemas.change_report import (
    ChangeReport,
    ContentDifference,
    ListedItem,
    posts_of,
)

MOST_ROWS = 300
"""Rows on paper; the rest of a long list stands in capture.json."""

_ROWS = Markup('<div class="rows">{}</div>')
_JUDGE = """
Bedöm om det som är borta var en allmän handling som skulle ha registrerats eller
bevarats. Att ta bort det från plattformen kan vara gallring, och kräver då stöd i
informationshanteringsplanen.

Ta reda på vem som tog bort det: kontots egna medarbetare, den som skrev det eller
plattformen.
"""
_MORE = "{count} till står i fångstrapporten, metadata/other/capture.json."
_DISPOSED = "{count} stod här och har gallrats sedan dess."
_NOTHING = "Allt som fanns vid den förra arkiveringen finns kvar, med samma text."


def amounts(posts: int, comments: int) -> str:
    """Say how many, such as "1 inlägg och 12 kommentarer"; nothing for none."""
    parts = [
        counted(posts, "inlägg", "inlägg") if posts else "",
        counted(comments, "kommentar", "kommentarer") if comments else "",
    ]
    return listed([part for part in parts if part])


def amounts_of(items: Sequence[ListedItem]) -> str:
    """Say how many posts and comments a list has."""
    posts = posts_of(items)
    return amounts(posts, len(items) - posts)


def content_markup(report: ChangeReport) -> Markup:
    """Write what is gone, what is edited, and how much is new."""
    content = report.content
    if content is None:
        return Markup()
    parts = [
        group("Innehållet sedan förra arkiveringen", _summary(content), level="h2"),
        _listing("Finns inte längre på plattformen", content.missing, content),
        _listing("Har fått en annan text", content.edited, content),
    ]
    if content.missing:
        parts.append(
            group("Att bedöma", sentences(_JUDGE.strip().split("\n\n")), level="h2")
        )
    return Markup().join(parts)


def _summary(content: ContentDifference) -> Markup:
    told = facts(
        [
            ("Jämfört med", content.earlier_package_id),
            ("Fångat", swedish_moment(content.earlier_captured_at)),
            ("Borta", amounts_of(content.missing)),
            ("Annan text", amounts_of(content.edited)),
            ("Nytt", amounts(content.new_posts, content.new_comments)),
        ]
    )
    said = []
    if not (content.missing or content.edited or content.disposed):
        said.append(_NOTHING)
    if content.disposed:
        count = counted(content.disposed, "handling", "handlingar")
        said.append(_DISPOSED.format(count=count))
    return told + (sentences(said) if said else Markup())


def _listing(
    title: str, items: Sequence[ListedItem], content: ContentDifference
) -> Markup:
    """Write a list of items as their tombstones would name them, and where they are."""
    if not items:
        return Markup()
    heads = ("Nummer", "Slag", "Skrivet av", "Beteckning")
    rows = [
        (
            item.number,
            item.kind.label,
            "Kontot" if item.is_by_account else "Någon annan",
            item.item_id,
        )
        for item in items[:MOST_ROWS]
    ]
    where = (
        "Texten, som den var, finns i den läsbara handlingen i arkivpaketet "
        f"{content.earlier_package_id}, under samma nummer."
    )
    rest = len(items) - MOST_ROWS
    said = [_MORE.format(count=number(rest))] if rest > 0 else []
    body = sentences([where]) + _ROWS.format(table(heads, rows))
    body += sentences(said) if said else Markup()
    return group(f"{title} ({number(len(items))})", body, "listed", level="h2")
