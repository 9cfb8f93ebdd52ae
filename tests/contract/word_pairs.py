# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pairs of sights that differ in words: the owner's, or the platform's own."""

from tests.contract.observed_profiles import (
    ABOUT,
    CATEGORY,
    CHANGED,
    CONTACT,
    HANDLE,
    LINKS,
    NAME,
    SAME,
    UNKNOWN,
    pairs_of,
)

WORDS = (
    *pairs_of(
        ABOUT,
        SAME,
        {
            "samma text": ("Vi svarar på frågor.", "Vi svarar på frågor."),
            "hårda blanksteg": ("Ring 08 123", "Ring\u00a008\u202f123"),
            "radbrytningar": ("Rad ett. Rad två.", "Rad ett.\r\n\n  Rad två. "),
            "emojins utseende": ("Välkommen ❤", "Välkommen ❤\ufe0f"),
            "Visa mer": ("Vi svarar på frågor.", "Vi svarar på frågor. … Visa mer"),
            "See more": ("Vi svarar på frågor.", "Vi svarar på frågor.... See more"),
            "Visa mindre": ("Vi svarar på frågor.", "Vi svarar på frågor. Visa mindre"),
            "följare på svenska": (
                "1 234 följare, 56 följer, 789 inlägg – Torgets nyheter",
                "1 301 följare, 57 följer, 802 inlägg – Torgets nyheter",
            ),
            "följare på engelska": (
                "1,234 Followers, 56 Following, 789 Posts - Torgets nyheter",
                "1,301 Followers, 57 Following, 802 Posts - Torgets nyheter",
            ),
            "följare i tusental": (
                "12 tn följare · 3 följer · Torgets nyheter",
                "12,1 tn följare · 3 följer · Torgets nyheter",
            ),
            "följare i K": (
                "12K followers · Torgets nyheter",
                "12.4K followers · Torgets nyheter",
            ),
            "gillar och varit här": (
                "12 345 gillar · 321 pratar om detta · 45 har varit här. Torget",
                "12 350 gillar · 330 pratar om detta · 46 har varit här. Torget",
            ),
            "likes och were here": (
                "Torget. 12,345 likes · 321 talking about this · 45 were here. Hi",
                "Torget. 12,350 likes · 330 talking about this · 46 were here. Hi",
            ),
            "följare på olika språk": (
                "12 345 följare, 56 följer, 78 inlägg – Nyheter",
                "12,345 followers, 56 following, 78 posts – Nyheter",
            ),
            "spårning i text": (
                "Läs https://torget.example/a?fbclid=x1",
                "Läs https://torget.example/a?fbclid=y2",
            ),
        },
    ),
    *pairs_of(
        NAME,
        SAME,
        {
            "isärtagna tecken": ("Älmhälla", "A\u0308lmha\u0308lla"),
            "osynliga tecken": ("Torgets kommun", "Torgets\u200b kom\u00admun"),
            "tecken för skrivriktning": (
                "Torgets kommun",
                "\u200eTorgets kommun\u200f",
            ),
            "titel med | Facebook": ("Torgets kommun", "Torgets kommun | Facebook"),
            "titel med olästa": ("Torgets kommun", "(3) Torgets kommun | Facebook"),
            "titel från Instagram på svenska": (
                "Torgets kommun",
                "Torgets kommun (@torget) • Instagram-foton och -videoklipp",
            ),
            "titel från Instagram på engelska": (
                "Torgets kommun (@torget) • Instagram photos and videos",
                "Torgets kommun (@torget) • Instagram-foton och -videoklipp",
            ),
            "titel från X": ("Torgets kommun", "Torgets kommun (@torget) / X"),
            "titel från YouTube": ("Torgets kommun", "Torgets kommun - YouTube"),
        },
    ),
    *pairs_of(
        ABOUT,
        UNKNOWN,
        {
            "text som är avkortad": (
                "Vi svarar på frågor om Torget.",
                "Vi svarar på frågor…",
            ),
            "om-text som saknas": (
                "Här svarar vi på frågor om Torget. Akuta fel anmäler du på webben.",
                None,
            ),
            "om-text som hittas igen": (
                None,
                "Här svarar vi på frågor om Torget. Akuta fel anmäler du på webben.",
            ),
        },
    ),
    *pairs_of(
        ABOUT,
        CHANGED,
        {
            "avkortad text som är en annan": (
                "Vi svarar på frågor om Torget.",
                "Vi hälsar på…",
            ),
            "ny om-text": (
                "Här svarar vi på frågor om Torget. Akuta fel anmäler du på webben.",
                "Kontot är stängt.",
            ),
            "ett ord i om-texten": ("Öppet 8–16 alla dagar.", "Öppet 9–16 alla dagar."),
            "ägarens eget antal": ("Vi har 24 förskolor.", "Vi har 25 förskolor."),
            "ägarens egna inlägg": (
                "Vi svarar inom 24 timmar.",
                "Vi svarar inom 48 timmar.",
            ),
            "om-text tömd av ägaren": (
                "Här svarar vi på frågor om Torget. Akuta fel anmäler du på webben.",
                "",
            ),
            "om-text ifylld av ägaren": (
                "",
                "Här svarar vi på frågor om Torget. Akuta fel anmäler du på webben.",
            ),
            "ny länk i om-texten": (
                "Läs https://torget.example/a",
                "Läs https://torget.example/b",
            ),
        },
    ),
    *pairs_of(
        NAME,
        CHANGED,
        {
            "nytt namn": ("Torgets kommun", "Torget"),
            "namn med ett annat ord": ("Torgets kommun", "Torgets museum"),
            "namn utan prickar": ("Vänköping", "Vankoping"),
            "namn med gemener": ("TORGET", "Torget"),
        },
    ),
    *pairs_of(
        NAME,
        UNKNOWN,
        {
            "namn som saknas": ("Torgets kommun", None),
        },
    ),
    *pairs_of(
        LINKS,
        SAME,
        {
            "länkar i annan ordning": (
                (
                    "https://a.example",
                    "https://b.example",
                ),
                (
                    "https://b.example",
                    "https://a.example",
                ),
            ),
            "länk genom l.facebook.com": (
                ("https://torget.example/",),
                (
                    "https://l.facebook.com/l.php?u=https%3A%2F%2Ftorget.example%2F%3Ffbclid%3Dx&h=AT1",
                ),
            ),
            "länk genom lm.facebook.com": (
                ("https://torget.example/",),
                ("https://lm.facebook.com/l.php?u=https%3A%2F%2Ftorget.example&h=AT2",),
            ),
            "länk genom l.instagram.com": (
                ("https://torget.example/",),
                ("https://l.instagram.com/?u=https%3A%2F%2Ftorget.example%2F&e=AT3",),
            ),
            "länk med utm": (
                ("https://torget.example/?sida=2",),
                ("https://TORGET.example/?sida=2&utm_source=ig&UTM_MEDIUM=social",),
            ),
            "länk utan schema": (("https://torget.example",), ("torget.example/",)),
            "länk med å i sökvägen": (
                ("https://torget.example/fr%C3%A5gor",),
                ("https://torget.example/frågor",),
            ),
        },
    ),
    *pairs_of(
        LINKS,
        UNKNOWN,
        {
            "t.co utan mål": (("https://torget.example/",), ("https://t.co/Ab12Cd",)),
            "annan t.co utan mål": (("https://t.co/Ab12Cd",), ("https://t.co/Xy98Zz",)),
            "länkar som saknas": (
                (
                    "https://torget.example/",
                    "https://torget.example/socialamedier",
                ),
                None,
            ),
        },
    ),
    *pairs_of(
        LINKS,
        CHANGED,
        {
            "t.co och en ny länk": (
                ("https://t.co/Ab12Cd",),
                (
                    "https://t.co/Ab12Cd",
                    "https://ny.example",
                ),
            ),
            "ny länk": (
                ("https://torget.example",),
                (
                    "https://torget.example",
                    "https://ny.example",
                ),
            ),
            "annan sida på samma värd": (
                ("https://torget.example/a",),
                ("https://torget.example/b",),
            ),
            "annat i frågan": (
                ("https://torget.example/?id=1",),
                ("https://torget.example/?id=2",),
            ),
            "länkar borttagna av ägaren": (
                (
                    "https://torget.example/",
                    "https://torget.example/socialamedier",
                ),
                (),
            ),
        },
    ),
    *pairs_of(
        CONTACT,
        SAME,
        {
            "telefonnummer i annan form": (
                ("08-123 456 00",),
                ("+46 (0)8 123 456 00",),
            ),
            "telefonnummer utan mellanrum": (("0470-12 34 56",), ("tel:+46470123456",)),
            "telefonnummer med 0046": (
                ("0046 470 12 34 56",),
                ("Telefon: 0470-123456",),
            ),
            "e-post i annan form": (
                ("Kommun@Torget.example",),
                ("mailto:kommun@torget.example?subject=Hej",),
            ),
        },
    ),
    *pairs_of(
        CONTACT,
        CHANGED,
        {
            "nytt telefonnummer": (("08-123 456 00",), ("08-123 456 01",)),
            "ny e-post": (("kommun@torget.example",), ("info@torget.example",)),
        },
    ),
    *pairs_of(
        CONTACT,
        UNKNOWN,
        {
            "kontaktuppgifter som saknas": (
                (
                    "08-123 456 00",
                    "kommun@torget.example",
                ),
                None,
            ),
        },
    ),
    *pairs_of(
        CATEGORY,
        CHANGED,
        {
            "ny kategori": ("Statlig organisation", "Museum"),
        },
    ),
    *pairs_of(
        HANDLE,
        CHANGED,
        {
            "nytt användarnamn": ("torgetskommun", "torget"),
        },
    ),
    *pairs_of(
        HANDLE,
        SAME,
        {
            "användarnamn med @ och versaler": ("torgetskommun", "@TorgetsKommun"),
        },
    ),
)
