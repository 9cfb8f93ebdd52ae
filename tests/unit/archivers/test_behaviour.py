# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which buttons unfold a page, and what feeds say at their end."""

import re

import pytest

from archivers.behaviour import ENDS, EXPANDERS


def is_one_of(patterns, text):
    return any(re.fullmatch(pattern, text, re.IGNORECASE) for pattern in patterns)


@pytest.mark.parametrize(
    "name",
    [
        *("Visa mer", "Visa fler", "Visa fler kommentarer", "Se mer", "Läs mer"),
        *("Visa alla 12 svar", "Visa 3 svar", "Visa 8 till", "Ladda fler inlägg"),
        *("Visa tidigare kommentarer", "Fler kommentarer", "2 svar", "Fortsätt läsa"),
        *("See more", "Show more replies", "View 3 more comments", "Load more"),
        *("View previous comments", "Read more", "4 replies", "See 2 more"),
    ],
)
def test_buttons_that_unfold_are_known(name):
    assert is_one_of(EXPANDERS, name)


@pytest.mark.parametrize(
    "name",
    [
        *("Visa mindre", "Visa färre", "Gilla", "Dela", "Kommentera", "Svara", "Mer"),
        *("Visa inställningar", "Godkänn alla kakor", "Ta bort", "Logga in", "Meny"),
        *("Visa", "Show less", "Delete all", "More options", "Reply", "Svar"),
    ],
)
def test_other_buttons_are_left_alone(name):
    assert not is_one_of(EXPANDERS, name)


@pytest.mark.parametrize(
    "text",
    [
        *("Du har sett alla inlägg", "Inga fler inlägg.", "Det finns inga fler inlägg"),
        *("Du har nått slutet", "Slut på flödet", "Här tar flödet slut"),
        *("No more posts", "You've reached the end", "End of feed"),
    ],
)
def test_the_end_of_a_feed_is_known(text):
    assert is_one_of(ENDS, text)


@pytest.mark.parametrize(
    "text", ["Inga fler busslinjer dras in", "Slutet gott", "Alla"]
)
def test_posts_are_not_taken_for_the_end(text):
    assert not is_one_of(ENDS, text)
