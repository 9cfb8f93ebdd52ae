# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a reading of Facebook tells in Swedish: what it lacks, and what to know."""

from archivers.api.graph.fresh import MEDIA, OTHERS, REMOVED

THREADS = "threads"
VISITORS, NO_VISITORS = "visitors", "no-visitors"
SMALLER = "smaller"
GONE = "gone"
UNSEEN, UNSIGNED = "unseen", "unsigned"
UNPUBLISHED = "unpublished"
QUESTIONS = "questions"

POSTS_SOURCE = "antalet i Facebooks lista, läst till sitt slut"

GAPS = {
    THREADS: "Facebook kunde inte ge alla kommentarer till {number} inlägg.",
    VISITORS: "Facebook kunde inte ge det som besökare har skrivit på sidan.",
    MEDIA: "{number} bilder eller filmer i sidans inlägg kunde inte hämtas.",
}
"""What makes a reading incomplete, by kind."""

NOTES = {
    UNPUBLISHED: "Sidan är avpublicerad på Facebook: bara de som sköter den ser den.",
    GONE: "{number} inlägg togs bort på Facebook medan kontot lästes.",
    REMOVED: "{number} bilder eller filmer togs bort på Facebook medan kontot lästes.",
    UNSEEN: (
        "Facebook räknar {number} kommentarer till som ingen får läsa: de är "
        "borttagna, eller så har avsändaren begränsat vem som ser dem."
    ),
    UNSIGNED: (
        "{number} inlägg och kommentarer saknar avsändare: Facebook lämnar inte ut "
        "namnet."
    ),
    SMALLER: (
        "{number} bilder finns bara i den storlek som inlägget visar: Facebook lämnar "
        "inte ut originalet."
    ),
    OTHERS: "{number} bilder eller filmer i andras kommentarer kunde inte hämtas.",
    NO_VISITORS: "Facebook lämnar inte ut det som besökare har skrivit på sidan.",
}
"""What a reader should know although nothing is missing, by kind."""
