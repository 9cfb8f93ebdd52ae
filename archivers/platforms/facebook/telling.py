# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a reading of Facebook tells in Swedish: what it lacks, and what to know."""

from archivers.api.graph.fresh import MEDIA, OTHERS, REMOVED

THREADS = "threads"
VISITORS, NO_VISITORS = "visitors", "no-visitors"
SMALLER = "smaller"
GONE = "gone"
UNSEEN, UNSIGNED, UNGIVEN = "unseen", "unsigned", "ungiven"
UNPUBLISHED = "unpublished"
QUESTIONS = "questions"

POSTS_SOURCE = "antalet i Facebooks lista, läst till sitt slut"

GAPS = {
    THREADS: "Facebook kunde inte ge alla kommentarer till {number} inlägg.",
    UNGIVEN: (
        "Facebook räknar {number} kommentarer som inte lämnas ut, fler än de som gör "
        "det. Kontrollera nyckelns behörigheter med avbild account check."
    ),
    NO_VISITORS: "Facebook lämnar inte ut det som besökare har skrivit på sidan.",
    VISITORS: "Facebook kunde inte ge det som besökare har skrivit på sidan.",
    MEDIA: "Sidans egna bilder eller filmer som inte kunde hämtas: {number}.",
}
"""What makes a reading incomplete, by kind."""

NOTES = {
    UNPUBLISHED: "Sidan är avpublicerad på Facebook: bara de som sköter den ser den.",
    GONE: "{number} inlägg togs bort på Facebook medan kontot lästes.",
    REMOVED: "Bilder eller filmer som togs bort medan kontot lästes: {number}.",
    UNSEEN: (
        "Kommentarer som Facebook räknar men inte låter någon läsa: {number}. De är "
        "borttagna, eller så har avsändaren begränsat vem som ser dem."
    ),
    UNSIGNED: (
        "Inlägg och kommentarer utan avsändare: {number}. Facebook lämnar inte ut "
        "namnet."
    ),
    SMALLER: (
        "Bilder som bara finns i den storlek som inlägget visar: {number}. Facebook "
        "lämnar inte ut originalet."
    ),
    OTHERS: "Bilder eller filmer i andras kommentarer som inte kunde hämtas: {number}.",
}
"""What a reader should know although nothing is missing, by kind."""
