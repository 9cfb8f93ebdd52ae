# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What to do about what a check found, in Swedish for whoever runs the account."""

from collections.abc import Mapping

from rules.wording import listed
from schemas.conformity import ConformityCheck, ConformityRules
from schemas.profile import PageState

LACKING: Mapping[ConformityCheck, str] = {
    ConformityCheck.SENDER: (
        "Skriv {sender} i kontots namn eller beskrivning, eller byt till en profilbild "
        "som visar det."
    ),
    ConformityCheck.PURPOSE: (
        "Skriv i beskrivningen vad kontot används till och vem det är till för."
    ),
    ConformityCheck.CONTACT: (
        "Lägg in telefonnummer eller e-postadress till den som ansvarar för kontot, "
        "helst till servicecenter{contacts}."
    ),
    ConformityCheck.RULES_LINK: "Lägg in länken {link} i kontots beskrivning.",
    ConformityCheck.RULES_PUBLISHED: (
        "Publicera förhållningsreglerna på kontot, till exempel i ett fäst inlägg."
    ),
    ConformityCheck.STAFFING_HOURS: "Skriv på kontot vilka tider det är bemannat.",
    ConformityCheck.ANSWER_TIME: (
        "Skriv på kontot att frågor besvaras inom 24 timmar, eller nästa arbetsdag om "
        "det är helg."
    ),
    ConformityCheck.IN_REGISTER: (
        "Be kommunikationsavdelningen att föra in kontot på kommunens sida."
    ),
    ConformityCheck.PAGE_FOUND: (
        "Kontrollera om kontot är stängt. Är det stängt ska det avslutas och tas bort "
        "från registret; har det bytt adress ska registret rättas."
    ),
}
UNLISTED = (
    "Kontot är undantaget från den publika listan. Ska det stå där, ändra det i "
    "kontoregistret."
)
SERVICE_CENTRE = "Lägg om möjligt till kontaktuppgifter till servicecenter{contacts}."
BY_HAND = "Kontrollera kontot för hand."
JUDGE = "Svara med kommandot avbild conformity judge."
MISSED: Mapping[ConformityCheck, str] = {
    ConformityCheck.SENDER: (
        "Namn och beskrivning nämner inte kommunen, och profilbild saknas."
    ),
    ConformityCheck.PURPOSE: "Kontot har ingen beskrivning.",
    ConformityCheck.CONTACT: (
        "Varken telefonnummer, e-postadress eller länk till en kontaktsida hittades."
    ),
    ConformityCheck.RULES_LINK: "Länken hittades inte på kontot.",
    ConformityCheck.RULES_PUBLISHED: "Förhållningsreglerna hittades inte på kontot.",
    ConformityCheck.STAFFING_HOURS: "Bemanningen hittades inte på kontot.",
    ConformityCheck.ANSWER_TIME: "Svarstiden hittades inte på kontot.",
    ConformityCheck.IN_REGISTER: "Kontots adress finns inte på kommunens sida.",
    ConformityCheck.PAGE_FOUND: "Kontot går inte längre att hitta på plattformen.",
}
"""What was looked for and is not there."""

Told = tuple[str, str]
"""What was found, and what to do about it."""

_NOT_NAMED = "Namn och beskrivning, så långt de gick att läsa, nämner inte kommunen."
SEE_PICTURE: Told = (
    _NOT_NAMED,
    f"Någon behöver se om bilden visar avsändaren. {JUDGE}",
)
NO_PICTURE: Told = (f"{_NOT_NAMED} Profilbilden gick inte att hämta.", BY_HAND)
FIELD_NOT_READ: Told = ("Uppgiften gick inte att läsa på sidan.", f"{BY_HAND} {JUDGE}")
NO_SENDER: Told = (
    "Det är inte angivet vad kommunen heter.",
    "Ange namnen i kommunens regler.",
)
NO_LINK: Told = (
    "Det är inte angivet vilken adress sidan om sociala medier har.",
    "Ange adressen i kommunens regler.",
)
NO_REGISTER: Told = (
    "Det är inte angivet på vilken sida kommunens register är publicerat.",
    "Ange sidan i kommunens regler.",
)
REGISTER_NOT_READ: Told = (
    "Sidan med kommunens register gick inte att läsa.",
    "Kontrollera att sidan fungerar och att adressen i reglerna stämmer.",
)
_CLOSED = "Bevakningen ser efter flera gånger innan ett konto räknas som stängt."


def told(text: str, rules: ConformityRules) -> str:
    """Fill in what the municipality calls itself, its contacts and its page."""
    contacts = f" ({listed([*rules.contacts])})" if rules.contacts else ""
    return text.format(
        sender=f"”{rules.sender_names[0]}”" if rules.sender_names else "kommunens namn",
        link=rules.rules_links[0] if rules.rules_links else "till kommunens sida",
        contacts=contacts,
    )


def unread(state: PageState | None) -> Told:
    """Say why a page could not be judged."""
    if state is None:
        return "Kontot kunde inte läsas.", BY_HAND
    is_closed = state in {PageState.GONE, PageState.DEACTIVATED}
    return f"{state.label}.", f"{BY_HAND} {_CLOSED}" if is_closed else BY_HAND
