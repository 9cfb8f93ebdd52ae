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
SEE_PICTURE = (
    "Någon behöver se om bilden visar avsändaren. Svara med avbild conformity judge."
)
NO_PICTURE = (
    "Profilbilden gick inte att hämta. Se på kontot om bilden visar avsändaren."
)
NOT_READ = "Kontrollera kontot för hand. {state}."
FIELD_NOT_READ = (
    "Uppgiften gick inte att läsa på sidan. Kontrollera kontot för hand, och svara med "
    "avbild conformity judge."
)
NO_RULE: Mapping[ConformityCheck, str] = {
    ConformityCheck.SENDER: "Ange i kommunens regler vad kommunen heter.",
    ConformityCheck.RULES_LINK: (
        "Ange i kommunens regler vilken adress sidan om sociala medier har."
    ),
    ConformityCheck.IN_REGISTER: (
        "Ange i kommunens regler på vilken sida registret är publicerat. Är det "
        "angivet, kontrollera att sidan går att nå."
    ),
}
PAGE: Mapping[PageState, str] = {
    PageState.GONE: (
        "Plattformen säger att kontot inte finns. Bevakningen ser efter flera gånger "
        "innan det räknas; kontrollera gärna för hand."
    ),
    PageState.DEACTIVATED: (
        "Plattformen säger att kontot är inaktiverat. Kontrollera med den som ansvarar "
        "för kontot."
    ),
}


def told(text: str, rules: ConformityRules) -> str:
    """Fill in what the municipality calls itself, its contacts and its page."""
    contacts = f" ({listed([*rules.contacts])})" if rules.contacts else ""
    return text.format(
        sender=f"”{rules.sender_names[0]}”" if rules.sender_names else "kommunens namn",
        link=rules.rules_links[0] if rules.rules_links else "till kommunens sida",
        contacts=contacts,
    )


def unread(state: PageState | None) -> str:
    """Say why a page could not be judged."""
    if state is None:
        return "Kontot kunde inte läsas. Kontrollera det för hand."
    return PAGE.get(state) or NOT_READ.format(state=state.label)
