# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a reading of Instagram tells in Swedish: what it lacks, and what to know."""

from archivers.api.graph.fresh import MEDIA, REMOVED

THREADS = "threads"
SHORT = "short"
GONE = "gone"
UNSEEN = "unseen"
UNGIVEN = "ungiven"
WITHHELD = "withheld"

POSTS_SOURCE = "antalet som Instagram anger"

GAPS = {
    SHORT: "Instagram anger {number} inlägg till som inte finns i kontots lista.",
    THREADS: "Instagram kunde inte ge alla kommentarer till {number} inlägg.",
    UNGIVEN: (
        "Instagram räknar {number} kommentarer som inte lämnas ut, fler än de som gör "
        "det. Kontrollera nyckelns behörigheter med avbild account check."
    ),
    MEDIA: "Bilder eller filmer i kontots inlägg som inte kunde hämtas: {number}.",
}
"""What makes a reading incomplete, by kind."""

NOTES = {
    GONE: "{number} inlägg togs bort på Instagram medan kontot lästes.",
    REMOVED: "Bilder eller filmer som togs bort medan kontot lästes: {number}.",
    UNSEEN: (
        "Kommentarer som Instagram räknar men inte lämnar ut: {number}. De står vid "
        "inlägg med åldersgräns, eller så är avsändaren begränsad och väntar på att "
        "kommentaren godkänns."
    ),
    WITHHELD: (
        "Filmer som bara finns som en stillbild: {number}. Instagram lämnar inte ut "
        "dem, till exempel för musikens skull."
    ),
}
"""What a reader should know although nothing is missing, by kind."""
