# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is said when a disposal stops; none of it names what was to go."""

UNPROVEN = (
    "Gallringen kunde inte bevisas, så ingenting förstördes. Arkivpaketet är "
    "oförändrat. Beviset säger vad som återstår."
)
NOT_WHOLE = "Den nya versionen lästes inte tillbaka hel, så den gamla är kvar."
NOT_OURS = "Arkivpaketets nya version är inte den som beslutet gav."
REMAINS = "Lagret visar fortfarande filer av den version som skulle förstöras."
MOVED = (
    "Handlingar på listan finns i arkivpaket som har kommit till eller ändrats sedan "
    "listan frystes. Gör en ny lista."
)
NOT_DECIDED = "Det som är antecknat om genomförandet är inte vad listan säger."
UNFINISHED = (
    "Arkivpaketet har kvar en version av en annan gallring som inte är slutförd. "
    "Slutför den först."
)
SIGHTS_REMAIN = (
    "Bevakningens underlag om kontot gick inte att förstöra helt. Kör gallringen igen."
)
SIGHTS_RETURNED = (
    "Bevakningens underlag om kontot finns i databasen fast det är gallrat. Kör avbild "
    "gallra reapply."
)
