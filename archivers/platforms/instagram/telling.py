# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a reading of Instagram tells in Swedish: what it lacks, and what to know."""

from archivers.api.graph.fresh import MEDIA, REMOVED

THREADS = "threads"
SHORT = "short"
GONE = "gone"
UNSEEN = "unseen"
WITHHELD = "withheld"

POSTS_SOURCE = "antalet som Instagram anger"

GAPS = {
    SHORT: "Instagram anger {number} inlägg till som inte finns i kontots lista.",
    THREADS: "Instagram kunde inte ge alla kommentarer till {number} inlägg.",
    MEDIA: "{number} bilder eller filmer i kontots inlägg kunde inte hämtas.",
}
"""What makes a reading incomplete, by kind."""

NOTES = {
    GONE: "{number} inlägg togs bort på Instagram medan kontot lästes.",
    REMOVED: "{number} bilder eller filmer togs bort på Instagram medan kontot lästes.",
    UNSEEN: (
        "Instagram räknar {number} kommentarer till som inte lämnas ut: de står vid "
        "inlägg med åldersgräns, eller så är avsändaren begränsad och väntar på att "
        "kommentaren godkänns."
    ),
    WITHHELD: (
        "{number} filmer finns bara som en bild: Instagram lämnar inte ut dem, till "
        "exempel för musikens skull."
    ),
}
"""What a reader should know although nothing is missing, by kind."""
